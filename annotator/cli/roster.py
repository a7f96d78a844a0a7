"""The learning platform's own export, as commands are given it."""

from pathlib import Path

from annotator.report.gradebook import MOST_BYTES, NO_HEADS, Heads, Roster, read_roster
from annotator.storage.files import read_limited


def load_roster(file: str | None, heads: Heads = NO_HEADS) -> Roster | None:
    """The roster in a file; None where none is named.

    Args:
        file: Its path.
        heads: What was said of its columns.

    Raises:
        Refused: It cannot be read, or is no export that is known.
    """
    if file is None:
        return None
    return read_roster(read_limited(Path(file), MOST_BYTES), file, heads)

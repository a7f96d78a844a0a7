"""The learning platform's own export, as commands are given it."""

from pathlib import Path

from annotator.report.gradebook import MOST_BYTES, Roster, read_roster
from annotator.storage.files import read_limited


def load_roster(file: str | None) -> Roster | None:
    """The roster in a file; None where none is named.

    Raises:
        Refused: It cannot be read, or is no export that is known.
    """
    return None if file is None else read_roster(read_limited(Path(file), MOST_BYTES), file)

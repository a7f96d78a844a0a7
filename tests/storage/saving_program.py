"""A program that saves without end and says what it saved; it is there to be killed."""

import sys
from itertools import count
from pathlib import Path

from annotator.model.annotation import AnnotationSet
from annotator.storage.files import Fingerprint, read_limited
from annotator.storage.locks import WriteLock, try_lock
from annotator.storage.save_events import SaveEvent, SaveSuccess
from annotator.storage.saver import Saver
from tests.factories import a_set_on

MOST_BYTES = 1_000_000
LINES = 800


def rendered(annotations: AnnotationSet) -> bytes:
    """A file of about 15 kB that says the same number in every line."""
    return f"revision: {annotations.annotator}\n".encode() * LINES


def revision(data: bytes) -> int:
    """The number that a whole file says."""
    lines = set(data.splitlines())
    assert len(lines) == 1, f"a mixture of {len(lines)} versions"
    assert data.count(b"\n") == LINES, f"{len(data)} bytes: not a whole version"
    return int(lines.pop().removeprefix(b"revision: "))


def main(path: Path) -> None:
    """Go on from the revision that the file has."""
    held = try_lock(path, "Ada")
    assert isinstance(held, WriteLock), held
    there = path.exists()
    data = read_limited(path, MOST_BYTES) if there else b""
    first = revision(data) + 1 if there else 1
    known = Fingerprint.from_bytes(data) if there else None
    saver = Saver(path, known, rendered, report)
    for number in count(first):
        saver.save(a_set_on("One.", str(number)), number)
        if number % 3 == 0:
            saver.wait()


def report(outcome: SaveEvent) -> None:
    """Say what came of a save."""
    word = "saved" if isinstance(outcome, SaveSuccess) else type(outcome).__name__
    print(word, outcome.revision, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

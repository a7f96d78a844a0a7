"""Removing everything that a project holds about one student."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.model.faults import Fault, Refused
from annotator.model.names import file_name
from annotator.storage import classes
from annotator.storage.locks import Hold, Holder, acquire
from annotator.storage.system import in_words


@dataclass(frozen=True, slots=True)
class Traces:
    """What a project holds about a student.

    Attributes:
        student: The folded name.
        files: Everything in the folder of the student's sets.
        classes: The files of the classes that the student has joined.
    """

    student: str
    files: tuple[Path, ...]
    classes: tuple[Path, ...]

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.files or self.classes)


def traces(folder: Path, student: str) -> Traces:
    """What a project holds about a student, by name or by folded name; nothing is changed.

    Raises:
        Refused: A class of the project can not be read.
    """
    folded = file_name(student)
    files = tuple(sorted((folder / "annotations" / folded).glob("*")))
    joined = (path for path in classes.class_files(folder) if classes.load(path).student(folded))
    return Traces(folded, files, tuple(joined))


def forget(folder: Path, found: Traces) -> None:
    """Remove all of it: the sets first, then the student from the classes.

    Raises:
        Refused: A class page or a screen has a file of it open, or it can not be removed; what
            was not removed is found again the next time.
    """
    holds = list(_held(found))
    try:
        for path in found.files:
            _remove(path)
        for path in found.classes:
            classes.save(path, classes.load(path).without(found.student))
    finally:
        for hold in holds:
            hold.release()
    own = folder / "annotations" / found.student
    if own.is_dir() and not any(own.iterdir()):
        own.rmdir()


def _held(found: Traces) -> Iterator[Hold]:
    held: list[Hold] = []
    for path in (*found.classes, *(path for path in found.files if path.suffix == ".yaml")):
        hold = acquire(path, "annotator forget")
        if isinstance(hold, Holder):
            for each in held:
                each.release()
            raise Refused(Fault(f"is open: {hold}; close that first", str(path)))
        held.append(hold)
    yield from held


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise Refused(in_words(error, path, "cannot be removed")) from error

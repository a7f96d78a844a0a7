"""Removing everything that a project holds about one student."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from annotator.model.faults import Refused
from annotator.model.names import file_name
from annotator.model.project import Assignments
from annotator.storage import assignments, classes, project_file, projects
from annotator.storage.files import overwrite
from annotator.storage.locks import hold
from annotator.storage.project_writing import writing
from annotator.storage.system import in_words

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Traces:
    """What a project holds about a student.

    Attributes:
        student: The folded name.
        files: Everything in the folder of the student's sets.
        named: The other files that name the student: classes, assignments, the project's own.
    """

    student: str
    files: tuple[Path, ...]
    named: tuple[Path, ...]

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.files or self.named)


def traces(folder: Path, student: str) -> Traces:
    """What a project holds about a student, by name or by folded name; nothing is changed.

    Raises:
        Refused: A class of the project cannot be read.
    """
    folded = file_name(student)
    files = tuple(sorted((folder / "annotations" / folded).glob("*")))
    named = (path for path, without in _naming(folder, folded) if without is not None)
    return Traces(folded, files, tuple(named))


def forget(folder: Path, found: Traces) -> None:
    """Remove all of it: the sets first, then the name from every file that has it.

    Raises:
        Refused: A class page or a screen has a file of it open, or it cannot be removed; what
            was not removed is found again the next time.
    """
    held = [path for path in found.files if path.suffix == ".yaml"]
    with ExitStack() as holds:
        for path in (*held, *classes.class_files(folder)):
            holds.enter_context(hold(path, "annotator forget"))
        holds.enter_context(writing(folder))
        for path in found.files:
            _remove(path)
        for path, without in _naming(folder, found.student):
            if without is not None:
                overwrite(path, without)
    own = folder / "annotations" / found.student
    if own.is_dir() and not any(own.iterdir()):
        own.rmdir()


def _naming(folder: Path, student: str) -> Iterator[tuple[Path, bytes | None]]:
    """The files that may name a student, each with what it would be without; None where it is."""
    for path in classes.class_files(folder):
        classroom = classes.load(path)
        named = classroom.student(student) is not None
        yield path, classes.render(classroom.without(student)) if named else None
    for path in sorted((folder / assignments.FOLDER).glob("*.yaml")):
        given = assignments.read(path)
        yield path, _if_changed(given, _unassigned(given, student), assignments.render)
    project = projects.load(folder)
    without = replace(
        project,
        annotators=tuple(name for name in project.annotators if file_name(name) != student),
        excluded={
            name: why for name, why in project.excluded.items() if file_name(name) != student
        },
    )
    yield folder / projects.HEAD, _if_changed(project, without, project_file.render)


def _unassigned(given: Assignments, student: str) -> Assignments:
    entries = (
        replace(
            each, annotators=tuple(name for name in each.annotators if file_name(name) != student)
        )
        for each in given.entries
    )
    return replace(given, entries=tuple(each for each in entries if each.annotators))


def _if_changed(before: T, after: T, render: Callable[[T], bytes]) -> bytes | None:
    return None if after == before else render(after)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise Refused(in_words(error, path, "cannot be removed")) from error

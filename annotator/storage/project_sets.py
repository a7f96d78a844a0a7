"""The sets of a project: every annotator's passes over its documents, and the gold."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.model.annotation import AnnotationSet, Form, Status
from annotator.model.faults import Fault, Refused
from annotator.model.names import file_name
from annotator.model.project import Project
from annotator.storage.catalogue import document_ids
from annotator.storage.files import matching
from annotator.storage.headers import Header
from annotator.storage.projects import pass_number, pass_of
from annotator.storage.targets import Pass, read_set


@dataclass(frozen=True, slots=True)
class ProjectSet:
    """One pass of one annotator over one document.

    Attributes:
        path: Its file.
        number: Which pass it is, from 1.
        annotations: What was decided.
    """

    path: Path
    number: int
    annotations: AnnotationSet

    @property
    def document(self) -> str:
        """The document's id."""
        return self.annotations.document.id

    @property
    def annotator(self) -> str:
        """The annotator's name as it stands in the file."""
        return self.annotations.annotator

    @property
    def status(self) -> Status | None:
        """What the annotator said of the pass; None where it is still under work."""
        return self.annotations.status


@dataclass(frozen=True, slots=True)
class ProjectSets:
    """The sets of a project that could be read, and what is wrong with the others.

    Attributes:
        sets: By annotator's folder, document and pass.
        faults: Of the files that could not be used, all of them.
    """

    sets: tuple[ProjectSet, ...]
    faults: tuple[Fault, ...]


Read = ProjectSet | tuple[Fault, ...]
Each = Callable[[Callable[[Path], Read], Sequence[Path]], Iterable[Read]]
"""Applies a function to each path, in order: `map`, that of a pool, or one with a progress bar."""


def set_files(folder: Path) -> list[Path]:
    """The files of the sets in a project's folder; nothing is read."""
    return matching(folder, "annotations/*/*.yaml")


def gold_files(folder: Path) -> list[Path]:
    """The files of the gold in a project's folder; nothing is read."""
    return matching(folder, "gold/*.yaml")


def key_files(folder: Path) -> list[Path]:
    """The files of the keys in a project's folder; nothing is read."""
    return matching(folder, "keys/*.yaml")


def newest_passes(folder: Path) -> dict[tuple[str, str], Pass]:
    """The newest pass of each annotator over each document; nothing is read.

    By the annotator's folder and the document's id.
    """
    known = set(document_ids(folder))
    newest: dict[tuple[str, str], Pass] = {}
    for path in set_files(folder):
        document, number = pass_of(path, known)
        own = path.parent.name, document
        if own not in newest or newest[own].number < number:
            newest[own] = Pass(number, path)
    return newest


def project_sets(folder: Path, each: Each = map) -> ProjectSets:
    """Every set of a project; one that is faulty does not hide the others.

    Args:
        folder: The project's folder.
        each: How the files are gone through.
    """
    return _parted(each(read_project_set, set_files(folder)))


def document_sets(folder: Path, document: str) -> ProjectSets:
    """Every set of one document of a project."""
    files = matching(folder, f"annotations/*/{file_name(document)}*.yaml")
    own = [each for each in files if pass_number(document, each.name) is not None]
    return _parted(map(read_project_set, own))


def renamed(sets: Iterable[ProjectSet], project: Project) -> Iterator[ProjectSet]:
    """The sets under the names that the project gives its annotators, however they typed them."""
    names = dict(project.by_folder)
    for each in sets:
        name = names.setdefault(file_name(each.annotator), each.annotator)
        yield replace(each, annotations=replace(each.annotations, annotator=name))


def project_gold(folder: Path, each: Each = map) -> ProjectSets:
    """The gold of a project, each as the only pass of its curator."""
    return _parted(each(read_gold, gold_files(folder)))


def read_project_set(path: Path) -> Read:
    """The set in one file, or its faults.

    A set that lies where another one belongs is a fault: somebody moved or renamed a file.
    """
    try:
        annotations, _ = read_set(path)
    except Refused as refusal:
        return refusal.faults
    fault = misplaced(Header.of(annotations), path)
    if fault is not None:
        return (fault,)
    number = pass_number(annotations.document.id, path.name) or 1
    return ProjectSet(path, number, annotations)


def misplaced(header: Header, path: Path) -> Fault | None:
    """Why a set does not belong where it lies in a project; None where it does."""
    document, folder = header.document, file_name(header.annotator)
    number = pass_number(document, path.name)
    name = path.name if number is not None else f"{document}.yaml"
    place = f"annotations/{folder}/{name}"
    message = None
    if header.form is not Form.ANNOTATIONS:
        message = f"is of the form {header.form}, not an annotation set"
    elif (number is None or folder != path.parent.name) and (path.parents[2] / place).exists():
        message = (
            f"holds work that belongs in {place}, which is there as well (a sync tool may have "
            "left two); look at both, keep the right one there, and delete the other"
        )
    elif number is None:
        message = (
            f"holds the document “{document}”, and its name is of another; give the file back its "
            "name"
        )
    elif folder != path.parent.name:
        message = (
            f"is the work of “{header.annotator}” and lies in the folder of another; "
            f"move it to annotations/{folder}"
        )
    return None if message is None else Fault(message, str(path))


def read_gold(path: Path) -> Read:
    """The gold in one file, or its faults."""
    try:
        annotations, _ = read_set(path)
    except Refused as refusal:
        return refusal.faults
    fault = not_gold(annotations, path)
    return ProjectSet(path, 1, annotations) if fault is None else (fault,)


def not_gold(annotations: AnnotationSet, path: Path) -> Fault | None:
    """What is wrong with a set that lies where gold belongs; None where it is gold."""
    if annotations.form is Form.GOLD:
        return None
    return Fault(f"is of the form {annotations.form}, not gold", str(path))


def _parted(read: Iterable[Read]) -> ProjectSets:
    sets: list[ProjectSet] = []
    faults: list[Fault] = []
    for each in read:
        if isinstance(each, ProjectSet):
            sets.append(each)
        else:
            faults.extend(each)
    order = sorted(sets, key=lambda one: (file_name(one.annotator), one.document, one.number))
    return ProjectSets(tuple(order), tuple(faults))

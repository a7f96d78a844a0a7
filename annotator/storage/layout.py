"""The layout of a project's folder: where its files are, what they are called, which there are."""

import re
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from annotator.model.errors import DataError, Problem
from annotator.model.names import file_name
from annotator.storage import strict_yaml
from annotator.storage.files import matching_paths

if TYPE_CHECKING:
    from annotator.model.project import Project

PROJECT_FILE = "project.yaml"
_NUMBER = r"[2-9]|[1-9][0-9]+"
_LATER_PASS = re.compile(rf"\.({_NUMBER})$")


def load_project(folder: Path) -> "Project":
    """The project in a folder.

    Raises:
        DataError: The folder is no project, or its head file has faults or cannot be read.
    """
    head = folder / PROJECT_FILE
    if not head.exists():
        message = f"this is no project: it has no {PROJECT_FILE}; “annotator init” makes one"
        raise DataError(Problem(message, str(folder)))
    from annotator.storage.project_file import parse  # noqa: PLC0415 (an article alone needs none)

    return parse(strict_yaml.read(head), str(head))


def project_folder(path: Path) -> Path | None:
    """The folder of the project that a file or folder lies in; None where it lies in none."""
    inside = (path, *path.parents)
    return next((folder for folder in inside if (folder / PROJECT_FILE).is_file()), None)


def registered_name(folder: Path, project: "Project", name: str) -> str:
    """An annotator's name as the project writes it.

    Raises:
        DataError: The project has annotators, and this is none of them.
    """
    known = project.by_folder
    if file_name(name) in known:
        return known[file_name(name)]
    if not known:
        return name
    raise DataError(
        f"“{name}” is none of the annotators of {folder}, who are {', '.join(known.values())}; "
        f"`annotator assign {folder} -a NAME` takes somebody in"
    )


def document_path(folder: Path, document: str) -> Path:
    """Where a project keeps a document."""
    return folder / "documents" / f"{file_name(document)}.yaml"


def find_document(folder: Path, document: str) -> Path:
    """The file of a document that is there.

    Raises:
        DataError: The project has no such document.
    """
    path = document_path(folder, document)
    if not path.exists():
        raise DataError(Problem(f"has no document “{document}”", str(folder)))
    return path


def annotations_path(folder: Path, annotator: str, document: str, number: int = 1) -> Path:
    """Where a project keeps one annotator's pass over a document; passes count from 1."""
    ending = ".yaml" if number == 1 else f".{number}.yaml"
    return folder / "annotations" / file_name(annotator) / f"{file_name(document)}{ending}"


def project_of_set(path: Path) -> Path | None:
    """The folder of the project whose set a file would be by its place; None where it is none's."""
    return path.parents[2] if path.parents[1].name == "annotations" else None


def key_path(folder: Path, document: str) -> Path:
    """Where a project keeps the answer key to a document."""
    return folder / "keys" / f"{file_name(document)}.yaml"


def gold_path(folder: Path, document: str) -> Path:
    """Where a project keeps the gold of a document."""
    return folder / "gold" / f"{file_name(document)}.yaml"


def pass_number(document: str, name: str) -> int | None:
    """Which pass over a document a file of this name is; None where it is none of its passes."""
    found = re.fullmatch(rf"{re.escape(file_name(document))}(?:\.({_NUMBER}))?\.yaml", name)
    return None if found is None else int(found[1] or 1)


def pass_of(path: Path, documents: Container[str]) -> tuple[str, int]:
    """The document and the number of the pass whose file has this name.

    Args:
        path: The file.
        documents: The ids of the project's documents, of which one may end in a number itself.
    """
    stem, _, number = path.stem.rpartition(".")
    if path.stem not in documents and stem and pass_number(stem, path.name) is not None:
        return stem, int(number)
    return path.stem, 1


def stem_pass_number(stem: str) -> int:
    """Which pass a file of this name without ending is; 1 where it has no number."""
    found = _LATER_PASS.search(stem)
    return int(found[1]) if found else 1


def without_pass_number(name: str) -> str:
    """What a file is called without ending and number of a pass: the document, where it has one."""
    return _LATER_PASS.sub("", name)


def name_clashes(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of different names that would lie in one file.

    A name that is another one with a number after a dot is among them, because the other one's
    later passes have such names.
    """
    first: dict[str, str] = {}
    for name in names:
        other = first.setdefault(file_name(name), name)
        if other != name:
            yield other, name
    for folded, name in first.items():
        stem = without_pass_number(folded)
        if stem != folded and stem in first:
            yield first[stem], name


CODEBOOK_FILE = "codebook.yaml"


ASSIGNMENTS_FOLDER = "assignments"


def assignments_path(folder: Path, round_: str) -> Path:
    """Where a project keeps the assignments of a round."""
    return folder / ASSIGNMENTS_FOLDER / f"{round_}.yaml"


PROJECT_FOLDERS = ("annotations", ASSIGNMENTS_FOLDER, "documents", "gold", "keys")


class PassFile(NamedTuple):
    """One of an annotator's passes over a document: its number from 1, and its file."""

    number: int
    path: Path

    @property
    def next(self) -> "PassFile":
        """The pass after it."""
        stem = self.path.stem
        if self.number > 1:
            stem = stem.removesuffix(f".{self.number}")
        number = self.number + 1
        return PassFile(number, self.path.with_name(f"{stem}.{number}{self.path.suffix}"))


def document_files(folder: Path) -> list[Path]:
    """The files of a project's documents, in the order of their ids."""
    return sorted(matching_paths(folder, "documents/*.yaml"), key=lambda path: path.stem)


def document_ids(folder: Path) -> list[str]:
    """The ids of a project's documents, in order."""
    return [path.stem for path in document_files(folder)]


def set_files(folder: Path) -> list[Path]:
    """The files of the sets in a project's folder; nothing is read."""
    return matching_paths(folder, "annotations/*/*.yaml")


def gold_files(folder: Path) -> list[Path]:
    """The files of the gold in a project's folder; nothing is read."""
    return matching_paths(folder, "gold/*.yaml")


def key_files(folder: Path) -> list[Path]:
    """The files of the keys in a project's folder; nothing is read."""
    return matching_paths(folder, "keys/*.yaml")


def document_set_files(folder: Path, document: str) -> list[Path]:
    """The files of every pass on a document, of its key and of its gold, as far as they are."""
    known = set(document_ids(folder))
    passes = [path for path in set_files(folder) if pass_of(path, known)[0] == document]
    others = (key_path(folder, document), gold_path(folder, document))
    return [*passes, *(path for path in others if path.exists())]


def class_path(folder: Path, document: str) -> Path:
    """Where a project keeps the class of a document."""
    return folder / "class" / f"{file_name(document)}.json"


def class_files(folder: Path) -> list[Path]:
    """The files of all classes of a project."""
    return matching_paths(folder, "class/*.json")

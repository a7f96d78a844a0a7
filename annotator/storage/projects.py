"""Projects: where everything in a project's folder lies, and what holds for it."""

import re
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.faults import Fault, Refused
from annotator.model.names import file_name
from annotator.storage import strict_yaml

if TYPE_CHECKING:
    from annotator.model.project import Project

HEAD = "project.yaml"
_NUMBER = r"[2-9]|[1-9][0-9]+"
_LATER_PASS = re.compile(rf"\.({_NUMBER})$")


def load(folder: Path) -> "Project":
    """The project in a folder.

    Raises:
        Refused: The folder is no project, or its head file has faults or cannot be read.
    """
    head = folder / HEAD
    if not head.exists():
        message = f"this is no project: it has no {HEAD}; “annotator init” makes one"
        raise Refused(Fault(message, str(folder)))
    from annotator.storage.project_file import parse  # noqa: PLC0415 (an article alone needs none)

    return parse(strict_yaml.read(head), str(head))


def folder_of(path: Path) -> Path | None:
    """The folder of the project that a file or folder lies in; None where it lies in none."""
    inside = (path, *path.parents)
    return next((folder for folder in inside if (folder / HEAD).is_file()), None)


def named(folder: Path, project: "Project", name: str) -> str:
    """An annotator's name as the project writes it.

    Raises:
        Refused: The project has annotators, and this is none of them.
    """
    known = project.by_folder
    if file_name(name) in known:
        return known[file_name(name)]
    if not known:
        return name
    raise Refused(
        f"“{name}” is none of the annotators of {folder}, who are {', '.join(known.values())}; "
        f"`annotator assign {folder} -a NAME` takes somebody in"
    )


def document_path(folder: Path, document: str) -> Path:
    """Where a project keeps a document."""
    return folder / "documents" / f"{file_name(document)}.yaml"


def find(folder: Path, document: str) -> Path:
    """The file of a document that is there.

    Raises:
        Refused: The project has no such document.
    """
    path = document_path(folder, document)
    if not path.exists():
        raise Refused(Fault(f"has no document “{document}”", str(folder)))
    return path


def annotations_path(folder: Path, annotator: str, document: str, number: int = 1) -> Path:
    """Where a project keeps one annotator's pass over a document; passes count from 1."""
    ending = ".yaml" if number == 1 else f".{number}.yaml"
    return folder / "annotations" / file_name(annotator) / f"{file_name(document)}{ending}"


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


def number_of(stem: str) -> int:
    """Which pass a file of this name without ending is; 1 where it has no number."""
    found = _LATER_PASS.search(stem)
    return int(found[1]) if found else 1


def without_number(name: str) -> str:
    """What a file is called without ending and number of a pass: the document, where it has one."""
    return _LATER_PASS.sub("", name)


def clashes(names: Iterable[str]) -> Iterator[tuple[str, str]]:
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
        stem = without_number(folded)
        if stem != folded and stem in first:
            yield first[stem], name

"""The annotation sets that PATH... names: found in folders, and worked on by all cores."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

import click

from annotator.cli.choosing import choose
from annotator.cli.output import complain, say
from annotator.cli.watching import on_all_cores
from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook, CodebookReference
from annotator.model.faults import Fault, Refused
from annotator.model.sources import united
from annotator.stats.passes import Passes
from annotator.storage import codebooks, projects
from annotator.storage.files import below
from annotator.storage.headers import is_annotation_set
from annotator.storage.opening import codebook_in
from annotator.storage.project_sets import set_files
from annotator.storage.targets import Target, place, read_set, whose

T = TypeVar("T")


def find_sets(
    paths: Iterable[str], which: Passes = Passes.FIRST, document: str | None = None
) -> list[Path]:
    """The files named, the sets of the articles named, and those that count in the folders named.

    What is left out in a folder is said: further passes of an annotator over a document, sets
    marked unusable, and those of annotators whom their project excludes. A file that is named
    itself is always taken.

    Args:
        paths: Files and folders.
        which: The pass that counts.
        document: The id of the one document that is meant in the projects named.

    Raises:
        UsageError: There is no such file or folder.
        Refused: Nobody has tagged an article that is named, or a project lacks the document.
    """
    return list(dict.fromkeys(_found(paths, which, document)))


def _found(paths: Iterable[str], which: Passes, document: str | None) -> Iterator[Path]:
    for name in paths:
        path = Path(name)
        if not path.exists():
            raise click.UsageError(f"there is no {name}")
        if path.is_dir():
            choice = choose(_sets_on(path, document) if document else _sets_in(path), which)
            if choice.words:
                say(f"{path}: {choice.words}")
            yield from choice.files
        else:
            yield from _of_file(path)


def _of_file(path: Path) -> tuple[Path, ...]:
    found = place(Target(str(path)))
    if found.first is not None:
        return (path,)
    sets = whose(found)
    if not sets:
        raise Refused(Fault("nobody has tagged this article yet", str(path)))
    return sets


def _sets_on(folder: Path, document: str) -> list[Path]:
    """Every pass over one document of a project."""
    place(Target(str(folder), document))
    sets = [each for each in set_files(folder) if projects.pass_number(document, each.name)]
    if not sets:
        raise Refused(Fault(f"nobody has tagged the document {document} yet", str(folder)))
    return sets


def _sets_in(folder: Path) -> Iterator[Path]:
    for path in below(folder, "*.yaml"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and is_annotation_set(path):
            yield path


class _Faulty(NamedTuple):
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class _Task(Generic[T]):
    """What is done to one file; it goes to another process, and so names its codebook by file."""

    work: Callable[[AnnotationSet, Codebook], T]
    codebook: str | None

    def __call__(self, path: Path) -> T | _Faulty:
        try:
            return self.work(*read_to_measure(path, self.codebook))
        except Refused as refusal:
            return _Faulty(refusal.faults)


def codebook_of(path: Path, named: str | None, made_with: CodebookReference) -> Codebook:
    """The codebook that a set is read by: the one named, its project's own, or the built-in one.

    Args:
        path: The set's file.
        named: The codebook's file that the person named.
        made_with: What the set says; a round of its project may have a codebook of its own.

    Raises:
        Refused: The codebook is faulty.
    """
    known = _loaded(named, projects.folder_of(path.resolve().parent))
    return known.get(made_with) or next(iter(known.values()))


def read_to_measure(path: Path, named: str | None) -> tuple[AnnotationSet, Codebook]:
    """A set, its sources by the names that its project has for them, and its codebook.

    Args:
        path: The set's file.
        named: The codebook's file that the person named.

    Raises:
        Refused: The set or the codebook cannot be read.
    """
    annotations, _ = read_set(path)
    aliases = _aliases(projects.folder_of(path.resolve().parent))
    return united(annotations, aliases), codebook_of(path, named, annotations.codebook)


@cache
def _aliases(project: Path | None) -> Mapping[str, str]:
    return projects.load(project).aliases if project else {}


@cache
def _loaded(named: str | None, project: Path | None) -> Mapping[CodebookReference, Codebook]:
    """The codebooks that may be meant, the usual one first."""
    if named is None and project is not None:
        return codebooks.of_project(project, projects.load(project))
    book = codebook_in(None, named)
    return {book.reference: book}


def on_each(
    files: list[Path],
    codebook: str | None,
    work: Callable[[AnnotationSet, Codebook], T],
    doing: str,
) -> tuple[list[T], list[Fault]]:
    """What `work` gives for each set, and the faults of the files that are none.

    Args:
        files: The sets' files.
        codebook: The codebook's file; None for the project's own or the built-in one.
        work: Done to a set and its codebook; a function of a module, so that it can be sent to
            other processes, and so can what it gives.
        doing: What the progress bar says: "Measuring".

    Raises:
        Refused: The codebook named is faulty.
    """
    _loaded(codebook, None)
    task = _Task(work, codebook)
    return _parted(on_all_cores(task, files, doing))


def _parted(results: Iterable[T | _Faulty]) -> tuple[list[T], list[Fault]]:
    found: list[T] = []
    faults: list[Fault] = []
    for result in results:
        if isinstance(result, _Faulty):
            faults.extend(result.faults)
        else:
            found.append(result)
    # What is wrong with a project's codebook is wrong for each of its sets, and said once.
    return found, list(dict.fromkeys(faults))


def require_some(found: Sized, faults: Iterable[Fault]) -> None:
    """Say what is wrong with files; where no set is left, that is the end.

    Raises:
        Refused: Nothing was found.
    """
    complain(*faults)
    if not found:
        raise Refused("there is no annotation set to be measured")

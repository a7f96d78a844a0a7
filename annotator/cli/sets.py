"""The annotation sets that PATH... names: found in folders, and worked on by all cores."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

import click

from annotator.cli.options import Function
from annotator.cli.output import print_message, print_problems
from annotator.cli.progress_bars import on_all_cores
from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook, CodebookReference
from annotator.model.edits import merge_aliases
from annotator.model.errors import DataError, Problem
from annotator.project.locate import Target, first_passes, locate
from annotator.project.open_set import find_codebook
from annotator.project.pass_files import select_files
from annotator.project.pass_selection import PassChoice
from annotator.storage import codebooks, layout
from annotator.storage.headers import is_annotation_set
from annotator.storage.sets import read_set

T = TypeVar("T")


def find_sets(
    paths: Iterable[str], which: PassChoice = PassChoice.FIRST, document: str | None = None
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
        DataError: Nobody has tagged an article that is named, or a project lacks the document.
    """
    return list(dict.fromkeys(_found(paths, which, document)))


def _found(paths: Iterable[str], which: PassChoice, document: str | None) -> Iterator[Path]:
    for name in paths:
        path = Path(name)
        if not path.exists():
            raise click.UsageError(f"there is no {name}")
        if path.is_dir():
            choice = select_files(_sets_on(path, document) if document else _sets_in(path), which)
            if choice.description:
                print_message(f"{path}: {choice.description}")
            yield from choice.files
        else:
            yield from _of_file(path)


def _of_file(path: Path) -> tuple[Path, ...]:
    found = locate(Target(str(path)))
    if found.path is not None:
        return (path,)
    sets = first_passes(found)
    if not sets:
        raise DataError(Problem("nobody has tagged this article yet", str(path)))
    return sets


def _sets_on(folder: Path, document: str) -> list[Path]:
    """Every pass over one document of a project."""
    locate(Target(str(folder), document))
    sets = layout.pass_files(folder, document)
    if not sets:
        raise DataError(Problem(f"nobody has tagged the document {document} yet", str(folder)))
    return sets


def _sets_in(folder: Path) -> Iterator[Path]:
    return filter(is_annotation_set, layout.possible_set_files(folder))


class _Faulty(NamedTuple):
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Task(Generic[T]):
    """What is done to one file; it goes to another process, and so names its codebook by file."""

    work: Callable[[AnnotationSet, Codebook], T]
    codebook: str | None

    def __call__(self, path: Path) -> T | _Faulty:
        try:
            return self.work(*read_with_codebook(path, self.codebook))
        except DataError as refusal:
            return _Faulty(refusal.problems)


def codebook_of(path: Path, named: str | None, made_with: CodebookReference) -> Codebook:
    """The codebook that a set is read by: the one named, its project's own, or the built-in one.

    Args:
        path: The set's file.
        named: The codebook's file that the person named.
        made_with: What the set says; a round of its project may have a codebook of its own.

    Raises:
        DataError: The codebook is faulty.
    """
    known = _loaded(named, layout.project_folder(path.resolve().parent))
    return codebooks.codebook_for(made_with, known) if named is None else next(iter(known.values()))


def read_with_codebook(path: Path, named: str | None) -> tuple[AnnotationSet, Codebook]:
    """A set, its sources by the names that its project has for them, and its codebook.

    Args:
        path: The set's file.
        named: The codebook's file that the person named.

    Raises:
        DataError: The set or the codebook cannot be read.
    """
    annotations, _ = read_set(path)
    aliases = _aliases(layout.project_folder(path.resolve().parent))
    return merge_aliases(annotations, aliases), codebook_of(path, named, annotations.codebook)


@cache
def _aliases(project: Path | None) -> Mapping[str, str]:
    return layout.load_project(project).aliases if project else {}


@cache
def _loaded(named: str | None, project: Path | None) -> Mapping[CodebookReference, Codebook]:
    """The codebooks that may be meant, the usual one first."""
    if named is None and project is not None:
        return codebooks.project_codebooks(project, layout.load_project(project))
    codebook = find_codebook(None, named)
    return {codebook.reference: codebook}


def map_sets(
    files: list[Path],
    codebook: str | None,
    work: Callable[[AnnotationSet, Codebook], T],
    doing: str,
) -> tuple[list[T], list[Problem]]:
    """What `work` gives for each set, and the faults of the files that are none.

    Args:
        files: The sets' files.
        codebook: The codebook's file; None for the project's own or the built-in one.
        work: Done to a set and its codebook; a function of a module, so that it can be sent to
            other processes, and so can what it gives.
        doing: What the progress bar says: "Measuring".

    Raises:
        DataError: The codebook named is faulty.
    """
    _loaded(codebook, None)
    task = _Task(work, codebook)
    return _separate(on_all_cores(task, files, doing))


def _separate(results: Iterable[T | _Faulty]) -> tuple[list[T], list[Problem]]:
    found: list[T] = []
    problems: list[Problem] = []
    for result in results:
        if isinstance(result, _Faulty):
            problems.extend(result.problems)
        else:
            found.append(result)
    # What is wrong with a project's codebook is wrong for each of its sets, and said once.
    return found, list(dict.fromkeys(problems))


def require_sets(found: Sized, problems: Iterable[Problem]) -> None:
    """Say what is wrong with files; where no set is left, that is the end.

    Raises:
        DataError: Nothing was found.
    """
    print_problems(*problems)
    if not found:
        raise DataError("there is no annotation set to be measured")


def passes_option(words: str = "Which finished pass of each annotator.") -> Function:
    """The option --passes, which the command gets as a word of `PassChoice`."""
    return click.option(
        "--passes",
        type=click.Choice([each.value for each in PassChoice]),
        default=PassChoice.FIRST.value,
        show_default=True,
        help=words,
    )

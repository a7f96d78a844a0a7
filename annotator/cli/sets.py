"""The annotation sets in PATH...: found in files and folders, and processed on all CPU cores."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

import click

from annotator.cli.options import Function
from annotator.cli.output import on_all_cores, print_message, print_problems
from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook, CodebookReference
from annotator.model.edits import merge_aliases
from annotator.model.errors import DataError, Problem
from annotator.project.locate import Target, first_passes, locate
from annotator.project.open_set import find_codebook
from annotator.project.pass_files import select_files
from annotator.project.pass_selection import PassChoice
from annotator.storage import assignments, codebooks, layout
from annotator.storage.headers import is_annotation_set
from annotator.storage.sets import read_set

T = TypeVar("T")


def find_sets(
    paths: Iterable[str],
    which: PassChoice = PassChoice.FIRST,
    document: str | None = None,
    round_: str | None = None,
) -> list[Path]:
    """The sets among these files, the sets of these articles, and the sets in these folders.

    In a folder, some sets are left out: an annotator's other passes over a document, sets marked
    unusable, and sets of annotators whom their project excludes. A message lists them. A set that
    is named itself is always used.

    Args:
        paths: Files and folders.
        which: The pass to use.
        document: The ID of the only document to use in projects, or None.
        round_: The ID of the only round to use in projects, or None.

    Raises:
        UsageError: There is no such file or folder.
        DataError: No annotator has tagged one of the articles, or a project lacks the document or
            the round.
    """
    return list(dict.fromkeys(_found(paths, which, document, round_)))


def _found(
    paths: Iterable[str], which: PassChoice, document: str | None, round_: str | None
) -> Iterator[Path]:
    for name in paths:
        path = Path(name)
        if not path.exists():
            raise click.UsageError(f"{name} does not exist. Check the path.")
        if path.is_dir():
            sets = _sets_on(path, document) if document else _sets_in(path)
            if round_ is not None:
                sets = _of_round(path, sets, round_)
            choice = select_files(sets, which)
            if choice.description:
                print_message(f"{path}: {choice.description}")
            yield from choice.files
        else:
            yield from _of_file(path)


def _of_round(folder: Path, sets: Iterable[Path], round_: str) -> list[Path]:
    """The sets on the documents of a round of a project."""
    project = assignments.with_round_documents(folder, layout.load_project(folder))
    documents = next((each.documents for each in project.rounds if each.id == round_), None)
    if documents is None:
        there = ", ".join(each.id for each in project.rounds) or "none"
        raise DataError(f"The project has no round “{round_}”. Its rounds: {there}.")
    return [each for each in sets if layout.without_pass_number(each.stem) in documents]


def _of_file(path: Path) -> tuple[Path, ...]:
    found = locate(Target(str(path)))
    if found.path is not None:
        return (path,)
    sets = first_passes(found)
    if not sets:
        raise DataError(Problem("No annotator has tagged this article yet.", str(path)))
    return sets


def _sets_on(folder: Path, document: str) -> list[Path]:
    """Every pass over one document of a project."""
    locate(Target(str(folder), document))
    sets = layout.pass_files(folder, document)
    if not sets:
        raise DataError(
            Problem(f"No annotator has tagged the document {document} yet.", str(folder))
        )
    return sets


def _sets_in(folder: Path) -> Iterator[Path]:
    return filter(is_annotation_set, layout.possible_set_files(folder))


class _Faulty(NamedTuple):
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Task(Generic[T]):
    """The work on one file. It is sent to another process, so it names its codebook by file."""

    work: Callable[[AnnotationSet, Codebook], T]
    codebook: str | None

    def __call__(self, path: Path) -> T | _Faulty:
        try:
            return self.work(*read_with_codebook(path, self.codebook))
        except DataError as refusal:
            return _Faulty(refusal.problems)


def codebook_of(path: Path, named: str | None, made_with: CodebookReference) -> Codebook:
    """The codebook to read a set with: the one named, its project's own, or the built-in one.

    Args:
        path: The set's file.
        named: The codebook's file that the person named, or None.
        made_with: The codebook recorded in the set. A round of its project may have its own.

    Raises:
        DataError: The codebook has an error.
    """
    known = _loaded(named, layout.project_folder(path.resolve().parent))
    return codebooks.codebook_for(made_with, known) if named is None else next(iter(known.values()))


def read_with_codebook(path: Path, named: str | None) -> tuple[AnnotationSet, Codebook]:
    """A set, with its sources under the names that its project uses, and its codebook.

    Args:
        path: The set's file.
        named: The codebook's file that the person named, or None.

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
    """The possible codebooks, the usual one first."""
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
    """What `work` returns for each set, and the problems of files that cannot be read.

    Args:
        files: The sets' files.
        codebook: The codebook's file. None for the project's own or the built-in one.
        work: Called with a set and its codebook. A function of a module, so that it and its
            result can be sent to other processes.
        doing: The label of the progress bar: "Measuring".

    Raises:
        DataError: The codebook named has an error.
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
    # An error in a project's codebook applies to each of its sets, and is reported once.
    return found, list(dict.fromkeys(problems))


def require_sets(found: Sized, problems: Iterable[Problem]) -> None:
    """Print the problems of the files, and check that a set is left.

    Raises:
        DataError: No set was found.
    """
    print_problems(*problems)
    if not found:
        raise DataError(
            "No annotation sets found. Name a set (article.ada.yaml) or a folder that has some."
        )


def passes_option(words: str = "Finished pass of each annotator to use.") -> Function:
    """The option --passes. The command receives a value of `PassChoice`."""
    return click.option(
        "--passes",
        type=click.Choice([each.value for each in PassChoice]),
        default=PassChoice.FIRST.value,
        show_default=True,
        help=words,
    )

"""The annotation sets that PATH... names: found in folders, and worked on by all cores."""

from collections.abc import Callable, Iterable, Iterator, Sized
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

import click

from annotator.cli.choosing import choose
from annotator.cli.output import complain, say
from annotator.cli.watching import on_all_cores
from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook
from annotator.model.faults import Fault, Refused
from annotator.stats.passes import Passes
from annotator.storage import codebooks, projects
from annotator.storage.targets import Target, place, read_set, whose

T = TypeVar("T")


def find_sets(paths: Iterable[str], which: Passes = Passes.FIRST) -> list[Path]:
    """The files named, the sets of the articles named, and those that count in the folders named.

    What is left out in a folder is said: further passes of an annotator over a document, sets
    marked unusable, and those of annotators whom their project excludes. A file that is named
    itself is always taken.

    Args:
        paths: Files and folders.
        which: The pass that counts.

    Raises:
        UsageError: There is no such file or folder.
        Refused: Nobody has tagged an article that is named.
    """
    return list(dict.fromkeys(_found(paths, which)))


def _found(paths: Iterable[str], which: Passes) -> Iterator[Path]:
    for name in paths:
        path = Path(name)
        if not path.exists():
            raise click.UsageError(f"there is no {name}")
        if path.is_dir():
            choice = choose(sorted(_sets_in(path)), which)
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


def _sets_in(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*.yaml"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.is_file() and _is_set(path):
            yield path


def _is_set(path: Path) -> bool:
    with path.open("rb") as file:
        return b"attribution-annotations" in file.readline(80)


class _Faulty(NamedTuple):
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class _Task(Generic[T]):
    """What is done to one file; it goes to another process, and so names its codebook by file."""

    work: Callable[[AnnotationSet, Codebook], T]
    codebook: str | None

    def __call__(self, path: Path) -> T | _Faulty:
        try:
            annotations, _ = read_set(path)
            return self.work(annotations, codebook_of(path, self.codebook))
        except Refused as refusal:
            return _Faulty(refusal.faults)


def codebook_of(path: Path, named: str | None) -> Codebook:
    """The codebook that a set is read by: the one named, its project's own, or the built-in one.

    Raises:
        Refused: The codebook is faulty.
    """
    return _loaded(named, projects.folder_of(path.resolve().parent))


@cache
def _loaded(named: str | None, project: Path | None) -> Codebook:
    if named is not None:
        return codebooks.load(Path(named), {})
    own = projects.load(project).codebook if project else None
    return codebooks.load(project / own, {}) if project and own else codebooks.builtin()


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

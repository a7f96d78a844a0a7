"""Gathers the sets of a project that are compared, and says which are not."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.model.codebook import Codebook, CodebookReference
from annotator.model.faults import Fault, Refused
from annotator.model.names import file_name
from annotator.model.project import Project, Purpose
from annotator.model.words import so_many
from annotator.project.facts import Facts, Work, facts_of
from annotator.stats.pairing import Reading
from annotator.stats.passes import Passes, again, choose
from annotator.storage import assignments, codebooks, projects
from annotator.storage.catalogue import document_ids
from annotator.storage.project_sets import Each, ProjectSet, project_sets, renamed


@dataclass(frozen=True, slots=True)
class Choice:
    """Which sets are to be compared.

    Attributes:
        passes: The first finished pass of each annotator, or the latest.
        unfinished: Whether passes under work count where none is finished.
        mixed: Whether sets made with different codebooks are compared with one another.
        round: Only the documents of this round, by its id.
    """

    passes: Passes = Passes.FIRST
    unfinished: bool = False
    mixed: bool = False
    round: str | None = None


@dataclass(frozen=True)
class Gathered:
    """The sets of a project, ready to be compared.

    Attributes:
        folder: The project's folder.
        project: What its head says.
        codebook: The project's codebook.
        readings: One set for each annotator and document, those of excluded annotators aside.
        again: In rounds of retest, by their ids: the earlier pass and the later one.
        excluded: The sets of excluded annotators.
        facts: What the project holds, counted over the same sets; of its gold nothing.
        faults: What is wrong with the files that could not be read.
        choice: Which sets these are.
    """

    folder: Path
    project: Project
    codebook: Codebook
    readings: tuple[Reading, ...]
    again: Mapping[str, tuple[tuple[Reading, Reading], ...]]
    excluded: tuple[Reading, ...]
    facts: Facts
    faults: tuple[Fault, ...]
    choice: Choice

    @property
    def tags(self) -> tuple[str, ...]:
        """The codebook's tags, in order."""
        return tuple(tag.id for tag in self.codebook.tags)

    @property
    def order(self) -> tuple[str, ...]:
        """The documents in the order in which the rounds have them."""
        documents = (each for round_ in self.project.rounds for each in round_.documents)
        return tuple(dict.fromkeys(documents))


def gather(folder: Path, choice: Choice, each: Each = map) -> Gathered:
    """The sets of a project that are compared, with the faults of the files that are not.

    Args:
        folder: The project's folder.
        choice: Which sets.
        each: How the files are read: one after another, or on all cores.

    Raises:
        Refused: It is no project, has no set to be compared, or has sets of several codebooks; the
            faults of the files that could not be read come first.
    """
    project = assignments.with_documents(folder, projects.load(folder))
    books = codebooks.of_project(folder, project)
    found = project_sets(folder, each)
    sets = list(renamed(found.sets, project))
    some = list(_of_round(sets, project, choice.round))
    chosen = choose(some, choice.passes, unfinished=choice.unfinished)
    if not chosen.passes:
        raise Refused((*found.faults, Fault(_nothing(chosen.unfinished), str(folder))))
    readings = [_reading(each, books) for each in chosen.passes]
    excluded = project.excluded_folders
    gathered = Gathered(
        folder,
        project,
        next(iter(books.values())),
        tuple(each for each in readings if file_name(each.annotator) not in excluded),
        _again(folder, project, sets, books),
        tuple(each for each in readings if file_name(each.annotator) in excluded),
        _facts(folder, project, some, choice),
        found.faults,
        choice,
    )
    _refuse_mixed(gathered)
    return gathered


def _facts(folder: Path, project: Project, some: Iterable[ProjectSet], choice: Choice) -> Facts:
    works = (Work.of(each.annotations, each.number) for each in some)
    there, passes = len(document_ids(folder)), choice.passes
    return facts_of(works, there, project.excluded, (), passes, unfinished=choice.unfinished)


Books = Mapping[CodebookReference, Codebook]
"""A project's codebooks, its own first."""


def _reading(found: ProjectSet, books: Books) -> Reading:
    own = books.get(found.annotations.codebook)
    return Reading(found.annotations, own or next(iter(books.values())))


def _again(
    folder: Path, project: Project, sets: Sequence[ProjectSet], books: Books
) -> Mapping[str, tuple[tuple[Reading, Reading], ...]]:
    """In each round of retest the earlier pass and the later one of each annotator's documents."""
    return {
        name: tuple(
            (_reading(one, books), _reading(other, books)) for one, other in again(sets, numbers)
        )
        for name, numbers in _retests(folder, project).items()
    }


def rounds(gathered: Gathered) -> Mapping[str, tuple[Reading, ...]]:
    """The sets of each round, by its id, in the project's order; rounds of retest are `again`."""
    return {
        each.id: tuple(
            reading
            for reading in gathered.readings
            if reading.annotations.document.id in each.documents
        )
        for each in gathered.project.rounds
        if each.purpose is not Purpose.RETEST
    }


def codebooks_of(readings: Iterable[Reading]) -> Mapping[CodebookReference, int]:
    """With which codebooks the sets were made, and how many with each."""
    return Counter(each.annotations.codebook for each in readings)


def _of_round(
    sets: Iterable[ProjectSet], project: Project, wanted: str | None
) -> Iterable[ProjectSet]:
    """The sets on the documents of one round, or all where none is named."""
    if wanted is None:
        return sets
    named = {each.id: each for each in project.rounds}
    if wanted not in named:
        there = ", ".join(named) or "none"
        raise Refused(f"the project has no round “{wanted}”; its rounds are: {there}")
    documents = frozenset(named[wanted].documents)
    return (each for each in sets if each.document in documents)


def _retests(folder: Path, project: Project) -> Mapping[str, Mapping[tuple[str, str], int]]:
    """In each round of retest, which pass is the second look, by annotator and document."""
    return {
        each.id: {
            (name, entry.document): entry.number
            for entry in assignments.load(folder, each.id).entries
            for name in entry.annotators
        }
        for each in project.rounds
        if each.purpose is Purpose.RETEST
    }


def _nothing(unfinished: int) -> str:
    if unfinished:
        return (
            f"nobody has finished a document yet ({so_many(unfinished, 'document')} begun); "
            "--unfinished compares what there is"
        )
    return "has no annotation set to be compared"


def _refuse_mixed(gathered: Gathered) -> None:
    used = codebooks_of(gathered.readings)
    if len(used) < 2 or gathered.choice.mixed:
        return
    listed = ", ".join(
        f"{book.name} {book.version} ({book.sha256[:8]}, sets: {count})"
        for book, count in used.items()
    )
    message = (
        f"the sets were made with different codebooks: {listed}; bring them to one with "
        "`annotator recode`, compare one round with --round ID, or all of them all the same with "
        "--mixed-codebooks"
    )
    raise Refused((*gathered.faults, Fault(message, str(gathered.folder))))

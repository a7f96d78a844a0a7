"""Agreement over a project: select the sets that are compared, compute, and give plain records."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook, CodebookReference
from annotator.model.errors import DataError, Problem
from annotator.model.gold import count_by_basis
from annotator.model.names import file_name
from annotator.model.plurals import plural
from annotator.model.project import Project, RoundPurpose
from annotator.project.facts import PassSummary, ProjectFacts, count_facts, facts_record, gold_facts
from annotator.project.project_sets import (
    FileMapper,
    ProjectSet,
    ProjectSets,
    read_project_gold,
    read_project_sets,
    with_registered_names,
)
from annotator.stats.agreement import pairing
from annotator.stats.agreement.gold_scores import GoldScores, gold_labels, gold_scores
from annotator.stats.agreement.pairing import ComparableSet
from annotator.stats.agreement.project_agreement import (
    ComparisonConfig,
    Period,
    ProjectAgreement,
    SelfAgreement,
    agreement_by_period,
    compare,
    disagreement_record,
    gold_score_records,
    period_records,
    project_agreement_record,
    self_agreement,
    self_agreement_records,
    tag_agreement,
)
from annotator.stats.agreement.result import Agreement, coefficients_record
from annotator.stats.pass_selection import PassChoice, retest_pairs, select_passes
from annotator.storage import assignments, codebooks, layout
from annotator.storage.layout import document_ids


@dataclass(frozen=True, slots=True)
class AgreementSelection:
    """Which sets are to be compared.

    Attributes:
        passes: The first finished pass of each annotator, or the latest.
        unfinished: Whether passes under work count where none is finished.
        mixed: Whether sets made with different codebooks are compared with one another.
        round: Only the documents of this round, by its id.
    """

    passes: PassChoice = PassChoice.FIRST
    unfinished: bool = False
    mixed: bool = False
    round: str | None = None


@dataclass(frozen=True)
class AgreementInput:
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
    readings: tuple[ComparableSet, ...]
    again: Mapping[str, tuple[tuple[ComparableSet, ComparableSet], ...]]
    excluded: tuple[ComparableSet, ...]
    facts: ProjectFacts
    faults: tuple[Problem, ...]
    choice: AgreementSelection

    @property
    def tags(self) -> tuple[str, ...]:
        """The codebook's tags, in order."""
        return tuple(tag.id for tag in self.codebook.tags)

    @property
    def order(self) -> tuple[str, ...]:
        """The documents in the order in which the rounds have them."""
        documents = (each for round_ in self.project.rounds for each in round_.documents)
        return tuple(dict.fromkeys(documents))


def gather_sets(folder: Path, choice: AgreementSelection, each: FileMapper = map) -> AgreementInput:
    """The sets of a project that are compared, with the faults of the files that are not.

    Args:
        folder: The project's folder.
        choice: Which sets.
        each: How the files are read: one after another, or on all cores.

    Raises:
        DataError: It is no project, has no set to be compared, or has sets of several codebooks;
            the faults of the files that could not be read come first.
    """
    project = assignments.with_round_documents(folder, layout.load_project(folder))
    books = codebooks.project_codebooks(folder, project)
    found = read_project_sets(folder, each)
    sets = list(with_registered_names(found.sets, project))
    some = list(_of_round(sets, project, choice.round))
    chosen = select_passes(some, choice.passes, unfinished=choice.unfinished)
    if not chosen.passes:
        raise DataError((*found.faults, Problem(_nothing(chosen.unfinished), str(folder))))
    readings = [_reading(each, books) for each in chosen.passes]
    excluded = project.excluded_folders
    gathered = AgreementInput(
        folder,
        project,
        next(iter(books.values())),
        tuple(each for each in readings if file_name(each.annotator) not in excluded),
        _retest_pairs(folder, project, sets, books),
        tuple(each for each in readings if file_name(each.annotator) in excluded),
        _facts(folder, project, some, choice),
        found.faults,
        choice,
    )
    _refuse_mixed(gathered)
    return gathered


def _facts(
    folder: Path, project: Project, some: Iterable[ProjectSet], choice: AgreementSelection
) -> ProjectFacts:
    works = (PassSummary.of(each.annotations, each.number) for each in some)
    there, passes = len(document_ids(folder)), choice.passes
    return count_facts(works, there, project.excluded, (), passes, unfinished=choice.unfinished)


CodebooksByReference = Mapping[CodebookReference, Codebook]
"""A project's codebooks, its own first."""


def _reading(found: ProjectSet, books: CodebooksByReference) -> ComparableSet:
    own = books.get(found.annotations.codebook)
    return ComparableSet(found.annotations, own or next(iter(books.values())))


def _retest_pairs(
    folder: Path, project: Project, sets: Sequence[ProjectSet], books: CodebooksByReference
) -> Mapping[str, tuple[tuple[ComparableSet, ComparableSet], ...]]:
    """In each round of retest the earlier pass and the later one of each annotator's documents."""
    return {
        name: tuple(
            (_reading(one, books), _reading(other, books))
            for one, other in retest_pairs(sets, numbers)
        )
        for name, numbers in _retests(folder, project).items()
    }


def sets_by_round(gathered: AgreementInput) -> Mapping[str, tuple[ComparableSet, ...]]:
    """The sets of each round, by its id, in the project's order; without rounds of retest."""
    return {
        each.id: tuple(
            reading
            for reading in gathered.readings
            if reading.annotations.document.id in each.documents
        )
        for each in gathered.project.rounds
        if each.purpose is not RoundPurpose.RETEST
    }


def count_codebooks(readings: Iterable[ComparableSet]) -> Mapping[CodebookReference, int]:
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
        raise DataError(f"the project has no round “{wanted}”; its rounds are: {there}")
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
        if each.purpose is RoundPurpose.RETEST
    }


def _nothing(unfinished: int) -> str:
    if unfinished:
        return (
            f"nobody has finished a document yet ({plural(unfinished, 'document')} begun); "
            "--unfinished compares what there is"
        )
    return "has no annotation set to be compared"


def _refuse_mixed(gathered: AgreementInput) -> None:
    used = count_codebooks(gathered.readings)
    if len(used) < 2 or gathered.choice.mixed:
        return
    listed = ", ".join(
        f"{book.name} {book.version} ({book.sha256[:8]}, sets: {count})"
        for book, count in used.items()
    )
    message = (
        f"the sets were made with different codebooks: {listed}; bring them to one with "
        "`annotator migrate`, compare one round with --round ID, or all of them all the same with "
        "--mixed-codebooks"
    )
    raise DataError((*gathered.faults, Problem(message, str(gathered.folder))))


NO_SETS = ProjectSets((), ())


@dataclass(frozen=True, slots=True)
class AgreementOptions:
    """What is shown, and how.

    Attributes:
        intervals: Whether intervals are wanted.
        ac1: Gwet's AC1 as well.
        bands: α in words.
        by_document: Each document by itself.
        by_round: Each round by itself.
        over_time: Each annotator against the others, stretch by stretch.
        against_gold: How each annotator stands to the gold.
        settled: How the gold came about.
        most: How many of the sentences most disagreed about.
    """

    intervals: bool
    ac1: bool = False
    bands: bool = False
    by_document: bool = False
    by_round: bool = False
    over_time: bool = False
    against_gold: bool = False
    settled: bool = False
    most: int = 10


@dataclass(frozen=True)
class AgreementReport:
    """All that was asked for about a project.

    Attributes:
        whole: Everything about all sets.
        with_excluded: On tags, with the excluded annotators; None where none is.
        documents: On tags, by document; empty where it was not asked for.
        rounds: On tags, by round; the same.
        again: By round of retest, each annotator against the own earlier pass; the same.
        stretches: Each annotator against the others; the same.
        standings: Each annotator beside the gold; the same.
        disagreements: The sentences most disagreed about.
        gold: The gold, where it was asked for.
        faults: What is wrong with the files of the gold that could not be read.
    """

    whole: ProjectAgreement
    with_excluded: Agreement | None
    documents: dict[str, Agreement]
    rounds: dict[str, Agreement]
    again: dict[str, tuple[SelfAgreement, ...]]
    stretches: tuple[Period, ...]
    standings: tuple[GoldScores, ...]
    disagreements: tuple[pairing.Disagreement, ...]
    gold: tuple[AnnotationSet, ...] = ()
    faults: tuple[Problem, ...] = ()


def comparison_config(gathered: AgreementInput) -> ComparisonConfig:
    """What the project's sets are compared by."""
    return ComparisonConfig(gathered.tags, gathered.project.annotators, gathered.project.aliases)


def compute_agreement(
    gathered: AgreementInput, shown: AgreementOptions, each: FileMapper = map
) -> AgreementReport:
    """All that was asked for about a project.

    Args:
        gathered: The project's sets.
        shown: What was asked for.
        each: How the files of the gold are read: one after another, or on all cores.

    Raises:
        DataError: The gold was asked for, and there is none.
    """
    scheme, readings = comparison_config(gathered), gathered.readings
    everybody = (*readings, *gathered.excluded)
    wanted = shown.against_gold or shown.settled
    found = read_project_gold(gathered.folder, each) if wanted else NO_SETS
    gold = tuple(one.annotations for one in found.sets)
    if shown.against_gold and not gold:
        message = "has no gold yet; `annotator adjudicate` makes it"
        raise DataError((*found.faults, Problem(message, str(gathered.folder))))
    return AgreementReport(
        compare(readings, scheme, intervals=shown.intervals),
        tag_agreement(everybody, scheme, intervals=shown.intervals) if gathered.excluded else None,
        {
            document: tag_agreement(same, scheme)
            for (document, _), same in pairing.group_by_document(readings).items()
            if shown.by_document and len(same) > 1
        },
        {
            name: tag_agreement(some, scheme, intervals=shown.intervals)
            for name, some in sets_by_round(gathered).items()
            if shown.by_round
        },
        {
            name: self_agreement(pairs, scheme)
            for name, pairs in gathered.again.items()
            if shown.by_round
        },
        agreement_by_period(readings, gathered.order, scheme) if shown.over_time else (),
        gold_scores(readings, gold_labels(gold), gathered.tags) if shown.against_gold else (),
        pairing.disagreements(readings)[: shown.most],
        gold,
        found.faults,
    )


def facts_with_gold(gathered: AgreementInput, found: AgreementReport) -> ProjectFacts:
    """The facts of the project, with those of its gold where that was asked for."""
    return replace(gathered.facts, gold=gold_facts(map(count_by_basis, found.gold)))


def agreement_record(gathered: AgreementInput, found: AgreementReport) -> dict[str, Any]:
    """Everything for a JSON writer."""
    excluded = found.with_excluded
    return project_agreement_record(found.whole) | {
        "disagreements": [disagreement_record(each) for each in found.disagreements],
        "excluded": dict(gathered.project.excluded),
        "with_excluded": coefficients_record(excluded) if excluded else None,
        "by_document": {name: coefficients_record(each) for name, each in found.documents.items()},
        "by_round": {name: coefficients_record(each) for name, each in found.rounds.items()},
        "retests": {name: self_agreement_records(each) for name, each in found.again.items()},
        "over_time": period_records(found.stretches),
        "against_gold": gold_score_records(found.standings),
        "sets": len(gathered.readings),
        "passes": gathered.choice.passes.value,
        "left_out": {
            "unfinished": gathered.facts.unfinished,
            "unusable": gathered.facts.unusable,
        },
        "facts": facts_record(facts_with_gold(gathered, found)),
        "codebooks": sorted({each.annotations.codebook for each in gathered.readings}),
    }

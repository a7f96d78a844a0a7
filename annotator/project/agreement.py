"""Agreement over a project: select the sets that are compared, compute, and give plain records."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook, CodebookReference
from annotator.model.errors import DataError, Problem
from annotator.model.name_folding import file_name
from annotator.model.plurals import plural
from annotator.model.project import Project, RoundPurpose
from annotator.project.pass_selection import (
    NumberedSet,
    PassChoice,
    PassRule,
    retest_pairs,
    select_passes,
)
from annotator.project.project_sets import (
    FileMapper,
    ProjectSet,
    ProjectSets,
    exclude_suggesters,
    read_project_gold,
    read_project_sets,
    with_registered_names,
)
from annotator.project.project_summary import (
    PassSummary,
    ProjectSummary,
    SuggestionSummary,
    project_summary_record,
    summarize_gold_sets,
    summarize_project,
    summarize_suggestions,
)
from annotator.stats.agreement import pairing
from annotator.stats.agreement.gold_scores import GoldScores, gold_labels, gold_scores
from annotator.stats.agreement.pairing import ComparableSet
from annotator.stats.agreement.project_agreement import (
    AssistedAgreement,
    ComparisonConfig,
    PeriodAgreement,
    ProjectAgreement,
    SelfAgreement,
    agreement_by_period,
    assisted_agreement,
    assisted_agreement_record,
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
from annotator.stats.agreement.suggestion_effect import (
    EffectOptions,
    SuggestionEffect,
    effect_record,
    suggestion_effects,
)
from annotator.storage import assignments, codebooks, layout
from annotator.storage.layout import document_ids


@dataclass(frozen=True, slots=True)
class AgreementSelection:
    """Which sets are to be compared.

    Attributes:
        passes: The first finished pass of each annotator, or the latest.
        unfinished: Whether a pass in progress counts where none is finished.
        mixed_codebooks: Whether sets made with different codebooks are compared.
        round: Only the documents of this round, by its id.
    """

    passes: PassChoice = PassChoice.FIRST
    unfinished: bool = False
    mixed_codebooks: bool = False
    round: str | None = None

    @property
    def rule(self) -> PassRule:
        """Which pass counts."""
        return PassRule(self.passes, self.unfinished)


CodebooksByReference = Mapping[CodebookReference, Codebook]
"""A project's codebooks, its own first."""
SetPair = tuple[ComparableSet, ComparableSet]
"""An earlier pass and a later one."""


@dataclass(frozen=True)
class AgreementInput:
    """The sets of a project, ready to be compared.

    Attributes:
        folder: The project's folder.
        project: The project, with the documents of each round.
        codebooks: The project's codebooks, its own first.
        selection: Which sets were asked for.
        passes: All sets of the project, from which the others were selected.
        sets: One set for each annotator and document, without those of excluded annotators.
        excluded: The sets of excluded annotators.
        facts: The summary of the project, counted over the same sets; nothing about its gold.
        problems: What is wrong with the files that could not be read.
    """

    folder: Path
    project: Project
    codebooks: CodebooksByReference
    selection: AgreementSelection
    passes: tuple[ProjectSet, ...]
    sets: tuple[ComparableSet, ...]
    excluded: tuple[ComparableSet, ...]
    facts: ProjectSummary
    problems: tuple[Problem, ...]

    @property
    def config(self) -> ComparisonConfig:
        """The settings of the comparison, with the tags of the project's codebook in order."""
        tags = tuple(tag.id for tag in next(iter(self.codebooks.values())).tags)
        return ComparisonConfig(tags, self.project.annotators, self.project.aliases)

    @property
    def document_order(self) -> tuple[str, ...]:
        """The documents in the order in which the rounds have them."""
        documents = (each for round_ in self.project.rounds for each in round_.documents)
        return tuple(dict.fromkeys(documents))

    @property
    def sets_by_round(self) -> Mapping[str, tuple[ComparableSet, ...]]:
        """The sets of each round, by its id, in the project's order; without rounds of retest."""
        return {
            each.id: tuple(
                compared_set
                for compared_set in self.sets
                if compared_set.annotations.document.id in each.documents
            )
            for each in self.project.rounds
            if each.purpose is not RoundPurpose.RETEST
        }


def gather_sets(
    folder: Path, selection: AgreementSelection, each: FileMapper = map
) -> AgreementInput:
    """The sets of a project that are compared, with the faults of the files that are not.

    Args:
        folder: The project's folder.
        selection: Which sets.
        each: How the files are read: one after another, or on all cores.

    Raises:
        DataError: It is not a project, has no set to be compared, or has sets of several
            codebooks; the faults of the files that could not be read come first.
    """
    project = assignments.with_round_documents(folder, layout.load_project(folder))
    books = codebooks.project_codebooks(folder, project)
    found = read_project_sets(folder, each)
    project = exclude_suggesters(folder, project, found.sets)
    passes = tuple(with_registered_names(found.sets, project))
    some = list(_of_round(passes, project, selection.round))
    selected = select_passes(some, selection.rule)
    if not selected.passes:
        problem = Problem(_nothing_to_compare(selected.unfinished), str(folder))
        raise DataError((*found.problems, problem))
    sets = [_comparable(one, books) for one in selected.passes]
    left_out = project.excluded_folders
    counted = tuple(one for one in sets if file_name(one.annotator) not in left_out)
    agreement_input = AgreementInput(
        folder,
        project,
        books,
        selection,
        passes,
        counted,
        tuple(one for one in sets if file_name(one.annotator) in left_out),
        replace(_facts(folder, project, some, selection), suggestions=_suggestions(counted)),
        found.problems,
    )
    _refuse_mixed_codebooks(agreement_input)
    return agreement_input


def _of_round(
    sets: Iterable[ProjectSet], project: Project, wanted: str | None
) -> Iterable[ProjectSet]:
    """The sets on the documents of one round, or all where none is named."""
    if wanted is None:
        return sets
    named = {each.id: each for each in project.rounds}
    if wanted not in named:
        there = ", ".join(named) or "none"
        raise DataError(f"The project has no round “{wanted}”. Its rounds: {there}.")
    documents = frozenset(named[wanted].documents)
    return (each for each in sets if each.document in documents)


def _nothing_to_compare(unfinished: int) -> str:
    if unfinished:
        return (
            f"no set is finished yet ({plural(unfinished, 'set')} not finished). "
            "To compare those, add --unfinished."
        )
    return "has no annotation sets to compare"


def _comparable(found: ProjectSet, books: CodebooksByReference) -> ComparableSet:
    own = books.get(found.annotations.codebook)
    return ComparableSet(found.annotations, own or next(iter(books.values())))


def _facts(
    folder: Path, project: Project, some: Iterable[ProjectSet], selection: AgreementSelection
) -> ProjectSummary:
    works = (PassSummary.from_set(each.annotations, each.number) for each in some)
    documents = len(document_ids(folder))
    return summarize_project(works, documents, project.excluded, (), selection.rule)


def _suggestions(sets: Sequence[ComparableSet]) -> SuggestionSummary:
    books = {each.annotations.codebook: each.codebook for each in sets}
    return summarize_suggestions(
        (each.annotations for each in sets), lambda own, tag: books[own.codebook].role(tag)
    )


def _refuse_mixed_codebooks(agreement_input: AgreementInput) -> None:
    used = Counter(each.annotations.codebook for each in agreement_input.sets)
    if len(used) < 2 or agreement_input.selection.mixed_codebooks:
        return
    listed = ", ".join(
        f"{book.name} {book.version} ({book.sha256[:8]}, sets: {count})"
        for book, count in used.items()
    )
    message = (
        f"the sets were made with different codebooks: {listed}. Move them to one codebook with "
        "`annotator migrate`, compare one round with --round ID, or compare all sets anyway with "
        "--mixed-codebooks."
    )
    raise DataError((*agreement_input.problems, Problem(message, str(agreement_input.folder))))


@dataclass(frozen=True, slots=True)
class AgreementOptions:
    """What is computed besides the agreement of all sets.

    Attributes:
        intervals: Whether to compute intervals.
        by_document: Whether to compute the agreement on each document.
        by_round: Whether to compute the agreement in each round.
        over_time: Whether to compare each annotator with the others, period by period.
        against_gold: Whether to compare each annotator with the gold.
        with_gold: Whether to read the gold, for the facts about it.
        max_disagreements: The maximum number of disagreements.
    """

    intervals: bool
    by_document: bool = False
    by_round: bool = False
    over_time: bool = False
    against_gold: bool = False
    with_gold: bool = False
    max_disagreements: int = 10


@dataclass(frozen=True)
class AgreementReport:
    """The requested figures of a project; those not requested are empty.

    Attributes:
        input: The sets that are compared.
        overall: The agreement of all sets, on all fields.
        with_excluded: Agreement on tags with excluded annotators; None if there are none.
        assisted: Agreement on tags with and without suggestions; None if none was set with one.
        documents: Agreement on tags, by document.
        rounds: Agreement on tags, by round.
        retests: For each retest round, each annotator compared with their own earlier pass.
        periods: Each annotator compared with the others, over time.
        gold_scores: Each annotator compared with the gold; None if not requested.
        disagreements: The sentences that annotators disagree on most.
        gold: The gold.
        problems: What is wrong with the files of the gold that could not be read.
    """

    input: AgreementInput
    overall: ProjectAgreement
    with_excluded: Agreement | None
    assisted: AssistedAgreement | None
    documents: Mapping[str, Agreement]
    rounds: Mapping[str, Agreement]
    retests: Mapping[str, tuple[SelfAgreement, ...]]
    periods: tuple[PeriodAgreement, ...]
    gold_scores: tuple[GoldScores, ...] | None
    disagreements: tuple[pairing.Disagreement, ...]
    gold: tuple[AnnotationSet, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def facts(self) -> ProjectSummary:
        """The summary of the project, with that of its gold if the gold was read."""
        return replace(self.input.facts, gold=summarize_gold_sets(self.gold))


def compute_agreement(
    agreement_input: AgreementInput, options: AgreementOptions, each: FileMapper = map
) -> AgreementReport:
    """The agreement report of a project.

    Args:
        agreement_input: The project's sets.
        options: What to compute.
        each: How the gold files are read: one after another, or on all cores.

    Raises:
        DataError: The comparison needs gold and there is none, or the assignments of a retest
            round cannot be read.
    """
    config, sets, intervals = agreement_input.config, agreement_input.sets, options.intervals
    gold = _read_gold(agreement_input, options, each)
    gold_sets = tuple(one.annotations for one in gold.sets)
    all_sets = (*sets, *agreement_input.excluded)
    by_time, by_gold = options.over_time, options.against_gold
    return AgreementReport(
        agreement_input,
        compare(sets, config, intervals=intervals),
        tag_agreement(all_sets, config, intervals=intervals) if agreement_input.excluded else None,
        assisted_agreement(sets, config, intervals=intervals),
        _by_document(agreement_input) if options.by_document else {},
        _by_round(agreement_input, intervals=intervals) if options.by_round else {},
        _retests(agreement_input) if options.by_round else {},
        agreement_by_period(sets, agreement_input.document_order, config) if by_time else (),
        gold_scores(sets, gold_labels(gold_sets), config.tags) if by_gold else None,
        pairing.disagreements(sets)[: options.max_disagreements],
        gold_sets,
        gold.problems,
    )


def _read_gold(
    agreement_input: AgreementInput, options: AgreementOptions, each: FileMapper
) -> ProjectSets:
    if not (options.against_gold or options.with_gold):
        return ProjectSets((), ())
    found = read_project_gold(agreement_input.folder, each)
    if options.against_gold and not found.sets:
        message = "has no gold standard yet. Run `annotator adjudicate` to make one."
        raise DataError((*found.problems, Problem(message, str(agreement_input.folder))))
    return found


def _by_document(agreement_input: AgreementInput) -> Mapping[str, Agreement]:
    groups = pairing.group_by_document(agreement_input.sets)
    return {
        document: tag_agreement(same, agreement_input.config)
        for (document, _), same in groups.items()
        if len(same) > 1
    }


def _by_round(agreement_input: AgreementInput, *, intervals: bool) -> Mapping[str, Agreement]:
    return {
        name: tag_agreement(some, agreement_input.config, intervals=intervals)
        for name, some in agreement_input.sets_by_round.items()
    }


def _retests(agreement_input: AgreementInput) -> Mapping[str, tuple[SelfAgreement, ...]]:
    """For each retest round, each annotator compared with their own earlier pass."""
    return {
        each.id: self_agreement(_retest_pairs(agreement_input, each.id), agreement_input.config)
        for each in agreement_input.project.rounds
        if each.purpose is RoundPurpose.RETEST
    }


def _retest_pairs(agreement_input: AgreementInput, round_: str) -> tuple[SetPair, ...]:
    """The earlier and the later pass of each annotator and document of a retest round."""
    numbers = {
        (name, entry.document): entry.number
        for entry in assignments.load(agreement_input.folder, round_).entries
        for name in entry.annotators
    }
    return tuple(
        (_comparable(one, agreement_input.codebooks), _comparable(other, agreement_input.codebooks))
        for one, other in retest_pairs(agreement_input.passes, numbers)
    )


def agreement_record(report: AgreementReport) -> dict[str, Any]:
    """Everything for a JSON writer."""
    agreement_input, excluded = report.input, report.with_excluded
    return project_agreement_record(report.overall) | {
        "disagreements": [disagreement_record(each) for each in report.disagreements],
        "excluded": dict(agreement_input.project.excluded),
        "with_excluded": coefficients_record(excluded) if excluded else None,
        "assisted": assisted_agreement_record(report.assisted),
        "by_document": {name: coefficients_record(each) for name, each in report.documents.items()},
        "by_round": {name: coefficients_record(each) for name, each in report.rounds.items()},
        "retests": {name: self_agreement_records(each) for name, each in report.retests.items()},
        "over_time": period_records(report.periods),
        "against_gold": gold_score_records(report.gold_scores or ()),
        "sets": len(agreement_input.sets),
        "passes": agreement_input.selection.passes.value,
        "left_out": {
            "unfinished": agreement_input.facts.unfinished,
            "unusable": agreement_input.facts.unusable,
        },
        "facts": project_summary_record(report.facts),
        "codebooks": sorted({each.annotations.codebook for each in agreement_input.sets}),
    }


@dataclass(frozen=True)
class SuggestionReport:
    """What suggestions did to the annotators of a project.

    Attributes:
        input: The sets that are compared.
        effects: The effect of each suggester on each field.
        problems: What is wrong with the files of the gold that could not be read.
    """

    input: AgreementInput
    effects: tuple[SuggestionEffect, ...]
    problems: tuple[Problem, ...] = ()


def compute_suggestion_effects(
    agreement_input: AgreementInput, *, intervals: bool, each: FileMapper = map
) -> SuggestionReport:
    """What suggestions did to the annotators of a project.

    Args:
        agreement_input: The project's sets.
        intervals: Whether to compute intervals.
        each: How the gold files are read: one after another, or on all cores.

    Raises:
        DataError: No set records a suggestion.
    """
    gold = read_project_gold(agreement_input.folder, each)
    config = agreement_input.config
    options = EffectOptions(config.tags, config.aliases, intervals)
    effects = suggestion_effects(
        agreement_input.sets, [one.annotations for one in gold.sets], options
    )
    if not effects:
        message = (
            "no set records a suggestion. Suggestions are recorded if `suggestions` in "
            "project.yaml shows or withholds some."
        )
        raise DataError((*gold.problems, Problem(message, str(agreement_input.folder))))
    return SuggestionReport(agreement_input, effects, gold.problems)


def suggestion_report_record(report: SuggestionReport) -> dict[str, Any]:
    """Everything for a JSON writer."""
    return {
        "effects": [effect_record(each) for each in report.effects],
        "sets": len(report.input.sets),
        "passes": report.input.selection.passes.value,
    }


def compare_passes(
    passes: Iterable[NumberedSet],
    codebook: Codebook,
    aliases: Mapping[str, str],
    *,
    intervals: bool = False,
    unfinished: bool = False,
) -> ProjectAgreement:
    """The agreement on all fields, over the first finished pass of each annotator.

    Args:
        passes: All passes.
        codebook: The codebook by which all passes are read.
        aliases: Other names of sources, each with the name that it counts as.
        intervals: Whether to compute intervals.
        unfinished: Whether a pass in progress counts if none is finished.
    """
    chosen = select_passes(passes, PassRule(unfinished=unfinished)).passes
    sets = [ComparableSet(each.annotations, codebook) for each in chosen]
    return compare(
        sets, ComparisonConfig(tuple(codebook.by_id), aliases=aliases), intervals=intervals
    )

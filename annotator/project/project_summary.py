"""The summary of a project, counted once for every table, text and dataset card."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.model.annotation import (
    AnnotationSet,
    DocumentKey,
    Sentence,
    Status,
    SuggestedField,
)
from annotator.model.codebook import CodebookReference, Role
from annotator.model.decisions import (
    GoldBasis,
    assisted_fields,
    count_assisted,
    count_by_basis,
    uses_field,
)
from annotator.model.name_folding import file_name
from annotator.model.plurals import plural
from annotator.model.progress import SetProgress, set_progress
from annotator.project.pass_selection import NO_RULE, PassRule, select_passes


@dataclass(frozen=True, slots=True)
class PassSummary:
    """What is counted of one annotator's pass over a document.

    Attributes:
        annotator: The name under which the pass is counted.
        document: The document's id and the hash of its text.
        number: The number of the pass, from 1.
        codebook: The codebook that it was made with.
        progress: Its progress.
        vote: For a pass made in class: the number of the vote, from 1.
    """

    annotator: str
    document: DocumentKey
    number: int
    codebook: CodebookReference
    progress: SetProgress
    vote: int | None = None

    @classmethod
    def from_set(cls, annotations: AnnotationSet, number: int) -> "PassSummary":
        """The summary of a set that was read."""
        document, counted = annotations.document.key, set_progress(annotations)
        book = annotations.codebook
        return cls(annotations.annotator, document, number, book, counted, annotations.vote)

    @property
    def status(self) -> Status | None:
        """Finished or unusable; None while it is in progress."""
        return self.progress.status


@dataclass(frozen=True, slots=True)
class AnnotatorSummary:
    """An annotator who has passes that count.

    Attributes:
        name: The name.
        documents: The number of documents with a pass that counts.
        shared: The number of these that another annotator has too.
        compared: Whether any sentence of the shared documents has a tag.
        sentences: The number of body sentences in the passes that count.
        tagged: The number of these that have a tag.
    """

    name: str
    documents: int
    shared: int
    compared: bool
    sentences: int
    tagged: int


@dataclass(frozen=True, slots=True)
class GoldSummary:
    """The summary of the gold; only body sentences are counted.

    Attributes:
        documents: The number of documents with gold.
        sentences: The number of sentences by the basis of their decision, for every basis.
        single: The number of documents in which every decision is one annotator's only vote.
        assisted: The number of sentences with a vote that was made with a suggestion, by basis.
    """

    documents: int = 0
    sentences: Mapping[GoldBasis, int] = field(default_factory=dict)
    single: int = 0
    assisted: Mapping[GoldBasis, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """The number of sentences."""
        return sum(self.sentences.values())

    @property
    def unreviewed(self) -> str:
        """A sentence on articles decided by one annotator alone, after a blank; or empty."""
        if not self.single:
            return ""
        articles = plural(self.single, "article")
        return f" In {articles}, every gold tag comes from a single annotator and was not reviewed."


@dataclass(frozen=True, slots=True)
class AssistedShare:
    """How many decisions on a field were made with the help of a suggestion.

    Attributes:
        field: The field.
        assisted: The number of decisions made with a suggestion.
        decisions: The number of all decisions on tagged sentences that have the field.
        withheld: The number of decisions for which a suggestion was withheld by design.
    """

    field: SuggestedField
    assisted: int
    decisions: int
    withheld: int


@dataclass(frozen=True, slots=True)
class SuggestionSummary:
    """The suggestions that annotators saw.

    Attributes:
        suggesters: The names of the suggesters.
        shares: The decisions on each field for which there were suggestions.
    """

    suggesters: tuple[str, ...] = ()
    shares: tuple[AssistedShare, ...] = ()

    @property
    def assisted(self) -> bool:
        """Whether any decision was made with a suggestion."""
        return any(each.assisted for each in self.shares)


def summarize_suggestions(
    sets: Iterable[AnnotationSet], role: Callable[[AnnotationSet, str | None], Role]
) -> SuggestionSummary:
    """The suggestions in annotators' sets. Only tagged sentences of the body are counted.

    Args:
        sets: The sets.
        role: The role of a tag in a set.
    """
    tagged = [
        (each, role(own, each.tag))
        for own in sets
        for each in own.sentences
        if each.body and each.tag is not None
    ]
    shown = [each for sentence, _ in tagged for each in sentence.shown]
    fields = {each.field for each in shown}
    return SuggestionSummary(
        tuple(sorted({each.by for each in shown})),
        tuple(_assisted_share(each, tagged) for each in SuggestedField if each in fields),
    )


def _assisted_share(
    field: SuggestedField, tagged: Iterable[tuple[Sentence, Role]]
) -> AssistedShare:
    using = [(each, role) for each, role in tagged if uses_field(role, field)]
    held = ({shown.field for shown in each.shown if shown.held} for each, _ in using)
    return AssistedShare(
        field,
        sum(field in assisted_fields(each, role) for each, role in using),
        len(using),
        sum(field in each for each in held),
    )


@dataclass(frozen=True, slots=True)
class ProjectSummary:
    """The summary of a project.

    Attributes:
        documents: The number of documents.
        tagged: The number of documents with a pass that counts.
        shared: The number of these that two or more annotators have.
        sets: The number of passes that count, one per annotator and document.
        annotators: The annotators who have passes that count.
        others: The annotators who have started but have no pass that counts.
        excluded: The excluded annotators, each with the reason.
        excluded_at_work: The excluded annotators who have sets.
        unfinished: The number of pairs of annotator and document without a finished pass.
        unusable: The number of pairs of annotator and document with only unusable passes.
        repeat_passes: The number of passes other than one per annotator and document.
        codebooks: The number of passes that count, by the codebook that they were made with.
        gold: The summary of the gold.
        suggestions: The suggestions in the passes that count, if the sets were read in full.
    """

    documents: int
    tagged: int = 0
    shared: int = 0
    sets: int = 0
    annotators: tuple[AnnotatorSummary, ...] = ()
    others: tuple[str, ...] = ()
    excluded: Mapping[str, str] = field(default_factory=dict)
    excluded_at_work: tuple[str, ...] = ()
    unfinished: int = 0
    unusable: int = 0
    repeat_passes: int = 0
    codebooks: Mapping[CodebookReference, int] = field(default_factory=dict)
    gold: GoldSummary = GoldSummary()
    suggestions: SuggestionSummary = SuggestionSummary()

    @property
    def compared(self) -> int:
        """The number of annotators with a tag in a document that another annotator has too."""
        return sum(each.compared for each in self.annotators)


def summarize_project(
    passes: Iterable[PassSummary],
    documents: int,
    excluded: Mapping[str, str],
    gold: Iterable[Mapping[GoldBasis, int]] = (),
    rule: PassRule = NO_RULE,
) -> ProjectSummary:
    """The summary of a project.

    Args:
        passes: All passes of all annotators, under the names that they are counted by.
        documents: The number of documents.
        excluded: The excluded annotators, each with the reason.
        gold: For each gold file, the number of sentences by the basis of their decision.
        rule: Which pass counts; the excluded annotators are added to it.
    """
    passes = list(passes)
    rule = replace(rule, excluded=frozenset(map(file_name, excluded)))
    chosen = select_passes(passes, rule)
    left_out = {each.annotator for each in chosen.excluded}
    on = Counter(each.document for each in chosen.passes)
    shared = frozenset(document for document, count in on.items() if count > 1)
    people = _all_annotator_facts(chosen.passes, shared)
    names = {each.name for each in people}
    return ProjectSummary(
        documents,
        len(on),
        len(shared),
        len(chosen.passes),
        people,
        tuple(sorted({each.annotator for each in passes} - names - left_out)),
        excluded,
        tuple(sorted(left_out)),
        chosen.unfinished,
        chosen.unusable,
        chosen.repeat_passes,
        Counter(each.codebook for each in chosen.passes),
        summarize_gold(gold),
    )


def _all_annotator_facts(
    passes: Sequence[PassSummary], shared: frozenset[DocumentKey]
) -> tuple[AnnotatorSummary, ...]:
    by_name: dict[str, list[PassSummary]] = {}
    for each in passes:
        by_name.setdefault(each.annotator, []).append(each)
    return tuple(_annotator_facts(name, own, shared) for name, own in sorted(by_name.items()))


def _annotator_facts(
    name: str, own: Sequence[PassSummary], shared: frozenset[DocumentKey]
) -> AnnotatorSummary:
    common = [each for each in own if each.document in shared]
    return AnnotatorSummary(
        name,
        len(own),
        len(common),
        any(each.progress.tagged for each in common),
        sum(each.progress.total for each in own),
        sum(each.progress.tagged for each in own),
    )


def summarize_gold(gold: Iterable[Mapping[GoldBasis, int]]) -> GoldSummary:
    """The summary of gold files, from the number of sentences in each by basis of decision."""
    each = list(gold)
    total = {by: sum(one.get(by, 0) for one in each) for by in GoldBasis}
    single = sum(_by_one(one) for one in each)
    return GoldSummary(len(each), total, single)


def summarize_gold_sets(gold: Iterable[AnnotationSet]) -> GoldSummary:
    """The summary of gold that was read in full, with its assisted votes."""
    gold = list(gold)
    counts = map(count_assisted, gold)
    assisted = sum(map(Counter, counts), Counter[GoldBasis]())
    return replace(summarize_gold(map(count_by_basis, gold)), assisted=assisted)


def _by_one(ways: Mapping[GoldBasis, int]) -> bool:
    decided = {by for by, count in ways.items() if count and by is not GoldBasis.UNRESOLVED}
    return decided == {GoldBasis.SINGLE}


def project_summary_record(found: ProjectSummary) -> dict[str, Any]:
    """The summary as plain data for a JSON writer."""
    return {
        "documents": found.documents,
        "documents_tagged": found.tagged,
        "documents_shared": found.shared,
        "sets": found.sets,
        "annotators": [
            {
                "annotator": each.name,
                "documents": each.documents,
                "documents_shared": each.shared,
                "sentences": each.sentences,
                "sentences_tagged": each.tagged,
            }
            for each in found.annotators
        ],
        "annotators_compared": found.compared,
        "annotators_without_a_set_that_counts": list(found.others),
        "excluded": dict(found.excluded),
        "left_out": {
            "unfinished": found.unfinished,
            "unusable": found.unusable,
            "further_passes": found.repeat_passes,
        },
        "gold": {
            "documents": found.gold.documents,
            "documents_of_one_annotator_alone": found.gold.single,
            "sentences": {by.value: count for by, count in found.gold.sentences.items()},
            "sentences_with_assisted_votes": {
                by.value: count for by, count in found.gold.assisted.items()
            },
        },
        "suggestions": suggestion_summary_record(found.suggestions),
    }


def suggestion_summary_record(found: SuggestionSummary) -> dict[str, Any]:
    """The suggestions that annotators saw, as plain data for a JSON writer."""
    return {
        "suggesters": list(found.suggesters),
        "assisted": {
            each.field.value: {
                "numerator": each.assisted,
                "denominator": each.decisions,
                "withheld": each.withheld,
            }
            for each in found.shares
        },
    }

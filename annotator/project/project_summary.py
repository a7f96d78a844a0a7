"""The summary of a project, counted once for every table, text and dataset card."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.model.annotation import AnnotationSet, DocumentKey, Status
from annotator.model.codebook import CodebookReference
from annotator.model.decisions import GoldBasis
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
    """

    documents: int = 0
    sentences: Mapping[GoldBasis, int] = field(default_factory=dict)
    single: int = 0

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
        },
    }

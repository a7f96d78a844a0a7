"""The summary of a project: what it holds, counted once for every table, text and card."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.model.annotation import AnnotationSet, Status
from annotator.model.codebook import CodebookReference
from annotator.model.gold_basis import GoldBasis
from annotator.model.name_folding import file_name
from annotator.model.plurals import plural
from annotator.model.progress import SetProgress, set_progress
from annotator.project.pass_selection import NO_RULE, PassRule, select_passes

DocumentKey = tuple[str, str]
"""A document's id and its text's hash."""


@dataclass(frozen=True, slots=True)
class PassSummary:
    """One pass of an annotator over a document, as far as it is counted.

    Attributes:
        annotator: The name under which the work is counted.
        document: On which text it is.
        number: Which pass it is, from 1.
        codebook: The one that it was made with.
        progress: How far it is.
    """

    annotator: str
    document: DocumentKey
    number: int
    codebook: CodebookReference
    progress: SetProgress

    @classmethod
    def from_set(cls, annotations: AnnotationSet, number: int) -> "PassSummary":
        """The work in a set that was read."""
        document = annotations.document.id, annotations.document.sha256
        counted = set_progress(annotations)
        return cls(annotations.annotator, document, number, annotations.codebook, counted)

    @property
    def status(self) -> Status | None:
        """What the annotator said of it."""
        return self.progress.status


@dataclass(frozen=True, slots=True)
class AnnotatorSummary:
    """An annotator whose work counts.

    Attributes:
        name: The name.
        documents: How many documents have a pass that counts.
        shared: How many of them another annotator has too.
        compared: Whether a sentence of those has a tag.
        sentences: How many sentences of the body there are in the passes that count.
        tagged: How many of them have a tag.
    """

    name: str
    documents: int
    shared: int
    compared: bool
    sentences: int
    tagged: int


@dataclass(frozen=True, slots=True)
class GoldSummary:
    """What the gold holds; of sentences, those of the body alone are counted.

    Attributes:
        documents: How many documents have gold.
        sentences: How many sentences came about in which way; every way has its number.
        single: In how many documents each decision is one annotator's own, with no other vote.
    """

    documents: int = 0
    sentences: Mapping[GoldBasis, int] = field(default_factory=dict)
    single: int = 0

    @property
    def total(self) -> int:
        """How many sentences there are."""
        return sum(self.sentences.values())

    @property
    def unreviewed(self) -> str:
        """A sentence on what one annotator alone decided, behind a blank; or nothing."""
        if not self.single:
            return ""
        articles = plural(self.single, "article")
        return f" In {articles} all of it is the work of one annotator, which nobody reviewed."


@dataclass(frozen=True, slots=True)
class ProjectSummary:
    """What a project holds.

    Attributes:
        documents: How many documents there are.
        tagged: On how many of them a pass counts.
        shared: How many of these two annotators have, or more.
        sets: How many passes count: one for each annotator and document.
        annotators: Those whose passes count.
        others: Those who have begun, and none of whose passes counts.
        excluded: Those who are left out, each with the reason.
        excluded_at_work: Which of them have sets.
        unfinished: How many annotators' documents have no finished pass, and do not count.
        unusable: How many are marked unusable, and do not count.
        repeat_passes: How many passes stand beside one that counts.
        codebooks: With which codebooks the passes were made that count, and how many with each.
        gold: What the gold holds.
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
        """How many annotators have a tag in a document that another one has too."""
        return sum(each.compared for each in self.annotators)


def summarize_project(
    passes: Iterable[PassSummary],
    documents: int,
    excluded: Mapping[str, str],
    gold: Iterable[Mapping[GoldBasis, int]] = (),
    rule: PassRule = NO_RULE,
) -> ProjectSummary:
    """The facts of a project.

    Args:
        passes: Every pass of everybody, under the names that they are counted by.
        documents: How many documents there are.
        excluded: Annotators who are left out, each with the reason.
        gold: Of each gold, how many sentences came about in which way.
        rule: Which pass counts; who is excluded is added to it.
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
    """What gold holds, from how many sentences of each came about in which way."""
    each = list(gold)
    total = {by: sum(one.get(by, 0) for one in each) for by in GoldBasis}
    single = sum(_by_one(one) for one in each)
    return GoldSummary(len(each), total, single)


def _by_one(ways: Mapping[GoldBasis, int]) -> bool:
    decided = {by for by, count in ways.items() if count and by is not GoldBasis.UNRESOLVED}
    return decided == {GoldBasis.SINGLE}


def project_summary_record(found: ProjectSummary) -> dict[str, Any]:
    """The facts as plain data, ready for a JSON writer."""
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

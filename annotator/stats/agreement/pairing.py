"""Pair annotators of the same documents and select the labels that are compared.

A unit is a body sentence: a span of a text. Two annotators are compared on a sentence if both have
a sentence with exactly this span in a text with the same hash. A sentence that an annotator marked
as furniture, or did not tag, has no label from that annotator.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from annotator.model.annotation import (
    AnnotationSet,
    DocumentKey,
    Sentence,
    Span,
    SuggestedField,
)
from annotator.model.codebook import Codebook, Role
from annotator.model.decisions import assisted_fields, folded_aliases, source_key
from annotator.stats.agreement.label_matrix import Label, UnitRatio
from annotator.stats.measure_input import Link, MeasureInput, prepare_measure_input

CHECKABLE, NOT_CHECKABLE = "checkable", "not checkable"
NO_SOURCE, NO_KIND = "no source", "no kind"
# A run of letters and digits, or one other character. No sentence boundary is inside one.
_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class ComparableSet:
    """One annotator's set, prepared for comparison.

    Attributes:
        annotations: The set.
        codebook: Gives the role of each tag.
    """

    annotations: AnnotationSet
    codebook: Codebook

    @property
    def annotator(self) -> str:
        """The annotator's name."""
        return self.annotations.annotator

    @property
    def document(self) -> DocumentKey:
        """The document's id and the hash of its text."""
        return self.annotations.document.key

    @cached_property
    def measure_input(self) -> MeasureInput:
        """The set as the measures see it."""
        return prepare_measure_input(self.annotations, self.codebook)

    @cached_property
    def tagged(self) -> Mapping[Span, Sentence]:
        """The body sentences that have a tag, by their spans."""
        sentences = self.annotations.sentences
        return {each.span: each for each in sentences if each.body and each.tag is not None}

    @cached_property
    def spans(self) -> frozenset[Span]:
        """The spans of all sentences, furniture included."""
        return frozenset(each.span for each in self.annotations.sentences)

    def role(self, sentence: Sentence) -> Role:
        """The role of a sentence's tag."""
        return self.codebook.role(sentence.tag)

    def has_assisted_tag(self, sentence: Sentence) -> bool:
        """Whether a sentence's tag was set with the help of a suggestion."""
        return SuggestedField.TAG in assisted_fields(sentence, self.role(sentence))

    def span(self, sentence: str) -> Span:
        """The span of the sentence with this id."""
        return self.annotations.sentence(sentence).span

    @cached_property
    def links(self) -> Mapping[tuple[Span, Span], Link]:
        """The links, by the spans of the answering sentence and of the claim."""
        return {
            (self.span(link.answer), self.span(link.claim)): link
            for link in self.measure_input.links
        }


@dataclass(frozen=True, slots=True)
class SegmentationOverlap:
    """How well the sentence boundaries of annotators' sets match.

    Attributes:
        documents: The number of documents with two sets or more.
        differing: The number of these whose sentences differ between sets.
        spans: The number of different sentences in these documents.
        shared: The number of these sentences in two sets or more. Only these are compared.
    """

    documents: int
    differing: int
    spans: int
    shared: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A sentence that annotators tagged differently.

    Attributes:
        document: The document's id.
        number: The sentence's number on the screen.
        text: The sentence.
        tags: Its tags by annotator.
        share: The share of the pairs of annotators that disagree.
    """

    document: str
    number: int
    text: str
    tags: Mapping[str, str]
    share: float


def group_by_document(
    sets: Iterable[ComparableSet],
) -> Mapping[DocumentKey, Sequence[ComparableSet]]:
    """The sets on each document, in the order in which documents first appear."""
    gathered: dict[DocumentKey, list[ComparableSet]] = {}
    for compared_set in sets:
        gathered.setdefault(compared_set.document, []).append(compared_set)
    return gathered


def sets_on_shared_documents(sets: Iterable[ComparableSet]) -> list[ComparableSet]:
    """The sets on documents that two or more annotators have."""
    groups = group_by_document(sets).values()
    return [compared_set for same in groups if len(same) > 1 for compared_set in same]


def tag_labels(sets: Iterable[ComparableSet], *, assisted: bool | None = None) -> Iterator[Label]:
    """The tag of each sentence.

    Args:
        sets: The sets.
        assisted: Only tags that were set with a suggestion, or only those set without one. None for
            all.
    """
    for compared_set in sets:
        for span, sentence in compared_set.tagged.items():
            if assisted is None or compared_set.has_assisted_tag(sentence) is assisted:
                yield _label(compared_set, span, str(sentence.tag))


def token_labels(sets: Iterable[ComparableSet]) -> Iterator[Label]:
    """The tag of each word or punctuation mark, which is that of its sentence."""
    for compared_set in sets:
        for (start, _), sentence in compared_set.tagged.items():
            for token in _TOKEN.finditer(sentence.text):
                place = start + token.start(), start + token.end()
                yield _label(compared_set, place, str(sentence.tag))


def checkable_labels(sets: Iterable[ComparableSet]) -> Iterator[Label]:
    """For each sentence that the annotator tagged as a claim: whether it is checkable."""
    for compared_set in sets:
        for span, sentence in compared_set.tagged.items():
            if compared_set.role(sentence) is Role.CLAIM:
                label = CHECKABLE if sentence.checkable else NOT_CHECKABLE
                yield _label(compared_set, span, label)


def source_kind_labels(sets: Iterable[ComparableSet]) -> Iterator[Label]:
    """For each sentence whose tag needs a source: the kind of its source."""
    for compared_set in sets:
        for span, sentence in compared_set.tagged.items():
            if compared_set.role(sentence).attributes:
                source = compared_set.annotations.source_of(sentence)
                yield _label(compared_set, span, (source.kind or NO_KIND) if source else NO_SOURCE)


def stance_labels(sets: Iterable[ComparableSet]) -> Iterator[Label]:
    """The stance of each link that has one."""
    for compared_set in sets:
        for ends, link in compared_set.links.items():
            if link.stance is not None:
                yield _label(compared_set, ends, link.stance)


def _label(compared_set: ComparableSet, place: object, label: str) -> Label:
    return Label(
        (compared_set.document, place), compared_set.annotator, label, compared_set.document
    )


def _pairs(sets: Iterable[ComparableSet]) -> Iterator[tuple[ComparableSet, ComparableSet]]:
    for same in group_by_document(sets).values():
        yield from combinations(same, 2)


def same_source_ratios(
    sets: Iterable[ComparableSet], aliases: Mapping[str, str]
) -> Iterator[UnitRatio]:
    """Whether two annotators name the same source on sentences with the same role.

    If neither names a source, the pair is not counted. If only one does, they disagree.

    Args:
        sets: The sets.
        aliases: Other names of sources, each with the name that it counts as.
    """
    table = folded_aliases(aliases)
    for one, other in _pairs(sets):
        for span, sentence in one.tagged.items():
            match = other.tagged.get(span)
            if match is None or not _same_attributing_role(one, sentence, other, match):
                continue
            names = _source(one, sentence, table), _source(other, match, table)
            if any(names):
                same = int(names[0] == names[1])
                yield UnitRatio((one.document, span), one.document, same, 1)


def _same_attributing_role(
    one: ComparableSet, sentence: Sentence, other: ComparableSet, match: Sentence
) -> bool:
    role = one.role(sentence)
    return role.attributes and role is other.role(match)


def _source(
    compared_set: ComparableSet, sentence: Sentence, table: Mapping[str, str]
) -> str | None:
    source = compared_set.annotations.source_of(sentence)
    return source_key(source.name, table) if source else None


def link_ratios(sets: Iterable[ComparableSet], *, same_tags: bool = False) -> Iterator[UnitRatio]:
    """F1 over pairs of answer and claim: twice the links in both sets over all links of the two.

    Only links between sentences that both annotators have are compared.

    Args:
        sets: The sets.
        same_tags: Whether to count only links between sentences with the same tags in both sets.
    """
    for one, other in _pairs(sets):
        fits = _same_tag if same_tags else _shared
        drawn = [
            {ends for ends in each.links if all(fits(one, other, span) for span in ends)}
            for each in (one, other)
        ]
        for start in sorted({ends[0] for ends in drawn[0] | drawn[1]}):
            first, second = ({ends for ends in each if ends[0] == start} for each in drawn)
            both, all_ = 2 * len(first & second), len(first) + len(second)
            yield UnitRatio((one.document, start), one.document, both, all_)


def _shared(one: ComparableSet, other: ComparableSet, span: Span) -> bool:
    return span in one.spans and span in other.spans


def _same_tag(one: ComparableSet, other: ComparableSet, span: Span) -> bool:
    first, second = one.tagged.get(span), other.tagged.get(span)
    return first is not None and second is not None and first.tag == second.tag


def segmentation_overlap(sets: Iterable[ComparableSet]) -> SegmentationOverlap:
    """How well the sentence boundaries of the sets match."""
    several = [same for same in group_by_document(sets).values() if len(same) > 1]
    differing = spans = shared = 0
    for same in several:
        often: dict[Span, int] = {}
        for compared_set in same:
            for span in compared_set.spans:
                often[span] = often.get(span, 0) + 1
        differing += any(times < len(same) for times in often.values())
        spans += len(often)
        shared += sum(times > 1 for times in often.values())
    return SegmentationOverlap(len(several), differing, spans, shared)


def disagreements(sets: Iterable[ComparableSet]) -> tuple[Disagreement, ...]:
    """The sentences on which annotators disagree, with the largest disagreements first."""
    found = [
        disagreement
        for same in group_by_document(sets).values()
        for disagreement in _in_document(same)
        if disagreement.share
    ]
    return tuple(sorted(found, key=_rank))


def _rank(found: Disagreement) -> tuple[float, int, str, int]:
    """Sort by disagreement, then by an order that does not depend on the input's order."""
    return -found.share, -len(found.tags), found.document, found.number


def _in_document(same: Sequence[ComparableSet]) -> Iterator[Disagreement]:
    spans = sorted({span for compared_set in same for span in compared_set.tagged})
    for span in spans:
        having = sorted(
            (compared_set for compared_set in same if span in compared_set.tagged),
            key=lambda reading: reading.annotator,
        )
        given = {each.annotator: str(each.tagged[span].tag) for each in having}
        pairs = list(combinations(given.values(), 2))
        if pairs:
            first = having[0]
            sentence = first.tagged[span]
            yield Disagreement(
                first.annotations.document.id,
                first.annotations.positions[sentence.id] + 1,
                sentence.text,
                given,
                sum(one != other for one, other in pairs) / len(pairs),
            )

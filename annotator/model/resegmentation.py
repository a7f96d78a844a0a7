"""Resegmentation: split and join sentences in a document and in every set on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.model.annotation import AnnotationSet, SegmentedDocument, Sentence, Status
from annotator.model.codebook import Codebook, CodebookReference
from annotator.model.edits import JoinSentences, SplitSentence
from annotator.model.errors import DataError

BoundaryEdit = SplitSentence | JoinSentences


@dataclass(frozen=True, slots=True)
class ResegmentationResult:
    """A set on the new sentences, and what could not be carried over.

    Attributes:
        annotations: The set. A finished set is in progress again if a sentence has no tag now.
        lost: What the annotator should review, in words.
    """

    annotations: AnnotationSet
    lost: tuple[str, ...] = ()


def resegment_sentences(
    segmented: SegmentedDocument, changes: Sequence[BoundaryEdit], codebook: Codebook
) -> SegmentedDocument:
    """A document with its sentences split and joined.

    Raises:
        DataError: A change is not possible. The message says why.
    """
    bare = segmented.new_set("", CodebookReference("", "", ""))
    after = resegment_set(bare, changes, codebook).annotations
    return SegmentedDocument(segmented.article, after.sentences, after.next_id)


def resegment_set(
    annotations: AnnotationSet, changes: Sequence[BoundaryEdit], codebook: Codebook
) -> ResegmentationResult:
    """A set with its sentences split and joined in this order. Decisions are carried over.

    Raises:
        DataError: A change is not possible. The message says why.
    """
    lost: list[str] = []
    for change in changes:
        if change.sentence not in annotations.positions:
            raise DataError(f"The sentence {change.sentence} does not exist.")
        after = change.apply(annotations, codebook)
        describe_loss = _lost_by_split if isinstance(change, SplitSentence) else _lost_by_join
        lost += describe_loss(annotations, after, change.sentence)
        if isinstance(change, SplitSentence) and _lacks_a_tag(after, annotations.next_id):
            after = replace(after, status=None if after.status is Status.FINISHED else after.status)
        annotations = after
    return ResegmentationResult(annotations, tuple(lost))


def same_sentences(annotations: AnnotationSet, segmented: SegmentedDocument) -> bool:
    """Whether a set has the sentences of its document: the same ids with the same spans."""
    own = [(each.id, each.span) for each in annotations.sentences]
    expected = [(each.id, each.span) for each in segmented.sentences]
    return own == expected and annotations.next_id == segmented.next_id


def _lacks_a_tag(annotations: AnnotationSet, number: int) -> bool:
    right = annotations.sentence(f"s{number}")
    return right.body and right.tag is None


def _lost_by_split(before: AnnotationSet, after: AnnotationSet, sentence: str) -> Iterator[str]:
    whole, right = before.sentence(sentence), after.sentence(f"s{before.next_id}")
    if whole.tag is not None and whole.body:
        yield f"{right.id} has no tag yet; {sentence} keeps “{whole.tag}”"
    if whole.cue is not None and after.sentence(sentence).cue is None and right.cue is None:
        yield f"the cue “{whole.cue.text}” of {sentence} was split, so it was removed"


def _lost_by_join(before: AnnotationSet, after: AnnotationSet, sentence: str) -> Iterator[str]:
    left = before.sentence(sentence)
    right = before.sentences[before.positions[sentence] + 1]
    joined = after.sentence(sentence)
    if right.tag is not None and left.tag is not None and _decision(right) != _decision(joined):
        source = before.source_of(right)
        named = f", source {source.name}" if source else ""
        yield f"“{right.tag}”{named} of {right.id} was replaced by “{left.tag}” of {left.id}"


def _decision(sentence: Sentence) -> tuple[object, ...]:
    return (
        sentence.tag,
        sentence.source,
        sentence.via,
        sentence.cue,
        sentence.answers,
        sentence.checkable,
    )

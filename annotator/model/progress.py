"""Progress in counts: tags in a set, the state of a set, and all sets of an annotator."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from annotator.model.annotation import AnnotationSet, Sentence, Status
from annotator.model.changes import Diff


class TagCounts(NamedTuple):
    """Counts over the sentences of the body. Furniture is not counted.

    Attributes:
        tags: The number of sentences with each tag, by tag id.
        untagged: The number of sentences without a tag.
        flagged: The number of flagged sentences.
    """

    tags: Mapping[str, int] = MappingProxyType({})
    untagged: int = 0
    flagged: int = 0

    @property
    def tagged(self) -> int:
        """The number of tagged sentences."""
        return sum(self.tags.values())

    @property
    def total(self) -> int:
        """The number of sentences in the body."""
        return self.tagged + self.untagged

    def after(self, diff: Diff) -> "TagCounts":
        """The counts after a change."""
        gone = count_tags(
            sentence for replacement in diff.replacements for sentence in replacement.before
        )
        come = count_tags(
            sentence for replacement in diff.replacements for sentence in replacement.after
        )
        tags = Counter(self.tags)
        tags.subtract(gone.tags)
        tags.update(come.tags)
        return TagCounts(
            {tag: times for tag, times in tags.items() if times},
            self.untagged - gone.untagged + come.untagged,
            self.flagged - gone.flagged + come.flagged,
        )


def count_tags(sentences: Iterable[Sentence]) -> TagCounts:
    """The counts of these sentences."""
    body = [sentence for sentence in sentences if sentence.body]
    tags = Counter(sentence.tag for sentence in body if sentence.tag is not None)
    tagged = sum(tags.values())
    return TagCounts(dict(tags), len(body) - tagged, sum(sentence.flag for sentence in body))


SentenceState = tuple[bool, bool, int | None]
"""For a sentence of the body: whether it is tagged, whether it is flagged, and its seconds."""


@dataclass(frozen=True, slots=True)
class SetProgress:
    """The progress of a set. Only sentences of the body are counted.

    Attributes:
        status: The annotator's verdict on the set.
        codebook: The hash of the codebook that the set was made with.
        total: The number of sentences in the body.
        tagged: The number of tagged sentences.
        flagged: The number of sentences flagged for review.
        seconds: Total seconds spent on the sentences that have a tag and a time.
        timed: The number of those sentences.
    """

    status: Status | None = None
    codebook: str = ""
    total: int = 0
    tagged: int = 0
    flagged: int = 0
    seconds: int = 0
    timed: int = 0

    @property
    def is_done(self) -> bool:
        """Whether the set is complete: finished or unusable."""
        return self.status is not None

    @property
    def is_started(self) -> bool:
        """Whether the set is in progress or complete."""
        return self.is_done or bool(self.tagged or self.flagged)


def set_progress(annotations: AnnotationSet) -> SetProgress:
    """The progress of a set."""
    counted = [
        (each.tag is not None, each.flag, each.seconds)
        for each in annotations.sentences
        if each.body
    ]
    return sum_states(counted, annotations.status, annotations.codebook.sha256)


def sum_states(counted: list[SentenceState], status: Status | None, codebook: str) -> SetProgress:
    """The progress of a set, from the states of its body's sentences."""
    timed = [seconds for tagged, _, seconds in counted if tagged and seconds is not None]
    return SetProgress(
        status,
        codebook,
        len(counted),
        sum(tagged for tagged, _, _ in counted),
        sum(flagged for _, flagged, _ in counted),
        sum(timed),
        len(timed),
    )


@dataclass(frozen=True, slots=True)
class AnnotatorProgress:
    """The progress of an annotator over all assigned documents.

    Attributes:
        assigned: The number of documents.
        done: The number of documents that are finished or unusable.
        in_progress: The number of documents that are started but not done.
        tagged: The number of tagged sentences.
        left: The number of untagged sentences in documents that are not done.
        pace: Average seconds per sentence; None if no times are recorded.
    """

    assigned: int = 0
    done: int = 0
    in_progress: int = 0
    tagged: int = 0
    left: int = 0
    pace: float | None = None

    @property
    def not_started(self) -> int:
        """The number of documents that are not started."""
        return self.assigned - self.done - self.in_progress

    @property
    def seconds_left(self) -> float | None:
        """The time that the remaining sentences will take at this pace, in seconds."""
        return None if self.pace is None else self.left * self.pace


def annotator_progress(all_figures: Iterable[SetProgress]) -> AnnotatorProgress:
    """The sum over an annotator's documents. Documents not started count with all sentences."""
    each = list(all_figures)
    timed = sum(one.timed for one in each)
    return AnnotatorProgress(
        assigned=len(each),
        done=sum(one.is_done for one in each),
        in_progress=sum(one.is_started and not one.is_done for one in each),
        tagged=sum(one.tagged for one in each),
        left=sum(one.total - one.tagged for one in each if not one.is_done),
        pace=sum(one.seconds for one in each) / timed if timed else None,
    )

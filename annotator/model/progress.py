"""Progress in counts: of the tags while they are set, of a set, and of all sets of an annotator."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from annotator.model.annotation import AnnotationSet, Sentence, Status
from annotator.model.changes import Diff


class TagCounts(NamedTuple):
    """Counts over the sentences of the body; furniture stands outside.

    Attributes:
        tags: How many sentences have each tag, by the tag's id.
        untagged: How many have none.
        flagged: How many are flagged.
    """

    tags: Mapping[str, int] = MappingProxyType({})
    untagged: int = 0
    flagged: int = 0

    @property
    def tagged(self) -> int:
        """How many sentences have a tag."""
        return sum(self.tags.values())

    @property
    def total(self) -> int:
        """How many sentences the body has."""
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
    """The counts over these sentences."""
    body = [sentence for sentence in sentences if sentence.body]
    tags = Counter(sentence.tag for sentence in body if sentence.tag is not None)
    tagged = sum(tags.values())
    return TagCounts(dict(tags), len(body) - tagged, sum(sentence.flag for sentence in body))


SentenceState = tuple[bool, bool, int | None]
"""Of a sentence of the body: whether it has a tag, whether a flag, and its seconds."""


@dataclass(frozen=True, slots=True)
class SetProgress:
    """How far a set is; of sentences, those of the body alone are counted.

    Attributes:
        status: What its annotator says of it.
        codebook: The hash of the codebook that it was made with.
        total: How many sentences the body has.
        tagged: How many of them have a tag.
        flagged: How many are flagged for a second look.
        seconds: The attention given to those that have a tag and a time, in seconds.
        timed: How many have both.
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
        """Whether nothing more is expected of it: finished, or not fit to be tagged."""
        return self.status is not None

    @property
    def is_started(self) -> bool:
        """Whether anything was done in it."""
        return self.is_done or bool(self.tagged or self.flagged)


def set_progress(annotations: AnnotationSet) -> SetProgress:
    """The figures of a set."""
    counted = [
        (each.tag is not None, each.flag, each.seconds)
        for each in annotations.sentences
        if each.body
    ]
    return sum_states(counted, annotations.status, annotations.codebook.sha256)


def sum_states(counted: list[SentenceState], status: Status | None, codebook: str) -> SetProgress:
    """The figures of a set, from what was counted of each sentence of its body."""
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
    """How far an annotator is with all that they were given.

    Attributes:
        assigned: How many documents they have.
        done: How many of them are finished, or not fit to be tagged.
        in_progress: How many are begun and not done.
        tagged: How many sentences have a tag.
        left: How many sentences of what is not done have none.
        pace: Seconds of attention to a sentence; None where no times are recorded.
    """

    assigned: int = 0
    done: int = 0
    in_progress: int = 0
    tagged: int = 0
    left: int = 0
    pace: float | None = None

    @property
    def not_started(self) -> int:
        """How many documents they have not begun."""
        return self.assigned - self.done - self.in_progress

    @property
    def seconds_left(self) -> float | None:
        """How long what is left takes by the pace so far."""
        return None if self.pace is None else self.left * self.pace


def annotator_progress(all_figures: Iterable[SetProgress]) -> AnnotatorProgress:
    """What the figures of an annotator's documents add up to; an untouched one has its total."""
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

"""How far a set is, in a few counts; what people and rounds add up to."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.model.annotation import AnnotationSet, Status

Counted = tuple[bool, bool, int | None]
"""Of a sentence of the body: whether it has a tag, whether a flag, and its seconds."""


@dataclass(frozen=True, slots=True)
class Figures:
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
    def done(self) -> bool:
        """Whether nothing more is expected of it: finished, or not fit to be tagged."""
        return self.status is not None

    @property
    def begun(self) -> bool:
        """Whether anything was done in it."""
        return self.done or bool(self.tagged or self.flagged)


def figures(annotations: AnnotationSet) -> Figures:
    """The figures of a set."""
    counted = [
        (each.tag is not None, each.flag, each.seconds)
        for each in annotations.sentences
        if each.body
    ]
    return sum_up(counted, annotations.status, annotations.codebook.sha256)


def sum_up(counted: list[Counted], status: Status | None, codebook: str) -> Figures:
    """The figures of a set, from what was counted of each sentence of its body."""
    timed = [seconds for tagged, _, seconds in counted if tagged and seconds is not None]
    return Figures(
        status,
        codebook,
        len(counted),
        sum(tagged for tagged, _, _ in counted),
        sum(flagged for _, flagged, _ in counted),
        sum(timed),
        len(timed),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an annotator is with all that they were given.

    Attributes:
        assigned: How many documents they have.
        done: How many of them are finished, or not fit to be tagged.
        begun: How many are begun and not done.
        tagged: How many sentences have a tag.
        left: How many sentences of what is not done have none.
        pace: Seconds of attention to a sentence; None where no times are recorded.
    """

    assigned: int = 0
    done: int = 0
    begun: int = 0
    tagged: int = 0
    left: int = 0
    pace: float | None = None

    @property
    def untouched(self) -> int:
        """How many documents they have not begun."""
        return self.assigned - self.done - self.begun

    @property
    def seconds_left(self) -> float | None:
        """How long what is left takes by the pace so far."""
        return None if self.pace is None else self.left * self.pace


def standing(all_figures: Iterable[Figures]) -> Standing:
    """What the figures of an annotator's documents add up to; an untouched one has its total."""
    each = list(all_figures)
    timed = sum(one.timed for one in each)
    return Standing(
        assigned=len(each),
        done=sum(one.done for one in each),
        begun=sum(one.begun and not one.done for one in each),
        tagged=sum(one.tagged for one in each),
        left=sum(one.total - one.tagged for one in each if not one.done),
        pace=sum(one.seconds for one in each) / timed if timed else None,
    )

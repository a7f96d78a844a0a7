"""The difference between two states of an annotation set: small, reversible, kept for undo."""

from dataclasses import replace
from operator import is_
from typing import NamedTuple

from annotator.model.annotation import AnnotationSet, Sentence


class Swap(NamedTuple):
    """The sentences from position `at` on that were `before` and are `after`."""

    at: int
    before: tuple[Sentence, ...]
    after: tuple[Sentence, ...]


class Delta(NamedTuple):
    """What has to be exchanged to come from one annotation set to the other.

    Attributes:
        swaps: At positions of the earlier set; where their number of sentences changes there is
            one swap alone, so that the positions hold in both directions.
        before: The earlier set without its sentences.
        after: The later set without its sentences.
    """

    swaps: tuple[Swap, ...]
    before: AnnotationSet
    after: AnnotationSet

    @classmethod
    def between(cls, before: AnnotationSet, after: AnnotationSet) -> "Delta":
        """The difference from `before` to `after`, found by the identity of their sentences."""
        return cls(_swaps(before.sentences, after.sentences), _head(before), _head(after))

    def __bool__(self) -> bool:
        return bool(self.swaps) or self.before != self.after

    @property
    def inverse(self) -> "Delta":
        """The difference that leads back."""
        swaps = tuple(Swap(swap.at, swap.after, swap.before) for swap in self.swaps)
        return Delta(swaps, self.after, self.before)

    @property
    def keeps_order(self) -> bool:
        """Whether every sentence stands where it stood."""
        return all(
            len(swap.before) == len(swap.after)
            and all(old.id == new.id for old, new in zip(swap.before, swap.after, strict=True))
            for swap in self.swaps
        )

    @property
    def touched(self) -> tuple[int, ...]:
        """The positions, in the later set, of the sentences that are new or changed."""
        return tuple(
            position
            for swap in self.swaps
            for position in range(swap.at, swap.at + len(swap.after))
        )

    @property
    def redescribed(self) -> frozenset[str]:
        """The ids of the sources that are in both sets, and differ."""
        if self.before.sources == self.after.sources:
            return frozenset()
        before = self.before.source_by_id
        return frozenset(
            each.id for each in self.after.sources if before.get(each.id, each) != each
        )

    def apply(self, annotations: AnnotationSet) -> AnnotationSet:
        """The later set, made from the earlier one."""
        sentences = list(annotations.sentences)
        for swap in self.swaps:
            sentences[swap.at : swap.at + len(swap.before)] = swap.after
        result = replace(self.after, sentences=tuple(sentences))
        if self.keeps_order:
            share_positions(annotations, result)
        return result


def share_positions(known: AnnotationSet, other: AnnotationSet) -> None:
    """Hand the index of `known` to `other`, whose sentences have the same ids in the same order."""
    other.__dict__["positions"] = known.positions


def _head(annotations: AnnotationSet) -> AnnotationSet:
    return replace(annotations, sentences=())


def _swaps(before: tuple[Sentence, ...], after: tuple[Sentence, ...]) -> tuple[Swap, ...]:
    if len(before) == len(after):
        return tuple(
            Swap(position, (before[position],), (after[position],))
            for position, same in enumerate(map(is_, before, after))
            if not same
        )
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    return (Swap(start, before[start : len(before) - end], after[start : len(after) - end]),)


def _common(left: tuple[Sentence, ...], right: tuple[Sentence, ...]) -> int:
    pairs = enumerate(map(is_, left, right))
    return next((position for position, same in pairs if not same), min(len(left), len(right)))

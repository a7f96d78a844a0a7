"""How a class tagged each sentence, and on which sentences it is split."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.model.annotation import AnnotationSet, Sentence

FEWEST = 3
"""A class is split on a sentence only when so many have tagged it."""

AGREED = 0.7
"""The share of the commonest tag from which on a class is not split."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How a class tagged one sentence.

    Attributes:
        sentence: Its id.
        counts: How many gave each tag, by the tag's id.
    """

    sentence: str
    counts: Mapping[str, int]

    @property
    def tagged(self) -> int:
        """How many gave it a tag."""
        return sum(self.counts.values())

    @property
    def agreement(self) -> float:
        """The share of the commonest tag among those given, from 0 to 1; 1 where there is none."""
        return max(self.counts.values()) / self.tagged if self.counts else 1.0

    @property
    def split(self) -> bool:
        """Whether enough have tagged it, and too few alike."""
        return self.tagged >= FEWEST and self.agreement < AGREED


def spreads(sentences: Sequence[Sentence], sets: Iterable[AnnotationSet]) -> tuple[Spread, ...]:
    """How sets on the same sentences tag each of the body, in the order of the text."""
    counts: dict[str, Counter[str]] = {each.id: Counter() for each in sentences if each.body}
    for annotations in sets:
        for sentence in annotations.sentences:
            if sentence.tag is not None and sentence.id in counts:
                counts[sentence.id][sentence.tag] += 1
    return tuple(Spread(sentence, dict(found)) for sentence, found in counts.items())

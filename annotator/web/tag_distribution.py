"""How a class tags each sentence, and whether it is split."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.model.annotation import AnnotationSet, Sentence

SPLIT_MINIMUM = 3
"""The minimum number of students who tagged a sentence before the class can be split on it."""

CONSENSUS_SHARE = 0.7
"""If the most common tag has at least this share, the class is not split."""


@dataclass(frozen=True, slots=True)
class TagDistribution:
    """How a class tagged one sentence.

    Attributes:
        sentence: The sentence's id.
        counts: The number of students who chose each tag, by the tag's id.
    """

    sentence: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """The number of students who tagged it."""
        return sum(self.counts.values())

    @property
    def agreement(self) -> float:
        """The share of the most common tag, from 0 to 1. It is 1 if nobody has tagged it."""
        return max(self.counts.values()) / self.total if self.counts else 1.0

    @property
    def lacks_clear_majority(self) -> bool:
        """Whether the class is split: enough students tagged it, and no tag clearly leads."""
        return self.total >= SPLIT_MINIMUM and self.agreement < CONSENSUS_SHARE


def tag_distributions(
    sentences: Sequence[Sentence], sets: Iterable[AnnotationSet]
) -> tuple[TagDistribution, ...]:
    """How sets on the same sentences tag each body sentence, in the order of the text."""
    counts: dict[str, Counter[str]] = {each.id: Counter() for each in sentences if each.body}
    for annotations in sets:
        for sentence in annotations.sentences:
            if sentence.tag is not None and sentence.id in counts:
                counts[sentence.id][sentence.tag] += 1
    return tuple(TagDistribution(sentence, dict(found)) for sentence, found in counts.items())

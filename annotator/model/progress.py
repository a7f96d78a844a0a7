"""How far an annotation set is: counts that follow each edit without counting anew."""

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from annotator.model.annotation import Sentence
from annotator.model.delta import Delta


class Progress(NamedTuple):
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

    def after(self, delta: Delta) -> "Progress":
        """The counts after a change."""
        gone = count(sentence for swap in delta.swaps for sentence in swap.before)
        come = count(sentence for swap in delta.swaps for sentence in swap.after)
        tags = Counter(self.tags)
        tags.subtract(gone.tags)
        tags.update(come.tags)
        return Progress(
            {tag: times for tag, times in tags.items() if times},
            self.untagged - gone.untagged + come.untagged,
            self.flagged - gone.flagged + come.flagged,
        )


def count(sentences: Iterable[Sentence]) -> Progress:
    """The counts over these sentences."""
    body = [sentence for sentence in sentences if sentence.body]
    tags = Counter(sentence.tag for sentence in body if sentence.tag is not None)
    tagged = sum(tags.values())
    return Progress(dict(tags), len(body) - tagged, sum(sentence.flag for sentence in body))

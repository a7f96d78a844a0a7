"""Border sentences of a key: those on which people part, or that look like another tag."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.codebook import Codebook, NearMiss, Tag
from annotator.model.keys import asked
from annotator.stats.grading import ClassReply

CLEAR = 0.75
"""The share of the votes that one tag needs for people not to be split."""
STEM = 5
"""Words are compared by so many letters, so that "confirmed" is kin to "confirmation"."""


@dataclass(frozen=True, slots=True)
class Border:
    """A sentence that an instructor should have settled before the marks are given.

    Attributes:
        sentence: The key's sentence.
        votes: How many gave each tag, where people are split; else empty.
        near: The near misses of the codebook that it resembles, each with the tag it looks like.
    """

    sentence: Sentence
    votes: Mapping[str, int]
    near: tuple[tuple[Tag, NearMiss], ...]

    @property
    def explained(self) -> bool:
        """Whether the key says why it has its tag."""
        return bool(self.sentence.explanation)

    @property
    def lacks(self) -> tuple[str, ...]:
        """What the key does not have for it: an accepted alternative, an explanation, or both."""
        missing = {
            "an alternative": not self.sentence.also,
            "an explanation": not self.explained,
        }
        return tuple(what for what, lacking in missing.items() if lacking)


def split(replies: ClassReply) -> bool:
    """Whether people are split on a sentence: two or more voted, and no tag has three in four."""
    most = max(replies.tags.values(), default=0)
    return replies.votes >= 2 and most < CLEAR * replies.votes


def borders(
    key: AnnotationSet, replies: Sequence[ClassReply], codebook: Codebook
) -> tuple[Border, ...]:
    """The border sentences of a key, settled or not, in the order of the text.

    Args:
        key: The key.
        replies: How its sentences were answered; empty where nobody has tagged yet.
        codebook: Whose near misses are compared with the sentences.
    """
    votes = {each.sentence.id: each.tags for each in replies if split(each)}
    found = (
        Border(sentence, votes.get(sentence.id, {}), tuple(_near(sentence, codebook)))
        for sentence in asked(key)
    )
    return tuple(each for each in found if each.votes or each.near)


def _near(sentence: Sentence, codebook: Codebook) -> Iterable[tuple[Tag, NearMiss]]:
    own = _stems(sentence.text)
    for tag in codebook.tags:
        name = _stems(tag.name)
        for miss in tag.near_misses:
            shared = own & _stems(miss.text)
            if miss.instead == sentence.tag and (len(shared) >= 2 or shared & name):
                yield tag, miss


def _stems(text: str) -> frozenset[str]:
    """The beginnings of the words that are long enough to say something; names are passed over."""
    words = re.findall(r"[^\W\d_]+", text)
    return frozenset(word[:STEM] for word in words if len(word) >= STEM and word.islower())

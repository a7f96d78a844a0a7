"""Borderline sentences of an answer key: people disagree on them, or they resemble another tag."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.answer_key import key_sentences
from annotator.model.codebook import Codebook, NearMiss, Tag
from annotator.stats.grading import ClassReply, lacks_clear_majority

STEM_LENGTH = 5
"""Words are compared by so many letters, so that "confirmed" is kin to "confirmation"."""


@dataclass(frozen=True, slots=True)
class BorderlineSentence:
    """A sentence that an instructor should have settled before the marks are given.

    Attributes:
        sentence: The key's sentence.
        tag_counts: How many gave each tag, where people are split; else empty.
        near_misses: The near misses of the codebook that it resembles, each with the tag it looks
            like.
    """

    sentence: Sentence
    tag_counts: Mapping[str, int]
    near_misses: tuple[tuple[Tag, NearMiss], ...]

    @property
    def explained(self) -> bool:
        """Whether the key says why it has its tag."""
        return bool(self.sentence.explanation)

    @property
    def missing(self) -> tuple[str, ...]:
        """What the key does not have for it: an accepted alternative, an explanation, or both."""
        missing = {
            "an alternative": not self.sentence.accepted_tags,
            "an explanation": not self.explained,
        }
        return tuple(what for what, lacking in missing.items() if lacking)


def borderline_sentences(
    key: AnnotationSet, replies: Sequence[ClassReply], codebook: Codebook
) -> tuple[BorderlineSentence, ...]:
    """The border sentences of a key, settled or not, in the order of the text.

    Args:
        key: The key.
        replies: How its sentences were answered; empty where nobody has tagged yet.
        codebook: Whose near misses are compared with the sentences.
    """
    votes = {each.sentence.id: each.tags for each in replies if lacks_clear_majority(each)}
    found = (
        BorderlineSentence(sentence, votes.get(sentence.id, {}), tuple(_near(sentence, codebook)))
        for sentence in key_sentences(key)
    )
    return tuple(each for each in found if each.tag_counts or each.near_misses)


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
    return frozenset(
        word[:STEM_LENGTH] for word in words if len(word) >= STEM_LENGTH and word.islower()
    )

"""Borderline sentences of an answer key: people disagree, or they resemble another tag."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.answer_key import key_sentences
from annotator.model.codebook import Codebook, NearMiss, Tag
from annotator.stats.grading import ClassReply, lacks_clear_majority

STEM_LENGTH = 5
"""Number of letters that are compared, so that "confirmed" matches "confirmation"."""


@dataclass(frozen=True, slots=True)
class BorderlineSentence:
    """A sentence that an instructor should settle before grading.

    Attributes:
        sentence: The key's sentence.
        tag_counts: The number of people who chose each tag, if they disagree. Empty if not.
        near_misses: The codebook's near misses that it resembles, each with the tag it looks like.
    """

    sentence: Sentence
    tag_counts: Mapping[str, int]
    near_misses: tuple[tuple[Tag, NearMiss], ...]

    @property
    def explained(self) -> bool:
        """Whether the key explains its tag."""
        return bool(self.sentence.explanation)

    @property
    def missing(self) -> tuple[str, ...]:
        """What the key lacks for it: an accepted alternative, an explanation, or both."""
        missing = {
            "an alternative": not self.sentence.accepted_tags,
            "an explanation": not self.explained,
        }
        return tuple(what for what, lacking in missing.items() if lacking)


def borderline_sentences(
    key: AnnotationSet, replies: Sequence[ClassReply], codebook: Codebook
) -> tuple[BorderlineSentence, ...]:
    """The borderline sentences of a key, settled or not, in the order of the text.

    Args:
        key: The key.
        replies: The class's answers to the key's sentences. Empty if there are none yet.
        codebook: The codebook with the near misses.
    """
    split_tags = {each.sentence.id: each.tags for each in replies if lacks_clear_majority(each)}
    sentences = (
        BorderlineSentence(
            sentence, split_tags.get(sentence.id, {}), tuple(_near(sentence, codebook))
        )
        for sentence in key_sentences(key)
    )
    return tuple(each for each in sentences if each.tag_counts or each.near_misses)


def _near(sentence: Sentence, codebook: Codebook) -> Iterable[tuple[Tag, NearMiss]]:
    own = _stems(sentence.text)
    for tag in codebook.tags:
        name = _stems(tag.name)
        for miss in tag.near_misses:
            shared = own & _stems(miss.text)
            if miss.instead == sentence.tag and (len(shared) >= 2 or shared & name):
                yield tag, miss


def _stems(text: str) -> frozenset[str]:
    """The first letters of the longer words. Names are left out."""
    words = re.findall(r"[^\W\d_]+", text)
    return frozenset(
        word[:STEM_LENGTH] for word in words if len(word) >= STEM_LENGTH and word.islower()
    )

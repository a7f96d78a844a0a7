"""The claims that a sentence may answer, the likeliest first.

A confirmation or a non-response usually answers a claim just before it that has some of its words,
or that is about its source. A confirmation also often answers the first claim, which is the news
of the article; from a few claims away, distance counts no more. There is no model: only words,
sources and distance.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.codebook import Codebook, Role
from annotator.text.word_lists import STOP_WORDS

REACH = 400
"""How many sentences before and after are searched."""
_WORD = re.compile(r"[^\W_]+")
_ENDINGS = ("ingly", "ing", "edly", "ed", "ies", "es", "ly", "s", "e")
_LEAST_STEM = 4
_DISTANCE, _AFTER, _SAME_SOURCE, _ABOUT_SOURCE, _NOT_CHECKABLE = 0.5, 3.0, 1.5, 1.0, 1.0
_FAR, _NEWS = 4, 1.0


def rank_claims(
    annotations: AnnotationSet, codebook: Codebook, position: int, *, enabled: bool = True
) -> tuple[str, ...]:
    """The IDs of the claims near a sentence, the likeliest to be answered by it first.

    Args:
        annotations: The set so far.
        codebook: Which tags are claims.
        position: The position of the sentence that answers, from 0.
        enabled: False gives them by distance: those before, nearest first, then those after.
    """
    found = _claims(annotations, codebook, position)
    before = [each for each in reversed(found) if annotations.positions[each.id] < position]
    after = [each for each in found if annotations.positions[each.id] > position]
    nearest = (*before, *after)
    if enabled:
        confirms = codebook.role(annotations.sentences[position].tag) is Role.CONFIRMATION
        scores = _scores(annotations, position, nearest, confirms=confirms)
        nearest = tuple(sorted(nearest, key=lambda each: -scores[each.id]))
    return tuple(each.id for each in nearest)


def _claims(annotations: AnnotationSet, codebook: Codebook, position: int) -> list[Sentence]:
    first = max(position - REACH, 0)
    return [
        each
        for at, each in enumerate(annotations.sentences[first : position + REACH], first)
        if at != position and each.body and codebook.role(each.tag) is Role.CLAIM
    ]


def _scores(
    annotations: AnnotationSet, position: int, claims: Iterable[Sentence], *, confirms: bool
) -> Mapping[str, float]:
    sentence, claims = annotations.sentences[position], tuple(claims)
    known = Counter(stem for each in claims for stem in stems(each.text))
    own, source = stems(sentence.text), annotations.source_of(sentence)
    about = stems(source.name) if source else frozenset()
    news = min(claims, key=lambda each: annotations.positions[each.id], default=None)

    def score(number: int, claim: Sentence) -> float:
        shared = (own & stems(claim.text)) - about
        words = sum(1 / math.sqrt(known[stem]) for stem in shared)
        same = source is not None and claim.source == source.id
        named = not same and bool(about & stems(claim.text))
        after = annotations.positions[claim.id] > position
        return (
            words
            + _ABOUT_SOURCE * named
            - _SAME_SOURCE * same
            - _AFTER * after
            - _NOT_CHECKABLE * (not claim.checkable)
            - _DISTANCE * min(number, _FAR)
            + _NEWS * (confirms and claim is news and not after)
        )

    return {claim.id: score(number, claim) for number, claim in enumerate(claims)}


@lru_cache(maxsize=2048)
def stems(text: str) -> frozenset[str]:
    """The words of a text that carry meaning, without their endings."""
    words = (match.group().casefold() for match in _WORD.finditer(text))
    return frozenset(_stem(each) for each in words if len(each) > 2 and each not in STOP_WORDS)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: len(word) - len(ending)]
    return word

"""Of two states of one annotator's work on a document: which goes on from the other."""

from dataclasses import replace
from enum import StrEnum

from annotator.model.annotation import AnnotationSet, Sentence, Status


class Standing(StrEnum):
    """How what is handed in stands to what is there."""

    SAME = "same"
    NEWER = "newer"
    OLDER = "older"
    APART = "apart"


def compare(there: AnnotationSet, handed_in: AnnotationSet) -> Standing:
    """How a set that is handed in stands to the one that is there.

    A file does not say when it was made, and the time that a mail program or a learning platform
    gives it is not to be trusted. So the one goes on from the other only where it holds all that
    the other decided, and more; where each holds what the other does not, nobody can tell. What a
    finished pass holds is not changed any more.
    """
    if there == handed_in:
        return Standing.SAME
    if there.status is Status.FINISHED:
        return Standing.OLDER
    grows, shrinks = _goes_on_from(there, handed_in), _goes_on_from(handed_in, there)
    if grows and (not shrinks or handed_in.status is not None):
        return Standing.NEWER
    return Standing.OLDER if shrinks else Standing.APART


def _goes_on_from(earlier: AnnotationSet, later: AnnotationSet) -> bool:
    if earlier.status is Status.FINISHED or earlier.codebook != later.codebook:
        return False
    if earlier.status is not None and earlier.status is not later.status:
        return False
    if any(each not in later.sources for each in earlier.sources if each.concerned):
        return False
    there = {each.id: each for each in later.sentences}
    return all(
        _undecided(each) or _same(earlier, each, later, there.get(each.id))
        for each in earlier.sentences
    )


def _undecided(sentence: Sentence) -> bool:
    return replace(sentence, seconds=None) == sentence.undecided


def _same(
    earlier: AnnotationSet, one: Sentence, later: AnnotationSet, other: Sentence | None
) -> bool:
    if other is None or earlier.source_of(one) != later.source_of(other):
        return False
    return replace(one, seconds=None, source=None) == replace(other, seconds=None, source=None)

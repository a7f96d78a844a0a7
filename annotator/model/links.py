"""Which sentences answer each claim, followed from edit to edit without looking at all of them."""

from collections.abc import Iterator, Mapping

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.delta import Delta

Answered = Mapping[str, tuple[str, ...]]
"""The ids of the sentences that answer each claim, by the claim's id."""


def answered_after(answered: Answered, delta: Delta) -> Answered:
    """What answers what after a change; the same mapping where no link has changed."""
    gone = [link for swap in delta.swaps for link in _links(swap.before)]
    come = [link for swap in delta.swaps for link in _links(swap.after)]
    if gone == come:
        return answered
    after = dict(answered)
    for sentence, claim in gone:
        after[claim] = tuple(each for each in after.get(claim, ()) if each != sentence)
    for sentence, claim in come:
        after[claim] = (*after.get(claim, ()), sentence)
    return {claim: sentences for claim, sentences in after.items() if sentences}


def linked(annotations: AnnotationSet, answered: Answered, position: int) -> tuple[int, ...]:
    """The positions of what a sentence answers and of what answers it, in order."""
    sentence, positions = annotations.sentences[position], annotations.positions
    others = {answer.claim for answer in sentence.answers} | {*answered.get(sentence.id, ())}
    return tuple(sorted(positions[other] for other in others if other in positions))


def _links(sentences: tuple[Sentence, ...]) -> Iterator[tuple[str, str]]:
    for sentence in sentences:
        for answer in sentence.answers:
            yield sentence.id, answer.claim

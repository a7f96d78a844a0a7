"""Navigation: the next position in an article or list with some property."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from annotator.model.annotation import Sentence
from annotator.model.codebook import Codebook, Role

T = TypeVar("T")
SentenceTest = Callable[[Sentence], bool]


def next_position(items: Sequence[T], start: int, holds: Callable[[T], bool]) -> int | None:
    """The first position after `start` whose item passes the test. The search wraps around.

    The item at `start` is checked last. None if no item passes. Start at -1 to search from the top.
    """
    total = len(items)
    round_trip = ((start + step) % total for step in range(1, total + 1))
    return next((position for position in round_trip if holds(items[position])), None)


def is_untagged(sentence: Sentence) -> bool:
    """Whether a sentence still needs a tag."""
    return sentence.body and sentence.tag is None


def is_flagged(sentence: Sentence) -> bool:
    """Whether a sentence is flagged for review."""
    return sentence.flag


def incomplete_test(codebook: Codebook) -> SentenceTest:
    """A test for sentences that have no tag, or lack a source or link that their tag needs."""

    def holds(sentence: Sentence) -> bool:
        answers = sentence.body and codebook.role(sentence.tag).answers
        return is_untagged(sentence) or (answers and not (sentence.source and sentence.answers))

    return holds


def unsourced_test(codebook: Codebook) -> SentenceTest:
    """A test for claims without a source."""
    return lambda sentence: (
        sentence.body and sentence.source is None and codebook.role(sentence.tag) is Role.CLAIM
    )


def text_test(words: str) -> SentenceTest:
    """A test for sentences with these words in their text or note, in any case."""
    folded = words.casefold()
    return lambda sentence: (
        folded in sentence.text.casefold() or folded in (sentence.note or "").casefold()
    )


def next_body_position(sentences: Sequence[Sentence], start: int) -> int:
    """The next body sentence after `start`, as a position; `start` if there is none."""
    after = range(start + 1, len(sentences))
    return next((position for position in after if sentences[position].body), start)


def body_sentence_before(sentences: Sequence[Sentence], position: int) -> Sentence | None:
    """The nearest body sentence before `position`, or None."""
    above = (sentences[each] for each in range(position - 1, -1, -1))
    return next((each for each in above if each.body), None)

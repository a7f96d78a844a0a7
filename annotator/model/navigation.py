"""Where to go next in an article or a list: positions found by what stands there."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from annotator.model.annotation import Sentence
from annotator.model.codebook import Codebook, Role

T = TypeVar("T")
SentenceTest = Callable[[Sentence], bool]


def next_position(items: Sequence[T], start: int, holds: Callable[[T], bool]) -> int | None:
    """The first position after `start` whose item holds, going round at the end.

    The item at `start` itself comes last; None where none holds. From -1 on it is the first of all.
    """
    total = len(items)
    round_trip = ((start + step) % total for step in range(1, total + 1))
    return next((position for position in round_trip if holds(items[position])), None)


def is_untagged(sentence: Sentence) -> bool:
    """Whether it waits for a tag."""
    return sentence.body and sentence.tag is None


def is_flagged(sentence: Sentence) -> bool:
    """Whether it is flagged for a second look."""
    return sentence.flag


def incomplete_test(codebook: Codebook) -> SentenceTest:
    """Whether a sentence has no tag, or answers and lacks its source or what it answers."""

    def holds(sentence: Sentence) -> bool:
        answers = sentence.body and codebook.role(sentence.tag).answers
        return is_untagged(sentence) or (answers and not (sentence.source and sentence.answers))

    return holds


def unsourced_test(codebook: Codebook) -> SentenceTest:
    """Whether a sentence is a claim without a source: the outlet's own word, or not seen to yet."""
    return lambda sentence: (
        sentence.body and sentence.source is None and codebook.role(sentence.tag) is Role.CLAIM
    )


def text_test(words: str) -> SentenceTest:
    """Whether a sentence holds these words, in any case, wherever they stand in it or its note."""
    wanted = words.casefold()
    return lambda sentence: (
        wanted in sentence.text.casefold() or wanted in (sentence.note or "").casefold()
    )


def next_body_position(sentences: Sequence[Sentence], start: int) -> int:
    """The next position after `start` that holds a sentence of the body; `start` at the end."""
    after = range(start + 1, len(sentences))
    return next((position for position in after if sentences[position].body), start)

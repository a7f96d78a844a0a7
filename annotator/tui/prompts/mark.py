"""The prompt for the letter of a mark."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from annotator.tui.prompts.prompt import (
    Prompt,
    PromptAnswer,
    PromptExit,
    PromptKey,
    PromptLine,
    clip_line,
    safe_piece,
)

_MOST_LINES = 6


class Mark(NamedTuple):
    """A letter for a sentence.

    Attributes:
        letter: The letter.
        sentence: The sentence's ID.
        number: The sentence's number.
        text: The sentence's text.
    """

    letter: str
    sentence: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class MarkPrompt(Prompt[str]):
    """Asks for a letter. The letters that have a sentence are shown with it.

    Attributes:
        title: The question.
        marks: The marks that are set.
        refused: The character just typed, if it cannot be a mark.
    """

    title: str
    marks: tuple[Mark, ...] = ()
    refused: str = ""

    def press(self, key: str) -> "MarkPrompt | PromptAnswer[str] | PromptExit | None":
        """A letter answers, and escape leaves. Every other character is refused with the reason."""
        if key == "escape":
            return PromptExit.STOP
        if len(key) != 1:
            return None
        is_letter = key.isascii() and key.isalpha()
        return PromptAnswer(key) if is_letter else replace(self, refused=key)

    def body(self, width: int, rows: int) -> tuple[PromptLine, ...]:
        """The question, and the marks with the beginnings of their sentences."""
        shown = self.marks[: max(_MOST_LINES, rows - 2)]
        why = f"“{self.refused}” cannot be a mark. Type a letter: a to z, or A to Z."
        asked = safe_piece(why, "key") if self.refused else safe_piece(self.title, "strong")
        title = clip_line([asked], width)
        return (title, *(clip_line(_pieces(mark), width) for mark in shown))

    @property
    def shown_keys(self) -> tuple[PromptKey, ...]:
        """The keys of a mark."""
        return (PromptKey("a-z A-Z", "mark"), PromptKey("esc", "leave", "escape"))

    @property
    def highlights(self) -> Mapping[str, str]:
        """The marked sentences, each with its letter."""
        return {mark.sentence: mark.letter for mark in self.marks}


def _pieces(mark: Mark) -> PromptLine:
    return (
        safe_piece(f"{mark.letter} ", "key", mark.letter),
        safe_piece(f"{mark.number:>4}  {mark.text}", "", mark.letter),
    )

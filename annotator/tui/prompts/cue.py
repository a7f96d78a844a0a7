"""The prompt for the cue alone: enter takes the marked words, arrow keys move the mark."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from annotator.model.annotation import Span
from annotator.tui.prompts.prompt import (
    Prompt,
    PromptAnswer,
    PromptExit,
    PromptKey,
    PromptKeys,
    PromptLine,
    safe_piece,
    wrap_items,
)
from annotator.tui.prompts.prompt_keys import DEFAULT_PROMPT_KEYS, PersonalKeys
from annotator.tui.prompts.word_mark import MARK_KEYS, WordMark, is_letter


@dataclass(frozen=True, slots=True)
class CuePrompt(Prompt[Span | None]):
    """The words of a sentence, with a mark on some.

    Attributes:
        sentence: The sentence's ID.
        mark: Its words. No word is marked if no cue is likely.
        keys: The keys of prompts, to show them.
    """

    sentence: str
    mark: WordMark
    keys: PersonalKeys = DEFAULT_PROMPT_KEYS

    def press(self, key: str) -> "CuePrompt | PromptAnswer[Span | None] | PromptExit | None":
        """Enter takes the mark, arrows and letters move it, with shift they resize it."""
        if key == "enter":
            return PromptAnswer(self.mark.span)
        if key in {"backspace", "delete"}:
            return PromptAnswer(None)
        if key == "escape":
            return PromptExit.STOP
        if self.keys.runs(key, "checkable"):
            return None
        moved = self.mark.moved(key)
        return replace(self, mark=moved) if moved is not None else None

    def is_text(self, key: str) -> bool:
        """Letters move the mark, but for the key that marks a claim as not checkable."""
        return is_letter(key) and not self.keys.runs(key, "checkable")

    @property
    def allowed_commands(self) -> frozenset[str]:
        """The commands that stay available while the cue is marked. Other letters move the mark."""
        return frozenset({"checkable", "help"})

    @property
    def marked(self) -> Mapping[str, Span]:
        """The words that enter takes."""
        return {self.sentence: self.mark.span} if self.mark.span else {}

    @property
    def underlined(self) -> Mapping[str, Span | None]:
        """No other cue than the marked words."""
        return {self.sentence: None}

    @property
    def shown_keys(self) -> tuple[PromptKey, ...]:
        """The keys of the mark."""
        return _KEYS

    def body(self, width: int, rows: int) -> tuple[PromptLine, ...]:
        """The question with the marked words."""
        found = (
            safe_piece(f"“{self.mark.marked_text}”", "strong")
            if self.mark.span
            else safe_piece(_NOT_FOUND, "muted")
        )
        question = (safe_piece("Which words are the cue?  ", "muted"), found)
        return wrap_items([question], width)


_NOT_FOUND = "None found. Press ← → to mark it."
_TAKE = PromptKey("enter", "take", "enter", "Take the marked words.")
_BEGIN = PromptKey("shift ↑ ↓", "resize", "shift+up", "Add or remove a word at the beginning.")
_ENDS = PromptKey("home end", "first, last", "home", "Move the mark to the first or last word.")
_CHECKABLE = PromptKey(
    "h", "checkable or not", "h", "Mark the claim as not checkable, or checkable again."
)
_DROP = PromptKey("⌫", "no cue", "backspace", "Mark no word, so that there is no cue.")
_LEAVE = PromptKey("esc", "leave", "escape", "Leave the words as they were.")
_KEYS = (_TAKE, *MARK_KEYS, _DROP, _LEAVE)
KEYS = PromptKeys(
    "when you correct the cue or pick a name",
    (_TAKE, *MARK_KEYS, _BEGIN, _ENDS, _CHECKABLE, _DROP, _LEAVE),
)

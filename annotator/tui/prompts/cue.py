"""The prompt for the cue: one key accepts the mark, arrow keys move it word by word."""

from dataclasses import dataclass, replace

from annotator.model.annotation import Span
from annotator.tui.prompts.prompt import (
    Prompt,
    PromptAnswer,
    PromptExit,
    PromptKey,
    PromptKeys,
    PromptLine,
    key_lines,
    safe_piece,
    wrap_items,
)


@dataclass(frozen=True, slots=True)
class CuePrompt(Prompt[Span | None]):
    """The words of a sentence, with a mark on some. No word is marked if no cue is likely.

    Attributes:
        text: The sentence's own text.
        words: Its words, at least one.
        first: The index of the first marked word.
        last: The index of the last marked word. Less than `first` if no word is marked.
        confirmed: Whether enter accepts the mark. If it is only proposed, enter skips the cue.
        claim: Whether the sentence is a claim, for which `h` sets checkable.
    """

    text: str
    words: tuple[Span, ...]
    first: int
    last: int
    confirmed: bool = False
    claim: bool = False

    @classmethod
    def from_span(
        cls, text: str, words: tuple[Span, ...], span: Span | None, *, claim: bool = False
    ) -> "CuePrompt":
        """The prompt with the words in `span` marked. No word is marked if `span` is None."""
        start, end = span or (0, 0)
        inside = [at for at, word in enumerate(words) if start < word[1] and word[0] < end]
        if not inside:
            return cls(text, words, 0, -1, claim=claim)
        return cls(text, words, inside[0], inside[-1], claim=claim)

    def press(self, key: str) -> "CuePrompt | PromptAnswer[Span | None] | PromptExit | None":
        """`e` accepts the mark, arrows move it, shift and an arrow resize it."""
        if self.marked and (key == "e" or (key == "enter" and self.confirmed)):
            return PromptAnswer(self.marked)
        if key in {"backspace", "delete"}:
            return PromptAnswer(None)
        ways = {"enter": PromptExit.SKIP, "escape": PromptExit.STOP, "u": PromptExit.BACK}
        if key in ways:
            return ways[key]
        return self._moved(key)

    def _moved(self, key: str) -> "CuePrompt | None":
        end, length = len(self.words) - 1, self.last - self.first
        moves = {
            "left": (self.first - 1, self.last - 1),
            "right": (self.first + 1, self.last + 1),
            "shift+right": (self.first, self.last + 1),
            "shift+left": (self.first, self.last - 1),
            "shift+up": (self.first - 1, self.last),
            "shift+down": (self.first + 1, self.last),
            "home": (0, length),
            "end": (end - length, end),
        }
        if key not in moves:
            return None
        if self.marked is None:
            begin = end if key in _FROM_THE_END else 0
            return replace(self, first=begin, last=begin, confirmed=True)
        first, last = moves[key]
        if not 0 <= first <= last <= end:
            return self
        return replace(self, first=first, last=last, confirmed=True)

    @property
    def allowed_commands(self) -> frozenset[str]:
        """The commands that stay available while the cue is marked."""
        return frozenset({"checkable", "flag", "note", "help"})

    @property
    def marked(self) -> Span | None:
        """The marked span, in code points of the sentence's text. None if no word is marked."""
        if self.last < self.first:
            return None
        return self.words[self.first][0], self.words[self.last][1]

    @property
    def cue(self) -> str:
        """The marked words. Empty if no word is marked."""
        return self.text[slice(*self.marked)] if self.marked else ""

    def lines(self, width: int) -> tuple[PromptLine, ...]:
        """The question with the marked words, then the keys."""
        found = (
            safe_piece(f"“{self.cue}”", "strong")
            if self.marked
            else safe_piece(_NOT_FOUND, "muted")
        )
        question = (safe_piece("Which words are the cue?  ", "muted"), found)
        take, none = ((_KEEP,), _DROP) if self.confirmed else ((_TAKE,), _NONE)
        checkable = (_CHECKABLE,) if self.claim else ()
        keys = (*(take if self.marked else ()), _MOVE, _GROW, none, *checkable, _LEAVE)
        return (*wrap_items([question], width), *key_lines(keys, width))


_NOT_FOUND = "None found. Press ← → to mark it."
_FROM_THE_END = frozenset(["left", "shift+left", "end"])
_TAKE = PromptKey("e", "accept", "e", "Accept the marked words.")
_MOVE = PromptKey(
    "← →", "move", "right", "Move the mark one word at a time. Enter then accepts it."
)
_GROW = PromptKey("shift ← →", "resize", "shift+right", "Remove or add a word at the end.")
_BEGIN = PromptKey("shift ↑ ↓", "resize", "shift+up", "Add or remove a word at the beginning.")
_NONE = PromptKey("enter", "none", "enter", "Skip the cue, if you have not moved the mark.")
_KEEP = PromptKey("enter", "accept", "enter")
_DROP = PromptKey("⌫", "none", "backspace", "Set no cue.")
_CHECKABLE = PromptKey(
    "h", "not checkable", "h", "Mark the claim as not checkable, or checkable again."
)
_BACK = PromptKey("u", "back", "u", "Undo the previous step.")
_LEAVE = PromptKey("esc", "cancel", "escape", "Skip the remaining questions on this sentence.")
KEYS = PromptKeys(
    "when you are asked for the cue",
    (_TAKE, _MOVE, _GROW, _BEGIN, _NONE, _DROP, _CHECKABLE, _BACK, _LEAVE),
)

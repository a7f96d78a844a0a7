"""By which words the text says so: taken by one key, moved word by word."""

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
    """Some words of a sentence, marked in it; none are as long as none are likely.

    Attributes:
        text: The sentence's own text.
        words: Its words; at least one.
        first: The first of the words marked, by its index.
        last: The last of them; before `first` where no word is marked.
        confirmed: Whether enter keeps them; as long as they are only proposed, it skips.
        claim: Whether the sentence is a claim, of which `h` says whether it is checkable.
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
        """With the words marked that lie in `span`; no word where there is no span."""
        start, end = span or (0, 0)
        inside = [at for at, word in enumerate(words) if start < word[1] and word[0] < end]
        if not inside:
            return cls(text, words, 0, -1, claim=claim)
        return cls(text, words, inside[0], inside[-1], claim=claim)

    def press(self, key: str) -> "CuePrompt | PromptAnswer[Span | None] | PromptExit | None":
        """`e` keeps the words, arrows move them, shift and an arrow makes them more or fewer."""
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
        """What goes well with looking for words."""
        return frozenset({"checkable", "flag", "note", "help"})

    @property
    def marked(self) -> Span | None:
        """The words, in code points of the sentence's text; None where none are marked."""
        if self.last < self.first:
            return None
        return self.words[self.first][0], self.words[self.last][1]

    @property
    def cue(self) -> str:
        """The words themselves; empty where none are marked."""
        return self.text[slice(*self.marked)] if self.marked else ""

    def lines(self, width: int) -> tuple[PromptLine, ...]:
        """The words, and the keys."""
        found = (
            safe_piece(f"“{self.cue}”", "strong")
            if self.marked
            else safe_piece(_NOT_FOUND, "muted")
        )
        question = (safe_piece("Which words say so?  ", "muted"), found)
        take, none = ((_KEEP,), _DROP) if self.confirmed else ((_TAKE,), _NONE)
        checkable = (_CHECKABLE,) if self.claim else ()
        keys = (*(take if self.marked else ()), _MOVE, _GROW, none, *checkable, _LEAVE)
        return (*wrap_items([question], width), *key_lines(keys, width))


_NOT_FOUND = "No cue found. Pick it with the arrow keys."
_FROM_THE_END = frozenset(["left", "shift+left", "end"])
_TAKE = PromptKey("e", "take it", "e", "Take the words marked.")
_MOVE = PromptKey("← →", "move", "right", "Move the mark word by word; then enter takes it.")
_GROW = PromptKey("shift ← →", "fewer, more", "shift+right", "Fewer or more words at the end.")
_BEGIN = PromptKey("shift ↑ ↓", "more, fewer", "shift+up", "More or fewer words at the beginning.")
_NONE = PromptKey("enter", "none", "enter", "As long as the mark was not moved: no cue, and on.")
_KEEP = PromptKey("enter", "take it", "enter")
_DROP = PromptKey("⌫", "none", "backspace", "No cue.")
_CHECKABLE = PromptKey("h", "not checkable", "h", "The claim could be checked, or not.")
_BACK = PromptKey("u", "back", "u", "Take the step before back.")
_LEAVE = PromptKey("esc", "leave", "escape", "Ask nothing more of this sentence.")
KEYS = PromptKeys(
    "while it is asked which words say so",
    (_TAKE, _MOVE, _GROW, _BEGIN, _NONE, _DROP, _CHECKABLE, _BACK, _LEAVE),
)

"""A mark on words of a text, which arrow keys move and resize word by word.

A letter moves it to the next word that begins with it, and a capital extends it to that word.
"""

from dataclasses import dataclass, replace

from annotator.model.annotation import Span
from annotator.text.cues import word_spans
from annotator.tui.prompts.prompt import PromptKey

MARK_KEYS = (
    PromptKey("← →", "move", "right", "Move the mark by one word."),
    PromptKey(
        "a-z", "to a word", "", "Move the mark to the next word that begins with this letter."
    ),
    PromptKey("shift", "extend", "shift+right", "With an arrow key or a letter: resize the mark."),
)
"""The keys of a mark."""
_FROM_THE_END = frozenset(["left", "shift+left", "end"])


@dataclass(frozen=True, slots=True)
class WordMark:
    """Some words of a text, next to each other. Or none.

    Attributes:
        text: The text.
        words: Its words.
        first: The index of the first marked word.
        last: The index of the last marked word. Less than `first` if no word is marked.
    """

    text: str
    words: tuple[Span, ...]
    first: int = 0
    last: int = -1

    @classmethod
    def on(cls, text: str, span: Span | None) -> "WordMark":
        """The mark on the words that `span` touches. No word is marked if it is None."""
        words = word_spans(text)
        start, end = span or (0, 0)
        inside = [at for at, word in enumerate(words) if start < word[1] and word[0] < end]
        return cls(text, words, inside[0], inside[-1]) if inside else cls(text, words)

    @property
    def span(self) -> Span | None:
        """The marked words, in code points of the text. None if no word is marked."""
        if self.last < self.first:
            return None
        return self.words[self.first][0], self.words[self.last][1]

    @property
    def marked_text(self) -> str:
        """The marked words. Empty if no word is marked."""
        return self.text[slice(*self.span)] if self.span else ""

    @property
    def cleared(self) -> "WordMark":
        """The text without a mark."""
        return replace(self, first=0, last=-1)

    def moved(self, key: str) -> "WordMark | None":
        """The mark after an arrow key or a letter, or None for any other key.

        If nothing is marked, the mark begins at an end of the text. It never leaves the text.
        """
        if is_letter(key):
            return (self.extended_to(key) if key.isupper() else self.moved_to(key)) or self
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
        if self.span is None:
            begin = end if key in _FROM_THE_END else 0
            return replace(self, first=begin, last=begin) if self.words else self
        first, last = moves[key]
        if not 0 <= first <= last <= end:
            return self
        return replace(self, first=first, last=last)

    def moved_to(self, letter: str) -> "WordMark | None":
        """The mark on the next word with this initial, from the start again after the last one.

        None if no word has it.
        """
        found = self._with_initial(letter)
        marked = -1 if self.span is None else self.first
        at = next((each for each in found if each > marked), next(iter(found), None))
        return replace(self, first=at, last=at) if at is not None else None

    def extended_to(self, letter: str) -> "WordMark | None":
        """The mark extended to the next word with this initial. None if there is none."""
        if self.span is None:
            return self.moved_to(letter)
        at = next((each for each in self._with_initial(letter) if each > self.last), None)
        return replace(self, last=at) if at is not None else None

    def _with_initial(self, letter: str) -> list[int]:
        wanted = letter.casefold()
        words = enumerate(self.words)
        return [at for at, (start, _) in words if self.text[start].casefold() == wanted]


def is_letter(key: str) -> bool:
    """Whether a key is a letter, and not the name of a key."""
    return len(key) == 1 and key.isalpha()

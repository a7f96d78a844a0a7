"""A mark on words of a text, which arrow keys move and resize word by word."""

from dataclasses import dataclass, replace

from annotator.model.annotation import Span
from annotator.text.cues import word_spans

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
        """The mark after an arrow key, or None for any other key.

        If nothing is marked, the mark begins at an end of the text. It never leaves the text.
        """
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

"""Positions in a text, in code points and in the units of UTF-16, and whether they fit it."""

from collections.abc import Callable
from functools import cached_property

Span = tuple[int, int]


class Places:
    r"""The positions of one text, whose newlines become "\n".

    Args:
        raw: The whole text as it came; positions are given in it.

    Attributes:
        text: The text with one kind of newline.
    """

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self.text = raw.replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def _by_unit(self) -> dict[int, int]:
        places, at = {}, 0
        for position, character in enumerate(self._raw):
            places[at] = position
            at += 1 + (ord(character) > 0xFFFF)
        places[at] = len(self._raw)
        return places

    def _from_utf16(self, span: Span) -> Span | None:
        start, end = (self._by_unit.get(place) for place in span)
        return None if start is None or end is None else (start, end)

    def _covered(self, span: Span) -> str | None:
        start, end = span
        return self._raw[start:end] if 0 <= start < end <= len(self._raw) else None

    def _moved(self, span: Span) -> Span:
        if len(self.text) == len(self._raw):
            return span
        start, end = (place - self._raw.count("\r\n", 0, place) for place in span)
        return start, end

    def fitted(self, span: Span, says: Callable[[str], bool]) -> Span | None:
        """The span in code points of `text` at which the text is what it should be.

        It is taken as it is, or where it does not fit, as one that counts UTF-16 units.

        Args:
            span: As the file has it.
            says: Whether a covered text is the one that the file names.
        """
        for candidate in (span, self._from_utf16(span)):
            if candidate is not None:
                covered = self._covered(candidate)
                if covered is not None and says(covered):
                    return self._moved(candidate)
        return None


def same_words(covered: str, named: str) -> bool:
    """Whether two texts are the same, kinds of white space aside."""
    return covered == named or covered.split() == named.split()

"""Positions in a text, counted in any unit, and whether they fit the text."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import accumulate, product
from typing import NamedTuple

Span = tuple[int, int]

_NEWLINE = re.compile(r"\r\n|\r|\n")
_OPENING = "\"'([{“‘„«‹「『¿¡—–-/"
_STOPS, _CLOSING = ".!?…。！？։۔।\n", "\"')]}”’»›」』"
_NEAR = 8
_LONGEST_WORDS = 60
_REMEDY = "If this is correct, name the unit with --positions."
# Scripts without spaces between words, in which any character may begin a word.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
_JOINING = re.compile("[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]")
_NEGATION = ("n't", "n’t")


class PositionUnit(StrEnum):
    """The unit in which positions in a text are counted."""

    CODE_POINTS = "code-points"
    UTF_16 = "utf-16"
    BYTES = "bytes"

    def width(self, character: str) -> int:
        """The number of units of a character."""
        number = ord(character)
        if self is PositionUnit.CODE_POINTS:
            return 1
        if self is PositionUnit.UTF_16:
            return 1 + (number > 0xFFFF)
        return 1 + (number > 0x7F) + (number > 0x7FF) + (number > 0xFFFF)


class NewlineWidth(StrEnum):
    """How many characters a line break counts as."""

    AS_WRITTEN = "line breaks as they are in the file"
    ONE = "each line break as one"
    TWO = "each line break as two"


Counting = tuple[PositionUnit, NewlineWidth]


class SpanReference(NamedTuple):
    """A place in a text as a file states it.

    Attributes:
        pieces: Its spans in the units of the file, in the order of its words.
        words: The words that the file quotes there; None if it quotes none.
        at_edges: Whether it must begin and end at word boundaries if no words are quoted.
    """

    pieces: tuple[Span, ...]
    words: str | None = None
    at_edges: bool = True


class SpanLocation(NamedTuple):
    """The location of a reference in the text.

    Attributes:
        pieces: Its spans in code points of the text; empty if it does not fit.
        problem: Why it does not fit; None if it does.
    """

    pieces: tuple[Span, ...]
    problem: str | None = None


class _Mismatches(NamedTuple):
    """The evidence against a way of counting, the strongest first; less is better."""

    misfits: int
    loose: int
    inside_sentences: int


class _Reading(NamedTuple):
    """The locations of all references in one way of counting."""

    doubts: _Mismatches
    counting: Counting
    fits: list[SpanLocation]


class TextPositions:
    r"""The positions of one text; its newlines become "\n".

    Args:
        raw: The whole text as read; positions refer to it.

    Attributes:
        text: The text with one kind of newline.
    """

    def __init__(self, raw: str) -> None:
        self._newlines = [len(match[0]) for match in _NEWLINE.finditer(raw)]
        self.text = _NEWLINE.sub("\n", raw)

    def locate(
        self,
        mentions: Sequence[SpanReference],
        usual: PositionUnit = PositionUnit.CODE_POINTS,
        told: PositionUnit | None = None,
    ) -> list[SpanLocation]:
        """The locations of the references, all counted in the same way.

        A reference fits if its words are there, or if it has no words and is between word
        boundaries. Of the ways of counting that fit all references, the best is the one in which
        most of them begin and end where sentences do. If none is better than the usual one, that
        is used. If two are equally good, none is.

        Args:
            mentions: The references.
            usual: The usual unit of the format.
            told: The unit that the person named; word boundaries are then not required.
        """
        found: list[_Reading] = []
        for counting in self._countings(told or usual, only=told is not None):
            starts = self._starts(counting)
            fits = [self._fit(each, starts, strict=told is None) for each in mentions]
            found.append(_Reading(self._doubts(mentions, fits), counting, fits))
            if not any(found[0].doubts):
                return fits
        best = min(found, key=lambda each: each.doubts)
        same = [each for each in found if each.doubts == best.doubts and each.fits != best.fits]
        if best is found[0]:
            same = [each for each in same if self._likely(each.counting)]
        if best.doubts.misfits or not same:
            return best.fits
        ways = " or ".join(" and ".join(each.counting) for each in (best, same[0]))
        problem = f"positions can be counted in {ways}. Name the unit with --positions."
        return [SpanLocation((), problem) for _ in mentions]

    def _countings(self, first: PositionUnit, *, only: bool) -> Iterator[Counting]:
        """The ways of counting that differ in this text, the most likely first."""
        units = [first, *(unit for unit in PositionUnit if unit is not first and not only)]
        widest = max(self.text, default="")
        different = {
            PositionUnit.CODE_POINTS: True,
            PositionUnit.UTF_16: first is PositionUnit.UTF_16 or widest > "\uffff",
            PositionUnit.BYTES: first is PositionUnit.BYTES or widest > "\x7f",
        }
        newlines = [NewlineWidth.AS_WRITTEN]
        newlines += [NewlineWidth.ONE] if 2 in self._newlines else []
        newlines += [NewlineWidth.TWO] if 1 in self._newlines else []
        for unit, newline in product(units, newlines):
            if different[unit]:
                yield unit, newline

    def _likely(self, counting: Counting) -> bool:
        """Whether the text itself gives a reason to count so."""
        return counting[1] is not NewlineWidth.TWO or 2 in self._newlines

    def _starts(self, counting: Counting) -> Sequence[int]:
        """The start of each character in this way of counting, and the end of the last one."""
        unit, newline = counting
        written = iter(self._newlines)
        of_newline = {NewlineWidth.ONE: 1, NewlineWidth.TWO: 2}.get(newline)
        narrow = newline is NewlineWidth.ONE or (of_newline is None and 2 not in self._newlines)
        if narrow and (unit is PositionUnit.CODE_POINTS or self.text.isascii()):
            return range(len(self.text) + 1)
        widths = (
            (of_newline or next(written)) if each == "\n" else unit.width(each)
            for each in self.text
        )
        return list(accumulate(widths, initial=0))

    def _at(self, number: int, starts: Sequence[int]) -> int | None:
        at = bisect_right(starts, number) - 1
        if at < 0 or starts[at] == number:
            return None if at < 0 else at
        # A position between the two characters of a newline means after it.
        return at + 1 if self.text[at : at + 1] == "\n" else None

    def _moved(self, piece: Span, starts: Sequence[int]) -> Span | None:
        start, end = (self._at(number, starts) for number in piece)
        return None if start is None or end is None or start >= end else (start, end)

    def _fit(self, mention: SpanReference, starts: Sequence[int], *, strict: bool) -> SpanLocation:
        moved = [self._moved(piece, starts) for piece in mention.pieces]
        pieces = tuple(piece for piece in moved if piece is not None)
        shown = ";".join(f"[{start}, {end})" for start, end in mention.pieces)
        if mention.words is not None:
            covered = " ".join(self.text[start:end] for start, end in pieces)
            if len(pieces) == len(moved) and same_words(covered, mention.words):
                return SpanLocation(pieces)
            return SpanLocation(
                (), f"the text at {shown} is not “{mention.words[:_LONGEST_WORDS]}”"
            )
        if len(pieces) < len(moved):
            return SpanLocation((), f"{shown} is not inside the text")
        if strict and mention.at_edges and not self._between_words(pieces):
            start, end = pieces[0][0], pieces[-1][1]
            words = self.text[start:end]
            words = words if len(words) <= _LONGEST_WORDS else f"{words[:_LONGEST_WORDS]}…"
            return SpanLocation((), f"{shown} begins or ends inside a word: “{words}”. {_REMEDY}")
        return SpanLocation(pieces)

    def _between_words(self, pieces: Sequence[Span]) -> bool:
        return not any(inside_word(self.text, place) for piece in pieces for place in piece)

    def _doubts(
        self, mentions: Sequence[SpanReference], fits: Sequence[SpanLocation]
    ) -> "_Mismatches":
        """How unlikely the locations are; references with quoted words are certain."""
        pieces = [
            piece
            for mention, fit in zip(mentions, fits, strict=True)
            if mention.words is None and mention.at_edges
            for piece in fit.pieces
        ]
        return _Mismatches(
            sum(each.problem is not None for each in fits),
            sum(self._loose(piece) for piece in pieces),
            sum(self._inside_sentence(piece) for piece in pieces),
        )

    def _loose(self, piece: Span) -> int:
        """The number of its ends with extra white space or inside a word."""
        start, end = piece
        before, first = self.text[start - 1 : start], self.text[start]
        early = first.isspace() or not (before == "" or before.isspace() or before in _OPENING)
        after = self.text[end : end + 1]
        late = self.text[end - 1].isspace() or not (after == "" or after.isspace())
        return early + late + inside_word(self.text, start) + inside_word(self.text, end)

    def _inside_sentence(self, piece: Span) -> int:
        """The number of its ends that are not where a sentence begins or ends."""
        start, end = piece
        before = self.text[max(start - _NEAR, 0) : start].rstrip(_OPENING + " \t\u00a0\u3000")
        begins = not before or before[-1] in _STOPS or before[-1] in _CLOSING
        last = self.text[max(end - _NEAR, 0) : end].rstrip(_CLOSING)
        ends = last.endswith(tuple(_STOPS)) or self.text[end : end + 1] in {"", "\n"}
        return (not begins) + (not ends)


def inside_word(text: str, place: int) -> bool:
    """Whether a position is inside a word, or inside what looks like one character."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    if unicodedata.category(after).startswith("M") or _JOINING.match(after) or before == "\u200d":
        return True
    if _REGIONAL.match(before) and _REGIONAL.match(after):
        flags = re.search(f"{_REGIONAL.pattern}*$", text[:place])
        return flags is not None and len(flags[0]) % 2 == 1
    if _UNSPACED.match(before) or _UNSPACED.match(after):
        return False
    if text[place : place + 3].lower() in _NEGATION:
        return False
    return _in_words(text, place - 1) and after.isalnum()


def _in_words(text: str, at: int) -> bool:
    """Whether the character there, or the base character of its marks, belongs to a word."""
    while at > 0 and unicodedata.category(text[at]).startswith("M"):
        at -= 1
    return text[at].isalnum()


def same_words(covered: str, named: str) -> bool:
    """Whether two texts are the same apart from white space."""
    return covered == named or covered.split() == named.split()

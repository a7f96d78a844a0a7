"""The words of a sentence with what tells names from other words: capitals and the gaps between."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from annotator.text.abbreviations import DAYS, MONTH_NAMES
from annotator.text.attributing import JUDGING, SAYING, SHOWING, THINKING, forms
from annotator.text.sourcewords import AM_PM, NO_NAMES, STOPS, SUFFIXES, TITLES

_TOKEN = re.compile(r"&|[^\W_]+(?:[.'’/-][^\W_]+)*")
_CLITIC = re.compile(r"['’]")
_DOTTED = SUFFIXES | TITLES
_OWNED = re.compile(r"['’]s?$")
_VERBS = frozenset(forms([*SAYING, *JUDGING, *THINKING, *SHOWING]))
_DAYS = frozenset(day.rstrip(".").lower() for day in DAYS)


class Token(NamedTuple):
    """One word: where it stands, and whether only a blank parts it from the one before."""

    text: str
    start: int
    end: int
    joined: bool

    @property
    def lower(self) -> str:
        """The word in lower case, without a possessive ending or a full stop."""
        return _OWNED.sub("", self.text.lower()).rstrip(".")

    @property
    def owned(self) -> bool:
        """Whether it is somebody's or something's: "the town's"."""
        return self.text.endswith(("'s", "’s", "s'", "s’"))

    @property
    def capital(self) -> bool:
        """Whether it may be part of a name by its first letter."""
        plain = _CLITIC.split(self.text, maxsplit=1)[0]
        names = plain not in NO_NAMES and plain.lower() not in STOPS
        return self.text[0].isupper() and names and not self.is_time

    @property
    def is_time(self) -> bool:
        """Whether it is a month, a weekday or a time zone."""
        return self.lower in MONTH_NAMES or self.lower in _DAYS or self.text in AM_PM

    @property
    def stops(self) -> bool:
        """Whether no describing phrase goes across it: a small word or a verb."""
        return self.lower in STOPS or self.lower in _VERBS


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text in order; a short form keeps its full stop."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        word = match.group()
        end += _keeps(word, text[end : end + 2])
        joined = bool(found) and text[found[-1].end : start] in {" ", "\n"}
        found.append(Token(text[start:end], start, end, joined))
    return tuple(found)


def _keeps(word: str, following: str) -> bool:
    """Whether the mark behind a word belongs to it: a short form's full stop, an owner's sign."""
    if following[:1] == ".":
        short = word in _DOTTED or "." in word or (len(word) == 1 and word.isupper())
        return short or following == ".,"
    return word.endswith("s") and following in {"' ", "’ "}


def span_of(part: Sequence[Token]) -> tuple[int, int]:
    """Where a run of words stands, without the possessive ending of its last one."""
    last = part[-1]
    return part[0].start, last.end - len(last.text) + len(_OWNED.sub("", last.text))

"""What a full stop, a question or an exclamation mark means in news: one rule for each case."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from annotator.text.abbreviations import (
    ABBREVIATIONS,
    DAYS,
    LABELS,
    MONTH_NAMES,
    OFFICES,
    OPENERS,
    ORDINAL_LANGUAGES,
    SPEECH,
    TIME_PHRASES,
    ZONES,
    Kind,
)

_ROMAN = frozenset("IVXLC")
_CLOSING_INWARDS = "“‘«‹"
_OPENING_MARKS = "\"'“”‘’„«»([{¿¡—–-"
# Up to five capitalised words, perhaps an age or an apposition, then one verb.
_SPEAKER = re.compile(
    r"(?:[^\W\d_a-z][\w.'’-]{0,30}+\s++){1,5}+(?:(?<=,\s)[^,.!?\"”]{1,60},\s++)?(?P<verb>[a-z]{3,12})\b"
)
_SPEAKER_WITH_APPOSITION = re.compile(
    r"(?:[^\W\d_a-z][\w.'’-]{0,30}+\s){0,4}+[^\W\d_a-z][\w'’-]{0,30}+,"
    r"\s[^,.!?\"“”]{1,60},\s(?P<verb>[a-z]{3,12})\b"
)


class Grammar(NamedTuple):
    """The tables that one language lends to the rules."""

    abbreviations: Mapping[str, Kind]
    openers: frozenset[str]
    ordinals: bool


class Place(NamedTuple):
    """A place where a sentence could end: a stop, white space, and what follows.

    `word` stands before the stop, without the marks that open it. `since` is
    where the sentence began and `position` where `following` begins, both in
    code points of `text`.
    """

    text: str
    word: str
    stop: str
    closers: str
    starters: str
    following: str
    position: int
    since: int
    grammar: Grammar


Rule = Callable[[Place], bool | None]


def grammar(language: str) -> Grammar:
    """Give the tables of a language, the English ones for one that has none.

    Args:
        language: A BCP 47 code such as "en" or "de-AT"; only its first part counts.
    """
    name = language.replace("_", "-").partition("-")[0].lower()
    known = name if name in ABBREVIATIONS else "en"
    return Grammar(ABBREVIATIONS[known], OPENERS[known], name in ORDINAL_LANGUAGES)


def ends_sentence(place: Place) -> bool | None:
    """Say whether a sentence ends at a place.

    Returns:
        True or False where the rules know, None where they have no opinion.
    """
    first = place.following[:1]
    if not first:
        return _before_a_mark(place)
    if first.islower() and not place.following[1:2].isupper():
        return _before_lower_case(place)
    if place.stop != ".":
        return False if _hands_over(place) else _after_a_cry(place)
    return _after_a_full_stop(place)


def _before_a_mark(place: Place) -> bool | None:
    # ". . ." is one ellipsis, and its last stop decides.
    return False if place.text.startswith(".", place.position) else None


def _before_lower_case(place: Place) -> bool | None:
    after = place.position + len(place.following)
    enumerated = len(place.following) == 1 and place.text.startswith(")", after)
    if place.stop != "." or enumerated or len(place.word) == 1 or place.closers:
        return False
    return False if place.word in place.grammar.abbreviations else None


def _hands_over(place: Place) -> bool:
    """Whether a quotation's question or cry is followed by the name of who uttered it."""
    if not place.closers or place.starters or place.following in place.grammar.openers:
        return False
    for pattern in (_SPEAKER, _SPEAKER_WITH_APPOSITION):
        match = pattern.match(place.text, place.position)
        if match and match["verb"] in SPEECH:
            return True
    return False


def _after_a_cry(place: Place) -> bool | None:
    # Where marks close inwards, „so!“ or »so!«, a comma or a small letter leads on to the speaker.
    return True if place.closers[-1:] in _CLOSING_INWARDS and place.closers else None


def _after_a_full_stop(place: Place) -> bool | None:
    word = place.word
    kind = place.grammar.abbreviations.get(word)
    if kind:
        return _BY_KIND[kind](place)
    if len(word) == 1 and word.isalpha():
        return _after_an_initial(place)
    if word[-1:].isdigit():
        return _after_a_number(place)
    if "." in word:
        return _after_a_dotted_word(place)
    # Any other word of three letters with a vowel is a word, whatever the model has seen.
    return True if len(word) > 2 else None


def _opens(place: Place) -> bool:
    """Whether what follows can hardly be anything but a sentence's first word."""
    quoted = place.starters.strip("([{*_") or place.closers
    return bool(quoted) or place.following in place.grammar.openers


def _alone(place: Place) -> bool:
    """Whether the word is all there is of its sentence so far."""
    before = place.text[place.since : place.position]
    return before.lstrip().lstrip(_OPENING_MARKS).startswith(f"{place.word}{place.stop}")


def _after_an_initial(place: Place) -> bool | None:
    further = place.text.startswith(".", place.position + 1) and len(place.following) == 1
    if further or _alone(place):
        return False
    before = place.text[max(place.since, place.position - 40) : place.position].split()
    if len(before) > 1 and before[-2].lower() in LABELS:
        return True
    return True if _opens(place) else None


def _after_a_number(place: Place) -> bool | None:
    if place.following[0].isdigit():
        return None
    if _alone(place):
        return False
    if place.grammar.ordinals and len(place.word) < 3:
        return False if place.following.lower() in MONTH_NAMES else None
    return True


def _after_a_dotted_word(place: Place) -> bool | None:
    last = place.word.rpartition(".")[2]
    domain = len(last) > 1 and last.isalnum()
    return True if domain or _opens(place) else None


def _leads(place: Place) -> bool | None:
    return None if place.closers else False


def _company(place: Place) -> bool | None:
    suffix = place.grammar.abbreviations.get(place.following) is Kind.COMPANY
    belongs = suffix or place.following in OFFICES or place.following in DAYS
    return not belongs or bool(place.closers)


def _opener_only(place: Place) -> bool | None:
    if _alone(place):
        return False
    return True if _opens(place) else None


def _month(place: Place) -> bool | None:
    return False if place.following[0].isdigit() else _opener_only(place)


def _numbered(place: Place) -> bool | None:
    if place.following[0].isdigit() or set(place.following) <= _ROMAN:
        return False
    return True if place.word.lower() == "no" or _opens(place) else None


def _time(place: Place) -> bool | None:
    if place.following in DAYS or place.following in ZONES:
        return False
    so_far = place.text[place.since : place.position].split()
    # "At 5 p.m. Mayor Reyes ...": no sentence has got further than its time of day.
    return not (len(so_far) <= 4 and so_far[0].lstrip(_OPENING_MARKS) in TIME_PHRASES)


def _listed(place: Place) -> bool | None:
    return not place.following[0].isdigit()


_BY_KIND: Mapping[Kind, Rule] = MappingProxyType(
    {
        Kind.LEADS: _leads,
        Kind.COMPANY: _company,
        Kind.PLACE: _opener_only,
        Kind.MONTH: _month,
        Kind.NUMBERED: _numbered,
        Kind.TIME: _time,
        Kind.LISTED: _listed,
    }
)

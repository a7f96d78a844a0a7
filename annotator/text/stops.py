"""What a full stop, a question or an exclamation mark means in news: one rule for each case."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from annotator.text.abbreviations import (
    ABBREVIATIONS,
    BEFORE_ORDINALS,
    DAYS,
    DOMAINS,
    GOING_ON,
    HANDING_OVER,
    HOUSES,
    LABELS,
    MARKED_NAMES,
    MONTH_NAMES,
    NO_WORDS,
    OFFICES,
    OPENERS,
    ORDINAL_LANGUAGES,
    SPEECH,
    TIME_PHRASES,
    ZONES,
    Kind,
)

_ROMAN = frozenset("IVXLCM")
_DASHES = "—–-―"
_AFTER_DASH = re.compile(r"[—–―-]+\s*([^\W_]?)")
_NUMERAL_GOES_ON = re.compile(r"I(?:[,.;:)]|\s+(?:of|and|in|to|by|for|from|is|was|or)\b)")
_DAY_MONTH = re.compile(r"\d{1,2}\.|\d{4}\b")
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

# A title needs a noun before it, capitals, and a sentence that goes on behind it.
_TITLE_BEGINS = re.compile(
    r"\b(?P<noun>[a-z]{3,20}) [\"“«„](?P<title>[^\W\d_a-z][^\"“”«»„]{1,60})\Z"
)
_TITLE_ENDS = re.compile(r"(?P<title>[^\W\d_a-z][^\"“”«»„,]{0,60})[\"”»“] [a-z]")

_FIRST_PERSON = re.compile(
    rf"I (?:(?:then|also|have|had|once|finally) )?(?:{'|'.join(sorted(SPEECH))})\b"
)


class Grammar(NamedTuple):
    """The tables that one language lends to the rules.

    `trained` says that the library's model knows the language, so that its
    proposal is worth something where the rules are not sure.
    """

    abbreviations: Mapping[str, Kind]
    openers: frozenset[str]
    ordinals: bool
    trained: bool


class Place(NamedTuple):
    """A place where a sentence could end: a stop, a gap, and what follows.

    `word` stands before the stop, without the marks that open it; `gap` is white
    space, and empty where a blank is missing. `since` is where the sentence began
    and `position` where `following` begins, both in code points of `text`. In a
    text that is `shouted`, all in capitals, the words are given in small letters.
    """

    text: str
    word: str
    stop: str
    closers: str
    gap: str
    starters: str
    following: str
    position: int
    since: int
    grammar: Grammar
    shouted: bool = False


Rule = Callable[[Place], bool | None]


def grammar(language: str) -> Grammar:
    """Give the tables of a language, the English ones for one that has none.

    Args:
        language: A BCP 47 code such as "en" or "de-AT"; only its first part counts.
    """
    name = language.replace("_", "-").partition("-")[0].lower()
    known = name if name in ABBREVIATIONS else "en"
    trained = name not in ABBREVIATIONS or name == "en"
    return Grammar(ABBREVIATIONS[known], OPENERS[known], name in ORDINAL_LANGUAGES, trained)


def has_tables(language: str) -> bool:
    """Whether a language is cut by tables of its own, or needs none, its stops being no others."""
    name = language.replace("_", "-").partition("-")[0].lower()
    return name in ABBREVIATIONS or name in NO_WORDS


def ends_sentence(place: Place) -> bool | None:
    """Say whether a sentence ends at a place.

    Returns:
        True or False where the rules know, None where they have no opinion.
    """
    first = place.following[:1]
    if not place.gap:
        return _without_a_blank(place)
    if not first:
        return _before_a_mark(place)
    if first.islower() and not place.following[1:2].isupper():
        return _before_lower_case(place)
    if place.stop != ".":
        belongs = _hands_over(place) or _is_name(place) or _in_a_title(place)
        return False if belongs else _after_a_cry(place)
    return _after_a_full_stop(place)


def _without_a_blank(place: Place) -> bool:
    """Whether two sentences were glued together by a lost blank: "on Tuesday.She gave"."""
    following, word = place.following, place.word
    opens = following[:1].isupper() and (following[1:2].islower() or following in {"I", "A"})
    further = place.text.startswith(".", place.position + len(following))
    if not opens or _hands_over(place):
        return False
    if place.closers:
        return len(word) > 1
    if further or following.lower() in DOMAINS or word in place.grammar.abbreviations:
        return False
    return (word.isalpha() and word[-2:].islower()) or (word.isdigit() and len(word) > 2)


def _before_a_mark(place: Place) -> bool | None:
    # ". . ." is one ellipsis, and its last stop decides.
    if place.text.startswith(".", place.position):
        return False
    dash = _AFTER_DASH.match(place.text, place.position)
    if dash and not place.starters:
        # Who said it, or who signed it, stands behind the dash.
        if place.closers or dash[1].islower():
            return False
        # In languages that write talk with dashes, one before a capital opens the next turn.
        return True if dash[1].isupper() and not place.grammar.trained else None
    return None


def _before_lower_case(place: Place) -> bool | None:
    after = place.position + len(place.following)
    enumerated = len(place.following) == 1 and place.text.startswith(")", after)
    if place.stop != "." or enumerated or len(place.word) == 1 or place.closers.strip():
        return False
    if place.grammar.ordinals and (place.word.isdigit() or set(place.word) <= _ROMAN):
        return False
    if place.word in place.grammar.abbreviations or "." in place.word:
        return False if place.word in place.grammar.abbreviations else None
    return None if place.grammar.trained else False


def _hands_over(place: Place) -> bool:
    """Whether a quotation's question or cry is followed by the name of who uttered it."""
    if not place.closers or place.starters:
        return False
    if place.following in HANDING_OVER or _FIRST_PERSON.match(place.text, place.position):
        return True
    if place.following in place.grammar.openers:
        return False
    for pattern in (_SPEAKER, _SPEAKER_WITH_APPOSITION):
        match = pattern.match(place.text, place.position)
        if match and match["verb"] in SPEECH:
            return True
    return False


def _is_name(place: Place) -> bool:
    """Whether the mark is part of a name: "Yahoo! Inc.", "Gimme! Gimme!"."""
    if place.closers.strip() or place.starters:
        return False
    if place.following in HOUSES and place.word[:1].isupper():
        return True
    if place.word in MARKED_NAMES:
        return place.following not in place.grammar.openers or place.following == "At"
    repeated = place.word.casefold() == place.following.casefold()
    return repeated and place.word[:1].isupper() and place.stop == "!"


def _in_a_title(place: Place) -> bool:
    """Whether the mark stands inside a title in quotation marks: the show "Help! My House!"."""
    if place.closers or place.starters:
        return False
    before = _TITLE_BEGINS.search(place.text, max(place.since, place.position - 80), place.position)
    after = _TITLE_ENDS.match(place.text, place.position)
    if before is None or after is None or before["noun"] in SPEECH:
        return False
    words = f"{before['title']} {after['title']}".split()
    return all(word[:1].isupper() for word in words if len(word) > 3)


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
    if word[-1:].isdigit() or (place.grammar.ordinals and word and set(word) <= _ROMAN):
        return _after_a_number(place)
    if "." in word:
        return _after_a_dotted_word(place)
    # Any other word of two letters or more is a word, whatever the model has seen.
    return True if len(word) > 1 and (word.isalpha() or len(word) > 2) else None


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
    return _in_doubt(place)


def _in_doubt(place: Place) -> bool | None:
    """A short form goes on, unless an opener follows; English leaves it to the model."""
    if _opens(place):
        return True
    return None if place.grammar.trained else False


def _after_a_number(place: Place) -> bool | None:
    if place.following[0].isdigit():
        date = place.grammar.ordinals and _DAY_MONTH.match(place.text, place.position)
        return False if date and len(place.word) < 3 else None
    if _alone(place):
        return False
    numeral = len(place.word) < 3 or not place.word.isdigit()
    if place.grammar.ordinals and numeral and not place.closers:
        return _after_an_ordinal(place)
    return True


def _after_an_ordinal(place: Place) -> bool:
    before = place.text[max(place.since, place.position - 60) : place.position].split()[-2:-1]
    led = not place.word.isdigit() or bool(before and before[0].lower() in BEFORE_ORDINALS)
    return _opens(place) or not (led or place.following.lower() in MONTH_NAMES)


def _after_a_dotted_word(place: Place) -> bool | None:
    last = place.word.rpartition(".")[2]
    domain = len(last) > 1 and last.isalnum()
    return True if domain else _in_doubt(place)


def _leads(place: Place) -> bool | None:
    return None if place.closers else False


def _company(place: Place) -> bool | None:
    suffix = place.grammar.abbreviations.get(place.following) is Kind.COMPANY
    belongs = suffix or place.following in OFFICES or place.following in DAYS
    if place.shouted:
        return place.following in place.grammar.openers - GOING_ON
    return not belongs or bool(place.closers)


def _opener_only(place: Place) -> bool | None:
    return False if _alone(place) else _in_doubt(place)


def _month(place: Place) -> bool | None:
    return False if place.following[0].isdigit() else _opener_only(place)


def _numbered(place: Place) -> bool | None:
    if place.following[0].isdigit():
        return False
    word = place.word.lower() in {"no", "nos"}
    if set(place.following) <= _ROMAN:
        goes_on = _NUMERAL_GOES_ON.match(place.text, place.position)
        return place.following == "I" and (word or not goes_on)
    return True if word else _in_doubt(place)


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

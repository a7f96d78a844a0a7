"""Where sentences end within one paragraph.

`nupunkt` proposes. At each place where a sentence could end, the rules for news decide first: what
a full stop, a question mark or an exclamation mark means there, and which marks after it belong to
the sentence. Where they have no opinion, the proposal holds.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from annotator.model.annotation import WHITE_SPACE
from annotator.text.abbreviations import (
    ABBREVIATIONS,
    BEFORE_ORDINALS,
    COMPANY_WORDS,
    CONTINUING_OPENERS,
    DOMAINS,
    LABELS,
    LANGUAGES_WITHOUT_TABLES,
    MARKED_NAMES,
    MONTH_NAMES,
    OFFICES,
    OPENERS,
    ORDINAL_LANGUAGES,
    SPEECH_VERBS,
    TIME_PHRASES,
    UNSPACED_SPEECH_VERBS,
    WEEKDAYS,
    ZONES,
    AbbreviationKind,
)

INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff"
)
"""Characters that nobody sees (Unicode's default ignorables), for use in a class."""

SPACES: Final = " \u00a0\u2000-\u200a\u202f"
"""Blanks of any width that may stand inside of quotation marks, for use in a class."""

_RAISED = "¹²³⁰⁴-⁹†‡§"
# Behind a stop and before a space the German and Nordic marks close too: „so.“ and »so.«
_CLOSERS = rf"[\"'”’»›)\]}}*_{_RAISED}{INVISIBLE}]|[“‘«‹](?![^\W\d_])"
# A closing mark may keep its distance, as French ones do; before a letter it opens.
_SET_OFF = rf"[{SPACES}]+[»›”](?![^\W_])"
_ENTITY = r"&(?:quot|rdquo|rsquo|raquo|ldquo|#34|#0?39|#x22|#822[01]|#8217|#187);(?![^\W_])"
_REFERENCE = (
    r"[ \u00a0]?\[\d{1,3}(?:[,–-] ?\d{1,3})*\]|\[(?:[a-z]|note \d{1,3}|citation needed|sic)\]"
    r"|[ \u00a0]\(\d{1,3}\)\Z|\(\d{1,3}\)(?!\w)"
)

TRAILING_MARK: Final = rf"{_REFERENCE}|{_SET_OFF}|{_ENTITY}|{_CLOSERS}"
"""One thing that may stand between a sentence's stop and its end."""

_PICTURES = (
    "\u203c\u2049\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\U000e0020-\U000e007f"
)
# A number sign within a word is no hashtag, and one behind & begins an entity.
_LINK = r"(?<![\w&])(?:https?://|www\.|pic\.|t\.co/|[#@])[^\s]+"
_TRAILING = re.compile(
    rf"(?:{_REFERENCE}|{_ENTITY}|{_LINK}|\((?:\d{{1,3}}|[A-Z][\w/ ]{{1,24}})\)"
    rf"|[\s\"'”’»›)\]}}*_{_RAISED}{INVISIBLE}{_PICTURES}]+)\Z"
)
_MAX_TRAILING = 200  # what trails behind a stop is short


def without_trailing_marks(text: str) -> str:
    """A paragraph without what follows its stop: closing marks, references, links, pictures."""
    begin = max(0, len(text) - _MAX_TRAILING)
    tail = text[begin:]
    while match := _TRAILING.search(tail):
        tail = tail[: match.start()]
    return text[:begin] + tail


_ROMAN = frozenset("IVXLCM")
_DASHES = "—–-―"
_AFTER_DASH = re.compile(r"[—–―-]+\s*([^\W_]?)")
_NUMERAL_GOES_ON = re.compile(r"I(?:[,.;:)]|\s+(?:of|and|in|to|by|for|from|is|was|or)\b)")
_DAY_MONTH = re.compile(r"\d{1,2}\.|\d{4}\b")
_CLOSING_INWARDS = "“‘«‹"
_MARKS_BEFORE_WORD = "\"'“”‘’„«»([{¿¡—–-"
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
    rf"I (?:(?:then|also|have|had|once|finally) )?(?:{'|'.join(sorted(SPEECH_VERBS))})\b"
)


class LanguageTables(NamedTuple):
    """The tables that one language lends to the rules.

    `trained` says that the library's model knows the language, so that its
    proposal is worth something where the rules are not sure.
    """

    abbreviations: Mapping[str, AbbreviationKind]
    openers: frozenset[str]
    ordinals: bool
    trained: bool


class BoundaryCandidate(NamedTuple):
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
    sentence_start: int
    tables: LanguageTables
    is_all_caps: bool = False


StopRule = Callable[[BoundaryCandidate], bool | None]


def language_tables(language: str) -> LanguageTables:
    """Give the tables of a language, the English ones for one that has none.

    Args:
        language: A BCP 47 code such as "en" or "de-AT"; only its first part counts.
    """
    name = language.replace("_", "-").partition("-")[0].lower()
    known = name if name in ABBREVIATIONS else "en"
    trained = name not in ABBREVIATIONS or name == "en"
    return LanguageTables(ABBREVIATIONS[known], OPENERS[known], name in ORDINAL_LANGUAGES, trained)


def has_language_tables(language: str) -> bool:
    """Whether a language is cut by tables of its own, or needs none, its stops being no others."""
    name = language.replace("_", "-").partition("-")[0].lower()
    return name in ABBREVIATIONS or name in LANGUAGES_WITHOUT_TABLES


def is_boundary(place: BoundaryCandidate) -> bool | None:
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
        belongs = _names_speaker(place) or _is_name(place) or _in_a_title(place)
        return False if belongs else _after_a_cry(place)
    return _after_a_full_stop(place)


def _without_a_blank(place: BoundaryCandidate) -> bool:
    """Whether two sentences were glued together by a lost blank: "on Tuesday.She gave"."""
    following, word = place.following, place.word
    opens = following[:1].isupper() and (following[1:2].islower() or following in {"I", "A"})
    further = place.text.startswith(".", place.position + len(following))
    if not opens or _names_speaker(place):
        return False
    if place.closers:
        return len(word) > 1
    if further or following.lower() in DOMAINS or word in place.tables.abbreviations:
        return False
    return (word.isalpha() and word[-2:].islower()) or (word.isdigit() and len(word) > 2)


def _before_a_mark(place: BoundaryCandidate) -> bool | None:
    # ". . ." is one ellipsis, and its last stop decides.
    if place.text.startswith(".", place.position):
        return False
    dash = _AFTER_DASH.match(place.text, place.position)
    if dash and not place.starters:
        # Who said it, or who signed it, stands behind the dash.
        if place.closers or dash[1].islower():
            return False
        # In languages that write talk with dashes, one before a capital opens the next turn.
        return True if dash[1].isupper() and not place.tables.trained else None
    return None


def _before_lower_case(place: BoundaryCandidate) -> bool | None:
    after = place.position + len(place.following)
    enumerated = len(place.following) == 1 and place.text.startswith(")", after)
    if place.stop != "." or enumerated or len(place.word) == 1 or place.closers.strip():
        return False
    if place.tables.ordinals and (place.word.isdigit() or set(place.word) <= _ROMAN):
        return False
    if place.word in place.tables.abbreviations or "." in place.word:
        return False if place.word in place.tables.abbreviations else None
    return None if place.tables.trained else False


def _names_speaker(place: BoundaryCandidate) -> bool:
    """Whether a quotation's question or cry is followed by the name of who uttered it."""
    if not place.closers or place.starters:
        return False
    if place.following in UNSPACED_SPEECH_VERBS or _FIRST_PERSON.match(place.text, place.position):
        return True
    if place.following in place.tables.openers:
        return False
    for pattern in (_SPEAKER, _SPEAKER_WITH_APPOSITION):
        match = pattern.match(place.text, place.position)
        if match and match["verb"] in SPEECH_VERBS:
            return True
    return False


def _is_name(place: BoundaryCandidate) -> bool:
    """Whether the mark is part of a name: "Yahoo! Inc.", "Gimme! Gimme!"."""
    if place.closers.strip() or place.starters:
        return False
    if place.following in COMPANY_WORDS and place.word[:1].isupper():
        return True
    if place.word in MARKED_NAMES:
        return place.following not in place.tables.openers or place.following == "At"
    repeated = place.word.casefold() == place.following.casefold()
    return repeated and place.word[:1].isupper() and place.stop == "!"


def _in_a_title(place: BoundaryCandidate) -> bool:
    """Whether the mark stands inside a title in quotation marks: the show "Help! My House!"."""
    if place.closers or place.starters:
        return False
    before = _TITLE_BEGINS.search(
        place.text, max(place.sentence_start, place.position - 80), place.position
    )
    after = _TITLE_ENDS.match(place.text, place.position)
    if before is None or after is None or before["noun"] in SPEECH_VERBS:
        return False
    words = f"{before['title']} {after['title']}".split()
    return all(word[:1].isupper() for word in words if len(word) > 3)


def _after_a_cry(place: BoundaryCandidate) -> bool | None:
    # Where marks close inwards, „so!“ or »so!«, a comma or a small letter leads on to the speaker.
    return True if place.closers[-1:] in _CLOSING_INWARDS and place.closers else None


def _after_a_full_stop(place: BoundaryCandidate) -> bool | None:
    word = place.word
    kind = place.tables.abbreviations.get(word)
    if kind:
        return _BY_KIND[kind](place)
    if len(word) == 1 and word.isalpha():
        return _after_an_initial(place)
    if word[-1:].isdigit() or (place.tables.ordinals and word and set(word) <= _ROMAN):
        return _after_a_number(place)
    if "." in word:
        return _after_a_dotted_word(place)
    # Any other word of two letters or more is a word, whatever the model has seen.
    return True if len(word) > 1 and (word.isalpha() or len(word) > 2) else None


def _opens(place: BoundaryCandidate) -> bool:
    """Whether what follows can hardly be anything but a sentence's first word."""
    quoted = place.starters.strip("([{*_") or place.closers
    return bool(quoted) or place.following in place.tables.openers


def _alone(place: BoundaryCandidate) -> bool:
    """Whether the word is all there is of its sentence so far."""
    before = place.text[place.sentence_start : place.position]
    return before.lstrip().lstrip(_MARKS_BEFORE_WORD).startswith(f"{place.word}{place.stop}")


def _after_an_initial(place: BoundaryCandidate) -> bool | None:
    further = place.text.startswith(".", place.position + 1) and len(place.following) == 1
    if further or _alone(place):
        return False
    before = place.text[max(place.sentence_start, place.position - 40) : place.position].split()
    if len(before) > 1 and before[-2].lower() in LABELS:
        return True
    return _in_doubt(place)


def _in_doubt(place: BoundaryCandidate) -> bool | None:
    """A short form goes on, unless an opener follows; English leaves it to the model."""
    if _opens(place):
        return True
    return None if place.tables.trained else False


def _after_a_number(place: BoundaryCandidate) -> bool | None:
    if place.following[0].isdigit():
        date = place.tables.ordinals and _DAY_MONTH.match(place.text, place.position)
        return False if date and len(place.word) < 3 else None
    if _alone(place):
        return False
    numeral = len(place.word) < 3 or not place.word.isdigit()
    if place.tables.ordinals and numeral and not place.closers:
        return _after_an_ordinal(place)
    return True


def _after_an_ordinal(place: BoundaryCandidate) -> bool:
    before = place.text[max(place.sentence_start, place.position - 60) : place.position].split()[
        -2:-1
    ]
    led = not place.word.isdigit() or bool(before and before[0].lower() in BEFORE_ORDINALS)
    return _opens(place) or not (led or place.following.lower() in MONTH_NAMES)


def _after_a_dotted_word(place: BoundaryCandidate) -> bool | None:
    last = place.word.rpartition(".")[2]
    domain = len(last) > 1 and last.isalnum()
    return True if domain else _in_doubt(place)


def _leads(place: BoundaryCandidate) -> bool | None:
    return None if place.closers else False


def _company(place: BoundaryCandidate) -> bool | None:
    suffix = place.tables.abbreviations.get(place.following) is AbbreviationKind.COMPANY
    belongs = suffix or place.following in OFFICES or place.following in WEEKDAYS
    if place.is_all_caps:
        return place.following in place.tables.openers - CONTINUING_OPENERS
    return not belongs or bool(place.closers)


def _opener_only(place: BoundaryCandidate) -> bool | None:
    return False if _alone(place) else _in_doubt(place)


def _month(place: BoundaryCandidate) -> bool | None:
    return False if place.following[0].isdigit() else _opener_only(place)


def _numbered(place: BoundaryCandidate) -> bool | None:
    if place.following[0].isdigit():
        return False
    word = place.word.lower() in {"no", "nos"}
    if set(place.following) <= _ROMAN:
        goes_on = _NUMERAL_GOES_ON.match(place.text, place.position)
        return place.following == "I" and (word or not goes_on)
    return True if word else _in_doubt(place)


def _time(place: BoundaryCandidate) -> bool | None:
    if place.following in WEEKDAYS or place.following in ZONES:
        return False
    so_far = place.text[place.sentence_start : place.position].split()
    # "At 5 p.m. Mayor Reyes ...": no sentence has got further than its time of day.
    return not (len(so_far) <= 4 and so_far[0].lstrip(_MARKS_BEFORE_WORD) in TIME_PHRASES)


def _after_list_form(place: BoundaryCandidate) -> bool | None:
    return not place.following[0].isdigit()


_BY_KIND: Mapping[AbbreviationKind, StopRule] = MappingProxyType(
    {
        AbbreviationKind.LEADS: _leads,
        AbbreviationKind.COMPANY: _company,
        AbbreviationKind.PLACE: _opener_only,
        AbbreviationKind.MONTH: _month,
        AbbreviationKind.NUMBERED: _numbered,
        AbbreviationKind.TIME: _time,
        AbbreviationKind.LISTED: _after_list_form,
    }
)


_STARTERS = r"[\"'“‘„‚«‹(\[{¿¡*_#@$€£]"
_OPENING_ENTITY = r"&(?:quot|ldquo|lsquo|laquo|bdquo|#34|#0?39|#x22|#822[02]|#8216|#171);"
# The look-behind and the possessive quantifiers keep a long run of stops linear.
_CANDIDATE = re.compile(
    rf"(?<![.!?…])(?P<stop>[.!?…؟۔।።։]++)(?P<closers>(?:{TRAILING_MARK})*+)(?P<gap>(?:{WHITE_SPACE})*+)"
    rf"(?P<starters>(?:(?:{_STARTERS}|{_OPENING_ENTITY})[\u00a0\u2000-\u200a\u202f{INVISIBLE}]?+|«[{SPACES}])*+)"
    rf"(?P<following>[^\W_]*+(?:['’-][^\W_]++)*+)"
)
_WIDE = re.compile(r"[。！？｡．]++(?P<closers>[」』）”’〉》]*+)(?=(?P<next>.{0,12}))")
# Signs that end sentences and nothing else, in scripts that the model was not made for.
_ONLY_STOPS = "؟۔।။።"
_OPENING_MARKS = "\"'“”‘’„«»([{—–-/"
_ELIDED = re.compile(r"\A[^\W\d_]{1,6}['’]")  # L’on., dell’avv.
_WORD_REACH = 60  # a longer run without a space is no word whose form says anything
_BREAKS = str.maketrans(dict.fromkeys("\n\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))


def sentence_spans(
    text: str, start: int, end: int, grammar: LanguageTables
) -> list[tuple[int, int]]:
    """Give the sentences of one paragraph.

    Args:
        text: The document's text.
        start: Where the paragraph begins, in code points.
        end: Where it ends (exclusive).
        grammar: The tables of its language.

    Returns:
        Spans [start, end) in code points of `text`, in order, none of which
        begins or ends with white space; only white space, or an entity that
        means it, stands between them.
    """
    spans: list[tuple[int, int]] = []
    for stop, following in [*sorted(_ends(text, start, end, grammar).items()), (end, end)]:
        piece = text[start:stop]
        stripped = piece.strip()
        if spans and not any(map(str.isalnum, without_trailing_marks(stripped))):
            # Marks, pictures and links alone are no sentence; they stay with the one before.
            spans[-1] = (spans[-1][0], max(spans[-1][1], start + len(piece.rstrip())))
        elif stripped:
            first = start + len(piece) - len(piece.lstrip())
            spans.append((first, first + len(stripped)))
        start = following
    return spans


def _ends(text: str, start: int, end: int, grammar: LanguageTables) -> dict[int, int]:
    """Where sentences end, each with the place from which the next one may begin."""
    proposed = _proposed_ends(text, start, end)
    ends = {}
    since = start
    for match in _CANDIDATE.finditer(text, start, end):
        place_end, gap_end = match.end("closers"), match.end("gap")
        if gap_end == end:
            break
        verdict = is_boundary(_candidate(text, match, since, grammar))
        if verdict is None:
            reach = range(match.end("stop"), gap_end + 1)
            verdict = not proposed.isdisjoint(reach) or match["stop"][-1] in _ONLY_STOPS
        if verdict:
            ends[place_end] = gap_end
            since = gap_end
    ends.update({at: at for at in _wide_ends(text, start, end)})
    return ends


def _proposed_ends(text: str, start: int, end: int) -> set[int]:
    from nupunkt import sentence_spans as propose  # noqa: PLC0415 - 80 ms that only cutting pays

    # A line break inside a paragraph is only white space, but the model reads more into it.
    paragraph = text[start:end].translate(_BREAKS)
    return {start + stop for _, stop in propose(paragraph, paragraph_breaks=False)[:-1]}


def _candidate(
    text: str, match: re.Match[str], since: int, grammar: LanguageTables
) -> BoundaryCandidate:
    stop, closers, gap, starters, following = match.groups()
    at = match.start()
    words = text[max(since, at - _WORD_REACH) : at].split()
    word = words[-1].lstrip(_OPENING_MARKS) if words else ""
    position = match.start("following")
    shouts = following.isupper() or following.isdigit()
    if shouts and text[max(since, at - _WORD_REACH) : at].isupper():
        # In a text of capitals "SEN. PENN" is what "Sen. Penn" is elsewhere.
        word, following = _lower_short_form(word, grammar), following.capitalize()
        return BoundaryCandidate(
            *(text, word, stop, closers, gap, starters, following, position, since, grammar, True)
        )
    spaced = "".join(words[-2:]).lstrip(_OPENING_MARKS)
    if spaced in grammar.abbreviations:
        word = spaced
    elif not (grammar.trained or word in grammar.abbreviations or text[since:at].split()[1:]):
        word = _opening(word, grammar)
    elif "’" in word or "'" in word:
        word = _elided(word, grammar)
    return BoundaryCandidate(
        text, word, stop, closers, gap, starters, following, position, since, grammar
    )


def _opening(word: str, grammar: LanguageTables) -> str:
    """A short form that has its capital only because it opens the sentence: "Kl. 10"."""
    form = word[:1].lower() + word[1:]
    return form if form in grammar.abbreviations else _elided(word, grammar)


def _elided(word: str, grammar: LanguageTables) -> str:
    """A short form without the article that runs into it: "L’on." is "on."."""
    form = _ELIDED.sub("", word)
    return form if form in grammar.abbreviations else word


def _lower_short_form(word: str, grammar: LanguageTables) -> str:
    """A word in capitals as the tables of short forms have it."""
    forms = (word, word.capitalize(), word.lower())
    return next((form for form in forms if form in grammar.abbreviations), word)


def _wide_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Ends in scripts that set no space between sentences."""
    for match in _WIDE.finditer(text, start, end):
        speaker = match["closers"] and any(word in match["next"] for word in UNSPACED_SPEECH_VERBS)
        if not speaker:
            yield match.end("closers")

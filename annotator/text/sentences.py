"""Sentence boundaries within one paragraph.

`nupunkt` proposes boundaries. At each possible boundary, rules for news decide first: what a full
stop, a question mark or an exclamation mark means there, and which marks after it belong to the
sentence. If they do not decide, the proposal is used.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
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
from annotator.text.lazy_pattern import lazy_pattern

INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff"
)
"""Invisible characters (Unicode's default ignorables), for a character class."""

SPACES: Final = " \u00a0\u2000-\u200a\u202f"
"""Spaces of any width that can be inside quotation marks, for a character class."""

_RAISED = "¹²³⁰⁴-⁹†‡§"
# After a stop and before a space, German and Nordic marks close too: „so.“ and »so.«
_CLOSERS = rf"[\"'”’»›)\]}}*_{_RAISED}{INVISIBLE}]|[“‘«‹](?![^\W\d_])"
# A closing mark can have a space before it, as in French. Before a letter it opens.
_SET_OFF = rf"[{SPACES}]+[»›”](?![^\W_])"
_ENTITY = r"&(?:quot|rdquo|rsquo|raquo|ldquo|#34|#0?39|#x22|#822[01]|#8217|#187);(?![^\W_])"
_REFERENCE = (
    r"[ \u00a0]?\[\d{1,3}(?:[,–-] ?\d{1,3})*\]|\[(?:[a-z]|note \d{1,3}|citation needed|sic)\]"
    r"|[ \u00a0]\(\d{1,3}\)\Z|\(\d{1,3}\)(?!\w)"
)

TRAILING_MARK: Final = rf"{_REFERENCE}|{_SET_OFF}|{_ENTITY}|{_CLOSERS}"
"""One thing that can be between a sentence's stop and its end."""

_PICTURES = (
    "\u203c\u2049\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\U000e0020-\U000e007f"
)
# A number sign within a word is not a hashtag, and after & it begins an entity.
_LINK = r"(?<![\w&])(?:https?://|www\.|pic\.|t\.co/|[#@])[^\s]+"
_TRAILING = lazy_pattern(
    rf"(?:{_REFERENCE}|{_ENTITY}|{_LINK}|\((?:\d{{1,3}}|[A-Z][\w/ ]{{1,24}})\)"
    rf"|[\s\"'”’»›)\]}}*_{_RAISED}{INVISIBLE}{_PICTURES}]+)\Z"
)
_MAX_TRAILING = 200  # the text after a stop is short


def without_trailing_marks(text: str) -> str:
    """A paragraph without the closing marks, references, links and pictures after its stop."""
    begin = max(0, len(text) - _MAX_TRAILING)
    tail = text[begin:]
    while match := _TRAILING.search(tail):
        tail = tail[: match.start()]
    return text[:begin] + tail


_ROMAN = frozenset("IVXLCM")
_DASHES = "—–-―"
_AFTER_DASH = lazy_pattern(r"[—–―-]+\s*([^\W_]?)")
_NUMERAL_GOES_ON = lazy_pattern(r"I(?:[,.;:)]|\s+(?:of|and|in|to|by|for|from|is|was|or)\b)")
_DAY_MONTH = lazy_pattern(r"\d{1,2}\.|\d{4}\b")
_CLOSING_INWARDS = "“‘«‹"
_MARKS_BEFORE_WORD = "\"'“”‘’„«»([{¿¡—–-"
# Up to five capitalized words, perhaps an age or an apposition, then one verb.
_SPEAKER = lazy_pattern(
    r"(?:[^\W\d_a-z][\w.'’-]{0,30}+\s++){1,5}+(?:(?<=,\s)[^,.!?\"”]{1,60},\s++)?(?P<verb>[a-z]{3,12})\b"
)
_SPEAKER_WITH_APPOSITION = lazy_pattern(
    r"(?:[^\W\d_a-z][\w.'’-]{0,30}+\s){0,4}+[^\W\d_a-z][\w'’-]{0,30}+,"
    r"\s[^,.!?\"“”]{1,60},\s(?P<verb>[a-z]{3,12})\b"
)

# A title has a noun before it and capitals, and the sentence continues after it.
_TITLE_BEGINS = lazy_pattern(
    r"\b(?P<noun>[a-z]{3,20}) [\"“«„](?P<title>[^\W\d_a-z][^\"“”«»„]{1,60})\Z"
)
_TITLE_ENDS = lazy_pattern(r"(?P<title>[^\W\d_a-z][^\"“”«»„,]{0,60})[\"”»“] [a-z]")

_FIRST_PERSON = lazy_pattern(
    rf"I (?:(?:then|also|have|had|once|finally) )?(?:{'|'.join(sorted(SPEECH_VERBS))})\b"
)


class LanguageTables(NamedTuple):
    """The tables for one language.

    `trained` is true if the library's model knows the language, so that its proposal is reliable
    when the rules do not decide.
    """

    abbreviations: Mapping[str, AbbreviationKind]
    openers: frozenset[str]
    ordinals: bool
    trained: bool


class BoundaryCandidate(NamedTuple):
    """A place where a sentence could end: a stop, a gap, and the next word.

    `word` is the word before the stop, without opening marks. `gap` is the white space, or empty if
    a space is missing. `since` is the start of the sentence and `position` the start of
    `following`, both in code points of `text`. If the text is `shouted` (all capitals), the words
    are in lower case.
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
    """The tables of a language, or the English ones if it has none.

    Args:
        language: A BCP 47 code such as "en" or "de-AT". Only its first part counts.
    """
    name = language.replace("_", "-").partition("-")[0].lower()
    known = name if name in ABBREVIATIONS else "en"
    trained = name not in ABBREVIATIONS or name == "en"
    return LanguageTables(ABBREVIATIONS[known], OPENERS[known], name in ORDINAL_LANGUAGES, trained)


def has_language_tables(language: str) -> bool:
    """Whether a language has tables of its own, or needs none because its stops are unambiguous."""
    name = language.replace("_", "-").partition("-")[0].lower()
    return name in ABBREVIATIONS or name in LANGUAGES_WITHOUT_TABLES


def is_boundary(candidate: BoundaryCandidate) -> bool | None:
    """Whether a sentence ends at a place.

    Returns:
        True or False if the rules decide, None if they do not.
    """
    first = candidate.following[:1]
    if not candidate.gap:
        return _without_a_blank(candidate)
    if not first:
        return _before_a_mark(candidate)
    if first.islower() and not candidate.following[1:2].isupper():
        return _before_lower_case(candidate)
    if candidate.stop != ".":
        belongs = _names_speaker(candidate) or _is_name(candidate) or _in_a_title(candidate)
        return False if belongs else _after_a_cry(candidate)
    return _after_a_full_stop(candidate)


def _without_a_blank(candidate: BoundaryCandidate) -> bool:
    """Whether two sentences were joined by a missing space: "on Tuesday.She gave"."""
    following, word = candidate.following, candidate.word
    opens = following[:1].isupper() and (following[1:2].islower() or following in {"I", "A"})
    further = candidate.text.startswith(".", candidate.position + len(following))
    if not opens or _names_speaker(candidate):
        return False
    if candidate.closers:
        return len(word) > 1
    if further or following.lower() in DOMAINS or word in candidate.tables.abbreviations:
        return False
    return (word.isalpha() and word[-2:].islower()) or (word.isdigit() and len(word) > 2)


def _before_a_mark(candidate: BoundaryCandidate) -> bool | None:
    # ". . ." is one ellipsis, and its last stop decides.
    if candidate.text.startswith(".", candidate.position):
        return False
    dash = _AFTER_DASH.match(candidate.text, candidate.position)
    if dash and not candidate.starters:
        # The speaker or the signature follows the dash.
        if candidate.closers or dash[1].islower():
            return False
        # In languages that mark dialog with dashes, a dash before a capital begins the next turn.
        return True if dash[1].isupper() and not candidate.tables.trained else None
    return None


def _before_lower_case(candidate: BoundaryCandidate) -> bool | None:
    after = candidate.position + len(candidate.following)
    enumerated = len(candidate.following) == 1 and candidate.text.startswith(")", after)
    if candidate.stop != "." or enumerated or len(candidate.word) == 1 or candidate.closers.strip():
        return False
    if candidate.tables.ordinals and (candidate.word.isdigit() or set(candidate.word) <= _ROMAN):
        return False
    if candidate.word in candidate.tables.abbreviations or "." in candidate.word:
        return False if candidate.word in candidate.tables.abbreviations else None
    return None if candidate.tables.trained else False


def _names_speaker(candidate: BoundaryCandidate) -> bool:
    """Whether a quoted question or exclamation is followed by the speaker's name."""
    if not candidate.closers or candidate.starters:
        return False
    if candidate.following in UNSPACED_SPEECH_VERBS or _FIRST_PERSON.match(
        candidate.text, candidate.position
    ):
        return True
    if candidate.following in candidate.tables.openers:
        return False
    for pattern in (_SPEAKER, _SPEAKER_WITH_APPOSITION):
        match = pattern.match(candidate.text, candidate.position)
        if match and match["verb"] in SPEECH_VERBS:
            return True
    return False


def _is_name(candidate: BoundaryCandidate) -> bool:
    """Whether the mark is part of a name: "Yahoo! Inc.", "Gimme! Gimme!"."""
    if candidate.closers.strip() or candidate.starters:
        return False
    if candidate.following in COMPANY_WORDS and candidate.word[:1].isupper():
        return True
    if candidate.word in MARKED_NAMES:
        return candidate.following not in candidate.tables.openers or candidate.following == "At"
    repeated = candidate.word.casefold() == candidate.following.casefold()
    return repeated and candidate.word[:1].isupper() and candidate.stop == "!"


def _in_a_title(candidate: BoundaryCandidate) -> bool:
    """Whether the mark is inside a title in quotation marks: the show "Help! My House!"."""
    if candidate.closers or candidate.starters:
        return False
    before = _TITLE_BEGINS.search(
        candidate.text, max(candidate.sentence_start, candidate.position - 80), candidate.position
    )
    after = _TITLE_ENDS.match(candidate.text, candidate.position)
    if before is None or after is None or before["noun"] in SPEECH_VERBS:
        return False
    words = f"{before['title']} {after['title']}".split()
    return all(word[:1].isupper() for word in words if len(word) > 3)


def _after_a_cry(candidate: BoundaryCandidate) -> bool | None:
    # If marks close inward, „so!“ or »so!«, a comma or a lower-case letter continues to the
    # speaker.
    return True if candidate.closers[-1:] in _CLOSING_INWARDS and candidate.closers else None


def _after_a_full_stop(candidate: BoundaryCandidate) -> bool | None:
    word = candidate.word
    kind = candidate.tables.abbreviations.get(word)
    if kind:
        return _BY_KIND[kind](candidate)
    if len(word) == 1 and word.isalpha():
        return _after_an_initial(candidate)
    if word[-1:].isdigit() or (candidate.tables.ordinals and word and set(word) <= _ROMAN):
        return _after_a_number(candidate)
    if "." in word:
        return _after_a_dotted_word(candidate)
    # Any other word of two letters or more is an ordinary word, even if the model disagrees.
    return True if len(word) > 1 and (word.isalpha() or len(word) > 2) else None


def _opens(candidate: BoundaryCandidate) -> bool:
    """Whether the following word is almost certainly the first word of a sentence."""
    quoted = candidate.starters.strip("([{*_") or candidate.closers
    return bool(quoted) or candidate.following in candidate.tables.openers


def _alone(candidate: BoundaryCandidate) -> bool:
    """Whether the word is the whole sentence so far."""
    before = candidate.text[candidate.sentence_start : candidate.position]
    return (
        before.lstrip().lstrip(_MARKS_BEFORE_WORD).startswith(f"{candidate.word}{candidate.stop}")
    )


def _after_an_initial(candidate: BoundaryCandidate) -> bool | None:
    further = (
        candidate.text.startswith(".", candidate.position + 1) and len(candidate.following) == 1
    )
    if further or _alone(candidate):
        return False
    before = candidate.text[
        max(candidate.sentence_start, candidate.position - 40) : candidate.position
    ].split()
    if len(before) > 1 and before[-2].lower() in LABELS:
        return True
    return _in_doubt(candidate)


def _in_doubt(candidate: BoundaryCandidate) -> bool | None:
    """An abbreviation continues unless an opener follows. In English, the model decides."""
    if _opens(candidate):
        return True
    return None if candidate.tables.trained else False


def _after_a_number(candidate: BoundaryCandidate) -> bool | None:
    if candidate.following[0].isdigit():
        date = candidate.tables.ordinals and _DAY_MONTH.match(candidate.text, candidate.position)
        return False if date and len(candidate.word) < 3 else None
    if _alone(candidate):
        return False
    numeral = len(candidate.word) < 3 or not candidate.word.isdigit()
    if candidate.tables.ordinals and numeral and not candidate.closers:
        return _after_an_ordinal(candidate)
    return True


def _after_an_ordinal(candidate: BoundaryCandidate) -> bool:
    before = candidate.text[
        max(candidate.sentence_start, candidate.position - 60) : candidate.position
    ].split()[-2:-1]
    led = not candidate.word.isdigit() or bool(before and before[0].lower() in BEFORE_ORDINALS)
    return _opens(candidate) or not (led or candidate.following.lower() in MONTH_NAMES)


def _after_a_dotted_word(candidate: BoundaryCandidate) -> bool | None:
    last = candidate.word.rpartition(".")[2]
    domain = len(last) > 1 and last.isalnum()
    return True if domain else _in_doubt(candidate)


def _leads(candidate: BoundaryCandidate) -> bool | None:
    return None if candidate.closers else False


def _company(candidate: BoundaryCandidate) -> bool | None:
    suffix = candidate.tables.abbreviations.get(candidate.following) is AbbreviationKind.COMPANY
    belongs = suffix or candidate.following in OFFICES or candidate.following in WEEKDAYS
    if candidate.is_all_caps:
        return candidate.following in candidate.tables.openers - CONTINUING_OPENERS
    return not belongs or bool(candidate.closers)


def _opener_only(candidate: BoundaryCandidate) -> bool | None:
    return False if _alone(candidate) else _in_doubt(candidate)


def _month(candidate: BoundaryCandidate) -> bool | None:
    return False if candidate.following[0].isdigit() else _opener_only(candidate)


def _numbered(candidate: BoundaryCandidate) -> bool | None:
    if candidate.following[0].isdigit():
        return False
    word = candidate.word.lower() in {"no", "nos"}
    if set(candidate.following) <= _ROMAN:
        goes_on = _NUMERAL_GOES_ON.match(candidate.text, candidate.position)
        return candidate.following == "I" and (word or not goes_on)
    return True if word else _in_doubt(candidate)


def _time(candidate: BoundaryCandidate) -> bool | None:
    if candidate.following in WEEKDAYS or candidate.following in ZONES:
        return False
    so_far = candidate.text[candidate.sentence_start : candidate.position].split()
    # "At 5 p.m. Mayor Reyes ...": a sentence cannot end right after its time of day.
    return not (len(so_far) <= 4 and so_far[0].lstrip(_MARKS_BEFORE_WORD) in TIME_PHRASES)


def _after_list_form(candidate: BoundaryCandidate) -> bool | None:
    return not candidate.following[0].isdigit()


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
_CANDIDATE = lazy_pattern(
    rf"(?<![.!?…])(?P<stop>[.!?…؟۔।።։]++)(?P<closers>(?:{TRAILING_MARK})*+)(?P<gap>(?:{WHITE_SPACE})*+)"
    rf"(?P<starters>(?:(?:{_STARTERS}|{_OPENING_ENTITY})[\u00a0\u2000-\u200a\u202f{INVISIBLE}]?+|«[{SPACES}])*+)"
    rf"(?P<following>[^\W_]*+(?:['’-][^\W_]++)*+)"
)
_WIDE = lazy_pattern(r"[。！？｡．]++(?P<closers>[」』）”’〉》]*+)(?=(?P<next>.{0,12}))")
# Characters that only end sentences, in scripts that the model does not know.
_ONLY_STOPS = "؟۔।။።"
_OPENING_MARKS = "\"'“”‘’„«»([{—–-/"
_ELIDED = lazy_pattern(r"\A[^\W\d_]{1,6}['’]")  # L’on., dell’avv.
_WORD_REACH = 60  # a longer run without a space is not a word whose form matters
_BREAKS = str.maketrans(dict.fromkeys("\n\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))


def sentence_spans(
    text: str, start: int, end: int, grammar: LanguageTables
) -> list[tuple[int, int]]:
    """The sentences of one paragraph.

    Args:
        text: The document's text.
        start: The paragraph's start, in code points.
        end: The paragraph's end (exclusive).
        grammar: The tables of its language.

    Returns:
        Spans [start, end) in code points of `text`, in order. None begins or ends with white space.
        Between them is only white space, or HTML entities for it.
    """
    spans: list[tuple[int, int]] = []
    for stop, following in [*sorted(_ends(text, start, end, grammar).items()), (end, end)]:
        piece = text[start:stop]
        stripped = piece.strip()
        if spans and not any(map(str.isalnum, without_trailing_marks(stripped))):
            # Marks, pictures and links alone are not a sentence. They stay with the previous one.
            spans[-1] = (spans[-1][0], max(spans[-1][1], start + len(piece.rstrip())))
        elif stripped:
            first = start + len(piece) - len(piece.lstrip())
            spans.append((first, first + len(stripped)))
        start = following
    return spans


def _ends(text: str, start: int, end: int, grammar: LanguageTables) -> dict[int, int]:
    """The ends of sentences, each with the earliest start of the next one."""
    # Most places are decided by the rules. Loading the model takes as long as cutting an article.
    proposed = cache(partial(_proposed_ends, text, start, end))
    ends = {}
    since = start
    for match in _CANDIDATE.finditer(text, start, end):
        place_end, gap_end = match.end("closers"), match.end("gap")
        if gap_end == end:
            break
        verdict = is_boundary(_candidate(text, match, since, grammar))
        if verdict is None:
            reach = range(match.end("stop"), gap_end + 1)
            verdict = match["stop"][-1] in _ONLY_STOPS or not proposed().isdisjoint(reach)
        if verdict:
            ends[place_end] = gap_end
            since = gap_end
    ends.update({at: at for at in _wide_ends(text, start, end)})
    return ends


def _proposed_ends(text: str, start: int, end: int) -> set[int]:
    from nupunkt import sentence_spans as propose  # noqa: PLC0415 (rarely needed, and slow to load)

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
        # In a text of capitals, "SEN. PENN" is the same as "Sen. Penn" elsewhere.
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
    """An abbreviation in lower case if its capital only starts the sentence: "Kl. 10"."""
    form = word[:1].lower() + word[1:]
    return form if form in grammar.abbreviations else _elided(word, grammar)


def _elided(word: str, grammar: LanguageTables) -> str:
    """An abbreviation without the article joined to it: "L’on." is "on."."""
    form = _ELIDED.sub("", word)
    return form if form in grammar.abbreviations else word


def _lower_short_form(word: str, grammar: LanguageTables) -> str:
    """A word in capitals in the form that the tables of abbreviations have."""
    forms = (word, word.capitalize(), word.lower())
    return next((form for form in forms if form in grammar.abbreviations), word)


def _wide_ends(text: str, start: int, end: int) -> Iterator[int]:
    """Sentence ends in scripts that have no space between sentences."""
    for match in _WIDE.finditer(text, start, end):
        speaker = match["closers"] and any(word in match["next"] for word in UNSPACED_SPEECH_VERBS)
        if not speaker:
            yield match.end("closers")

"""Which paragraphs are furniture: titles, datelines, bylines and captions.

Furniture is not tagged, so a body sentence taken for it would be lost to the
reader. Each rule therefore asks for a form that running text does not have;
whatever is in doubt is body.
"""

import re
from typing import Final

from annotator.text.abbreviations import DAYS, MONTH_NAMES, SPEECH, ZONES
from annotator.text.listed import listed

TITLE: Final = "title"
DATELINE: Final = "dateline"
BYLINE: Final = "byline"
CAPTION: Final = "caption"

_ENDINGS = tuple(".!?…:;,。！？؟۔।")
_TITLE_WORDS, _SUBHEAD_WORDS, _CAPTION_WORDS, _CREDIT_WORDS = 30, 8, 60, 12

_CREDIT = (
    r"(?:image|photo|photograph|picture|video|graphic|illustration|caption|credit|file photo"
    r"|photo credit|image credit|foto|bild|imagen)"
)
_CAPTION_START = re.compile(rf"[\[(]?{_CREDIT}(?:\s*:|\s+(?:by|courtesy)\s)", re.IGNORECASE)
_CREDIT_END = re.compile(
    r"\s(?P<credit>[\[(]?(?:Image|Photo|Photograph|Picture|Video|Graphic|Illustration|Credit"
    r"|Photo credit|Image credit)\s*:\s[^:]{2,100})$"
)
_MARKDOWN_IMAGE = re.compile(r"!\[[^\]]*\]\([^)\s]*\)")

_BYLINE = re.compile(
    r"(?:(?:Written|Reported|Story|Text|Words)\s+)?(?:By|BY|by|Von|Par|Por):?\s+(?P<names>\S.*)"
)
_CREDITS_OF_WORK = re.compile(
    r"\(?(?:(?:additional|further)\s+)?(?:reporting|writing|editing|compiled|translation)\s+by\s",
    re.IGNORECASE,
)
_BYLINE_LINKS = listed(
    "and & for of the in at with de da del della di van von der den la le bin ibn al el und et y "
    "staff writer writers reporter reporters correspondent correspondents editor editors senior "
    "political science business sports foreign special contributor contributing to"
)

_DATE_WORDS = (
    MONTH_NAMES
    | {day.lower() for day in DAYS}
    | {zone.lower() for zone in ZONES}
    | listed(
        "published updated posted first last modified on at the of am pm a.m p.m h de le am den um "
        "montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi "
        "vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo uhr"
    )
)
_DATE_TOKEN = re.compile(r"[^\s,()|/·–—]+")
_DATE_NUMBER = re.compile(r"\d{1,4}(?:st|nd|rd|th|\.)?|\d{1,2}[:.]\d{2}(?:am|pm|z)?", re.IGNORECASE)
_WHOLE_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:T[\d:.+Z-]+)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}")

_PLACE_BEFORE_DATE = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){0,3}, (?=\S)")

_CITY = r"[^\W\d_a-z][^\W\d_]*+\.?"
_INLINE_DATELINE = re.compile(
    rf"(?P<place>{_CITY}(?:[ '/-]{{1,2}}{_CITY}){{0,4}}+)"
    r"(?P<rest>(?:,\s[^—–()\n]{2,40}?)?(?P<agency>\s\([^()\n]{2,40}\))?)"
    r"\s?(?:—|–|--|-)\s(?=[\"'“‘«\[$€£]*[^\W_a-z])"
)
_AGENCY_DATELINE = re.compile(r"\((?:Wire|AP|AFP|Reuters|UPI|dpa|EFE|ANSA)\)\s?(?:—|–|--|-)\s")


def same_title(paragraph: str, title: str) -> bool:
    """Whether a paragraph says the title, spacing, case and Markdown's marks aside."""
    return _folded(paragraph) == _folded(title) != ""


def is_title(paragraph: str, following: str | None) -> bool:
    """Whether a text's first paragraph is its title.

    Args:
        paragraph: The first paragraph.
        following: The second, or None where there is none: then the text has no title.
    """
    if following is None or len(paragraph.split()) > _TITLE_WORDS or len(paragraph) > 250:
        return False
    if paragraph.endswith(("?", "!")):
        return is_date_line(following) or is_byline(following)
    return not _ends_sentence(paragraph)


def is_subhead(paragraph: str, following: str) -> bool:
    """Whether a short line between two paragraphs is a heading over the second.

    A line that holds a verb of speech is body, however short: what somebody said
    or declined to say is the last thing to lose.
    """
    words = paragraph.split()
    if len(words) > _SUBHEAD_WORDS or _ends_sentence(paragraph) or _speaks(words):
        return False
    if not (words[0][0].isupper() or words[0][0].isdigit()):
        return False
    return _ends_sentence(following) or len(following.split()) > _SUBHEAD_WORDS


def is_date_line(paragraph: str) -> bool:
    """Whether a paragraph is nothing but a date, perhaps with a place, a day and a time."""
    placed = _PLACE_BEFORE_DATE.match(paragraph)
    return _is_date(paragraph) or (placed is not None and _is_date(paragraph[placed.end() :]))


def _is_date(paragraph: str) -> bool:
    tokens = [token.strip(":.;") for token in _DATE_TOKEN.findall(paragraph)]
    if not tokens or len(tokens) > 12:
        return False
    if all(_DATE_NUMBER.fullmatch(token) or token.lower() in _DATE_WORDS for token in tokens):
        numbers = any(token[0].isdigit() for token in tokens)
        return numbers and any(token.lower() in MONTH_NAMES for token in tokens)
    dates = [token for token in tokens if _WHOLE_DATE.fullmatch(token)]
    others = [token for token in tokens if token not in dates]
    return bool(dates) and all(
        _DATE_NUMBER.fullmatch(token) or token.lower() in _DATE_WORDS for token in others
    )


def is_byline(paragraph: str) -> bool:
    """Whether a paragraph names who wrote the article and says nothing else."""
    if _CREDITS_OF_WORK.match(paragraph):
        return len(paragraph.split()) <= _TITLE_WORDS
    match = _BYLINE.fullmatch(paragraph)
    if match is None or paragraph.endswith(_ENDINGS):
        return False
    words = match["names"].replace(",", " ").replace("|", " ").split()
    named = [word for word in words if word.lower() not in _BYLINE_LINKS]
    dated = {word.lower() for word in words} & _DATE_WORDS - _BYLINE_LINKS
    return 1 <= len(named) <= len(words) <= 15 and not dated and all(map(_is_name, named))


def is_caption(paragraph: str) -> bool:
    """Whether a paragraph describes or credits a picture."""
    if _MARKDOWN_IMAGE.fullmatch(paragraph):
        return True
    if len(paragraph.split()) > _CAPTION_WORDS:
        return False
    return _CAPTION_START.match(paragraph) is not None or credit_start(paragraph) is not None


def credit_start(paragraph: str) -> int | None:
    """Give where a picture's credit begins at a caption's end, in code points, or None."""
    match = _CREDIT_END.search(paragraph)
    if match is None or len(match["credit"].split()) > _CREDIT_WORDS:
        return None
    return match.start("credit")


def inline_dateline_end(paragraph: str, text: str) -> int | None:
    """Give where a dateline at a paragraph's head ends, its dash included.

    Args:
        paragraph: The paragraph.
        text: The whole document: a bare word in capitals that it uses elsewhere too
            is somebody's acronym ("NATO — The alliance ..."), not a place.

    Returns:
        An offset into the paragraph in code points, or None.
    """
    match = _AGENCY_DATELINE.match(paragraph[:120])
    if match:
        return match.end() - 1
    match = _INLINE_DATELINE.match(paragraph[:120])
    if match is None or (match["rest"].startswith(", ") and _speaks(match["rest"].split())):
        return None
    place = match["place"]
    shouted = place.isupper() and len(place) > 2
    if match["agency"] or (shouted and match["rest"]):
        return match.end() - 1
    bare = shouted and (" " in place or text.count(place) == 1)
    return match.end() - 1 if bare else None


def _ends_sentence(paragraph: str) -> bool:
    return paragraph.rstrip("\"'”’»›)]}*_").endswith(_ENDINGS)


def _speaks(words: list[str]) -> bool:
    spoken = {word.strip(",.\"'”’").lower() for word in words}
    return bool(spoken & (SPEECH | {"declined", "denied", "refused", "confirmed", "claimed"}))


def _is_name(word: str) -> bool:
    return word.lstrip("@(")[:1].isupper() and not any(map(str.isdigit, word))


def _folded(text: str) -> str:
    return " ".join(text.strip("#=-*_ \t\n").casefold().split())

"""Furniture: which paragraphs are title, byline, caption, pull quote and so on.

Furniture is not tagged, so a body sentence mistaken for furniture would be lost. Each rule
therefore needs evidence that running text does not have: a form of words, a credit, a date, an
agency, or only names. A finished sentence, a line with a speaker, and every doubtful paragraph are
body.
"""

import re
from collections.abc import Sequence
from typing import Final

from annotator.text import furniture_words as table
from annotator.text.abbreviations import MONTH_NAMES, SPEECH_VERBS
from annotator.text.lazy_pattern import lazy_pattern
from annotator.text.sentences import without_trailing_marks

_ENDINGS: Final = tuple(".!?…:;,。！？؟۔।")
_TITLE_WORDS, _SUBHEAD_WORDS, _CAPTION_WORDS, _CREDIT_WORDS, _LINE_WORDS = 30, 8, 60, 12, 25
_REGION_WORDS = 3
# Maximum length of a date, byline, credit or line of a page's frame, in code points.
_LONGEST_DATE, _LONGEST_FRAME, _SHORT = 120, 250, 400

_CREDIT = (
    r"(?:image|photo|photos|photograph|picture|video|graphic|illustration|caption|credit"
    r"|file photo|photo credit|image credit|image source|image caption|photography|foto|fotos|bild"
    r"|imagen|crédit|crédit photo|photo d['’]illustration|immagine|beeld|imagem|фото|fot\.|zdj\.)"
)
_CAPTION_START = lazy_pattern(rf"[\[(]?{_CREDIT}\s*(?::|\.\.\.)", re.IGNORECASE)
_SOURCE_START = lazy_pattern(r"(?:Image|Media|Photo) (?:source|caption|credit), \S", re.IGNORECASE)
_NAMED_CREDIT = lazy_pattern(
    rf"[\[(]?(?:{_CREDIT}|photographs|graphics|courtesy|fot\.|zdj\.)"
    r"(?:\s+(?:by|courtesy of|of|par|von|de|di|av))?\s+(?P<names>[^.!?]+?)[\])]?\.?",
    re.IGNORECASE,
)
_FILE_START = lazy_pattern(r"FILE(?: PHOTO)?\s?(?:[-–—:]|--)\s")
_CREDIT_END = lazy_pattern(
    r"\s(?P<credit>[\[(]?(?:(?:Image|Photo|Photograph|Picture|Video|Graphic|Illustration|Credit"
    r"|Photo credit|Image credit|Foto|Bild|Imagen|Crédit(?: photo)?|Фото)"
    r"\s?(?::\s|\.\.\.)[^:]{2,100}"
    r"|Fot\.\s[^:.]{2,60}))$"
)
_CREDIT_IN_BRACKETS = lazy_pattern(
    r"(?:^|(?<=\s))\((?:(?:[A-Z][\w.]* ){0,2}(?:File )?[Pp]hotos?(?:/| by |: )[^()]{2,80}"
    r"|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3}\s?/\s?[A-Z][^()]{1,50})\)$"
)
_PICTURE_NAMES = lazy_pattern(
    r"(?:.*[.!?…] )?(?:Getty Images|Shutterstock|iStock|Alamy)(?:/[^.!?]{2,40})?"
)
_MARKDOWN_IMAGE = lazy_pattern(r"!\[[^\]]*\]\([^)\s]*\)")
_OF_PICTURES = lazy_pattern(
    r"(?:Picture|Photo|Image|Slide) \d{1,3} of \d{1,3}\b|\d{1,3} ?/ ?\d{1,3}$"
)

_BY = r"(?:By|BY|by|Von|VON|Par|Por|Di|di|Door|Av|Autor:|Text:)"
_BYLINE = lazy_pattern(
    rf"(?:(?:Written|Reported|Story|Text|Words|Photos|Photographs|Video|Interview|Analysis)\s+)?"
    rf"{_BY}:?\s+(?P<names>\S.*)"
)
_FROM = lazy_pattern(r"From (?P<names>\S.* in \S.*)")
_WORK = lazy_pattern(
    r"(?:(?:additional|further|original)\s+)?(?:reporting|writing|editing|compiled|translation"
    r"|translated|edited|reported|produced|production|video|photos|photographs|photography"
    r"|graphics|research|data|with (?:additional )?reporting)\s+(?:and editing |and writing )?"
    r"(?:by|from)\s+(?P<names>.+)",
    re.IGNORECASE,
)
_BETWEEN_WORKS = lazy_pattern(
    r"\s*[;.,]\s+(?=(?:[Aa]dditional |[Ff]urther )?[A-Za-z]{4,13}(?: and \w+)? (?:by|from) )"
)
_CONTRIBUTED = lazy_pattern(
    r"[^.!?]{3,160} contributed (?:reporting )?(?:to|for) (?:this|the) "
    r"(?:report|story|article|piece)(?: from [^.!?]{2,60})?\.?\)?"
)
_CONTACT = lazy_pattern(r"(?:Media )?[Cc]ontact:? .{2,60}\b[\w.+-]+@[\w-]+\.[\w.-]+")

_DATE_TOKEN = lazy_pattern(r"[^\s,()|/·•–—]+")
_DATE_NUMBER = lazy_pattern(
    r"\d{1,4}(?:st|nd|rd|th|er|º|\.)?|\d{1,2}[:.h]\d{2}(?::\d{2})?(?:am|pm|z)?", re.IGNORECASE
)
_WHOLE_DATE = lazy_pattern(
    r"\d{4}-\d{2}-\d{2}(?:T[\d:.+Z-]+)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
    r"|\d{4}[年년]\s?\d{1,2}[月월]\s?\d{1,2}[日일]?"
)
_TIME_OF_DAY = r"\d{1,2}(?:[:.]\d{2}(?::\d{2})?\s?(?:[ap]\.?m\.?)?|\s?[ap]\.?m\.?|時\d{1,2}分)"
_CLOCK = lazy_pattern(_TIME_OF_DAY, re.IGNORECASE)
_TIME_LINE = lazy_pattern(
    rf"{_TIME_OF_DAY}(?:\s(?:{'|'.join(sorted(table.TIME_ZONES))}))?", re.IGNORECASE
)
_PLACE_BEFORE_DATE = lazy_pattern(r"[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){0,3}, (?=\S)")
_ANSWER = lazy_pattern(r"(?:On|In|At|Since|By|Am|Im|Um|Le|El) .*\.", re.DOTALL)  # "On May 3."
_DATE_AT_END = lazy_pattern(r",\s+(?P<date>[^\W\d_]+\.? \d.*|\d.*)$")

_CITY = r"[^\W\d_a-z][^\W\d_]*+\.?"
_CITIES = rf"{_CITY}(?:[ '/-]{{1,2}}{_CITY}){{0,4}}+"
_DASH = r"\.?\s?(?:—|–|―|--|-)\s"
_OPENS = r"(?=[\"'“‘«„\[$€£]*[^\W_a-z])"
_INLINE = lazy_pattern(
    rf"(?P<place>{_CITIES})(?P<rest>(?:,\s[^—–()\n/]{{2,40}}?)?)"
    rf"(?P<agency>\s\([^()\n]{{2,40}}\)|\s/[^/\n]{{2,40}}/)?{_DASH}{_OPENS}"
)
_AGENCY_FIRST = lazy_pattern(
    rf"(?:(?P<date>[^\W\d_]{{3,9}}\.? \d{{1,2}}|\d{{1,2}}\.? [^\W\d_]{{3,9}}\.?)\s)?"
    rf"\((?P<agency>[^()\n]{{2,40}})\)(?P<dash>{_DASH}|\s?){_OPENS}"
)
_COLON = lazy_pattern(rf"(?P<place>{_CITIES}):\s{_OPENS}")
_RUSSIAN = lazy_pattern(
    r"(?P<place>[А-ЯЁ][А-ЯЁ -]+), \d{1,2} [а-я]{3,8} ?[—–-] (?:РИА Новости|ТАСС|Интерфакс)[.,] "
)
_AGENCY_END = lazy_pattern(
    r"(?:.*(?:wire|News|Press|Times|Post|Agency|Service|Media|TV|Radio|Newswire|Bureau)|[KW][A-Z]{2,3})"
)
_SPEAKERS_WORD = lazy_pattern(r"[\"“‘«„\[]*(?:She|He|I|We|They|It|His|Her|Their|Our|My)\b")
_LABEL = lazy_pattern(
    r"(?P<label>[QA](?=\.\s)|[^\W\d_a-z][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,4}?(?=\s?:\s))"
)

_SEPARATORS = lazy_pattern(r"\s+[|•·›»>/]\s+")
_DIGIT = lazy_pattern(r"\d")
_LINK_LINE = lazy_pattern(
    r"(?:(?:https?://|www\.)\S+|[@#][\w.]+)(?:\s+(?:(?:https?://|www\.)\S+|[@#][\w.]+))*"
)
_RIGHTS = lazy_pattern(
    r"(?:©|\(c\) \d|copyright (?:©|\(c\)|\d{4})).*|.*\b(?:all rights reserved"
    r"|tous droits réservés|alle rechte vorbehalten|todos los derechos reservados"
    r"|todos os direitos reservados)\b.*",
    re.IGNORECASE,
)
_CITATION = lazy_pattern(
    r"(?:[^.]{2,60}\.\s)?[\"“«„].+[\"”»“]\s?(?:[—–-]|,|\.)\s.*\d{4}.*|.*\bhttps?://\S+.*"
)
_AUTHOR_FIRST = lazy_pattern(
    r"[^\W\d_a-z][\w'’-]+, [^\W\d_a-z][\w'’-]*\.?(?: [^\W\d_a-z][\w'’-]*\.?){0,2}"
    r"(?: \(\d{4}\)\. \S|(?<=\.) [\"“«„].+[.,?!][\"”»“] .*\b\d{4}\b).*"
)
_REFERENCE = lazy_pattern(r"\d{1,3}[.)]\s.*(?:\b\d{4}\b|https?://).*")
_TOLD = lazy_pattern(rf"\b(?:he|she|they|I|we) (?:{'|'.join(sorted(SPEECH_VERBS))})\b")
_SAID = lazy_pattern(
    r"\b(?:said|says|say|tells?|told|adds|added|asked|asks|warns|warned|according to|sagte|sagt|dit"
    r"|dijo|disse|zei|сказал|сообщил\w*|sade|powiedział\w*)\b"
)
_QUOTED = lazy_pattern(r"[\"“”«»„]")
_INNER_SENTENCE = lazy_pattern(
    r"[^\W\d_]{3}[.!?…][\"'”’»)\]]*\s+[\"'“‘«„(]*[^\W\d_a-z]|[.!?…][\"”»]\s"
)
_FINISHED_INSIDE = lazy_pattern(
    r"[^\W\d_]{3}\.[\"'”’»)\]]*\s+[\"'“‘«„(]*[^\W\d_a-z]|[.!?…][\"”»]\s*[—–~-]"
)


def is_same_title(paragraph: str, title: str) -> bool:
    """Whether a paragraph has the title's text, ignoring spacing, case and Markdown."""
    return _folded(paragraph) == _folded(title) != ""


def is_title(paragraph: str, following: str | None) -> bool:
    """Whether the first paragraph that is not other furniture is the text's title.

    Args:
        paragraph: The paragraph.
        following: The next paragraph, or None. A text with only one paragraph has no title.
    """
    if following is None or len(paragraph) > 250 or len(paragraph.split()) > _TITLE_WORDS:
        return False
    if _FINISHED_INSIDE.search(paragraph) or not any(map(str.isalnum, paragraph)):
        return False
    if _TOLD.search(paragraph):
        return False
    if paragraph.endswith(("?", "!")):
        return is_date_line(following) or is_byline(following)
    return not ends_sentence(paragraph)


def lacks_stop(paragraph: str) -> bool:
    """Whether a paragraph is an English sentence that lost its full stop: it has a finite verb."""
    return not ends_sentence(paragraph) and _has_verb(paragraph.split())


def is_subhead(paragraph: str, following: str, language: str) -> bool:
    """Whether a short line between two paragraphs is a heading for the second.

    Only English is supported, because its verbs are known. A line with a finite verb or a subject
    pronoun is a sentence that lost its full stop. A name and a colon begin a speaker's turn.
    """
    words = paragraph.split()
    if ends_sentence(paragraph) or not language.startswith("en"):
        return False
    # A dash or a slash alone is no word: "Group F — Sweden 1 – 0 Korea Republic" has seven.
    if sum(any(map(str.isalnum, word)) for word in words) > _SUBHEAD_WORDS:
        return False
    if not (words[0].lstrip("'\"‘“")[:1].isupper() or words[0][0].isdigit()):
        return False
    if _has_verb(words) or speaker_label(paragraph) or _INNER_SENTENCE.search(paragraph):
        return False
    return ends_sentence(following) or len(following.split()) > _SUBHEAD_WORDS


def is_date_line(paragraph: str) -> bool:
    """Whether a paragraph is only a date or a time, perhaps with a place."""
    if (
        len(paragraph) > _LONGEST_DATE
        or not _DIGIT.search(paragraph)
        or _ANSWER.fullmatch(paragraph)
    ):
        return False
    if _TIME_LINE.fullmatch(paragraph):
        return True
    placed = _PLACE_BEFORE_DATE.match(paragraph)
    return _is_date(paragraph) or (placed is not None and _is_date(paragraph[placed.end() :]))


def _is_date(paragraph: str) -> bool:
    plain = _WHOLE_DATE.sub(f" {_A_DATE} ", paragraph)
    tokens = [token.strip(":.;") for token in _DATE_TOKEN.findall(plain)]
    if not tokens or len(tokens) > 12:
        return False
    dates = [token for token in tokens if token == _A_DATE]
    others = [token for token in tokens if token != _A_DATE]
    if not all(map(_belongs_to_date, others)):
        return False
    numbers = any(token[0].isdigit() for token in others)
    months = any(token.lower() in table.MONTHS for token in others)
    return bool(dates) or (numbers and months)


_A_DATE = "0000-00-00"


def _belongs_to_date(token: str) -> bool:
    return (
        bool(_DATE_NUMBER.fullmatch(token) or _CLOCK.fullmatch(token))
        or token.lower() in table.DATE_WORDS
    )


def is_byline(paragraph: str) -> bool:
    """Whether a paragraph names the authors of the article and nothing else."""
    if len(paragraph) > _SHORT:
        return False
    if "contributed" in paragraph and _CONTRIBUTED.fullmatch(paragraph):
        return True
    if ("@" in paragraph and _CONTACT.fullmatch(paragraph)) or _credits_work(paragraph):
        return True
    match = _BYLINE.fullmatch(paragraph) or _FROM.fullmatch(paragraph)
    if match is None or paragraph.endswith(_ENDINGS):
        return False
    names = match["names"]
    dated = _DATE_AT_END.search(names)
    if dated and _is_date(dated["date"]):
        names = names[: dated.start()]
    return _names_only(names, 15)


def _credits_work(paragraph: str) -> bool:
    plain = paragraph.strip("()[]*_ ").removesuffix(".")
    if _WORK.match(plain) is None:
        return False
    works = [_WORK.fullmatch(work) for work in _BETWEEN_WORKS.split(plain)]
    return all(work is not None and _names_only(work["names"], 20) for work in works)


def _names_only(text: str, most: int) -> bool:
    words = text.replace(",", " ").replace("|", " ").replace("/", " ").split()
    named = [word for word in words if word.lower().rstrip(".") not in table.NAME_LINKS]
    dated = {word.lower() for word in words} & (MONTH_NAMES | table.DAY_NAMES)
    sworn = table.ROLES.issuperset(word.lower() for word in words)
    return (bool(named) or sworn) and len(words) <= most and not dated and all(map(_is_name, named))


def is_caption(paragraph: str) -> bool:
    """Whether a paragraph describes or credits a picture. A statement with a speaker is body."""
    if _MARKDOWN_IMAGE.fullmatch(paragraph):
        return True
    if len(paragraph.split()) > _CAPTION_WORDS:
        return False
    if _FILE_START.match(paragraph) or _SOURCE_START.match(paragraph):
        return True
    if _CREDIT_IN_BRACKETS.fullmatch(paragraph):
        return True
    credited = _NAMED_CREDIT.fullmatch(paragraph)
    if credited and _names_only(credited["names"], _CREDIT_WORDS):
        return True
    forms = (_CAPTION_START.match, _OF_PICTURES.match, _PICTURE_NAMES.fullmatch)
    described = any(form(paragraph) for form in forms) or credit_start(paragraph) is not None
    return described and not _SAID.search(paragraph)


def credit_start(paragraph: str) -> int | None:
    """The start of a picture's credit at the end of a paragraph, in code points, or None."""
    match = _CREDIT_END.search(paragraph)
    if match is not None and len(match["credit"].split()) <= _CREDIT_WORDS:
        return match.start("credit")
    bracketed = _CREDIT_IN_BRACKETS.search(paragraph)
    return bracketed.start() if bracketed else None


def is_page_frame(paragraph: str) -> bool:
    """Whether a paragraph belongs to the page around the article: the part `other`.

    These are navigation, buttons, ads, links to other articles, categories and rights.
    """
    if not any(map(str.isalnum, paragraph)):
        return True
    if len(paragraph) > _LONGEST_FRAME:
        return False
    line = " ".join(paragraph.strip("\u200b\ufeff*_[]()<>«»▶►→▲• \u00a0").split()).casefold()
    ended = ".:…" if " " in line else ":…"
    if line.rstrip(ended) in table.FRAME_LINES or table.FRAME_FORMS.fullmatch(line):
        return True
    if _LINK_LINE.fullmatch(paragraph) or _is_bar(paragraph):
        return True
    points = _RIGHTS.fullmatch(paragraph) or table.FRAME_POINTERS.match(line)
    if not (points or _asks(paragraph, line)):
        return False
    return not (has_speech_verb(paragraph) or _QUOTED.search(paragraph))


def _asks(paragraph: str, line: str) -> bool:
    """Whether a line asks for a click or points to pictures, and states nothing."""
    weak = table.WEAK_POINTERS.match(line)
    if not (weak or table.FRAME_REQUESTS.match(line)):
        return False
    states = _has_verb(["", *paragraph.split()[1:]])
    if weak:
        label = paragraph.partition(":")[0]
        return not ends_sentence(paragraph) and (label.isupper() or not states)
    return not states


def is_list_heading(paragraph: str) -> bool:
    """Whether a line is the heading of a list of links or sources that is furniture too."""
    return paragraph.strip("*_# :").casefold() in table.LIST_HEADS


def is_source_list_heading(paragraph: str) -> bool:
    """Whether such a heading is for sources rather than links."""
    return paragraph.strip("*_# :").casefold() in table.SOURCE_HEADS


def is_list_entry(paragraph: str) -> bool:
    """Whether a line in such a list is an entry: a source or a headline."""
    if len(paragraph) > _SHORT:
        return False
    if _CITATION.fullmatch(paragraph) or _REFERENCE.fullmatch(paragraph):
        return True
    return not ends_sentence(paragraph) and len(paragraph.split()) <= _LINE_WORDS


def is_citation(paragraph: str) -> bool:
    """Whether an entry of a list of sources has a title, a number or an address with a year."""
    forms = (_CITATION, _REFERENCE, _AUTHOR_FIRST)
    return len(paragraph) <= _SHORT and any(form.fullmatch(paragraph) for form in forms)


def _is_bar(paragraph: str) -> bool:
    """Whether a line is a row of links: "Home | World | Sport"."""
    entries = _SEPARATORS.split(paragraph)
    if len(entries) < 3 or ends_sentence(paragraph) or has_speech_verb(paragraph):
        return False
    return all(entry and len(entry.split()) <= 4 and not _DIGIT.search(entry) for entry in entries)


def speaker_label(paragraph: str) -> str | None:
    """The name at the start of a speaker's turn ("PENN: I did not"), or None."""
    match = _LABEL.match(paragraph[:80])
    return match["label"] if match else None


def bare_dateline(paragraph: str) -> str | None:
    """The place of a dateline that has neither an agency nor a date, or None."""
    match = _INLINE.match(paragraph[:120])
    if match is None or match["agency"] or match["rest"] or not match["place"].isupper():
        return None
    return match["place"]


def inline_dateline_end(paragraph: str, text: str, *, alone: bool = True) -> int | None:
    """The end of a dateline at the start of a paragraph, including its dash.

    Args:
        paragraph: The paragraph.
        text: The whole document. A bare word in capitals that it uses elsewhere too is an acronym
            ("NATO — The alliance ..."), not a place.
        alone: Whether no other paragraph begins with only capitals and a dash. If several do, they
            are speakers or entries of a list.

    Returns:
        An offset into the paragraph in code points, or None.
    """
    head = paragraph[:120]
    first = _AGENCY_FIRST.match(head)
    if first and _heads_with_agency(first):
        return len(head[: first.end()].rstrip())
    russian = _RUSSIAN.match(head)
    if russian:
        return russian.end() - 1
    colon = _COLON.match(head)
    if colon and colon["place"].isupper() and colon["place"].casefold() in table.CITIES:
        return colon.end() - 1
    match = _INLINE.match(head)
    return match.end() - 1 if match and _is_dateline(match, paragraph, text, alone) else None


def _heads_with_agency(match: re.Match[str]) -> bool:
    known = is_agency(match["agency"])
    if match["date"]:
        return known and _is_date(match["date"])
    return known and bool(match["dash"].strip() or match["agency"].isupper())


def _is_dateline(match: re.Match[str], paragraph: str, text: str, alone: bool) -> bool:
    place, rest = match["place"], match["rest"].removeprefix(", ")
    if place.split()[0].rstrip(".") in table.PERSONS_TITLES or place in {"FILE", "FILE PHOTO"}:
        return False
    spoken = _SPEAKERS_WORD.match(paragraph, match.end()) is not None
    shouted = place.isupper() and len(place) > 2
    agency = match["agency"]
    if agency:
        return _is_signed_place(agency.strip(" ()/"), rest, shouted=shouted, spoken=spoken)
    if spoken:
        return False
    if rest:
        return _is_region(rest, shouted)
    return shouted and alone and (" " in place or text.count(place) == 1)


def _is_signed_place(name: str, rest: str, *, shouted: bool, spoken: bool) -> bool:
    """Whether a place and a name in parentheses are a dateline, not a politician and a party."""
    if is_agency(name):
        return shouted or not spoken
    dated = bool(rest) and _is_region(rest, shouted)
    letters = name.isalpha() and name.isupper() and len(name) > 1
    return shouted and letters and (dated or not spoken)


def _is_region(rest: str, shouted: bool) -> bool:
    """Whether the text after a dateline's city is a state, a country or a date."""
    if rest.casefold().rstrip(".") in table.REGIONS or _is_date(rest):
        return True
    words = rest.replace(",", " ").split()
    capitals = all(word[:1].isupper() or word[:1].isdigit() for word in words)
    office = any(word.lower() in table.OFFICES for word in words)
    return shouted and capitals and not office and len(words) <= _REGION_WORDS


def is_agency(name: str) -> bool:
    """Whether a name in parentheses is a news agency or an outlet."""
    if name.partition("/")[0].strip().casefold() in table.AGENCIES:
        return True
    return _AGENCY_END.fullmatch(name) is not None


def ends_sentence(paragraph: str) -> bool:
    """Whether a paragraph ends like a sentence, ignoring anything after the full stop."""
    ends = paragraph.endswith(_ENDINGS) or without_trailing_marks(paragraph).endswith(_ENDINGS)
    return ends or paragraph.rstrip("\"'”’»›)]}*_ ").endswith(_ENDINGS)


def has_speech_verb(paragraph: str) -> bool:
    """Whether a paragraph contains a verb of speech or the like, and so has a speaker."""
    return _speaks_in(paragraph)


def _speaks_in(text: str) -> bool:
    lowered = text.lower()
    spoken = {word.strip(",.:;!?\"'“”‘’()") for word in lowered.split()}
    return not spoken.isdisjoint(_SPOKEN) or "according to" in lowered


_SPOKEN = SPEECH_VERBS | table.SPEAKER_VERBS


def _has_verb(words: list[str]) -> bool:
    plain = [word.strip(",.:;!?\"'“”‘’()").lower().replace("’", "'") for word in words]
    if any(word in table.SUBJECTS or word in _SPOKEN or "n't" in word for word in plain):
        return True
    finite = (
        word in table.FINITE_VERBS or (len(word) > 4 and word.endswith("ed")) for word in plain[1:]
    )
    return any(finite) or plain[0] in table.AUXILIARIES


def _is_name(word: str) -> bool:
    return word.lstrip("@(\"'“‘")[:1].isupper() and not any(map(str.isdigit, word))


def _folded(text: str) -> str:
    return " ".join(text.strip("#=-*_ \t\n").casefold().split())


_WHOLE_QUOTATION = lazy_pattern(
    r"[\"“‘«„](?P<quote>[^\"”»“]{8,600})[\"”’»“](?P<rest>.*)", re.DOTALL
)
_SIGNED = lazy_pattern(r"\s*(?:—|–|--?|~)\s*[^\W\d_a-z][^.!?\"”]{1,80}")
_QUOTATION_MARKS = lazy_pattern('["“”«»„]')
_WORD = lazy_pattern(r"[^\W_]+")
_SHORTEST_QUOTED, _SHORTEST_BARE, _LONGEST_QUOTED = 4, 8, 60  # in words
_REST_WORDS = 12
_FULL_STOPS = (".", "!", "?", "…")


def pull_quotes(paragraphs: Sequence[str]) -> set[int]:
    """The paragraphs that are pull quotes, as positions from 0.

    A pull quote is a short paragraph without a speaker of its own. All its words, except a
    signature, also appear in a longer paragraph.
    """
    positions: set[int] = set()
    claims = {
        at: words for at, paragraph in enumerate(paragraphs) if (words := _repeatable(paragraph))
    }
    sources = _longest_holding({tuple(w[:_SHORTEST_QUOTED]) for w in claims.values()}, paragraphs)
    for at, words in claims.items():
        source = sources.get(tuple(words[:_SHORTEST_QUOTED]))
        if source is None or source == at or has_speech_verb(paragraphs[at]):
            continue
        if _repeats(words, paragraphs[source]):
            positions.add(at)
    return positions


def is_signed_quotation(paragraph: str) -> bool:
    """Whether a paragraph is one quotation followed by a dash and the speaker."""
    match = _WHOLE_QUOTATION.fullmatch(paragraph)
    return match is not None and _SIGNED.fullmatch(match["rest"]) is not None


def _repeatable(paragraph: str) -> list[str]:
    """The words to look for elsewhere; empty if the paragraph cannot be a pull quote."""
    if len(paragraph) > 2000:
        return []
    match = _WHOLE_QUOTATION.fullmatch(paragraph)
    if match is None:
        # A finished sentence without quotation marks may be the article's own, and counts as that.
        words = [] if paragraph.endswith(_FULL_STOPS) else _words(paragraph)
        return words if _SHORTEST_BARE <= len(words) <= _LONGEST_QUOTED else []
    rest = match["rest"].strip()
    if _QUOTATION_MARKS.search(rest):
        return []
    if rest.endswith(_FULL_STOPS) or len(rest.split()) > _REST_WORDS:
        return []
    words = _words(match["quote"])
    return words if _SHORTEST_QUOTED <= len(words) <= _LONGEST_QUOTED else []


def _longest_holding(
    keys: set[tuple[str, ...]], paragraphs: Sequence[str]
) -> dict[tuple[str, ...], int]:
    """For each run of words at the start of a pull quote, the longest paragraph that has it."""
    longest: dict[tuple[str, ...], int] = {}
    for at, paragraph in enumerate(paragraphs):
        words = _words(paragraph)
        for key in keys.intersection(
            zip(*(words[i:] for i in range(_SHORTEST_QUOTED)), strict=False)
        ):
            before = longest.get(key)
            if before is None or len(paragraph) > len(paragraphs[before]):
                longest[key] = at
    return longest


def _repeats(words: list[str], paragraph: str) -> bool:
    held = _words(paragraph)
    return len(held) > len(words) and f" {' '.join(words)} " in f" {' '.join(held)} "


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())

"""Segmentation: cutting a text into paragraphs, and these into sentences and furniture.

Blank lines divide paragraphs. A single line break divides only if it cannot come from wrapping: in
a Markdown list or heading, around a byline or date, in lines too long to be wrapped, and after a
finished sentence whose line had room for the next word.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from annotator.model.codebook import BYLINE, CAPTION, DATELINE, OTHER, PULL_QUOTE, TITLE
from annotator.text import furniture
from annotator.text.furniture import is_signed_quotation, pull_quotes
from annotator.text.lazy_pattern import lazy_pattern
from annotator.text.sentences import LanguageTables, language_tables, sentence_spans

_HEADING = lazy_pattern(r" {0,3}#{1,6}[ \t]+\S")
_LIST_ITEM = lazy_pattern(r"[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+\S")
_UNDERLINE = lazy_pattern(r" {0,3}(?:={3,}|-{3,})[ \t]*")
_ENDINGS = tuple('.!?…:"”’»)]。！？؟۔।')
_LINE_BREAK = lazy_pattern("[\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_WIDEST_WRAP = 200  # wrapped lines are never wider ...
_NARROWEST_WRAP = 40  # ... or narrower

LineSpan = tuple[int, int]


def paragraph_spans(text: str, stands_alone: Callable[[str], bool]) -> list[tuple[int, int]]:
    """The paragraphs of a text.

    Args:
        text: The document's text. All its newlines are U+000A.
        stands_alone: Whether a stripped line is always a paragraph of its own.

    Returns:
        Spans [start, end) in code points, in order, without white space at either end. Every
        character outside of them is white space.
    """
    spans: list[tuple[int, int]] = []
    for block in _blocks(text):
        spans.extend(_paragraphs(text, block, stands_alone))
    return spans


def is_heading(paragraph: str) -> bool:
    """Whether a paragraph is a Markdown heading, with number signs or underlined."""
    lines = paragraph.splitlines()
    underlined = len(lines) == 2 and _UNDERLINE.fullmatch(lines[1]) is not None
    return underlined or _HEADING.match(paragraph) is not None


def is_list_item(paragraph: str) -> bool:
    """Whether a paragraph begins like a list item."""
    return _LIST_ITEM.match(paragraph) is not None


def _blocks(text: str) -> Iterator[list[LineSpan]]:
    block: list[LineSpan] = []
    for start, end in _lines(text):
        line = text[start:end]
        stripped = line.strip()
        if stripped:
            first = start + len(line) - len(line.lstrip())
            block.append((first, first + len(stripped)))
        if block and (not stripped or text[end : end + 1] == "\u2029"):
            yield block
            block = []
    if block:
        yield block


def _lines(text: str) -> Iterator[LineSpan]:
    start = 0
    for match in _LINE_BREAK.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _paragraphs(
    text: str, block: Sequence[LineSpan], stands_alone: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    lines = [text[start:end] for start, end in block]
    width = max(map(len, lines))
    finished = all(line.endswith(_ENDINGS) for line in lines[:-1])
    begin = 0
    for at in range(1, len(lines)):
        underlines = at - begin == 1 and _UNDERLINE.fullmatch(lines[at]) is not None
        opens_text = at == 1 and not text[: block[0][0]].strip()
        if (
            _is_divided_by_marks(lines[begin], lines[at - 1], lines[at])
            or any(map(stands_alone, lines[at - 1 : at + 1]))
            or (not underlines and (finished or width > _WIDEST_WRAP))
            or _has_room(lines[at - 1], lines[at], width, opens_text=opens_text)
        ):
            yield block[begin][0], block[at - 1][1]
            begin = at
    yield block[begin][0], block[-1][1]


def _is_divided_by_marks(first: str, last: str, following: str) -> bool:
    """Whether Markdown divides a line from the paragraph with these first and last lines."""
    if _HEADING.match(first) or _HEADING.match(following):
        return True
    # A dash or number that happens to begin a wrapped line is not a list item.
    after = is_list_item(first) or last.endswith(_ENDINGS)
    return after and is_list_item(following)


def _has_room(line: str, following: str, width: int, *, opens_text: bool) -> bool:
    """Whether a line had room for the next line's first word, so that it was not wrapped there."""
    needed = len(line) + 1 + len(following.split(None, 1)[0])
    if line.endswith(_ENDINGS):
        return needed <= width or width < _NARROWEST_WRAP
    # An unfinished line far shorter than the rest is a title directly above its text.
    return opens_text and needed < 0.7 * width and width >= _NARROWEST_WRAP


_FEW_LOST_STOPS = 2  # with more sentences without a full stop, short lines are not headings
_LONGEST_SIGNED = 40  # words of a quotation with a signature that is one sentence
_TITLE_REACH = 3  # a dateline or a kicker can come before the title


class TextSegment(NamedTuple):
    """One sentence, or one piece of furniture.

    Attributes:
        start: Its start, in code points of the text.
        end: Its end (exclusive).
        paragraph: The number of its paragraph, from 1.
        part: One of `annotator.model.codebook.PARTS` for furniture; None for a sentence of the
            body.
    """

    start: int
    end: int
    paragraph: int
    part: str | None


def cut(text: str, language: str = "en", *, title: str | None = None) -> tuple[TextSegment, ...]:
    """Cut a text into sentences and furniture without losing a character.

    Args:
        text: The document's text. All its newlines are U+000A.
        language: Its language as a BCP 47 code. Languages without tables use the English ones.
        title: The title in the metadata, or None. A first paragraph with the same text is the
            title.

    Returns:
        Segments in order. They do not overlap or begin or end with white space. Every character
        outside of them is white space, or part of an HTML entity for it
        (`annotator.model.annotation.WHITE_SPACE`).
    """
    spans = paragraph_spans(text, _stands_alone)
    paragraphs = [text[start:end] for start, end in spans]
    parts = _parts(paragraphs, title, language)
    tables = language_tables(language)
    shouted = Counter(filter(None, map(furniture.bare_dateline, paragraphs)))
    alone = shouted.total() < 2
    pieces: list[TextSegment] = []
    for number, (span, part) in enumerate(zip(spans, parts, strict=True), start=1):
        pieces.extend(_segments(text, span, number, part, tables, alone))
    return tuple(pieces)


def _stands_alone(line: str) -> bool:
    return (
        furniture.is_date_line(line)
        or furniture.is_byline(line)
        or (any(map(str.isalnum, line)) and furniture.is_page_frame(line))
    )


def _parts(paragraphs: Sequence[str], title: str | None, language: str) -> list[str | None]:
    quotes = pull_quotes(paragraphs)
    own = [
        PULL_QUOTE if at in quotes else _own_part(paragraph)
        for at, paragraph in enumerate(paragraphs)
    ]
    listed = set(_list_entries(paragraphs, own))
    parts = [OTHER if at in listed else part for at, part in enumerate(own)]
    turns = _speaker_turns(paragraphs)
    plain = [at for at, part in enumerate(parts) if part is None]
    stops_lost = sum(furniture.lacks_stop(paragraphs[at]) for at in plain[1:]) >= _FEW_LOST_STOPS
    for at in plain:
        first = at == plain[0]
        if at not in turns and (first or not stops_lost):
            parts[at] = _part_by_place(paragraphs, at, language, first=first)
    if title is not None:
        for at in range(min(_TITLE_REACH, len(paragraphs))):
            if furniture.is_same_title(paragraphs[at], title):
                parts[at] = TITLE
    return parts


def _speaker_turns(paragraphs: Sequence[str]) -> set[int]:
    """The paragraphs that begin with a speaker's name: a repeated one, or one of several."""
    labels = [furniture.speaker_label(paragraph) or "" for paragraph in paragraphs]
    often = Counter(labels)
    several = sum(map(str.isupper, labels)) > 1
    return {
        at
        for at, label in enumerate(labels)
        if label and (often[label] > 1 or (several and label.isupper()))
    }


def _own_part(paragraph: str) -> str | None:
    """The part that a paragraph has because of its own form."""
    if is_heading(paragraph):
        return TITLE
    if furniture.is_date_line(paragraph):
        return DATELINE
    if furniture.is_byline(paragraph):
        return BYLINE
    if furniture.is_caption(paragraph):
        return CAPTION
    return OTHER if furniture.is_page_frame(paragraph) else None


def _list_entries(paragraphs: Sequence[str], parts: Sequence[str | None]) -> Iterator[int]:
    """The entries and headings of lists of sources, and of links at the end of the text."""
    if not any(map(furniture.is_list_heading, paragraphs)):
        return
    ended = max((at for at, each in enumerate(paragraphs) if _is_body(each, parts[at])), default=-1)
    heading, cites = None, False
    for at, paragraph in enumerate(paragraphs):
        if furniture.is_list_heading(paragraph):
            heading, cites = at, furniture.is_source_list_heading(paragraph)
        elif heading is not None and cites and furniture.is_citation(paragraph):
            yield from (heading, at)
        elif heading is not None and at > ended and parts[at] is None:
            if furniture.is_list_entry(paragraph) and not furniture.has_speech_verb(paragraph):
                yield at
        elif parts[at] is None:
            heading = None


def _is_body(paragraph: str, part: str | None) -> bool:
    cited = furniture.is_citation(paragraph)
    return part is None and not cited and furniture.ends_sentence(paragraph)


def _part_by_place(paragraphs: Sequence[str], at: int, language: str, *, first: bool) -> str | None:
    """The part that a paragraph has because of its position."""
    paragraph = paragraphs[at]
    following = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
    if following is None or is_list_item(paragraph):
        return None
    if first:
        headed = furniture.is_title(paragraph, following)
    else:
        headed = furniture.is_subhead(paragraph, following, language)
    return TITLE if headed else None


def _segments(
    text: str,
    span: tuple[int, int],
    number: int,
    part: str | None,
    tables: LanguageTables,
    alone: bool,
) -> Iterator[TextSegment]:
    start, end = span
    credit = furniture.credit_start(text[start:end]) if part in {None, CAPTION} else None
    if part == CAPTION or credit is not None:
        middle = end if credit is None else start + credit
        for first, last, of in ((start, middle, part), (middle, end, CAPTION)):
            for piece in sentence_spans(text, first, last, tables):
                yield TextSegment(*piece, number, of)
    elif part:
        yield TextSegment(start, end, number, part)
    elif is_signed_quotation(text[start:end]) and len(text[start:end].split()) <= _LONGEST_SIGNED:
        yield TextSegment(start, end, number, None)
    else:
        dateline = furniture.inline_dateline_end(text[start:end], text, alone=alone)
        if dateline is not None:
            yield TextSegment(start, start + dateline, number, DATELINE)
            start += dateline
        for piece in sentence_spans(text, start, end, tables):
            yield TextSegment(*piece, number, None)

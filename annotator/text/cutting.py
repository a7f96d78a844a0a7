"""Cutting a document into the sentences that are tagged and the furniture that is not."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotator.text import furniture
from annotator.text.paragraphs import is_heading, is_list_item, paragraph_spans
from annotator.text.pullquotes import pull_quotes
from annotator.text.sentences import sentence_spans
from annotator.text.stops import Grammar, grammar

PULL_QUOTE = "pullquote"
_TITLE_REACH = 3  # a dateline or a kicker may stand above the title


class Piece(NamedTuple):
    """One sentence, or one piece of furniture, as cut.

    Attributes:
        start: Where it begins, in code points of the text.
        end: Where it ends (exclusive).
        paragraph: The number of its paragraph, from 1.
        part: "title", "dateline", "byline", "caption" or "pullquote" for furniture,
            None for a sentence of the body.
    """

    start: int
    end: int
    paragraph: int
    part: str | None


def cut(text: str, language: str = "en", *, title: str | None = None) -> tuple[Piece, ...]:
    """Cut a text into sentences and furniture, losing no character of it.

    Args:
        text: The document's text, its newlines normalised to U+000A.
        language: Its language as a BCP 47 code; one without tables is cut by the
            English ones.
        title: The title where metadata has it; a first paragraph that says the
            same is the title, whatever it ends with.

    Returns:
        Pieces in order. None begins or ends with white space, none overlaps
        another, and every character outside of them is white space.
    """
    spans = paragraph_spans(text, _stands_alone)
    paragraphs = [text[start:end] for start, end in spans]
    parts = _parts(paragraphs, title)
    tables = grammar(language)
    pieces: list[Piece] = []
    for number, (span, part) in enumerate(zip(spans, parts, strict=True), start=1):
        pieces.extend(_pieces(text, span, number, part, tables))
    return tuple(pieces)


def _stands_alone(line: str) -> bool:
    return furniture.is_date_line(line) or furniture.is_byline(line)


def _parts(paragraphs: Sequence[str], title: str | None) -> Iterator[str | None]:
    quotes = pull_quotes(paragraphs)
    for at, paragraph in enumerate(paragraphs):
        if at in quotes:
            yield PULL_QUOTE
        else:
            yield _own_part(paragraph) or _part_by_place(paragraphs, at, title)


def _own_part(paragraph: str) -> str | None:
    """The part that a paragraph's own form makes it."""
    if is_heading(paragraph) or not any(map(str.isalnum, paragraph)):
        return furniture.TITLE
    if furniture.is_date_line(paragraph):
        return furniture.DATELINE
    if furniture.is_byline(paragraph):
        return furniture.BYLINE
    return furniture.CAPTION if furniture.is_caption(paragraph) else None


def _part_by_place(paragraphs: Sequence[str], at: int, title: str | None) -> str | None:
    """The part that a paragraph's place among the others makes it."""
    paragraph = paragraphs[at]
    if at < _TITLE_REACH and title and furniture.same_title(paragraph, title):
        return furniture.TITLE
    following = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
    if following is None or is_list_item(paragraph):
        return None
    headed = furniture.is_subhead if at else furniture.is_title
    return furniture.TITLE if headed(paragraph, following) else None


def _pieces(
    text: str, span: tuple[int, int], number: int, part: str | None, tables: Grammar
) -> Iterator[Piece]:
    start, end = span
    if part == furniture.CAPTION:
        credit = furniture.credit_start(text[start:end])
        middle = end if credit is None else start + credit
        for first, last in ((start, middle), (middle, end)):
            for piece in sentence_spans(text, first, last, tables):
                yield Piece(*piece, number, part)
    elif part:
        yield Piece(start, end, number, part)
    else:
        dateline = furniture.inline_dateline_end(text[start:end], text)
        if dateline is not None:
            yield Piece(start, start + dateline, number, furniture.DATELINE)
            start += dateline
        for piece in sentence_spans(text, start, end, tables):
            yield Piece(*piece, number, None)

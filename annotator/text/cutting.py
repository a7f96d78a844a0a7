"""Cutting a document into the sentences that are tagged and the furniture that is not."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotator.model.codebook import PULL_QUOTE
from annotator.text import furniture
from annotator.text.paragraphs import is_heading, is_list_item, paragraph_spans
from annotator.text.pullquotes import is_signed, pull_quotes
from annotator.text.sentences import sentence_spans
from annotator.text.stops import Grammar, grammar

_LOST_STOPS = 2  # a text in which sentences lack their stops has no headings that lack theirs
_LONGEST_SIGNED = 40  # words of a quotation with its signature, which are one sentence
_TITLE_REACH = 3  # a dateline or a kicker may stand above the title


class Piece(NamedTuple):
    """One sentence, or one piece of furniture, as cut.

    Attributes:
        start: Where it begins, in code points of the text.
        end: Where it ends (exclusive).
        paragraph: The number of its paragraph, from 1.
        part: One of `annotator.model.codebook.PARTS` for furniture, None for a
            sentence of the body.
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
        another, and every character outside of them is white space or belongs to
        an entity of HTML that means it (`annotator.model.document.BLANK`).
    """
    spans = paragraph_spans(text, _stands_alone)
    paragraphs = [text[start:end] for start, end in spans]
    parts = _parts(paragraphs, title, language)
    tables = grammar(language)
    shouted = Counter(filter(None, map(furniture.bare_dateline, paragraphs)))
    alone = shouted.total() < 2
    pieces: list[Piece] = []
    for number, (span, part) in enumerate(zip(spans, parts, strict=True), start=1):
        pieces.extend(_pieces(text, span, number, part, tables, alone))
    return tuple(pieces)


def _stands_alone(line: str) -> bool:
    return (
        furniture.is_date_line(line)
        or furniture.is_byline(line)
        or (any(map(str.isalnum, line)) and furniture.is_frame(line))
    )


def _parts(paragraphs: Sequence[str], title: str | None, language: str) -> list[str | None]:
    quotes = pull_quotes(paragraphs)
    own = [
        PULL_QUOTE if at in quotes else _own_part(paragraph)
        for at, paragraph in enumerate(paragraphs)
    ]
    listed = set(_listed(paragraphs, own))
    parts = [furniture.OTHER if at in listed else part for at, part in enumerate(own)]
    turns = _turns(paragraphs)
    plain = [at for at, part in enumerate(parts) if part is None]
    stops_lost = sum(furniture.lost_stop(paragraphs[at]) for at in plain[1:]) >= _LOST_STOPS
    for at in plain:
        first = at == plain[0]
        if at not in turns and (first or not stops_lost):
            parts[at] = _part_by_place(paragraphs, at, language, first=first)
    if title is not None:
        for at in range(min(_TITLE_REACH, len(paragraphs))):
            if furniture.same_title(paragraphs[at], title):
                parts[at] = furniture.TITLE
    return parts


def _turns(paragraphs: Sequence[str]) -> set[int]:
    """The paragraphs that begin with a speaker's name: one that returns, or one of several."""
    labels = [furniture.speaker_label(paragraph) or "" for paragraph in paragraphs]
    often = Counter(labels)
    several = sum(map(str.isupper, labels)) > 1
    return {
        at
        for at, label in enumerate(labels)
        if label and (often[label] > 1 or (several and label.isupper()))
    }


def _own_part(paragraph: str) -> str | None:
    """The part that a paragraph's own form makes it."""
    if is_heading(paragraph):
        return furniture.TITLE
    if furniture.is_date_line(paragraph):
        return furniture.DATELINE
    if furniture.is_byline(paragraph):
        return furniture.BYLINE
    if furniture.is_caption(paragraph):
        return furniture.CAPTION
    return furniture.OTHER if furniture.is_frame(paragraph) else None


def _listed(paragraphs: Sequence[str], parts: Sequence[str | None]) -> Iterator[int]:
    """The entries of lists of sources, and of links at the text's end, with their headings."""
    if not any(map(furniture.opens_list, paragraphs)):
        return
    ended = max((at for at, each in enumerate(paragraphs) if _is_body(each, parts[at])), default=-1)
    heading, cites = None, False
    for at, paragraph in enumerate(paragraphs):
        if furniture.opens_list(paragraph):
            heading, cites = at, furniture.cites(paragraph)
        elif heading is not None and cites and furniture.is_cited(paragraph):
            yield from (heading, at)
        elif heading is not None and at > ended and parts[at] is None:
            if furniture.is_listed(paragraph) and not furniture.speaks(paragraph):
                yield at
        elif parts[at] is None:
            heading = None


def _is_body(paragraph: str, part: str | None) -> bool:
    cited = furniture.is_cited(paragraph)
    return part is None and not cited and furniture.ends_sentence(paragraph)


def _part_by_place(paragraphs: Sequence[str], at: int, language: str, *, first: bool) -> str | None:
    """The part that a paragraph's place among the others makes it."""
    paragraph = paragraphs[at]
    following = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
    if following is None or is_list_item(paragraph):
        return None
    if first:
        headed = furniture.is_title(paragraph, following)
    else:
        headed = furniture.is_subhead(paragraph, following, language)
    return furniture.TITLE if headed else None


def _pieces(
    text: str, span: tuple[int, int], number: int, part: str | None, tables: Grammar, alone: bool
) -> Iterator[Piece]:
    start, end = span
    credit = furniture.credit_start(text[start:end]) if part in {None, furniture.CAPTION} else None
    if part == furniture.CAPTION or credit is not None:
        middle = end if credit is None else start + credit
        for first, last, of in ((start, middle, part), (middle, end, furniture.CAPTION)):
            for piece in sentence_spans(text, first, last, tables):
                yield Piece(*piece, number, of)
    elif part:
        yield Piece(start, end, number, part)
    elif is_signed(text[start:end]) and len(text[start:end].split()) <= _LONGEST_SIGNED:
        yield Piece(start, end, number, None)
    else:
        dateline = furniture.inline_dateline_end(text[start:end], text, alone=alone)
        if dateline is not None:
            yield Piece(start, start + dateline, number, furniture.DATELINE)
            start += dateline
        for piece in sentence_spans(text, start, end, tables):
            yield Piece(*piece, number, None)

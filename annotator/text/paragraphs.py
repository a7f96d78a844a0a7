"""Where paragraphs begin and end, in texts set in any of the usual ways.

Blank lines divide. Within a block of lines a break divides only where nobody's
wrapping made it: in a Markdown list or heading, around a byline's or date's own
line, in lines too long to have been wrapped, and behind a finished sentence
whose line had room for the next word.
"""

import re
from collections.abc import Callable, Iterator, Sequence

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+\S")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+\S")
_UNDERLINE = re.compile(r" {0,3}(?:={3,}|-{3,})[ \t]*")
_ENDINGS = tuple('.!?…:"”’»)]。！？؟۔।')
_LINE_BREAK = re.compile("[\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_WIDEST_WRAP = 200  # nobody wraps lines wider than this ...
_NARROWEST_WRAP = 40  # ... or narrower than that

Line = tuple[int, int]


def paragraph_spans(text: str, stands_alone: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Give the paragraphs of a text.

    Args:
        text: The document's text, with newlines normalised to U+000A.
        stands_alone: Whether a line, stripped, is a paragraph wherever it stands.

    Returns:
        Spans [start, end) in code points, in order, without white space at either
        end; every character outside of them is white space.
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
    """Whether a paragraph begins as an item of a list does."""
    return _LIST_ITEM.match(paragraph) is not None


def _blocks(text: str) -> Iterator[list[Line]]:
    block: list[Line] = []
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


def _lines(text: str) -> Iterator[Line]:
    start = 0
    for match in _LINE_BREAK.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _paragraphs(
    text: str, block: Sequence[Line], stands_alone: Callable[[str], bool]
) -> Iterator[tuple[int, int]]:
    lines = [text[start:end] for start, end in block]
    width = max(map(len, lines))
    finished = all(line.endswith(_ENDINGS) for line in lines[:-1])
    begin = 0
    for at in range(1, len(lines)):
        underlines = at - begin == 1 and _UNDERLINE.fullmatch(lines[at]) is not None
        opens_text = at == 1 and not text[: block[0][0]].strip()
        if (
            _marked(lines[begin], lines[at - 1], lines[at])
            or any(map(stands_alone, lines[at - 1 : at + 1]))
            or (not underlines and (finished or width > _WIDEST_WRAP))
            or _has_room(lines[at - 1], lines[at], width, opens_text=opens_text)
        ):
            yield block[begin][0], block[at - 1][1]
            begin = at
    yield block[begin][0], block[-1][1]


def _marked(first: str, last: str, following: str) -> bool:
    """Whether Markdown's own marks divide a paragraph, of which these are the ends, from a line."""
    if _HEADING.match(first) or _HEADING.match(following):
        return True
    # A dash or number that only happens to begin a wrapped line is no item of a list.
    after = is_list_item(first) or last.endswith(_ENDINGS)
    return after and is_list_item(following)


def _has_room(line: str, following: str, width: int, *, opens_text: bool) -> bool:
    """Whether a line could have held the next line's first word, so that nobody wrapped it."""
    needed = len(line) + 1 + len(following.split(None, 1)[0])
    if line.endswith(_ENDINGS):
        return needed <= width or width < _NARROWEST_WRAP
    # An unfinished line far shorter than the rest is a title set right above its text.
    return opens_text and needed < 0.7 * width and width >= _NARROWEST_WRAP

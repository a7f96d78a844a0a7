"""Text laid out in a terminal's cells: broken into lines and clipped, never inside a character.

Cells are counted as Rich counts them, since the screen pads and crops by that count; where one
character as the reader sees it ends and the next begins is wcwidth's word (Unicode's annex 29).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from rich.cells import cell_len

# White space at which a line may end; no-break spaces are not among it.
_SPACE = "\t-\r\x1c-\x20\x85\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000"
_SPACES = re.compile(f"[{_SPACE}]+")

# One cell each, and nothing that joins its neighbour: Latin, Greek, Cyrillic, signs, our marks.
_BEYOND_PLAIN = re.compile(
    "[^\n -~\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u0391-\u03a1\u03a3-\u0482"
    "\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2193\u2400-\u2421\u27e8\u27e9]"
)

_AFTER_HYPHEN = "(?<=[^\\W\\d][-\u2010\u2012\u2013])(?=[^\\W\\d])"
_AFTER_DASH = f"(?<=\u2014)(?=[^{_SPACE}\u2014])"
_AFTER_SPACE = f"(?<=[{_SPACE}])(?=[^{_SPACE}])"

# Chinese and Japanese break between any two characters, but for what may not begin or end a line.
_WIDE = (
    "\u2e80-\u2fff\u3001-\u30ff\u3105-\u312f\u31a0-\u31ff\u3220-\u9fff\uf900-\ufaff\uff01-\uff9f"
    "\U00020000-\U0003ffff"
)
_SELECTORS = "\U000e0100-\U000e01ef"
_OPENING = "(\\[{“‘«‹〈《「『【〔〖〘（［｛｢"
_CLOSING = (
    ")\\]},.:;!?%…”’»›、。〉》」』】〕〗〙！％），．：；？］｝｡｣､・ー々〻ゝゞヽヾ"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
)
_MAY_BEGIN = f"(?=[^{_SPACE}{_CLOSING}])"
_AFTER_WIDE = f"(?<=[{_WIDE}{_SELECTORS}])(?<![{_OPENING}]){_MAY_BEGIN}"
_BEFORE_WIDE = f"(?<=[^{_SPACE}{_OPENING}])(?=[{_WIDE}]){_MAY_BEGIN}"
_BREAKS = re.compile(f"{_AFTER_SPACE}|{_AFTER_HYPHEN}|{_AFTER_DASH}|{_AFTER_WIDE}|{_BEFORE_WIDE}")


class Line(NamedTuple):
    """One line of a wrapped text: `[start, end)` of the text, in code points."""

    start: int
    end: int


def wrap(text: str, width: int) -> tuple[Line, ...]:
    """The lines of `text`, each at most `width` cells wide.

    Lines end at white space (line feeds count as that), after hyphens and dashes, and between
    Chinese or Japanese characters; a word wider than a line is cut between two characters. The
    white space at which a line ends is on no line; everything else is on exactly one, in order.
    A character wider than `width` has a line for itself. No text, no lines.
    """
    if _is_plain(text):
        return tuple(Line(*match.span()) for match in _plain_line(width).finditer(text))
    return tuple(_filled(text, width))


def clip(text: str, width: int) -> str:
    """`text` in at most `width` cells, ending in an ellipsis where something was left off."""
    if width < 1:
        return ""
    if _is_plain(text):
        return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"
    if cell_len(text) <= width:
        return text
    used, kept = 0, 0
    for cluster in _clusters(text):
        used += cell_len(cluster)
        if used >= width:
            break
        kept += len(cluster)
    return f"{text[:kept].rstrip()}…"


def _is_plain(text: str) -> bool:
    return (text.isascii() and text.isprintable()) or _BEYOND_PLAIN.search(text) is None


@lru_cache(maxsize=64)
def _plain_line(width: int) -> re.Pattern[str]:
    """A line of plain text: as much as fits up to a place to break, else as much as fits."""
    before_space = f"(?<=[^{_SPACE}])(?=[{_SPACE}]|\\Z)"
    breaks = f"{before_space}|{_AFTER_HYPHEN}|{_AFTER_DASH}"
    rest = f".{{0,{max(width, 1) - 1}}}"
    return re.compile(f"[^{_SPACE}](?:{rest}(?:{breaks})|{rest})", re.DOTALL)


def _filled(text: str, width: int) -> Iterator[Line]:
    """The lines of any text, filled word by word."""
    start, end, used = 0, 0, 0
    for word in _words(text):
        needed = cell_len(text[word.start : word.end])
        gap = _gap(text[end : word.start])
        if end and used + gap + needed <= width:
            end, used = word.end, used + gap + needed
            continue
        if end:
            yield Line(start, end)
        start, end, used = word.start, word.end, needed
        if needed > width:
            *full, last = _cut(text, word, width)
            yield from full
            start, used = last.start, cell_len(text[last.start : last.end])
    if end:
        yield Line(start, end)


def _gap(space: str) -> int:
    """The cells of the white space between two words, where a control is shown as one space."""
    return len(space) + space.count("\u3000")


def _words(text: str) -> Iterator[Line]:
    """The pieces of a text between which a line may end, without the white space around them."""
    boundaries = set(accumulate(map(len, _clusters(text)), initial=0))
    places = [match.start() for match in _BREAKS.finditer(text) if match.start() in boundaries]
    start = 0
    for end in (*places, len(text)):
        leading = _SPACES.match(text, start, end)
        begin = leading.end() if leading else start
        begin -= begin not in boundaries
        stop = begin + len(text[begin:end].rstrip())
        if begin < stop:
            yield Line(begin, stop)
        start = end


def _cut(text: str, word: Line, width: int) -> Iterator[Line]:
    """A word in pieces of at most `width` cells, or of one character that is wider."""
    start, end, used = word.start, word.start, 0
    for cluster in _clusters(text[word.start : word.end]):
        needed = cell_len(cluster)
        if end > start and used + needed > width:
            yield Line(start, end)
            start, used = end, 0
        end, used = end + len(cluster), used + needed
    yield Line(start, end)


def _clusters(text: str) -> Iterator[str]:
    # Plain text never comes here, and most articles are plain: they do without this import.
    from wcwidth import iter_graphemes  # noqa: PLC0415

    return iter_graphemes(text)

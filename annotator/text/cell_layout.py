"""Text layout in terminal cells: wrapped and clipped, never inside a character, and bars.

Cells are counted like Rich does, because the screen pads and crops by its counts. wcwidth finds the
characters as the reader sees them (Unicode annex 29).
"""

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple, TypeVar

from rich.cells import cell_len

from annotator.text.safe import Safe, is_everyday, safe_prefix, safe_slice

Item = TypeVar("Item")

# White space at which a line can end. No-break spaces are not included.
_SPACE = "\t-\r\x1c-\x20\x85\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000"

# One cell each, and never combined with a neighbor: Latin, Greek, Cyrillic, symbols, our marks.
_PLAIN = (
    "\n -~\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u0391-\u03a1\u03a3-\u0482"
    "\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2193\u2400-\u2421\u27e8\u27e9"
)

# The white space that is plain. The patterns for it compile fast, because every start needs them.
_PLAIN_SPACE = "\n "

_AFTER_HYPHEN = "(?<=[^\\W\\d][-\u2010\u2012\u2013])(?=[^\\W\\d])"
_AFTER_DASH = f"(?<=\u2014)(?=[^{_SPACE}\u2014])"

# Chinese and Japanese break between any two characters, except those not allowed at a line's edge.
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


class WrappedLine(NamedTuple):
    """One line of a wrapped text, as `[start, end)` in code points of the text."""

    start: int
    end: int


def wrap(text: str, width: int) -> tuple[WrappedLine, ...]:
    """The lines of `text`, each at most `width` cells wide.

    Lines end at white space (including line feeds), after hyphens and dashes, and between Chinese
    or Japanese characters. A word wider than a line is cut between two characters. The white space
    at a line's end is on no line. Everything else is on exactly one line, in order. A character
    wider than `width` gets its own line. An empty text has no lines.
    """
    if _is_plain(text):
        return tuple(WrappedLine(*match.span()) for match in _plain_line(width).finditer(text))
    return tuple(_filled(text, width))


def clip(text: Safe, width: int) -> Safe:
    """`text` in at most `width` cells. If it is cut, it ends with an ellipsis."""
    if width < 1:
        return safe_slice(text, 0, 0)
    if _is_plain(text):
        return text if len(text) <= width else safe_prefix(text, width - 1)
    if cell_len(text) <= width:
        return text
    used, length = 0, 0
    for cluster in _clusters(text):
        used += cell_len(cluster)
        if used >= width:
            break
        length += len(cluster)
    return safe_prefix(text, length)


def around(rows: Sequence[Item], at: int, most: int) -> Sequence[Item]:
    """At most this many of the rows, so that the one at `at` is among them."""
    first = max(0, min(at - most // 2, len(rows) - most))
    return rows[first : first + most]


def distinct_labels(names: Sequence[str], width: int) -> list[str]:
    """The names in at most `width` cells, shortened in the middle, and all different.

    If the width is too small to tell them apart, the labels are as wide as necessary.
    """
    if width >= max(map(cell_len, names), default=0):
        return list(names)
    count = len(set(names))
    for space in range(max(width, 3), max(map(cell_len, names))):
        short = {name: _middle(name, space) for name in names}
        if len({*short.values()}) == count:
            return [short[name] for name in names]
    return list(names)


def _middle(text: str, width: int) -> str:
    """`text` in at most `width` cells, with an ellipsis in the middle if it is shortened."""
    if cell_len(text) <= width:
        return text
    clusters = list(_clusters(text))
    head, tail = width // 2, width - 1 - width // 2
    return f"{_within(clusters, head)}…{_within(clusters[::-1], tail, backwards=True)}"


def _within(clusters: Sequence[str], width: int, *, backwards: bool = False) -> str:
    """As many of the clusters as fit in `width` cells, in the order of the text."""
    sizes = accumulate(map(cell_len, clusters))
    fitting = [each for each, size in zip(clusters, sizes, strict=True) if size <= width]
    return "".join(reversed(fitting) if backwards else fitting)


def _is_plain(text: str) -> bool:
    return is_everyday(text) or _beyond_plain().search(text) is None


@cache
def _beyond_plain() -> re.Pattern[str]:
    return re.compile(f"[^{_PLAIN}]")


@cache
def _places_to_break() -> re.Pattern[str]:
    wide = f"{_AFTER_WIDE}|{_BEFORE_WIDE}"
    return re.compile(f"[{_SPACE}]+|{_AFTER_HYPHEN}|{_AFTER_DASH}|{wide}")


@lru_cache(maxsize=64)
def _plain_line(width: int) -> re.Pattern[str]:
    """A line of plain text: as much as fits up to a break, or else as much as fits."""
    before_space = f"(?<=[^{_PLAIN_SPACE}])(?=[{_PLAIN_SPACE}]|\\Z)"
    after_dash = f"(?<=\u2014)(?=[^{_PLAIN_SPACE}\u2014])"
    breaks = f"{before_space}|{_AFTER_HYPHEN}|{after_dash}"
    rest = f".{{0,{max(width, 1) - 1}}}"
    return re.compile(f"[^{_PLAIN_SPACE}](?:{rest}(?:{breaks})|{rest})", re.DOTALL)


def _filled(text: str, width: int) -> Iterator[WrappedLine]:
    """The lines of any text: each up to the last break that fits, or cut where it must be."""
    clusters = list(_clusters(text))
    places = list(accumulate(map(len, clusters), initial=0))
    cells = list(accumulate(map(_cells, clusters), initial=0))
    cells_at = dict(zip(places, cells, strict=True))
    breaks = list(_breaks(text, cells_at))
    cells_at_breaks = [cells_at[end] for end, _ in breaks]
    start, done = _leading(text, cells_at), 0
    while done < len(breaks):
        limit = cells_at[start] + width
        fitting = bisect_right(cells_at_breaks, limit, done)
        if fitting > done:
            end, following = breaks[fitting - 1]
            done = fitting
        else:
            cut = max(bisect_right(cells, limit) - 1, bisect_right(places, start))
            end = following = places[cut]
        yield WrappedLine(start, end)
        start = following


def _leading(text: str, boundaries: Container[int]) -> int:
    """The start of the first line."""
    space = re.match(f"[{_SPACE}]+", text)
    return _inside(space, boundaries)[1] if space else 0


def _breaks(text: str, boundaries: Container[int]) -> Iterator[tuple[int, int]]:
    """The places where a line can end and the next one begins, in order. The text's end is last."""
    following = _leading(text, boundaries)
    for match in _places_to_break().finditer(text, following):
        end, following = _inside(match, boundaries)
        if end in boundaries and following in boundaries:
            yield end, following
    if following < len(text):
        yield len(text), len(text)


def _inside(space: re.Match[str], boundaries: Container[int]) -> tuple[int, int]:
    """White space without its last character if that has a combining mark."""
    start, end = space.span()
    return start, end if end in boundaries or start == end else end - 1


@lru_cache(maxsize=4096)
def _cells(cluster: str) -> int:
    # White space that is a control character, such as a line feed, is shown as one space.
    return max(cell_len(cluster), cluster.isspace())


def _clusters(text: str) -> Iterator[str]:
    # Plain text never gets here. Most articles are plain, so they do not need this import.
    from wcwidth import iter_graphemes  # noqa: PLC0415

    return iter_graphemes(text)


BLOCKS, ASCII = ("█", "░"), ("#", ".")
"""What fills a bar, and what its rest is made of."""


def share_bar(share: float, width: int, signs: tuple[str, str] = BLOCKS) -> tuple[str, str]:
    """The filled part of a bar and the rest, `width` cells together.

    A share above 0 fills at least one cell, and one below 1 leaves at least one empty.

    Args:
        share: From 0 to 1.
        width: In cells, at least 2.
        signs: `BLOCKS` or `ASCII`.
    """
    cells = round(share * width)
    if 0 < share < 1:
        cells = min(max(cells, 1), width - 1)
    return signs[0] * cells, signs[1] * (width - cells)


def range_bar(low: float, high: float, width: int, signs: tuple[str, str] = BLOCKS) -> str:
    """A bar filled from one share to another, at least one cell of it; `width` cells wide."""
    start = min(int(low * width), width - 1)
    end = max(start + 1, round(high * width))
    return signs[1] * start + signs[0] * (end - start) + signs[1] * (width - end)

"""The layout of the article: each sentence's wrapped lines, and which of them are in view."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from rich.cells import cell_len as cells

from annotator.text.cell_layout import WrappedLine, clip, wrap
from annotator.text.safe import DisplayText, Safe, display_text, safe_text


class SentenceBlock(NamedTuple):
    """The layout of one sentence.

    Attributes:
        shown: Its text, safe to show, which maps the document's offsets to the shown ones.
        lines: The wrapped lines, as spans of the shown text.
        suffix: The text after its last word: source and links.
        apart: Whether the suffix is on its own line.
        gap: Whether a blank line comes before it, because a paragraph begins.
    """

    shown: DisplayText
    lines: tuple[WrappedLine, ...]
    suffix: Safe
    apart: bool
    gap: bool

    @property
    def height(self) -> int:
        """The number of lines, including the blank line before it."""
        return len(self.lines) + self.apart + self.gap


def lay_out(text: str, suffix: Safe, width: int, *, gap: bool) -> SentenceBlock:
    """A sentence's text wrapped to `width` cells, with its suffix after the last word."""
    safe = display_text(text)
    lines = wrap(safe.text, width) or (WrappedLine(0, 0),)
    clipped = clip(suffix, width)
    last = cells(safe.text[lines[-1].start : lines[-1].end])
    apart = bool(clipped) and last + 1 + cells(clipped) > width
    return SentenceBlock(safe, lines, clipped, apart, gap)


def bare_block(shown: DisplayText) -> SentenceBlock:
    """A sentence without lines of its own, as part of running text."""
    return SentenceBlock(shown, (), safe_text(""), apart=False, gap=False)


class LineRange(NamedTuple):
    """Lines of the article, `[start, end)`."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """The number of lines."""
        return self.end - self.start


class ArticleLayout:
    """The blocks of a whole article, found by line and by position."""

    def __init__(self, blocks: Sequence[SentenceBlock]) -> None:
        self._blocks = list(blocks)
        self._stack()

    def _stack(self) -> None:
        self._tops = list(accumulate((block.height for block in self._blocks), initial=0))

    @property
    def height(self) -> int:
        """The number of lines of the whole article."""
        return self._tops[-1]

    def __len__(self) -> int:
        return len(self._blocks)

    def __getitem__(self, position: int) -> SentenceBlock:
        return self._blocks[position]

    def at(self, y: int) -> tuple[int, int] | None:
        """The position of the sentence at line `y` and the line within it. None on a blank line.

        Lines within a sentence count from 0. The suffix's own line follows the wrapped lines.
        """
        if not 0 <= y < self.height:
            return None
        position = bisect_right(self._tops, y) - 1
        within = y - self._tops[position] - self._blocks[position].gap
        return (position, within) if within >= 0 else None

    def extent(self, position: int) -> LineRange:
        """The lines of a sentence, without the blank one before it."""
        start = self._tops[position] + self._blocks[position].gap
        return LineRange(start, self._tops[position + 1])

    def replace(self, position: int, new: SentenceBlock) -> bool:
        """Replace one block. Gives whether the lines below it moved."""
        moved = new.height != self._blocks[position].height
        self._blocks[position] = new
        if moved:
            self._stack()
        return moved


_LINES_ABOVE = 2


class Window(NamedTuple):
    """The rows through which the article is seen.

    Attributes:
        height: The number of rows.
        covered: The rows at the bottom that a prompt covers while it is open.
        margin: The rows to keep between the current sentence and the edges. None keeps the
            sentence in the upper third.
    """

    height: int
    covered: int = 0
    margin: int | None = None

    @property
    def room(self) -> int:
        """The rows that no prompt covers."""
        return max(self.height - self.covered, 1)

    @property
    def third(self) -> int:
        """The last row of the upper third of the rows that no prompt covers."""
        return self.room // 3

    def follow(self, lines: LineRange, offset: int, total: int) -> int:
        """The first line to show, so that a sentence is where the eye expects it.

        It changes as little as possible. A sentence that is taller than the room may begin above.

        Args:
            lines: The lines of the sentence.
            offset: The first line that is shown now.
            total: The number of lines of the article.
        """
        if total <= self.room:
            return 0
        if lines.length > self.room:
            return max(lines.start, min(offset, lines.end - self.room))
        last = max(min(self._last_row(lines.length), self.room - lines.length), 0)
        first = min(_LINES_ABOVE if self.margin is None else self.margin, self.third, last)
        wanted = max(lines.start - last, min(offset, lines.start - first), 0)
        return min(wanted, self.total(total) - self.height)

    def _last_row(self, length: int) -> int:
        """The last row in which a sentence of this length may begin."""
        if self.margin is None:
            return self.third
        return max(self.height - self.margin - length, self.third)

    def shows(self, lines: LineRange, offset: int) -> bool:
        """Whether a sentence is in view, or as much of it as fits."""
        end = min(lines.end, lines.start + self.room)
        return offset <= lines.start and end <= offset + self.room

    def scroll_within(self, lines: LineRange, offset: int, rows: int) -> int:
        """The first line to show next within a sentence that is taller than the room."""
        if lines.length <= self.room:
            return offset
        return max(lines.start, min(offset + rows, lines.end - self.room))

    def total(self, lines: int) -> int:
        """The lines to scroll through: the last sentence also reaches the upper third."""
        return lines if lines <= self.room else lines + self.height - self.third

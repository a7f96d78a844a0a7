"""The layout of the article: each sentence's wrapped lines, and the sentence of each line."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from rich.cells import cell_len as cells

from annotator.text.cell_layout import WrappedLine, clip, wrap
from annotator.text.safe import DisplayText, Safe, display_text


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


class ArticleLayout:
    """The blocks of a whole article, found by line and by position.

    Lines may be opened under one block, and count as lines of that block. Opening them takes the
    same time in an article of any length.
    """

    def __init__(self, blocks: Sequence[SentenceBlock]) -> None:
        self._blocks = list(blocks)
        self._under, self._opened = 0, 0
        self._stack()

    def _stack(self) -> None:
        self._tops = list(accumulate((block.height for block in self._blocks), initial=0))

    @property
    def height(self) -> int:
        """The number of lines of the whole article."""
        return self._tops[-1] + self._opened

    def __len__(self) -> int:
        return len(self._blocks)

    def __getitem__(self, position: int) -> SentenceBlock:
        return self._blocks[position]

    def at(self, y: int) -> tuple[int, int] | None:
        """The position of the sentence at line `y` and the line within it. None on a blank line.

        Lines within a sentence count from 0. The suffix's own line follows the wrapped lines, and
        then the opened lines.
        """
        if not 0 <= y < self.height:
            return None
        position = bisect_right(self._tops, y) - 1
        if self._opened and position > self._under:
            shut = y - self._opened
            position = max(bisect_right(self._tops, shut) - 1, self._under)
            y = shut if position > self._under else y
        within = y - self._tops[position] - self._blocks[position].gap
        return (position, within) if within >= 0 else None

    def extent(self, position: int) -> tuple[int, int]:
        """The lines of a sentence, `[start, end)`, without the blank one before it."""
        above = self._opened if position > self._under else 0
        own = self._opened if position == self._under else 0
        start = self._tops[position] + self._blocks[position].gap + above
        return start, self._tops[position + 1] + above + own

    def open(self, position: int, lines: int) -> bool:
        """Open N lines under a sentence, and none elsewhere. Gives whether lines moved."""
        if not self._blocks:  # there is no sentence yet to open lines under
            return False
        moved = (self._under, self._opened) != (position, lines)
        self._under, self._opened = position, lines
        return moved

    def replace(self, position: int, new: SentenceBlock) -> bool:
        """Replace one block. Gives whether the lines below it moved."""
        moved = new.height != self._blocks[position].height
        self._blocks[position] = new
        if moved:
            self._stack()
        return moved

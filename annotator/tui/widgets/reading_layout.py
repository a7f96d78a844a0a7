"""The article as running text: lines that several sentences share."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from annotator.model.annotation import Sentence
from annotator.text.cell_layout import WrappedLine, wrap
from annotator.text.safe import DisplayText, display_text, safe_text
from annotator.tui.widgets.article_layout import LineRange

MAX_TEXT_WIDTH = 72


class ReadingPart(NamedTuple):
    """The part of a sentence on one line.

    Attributes:
        position: The position of the sentence.
        start: Its first code point on the line, in the sentence's shown text.
        end: The code point after its last one.
        column: The code points of the line before it.
    """

    position: int
    start: int
    end: int
    column: int


ReadingLine = tuple[ReadingPart, ...]


class ReadingLayout:
    """The lines of an article as running text. Each paragraph is followed by an empty line.

    Args:
        sentences: The sentences of the article.
        width: The width of the text in cells.
    """

    def __init__(self, sentences: Sequence[Sentence], width: int) -> None:
        self.shown: tuple[DisplayText, ...] = tuple(display_text(each.text) for each in sentences)
        self.lines: list[ReadingLine] = []
        numbered = enumerate(sentences)
        for _, group in groupby(numbered, key=lambda each: each[1].paragraph):
            self._add_paragraph([position for position, _ in group], width)
        self._extents = self._found_extents()

    def _add_paragraph(self, positions: list[int], width: int) -> None:
        starts, text = [], ""
        for position in positions:
            starts.append(len(text))
            text += f"{self.shown[position].text} "
        for line in wrap(safe_text(text.rstrip()), width):
            self.lines.append(self._parts(positions, starts, line))
        self.lines.append(())

    def _parts(self, positions: list[int], starts: list[int], line: WrappedLine) -> ReadingLine:
        first = max(bisect_right(starts, line.start) - 1, 0)
        parts = []
        for at in range(first, len(positions)):
            position, begin = positions[at], starts[at]
            if begin >= line.end:
                break
            length = len(self.shown[position].text)
            start, end = max(line.start - begin, 0), min(line.end - begin, length)
            if start < end:
                parts.append(ReadingPart(position, start, end, begin + start - line.start))
        return tuple(parts)

    def _found_extents(self) -> list[LineRange]:
        found: dict[int, LineRange] = {}
        for number, line in enumerate(self.lines):
            for part in line:
                first = found[part.position].start if part.position in found else number
                found[part.position] = LineRange(first, number + 1)
        last = LineRange(0, 1)
        extents = []
        for position in range(len(self.shown)):
            last = found.get(position, last)
            extents.append(last)
        return extents

    @property
    def height(self) -> int:
        """The number of lines."""
        return len(self.lines)

    def extent(self, position: int) -> LineRange:
        """The lines on which a sentence appears."""
        return self._extents[position]

    def at(self, y: int, column: int = 0) -> int | None:
        """The position of the sentence at a line and a code point of it. None on an empty line."""
        line = self.lines[y] if 0 <= y < len(self.lines) else ()
        before = [part.position for part in line if part.column <= column]
        return before[-1] if before else (line[0].position if line else None)

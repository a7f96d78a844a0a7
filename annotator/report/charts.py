"""Charts: bars of segments, as shares of a width; `templates/charts.html` draws them.

Each bar stands in a row of a table, beside the numbers that it shows. The words are then words of
the page, which wrap on a phone and print in its type, and the data is there without the picture.
A drawing library would bring its own text, which does neither, and megabytes for a rectangle.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

# Narrower than this share of the width, a segment has no room for its letter.
MINIMUM_LETTER_WIDTH = 0.08


@dataclass(frozen=True, slots=True)
class BarPart:
    """What a segment of a bar stands for.

    Attributes:
        count: How many; its length.
        color: The class of a color of the page.
        mark: The letter that says what it is without the color; empty for none.
        hollow: Whether it is drawn as an outline.
    """

    count: int
    color: str
    mark: str = ""
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class BarSegment:
    """A part where it is drawn, from `start` over `width`, both shares of the whole width."""

    part: BarPart
    start: float
    width: float

    @property
    def middle(self) -> float:
        """Where its letter stands."""
        return self.start + self.width / 2

    @property
    def mark(self) -> str:
        """Its letter, where there is room for one."""
        return self.part.mark if self.width >= MINIMUM_LETTER_WIDTH else ""


def bar(parts: Sequence[BarPart], most: int) -> tuple[BarSegment, ...]:
    """The segments of one bar, side by side; those of nothing are left out.

    Args:
        parts: What it is made of.
        most: The count that fills the whole width, the same for every bar of a chart.
    """
    starts = accumulate((part.count for part in parts), initial=0)
    return tuple(
        BarSegment(part, start / most, part.count / most)
        for part, start in zip(parts, starts, strict=False)
        if part.count
    )


def longest_total(totals: Iterable[int]) -> int:
    """The count that fills the width of a chart with bars of these totals; at least 1."""
    return max(1, *totals, 1)


def css_percent(share: float) -> str:
    """A share as a length in SVG or CSS."""
    return f"{100 * share:.2f}%"

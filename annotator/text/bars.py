"""Bars for shares in a terminal: block characters, or ASCII where the terminal lacks them."""

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

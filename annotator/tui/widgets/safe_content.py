"""Untrusted text made safe for a widget: no control codes, no markup, clipped to a width."""

from functools import lru_cache

from rich.cells import cell_len as cells
from textual.content import Content

from annotator.text.cell_layout import clip, wrap
from annotator.text.safe import Safe, safe_slice, safe_text


def safe_content(text: str, style: str = "") -> Content:
    """One line of untrusted text, safe to draw: no control codes, no markup.

    Args:
        text: Any text. Line breaks become spaces.
        style: A Textual style. The text cannot change it.
    """
    return Content.styled(safe_text(" ".join(text.split("\n"))), style)


def quote(text: str) -> str:
    """A text in quotation marks, unless it begins with one."""
    return text if text[:1] in {"“", '"'} else f"“{text}”"


def nothing_found(typed: str) -> str:
    """The words for a search that finds nothing."""
    return f"Nothing found for “{typed.strip()}”."


def clip_content(text: str, width: int, style: str = "") -> Content:
    """The same, cut to `width` cells with an ellipsis."""
    return Content.styled(clip(safe_text(" ".join(text.split("\n"))), max(width, 1)), style)


@lru_cache(4_000)
def clipped_lines(text: str, width: int, most: int) -> tuple[Safe, ...]:
    """A text in at most `most` lines of `width` cells. The last one is cut with an ellipsis."""
    shown, width = safe_text(" ".join(text.split("\n"))), max(width, 8)
    lines = wrap(shown, width)
    found = [safe_slice(shown, line.start, line.end) for line in lines[:most]]
    if len(lines) > most:
        found[-1] = clip(safe_slice(shown, lines[most - 1].start, len(shown)), width)
    return tuple(found)


def spread_apart(left: Content, right: Content, width: int) -> Content:
    """Two texts at both ends of a line of `width` cells."""
    space = width - cells(left.plain) - cells(right.plain)
    return Content.assemble(left, " " * max(space, 1), right)

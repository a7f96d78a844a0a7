"""Untrusted text made safe for a widget: no control codes, no markup, clipped to a width."""

from rich.cells import cell_len as cells
from textual.content import Content

from annotator.text.cell_layout import clip
from annotator.text.safe import safe_text


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


def spread_apart(left: Content, right: Content, width: int) -> Content:
    """Two texts at both ends of a line of `width` cells."""
    space = width - cells(left.plain) - cells(right.plain)
    return Content.assemble(left, " " * max(space, 1), right)

"""One line of a sentence as pieces of text, each with the names of its styles."""

from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len as cells

from annotator.model.annotation import Sentence, Span
from annotator.model.codebook import COLOURS, Codebook
from annotator.text.safe import Safe, part, visible
from annotator.tui.prompts.prompt import Line
from annotator.tui.widgets.marks import colour, mark, signs
from annotator.tui.widgets.rows import Block

STYLES = frozenset(
    [
        *COLOURS,
        *("text", "cursor", "selected", "lit", "furniture", "number", "suffix"),
        *("match", "cue", "marked", "prompt", "key", "strong", "muted"),
    ]
)
"""The names of all styles."""
PROMPT_BAR = visible("│ ")
Piece = tuple[Safe, tuple[str, ...]]
Highlight = tuple[int, int, str]
"""A stretch of the shown text in code points, `[start, end)`, and the name of its style."""


class SentenceView(NamedTuple):
    """A sentence as it is to be drawn.

    Attributes:
        laid_out: Its wrapped lines.
        number: Its number on the screen.
        marked: The words that a prompt marks, in code points of the sentence's text.
        found: The words searched for, folded; empty where nothing is.
    """

    sentence: Sentence
    laid_out: Block
    codebook: Codebook
    number: int
    marked: Span | None = None
    found: str = ""


def gutter(view: SentenceView, within: int, width: int, pointer: str, doubt: str) -> list[Piece]:
    """What stands before the words: pointer, number, mark, doubt and signs on the first line.

    Args:
        view: The sentence.
        within: Which of its lines, from 0.
        width: In cells.
        pointer: The sign of the cursor or of a link, one cell.
        doubt: The sign that something may be missing, one cell.
    """
    if within:
        return [(visible(pointer + " " * (width - 1)), ())]
    name = colour(view.sentence, view.codebook)
    return [
        (visible(pointer), ()),
        (visible(f"{view.number:>{width - 7}} "), ("number",)),
        (mark(view.sentence, view.codebook), (name,) if name else ()),
        (visible(doubt), ("suffix",)),
        (visible(f"{signs(view.sentence)} "), ()),
    ]


def words(view: SentenceView, within: int) -> list[Piece]:
    """The words of one line, lit up where there is a cue or a match, and what stands behind."""
    laid_out = view.laid_out
    if within >= len(laid_out.lines):
        return [(laid_out.suffix, ("suffix",))]
    line = laid_out.lines[within]
    pieces = _stretches(view, line.start, line.end)
    if within == len(laid_out.lines) - 1 and laid_out.suffix and not laid_out.apart:
        pieces += [(visible(" "), ("suffix",)), (laid_out.suffix, ("suffix",))]
    return pieces


def prompt_line(line: Line, width: int) -> list[Piece]:
    """One line of a prompt, behind a bar where the gutter of `width` cells ends."""
    bar = (visible(" " * (width - 1) + PROMPT_BAR), ("key",))
    return [bar, *((piece.text, (piece.style,) if piece.style else ()) for piece in line)]


def pressed(line: Line, x: int, width: int) -> str:
    """The key that a click at column `x` on such a line stands for; empty where it is none."""
    left = width - 1 + len(PROMPT_BAR)
    for piece in line:
        right = left + cells(piece.text)
        if left <= x < right:
            return piece.press
        left = right
    return ""


def _stretches(view: SentenceView, start: int, end: int) -> list[Piece]:
    lights = [*_cue(view), *_matches(view)]
    inner = {edge for light in lights for edge in light[:2] if start < edge < end}
    text = view.laid_out.shown.text
    return [
        (part(text, left, right), tuple(name for a, b, name in lights if a <= left and right <= b))
        for left, right in pairwise(sorted({start, end} | inner))
    ]


def _cue(view: SentenceView) -> list[Highlight]:
    """The words that a prompt marks, or else the cue where the tag uses it."""
    sentence, shown = view.sentence, view.laid_out.shown
    if view.marked is not None:
        return [(*shown.span(*view.marked), "marked")]
    role = view.codebook.role(sentence.tag)
    if sentence.cue is None or not (role.attributes or sentence.tag is None):
        return []
    start, end = (at - sentence.span[0] for at in sentence.cue.span)
    return [(*shown.span(start, end), "cue")]


def _matches(view: SentenceView) -> list[Highlight]:
    """Where the words searched for stand."""
    shown = view.laid_out.shown.text
    folded = shown.casefold() if view.found else ""
    # Where folding changes the length, places in the folded text are none in the shown one.
    at = folded.find(view.found) if view.found and len(folded) == len(shown) else -1
    lights: list[Highlight] = []
    while at >= 0:
        lights.append((at, at + len(view.found), "match"))
        at = folded.find(view.found, at + len(view.found))
    return lights

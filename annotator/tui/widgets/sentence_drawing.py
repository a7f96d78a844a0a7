"""Draw sentences: their signs, colors and lines, as segments of a terminal's width."""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from annotator.model.annotation import AnnotationSet, Sentence, Span
from annotator.model.codebook import Codebook, Role
from annotator.model.lint import Finding
from annotator.model.palette import COLORS
from annotator.text.safe import Safe, safe_slice, safe_text
from annotator.tui.prompts.prompt import STANCE_SIGNS
from annotator.tui.widgets.article_layout import SentenceBlock

NO_TAG = "·"
FLAG, NOTE = "⚑", "✎"
FINDING = "?"
DIFFERENCE = "≠"
"""The sign of a decision that differs from a suggestion that is shown after it."""


def mark(sentence: Sentence, codebook: Codebook) -> Safe:
    """The mark of its tag: a space for furniture, a question mark for an unknown tag."""
    if not sentence.body:
        return safe_text(" ")
    if sentence.tag is None:
        return safe_text(NO_TAG)
    tag = codebook.tag(sentence.tag)
    return safe_text(tag.mark if tag else "?")


def color(sentence: Sentence, codebook: Codebook) -> str:
    """The name of its tag's color. Empty if it has none."""
    tag = codebook.tag(sentence.tag) if sentence.body else None
    return tag.color if tag else ""


def signs(sentence: Sentence) -> Safe:
    """Two cells: one for a flag, one for a note."""
    return safe_text((FLAG if sentence.flag else " ") + (NOTE if sentence.note else " "))


def links(annotations: AnnotationSet, sentence: Sentence) -> str:
    """The numbers of the sentences that it answers, each with the sign of its stance: `→1✓,2½`.

    Empty if it answers none.
    """
    positions = annotations.positions
    numbers = [
        f"{positions[answer.claim] + 1}{STANCE_SIGNS.get(answer.stance or '', '')}"
        for answer in sentence.answers
        if answer.claim in positions
    ]
    return f"→{','.join(numbers)}" if numbers else ""


def suffix(annotations: AnnotationSet, sentence: Sentence, codebook: Codebook) -> Safe:
    """The text after its last word: source, links, whether it is checkable, basis of its gold.

    A sentence without a tag shows all of it, because any tag may use it.
    """
    role, untagged = codebook.role(sentence.tag), sentence.tag is None
    by = sentence.provenance.basis if sentence.provenance else ""
    if not sentence.body:
        return safe_text(f"({codebook.part_name(sentence.part)}) {by}".rstrip())
    source = annotations.source_of(sentence)
    said = [
        f"‹{source.name}›" if source and (role.attributes or untagged) else "",
        links(annotations, sentence) if role.answers or untagged else "",
        "not checkable" if not sentence.checkable and (role is Role.CLAIM or untagged) else "",
        by,
    ]
    return safe_text(" ".join(part for part in said if part))


def findings_text(annotations: AnnotationSet, doubts: Iterable[Finding]) -> str:
    """The reasons of findings, with sentences by their numbers on the screen."""
    positions = annotations.positions

    def number(match: re.Match[str]) -> str:
        return str(positions[match[0]] + 1) if match[0] in positions else match[0]

    return "; ".join(re.sub(r"\bs[0-9]+\b", number, each.reason) for each in doubts)


STYLES = frozenset(
    [
        *COLORS,
        *("text", "cursor", "selected", "lit", "furniture", "number", "suffix"),
        *("match", "cue", "marked", "key", "ghost"),
    ]
)
"""The names of all styles."""
StyledPiece = tuple[Safe, tuple[str, ...]]
Highlight = tuple[int, int, str]
"""A part of the shown text in code points, `[start, end)`, and the name of its style."""


class PromptMarks(NamedTuple):
    """What a prompt marks in a sentence, as spans in code points of the sentence's text.

    Attributes:
        marked: The words to choose.
        underlined: The cue that would be set.
        replaces_cue: Whether `underlined` is shown instead of the cue that is set.
        ghost: A suggested cue.
    """

    marked: Span | None = None
    underlined: Span | None = None
    replaces_cue: bool = False
    ghost: Span | None = None


class Sign(NamedTuple):
    """A sign of one cell after the mark of a tag, and the name of its style."""

    text: str = " "
    style: str = "key"


class SentenceView(NamedTuple):
    """A sentence to draw.

    Attributes:
        block: Its wrapped lines.
        number: Its number on the screen.
        marks: What a prompt marks.
        found: The words searched for, case-folded. Empty without a search.
    """

    sentence: Sentence
    block: SentenceBlock
    codebook: Codebook
    number: int
    marks: PromptMarks = PromptMarks()
    found: str = ""


def gutter_pieces(
    view: SentenceView, within: int, width: int, pointer: str, sign: Sign
) -> list[StyledPiece]:
    """The cells before the text: pointer, number, mark, its sign, flag and note on the first line.

    Args:
        view: The sentence.
        within: The index of its line, from 0.
        width: The width in cells.
        pointer: The sign of the cursor or of a link, one cell.
        sign: That something may be missing or differs, or a suggested tag.
    """
    if within:
        return [(safe_text(pointer + " " * (width - 1)), ())]
    name = color(view.sentence, view.codebook)
    return [
        (safe_text(pointer), ()),
        (safe_text(f"{view.number:>{width - 7}} "), ("number",)),
        (mark(view.sentence, view.codebook), (name,) if name else ()),
        (safe_text(sign.text), (sign.style,)),
        (safe_text(f"{signs(view.sentence)} "), ()),
    ]


def margin_pieces(views: Sequence[SentenceView], width: int, pointer: str) -> list[StyledPiece]:
    """The margin of running text: the numbers and marks of the sentences that begin on its line.

    Args:
        views: Those sentences.
        width: The width in cells. Sentences that do not fit are left out.
        pointer: The sign of the cursor or of a link, one cell.
    """
    pieces: list[StyledPiece] = [(safe_text(pointer), ())]
    space = width - 2
    for view in views:
        name, number = color(view.sentence, view.codebook), f"{view.number}"
        if len(number) + 2 > space:
            break
        pieces.append((safe_text(number), ("number",)))
        pieces.append((mark(view.sentence, view.codebook), (name,) if name else ()))
        pieces.append((safe_text(" "), ()))
        space -= len(number) + 2
    return [pieces[0], (safe_text(" " * (space + 1)), ()), *pieces[1:]]


def text_pieces(view: SentenceView, within: int) -> list[StyledPiece]:
    """The text of one line, with highlights for a cue or a match, and the suffix."""
    laid_out = view.block
    if within >= len(laid_out.lines):
        return [(laid_out.suffix, ("suffix",))]
    line = laid_out.lines[within]
    pieces = stretches(view, line.start, line.end)
    if within == len(laid_out.lines) - 1 and laid_out.suffix and not laid_out.apart:
        pieces += [(safe_text(" "), ("suffix",)), (laid_out.suffix, ("suffix",))]
    return pieces


def stretches(view: SentenceView, start: int, end: int) -> list[StyledPiece]:
    """A part of the shown text, `[start, end)`, with highlights for a cue or a match."""
    lights = [*_cue(view), *_matches(view)]
    inner = {edge for light in lights for edge in light[:2] if start < edge < end}
    text = view.block.shown.text
    return [
        (
            safe_slice(text, left, right),
            tuple(name for a, b, name in lights if a <= left and right <= b),
        )
        for left, right in pairwise(sorted({start, end} | inner))
    ]


def _cue(view: SentenceView) -> list[Highlight]:
    """The words that a prompt marks, and the cue: of the prompt, or of a tag that uses one."""
    shown, marks = view.block.shown, view.marks
    cue = marks.underlined if marks.replaces_cue else _own_cue(view)
    spans = ((cue, "cue"), (marks.ghost, "ghost"), (marks.marked, "marked"))
    return [(*shown.span(*span), style) for span, style in spans if span is not None]


def _own_cue(view: SentenceView) -> Span | None:
    sentence = view.sentence
    role = view.codebook.role(sentence.tag)
    return sentence.cue_span if role.attributes or sentence.tag is None else None


def _matches(view: SentenceView) -> list[Highlight]:
    """The places of the words searched for."""
    shown = view.block.shown.text
    folded = shown.casefold() if view.found else ""
    # If case folding changes the length, its offsets do not fit the shown text.
    at = folded.find(view.found) if view.found and len(folded) == len(shown) else -1
    lights: list[Highlight] = []
    while at >= 0:
        lights.append((at, at + len(view.found), "match"))
        at = folded.find(view.found, at + len(view.found))
    return lights


CACHE_SIZE = 1_000


def component_style(widget: Widget, name: str) -> Style:
    """A component's own style, with transparent colors mixed with the widget's background.

    Textual returns such colors opaque, so that a light orange would hide orange letters.
    """
    style = widget.get_component_rich_style(name, partial=True)
    styles, ground = widget.get_component_styles(name), widget.background_colors[1]
    if ground.ansi is not None:
        return style
    return style + Style(
        color=_mixed(ground, styles.color), bgcolor=_mixed(ground, styles.background)
    )


def _mixed(ground: Color, color: Color) -> RichColor | None:
    return (ground + color).rich_color if 0 < color.a < 1 else None


class Painter:
    """Caches the styles of a widget by name, and the lines painted with them.

    Args:
        style: Gives the widget's style with a name.
        base: Gives the widget's own style, which is below every other.
    """

    def __init__(self, style: Callable[[str], Style], base: Callable[[], Style] = Style) -> None:
        self._style, self._base = style, base
        self._styles: dict[tuple[str, ...], Style] = {}
        self._kept: LRUCache[Hashable, tuple[object, Strip]] = LRUCache(CACHE_SIZE)

    def forget(self, *, styles: bool = False) -> None:
        """Discard every line, and with `styles` the styles too."""
        self._kept.clear()
        if styles:
            self._styles.clear()

    def cached_line(self, key: Hashable, of: object, paint: Callable[[], Strip]) -> Strip:
        """The cached line of this object under a key, or a new line from `paint`."""
        # The object's identity is a part of the key. The object is kept with its line, so that no
        # other object can get the same identity.
        whole = (id(of), key)
        found = self._kept.get(whole)
        if found is None:
            found = self._kept[whole] = (of, paint())
        return found[1]

    def strip(self, pieces: Iterable[StyledPiece], ground: tuple[str, ...], width: int) -> Strip:
        """A line of `width` cells: each piece in its own styles over those of the background."""
        segments = [Segment(text, self._combined(*ground, *names)) for text, names in pieces]
        return Strip(segments).adjust_cell_length(width, self._combined(*ground))

    def _combined(self, *names: str) -> Style:
        if names not in self._styles:
            combined = Style.combine([self._style(name) for name in names])
            self._styles[names] = self._base() + combined
        return self._styles[names]

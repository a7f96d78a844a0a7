"""The reading view: the article as running text, paragraph by paragraph."""

from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Static

from annotator.model.annotation import AnnotationSet, Sentence
from annotator.model.codebook import Codebook
from annotator.model.palette import COLORS
from annotator.model.session import Session
from annotator.text.cell_layout import WrappedLine, wrap
from annotator.text.safe import Safe, safe_text
from annotator.tui.widgets.safe_content import safe_content
from annotator.tui.widgets.sentence_drawing import color, component_style, mark

MAX_WIDTH = 76


@dataclass(frozen=True, slots=True)
class StyledRange:
    """A part of a paragraph in one style, in code points of the paragraph's shown text."""

    start: int
    end: int
    style: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's shown text, with the styles of its marks and furniture."""

    text: Safe
    runs: tuple[StyledRange, ...]


def paragraph(sentences: list[Sentence], codebook: Codebook) -> Paragraph:
    """Sentences as running text, each after its mark."""
    text, runs = "", []
    for sentence in sentences:
        sign = mark(sentence, codebook).strip()
        if sign:
            runs.append(StyledRange(len(text), len(text) + len(sign), color(sentence, codebook)))
            text += f"{sign} "
        shown = safe_text(" ".join(sentence.text.split("\n")))
        if not sentence.body:
            runs.append(StyledRange(len(text), len(text) + len(shown), "furniture"))
        text += f"{shown} "
    return Paragraph(safe_text(text.rstrip()), tuple(runs))


class ReadingView(ScrollView, can_focus=True):
    """Running text that scrolls. It cannot be edited."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"reading--{name}" for name in COLORS} | {
        "reading--furniture"
    }

    def __init__(self, annotations: AnnotationSet, codebook: Codebook) -> None:
        super().__init__()
        groups = groupby(annotations.sentences, key=lambda sentence: sentence.paragraph)
        self._paragraphs = [paragraph(list(group), codebook) for _, group in groups]
        self._lines: list[tuple[Paragraph, WrappedLine] | None] = []

    def on_resize(self) -> None:
        """Wrap the text again."""
        width = max(8, min(MAX_WIDTH, self.size.width - 6))
        self._lines = []
        for each in self._paragraphs:
            self._lines += [(each, line) for line in wrap(each.text, width)]
            self._lines.append(None)
        self.virtual_size = Size(self.size.width, len(self._lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line, centered on a wide screen."""
        width, index = self.size.width, y + round(self.scroll_offset.y)
        found = self._lines[index] if index < len(self._lines) else None
        if found is None:
            return Strip.blank(width, self.rich_style)
        indent = max(2, (width - MAX_WIDTH) // 2)
        segments = [Segment(" " * indent, Style()), *self._segments(*found)]
        return Strip(segments).adjust_cell_length(width).apply_style(self.rich_style)

    def _segments(self, each: Paragraph, line: WrappedLine) -> list[Segment]:
        edges = sorted(
            {line.start, line.end}
            | {at for run in each.runs for at in (run.start, run.end) if line.start < at < line.end}
        )
        return [
            Segment(each.text[left:right], self._style(each, left, right))
            for left, right in pairwise(edges)
        ]

    def _style(self, each: Paragraph, left: int, right: int) -> Style:
        names = [run.style for run in each.runs if run.start <= left and right <= run.end]
        if not names or not names[0]:
            return Style()
        return component_style(self, f"reading--{names[0]}")


class ReadingScreen(ModalScreen[None]):
    """Running text on the whole screen. Escape or the same key closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,v,q,ctrl+c", "leave", "Leave", show=False, priority=True),
        Binding("j", "down", show=False),
        Binding("k", "up", show=False),
        Binding("space", "page", show=False),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        """Title, text, hint."""
        annotations = self._session.annotations
        yield Static(safe_content(annotations.title), classes="page-title")
        yield ReadingView(annotations, self._session.codebook)
        yield Static(safe_content("↑ ↓ space: scroll   escape: back"), classes="page-hint")

    def action_leave(self) -> None:
        """Return to the list."""
        self.dismiss(None)

    def action_down(self) -> None:
        """Scroll down."""
        self.query_one(ReadingView).scroll_down(animate=False)

    def action_up(self) -> None:
        """Scroll up."""
        self.query_one(ReadingView).scroll_up(animate=False)

    def action_page(self) -> None:
        """Scroll a page."""
        self.query_one(ReadingView).scroll_page_down(animate=False)

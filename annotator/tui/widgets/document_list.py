"""The list of documents, drawn line by line so that thousands of them open at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Protocol

from rich.cells import cell_len as cells
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator.model.progress import SetProgress
from annotator.text.cell_layout import clip
from annotator.text.safe import safe_text
from annotator.tui.widgets.sentence_drawing import component_style

STATE_SIGNS = {"done": "✓", "in-progress": "◐", "not-started": "·", "faulty": "!"}
READY = "ready to accept"
"""What a document shows if its gold standard is agreed but not written yet."""


class DocumentListRow(Protocol):
    """The content of one line."""

    @property
    def title(self) -> str:
        """The article's title."""

    @property
    def round(self) -> str:
        """The round that it is assigned in. Empty if there is none."""

    @property
    def state(self) -> str:
        """The state: a key of `STATE_SIGNS`."""

    @property
    def progress_text(self) -> str:
        """The progress in a few words."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document that an annotator tags.

    Attributes:
        title: The article's title.
        round: The round that it is assigned in. Empty if there is none.
        progress: The progress. None if it is not started.
        problem: The error in its file. Empty if there is none.
    """

    title: str
    round: str = ""
    progress: SetProgress | None = None
    problem: str = ""

    @property
    def state(self) -> str:
        """The state: a key of `STATE_SIGNS`."""
        if self.problem:
            return "faulty"
        if self.progress is None or not self.progress.is_started:
            return "not-started"
        return "done" if self.progress.is_done else "in-progress"

    @property
    def progress_text(self) -> str:
        """The progress in a few words."""
        figures = self.progress
        if self.problem:
            return "has errors"
        if figures is None:
            return "not started"
        flags = f"⚑{figures.flagged} " if figures.flagged else ""
        said = figures.status or f"{figures.tagged}/{figures.total}"
        return f"{flags}{said}"


class DocumentList(ScrollView, can_focus=True):
    """A line for each document. One has the cursor.

    Args:
        count: The number of documents.
        row: Gives the row at a position. It is called only for rows in view.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "documents--row",
        "documents--cursor",
        "documents--done",
        "documents--in-progress",
        "documents--not-started",
        "documents--faulty",
        "documents--more",
    }

    @dataclass
    class Clicked(Message):
        """A document was clicked."""

        position: int

    cursor = reactive(0, init=False, repaint=False)

    def __init__(self, count: int, row: Callable[[int], DocumentListRow]) -> None:
        super().__init__()
        self._count, self._row = count, row

    def on_mount(self) -> None:
        """Set the number of lines to the number of documents."""
        self.virtual_size = Size(self.size.width, self._count)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self.virtual_size = Size(self.scrollable_content_region.width, self._count)
        self.move(self.cursor)

    def move(self, position: int) -> None:
        """Move the cursor to a document."""
        before = self.cursor
        self.cursor = max(0, min(position, self._count - 1))
        self.repaint(before, self.cursor)
        if self.size.height:
            region = Region(0, self.cursor - 1, 1, min(3, self.size.height))
            self.scroll_to_region(region, animate=False, force=True, immediate=True, x_axis=False)

    def move_by_page(self, direction: int) -> None:
        """Move the cursor one screen down (1) or up (-1)."""
        self.move(self.cursor + direction * max(1, self.size.height - 1))

    def repaint(self, *positions: int) -> None:
        """Redraw these lines."""
        for position in positions:
            self.refresh_lines(position, 1)

    def render_line(self, y: int) -> Strip:
        """The line of the widget at `y`."""
        width = self.scrollable_content_region.width
        position = y + round(self.scroll_offset.y)
        if not 0 <= position < self._count:
            return Strip.blank(width, self.rich_style)
        row = self._row(position)
        ground = ("row", "cursor") if position == self.cursor else ("row",)
        right = safe_text("  ".join(each for each in (row.progress_text, row.round) if each))
        space = max(width - cells(right) - 7, 8)
        title = clip(safe_text(row.title), space)
        segments = [
            Segment("▌ " if position == self.cursor else "  ", self._style(*ground)),
            Segment(safe_text(f"{STATE_SIGNS[row.state]}  "), self._style(*ground, row.state)),
            Segment(title + " " * max(space - cells(title), 0), self._style(*ground)),
            Segment(f" {right} ", self._style(*ground, "more")),
        ]
        line = Strip(segments).adjust_cell_length(width, self._style(*ground))
        return line.apply_style(self.rich_style)

    def _style(self, *names: str) -> Style:
        return Style.combine([component_style(self, f"documents--{name}") for name in names])

    def on_click(self, event: events.Click) -> None:
        """Post which document was clicked."""
        position = event.y + round(self.scroll_offset.y)
        if position < self._count:
            event.stop()
            self.post_message(self.Clicked(position))


@dataclass(frozen=True, slots=True)
class AdjudicationRow:
    """A document in adjudication.

    Attributes:
        title: The article's title.
        annotators: The number of annotators whose sets count. None if it is not read yet.
        unresolved: The number of sentences without a decision.
        to_review: The number of decided sentences to review, because sets have changed.
        written: Whether the file of the gold standard is complete.
        problem: The error in its files. Empty if there is none.
    """

    title: str
    annotators: int | None = None
    unresolved: int = 0
    to_review: int = 0
    written: bool = False
    problem: str = ""

    @property
    def round(self) -> str:
        """The number of annotators who tagged it."""
        return "" if self.annotators is None else f"tagged by {self.annotators}"

    @property
    def waits(self) -> bool:
        """Whether it has something to decide."""
        return bool(self.annotators and self.unresolved + self.to_review)

    @property
    def state(self) -> str:
        """Done if its gold standard is written, in progress if something is to be decided."""
        if self.problem:
            return "faulty"
        if self.waits:
            return "in-progress"
        return "done" if self.written and self.annotators else "not-started"

    @property
    def progress_text(self) -> str:
        """What is left to decide."""
        if self.problem:
            return "has errors"
        if not self.annotators:
            return "" if self.annotators is None else "no finished set"
        parts = [(self.unresolved, "to decide"), (self.to_review, "to review")]
        said = ", ".join(f"{count} {word}" for count, word in parts if count)
        return said or ("done" if self.written else READY)

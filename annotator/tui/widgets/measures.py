"""The pane with the measures so far, next to the article or below it."""

import asyncio
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace

from rich.cells import cell_len as cells
from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

from annotator.text.cell_layout import share_bar
from annotator.tui.widgets.detail import Detail, DetailView
from annotator.tui.widgets.safe_content import clip_content, safe_content

COLUMN = 38
GAP = 2
FIGURE = 13
# Measuring waits until no key was pressed for this many seconds, so it never delays a key.
PAUSE = 0.12


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One line of the pane.

    Attributes:
        label: What is at its left end. A long one continues on the next line.
        figure: What is at its right end.
        heading: Whether it is a heading.
        share: The length of a bar between the two, from 0 to 1; None for no bar. Without a label,
            the row belongs to the one before it.
    """

    label: str
    figure: str = ""
    heading: bool = False
    share: float | None = None


@dataclass(frozen=True, slots=True)
class MeasuresView:
    """What the pane shows: a line to read first, and the rows."""

    opening: str
    rows: tuple[MeasureRow, ...]


class Measures(Widget):
    """The pane. It takes no keys, and asks for new figures when the decisions change.

    Args:
        gather: Computes what to show; it is called in its own thread.
        further: The key that shows the next page.
    """

    can_focus = False
    view: reactive[MeasuresView | None] = reactive(None)
    first: reactive[int] = reactive(0)

    def __init__(self, gather: Callable[[], MeasuresView], further: str) -> None:
        super().__init__()
        self._gather = gather
        self._further = further
        self._waiting: Timer | None = None
        self._of: object = None

    def on_mount(self) -> None:
        """Follow the current sentence: every decision makes a new set."""
        self.watch(self.screen.query_one(Detail), "view", self._changed, init=False)
        self.call_after_refresh(self._begin)

    def _changed(self, view: DetailView | None) -> None:
        if view is None or view.annotations is self._of:
            return
        self._of = view.annotations
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(PAUSE, self._begin)

    def _begin(self) -> None:
        # Another change makes the figures that are still being computed worthless.
        self.run_worker(self._measure(), exclusive=True, group="measures")

    async def _measure(self) -> None:
        # In a long article this takes as long as many key presses, which must not wait for it.
        self.view = await asyncio.to_thread(self._gather)

    def watch_view(self, view: MeasuresView | None) -> None:
        """Return to the first page if the current one no longer exists."""
        if view is not None and self.first >= len(self._rows(view)):
            self.first = 0

    def further(self) -> None:
        """Show the next page of rows, or the first page after the last."""
        if self.view is not None:
            following = self.first + self._visible_rows
            self.first = following if following < len(self._rows(self.view)) else 0

    @property
    def _columns(self) -> int:
        return max((self.size.width + GAP) // (COLUMN + GAP), 1)

    @property
    def _width(self) -> int:
        return self.size.width // self._columns - (GAP if self._columns > 1 else 0)

    @property
    def _height(self) -> int:
        return max(self.size.height - 1, 1)

    @property
    def _visible_rows(self) -> int:
        return self._columns * self._height

    def render(self) -> Content:
        """The opening line, then the rows, column by column."""
        if self.view is None:
            return Content("")
        rows = self._rows(self.view)[self.first : self.first + self._visible_rows]
        width = self._width
        height = min(self._height, len(rows))
        lines = [clip_content(self._head(self.view), self.size.width, "$quiet")]
        for at in range(height):
            beside = [_drawn(row, width) for row in rows[at :: self._height]]
            lines.append(Content(" " * GAP).join(beside))
        return Content("\n").join(lines)

    def _rows(self, view: MeasuresView) -> list[MeasureRow]:
        """The rows. Empty ones fill a column in which a label, its bar included, has no room."""
        rows: list[MeasureRow] = []
        for block in self._blocks(view):
            room = self._height - len(rows) % self._height
            if room < len(block) <= self._height:
                rows += [MeasureRow("")] * room
            rows += block
        return rows

    def _blocks(self, view: MeasuresView) -> list[list[MeasureRow]]:
        """The rows that stay in one column: a label in one or more lines, with its bar."""
        blocks: list[list[MeasureRow]] = []
        for row in view.rows:
            if blocks and row.share is not None and not row.label:
                blocks[-1].append(row)
            else:
                blocks.append(_wrapped(row, self._width))
        return blocks

    def _head(self, view: MeasuresView) -> str:
        rows = len(self._rows(view))
        if rows <= self._visible_rows:
            return view.opening
        pages = -(-rows // self._visible_rows)
        page = self.first // self._visible_rows + 1
        head = f"{page}/{pages} ({self._further}: next) {view.opening}"
        if cells(head) <= self.size.width:
            return head
        return f"{page}/{pages} ({self._further}) {view.opening}"


def _wrapped(row: MeasureRow, width: int) -> list[MeasureRow]:
    """A row in as many lines as its label needs. Its figure is on the last one."""
    if row.share is not None:
        return [row]
    room = width - cells(row.figure) - 1
    *before, last = textwrap.wrap(row.label, max(room, 1), subsequent_indent="  ") or [""]
    return [*(replace(row, label=line, figure="") for line in before), replace(row, label=last)]


def _drawn(row: MeasureRow, width: int) -> Content:
    if row.heading:
        return _filled(clip_content(row.label, width, "bold"), width)
    if row.share is not None:
        return _drawn_bar(row, row.share, width)
    figure = clip_content(row.figure, width - 8, "bold")
    space = width - cells(figure.plain) - 1
    return Content.assemble(_filled(clip_content(row.label, space), space), " ", figure)


def _drawn_bar(row: MeasureRow, share: float, width: int) -> Content:
    label = clip_content(f"{row.label} " if row.label else "", width // 2)
    figure = clip_content(row.figure.rjust(FIGURE), FIGURE, "bold")
    full, rest = share_bar(share, max(width - cells(label.plain) - FIGURE - 1, 2))
    bar = Content.assemble(safe_content(full), safe_content(rest, "$quiet"))
    return Content.assemble(label, bar, " ", figure)


def _filled(content: Content, width: int) -> Content:
    return Content.assemble(content, safe_content(" " * max(width - cells(content.plain), 0)))

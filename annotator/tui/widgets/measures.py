"""The measures so far, beside the article or below it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from rich.cells import cell_len as cells
from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

from annotator.tui.widgets.detail import Detail, DetailView
from annotator.tui.widgets.safe_content import clip_content, safe_content

COLUMN = 38
GAP = 2
# Measuring waits until the keys pause for so long, in seconds: it never stands before a key.
PAUSE = 0.12


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One line of the pane: a label with what is to be read at its right end, or a heading."""

    label: str
    figure: str = ""
    heading: bool = False


@dataclass(frozen=True, slots=True)
class MeasuresView:
    """What the pane shows: a line to read before all others, and the rows."""

    opening: str
    rows: tuple[MeasureRow, ...]


class Measures(Widget):
    """The pane; it takes no key, and asks for its value when the decisions have changed.

    Args:
        gather: Gives the value as it is now; it is called in a thread of its own.
        further: The key that shows what there is no room for.
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
        """Follow the sentence that is looked at: with every decision there is a new set."""
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
        # A further change makes what is still being reckoned worthless.
        self.run_worker(self._measure(), exclusive=True, group="measures")

    async def _measure(self) -> None:
        # In a long article this takes as long as many keys, and they do not wait for it.
        self.view = await asyncio.to_thread(self._gather)

    def further(self) -> None:
        """Show the rows behind those that are shown, or the first ones again."""
        if self.view is not None:
            following = self.first + self._visible_rows
            self.first = following if following < len(self.view.rows) else 0

    @property
    def _columns(self) -> int:
        return max((self.size.width + GAP) // (COLUMN + GAP), 1)

    @property
    def _height(self) -> int:
        return max(self.size.height - 1, 1)

    @property
    def _visible_rows(self) -> int:
        return self._columns * self._height

    def render(self) -> Content:
        """The opening line, then the rows, down one column after the other."""
        if self.view is None:
            return Content("")
        rows = self.view.rows[self.first : self.first + self._visible_rows]
        width = self.size.width // self._columns - (GAP if self._columns > 1 else 0)
        height = min(self._height, len(rows))
        lines = [clip_content(self._head(self.view), self.size.width, "$text-muted")]
        for at in range(height):
            beside = [_drawn(row, width) for row in rows[at :: self._height]]
            lines.append(Content(" " * GAP).join(beside))
        return Content("\n").join(lines)

    def _head(self, view: MeasuresView) -> str:
        if len(view.rows) <= self._visible_rows:
            return view.opening
        pages = -(-len(view.rows) // self._visible_rows)
        page = self.first // self._visible_rows + 1
        return f"{page}/{pages} ({self._further}: further) {view.opening}"


def _drawn(row: MeasureRow, width: int) -> Content:
    if row.heading:
        return _filled(clip_content(row.label, width, "bold"), width)
    figure = clip_content(row.figure, width - 8, "bold")
    space = width - cells(figure.plain) - 1
    return Content.assemble(_filled(clip_content(row.label, space), space), " ", figure)


def _filled(content: Content, width: int) -> Content:
    return Content.assemble(content, safe_content(" " * max(width - cells(content.plain), 0)))

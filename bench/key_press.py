"""CPU time from a key press to its painted row, compared with a minimal app of Textual.

The minimal app draws the same number of lines with a cursor and scrolls by the same rule. Both apps
run in one process and get each key in turn, so that noise reaches both.
"""

import asyncio
import json
import tempfile
import time
from collections.abc import Sequence
from contextvars import Context, copy_context
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple, TypeVar

from rich.console import RenderableType
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotator import gc_tuning
from annotator.text.safe import safe_text
from annotator.tui.app import AnnotatorApp
from annotator.tui.file_session import FileSession
from annotator.tui.widgets.article import ArticleView
from bench.articles import opened

LENGTHS = (40, 10_000)
SIZE = (120, 40)
TAGS = ("c", "f", "b", "n")
ROUNDS = 4
QUIET_SECONDS = 0.04
"""A key is done if nothing was painted for so long."""
PATIENCE_SECONDS = 5.0
WORDS = safe_text("The harbour authority said on Monday that crane number had stopped at dawn")
CURSOR = Style(bgcolor="blue")
Answer = TypeVar("Answer")


class Stopwatch(App[Answer]):
    """An app that records the CPU time at each paint, output included.

    It is the time of the screen's thread: the saver's thread delays no key, and other programs on
    the computer do not count.
    """

    paint_times: list[float] = []  # noqa: RUF012 (a new list for each key)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        # Without a terminal, Textual skips this last step, but a person waits for it too.
        update: object = renderable
        if isinstance(update, CompositorUpdate):
            update.render_segments(self.console)
        super()._display(screen, renderable)
        self.paint_times.append(time.thread_time())


class Ours(Stopwatch[None], AnnotatorApp):
    """The annotator, timed."""


class Lines(ScrollView, can_focus=True):
    """Sentences of given heights with a cursor, drawn line by line, and nothing else.

    Args:
        tops: The first line of each sentence, and at the end the number of lines.
        third: The row in which the current sentence begins, once the list scrolls.
    """

    def __init__(self, tops: Sequence[int], third: int) -> None:
        super().__init__()
        self._tops, self._third = tops, third
        self._sentence_of = [
            number for number, (top, end) in enumerate(pairwise(tops)) for _ in range(end - top)
        ]
        self._marks = ["·"] * len(tops)
        self._cursor = 0

    def on_mount(self) -> None:
        """Make room to scroll the last sentence up."""
        self.virtual_size = Size(SIZE[0], self._tops[-1] + SIZE[1])

    def on_key(self, event: events.Key) -> None:
        """Move, or set a mark and move on."""
        event.stop()
        event.prevent_default()
        self._press(event.key)

    def _press(self, key: str) -> None:
        if key in TAGS:
            self._marks[self._cursor] = key
        there = {"up": self._cursor - 1, "g": 0}.get(key, self._cursor + 1)
        before, self._cursor = self._cursor, max(0, min(there, len(self._tops) - 2))
        for each in {before, self._cursor}:
            self.refresh_lines(self._tops[each], self._tops[each + 1] - self._tops[each])
        top, offset = self._tops[self._cursor], round(self.scroll_offset.y)
        line = max(top - self._third, min(offset, top - 2), 0)
        if line != offset:
            self.scroll_to(y=line, animate=False, force=True, immediate=True)

    def render_line(self, y: int) -> Strip:
        """The number, the mark and the words of the sentence at a line."""
        line = y + round(self.scroll_offset.y)
        if line >= len(self._sentence_of):
            return Strip.blank(self.size.width)
        number = self._sentence_of[line]
        style = CURSOR if number == self._cursor else Style.null()
        segments = [
            Segment(safe_text(f" {number + 1:>5} "), style),
            Segment(safe_text(f"{self._marks[number]}   "), style),
            Segment(WORDS, style),
        ]
        return Strip(segments).adjust_cell_length(self.size.width, style)


class Minimal(Stopwatch[None]):
    """The minimal app.

    Args:
        like: Our list of sentences, whose lines, size and scrolling it takes.
    """

    def __init__(self, like: ArticleView) -> None:
        super().__init__()
        self._lines = Lines(like.line_edges, like.size.height // 3)
        self._height = like.size.height

    def compose(self) -> ComposeResult:
        """The list alone."""
        self._lines.styles.height = self._height
        yield self._lines


class Press(NamedTuple):
    """The CPU time of a key in milliseconds.

    Attributes:
        row: To the paint that shows its row.
        all: To the last paint that it causes.
        scrolled: Whether the list scrolled.
    """

    row: float
    all: float
    scrolled: bool


class Player:
    """Presses keys in an app that runs, each when the one before is painted."""

    def __init__(self, app: Stopwatch[Any], context: Context) -> None:
        self._app, self._context = app, context

    async def press(self, key: str) -> Press:
        """Press a key, and wait until nothing is painted any more."""
        app, scroll_view = self._app, self._app.screen.query_one(ScrollView)
        before, app.paint_times = scroll_view.scroll_offset.y, []
        pressed = time.thread_time()
        event = events.Key(key, key if len(key) == 1 else None)
        self._context.run(app.post_message, event)
        await self._quiet()
        times = [(paint - pressed) * 1000 for paint in app.paint_times]
        return Press(times[0], times[-1], scroll_view.scroll_offset.y != before)

    async def _quiet(self) -> None:
        """Wait for a paint, and until there are no more."""
        end = time.monotonic() + PATIENCE_SECONDS
        seen = 0
        while time.monotonic() < end:
            await asyncio.sleep(QUIET_SECONDS)
            if len(self._app.paint_times) == seen != 0:
                return
            seen = len(self._app.paint_times)
        raise TimeoutError("A key was not painted.")


def run() -> dict[str, dict[str, dict[str, float]]]:
    """By length, without and with scrolling: CPU milliseconds a key of both apps, and the ratio."""
    gc_tuning.delay_collection()
    return {str(length): asyncio.run(_measure(length)) for length in LENGTHS}


async def _measure(length: int) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        app = Ours(FileSession(opened(Path(folder), length)))
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("g")
            ours = Player(app, copy_context())
            other = Minimal(app.screen.query_one(ArticleView))
            async with other.run_test(size=SIZE) as second:
                await second.press("g")
                pairs = await _compare(ours, Player(other, copy_context()))
        app.work.close()
    return {
        name: _figures([pair for pair in pairs if pair[0].scrolled is scrolled])
        for name, scrolled in (("at_rest", False), ("scrolling", True))
    }


async def _compare(ours: Player, minimal: Player) -> list[tuple[Press, Press]]:
    pairs = []
    for number in range(ROUNDS + 1):
        for key in _keys(number):
            pair = (await ours.press(key), await minimal.press(key))
            if pair[0].scrolled is not pair[1].scrolled:
                raise ValueError(f"After {key}, only one of the apps scrolled: {pair}")
            # The first round fills caches. Going back to the beginning is not a key of tagging.
            if number and key != "g":
                pairs.append(pair)
    return pairs


def _keys(number: int) -> tuple[str, ...]:
    """The keys of a round: some at the beginning, where nothing scrolls, and some to the end."""
    tags = TAGS[number % 4 :] + TAGS[: number % 4]
    at_rest = (key for tag in tags for key in (tag, "up", "down", "up"))
    return (*at_rest, *tags * 8, "g")


def _figures(pairs: Sequence[tuple[Press, Press]]) -> dict[str, float]:
    ours, minimal = zip(*pairs, strict=True)
    row, all_of_it = median(each.row for each in ours), median(each.all for each in ours)
    least = median(each.row for each in minimal)
    return {
        "keys": len(pairs),
        "row_ms": row,
        "all_ms": all_of_it,
        "minimal_ms": least,
        "ratio": row / least,
        "ratio_of_all": all_of_it / least,
    }


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))

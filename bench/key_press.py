"""CPU time from a key press to the painted row, for several article lengths in one run."""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from rich.console import RenderableType
from textual import events
from textual._compositor import CompositorUpdate
from textual.screen import Screen

from annotator import gc_tuning
from annotator.tui.app import AnnotatorApp
from annotator.tui.file_session import FileSession
from bench.articles import opened

LENGTHS = (40, 1_000, 10_000)
KEYS = ("c", "f", "b", "n") * 8
ROUNDS = 8


class Stopwatch(AnnotatorApp):
    """The app with a timer from each key press to the paint that shows it, output included.

    It measures the CPU time of the screen's thread only: the saver's thread delays no key, and
    other programs on the computer do not count.
    """

    def __init__(self, session: FileSession) -> None:
        super().__init__(session)
        self.times: list[float] = []
        self._pressed: float | None = None

    async def on_event(self, event: events.Event) -> None:
        """Start the timer at a key press, unless it is running."""
        if isinstance(event, events.Key) and self._pressed is None:
            self._pressed = time.thread_time()
        await super().on_event(event)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        # Without a terminal, Textual skips this last step, but a person waits for it too.
        update: object = renderable
        if isinstance(update, CompositorUpdate):
            update.render_segments(self.console)
        super()._display(screen, renderable)
        if self._pressed is not None:
            self.times.append((time.thread_time() - self._pressed) * 1000)
            self._pressed = None


def run() -> dict[str, dict[str, float]]:
    """CPU milliseconds from a tag key to its paint, by length: median and 99th percentile."""
    gc_tuning.delay_collection()
    return {str(length): asyncio.run(_measure(length)) for length in LENGTHS}


async def _measure(length: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        app = Stopwatch(FileSession(opened(Path(folder), length)))
        async with app.run_test(size=(120, 40)) as pilot:
            for number in range(ROUNDS):
                await pilot.press("g")
                await pilot.pause()
                if number == 1:
                    app.times.clear()
                await pilot.press(*KEYS)
        app.work.close()
    return {
        "keys": len(app.times),
        "p50_ms": statistics.median(app.times),
        "p99_ms": statistics.quantiles(app.times, n=100)[98],
    }

"""CPU time from a key press to the painted row, at several lengths in one run."""

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from annotator.tui.app import AnnotatorApp
from annotator.tui.work import Work
from bench.articles import opened

LENGTHS = (40, 1_000, 10_000)
KEYS = ("c", "f", "b", "n") * 8
ROUNDS = 7


def run() -> dict[str, dict[str, float]]:
    """Milliseconds of CPU a tag key, by length: median and worst of means over 32 keys."""
    return {str(length): asyncio.run(_measure(length)) for length in LENGTHS}


async def _measure(length: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        app = AnnotatorApp(Work(opened(Path(folder), length)))
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            times: list[float] = []
            for _ in range(ROUNDS):
                await pilot.press("g")
                # Of this thread alone: the saver's own thread holds up no key. Many keys in one
                # call, because each call costs many times what a key does.
                begun = time.thread_time()
                await pilot.press(*KEYS)
                times.append((time.thread_time() - begun) * 1000 / len(KEYS))
        app.work.close()
    warm = times[1:]
    return {"p50_ms": statistics.median(warm), "worst_ms": max(warm)}

"""Time from a key press to the file on the disk, both fsyncs done."""

import statistics
import tempfile
import threading
import time
from pathlib import Path

from annotator.model.edits import Tagged
from annotator.storage.outcomes import Outcome
from annotator.tui.work import Work
from bench.articles import opened

LENGTHS = (40, 5_000)
SAVES = 150


def run() -> dict[str, dict[str, float]]:
    """Milliseconds from an edit to `Saved`, by length: the median and the 99th percentile."""
    return {str(length): _measure(length) for length in LENGTHS}


def _measure(length: int) -> dict[str, float]:
    saved = threading.Event()

    def hear(_: Outcome) -> None:
        saved.set()

    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        work = Work(opened(Path(folder), length))
        work.listen(hear)
        times = []
        for number in range(SAVES):
            sentence = work.session.annotations.sentences[number % length]
            tag = "claim" if sentence.tag != "claim" else "background"
            saved.clear()
            begun = time.perf_counter()
            change = work.session.do(Tagged((sentence.id,), tag))
            assert change is not None  # noqa: S101 (the tag is another one each time)
            work.save(change.revision)
            saved.wait()
            times.append((time.perf_counter() - begun) * 1000)
        work.close()
    warm = times[10:]
    return {"p50_ms": statistics.median(warm), "p99_ms": statistics.quantiles(warm, n=100)[98]}

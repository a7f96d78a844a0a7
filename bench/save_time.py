"""Time from a key press to the file on disk, including both fsyncs."""

import json
import statistics
import tempfile
import threading
import time
from pathlib import Path

from annotator.model.edits import SetTag
from annotator.storage.save_events import SaveEvent
from annotator.tui.file_session import FileSession
from bench.articles import opened

LENGTHS = (40, 5_000)
SAVES = 150


def run() -> dict[str, dict[str, float]]:
    """Milliseconds from an edit to `SaveSuccess`, by length: median and 99th percentile."""
    return {str(length): _measure(length) for length in LENGTHS}


def _measure(length: int) -> dict[str, float]:
    saved = threading.Event()

    def hear(_: SaveEvent) -> None:
        saved.set()

    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        session = FileSession(opened(Path(folder), length))
        session.listen(hear)
        times = []
        for number in range(SAVES):
            sentence = session.session.annotations.sentences[number % length]
            tag = "claim" if sentence.tag != "claim" else "background"
            saved.clear()
            begun = time.perf_counter()
            change = session.session.apply(SetTag((sentence.id,), tag))
            assert change is not None  # noqa: S101 (the tag is another one each time)
            session.save(change.revision)
            saved.wait()
            times.append((time.perf_counter() - begun) * 1000)
        session.close()
    warm = times[10:]
    return {"p50_ms": statistics.median(warm), "p99_ms": statistics.quantiles(warm, n=100)[98]}


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))

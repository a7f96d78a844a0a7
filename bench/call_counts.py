"""Call counts: the files and functions of the package that run for one action.

`python -m bench.call_counts` counts three actions: the key `c` on the screen until the set is on
disk, `annotator agree` on a project of two sets, and `annotator import --format doccano` of a small
file. `--list` names every function, to help shorten the path.

It counts each code object of the package that is entered while the action runs, in any thread. It
ignores imports: module and class bodies, and what decorators and defaults run in them. A
comprehension, a generator expression or a lambda counts as the function around it.
"""

import asyncio
import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from types import CodeType, FrameType
from typing import NamedTuple

import annotator
from annotator.cli import run as run_command
from annotator.storage.save_events import SaveEvent
from annotator.tui.app import AnnotatorApp
from annotator.tui.file_session import FileSession
from bench.articles import opened

PACKAGE = str(Path(annotator.__file__).parent)
OPTIMIZED_NEWLOCALS = 0x3
"""The flags of a function's code. The code of a module or class body does not have them."""
SENTENCES = 40
PATIENCE = 30
TEXT = "The port is closed, police said.\n\nThe mayor denied it.\n\nIt was dark on Monday.\n"
OF_DOCCANO = {
    "id": 1,
    "text": "The port is closed, police said. Nobody knows why.",
    "entities": [{"id": 1, "label": "claim", "start_offset": 0, "end_offset": 32}],
    "relations": [],
}


class Way(NamedTuple):
    """The code that ran for an action: files, and functions as file and qualified name."""

    files: frozenset[str]
    functions: frozenset[str]


class Recorder:
    """Records each function of the package that is entered, in every thread, while it is on."""

    def __init__(self) -> None:
        self._entered: set[CodeType] = set()

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        """Handle one event of the interpreter's profiling."""
        code = frame.f_code
        if event != "call" or code in self._entered or not code.co_filename.startswith(PACKAGE):
            return
        if not _while_loading(frame):
            self._entered.add(code)

    @contextmanager
    def on(self) -> Iterator[None]:
        """Record from here to the end of the block."""
        threading.setprofile(self)
        sys.setprofile(self)
        try:
            yield
        finally:
            sys.setprofile(None)
            threading.setprofile(None)

    @property
    def way(self) -> Way:
        """The recorded code."""
        named = {
            f"{Path(code.co_filename).relative_to(PACKAGE)}: {_function(code)}"
            for code in self._entered
        }
        return Way(frozenset(each.split(":")[0] for each in named), frozenset(named))


def _function(code: CodeType) -> str:
    """The function of a code object, or the function around it."""
    parts = code.co_qualname.split(".<locals>.")
    while len(parts) > 1 and parts[-1].startswith("<"):
        parts.pop()
    return ".".join(parts)


def _while_loading(frame: FrameType) -> bool:
    """Whether the frame runs while a module or a class body of the package is loading."""
    place: FrameType | None = frame
    while place is not None:
        code = place.f_code
        loads = code.co_flags & OPTIMIZED_NEWLOCALS != OPTIMIZED_NEWLOCALS
        if loads and code.co_filename.startswith(PACKAGE):
            return True
        place = place.f_back
    return False


def a_key_press() -> Way:
    """Press `c` on a newly opened article, until the screen shows that it is saved."""
    return asyncio.run(_pressed("c"))


async def _pressed(key: str) -> Way:
    recorder = Recorder()
    with tempfile.TemporaryDirectory() as folder:
        work = Watched(opened(Path(folder), SENTENCES))
        app = AnnotatorApp(work)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            with recorder.on():
                await pilot.press(key)
                async with asyncio.timeout(PATIENCE):
                    while not work.heard:
                        await asyncio.sleep(0.01)
                await pilot.pause()
        app.work.close()
    return recorder.way


class Watched(FileSession):
    """A set on the screen that records what the saver reports."""

    heard: SaveEvent | None = None

    def listen(self, hear: Callable[[SaveEvent], None]) -> None:
        """Record an outcome after the screen has received it."""

        def record(outcome: SaveEvent) -> None:
            hear(outcome)
            self.heard = outcome

        super().listen(record)


def an_agreement() -> Way:
    """`annotator agree` on a project with one document that two annotators have tagged."""

    def make() -> None:
        Path("a.txt").write_text(TEXT, "utf-8")
        _well("init", "news", "-a", "Ada", "-a", "Ben")
        _well("add", "news", "a.txt")
        for name, tag in (("Ada", "claim"), ("Ben", "background")):
            for sentence in ("s1", "s2", "s3"):
                own = tag if sentence == "s2" else "claim"
                _well("set", "news", "-d", "a", "-a", name, sentence, own)
            _well("finish", "news", "-d", "a", "-a", name)

    return _command(make, "agree", "news")


def an_import() -> Way:
    """`annotator import --format doccano` of a file with one article, into a folder."""

    def make() -> None:
        Path("theirs.jsonl").write_text(json.dumps(OF_DOCCANO) + "\n", "utf-8")

    return _command(make, "import", "taken", "theirs.jsonl", "--format", "doccano", "-a", "ada")


def _command(make: Callable[[], None], *arguments: str) -> Way:
    """The code that runs in a command, in a folder prepared for it."""
    recorder = Recorder()
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        make()
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output), recorder.on():
            code = run_command(arguments)
    if code != 0:
        raise RuntimeError(f"annotator {' '.join(arguments)}: {output.getvalue()}")
    return recorder.way


def _well(*arguments: str) -> None:
    # In a separate process, so that nothing is cached before the measured command runs.
    command = [sys.executable, "-m", "annotator", *arguments]
    subprocess.run(command, check=True, capture_output=True)


WAYS: dict[str, Callable[[], Way]] = {
    "key `c` on the screen, to the disk": a_key_press,
    "agree on a project of two sets": an_agreement,
    "import --format doccano": an_import,
}
"""The actions, by their names in the table."""


def _measured(name: str) -> Way:
    return WAYS[name]()


def main() -> None:
    """Print the table, and with `--list` every function."""
    with tempfile.TemporaryDirectory() as settings:
        os.environ["ANNOTATOR_CONFIG_DIR"] = settings
        # Each action runs in a new interpreter, which has nothing cached.
        with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as apart:
            results = dict(zip(WAYS, apart.map(_measured, WAYS), strict=True))
    sys.stdout.write(f"{'way':<38}{'files':>6}{'functions':>11}\n")
    for name, way in results.items():
        sys.stdout.write(f"{name:<38}{len(way.files):>6}{len(way.functions):>11}\n")
        if "--list" in sys.argv[1:]:
            sys.stdout.writelines(f"  {each}\n" for each in sorted(way.functions))


if __name__ == "__main__":
    main()

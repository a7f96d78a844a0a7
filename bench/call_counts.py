"""How far one thing goes: the files and functions of the package that run from start to end.

`python -m bench.call_counts` counts three ways: a press of the key `c` on the screen until the
set is on the disk, `annotator agree` on a project of two sets, and `annotator import --format
doccano` of a small file. `--list` names every function, for somebody who wants a way to be shorter.

What is counted is each code object of the package that is entered while it runs, in any thread.
Aside are imports: the code of a module, of a class body, and of what a decorator or a default runs
in them (all that runs while a module is loaded). A comprehension, a generator expression and a
lambda count as the function that they stand in.
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
"""The flags of a function's code; that of a module or a class body lacks them."""
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
    """What ran on the way: files, and functions as file and qualified name."""

    files: frozenset[str]
    functions: frozenset[str]


class Recorder:
    """Notes each function of the package that is entered, in every thread, while it is on."""

    def __init__(self) -> None:
        self._entered: set[CodeType] = set()

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        """Take one event of the interpreter's profiling."""
        code = frame.f_code
        if event != "call" or code in self._entered or not code.co_filename.startswith(PACKAGE):
            return
        if not _while_loading(frame):
            self._entered.add(code)

    @contextmanager
    def on(self) -> Iterator[None]:
        """Note what is entered, from here to the end of the block."""
        threading.setprofile(self)
        sys.setprofile(self)
        try:
            yield
        finally:
            sys.setprofile(None)
            threading.setprofile(None)

    @property
    def way(self) -> Way:
        """What was noted."""
        named = {
            f"{Path(code.co_filename).relative_to(PACKAGE)}: {_function(code)}"
            for code in self._entered
        }
        return Way(frozenset(each.split(":")[0] for each in named), frozenset(named))


def _function(code: CodeType) -> str:
    """The function that a code object is, or stands in."""
    parts = code.co_qualname.split(".<locals>.")
    while len(parts) > 1 and parts[-1].startswith("<"):
        parts.pop()
    return ".".join(parts)


def _while_loading(frame: FrameType) -> bool:
    """Whether a module of the package, or a class body, is on the way to this frame."""
    place: FrameType | None = frame
    while place is not None:
        code = place.f_code
        loads = code.co_flags & OPTIMIZED_NEWLOCALS != OPTIMIZED_NEWLOCALS
        if loads and code.co_filename.startswith(PACKAGE):
            return True
        place = place.f_back
    return False


def a_key_press() -> Way:
    """The key `c` on an article just opened, until the screen says that it is saved."""
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
    """A set on the screen, of which it is noted what the saver says."""

    heard: SaveEvent | None = None

    def listen(self, hear: Callable[[SaveEvent], None]) -> None:
        """Have an outcome noted once the screen was told."""

        def told(outcome: SaveEvent) -> None:
            hear(outcome)
            self.heard = outcome

        super().listen(told)


def an_agreement() -> Way:
    """`annotator agree` on a project of a document that two have tagged."""

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
    """`annotator import --format doccano` of a file with one article, into a plain folder."""

    def make() -> None:
        Path("theirs.jsonl").write_text(json.dumps(OF_DOCCANO) + "\n", "utf-8")

    return _command(make, "import", "taken", "theirs.jsonl", "--format", "doccano", "-a", "ada")


def _command(make: Callable[[], None], *arguments: str) -> Way:
    """What runs in a command, in a folder that was made ready for it."""
    recorder = Recorder()
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        make()
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said), recorder.on():
            code = run_command(arguments)
    if code != 0:
        raise RuntimeError(f"annotator {' '.join(arguments)}: {said.getvalue()}")
    return recorder.way


def _well(*arguments: str) -> None:
    # In a process of its own, so that nothing is kept that the command then would not run.
    command = [sys.executable, "-m", "annotator", *arguments]
    subprocess.run(command, check=True, capture_output=True)


WAYS: dict[str, Callable[[], Way]] = {
    "key `c` on the screen, to the disk": a_key_press,
    "agree on a project of two sets": an_agreement,
    "import --format doccano": an_import,
}
"""Each way by its name in the table."""


def _measured(name: str) -> Way:
    return WAYS[name]()


def main() -> None:
    """Print the table; with `--list` every function too."""
    with tempfile.TemporaryDirectory() as settings:
        os.environ["ANNOTATOR_CONFIG_DIR"] = settings
        # Each is measured in a fresh interpreter, which keeps nothing of the one before.
        with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as apart:
            found = dict(zip(WAYS, apart.map(_measured, WAYS), strict=True))
    sys.stdout.write(f"{'way':<38}{'files':>6}{'functions':>11}\n")
    for name, way in found.items():
        sys.stdout.write(f"{name:<38}{len(way.files):>6}{len(way.functions):>11}\n")
        if "--list" in sys.argv[1:]:
            sys.stdout.writelines(f"  {each}\n" for each in sorted(way.functions))


if __name__ == "__main__":
    main()

"""Progress bars on standard error, and long work shared among all CPU cores."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TypeVar

from rich.progress import Progress, track

from annotator.cli.output import message_console

Item = TypeVar("Item")
Result = TypeVar("Result")

MANY = 50
MANY_FOR_ALL_CORES = 200
# A smaller file is read in about a second.
MANY_BYTES = 2_000_000


def show_progress(
    items: Collection[Item], doing: str = "Reading", many: int = MANY
) -> Iterable[Item]:
    """The items one by one, with a progress bar where going through them takes over a second.

    Args:
        items: What is gone through.
        doing: What the bar says: "Reading".
        many: From so many items on there is a bar.
    """
    return track(items, doing, console=message_console(), disable=len(items) < many, transient=True)


def on_all_cores(
    work: Callable[[Item], Result], items: Sequence[Item], doing: str
) -> Iterator[Result]:
    """What `work` gives for each item; many are shared among the cores, with a progress bar.

    Args:
        work: A function of a module, or what can be sent to other processes like one.
        items: What it is done to.
        doing: What the bar says: "Reading".
    """
    if len(items) < MANY_FOR_ALL_CORES:
        yield from map(work, items)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 (only where there are many)

    with ProcessPoolExecutor(os.cpu_count()) as pool:
        parallel = pool.map(work, items, chunksize=20)
        yield from track(
            parallel, doing, total=len(items), console=message_console(), transient=True
        )


def each_file(read: Callable[[Path], Result], files: Sequence[Path]) -> Iterator[Result]:
    """Read each file; many of them on all cores, with a progress bar."""
    return on_all_cores(read, files, "Reading")


def show_spinner(what: str, count: int) -> AbstractContextManager[object]:
    """A sign on standard error that something is done, where so many items take over a second."""
    return message_console().status(what) if count >= MANY_FOR_ALL_CORES else nullcontext()


@contextmanager
def byte_progress(path: Path) -> Iterator[Callable[[int], None]]:
    """A progress bar over the bytes of a large file; what it gives is called with those read."""
    size = path.stat().st_size if path.is_file() else 0
    with Progress(console=message_console(), transient=True, disable=size < MANY_BYTES) as bar:
        task = bar.add_task("Reading", total=size)
        yield lambda done: bar.update(task, completed=done)

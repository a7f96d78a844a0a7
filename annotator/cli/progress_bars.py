"""Progress bars on standard error, and long work spread over all CPU cores."""

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
    """The items one by one, with a progress bar if there are many.

    Args:
        items: The items.
        doing: The label of the bar, such as "Reading".
        many: The number of items from which a bar is shown.
    """
    return track(items, doing, console=message_console(), disable=len(items) < many, transient=True)


def on_all_cores(
    work: Callable[[Item], Result], items: Sequence[Item], doing: str
) -> Iterator[Result]:
    """The result of `work` for each item; many items are spread over all cores, with a bar.

    Args:
        work: A function that can be sent to other processes, such as one of a module.
        items: The items that it is called with.
        doing: The label of the bar, such as "Reading".
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
    """A spinner on standard error if the number of items is large enough to take over a second."""
    return message_console().status(what) if count >= MANY_FOR_ALL_CORES else nullcontext()


@contextmanager
def byte_progress(path: Path) -> Iterator[Callable[[int], None]]:
    """A progress bar for a large file; it gives a function to call with the bytes read so far."""
    size = path.stat().st_size if path.is_file() else 0
    with Progress(console=message_console(), transient=True, disable=size < MANY_BYTES) as bar:
        task = bar.add_task("Reading", total=size)
        yield lambda done: bar.update(task, completed=done)

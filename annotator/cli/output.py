"""What the command line prints: data to standard output, messages and progress to standard error.

All of it is safe to show in a terminal.
"""

import io
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from contextvars import ContextVar
from dataclasses import fields, is_dataclass
from pathlib import Path, PurePath
from typing import Any, TypeVar

import click
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, JustifyMethod, RenderableType
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook
from annotator.model.errors import MAX_LISTED, Problem
from annotator.model.lint import codebook_mismatch
from annotator.model.plurals import plural
from annotator.text.cell_layout import distinct_labels
from annotator.text.safe import Safe, safe_json, safe_line, safe_text, strip_controls

Item = TypeVar("Item")
LIST_ALL_HINT = "use --list-all to see all"


def prepare_streams() -> None:
    """Make sure that the standard streams exist, and that the two for output accept every text.

    Data for a file or a pipe is UTF-8, like the program's own files, unless the environment names
    another encoding. A terminal shows a question mark for a character that it lacks. A stream that
    was closed before the program started is replaced by an empty one, which discards output.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 (it stays open)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 (it stays open)
        elif isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            kept = stream.isatty() or "PYTHONIOENCODING" in os.environ
            stream.reconfigure(encoding=None if kept else "utf-8", errors="replace")


def discard_stream(number: int) -> None:
    """Discard the rest of the output on a standard stream (1 or 2), which is no longer read."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)


class _SafeConsole(Console):
    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterator[Segment]:
        """The output without control characters: the last safeguard, after the type `Safe`."""
        for each in super().render(renderable, options):
            kept = each if each.control is not None or each.text.isprintable() else None
            yield kept or each._replace(text=strip_controls(each.text))


class _DataConsole(_SafeConsole):
    def on_broken_pipe(self) -> None:
        """Tell the command that its output is no longer read."""
        raise BrokenPipeError


class _MessageConsole(_SafeConsole):
    def on_broken_pipe(self) -> None:
        """Continue without output. Work does not stop because messages are not read."""
        discard_stream(2)


def data_console(*, width: int | None = None) -> Console:
    """The console for data, as wide as the terminal unless a width is given, in cells."""
    return _DataConsole(
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        width=width,
    )


def message_console() -> Console:
    """The console for messages: standard error."""
    return _MessageConsole(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def print_message(words: str) -> None:
    """Print a message for the person. It may quote untrusted text."""
    message_console().print(Text(safe_line(words)))


def warn_of_other_codebook(annotations: AnnotationSet, codebook: Codebook) -> None:
    """Print a warning if a set is shown with a different codebook from its own."""
    if reason := codebook_mismatch(annotations, codebook):
        print_message(f"{reason}. Use --codebook FILE to show the set with its own.")


def print_name_table(
    console: Console, headings: Sequence[str], rows: Sequence[Sequence[str]], padding: int = 2
) -> None:
    """Print a table with a line for each document or annotator. Figures are never cut.

    If there is too little room, names are shortened in the middle, but two names never become the
    same. Lines may then be longer than the terminal is wide.

    Args:
        console: The console to print on.
        headings: The headings of the columns. The first is the column of names.
        rows: The cells of each line, the name first.
        padding: The number of spaces between two columns.
    """
    shown = [[safe_text(cell) for cell in row] for row in rows]
    columns: list[list[Safe]] = [
        list(column) for column in zip(map(safe_text, headings), *shown, strict=True)
    ]
    others = sum(max(map(cell_len, column)) + padding for column in columns[1:])
    least = cell_len(columns[0][0])
    short = distinct_labels(columns[0][1:], max(console.width - others - padding, least))
    columns[0][1:] = map(safe_text, short)
    needed = others + max(map(cell_len, columns[0])) + padding
    table = Table(box=None, padding=(0, padding, 0, 0))
    for number, (heading, *_) in enumerate(columns):
        justify: JustifyMethod = "right" if number else "left"
        table.add_column(Text(heading), justify=justify, no_wrap=True)
    lines: Iterator[tuple[Safe, ...]] = zip(*(column[1:] for column in columns), strict=True)
    for cells in lines:
        table.add_row(*(Text(cell) for cell in cells))
    width, console.width = console.width, max(needed, console.width)
    console.print(table)
    console.width = width


_LIST_ALL: ContextVar[bool] = ContextVar("list_all", default=False)


def set_list_all(wanted: bool) -> None:
    """Set whether long lists are printed in full. It applies until the next call."""
    _LIST_ALL.set(wanted)


def first_of(items: Sequence[Item], most: int) -> tuple[Sequence[Item], int]:
    """The items to print, and how many more there are. All items with --list-all.

    Args:
        items: All of the items.
        most: Maximum number of items to print without --list-all.
    """
    count = len(items) if _LIST_ALL.get() else most
    return items[:count], max(len(items) - count, 0)


def print_first_messages(lines: Sequence[str], most: int, rest: str) -> None:
    """Print the first lines as messages, and how many more there are.

    Args:
        lines: All of the lines.
        most: Maximum number of lines to print without --list-all.
        rest: What follows the number of the others: "are there already".
    """
    named, more = first_of(lines, most)
    for each in named:
        print_message(each)
    if more:
        print_message(f"… and {more:,} more {rest} ({LIST_ALL_HINT})")


def join_names(names: Sequence[str], most: int) -> str:
    """The first names on one line, and how many more there are."""
    named, more = first_of(names, most)
    return ", ".join(named) + (f" and {more} more ({LIST_ALL_HINT})" if more else "")


def print_problems(*problems: Problem | str, hint: str = "") -> None:
    """Print the problems, one per line, and a hint that helps."""
    told, more = first_of(problems, MAX_LISTED)
    for problem in [
        *told,
        *([f"and {plural(more, 'more error')} ({LIST_ALL_HINT})"] if more else []),
    ]:
        message_console().print(Text.assemble(("annotator: ", "bold red"), safe_line(str(problem))))
    if hint:
        message_console().print(Text(safe_text(hint, newlines=True), "dim"))


def json_value(value: Any) -> Any:
    """A value as JSON data. A record becomes a mapping of its fields, in their order."""
    if is_dataclass(value):
        return {each.name: json_value(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return json_value(value._asdict())
    if isinstance(value, Mapping):
        return {key: json_value(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(each) for each in value]
    return str(value) if isinstance(value, PurePath) else value


def print_json(value: Any) -> None:
    """Print a value as JSON, indented by two spaces.

    Characters that control a terminal, mislead a reader or are missing in the output's encoding
    are escaped. A program reads the same value.
    """
    from annotator.storage.strict_json import indented_json  # noqa: PLC0415 (needed only here)

    text: str = safe_json(indented_json(json_value(value), ascii_only=False))
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = indented_json(json_value(value), ascii_only=True)
    sys.stdout.write(f"{text}\n")


def print_file(data: bytes) -> None:
    """Print the content of a file byte for byte, or on a terminal only the safe text of it.

    Raises:
        UsageError: The content is not text, and standard output is a terminal.
    """
    if not sys.stdout.isatty():
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    try:
        text = data.decode()
    except UnicodeDecodeError:
        words = "The output is not text. Name a file with -o FILE."
        raise click.UsageError(words) from None
    sys.stdout.write(safe_text(text.replace("\r\n", "\n"), newlines=True))


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
    if len(items) < many:
        return items
    from rich.progress import track  # noqa: PLC0415 (only where there are many)

    return track(items, doing, console=message_console(), transient=True)


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

    from rich.progress import track  # noqa: PLC0415

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
    from rich.progress import Progress  # noqa: PLC0415 (the screen shows no bar)

    size = path.stat().st_size if path.is_file() else 0
    with Progress(console=message_console(), transient=True, disable=size < MANY_BYTES) as bar:
        task = bar.add_task("Reading", total=size)
        yield lambda done: bar.update(task, completed=done)

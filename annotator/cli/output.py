"""What the command line prints: data to standard output, talk to standard error, all of it safe."""

import io
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import fields, is_dataclass
from pathlib import PurePath
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
LIST_ALL_HINT = "--list-all lists all of them"


def prepare_streams() -> None:
    """Have the standard streams there, and have the two that are written to take every text.

    Data that goes to a file or a pipe is UTF-8, as the files are that annotator keeps, unless the
    environment names another encoding. A terminal shows a question mark for what it lacks. What
    was closed by whoever started the program is empty, and swallows all.
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
    """Send what is still to come on a standard stream (1 or 2) nowhere: nobody reads it."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)


class _SafeConsole(Console):
    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterator[Segment]:
        """What is to be printed, without controls: the last line behind the type `Safe`."""
        for each in super().render(renderable, options):
            kept = each if each.control is not None or each.text.isprintable() else None
            yield kept or each._replace(text=strip_controls(each.text))


class _DataConsole(_SafeConsole):
    def on_broken_pipe(self) -> None:
        """Tell the command that whoever read its output has read enough."""
        raise BrokenPipeError


class _MessageConsole(_SafeConsole):
    def on_broken_pipe(self) -> None:
        """Go on in silence: work does not end because nobody listens."""
        discard_stream(2)


def data_console(*, width: int | None = None) -> Console:
    """The console for data, as wide as the terminal unless a width is given."""
    return _DataConsole(
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        width=width,
    )


def message_console() -> Console:
    """The console for talk: standard error."""
    return _MessageConsole(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def print_message(words: str) -> None:
    """Say something to the person; it may quote untrusted text."""
    message_console().print(Text(safe_line(words)))


def warn_of_other_codebook(annotations: AnnotationSet, codebook: Codebook) -> None:
    """Say where a set is looked at with another codebook than the one that it was made with."""
    if reason := codebook_mismatch(annotations, codebook):
        print_message(f"{reason}; --codebook FILE looks at it with its own")


def print_name_table(
    console: Console, headings: Sequence[str], rows: Sequence[Sequence[str]], padding: int = 2
) -> None:
    """Print a table with a line for each document or annotator, no figure of which is cut.

    Names are shortened in the middle where there is too little room, and never so far that two of
    them look the same; the lines are then longer than the terminal is wide.

    Args:
        console: Where it is printed.
        headings: Of the columns; the first is that of the names.
        rows: The cells of each line, the name first.
        padding: The blanks between two columns.
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
    """Whether lists that would be cut short are to be printed whole, until it is said again."""
    _LIST_ALL.set(wanted)


def first_of(items: Sequence[Item], most: int) -> tuple[Sequence[Item], int]:
    """The items that are printed, and how many more there are; all where that is asked for.

    Args:
        items: All of them.
        most: How many are printed where nobody asks for all.
    """
    count = len(items) if _LIST_ALL.get() else most
    return items[:count], max(len(items) - count, 0)


def print_first_messages(lines: Sequence[str], most: int, rest: str) -> None:
    """Say the lines that are printed, and how many more there are.

    Args:
        lines: All of them.
        most: How many are printed where nobody asks for all.
        rest: What the others are: "are there already".
    """
    named, more = first_of(lines, most)
    for each in named:
        print_message(each)
    if more:
        print_message(f"… and {more:,} more {rest}; {LIST_ALL_HINT}")


def join_names(names: Sequence[str], most: int) -> str:
    """The names that are printed, on one line, and how many more there are."""
    named, more = first_of(names, most)
    return ", ".join(named) + (f" and {more} more ({LIST_ALL_HINT})" if more else "")


def print_problems(*problems: Problem | str, hint: str = "") -> None:
    """Say what is wrong, a line for each, and what helps."""
    told, more = first_of(problems, MAX_LISTED)
    for problem in [
        *told,
        *([f"and {plural(more, 'more fault')}; {LIST_ALL_HINT}"] if more else []),
    ]:
        message_console().print(Text.assemble(("annotator: ", "bold red"), safe_line(str(problem))))
    if hint:
        message_console().print(Text(safe_text(hint, newlines=True), "dim"))


def json_value(value: Any) -> Any:
    """A value as JSON has it: a record is a mapping of its fields, in their order."""
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
    """Print a value for programs: JSON, two spaces deep.

    What drives a terminal, deceives a reader or is not in the output's encoding is escaped, which
    says the same to a program.
    """
    from annotator.storage.strict_json import indented_json  # noqa: PLC0415 (needed only here)

    text: str = safe_json(indented_json(json_value(value), ascii_only=False))
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = indented_json(json_value(value), ascii_only=True)
    sys.stdout.write(f"{text}\n")


def print_file(data: bytes) -> None:
    """Print what would else be written to a file: exactly, but to a terminal only what is safe.

    Raises:
        UsageError: It is no text, and standard output is a terminal.
    """
    if not sys.stdout.isatty():
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    try:
        text = data.decode()
    except UnicodeDecodeError:
        words = "this is no text that a terminal could show; name a file with -o"
        raise click.UsageError(words) from None
    sys.stdout.write(safe_text(text.replace("\r\n", "\n"), newlines=True))

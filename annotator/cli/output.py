"""What the command line prints: data to standard output, talk to standard error, all of it safe."""

import io
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from pathlib import PurePath
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook
from annotator.model.consistency import other_codebook
from annotator.model.faults import Fault
from annotator.text.safe import json_visible, printable, visible


def make_ready() -> None:
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


def let_go(number: int) -> None:
    """Send what is still to come on a standard stream (1 or 2) nowhere: nobody reads it."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)


class _Data(Console):
    def on_broken_pipe(self) -> None:
        """Tell the command that whoever read its output has read enough."""
        raise BrokenPipeError


class _Talk(Console):
    def on_broken_pipe(self) -> None:
        """Go on in silence: work does not end because nobody listens."""
        let_go(2)


def out(*, width: int | None = None) -> Console:
    """The console for data, as wide as the terminal unless a width is given."""
    return _Data(
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        width=width,
    )


def talk() -> Console:
    """The console for talk: standard error."""
    return _Talk(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def say(words: str) -> None:
    """Say something to the person; it may quote untrusted text."""
    talk().print(Text(printable(words)))


def say_of_codebook(annotations: AnnotationSet, codebook: Codebook) -> None:
    """Say where a set is looked at with another codebook than the one that it was made with."""
    if reason := other_codebook(annotations, codebook):
        say(f"{reason}; --codebook FILE looks at it with its own")


def complain(*faults: Fault | str, hint: str = "") -> None:
    """Say what is wrong, a line for each, and what helps."""
    for fault in faults:
        talk().print(Text.assemble(("annotator: ", "bold red"), printable(str(fault))))
    if hint:
        talk().print(Text(hint, "dim"))


def plain(value: Any) -> Any:
    """A value as JSON has it: a record is a mapping of its fields, in their order."""
    if is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return str(value) if isinstance(value, PurePath) else value


def print_json(value: Any) -> None:
    """Print a value for programs: JSON, two spaces deep.

    What drives a terminal, deceives a reader or is not in the output's encoding is escaped, which
    says the same to a program.
    """
    from annotator.storage.json_text import indented_json  # noqa: PLC0415 (needed only here)

    text = json_visible(indented_json(plain(value), ascii_only=False))
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = indented_json(plain(value), ascii_only=True)
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
    sys.stdout.write(visible(text.replace("\r\n", "\n"), newlines=True))

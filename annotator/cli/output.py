"""What the command line prints: data to standard output, talk to standard error, all of it safe."""

import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import PurePath
from typing import Any

from rich.console import Console
from rich.text import Text

from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook
from annotator.model.consistency import other_codebook
from annotator.model.faults import Fault
from annotator.text.safe import printable


def out(*, width: int | None = None) -> Console:
    """The console for data, as wide as the terminal unless a width is given."""
    return Console(
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        width=width,
    )


def talk() -> Console:
    """The console for talk: standard error."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


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
    """Print a value for programs: UTF-8 JSON, two spaces deep, one line at the end."""
    import json  # noqa: PLC0415 (an article is opened without it)

    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n")

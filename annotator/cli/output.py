"""What the command line prints: data to standard output, talk to standard error, all of it safe."""

import sys
from typing import Any

from rich.console import Console
from rich.text import Text

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


def complain(*faults: Fault | str, hint: str = "") -> None:
    """Say what is wrong, a line for each, and what helps."""
    for fault in faults:
        talk().print(Text.assemble(("annotator: ", "bold red"), printable(str(fault))))
    if hint:
        talk().print(Text(hint, "dim"))


def print_json(value: Any) -> None:
    """Print a value for programs: UTF-8 JSON, two spaces deep, one line at the end."""
    import json  # noqa: PLC0415 (an article is opened without it)

    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")

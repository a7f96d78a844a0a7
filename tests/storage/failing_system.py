"""A system whose calls fail when a test says so, and what to look at afterwards."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from annotator.storage.system import System

ERRORS = ("ENOSPC", "EIO", "EROFS", "EACCES", "EMFILE")
CALLS = ("status", "open_folder", "create", "write", "sync", "close", "open", "replace")


def failing(call: str, error: str, at: int = 1) -> System:
    """A system whose `call` fails the `at`-th time with `error`, and works ever after."""
    made = 0
    real: Callable[..., Any] = getattr(System, call)

    def fail(self: System, *arguments: Any) -> Any:
        nonlocal made
        made += 1
        if made == at:
            if call == "close":
                real(self, *arguments)
            number = getattr(errno, error)
            raise OSError(number, os.strerror(number))
        return real(self, *arguments)

    kind: type[System] = type("Failing", (System,), {call: fail})
    return kind()


def short_writes(most: int) -> System:
    """A system that takes no more than `most` bytes at once."""

    class Short(System):
        def write(self, descriptor: int, data: memoryview) -> int:
            return os.write(descriptor, data[:most])

    return Short()


def names(folder: Path) -> list[str]:
    """All that is in the folder, hidden files too."""
    return sorted(os.listdir(folder))

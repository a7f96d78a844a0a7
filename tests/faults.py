"""Every call to the file system below a folder counted, and one of them failed on purpose."""

import builtins
import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import pytest

from annotator.storage import transactions

try:
    import fcntl
except ImportError:  # a system without such locks
    fcntl = None  # type: ignore[assignment]

SHORT = "SHORT"
"""No error: a write that takes a single byte."""
KILL = "KILL"
"""The process ends before the call."""
KILLED = 9
"""The exit code of a process that ended so."""
WRITING = ("ENOSPC", "EIO", "EACCES")
READING = ("EIO", "EACCES")
_CHANGES = frozenset({"mkdir", "unlink", "rmdir", "replace", "rename", "link", "write", "fsync"})
_OF_PATHS = ("stat", "lstat", "open", "mkdir", "unlink", "rmdir", "scandir", "listdir", "replace",
             "rename", "link", "utime")  # fmt: skip
_OF_DESCRIPTORS = ("read", "write", "fsync", "close")
_BESIDE = (".lock", ".holder", ".tmp")


class Call(NamedTuple):
    """A call that a command made: its name, and whether it was to change something."""

    name: str
    writes: bool


class Faults:
    """The system's calls below a folder: all of them counted, some failed.

    Args:
        folder: Calls on other paths are not counted.
        at: The number of the call that fails, from 1; 0: none.
        error: The name of its error, `SHORT` or `KILL`.
        lasting: Whether the calls after it that change something fail too.
    """

    def __init__(
        self, folder: Path, at: int = 0, error: str = "EIO", *, lasting: bool = False
    ) -> None:
        self.calls: list[Call] = []
        self._folder = f"{folder}{os.sep}"
        self._at, self._error, self._lasting = at, error, lasting
        self._descriptors: set[int] = set()
        self._one = Lock()

    @contextmanager
    def injected(self) -> Iterator["Faults"]:
        """The calls, in the place of the system's own."""
        with pytest.MonkeyPatch.context() as patch:
            for name in _OF_PATHS:
                patch.setattr(os, name, self._of_path(name, getattr(os, name)))
            for name in _OF_DESCRIPTORS:
                patch.setattr(os, name, self._of_descriptor(name, getattr(os, name)))
            if fcntl is not None:
                patch.setattr(fcntl, "flock", self._of_descriptor("flock", fcntl.flock))
            for module in (io, builtins):
                patch.setattr(module, "open", self._of_path("io.open", open))
            yield self

    def _of_path(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any = ".", *rest: Any, **named: Any) -> Any:
            if not self._inside(path):
                return real(path, *rest, **named)
            self._count(Call(name, _writes(name, rest, named)), str(path))
            result = real(path, *rest, **named)
            if name == "open":
                self._descriptors.add(result)
            return result

        return call

    def _of_descriptor(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(descriptor: int, *rest: Any) -> Any:
            if descriptor not in self._descriptors:
                return real(descriptor, *rest)
            if name == "close":
                self._descriptors.discard(descriptor)
                real(descriptor)
            short = self._count(Call(name, name in _CHANGES))
            if name == "close":
                return None
            return real(descriptor, rest[0][:1]) if short else real(descriptor, *rest)

        return call

    def _inside(self, path: Any) -> bool:
        return not isinstance(path, int) and os.fsdecode(path).startswith(self._folder)

    def _count(self, call: Call, path: str | None = None) -> bool:
        """Whether the call is to be a short write; a call that is to fail raises."""
        with self._one:
            self.calls.append(call)
            number = len(self.calls)
        later = self._lasting and number > self._at and call.writes
        if not self._at or (number != self._at and not later):
            return False
        if self._error == KILL:
            os._exit(KILLED)
        if self._error == SHORT:
            return call.name == "write"
        code = getattr(errno, self._error)
        raise OSError(code, os.strerror(code), path)


def _writes(name: str, rest: tuple[Any, ...], named: dict[str, Any]) -> bool:
    if name == "open":
        return bool(rest and rest[0] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    if name == "io.open":
        return bool(set("wax+") & set(str(rest[0] if rest else named.get("mode", "r"))))
    return name in _CHANGES


def everything(folder: Path) -> dict[str, bytes | None]:
    """All that is in a folder, hidden or not, with what files hold; None: a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def files(folder: Path) -> dict[str, bytes]:
    """What every file in a folder holds, aside from locks, notes, and what was put aside."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not path.name.endswith(_BESIDE)
        and transactions.STAGING_FOLDER not in path.parts
    }


def interrupted(folder: Path) -> list[Path]:
    """The folders in which a change of several files is decided and not carried out."""
    return [
        path.parent
        for path in folder.rglob(transactions.STAGING_FOLDER)
        if transactions.has_interrupted_writes(path.parent)
    ]

"""Write locks: one window writes a file, and the others show who has it open."""

import atexit
import errno
import inspect
import os
import socket
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec
from filelock import BaseFileLock, FileLock, Timeout

from annotator.model.errors import DataError, Problem, ProblemCollector
from annotator.model.messages import Message
from annotator.storage import files
from annotator.storage.system import SYSTEM, UNSUPPORTED, UNSYNCED, os_error

_MOST_NOTE_BYTES = 4096
_ATTEMPTS = 20
_NO_LOCKS = UNSUPPORTED | {errno.ENOLCK}
# Without this, newer releases replace a missing lock with another kind of lock, which remains after
# its process is killed. Older releases have neither.
_OPTIONS: dict[str, Any] = (
    {"fallback_to_soft": False}
    if "fallback_to_soft" in inspect.signature(BaseFileLock.__init__).parameters
    else {}
)


class LockHolder(msgspec.Struct, frozen=True):
    """Who has a file open for writing, by their own note. It may be untrusted text.

    Attributes:
        who: The annotator's name.
        host: The computer's name.
        process: The process's number on that computer.
        since: The time in ISO 8601, with its UTC offset.
    """

    who: str
    host: str
    process: int
    since: str

    def __str__(self) -> str:
        if not self.who:
            return "another window or program"
        return f"{self.who} since {_clock(self.since)} on host {self.host} (process {self.process})"


_UNKNOWN_HOLDER = LockHolder("", "", 0, "")


class WriteLock:
    """A lock for writing a file. It ends when it is released or when the process ends.

    Attributes:
        path: The path of the file itself, with links followed.
        warning: What the person should know about this lock, or None.
    """

    def __init__(self, path: Path, lock: BaseFileLock | None) -> None:
        self.path = path
        self.warning = None if lock else _UNLOCKED
        self._lock = lock
        self._process = os.getpid()
        atexit.register(self.release)

    def __enter__(self) -> "WriteLock":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def release(self) -> None:
        """Release the lock and remove its files. A second call does nothing."""
        atexit.unregister(self.release)
        # A forked child has the descriptor too, and would release its parent's lock. It must keep a
        # reference, because a lock is released when it is garbage-collected.
        if self._lock is None or os.getpid() != self._process:
            return
        lock, self._lock = self._lock, None
        _remove(_note(self.path))
        # Removed while locked: a process that waits for the lock finds that the name is gone.
        if sys.platform != "win32":
            _remove(Path(lock.lock_file))
        lock.release()
        if sys.platform == "win32":
            _remove(Path(lock.lock_file))


_UNLOCKED = (
    "This disk has no locks. A second window on the same file is noticed only when it saves."
)


def try_lock(path: Path, who: str) -> WriteLock | LockHolder:
    """The write lock for `path`, or the person who has it. It never waits.

    Args:
        path: The file. It need not exist, but its folder must.
        who: The annotator's name, for the note that others see.

    Raises:
        DataError: The folder is not writable.
    """
    target = files.real_path(path)
    try:
        lock = _locked(files.hidden_path(target, ".lock"))
    except NotImplementedError:
        return WriteLock(target, None)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return WriteLock(target, None)
        raise DataError(_unlockable(error, path, target)) from error
    if lock is None:
        return _read_note(target)
    hold = WriteLock(target, lock)
    files.remove_leftovers(target)
    _write_note(target, who)
    return hold


def lock_file(path: Path, who: str) -> WriteLock:
    """The write lock for `path`, for a command that needs it. It never waits.

    Args:
        path: The file. It need not exist, but its folder must.
        who: The annotator's name, for the note that others see.

    Raises:
        DataError: Another window has the file open, or the folder is not writable.
    """
    lock = try_lock(path, who)
    if isinstance(lock, LockHolder):
        raise DataError(
            Problem(f"This file is open elsewhere: {lock}. Close it there first.", str(path))
        )
    return lock


def _locked(path: Path) -> BaseFileLock | None:
    for _ in range(_ATTEMPTS):
        # Not per thread: another thread may close the window that has the lock.
        lock = FileLock(path, thread_local=False, **_OPTIONS)
        try:
            SYSTEM.touch(path)
            before = path.stat()
            lock.acquire(blocking=False)
        except Timeout:
            return None
        except FileNotFoundError:
            if not path.parent.is_dir():
                raise
            continue
        if _still(lock, path, before):
            return lock
    return None


def _still(lock: BaseFileLock, path: Path, before: os.stat_result) -> bool:
    """Whether the lock still guards the name. If not, or if that is unknown, it is released."""
    same = False
    try:
        same = _same(path, before)
    finally:
        # The previous holder removed the file, so this lock no longer guards the name.
        if not same:
            lock.release()
    return same


def _same(path: Path, before: os.stat_result) -> bool:
    try:
        return os.path.samestat(path.stat(), before)
    except FileNotFoundError:
        return False


def _unlockable(error: OSError, path: Path, target: Path) -> Problem:
    lock = files.hidden_path(target, ".lock")
    if isinstance(error, PermissionError) and lock.exists():
        return Problem(
            f"Cannot lock this file: {lock.name} next to it belongs to another user. "
            "Remove that file if no one has this one open.",
            str(path),
        )
    return os_error(error, path, Message("Cannot lock this file"))


def _note(path: Path) -> Path:
    return files.hidden_path(path, ".holder")


def _write_note(path: Path, who: str) -> None:
    since = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
    # A name from the command line may contain bytes that no encoding has.
    named = who.encode(errors="replace").decode()
    holder = LockHolder(named, socket.gethostname(), os.getpid(), since)
    # The lock works without its note, and neither must survive a power failure.
    with suppress(DataError):
        files.overwrite(_note(path), msgspec.json.encode(holder) + b"\n", UNSYNCED)


def _read_note(path: Path) -> LockHolder:
    try:
        note = files.read_limited(_note(path), _MOST_NOTE_BYTES)
        return msgspec.json.decode(note, type=LockHolder)
    except (DataError, ValueError, RecursionError):
        return _UNKNOWN_HOLDER


def _clock(since: str) -> str:
    try:
        then = datetime.fromisoformat(since).astimezone()
    except (ValueError, OverflowError):
        return "an unknown time"
    today = datetime.now(UTC).astimezone().date()
    return then.strftime("%H:%M" if then.date() == today else "%Y-%m-%d %H:%M")


def _remove(path: Path) -> None:
    with suppress(OSError):
        SYSTEM.remove(path)


def lock_files(stack: ExitStack, paths: Sequence[Path]) -> None:
    """Lock files for writing until the stack is closed.

    Raises:
        DataError: One of them is open elsewhere. Then none is locked.
    """
    problems = ProblemCollector()
    for path in paths:
        with problems:
            stack.enter_context(lock_file(path, "annotator"))
    problems.raise_any()

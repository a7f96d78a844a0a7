"""Who holds a file: one window writes it, the others are told who that is."""

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
from annotator.storage import files
from annotator.storage.system import SYSTEM, UNSUPPORTED, UNSYNCED, os_error

_MOST_NOTE_BYTES = 4096
_ATTEMPTS = 20
_NO_LOCKS = UNSUPPORTED | {errno.ENOLCK}
# Without this, newer releases put a lock of another kind in the place of one that is missing,
# which outlives a killed process; older releases have neither.
_OPTIONS: dict[str, Any] = (
    {"fallback_to_soft": False}
    if "fallback_to_soft" in inspect.signature(BaseFileLock.__init__).parameters
    else {}
)


class LockHolder(msgspec.Struct, frozen=True):
    """Who has a file open for writing, as far as their note says; it may be untrusted text.

    Attributes:
        who: The annotator's name.
        host: The computer's name.
        process: The process's number on that computer.
        since: The time in ISO 8601, with its offset.
    """

    who: str
    host: str
    process: int
    since: str

    def __str__(self) -> str:
        if not self.who:
            return "another window or program"
        return f"{self.who} on {self.host} since {_clock(self.since)} (process {self.process})"


_SOMEBODY = LockHolder("", "", 0, "")


class WriteLock:
    """The right to write a file, until it is released or the process ends.

    Attributes:
        path: The file itself, links followed.
        warning: What the person should know of this hold, or None.
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
        """Give the file free, and leave nothing beside it; a second time does nothing."""
        atexit.unregister(self.release)
        # A forked child has the descriptor too, and would give away its parent's lock; it must
        # keep it even, for a lock that is forgotten is released.
        if self._lock is None or os.getpid() != self._process:
            return
        lock, self._lock = self._lock, None
        _remove(_note(self.path))
        # Removed under the lock: whoever waits for it finds that the name has gone.
        if sys.platform != "win32":
            _remove(Path(lock.lock_file))
        lock.release()
        if sys.platform == "win32":
            _remove(Path(lock.lock_file))


_UNLOCKED = "this disk has no locks: a second window on the same file is noticed only when it saves"


def try_lock(path: Path, who: str) -> WriteLock | LockHolder:
    """The right to write `path`, or who has it; never waits.

    Args:
        path: The file; it need not be there yet, its folder must.
        who: The annotator's name, for the note that others read.

    Raises:
        DataError: The folder cannot be written to.
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
    """The right to write `path`, for a command that cannot do without; never waits.

    Args:
        path: The file; it need not be there yet, its folder must.
        who: The annotator's name, for the note that others read.

    Raises:
        DataError: Somebody has the file open, or the folder cannot be written to.
    """
    held = try_lock(path, who)
    if isinstance(held, LockHolder):
        raise DataError(Problem(f"is open elsewhere, by {held}; close it there first", str(path)))
    return held


def _locked(path: Path) -> BaseFileLock | None:
    for _ in range(_ATTEMPTS):
        # Not per thread: the window that takes the lock may be closed by another thread.
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
    """Whether the lock guards the name yet; it is let go where it does not, or cannot be known."""
    same = False
    try:
        same = _same(path, before)
    finally:
        # The file was removed by the holder before us: this lock guards a name no more.
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
            f"cannot be held for writing: {lock.name} beside it belongs to somebody else; "
            "remove that if nobody has the file open",
            str(path),
        )
    return os_error(error, path, "cannot be held for writing")


def _note(path: Path) -> Path:
    return files.hidden_path(path, ".holder")


def _write_note(path: Path, who: str) -> None:
    since = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
    # A name may have come from the command line with bytes that no encoding has.
    named = who.encode(errors="replace").decode()
    holder = LockHolder(named, socket.gethostname(), os.getpid(), since)
    # The lock holds without its note, and neither outlasts the power.
    with suppress(DataError):
        files.overwrite(_note(path), msgspec.json.encode(holder) + b"\n", UNSYNCED)


def _read_note(path: Path) -> LockHolder:
    try:
        note = files.read_limited(_note(path), _MOST_NOTE_BYTES)
        return msgspec.json.decode(note, type=LockHolder)
    except (DataError, ValueError, RecursionError):
        return _SOMEBODY


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
    """Hold files for writing until the stack is left.

    Raises:
        DataError: Somebody has one of them open; nothing is held then.
    """
    problems = ProblemCollector()
    for path in paths:
        with problems:
            stack.enter_context(lock_file(path, "annotator"))
    problems.raise_any()

"""The system calls for durable writing, and explanations of their failures."""

import errno
import os
import sys
from pathlib import Path

from annotator.model.errors import DataError, Problem
from annotator.model.messages import Message

# On macOS, fsync stops at the drive's own cache. This call also flushes that cache to the disk.
_FULL_SYNC: int | None = None
if sys.platform != "win32":
    import fcntl

    _FULL_SYNC = getattr(fcntl, "F_FULLFSYNC", None)

_BINARY = getattr(os, "O_BINARY", 0)
_QUIET = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0)
# The errors of file systems that do not support an operation, as opposed to a failed operation.
UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})


class System:
    """The system calls for reading and writing a file. Tests replace them with failing ones.

    Every method raises OSError.
    """

    def status(self, path: Path) -> os.stat_result:
        """The status of the file at `path`, with links followed."""
        return os.stat(path)

    def open(self, path: Path) -> int:
        """A descriptor for reading. It does not block on a pipe without a writer."""
        return os.open(path, os.O_RDONLY | _BINARY | _QUIET)

    def create(self, path: Path, mode: int) -> int:
        """A descriptor for writing a new file. It is an error if the file exists."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY | _QUIET, mode)

    def write(self, descriptor: int, data: memoryview) -> int:
        """Write bytes and return how many were written, which can be fewer than all."""
        return os.write(descriptor, data)

    def set_mode(self, descriptor: int, mode: int) -> None:
        """Set the file's permission bits, if the system has them."""
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, mode)

    def sync(self, descriptor: int) -> None:
        """Return only when the file's bytes are on disk."""
        if _FULL_SYNC is None or not _fully_synced(descriptor, _FULL_SYNC):
            os.fsync(descriptor)

    def close(self, descriptor: int) -> None:
        """Close the descriptor; some file systems report a failed write only here."""
        os.close(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        """Replace `target` with `source` in one step."""
        os.replace(source, target)

    def place(self, source: Path, target: Path) -> None:
        """Give `source` the name `target` in one step. It is an error if `target` exists."""
        if os.name == "nt":
            os.rename(source, target)
        else:
            os.link(source, target)

    def remove(self, path: Path) -> None:
        """Remove the file's name."""
        os.unlink(path)

    def touch(self, path: Path) -> None:
        """Create an empty file, if it does not exist."""
        path.touch()

    def make_folders(self, path: Path, mode: int) -> None:
        """Create a folder and its parents, if they do not exist."""
        path.mkdir(mode, parents=True, exist_ok=True)

    def make_private(self, path: Path) -> None:
        """Remove other users' permissions from a folder."""
        path.chmod(0o700)

    def remove_folder(self, path: Path) -> None:
        """Remove an empty folder."""
        os.rmdir(path)

    def open_folder(self, path: Path) -> int | None:
        """A descriptor for syncing the folder; None if the system does not support that."""
        return None if os.name == "nt" else os.open(path, os.O_RDONLY | _QUIET)

    def sync_folder(self, descriptor: int) -> None:
        """Return only when the folder's names are on disk."""
        os.fsync(descriptor)


def _fully_synced(descriptor: int, command: int) -> bool:
    if sys.platform == "win32":
        return False
    try:
        fcntl.fcntl(descriptor, command)
    except OSError as error:
        # Any other failure counts: a second attempt on the same file could falsely succeed.
        if error.errno in UNSUPPORTED:
            return False
        raise
    return True


class UnsyncedSystem(System):
    """The calls for a file that need not survive a power failure, and so need not be synced."""

    def sync(self, descriptor: int) -> None:
        """Return immediately."""

    def sync_folder(self, descriptor: int) -> None:
        """Return immediately."""


SYSTEM = System()
UNSYNCED = UnsyncedSystem()

_FREE = Message("Free some space and save again, or save to another place.")
_ELSEWHERE = Message("Save to another place.")
_CAUSES = {
    errno.ENOSPC: (Message("the disk is full"), _FREE),
    getattr(errno, "EDQUOT", -1): (Message("your share of the disk is used up"), _FREE),
    errno.EROFS: (Message("the disk is read-only"), _ELSEWHERE),
    errno.EACCES: (
        Message("you have no permission"),
        Message("Change the permissions, or use another folder."),
    ),
    errno.EPERM: (
        Message("the system does not allow it"),
        Message("Change the permissions, or use another folder."),
    ),
    errno.EMFILE: (
        Message("too many files are open"),
        Message("Close some programs and try again."),
    ),
    errno.ENFILE: (
        Message("too many files are open"),
        Message("Close some programs and try again."),
    ),
    errno.EIO: (
        Message("the disk reported an error"),
        Message("Save to another place, and have the disk checked."),
    ),
    errno.ENOENT: (Message("the file or folder does not exist"), Message("Check the name.")),
    errno.EEXIST: (
        Message("a file with this name already exists"),
        Message("Move it away, or choose another name."),
    ),
    errno.ENOTDIR: (Message("a part of the path is not a folder"), Message("Check the name.")),
    errno.EISDIR: (Message("it is a folder"), Message("Choose a file.")),
    errno.ENAMETOOLONG: (Message("the name is too long"), Message("Choose a shorter name.")),
    errno.ELOOP: (Message("its links form a loop"), Message("Use the path of the file itself.")),
    errno.EFBIG: (Message("the disk does not allow files of this size"), _ELSEWHERE),
    errno.ENOMEM: (
        Message("the computer is out of memory"),
        Message("Close some programs and try again."),
    ),
    errno.EBUSY: (
        Message("another program is using it"),
        Message("Close that program and try again."),
    ),
    getattr(errno, "ESTALE", -2): (
        Message("the network drive lost it"),
        Message("Connect the drive again."),
    ),
}


def os_error(error: OSError, path: Path, what: str) -> Problem:
    """A problem for a failed system call: the file, what failed, why, and what to do.

    Args:
        error: The failure.
        path: The file, as the person would type it.
        what: What failed, as the start of a sentence, for example "Cannot save".
    """
    reason = error.strerror.lower() if error.strerror else Message("the system gives no reason")
    unknown = (reason, Message("Try again."))
    cause, remedy = _CAUSES.get(error.errno or 0, unknown)
    words = Message("%(what)s: %(cause)s. %(remedy)s", what=what, cause=cause, remedy=remedy)
    return Problem(words, str(path))


def make_private_folder(folder: Path) -> None:
    """Create a folder that only this user can read, and its parents, if they do not exist.

    Raises:
        DataError: It cannot be made.
    """
    make_folder(folder, 0o700)


def make_folder(folder: Path, mode: int = 0o777, system: System = SYSTEM) -> None:
    """Create a folder and its parents, if they do not exist.

    Args:
        folder: The folder.
        mode: Its permission bits, limited by the person's umask.
        system: The system calls.

    Raises:
        DataError: The folder cannot be created.
    """
    try:
        system.make_folders(folder, mode)
    except OSError as error:
        raise DataError(os_error(error, folder, Message("Cannot create this folder"))) from error


FileMark = tuple[int, int, int]
"""What changes when a file is replaced: its number on the disk, its time and its size."""


def file_mark(path: Path, system: System = SYSTEM) -> FileMark | None:
    """What changes with each change of a file, without reading it; None if there is no file."""
    try:
        status = system.status(path)
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size

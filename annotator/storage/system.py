"""The operating system's calls that durable writing rests on, and their failures in plain words."""

import errno
import os
import sys
from pathlib import Path

from annotator.model.errors import DataError, Problem

# On macOS fsync stops at the drive's own cache, and this goes on to the disk.
_FULL_SYNC: int | None = None
if sys.platform != "win32":
    import fcntl

    _FULL_SYNC = getattr(fcntl, "F_FULLFSYNC", None)

_BINARY = getattr(os, "O_BINARY", 0)
_QUIET = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0)
# What file systems answer that cannot do such a thing at all, as opposed to failing at it.
UNSUPPORTED = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})


class System:
    """The calls that reading and writing a file need; a test puts failures in their place.

    Every method raises OSError.
    """

    def status(self, path: Path) -> os.stat_result:
        """What is known of the file at `path`, links followed."""
        return os.stat(path)

    def open(self, path: Path) -> int:
        """A descriptor to read from; a pipe that nobody writes to does not hold it up."""
        return os.open(path, os.O_RDONLY | _BINARY | _QUIET)

    def create(self, path: Path, mode: int) -> int:
        """A descriptor of a new file to write to; a file that is there already is an error."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY | _QUIET, mode)

    def write(self, descriptor: int, data: memoryview) -> int:
        """How many of the bytes were taken, which may be fewer than all."""
        return os.write(descriptor, data)

    def set_mode(self, descriptor: int, mode: int) -> None:
        """Give the file these permission bits, where the system has such."""
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, mode)

    def sync(self, descriptor: int) -> None:
        """Come back only when the file's bytes are on the disk itself."""
        if _FULL_SYNC is None or not _fully_synced(descriptor, _FULL_SYNC):
            os.fsync(descriptor)

    def close(self, descriptor: int) -> None:
        """Close the descriptor; some file systems report a failed write only here."""
        os.close(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        """Put `source` in the place of `target`, in one step."""
        os.replace(source, target)

    def place(self, source: Path, target: Path) -> None:
        """Give `source` the name `target`, in one step; a file that is there is an error."""
        if os.name == "nt":
            os.rename(source, target)
        else:
            os.link(source, target)

    def remove(self, path: Path) -> None:
        """Take the file's name away."""
        os.unlink(path)

    def touch(self, path: Path) -> None:
        """Make an empty file, where there is none."""
        path.touch()

    def make_folders(self, path: Path, mode: int) -> None:
        """Make a folder and those around it, where they are not there."""
        path.mkdir(mode, parents=True, exist_ok=True)

    def make_private(self, path: Path) -> None:
        """Take the rights of others off a folder."""
        path.chmod(0o700)

    def remove_folder(self, path: Path) -> None:
        """Take an empty folder away."""
        os.rmdir(path)

    def open_folder(self, path: Path) -> int | None:
        """A descriptor to sync the folder by; None where the system has no such thing."""
        return None if os.name == "nt" else os.open(path, os.O_RDONLY | _QUIET)

    def sync_folder(self, descriptor: int) -> None:
        """Come back only when the folder's names are on the disk itself."""
        os.fsync(descriptor)


def _fully_synced(descriptor: int, command: int) -> bool:
    if sys.platform == "win32":
        return False
    try:
        fcntl.fcntl(descriptor, command)
    except OSError as error:
        # Any other failure stands: a second attempt at the same file might be told a lie.
        if error.errno in UNSUPPORTED:
            return False
        raise
    return True


class UnsyncedSystem(System):
    """The calls for a file that means nothing after a power failure: it need not reach the disk."""

    def sync(self, descriptor: int) -> None:
        """Come back at once."""

    def sync_folder(self, descriptor: int) -> None:
        """Come back at once."""


SYSTEM = System()
UNSYNCED = UnsyncedSystem()

_FREE = "free some space, then save again, or save elsewhere"
_ELSEWHERE = "save elsewhere"
_CAUSES = {
    errno.ENOSPC: ("the disk is full", _FREE),
    getattr(errno, "EDQUOT", -1): ("your share of the disk is used up", _FREE),
    errno.EROFS: ("the disk is read-only", _ELSEWHERE),
    errno.EACCES: ("you have no permission", "change the permissions, or use another folder"),
    errno.EPERM: ("the system does not allow it", "change the permissions, or use another folder"),
    errno.EMFILE: ("too many files are open", "close some programs, then try again"),
    errno.ENFILE: ("too many files are open", "close some programs, then try again"),
    errno.EIO: ("the disk reports an error", "save elsewhere, and have the disk looked at"),
    errno.ENOENT: ("there is no such file or folder", "check the name"),
    errno.EEXIST: ("a file of this name is in the way", "move it away, or choose another name"),
    errno.ENOTDIR: ("a part of the path is no folder", "check the name"),
    errno.EISDIR: ("it is a folder", "name a file"),
    errno.ENAMETOOLONG: ("the name is too long", "choose a shorter one"),
    errno.ELOOP: ("its links lead round in a circle", "name the file itself"),
    errno.EFBIG: ("the disk takes no file of this size", _ELSEWHERE),
    errno.ENOMEM: ("the computer is out of memory", "close some programs, then try again"),
    errno.EBUSY: ("another program is using it", "close that program, then try again"),
    getattr(errno, "ESTALE", -2): ("the network drive lost it", "connect the drive again"),
}


def os_error(error: OSError, path: Path, what: str) -> Problem:
    """One sentence on a call that failed: which file, what cannot be done, why, what to do.

    Args:
        error: The failure.
        path: The file, as the person would type it.
        what: What cannot be done, for example "cannot be saved".
    """
    unknown = ((error.strerror or "the system gives no reason").lower(), "try again")
    cause, remedy = _CAUSES.get(error.errno or 0, unknown)
    return Problem(f"{what}: {cause}; {remedy}", str(path))


def make_folder(folder: Path, mode: int = 0o777, system: System = SYSTEM) -> None:
    """Make a folder and those around it, where they are not there.

    Args:
        folder: The folder.
        mode: Its permission bits, as far as the person's own mask leaves them.
        system: The calls to make it with.

    Raises:
        DataError: It cannot be made.
    """
    try:
        system.make_folders(folder, mode)
    except OSError as error:
        raise DataError(os_error(error, folder, "cannot be made")) from error

"""Files: read with a size limit, replaced durably as a whole, copied, removed.

A file is written under a temporary name in the same folder, synced, and renamed. This module makes
the names of these hidden files and of lock files.
"""

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fnmatch import fnmatchcase
from itertools import count
from pathlib import Path
from typing import NamedTuple, NoReturn

from annotator.model.errors import DataError, Problem
from annotator.model.messages import Message, Paragraph
from annotator.storage.system import SYSTEM, UNSUPPORTED, System, os_error

_LONGEST_NAME = 255
_WILDCARD = re.compile(r"[*?\[]")
_TOKEN = 8


def real_path(path: Path) -> Path:
    """The path of the file itself, with links followed. The file need not exist."""
    return Path(os.path.realpath(path))


def hidden_path(path: Path, ending: str) -> Path:
    """The hidden file next to `path` that belongs to it: `.NAME` and the ending."""
    name = path.name
    if len(os.fsencode(name)) + len(ending) + _TOKEN + 2 > _LONGEST_NAME:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()[:32]
    return path.with_name(f".{name}{ending}")


def temporary_path(path: Path) -> Path:
    """A new name for a file that will replace `path`."""
    return hidden_path(path, f".{os.urandom(_TOKEN // 2).hex()}.tmp")


def remove_leftovers(path: Path) -> None:
    """Remove temporary files that a killed process left. Call it while you hold the lock."""
    target = real_path(path)
    pattern = re.compile(re.escape(hidden_path(target, ".").name) + rf"[0-9a-f]{{{_TOKEN}}}\.tmp")
    with suppress(OSError):
        for name in os.listdir(target.parent):
            if pattern.fullmatch(name):
                SYSTEM.remove(target.parent / name)


_CHUNK = 1 << 20


class Fingerprint(NamedTuple):
    """The size and hash that identify a file's content.

    It contains neither the modification time nor the inode: two edits within one tick of the clock
    have the same time, and a file that was only touched is still the same.

    Attributes:
        size: In bytes.
        sha256: The hash of the bytes, in hex.
    """

    size: int
    sha256: str

    @classmethod
    def from_bytes(cls, data: bytes) -> "Fingerprint":
        """The fingerprint of these bytes."""
        return cls(len(data), hashlib.sha256(data).hexdigest())


class SaveError(DataError):
    """The file was not written. Its earlier content is unchanged."""


class ChangedElsewhereError(SaveError):
    """The file has changed since it was last read or written here."""


class UncertainSaveError(SaveError):
    """The new version is in place, but the disk did not confirm it.

    Args:
        problem: What went wrong.
        fingerprint: The fingerprint of the new version.
    """

    def __init__(self, problem: Problem, fingerprint: Fingerprint) -> None:
        super().__init__(problem)
        self.fingerprint = fingerprint


def read_limited(path: Path, limit: int, hint: str = "", system: System = SYSTEM) -> bytes:
    """The bytes of an ordinary file, up to a limit.

    Args:
        path: The path, as the person would type it.
        limit: Maximum size in bytes.
        hint: A sentence that says what to do about a larger file.
        system: The system calls.

    Raises:
        DataError: The file is too large, not an ordinary file, or cannot be read.
    """
    try:
        size = _require_ordinary(path, system.status(path)).st_size
        data = _first_bytes(path, limit + 1, system) if size <= limit else b""
    except OSError as error:
        raise DataError(os_error(error, path, Message("Cannot read"))) from error
    if size > limit or len(data) > limit:
        message = Message("The file is larger than %(limit)s bytes.", limit=format(limit, ","))
        raise DataError(Problem(Paragraph(filter(None, (message, hint))), str(path)))
    return data


def matching_paths(folder: Path, pattern: str) -> list[Path]:
    """The paths in a folder that match a pattern such as "annotations/*/*.yaml", in order.

    `Path.glob` silently skips folders that it cannot read. This does not, so no work is missed.

    Raises:
        DataError: A folder cannot be read.
    """
    paths = [folder]
    for part in pattern.split("/"):
        paths = [path / name for path in paths for name in _matching_names(path, part)]
    return sorted(paths)


def _matching_names(folder: Path, pattern: str) -> list[str]:
    if _WILDCARD.search(pattern):
        return [name for name in _names(folder) if fnmatchcase(name, pattern)]
    # A folder of a thousand students is not listed to find one of them.
    try:
        os.lstat(folder / pattern)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise _unseen(error) from error
    return [pattern]


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise _unseen(error) from error


def files_below(folder: Path, pattern: str = "*") -> list[Path]:
    """The files in a folder and its subfolders whose names match the pattern, in order.

    Raises:
        DataError: A folder cannot be read.
    """

    def fail(error: OSError) -> NoReturn:
        raise _unseen(error) from error

    found = (
        Path(place, name)
        for place, _, names in os.walk(folder, onerror=fail)
        for name in names
        if fnmatchcase(name, pattern)
    )
    return sorted(path for path in found if path.is_file())


def files_beside(path: Path) -> list[Path]:
    """All files in the folder of a file, including the file itself, in order."""
    return sorted(path.parent.iterdir())


def visible_files_below(folder: Path, pattern: str = "*") -> list[Path]:
    """The same as `files_below`, without hidden files and folders."""
    return [
        path
        for path in files_below(folder, pattern)
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]


def _unseen(error: OSError) -> DataError:
    return DataError(os_error(error, Path(error.filename or "."), "Cannot read"))


def replace_file(
    path: Path, data: bytes, expected: Fingerprint | None, system: System = SYSTEM
) -> Fingerprint:
    """Replace a file's content with `data` durably, or leave the file unchanged.

    The bytes are written to a new file next to it, synced to disk, and renamed in one step. Links
    are followed, and the permission bits stay.

    Args:
        path: The path, as the person would type it.
        data: The new content.
        expected: The fingerprint of the content last read or written; None for a new file.
        system: The system calls.

    Returns:
        The fingerprint of the new content.

    Raises:
        ChangedElsewhereError: The file does not have the expected fingerprint. UncertainSaveError:
        The file was replaced, but the last sync failed. SaveError: Anything else failed. The file
        is unchanged.
    """
    fingerprint = Fingerprint.from_bytes(data)
    with _failures_in_words(path):
        target = real_path(path)
        mode = _mode_to_keep(path, target, system)
        with _folder(target.parent, system) as folder:
            _write_and_rename(target, data, mode, expected, system)
            _sync_folder(path, folder, fingerprint, system)
    return fingerprint


def overwrite(path: Path, data: bytes, system: System = SYSTEM) -> Fingerprint:
    """Like `replace_file`, whatever the file contains now.

    Raises:
        DataError: The file cannot be read or written.
    """
    try:
        present = system.status(path)
    except FileNotFoundError:
        return replace_file(path, data, None, system)
    except OSError as error:
        raise SaveError(os_error(error, path, Message("Cannot save"))) from error
    expected = Fingerprint.from_bytes(read_limited(path, present.st_size + _CHUNK, "", system))
    return replace_file(path, data, expected, system)


def require_writable(path: Path) -> None:
    """Check that a file is not write-protected. A missing file is not an error.

    Raises:
        DataError: It is.
    """
    target = real_path(path)
    try:
        if os.path.lexists(target):
            _refuse_protected(target)
    except PermissionError as error:
        raise DataError(os_error(error, path, Message("Cannot write to this file"))) from error


def remove_file(path: Path, system: System = SYSTEM) -> None:
    """Remove a file. A missing file is not an error.

    Raises:
        DataError: It cannot be removed.
    """
    try:
        system.remove(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise DataError(os_error(error, path, Message("Cannot remove"))) from error


def save_copy(path: Path, data: bytes, system: System = SYSTEM, *, word: str = "conflict") -> Path:
    """Write `data` to the next free numbered copy of `path`, and return its path.

    Args:
        path: The file to copy.
        data: The content of the copy.
        system: The system calls.
        word: The word before the number in its name.

    Raises:
        SaveError: It cannot be written.
    """
    stem = re.sub(rf"\.{word}-\d+$", "", path.stem)
    for number in count(1):
        copy = path.with_name(f"{stem}.{word}-{number}{path.suffix}")
        try:
            replace_file(copy, data, None, system)
        except ChangedElsewhereError:
            continue
        except UncertainSaveError as problem:
            # The next attempt makes a new copy, so this one must not be left behind.
            with suppress(OSError):
                system.remove(copy)
            raise SaveError(problem.problems) from problem
        return copy
    raise AssertionError("There is always a next number.")


def has_fingerprint(path: Path, fingerprint: Fingerprint, system: System = SYSTEM) -> bool:
    """Whether the file exists, can be read, and has this fingerprint."""
    try:
        return (
            Fingerprint.from_bytes(_first_bytes(path, fingerprint.size + 1, system)) == fingerprint
        )
    except (OSError, DataError):
        return False


@contextmanager
def _failures_in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except ChangedElsewhereError as change:
        raise ChangedElsewhereError(
            problem.in_file(str(path)) for problem in change.problems
        ) from None
    except OSError as error:
        raise SaveError(os_error(error, path, Message("Cannot save"))) from error


def _require_ordinary(path: Path, status: os.stat_result) -> os.stat_result:
    if stat.S_ISREG(status.st_mode):
        return status
    what = "a folder" if stat.S_ISDIR(status.st_mode) else "a device or a pipe"
    raise SaveError(Problem(f"This is {what}. Choose an ordinary file.", str(path)))


def _first_bytes(path: Path, most: int, system: System) -> bytes:
    descriptor = system.open(path)
    try:
        # The file may have been replaced since it was checked.
        _require_ordinary(path, os.fstat(descriptor))
        chunks, left = [], most
        while left and (chunk := os.read(descriptor, min(left, _CHUNK))):
            chunks.append(chunk)
            left -= len(chunk)
    finally:
        system.close(descriptor)
    return b"".join(chunks)


def _mode_to_keep(path: Path, target: Path, system: System) -> int | None:
    try:
        status = _require_ordinary(path, system.status(target))
    except FileNotFoundError:
        return None
    _refuse_protected(target)
    return stat.S_IMODE(status.st_mode)


def _refuse_protected(target: Path) -> None:
    # Renaming needs only the folder's permission, so a write-protected file would be replaced.
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "write-protected")


@contextmanager
def _folder(path: Path, system: System) -> Iterator[int | None]:
    # Opened before anything is written, so that a failure here leaves the old file in place.
    descriptor = system.open_folder(path)
    try:
        yield descriptor
    finally:
        if descriptor is not None:
            # Nothing was written through it.
            with suppress(OSError):
                system.close(descriptor)


def _write_and_rename(
    target: Path, data: bytes, mode: int | None, expected: Fingerprint | None, system: System
) -> None:
    temporary = temporary_path(target)
    try:
        _write_synced(temporary, data, mode, system)
        _refuse_changed(target, expected, system)
        if expected is None:
            _place(temporary, target, system)
        else:
            system.replace(temporary, target)
    finally:
        # After a rename the name is gone. After a link it is a second name.
        with suppress(OSError):
            system.remove(temporary)


def _write_synced(path: Path, data: bytes, mode: int | None, system: System) -> None:
    # A private file's new version must not be readable by others while it is written.
    descriptor = system.create(path, 0o666 if mode is None else 0o600)
    try:
        if mode is not None:
            # Some file systems have one fixed mode. Then 0600 is the safe one.
            with suppress(PermissionError):
                system.set_mode(descriptor, mode)
        _write_in_full(descriptor, data, system)
        system.sync(descriptor)
    finally:
        system.close(descriptor)


def _write_in_full(descriptor: int, data: bytes, system: System) -> None:
    left = memoryview(data)
    while left:
        count = system.write(descriptor, left)
        if not count:
            raise OSError(errno.EIO, "no bytes were written")
        left = left[count:]


def _refuse_changed(target: Path, expected: Fingerprint | None, system: System) -> None:
    try:
        system.status(target)
    except FileNotFoundError:
        if expected is None:
            return
        raise _changed("removed or renamed") from None
    if expected is None:
        raise _changed("created")
    if Fingerprint.from_bytes(_first_bytes(target, expected.size + 1, system)) != expected:
        raise _changed("changed")


def _changed(event: str) -> ChangedElsewhereError:
    message = (
        f"Another window or program {event} this file since it was last read or saved here. "
        "It was not overwritten."
    )
    return ChangedElsewhereError(Problem(message))


def _place(temporary: Path, target: Path, system: System) -> None:
    try:
        system.place(temporary, target)
    except FileExistsError:
        raise _changed("created") from None
    except OSError as error:
        if error.errno not in UNSUPPORTED | {errno.EPERM, errno.EMLINK}:
            raise
        # File systems without hard links, such as a memory stick's.
        system.replace(temporary, target)


def _sync_folder(path: Path, folder: int | None, fingerprint: Fingerprint, system: System) -> None:
    if folder is None:
        return
    try:
        system.sync_folder(folder)
    except OSError as error:
        if error.errno in UNSUPPORTED:
            return
        problem = os_error(error, path, Message("The file may be lost in a power failure"))
        raise UncertainSaveError(problem, fingerprint) from error

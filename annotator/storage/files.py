"""Files: read with a size limit, replaced durably as a whole or not at all, copied, removed.

A file is written under a temporary name in the same folder, synced, and renamed. The names of these
hidden files, and of lock files, are made here.
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
from annotator.storage.system import SYSTEM, UNSUPPORTED, System, os_error

_LONGEST_NAME = 255
_TOKEN = 8


def real_path(path: Path) -> Path:
    """Where the file itself is, links followed; it need not be there."""
    return Path(os.path.realpath(path))


def hidden_path(path: Path, ending: str) -> Path:
    """The hidden file that belongs to `path` and stands beside it: `.NAME` and the ending."""
    name = path.name
    if len(os.fsencode(name)) + len(ending) + _TOKEN + 2 > _LONGEST_NAME:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()[:32]
    return path.with_name(f".{name}{ending}")


def temporary_path(path: Path) -> Path:
    """A new name for what is to take the place of `path`."""
    return hidden_path(path, f".{os.urandom(_TOKEN // 2).hex()}.tmp")


def remove_leftovers(path: Path) -> None:
    """Remove what a save of `path` left when its process was killed; call it under the lock."""
    target = real_path(path)
    pattern = re.compile(re.escape(hidden_path(target, ".").name) + rf"[0-9a-f]{{{_TOKEN}}}\.tmp")
    with suppress(OSError):
        for name in os.listdir(target.parent):
            if pattern.fullmatch(name):
                SYSTEM.remove(target.parent / name)


_CHUNK = 1 << 20


class Fingerprint(NamedTuple):
    """What the bytes of a file are recognised by.

    Neither the time of change nor the inode is part of it: two edits within one tick of the
    clock have the same time, and a file that was merely touched is still the same.

    Attributes:
        size: In bytes.
        sha256: Of the bytes, in hex.
    """

    size: int
    sha256: str

    @classmethod
    def from_bytes(cls, data: bytes) -> "Fingerprint":
        """The fingerprint of a file with these bytes."""
        return cls(len(data), hashlib.sha256(data).hexdigest())


class SaveError(DataError):
    """The file was not written; what was there before is there unchanged."""


class ChangedElsewhereError(SaveError):
    """The file on disk is not the one that was last read or written here."""


class UncertainSaveError(SaveError):
    """The new version is in place, but the disk did not confirm that it will last.

    Args:
        problem: What went wrong.
        fingerprint: Of the version that is in place now.
    """

    def __init__(self, problem: Problem, fingerprint: Fingerprint) -> None:
        super().__init__(problem)
        self.fingerprint = fingerprint


def read_limited(path: Path, limit: int, hint: str = "", system: System = SYSTEM) -> bytes:
    """The bytes of an ordinary file of at most `limit` bytes.

    Args:
        path: The file, as the person would type it.
        limit: In bytes.
        hint: What to do about a larger file.
        system: The calls to read with.

    Raises:
        DataError: It is larger, no ordinary file, or cannot be read.
    """
    try:
        size = _require_ordinary(path, system.status(path)).st_size
        data = _first_bytes(path, limit + 1, system) if size <= limit else b""
    except OSError as error:
        raise DataError(os_error(error, path, "cannot be read")) from error
    if size > limit or len(data) > limit:
        message = f"is too large: more than {limit:,} bytes"
        raise DataError(Problem("; ".join(part for part in (message, hint) if part), str(path)))
    return data


def matching_paths(folder: Path, pattern: str) -> list[Path]:
    """What lies in a folder by a pattern such as "annotations/*/*.yaml", in order.

    What `Path.glob` cannot look into is not there for it, so that work would be left out unsaid.

    Raises:
        DataError: A folder on the way cannot be looked into.
    """
    found = [folder]
    for part in pattern.split("/"):
        found = [path / name for path in found for name in _names(path) if fnmatchcase(name, part)]
    return sorted(found)


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise _unseen(error) from error


def files_below(folder: Path, pattern: str = "*") -> list[Path]:
    """The files in a folder and in those in it whose names fit the pattern, in order.

    Raises:
        DataError: One of the folders cannot be looked into.
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
    """What is in the folder of a file, itself included, in order."""
    return sorted(path.parent.iterdir())


def visible_files_below(folder: Path, pattern: str = "*") -> list[Path]:
    """The same without what is hidden, or lies in a hidden folder."""
    return [
        path
        for path in files_below(folder, pattern)
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]


def _unseen(error: OSError) -> DataError:
    return DataError(os_error(error, Path(error.filename or "."), "cannot be looked into"))


def replace_file(
    path: Path, data: bytes, expected: Fingerprint | None, system: System = SYSTEM
) -> Fingerprint:
    """Put `data` in the file's place, durably, or leave the file as it is.

    The bytes go to a new file beside it, are forced to the disk, and take the name in one step;
    a link is followed, and the permission bits stay.

    Args:
        path: The file, as the person would type it.
        data: All that the file is to hold.
        expected: The fingerprint of what was last read or written; None for a file that is new.
        system: The calls to write with.

    Returns:
        The fingerprint of the file as it is now.

    Raises:
        ChangedElsewhereError: The file is not the one expected.
        UncertainSaveError: All was written, but the last sync failed.
        SaveError: Anything else; the file is as it was.
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
    """Like `replace_file`, whatever the file holds at this moment.

    Raises:
        DataError: The file cannot be read or written.
    """
    try:
        present = system.status(path)
    except FileNotFoundError:
        return replace_file(path, data, None, system)
    except OSError as error:
        raise SaveError(os_error(error, path, "cannot be saved")) from error
    expected = Fingerprint.from_bytes(read_limited(path, present.st_size + _CHUNK, "", system))
    return replace_file(path, data, expected, system)


def remove_file(path: Path, system: System = SYSTEM) -> None:
    """Take a file away; one that is not there is no fault.

    Raises:
        DataError: It cannot be removed.
    """
    try:
        system.remove(path)
    except FileNotFoundError:
        return
    except OSError as error:
        raise DataError(os_error(error, path, "cannot be removed")) from error


def save_copy(path: Path, data: bytes, system: System = SYSTEM, *, word: str = "conflict") -> Path:
    """Write `data` to the next free copy of `path`, named by a number, and say which.

    Args:
        path: What it is a copy of.
        data: All that the copy is to hold.
        system: The calls to write with.
        word: What stands before the number in its name.

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
            # The next attempt makes it anew, and must not leave this one as a second copy.
            with suppress(OSError):
                system.remove(copy)
            raise SaveError(problem.problems) from problem
        return copy
    raise AssertionError("numbers do not end")


def has_fingerprint(path: Path, fingerprint: Fingerprint, system: System = SYSTEM) -> bool:
    """Whether the file is there, can be read, and has this fingerprint."""
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
        raise SaveError(os_error(error, path, "cannot be saved")) from error


def _require_ordinary(path: Path, status: os.stat_result) -> os.stat_result:
    if stat.S_ISREG(status.st_mode):
        return status
    what = "a folder" if stat.S_ISDIR(status.st_mode) else "a device or a pipe"
    raise SaveError(Problem(f"is {what}, not a file; name an ordinary file", str(path)))


def _first_bytes(path: Path, most: int, system: System) -> bytes:
    descriptor = system.open(path)
    try:
        # What was an ordinary file a moment ago may have been exchanged for something else.
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
    # The folder's permissions alone decide on a rename, so a write-protected file would give way.
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "write-protected")
    return stat.S_IMODE(status.st_mode)


@contextmanager
def _folder(path: Path, system: System) -> Iterator[int | None]:
    # Opened before anything is written: a failure here must leave the old file in its place.
    descriptor = system.open_folder(path)
    try:
        yield descriptor
    finally:
        if descriptor is not None:
            # Nothing was written by way of it.
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
        # After a rename there is none; after a link it is the second name.
        with suppress(OSError):
            system.remove(temporary)


def _write_synced(path: Path, data: bytes, mode: int | None, system: System) -> None:
    # Nobody may read a private file's new version while it is being written.
    descriptor = system.create(path, 0o666 if mode is None else 0o600)
    try:
        if mode is not None:
            # Refused where the file system has one mode for all; 0600 is then the safe one.
            with suppress(PermissionError):
                system.set_mode(descriptor, mode)
        _write_in_full(descriptor, data, system)
        system.sync(descriptor)
    finally:
        system.close(descriptor)


def _write_in_full(descriptor: int, data: bytes, system: System) -> None:
    left = memoryview(data)
    while left:
        taken = system.write(descriptor, left)
        if not taken:
            raise OSError(errno.EIO, "no byte was taken")
        left = left[taken:]


def _refuse_changed(target: Path, expected: Fingerprint | None, system: System) -> None:
    try:
        system.status(target)
    except FileNotFoundError:
        if expected is None:
            return
        raise _changed("has been removed or renamed elsewhere") from None
    if expected is None:
        raise _changed("has been made elsewhere")
    if Fingerprint.from_bytes(_first_bytes(target, expected.size + 1, system)) != expected:
        raise _changed("has been changed elsewhere")


def _changed(how: str) -> ChangedElsewhereError:
    message = f"{how} since it was last read or saved here; it is left as it is"
    return ChangedElsewhereError(Problem(message))


def _place(temporary: Path, target: Path, system: System) -> None:
    try:
        system.place(temporary, target)
    except FileExistsError:
        raise _changed("has been made elsewhere") from None
    except OSError as error:
        if error.errno not in UNSUPPORTED | {errno.EPERM, errno.EMLINK}:
            raise
        # A file system without hard links, such as a memory stick's.
        system.replace(temporary, target)


def _sync_folder(path: Path, folder: int | None, fingerprint: Fingerprint, system: System) -> None:
    if folder is None:
        return
    try:
        system.sync_folder(folder)
    except OSError as error:
        if error.errno in UNSUPPORTED:
            return
        problem = os_error(error, path, "may not outlast a power failure")
        raise UncertainSaveError(problem, fingerprint) from error

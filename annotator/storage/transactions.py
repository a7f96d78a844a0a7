"""Transactions: several files change all together or not at all, even if the program is killed.

The new contents and a list of them are first written to a hidden folder. Once the list is on disk,
the transaction is decided, and the next command finishes it. Before that, nothing changes.
"""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from annotator.model.errors import DataError, Problem
from annotator.model.messages import Message
from annotator.storage.files import (
    Fingerprint,
    has_fingerprint,
    read_limited,
    remove_file,
    remove_leftovers,
    replace_file,
)
from annotator.storage.layout import project_path
from annotator.storage.system import SYSTEM, make_folder, os_error

STAGING_FOLDER = ".together"
_LIST = "list.json"
_MOST_BYTES = 2_000_000_000
_GROWTH = 1 << 20


@dataclass(frozen=True, slots=True)
class FileWrite:
    """A change of one file: new content, or removal.

    Attributes:
        path: The file. Its folder is created if necessary.
        before: The current content; None if the file is new.
        after: The new content; None to remove the file.
    """

    path: Path
    before: bytes | None
    after: bytes | None


def file_write(path: Path, after: bytes | None) -> FileWrite:
    """The change from a file's current content.

    Raises:
        DataError: The file cannot be read.
    """
    try:
        size = SYSTEM.status(path).st_size
    except FileNotFoundError:
        return FileWrite(path, None, after)
    except OSError as error:
        raise DataError(os_error(error, path, Message("Cannot read"))) from error
    return FileWrite(path, read_limited(path, size + _GROWTH), after)


def apply_writes(folder: Path, writes: Sequence[FileWrite]) -> None:
    """Change all files in a folder or none. Lock a project with `project_store.lock_project`.

    Raises:
        DataError: The change failed. The files are unchanged, or else the error says that they are
        not.
    """
    writes = [each for each in writes if each.before != each.after]
    if not writes:
        return
    if len(writes) == 1:
        (one,) = writes
        _put(one.path, one.after, _fingerprint(one.before))
        return
    started: list[FileWrite] = []
    try:
        _put_aside(folder, writes)
        for each in writes:
            started.append(each)
            _put(each.path, each.after, _fingerprint(each.before))
    except DataError as problem:
        try:
            _take_back(started)
        except DataError as worse:
            raise DataError((*problem.problems, *worse.problems, _interrupted(folder))) from problem
        _clear(folder)
        raise
    _clear(folder)


def _put(path: Path, after: bytes | None, expected: Fingerprint | None) -> None:
    if after is None:
        remove_file(path)
        return
    make_folder(path.parent)
    replace_file(path, after, expected)


def has_interrupted_writes(folder: Path) -> bool:
    """Whether a transaction was decided but not finished."""
    return (folder / STAGING_FOLDER / _LIST).exists()


def refuse_interrupted_writes(folder: Path) -> None:
    """Refuse to work on a project while only some files of a transaction are changed.

    Raises:
        DataError: A transaction is not finished.
    """
    if has_interrupted_writes(folder):
        raise DataError(_interrupted(folder))


def _interrupted(folder: Path) -> Problem:
    # Outside a project, only the same command deals with the same files.
    remedy = (
        f"Run `annotator resegment {folder} --resume`"
        if project_path(folder).exists()
        else "Run the same command again"
    )
    message = f"A change of several files was interrupted. {remedy} to finish it."
    return Problem(message, str(folder))


def finish_outside_project(folder: Path) -> int:
    """Finish an interrupted transaction in a folder that is not a project. Returns its file count.

    Raises:
        DataError: It cannot be finished, or the folder is a project, where you must ask for it.
    """
    if project_path(folder).exists():
        refuse_interrupted_writes(folder)
    return finish_interrupted_writes(folder)


def finish_interrupted_writes(folder: Path) -> int:
    """Finish a transaction that was decided and interrupted. Returns its file count.

    Raises:
        DataError: Another program changed a file, or a file cannot be written.
    """
    if not has_interrupted_writes(folder):
        return 0
    entries = _read(folder)
    for number, (path, before, goes) in enumerate(entries):
        # Temporary files that the killed process left next to the file.
        remove_leftovers(path)
        after = None if goes else read_limited(folder / STAGING_FOLDER / str(number), _MOST_BYTES)
        if not _done(path, after):
            _refuse_other(path, before, goes=goes)
            _put(path, after, before)
    _clear(folder)
    return len(entries)


def _put_aside(folder: Path, writes: Sequence[FileWrite]) -> None:
    aside = folder / STAGING_FOLDER
    _clear(folder)
    make_folder(aside)
    entries = []
    for number, each in enumerate(writes):
        if each.before is not None and not has_fingerprint(
            each.path, Fingerprint.from_bytes(each.before)
        ):
            raise DataError(
                Problem("This file was changed meanwhile. Nothing was written.", str(each.path))
            )
        if each.after is not None:
            _keep_aside(aside / str(number), each.path, each.after)
        known = _fingerprint(each.before)
        place = each.path.relative_to(folder).as_posix()
        _inside(folder, place)
        entries.append([place, known and known.size, known and known.sha256, each.after is None])
    replace_file(aside / _LIST, json.dumps(entries).encode(), None)


def _keep_aside(place: Path, path: Path, after: bytes) -> None:
    try:
        replace_file(place, after, None)
    except DataError as problem:
        # The person knows the final file, not its temporary place.
        problems = (each._replace(file=str(path)) for each in problem.problems)
        raise DataError(tuple(problems)) from problem


def _done(path: Path, after: bytes | None) -> bool:
    return (
        not os.path.lexists(path)
        if after is None
        else has_fingerprint(path, Fingerprint.from_bytes(after))
    )


def _refuse_other(path: Path, before: Fingerprint | None, *, goes: bool) -> None:
    """Check that a file to remove is unchanged. `replace_file` does so for written files."""
    if goes and not (before and has_fingerprint(path, before)):
        raise DataError(Problem("This file was changed meanwhile. It was not removed.", str(path)))


def _read(folder: Path) -> list[tuple[Path, Fingerprint | None, bool]]:
    path = folder / STAGING_FOLDER / _LIST
    try:
        entries = json.loads(read_limited(path, _MOST_BYTES))
        return [
            (
                _inside(folder, str(place)),
                None if size is None else Fingerprint(size, str(sha256)),
                bool(goes),
            )
            for place, size, sha256, goes in entries
        ]
    except (ValueError, TypeError, RecursionError) as error:
        message = (
            "This folder is damaged. Remove it, then run `annotator check` to see what is wrong."
        )
        raise DataError(Problem(message, str(path.parent))) from error


def _inside(folder: Path, place: str) -> Path:
    parts = PurePosixPath(place).parts
    if not parts or ".." in parts or "\\" in place or ":" in place or place.startswith(("/", ".")):
        raise ValueError(place)
    return folder.joinpath(*parts)


def _fingerprint(data: bytes | None) -> Fingerprint | None:
    return None if data is None else Fingerprint.from_bytes(data)


def _take_back(writes: Sequence[FileWrite]) -> None:
    for each in reversed(writes):
        # The last file may be in its place or not: the disk may have failed after the rename.
        if file_write(each.path, None).before == each.after:
            _put(each.path, each.before, _fingerprint(each.after))


def _clear(folder: Path) -> None:
    aside = folder / STAGING_FOLDER
    # Remove the list first. Without it, the folder is not a decided transaction.
    _remove_quietly(aside / _LIST)
    with suppress(OSError):
        for path in sorted(aside.iterdir()):
            _remove_quietly(path)
        SYSTEM.remove_folder(aside)


def _remove_quietly(path: Path) -> None:
    with suppress(OSError):
        SYSTEM.remove(path)

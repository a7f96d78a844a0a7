"""Several files changed in one transaction: all of them or none, even if the program is killed.

The new contents are first written in full to a hidden folder, with a list of them. Once the list is
on the disk, the transaction is decided: the next command finishes it. Before that nothing changes.
"""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from annotator.model.errors import DataError, Problem
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
    """A file that is to hold other bytes, or to go.

    Attributes:
        path: The file; its folder is made if need be.
        before: What it holds; None where it is new.
        after: What it is to hold; None where it goes.
    """

    path: Path
    before: bytes | None
    after: bytes | None


def file_write(path: Path, after: bytes | None) -> FileWrite:
    """The exchange of what a file holds at this moment.

    Raises:
        DataError: It cannot be read.
    """
    try:
        size = SYSTEM.status(path).st_size
    except FileNotFoundError:
        return FileWrite(path, None, after)
    except OSError as error:
        raise DataError(os_error(error, path, "cannot be read")) from error
    return FileWrite(path, read_limited(path, size + _GROWTH), after)


def apply_writes(folder: Path, writes: Sequence[FileWrite]) -> None:
    """Change files in a folder, all or none; hold a project with `project_store.lock_project`.

    Raises:
        DataError: It could not be done; the files are as they were, or it is said that they are
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
    """Whether a change was decided and is not carried out to its end."""
    return (folder / STAGING_FOLDER / _LIST).exists()


def refuse_interrupted_writes(folder: Path) -> None:
    """Refuse to work on a project of which some files are changed and others are not yet.

    Raises:
        DataError: A change waits to be carried out to its end.
    """
    if has_interrupted_writes(folder):
        raise DataError(_interrupted(folder))


def _interrupted(folder: Path) -> Problem:
    # Outside of a project there is no other way to the same files than the same command.
    how = (
        f"`annotator resegment {folder} --resume`"
        if project_path(folder).exists()
        else "the same command"
    )
    message = f"a change of several files was interrupted; {how} carries it out to its end"
    return Problem(message, str(folder))


def finish_outside_project(folder: Path) -> int:
    """Carry out what was interrupted in a folder that is no project; how many files it was about.

    Raises:
        DataError: It cannot be carried out; or it is a project, where that is to be asked for.
    """
    if project_path(folder).exists():
        refuse_interrupted_writes(folder)
    return finish_interrupted_writes(folder)


def finish_interrupted_writes(folder: Path) -> int:
    """Carry out a change that was decided and interrupted; how many files it was about.

    Raises:
        DataError: A file was changed meanwhile, or cannot be written.
    """
    if not has_interrupted_writes(folder):
        return 0
    entries = _read(folder)
    for number, (path, before, goes) in enumerate(entries):
        # What the process that was killed left half written beside the file.
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
            raise DataError(Problem("was changed meanwhile; nothing was written", str(each.path)))
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
        # The person knows the file that was to be, and not where it is put for a moment.
        problems = (fault._replace(file=str(path)) for fault in problem.problems)
        raise DataError(tuple(problems)) from problem


def _done(path: Path, after: bytes | None) -> bool:
    return (
        not os.path.lexists(path)
        if after is None
        else has_fingerprint(path, Fingerprint.from_bytes(after))
    )


def _refuse_other(path: Path, before: Fingerprint | None, *, goes: bool) -> None:
    """See that what is to go is what was to go; `replace_file` does so for what is written."""
    if goes and not (before and has_fingerprint(path, before)):
        raise DataError(Problem("was changed meanwhile; it is left as it is", str(path)))


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
        message = "is damaged; remove the folder, then `annotator check` says what is not right"
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
        # The last one may be in its place or not: the disk may have failed behind the rename.
        if file_write(each.path, None).before == each.after:
            _put(each.path, each.before, _fingerprint(each.after))


def _clear(folder: Path) -> None:
    aside = folder / STAGING_FOLDER
    # The list first: without it what lies there is no decision.
    _remove_quietly(aside / _LIST)
    with suppress(OSError):
        for path in sorted(aside.iterdir()):
            _remove_quietly(path)
        SYSTEM.remove_folder(aside)


def _remove_quietly(path: Path) -> None:
    with suppress(OSError):
        SYSTEM.remove(path)

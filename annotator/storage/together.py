"""Several files changed together: all of them or none, also where the program is killed midway.

What is to be written is first put aside in full, in a hidden folder of the project or of what is
made, with a list of it. Once the list is on the disk the change is decided: whoever comes next
carries it out to its end. Before that nothing has changed.
"""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from annotator.model.faults import Fault, Refused
from annotator.storage.beside import sweep
from annotator.storage.files import Fingerprint, holds, read_limited, remove, replace
from annotator.storage.projects import HEAD
from annotator.storage.system import SYSTEM, in_words, make_folder

ASIDE = ".together"
_LIST = "list.json"
_MOST_BYTES = 2_000_000_000
_GROWTH = 1 << 20


@dataclass(frozen=True, slots=True)
class Exchange:
    """A file that is to hold other bytes, or to go.

    Attributes:
        path: The file; its folder is made if need be.
        before: What it holds; None where it is new.
        after: What it is to hold; None where it goes.
    """

    path: Path
    before: bytes | None
    after: bytes | None


def as_it_is(path: Path, after: bytes | None) -> Exchange:
    """The exchange of what a file holds at this moment.

    Raises:
        Refused: It cannot be read.
    """
    try:
        size = SYSTEM.status(path).st_size
    except FileNotFoundError:
        return Exchange(path, None, after)
    except OSError as error:
        raise Refused(in_words(error, path, "cannot be read")) from error
    return Exchange(path, read_limited(path, size + _GROWTH), after)


def exchange(folder: Path, exchanges: Sequence[Exchange]) -> None:
    """Change files in a folder, all or none; hold a project with `project_writing.writing`.

    Raises:
        Refused: It could not be done; the files are as they were, or it is said that they are not.
    """
    changed = [each for each in exchanges if each.before != each.after]
    if not changed:
        return
    if len(changed) == 1:
        (one,) = changed
        _put(one.path, one.after, _fingerprint(one.before))
        return
    begun: list[Exchange] = []
    try:
        _put_aside(folder, changed)
        for each in changed:
            begun.append(each)
            _put(each.path, each.after, _fingerprint(each.before))
    except Refused as problem:
        try:
            _take_back(begun)
        except Refused as worse:
            raise Refused((*problem.faults, *worse.faults, _interrupted(folder))) from problem
        _clear(folder)
        raise
    _clear(folder)


def _put(path: Path, after: bytes | None, expected: Fingerprint | None) -> None:
    if after is None:
        remove(path)
        return
    make_folder(path.parent)
    replace(path, after, expected)


def waiting(folder: Path) -> bool:
    """Whether a change was decided and is not carried out to its end."""
    return (folder / ASIDE / _LIST).exists()


def refuse_waiting(folder: Path) -> None:
    """Refuse to work on a project of which some files are changed and others are not yet.

    Raises:
        Refused: A change waits to be carried out to its end.
    """
    if waiting(folder):
        raise Refused(_interrupted(folder))


def _interrupted(folder: Path) -> Fault:
    # Outside of a project there is no other way to the same files than the same command.
    how = f"`annotator recut {folder} --finish`" if (folder / HEAD).exists() else "the same command"
    message = f"a change of several files was interrupted; {how} carries it out to its end"
    return Fault(message, str(folder))


def settle(folder: Path) -> int:
    """Carry out what was interrupted in a folder that is no project; how many files it was about.

    Raises:
        Refused: It cannot be carried out; or it is a project, where that is to be asked for.
    """
    if (folder / HEAD).exists():
        refuse_waiting(folder)
    return finish(folder)


def finish(folder: Path) -> int:
    """Carry out a change that was decided and interrupted; how many files it was about.

    Raises:
        Refused: A file was changed meanwhile, or cannot be written.
    """
    if not waiting(folder):
        return 0
    entries = _read(folder)
    for number, (path, before, goes) in enumerate(entries):
        # What the process that was killed left half written beside the file.
        sweep(path)
        after = None if goes else read_limited(folder / ASIDE / str(number), _MOST_BYTES)
        if not _done(path, after):
            _refuse_other(path, before, goes=goes)
            _put(path, after, before)
    _clear(folder)
    return len(entries)


def _put_aside(folder: Path, changed: Sequence[Exchange]) -> None:
    aside = folder / ASIDE
    _clear(folder)
    make_folder(aside)
    entries = []
    for number, each in enumerate(changed):
        if each.before is not None and not holds(each.path, Fingerprint.of(each.before)):
            raise Refused(Fault("was changed meanwhile; nothing was written", str(each.path)))
        if each.after is not None:
            _keep_aside(aside / str(number), each.path, each.after)
        known = _fingerprint(each.before)
        place = each.path.relative_to(folder).as_posix()
        _inside(folder, place)
        entries.append([place, known and known.size, known and known.sha256, each.after is None])
    replace(aside / _LIST, json.dumps(entries).encode(), None)


def _keep_aside(place: Path, path: Path, after: bytes) -> None:
    try:
        replace(place, after, None)
    except Refused as problem:
        # The person knows the file that was to be, and not where it is put for a moment.
        faults = (fault._replace(file=str(path)) for fault in problem.faults)
        raise Refused(tuple(faults)) from problem


def _done(path: Path, after: bytes | None) -> bool:
    return not os.path.lexists(path) if after is None else holds(path, Fingerprint.of(after))


def _refuse_other(path: Path, before: Fingerprint | None, *, goes: bool) -> None:
    """See that what is to go is what was to go; of what is written anew `replace` sees to it."""
    if goes and not (before and holds(path, before)):
        raise Refused(Fault("was changed meanwhile; it is left as it is", str(path)))


def _read(folder: Path) -> list[tuple[Path, Fingerprint | None, bool]]:
    path = folder / ASIDE / _LIST
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
        raise Refused(Fault(message, str(path.parent))) from error


def _inside(folder: Path, place: str) -> Path:
    parts = PurePosixPath(place).parts
    if not parts or ".." in parts or "\\" in place or ":" in place or place.startswith(("/", ".")):
        raise ValueError(place)
    return folder.joinpath(*parts)


def _fingerprint(data: bytes | None) -> Fingerprint | None:
    return None if data is None else Fingerprint.of(data)


def _take_back(begun: Sequence[Exchange]) -> None:
    for each in reversed(begun):
        # The last one may be in its place or not: the disk may have failed behind the rename.
        if as_it_is(each.path, None).before == each.after:
            _put(each.path, each.before, _fingerprint(each.after))


def _clear(folder: Path) -> None:
    aside = folder / ASIDE
    # The list first: without it what lies there is no decision.
    _remove_quietly(aside / _LIST)
    with suppress(OSError):
        for path in sorted(aside.iterdir()):
            _remove_quietly(path)
        SYSTEM.remove_folder(aside)


def _remove_quietly(path: Path) -> None:
    with suppress(OSError):
        SYSTEM.remove(path)

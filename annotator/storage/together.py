"""Several files changed together: all of them or none, also where the program is killed midway.

What is to be written is first put aside in full, in a hidden folder of the project, with a list
of it. Once the list is on the disk the change is decided: whoever comes next carries it out to its
end. Before that nothing has changed.
"""

import json
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from annotator.model.faults import Fault, Refused
from annotator.storage.files import Fingerprint, holds, read_limited, replace
from annotator.storage.system import make_folder

ASIDE = ".together"
_LIST = "list.json"
_MOST_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Exchange:
    """A file that is to hold other bytes.

    Attributes:
        path: The file.
        before: What it holds; None where it is new.
        after: What it is to hold.
    """

    path: Path
    before: bytes | None
    after: bytes


def exchange(folder: Path, exchanges: Sequence[Exchange]) -> None:
    """Change files of a project, all or none; hold it with `project_writing.writing`.

    Raises:
        Refused: It could not be done; the files are as they were.
    """
    changed = [each for each in exchanges if each.before != each.after]
    if not changed:
        return
    done: list[Exchange] = []
    try:
        _put_aside(folder, changed)
        for each in changed:
            replace(each.path, each.after, _fingerprint(each.before))
            done.append(each)
    except Refused:
        _take_back(done)
        _clear(folder)
        raise
    _clear(folder)


def waiting(folder: Path) -> bool:
    """Whether a change was decided and is not carried out to its end."""
    return (folder / ASIDE / _LIST).exists()


def refuse_waiting(folder: Path) -> None:
    """Refuse to work on a project of which some files are changed and others are not yet.

    Raises:
        Refused: A change waits to be carried out to its end.
    """
    if waiting(folder):
        message = (
            "a change of several files was interrupted; "
            f"`annotator recut {folder} --finish` carries it out to its end"
        )
        raise Refused(Fault(message, str(folder)))


def finish(folder: Path) -> int:
    """Carry out a change that was decided and interrupted; how many files it was about.

    Raises:
        Refused: A file was changed meanwhile, or cannot be written.
    """
    if not waiting(folder):
        return 0
    entries = _read(folder)
    for number, (path, before) in enumerate(entries):
        after = read_limited(folder / ASIDE / str(number), _MOST_BYTES)
        if not holds(path, Fingerprint.of(after)):
            replace(path, after, before)
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
        replace(aside / str(number), each.after, None)
        known = _fingerprint(each.before)
        place = each.path.relative_to(folder).as_posix()
        entries.append([place, known and known.size, known and known.sha256])
    replace(aside / _LIST, json.dumps(entries).encode(), None)


def _read(folder: Path) -> list[tuple[Path, Fingerprint | None]]:
    path = folder / ASIDE / _LIST
    try:
        entries = json.loads(read_limited(path, _MOST_BYTES))
        return [
            (_inside(folder, str(place)), None if size is None else Fingerprint(size, str(sha256)))
            for place, size, sha256 in entries
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


def _take_back(done: Sequence[Exchange]) -> None:
    for each in reversed(done):
        if each.before is None:
            with suppress(OSError):
                each.path.unlink()
        else:
            replace(each.path, each.before, Fingerprint.of(each.after))


def _clear(folder: Path) -> None:
    # The list first: without it what lies there is no decision.
    with suppress(OSError):
        (folder / ASIDE / _LIST).unlink()
    shutil.rmtree(folder / ASIDE, ignore_errors=True)

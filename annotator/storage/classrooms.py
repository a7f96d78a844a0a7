"""The file of a class, `class/ID.json`: what the class page has to remember."""

from contextlib import suppress
from pathlib import Path

import msgspec

from annotator.model.classroom import ClassPhase, Classroom
from annotator.model.errors import DataError, Problem
from annotator.storage import layout, strict_json, system
from annotator.storage.file_records import FileName, Id, Name, Ordinal, Sha256, StrictRecord
from annotator.storage.files import overwrite, read_limited

FORMAT = "attribution-class/1"
MAX_CLASS_BYTES = 4 << 20
_PRIVATE = 0o700


class StudentRecord(StrictRecord):
    """A student of a class."""

    id: FileName
    name: Name
    token: Sha256
    joined: Ordinal = 1


class VoteEndRecord(StrictRecord):
    """When the work of a vote ended, in seconds since 1970."""

    vote: Ordinal
    closed: float
    over: float | None = None
    asked: list[Id] = msgspec.field(default_factory=list)


class KeyShownRecord(StrictRecord):
    """Since when the key of a sentence is shown, in seconds since 1970."""

    sentence: Id
    since: float


class ClassRecord(StrictRecord, kw_only=True):
    """A class at work on one document."""

    format: str = FORMAT
    document: FileName
    code: Name
    secret: Name
    phase: ClassPhase = ClassPhase.CLOSED
    vote: Ordinal = 1
    asked: list[Id] = msgspec.field(default_factory=list)
    revealed: list[Id] = msgspec.field(default_factory=list)
    students: list[StudentRecord] = msgspec.field(default_factory=list)
    ends: list[VoteEndRecord] = msgspec.field(default_factory=list)
    keys_shown: list[KeyShownRecord] = msgspec.field(default_factory=list)


def make_private_folders(folder: Path) -> None:
    """Make the folders of a project's classes and of their work: only for their owner's eyes.

    That of the classes is not for git either. Where they are there, others' rights end.

    Raises:
        DataError: One cannot be made.
    """
    inside = layout.classes_folder(folder)
    for each in (inside, layout.sets_folder(folder)):
        _make_private(each)
    ignore = inside / ".gitignore"
    if not ignore.exists():
        overwrite(ignore, b"*\n")


def _make_private(folder: Path) -> None:
    system.make_folder(folder, _PRIVATE)
    # Somebody else's folder, or a file system without rights: it stays as it is.
    with suppress(OSError):
        if system.SYSTEM.status(folder).st_mode & 0o077:
            system.SYSTEM.make_private(folder)


def parse(data: bytes, file: str) -> Classroom:
    """The class that a file's bytes hold.

    Raises:
        DataError: It is damaged, or of a newer version; it is never repaired in place.
    """
    try:
        record = msgspec.convert(strict_json.loads(data), ClassRecord)
    except (msgspec.ValidationError, ValueError, RecursionError) as error:
        words = f"is no class that can be read: {error}; bring back an earlier copy, or move it"
        raise DataError(Problem(words, file)) from None
    if record.format != FORMAT:
        words = f"is of the format {record.format}; this version reads {FORMAT}"
        raise DataError(Problem(words, file))
    return msgspec.convert(record, Classroom, from_attributes=True)


def render(classroom: Classroom) -> bytes:
    """The file of a class.

    Raises:
        DataError: It would be too large to be read again.
    """
    record = msgspec.convert(classroom, ClassRecord, from_attributes=True)
    data = msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"
    if len(data) > MAX_CLASS_BYTES:
        raise DataError(
            Problem("would be too large to be opened again, and is not written", "class")
        )
    return data


def load(path: Path) -> Classroom:
    """The class in a file.

    Raises:
        DataError: It cannot be read, or is damaged.
    """
    return parse(read_limited(path, MAX_CLASS_BYTES), str(path))


def save(path: Path, classroom: Classroom) -> None:
    """Keep a class, durably, whatever the file held.

    Raises:
        DataError: It cannot be written.
    """
    overwrite(path, render(classroom))

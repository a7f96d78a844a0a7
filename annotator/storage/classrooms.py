"""The file of a class, `class/ID.json`: the data that the class page stores."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import msgspec

from annotator.model.class_reasons import ReasonState
from annotator.model.classroom import ClassPhase, Classroom
from annotator.model.errors import DataError, Problem
from annotator.model.lesson import LessonStep, ProjectorScreen
from annotator.storage import layout, strict_json, system
from annotator.storage.file_records import FileName, Id, Name, Ordinal, Sha256, StrictRecord
from annotator.storage.files import overwrite, read_limited

FORMAT = "attribution-class/1"
MAX_CLASS_BYTES = 4 << 20
_PRIVATE = 0o700
ReasonHash = Annotated[
    str, msgspec.Meta(pattern=r"^[0-9a-f]{16}$(?!\n)", description="16 hex digits")
]


class StudentRecord(StrictRecord):
    """A student of a class."""

    id: FileName
    name: Name
    token: Sha256
    joined: Ordinal = 1


class VoteEndRecord(StrictRecord):
    """When work on a vote ended, in seconds since 1970."""

    vote: Ordinal
    closed: float
    over: float | None = None
    asked: list[Id] = msgspec.field(default_factory=list)


class KeyShownRecord(StrictRecord):
    """Since when a sentence's key is shown, in seconds since 1970."""

    sentence: Id
    since: float


class StepStartRecord(StrictRecord):
    """When a class came to a step of its lesson, in seconds since 1970."""

    step: LessonStep
    since: float
    minutes: Ordinal | None = None


class ProjectorRecord(StrictRecord):
    """What the projector shows."""

    screen: ProjectorScreen = ProjectorScreen.JOIN
    sentence: Id | None = None


class ReasonDecisionRecord(StrictRecord):
    """What the teacher decided about a student's reason, by the hash of its words."""

    id: ReasonHash
    state: ReasonState = ReasonState.NEW
    same_as: ReasonHash | None = None


class PairRecord(StrictRecord):
    """Students who talk with each other about a sentence."""

    sentence: Id
    students: list[FileName]


class LessonRecord(StrictRecord, kw_only=True):
    """Where a class is in its lesson."""

    starts: list[StepStartRecord] = msgspec.field(default_factory=list)
    projector: ProjectorRecord = msgspec.field(default_factory=ProjectorRecord)
    reasons: list[ReasonDecisionRecord] = msgspec.field(default_factory=list)
    pairs: list[PairRecord] = msgspec.field(default_factory=list)


class ClassRecord(StrictRecord, kw_only=True):
    """A class that works on one document."""

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
    lesson: LessonRecord = msgspec.field(default_factory=LessonRecord)


def make_private_folders(folder: Path) -> None:
    """Make the folders of a project's classes and of their work readable only by their owner.

    The folder of the classes is also excluded from git. Existing folders are made private too.

    Raises:
        DataError: A folder cannot be made.
    """
    inside = layout.classes_folder(folder)
    for each in (inside, layout.sets_folder(folder)):
        _make_private(each)
    ignore = inside / ".gitignore"
    if not ignore.exists():
        overwrite(ignore, b"*\n")


def _make_private(folder: Path) -> None:
    system.make_folder(folder, _PRIVATE)
    # Another user's folder, or a file system without permissions: leave it as it is.
    with suppress(OSError):
        if system.SYSTEM.status(folder).st_mode & 0o077:
            system.SYSTEM.make_private(folder)


def parse(data: bytes, file: str) -> Classroom:
    """The class in a file's bytes.

    Raises:
        DataError: The file is damaged, or from a newer version. It is never changed here.
    """
    try:
        record = msgspec.convert(strict_json.loads(data), ClassRecord)
    except (msgspec.ValidationError, ValueError, RecursionError) as error:
        words = (
            f"The class file is damaged: {error}. Restore an earlier copy, or move the file away."
        )
        raise DataError(Problem(words, file)) from None
    if record.format != FORMAT:
        words = f"The file has the format {record.format}, but this version reads {FORMAT}."
        raise DataError(Problem(words, file))
    return msgspec.convert(record, Classroom, from_attributes=True)


def render(classroom: Classroom) -> bytes:
    """The file of a class.

    Raises:
        DataError: The file would be too large to read again.
    """
    record = msgspec.convert(classroom, ClassRecord, from_attributes=True)
    data = msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"
    if len(data) > MAX_CLASS_BYTES:
        raise DataError(
            Problem("The class is too large to save: it could not be opened again.", "class")
        )
    return data


def load(path: Path) -> Classroom:
    """The class in a file.

    Raises:
        DataError: The file cannot be read, or is damaged.
    """
    return parse(read_limited(path, MAX_CLASS_BYTES), str(path))


def save(path: Path, classroom: Classroom) -> None:
    """Save a class durably, whatever the file contained.

    Raises:
        DataError: The file cannot be written.
    """
    overwrite(path, render(classroom))

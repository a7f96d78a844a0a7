"""The file of a sitting, `class/ID.json`: the data that the class page stores.

A file of an earlier version, `attribution-class/1`, has one document and no section or date. It is
read as a sitting whose id is the document's.
"""

from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec

from annotator.model.class_reasons import ReasonState
from annotator.model.errors import DataError, Problem
from annotator.model.lesson import Lesson, LessonStep, ProjectorScreen, ProjectorTheme
from annotator.model.sitting import (
    ArticleState,
    ClassPhase,
    KeyShown,
    MergedStudent,
    Sitting,
    Student,
    VoteEnd,
    WaitAnswer,
    WaitingStudent,
)
from annotator.storage import layout, strict_json, system
from annotator.storage.file_records import FileName, Id, Name, Ordinal, Sha256, StrictRecord
from annotator.storage.files import overwrite, read_limited
from annotator.storage.json_records import record_bytes

FORMAT: Final = "attribution-class/2"
FORMER_FORMAT: Final = "attribution-class/1"
MAX_CLASS_BYTES = 4 << 20
ReasonHash = Annotated[
    str, msgspec.Meta(pattern=r"^[0-9a-f]{16}$(?!\n)", description="16 hex digits")
]
Date = Annotated[
    str,
    msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$(?!\n)", description="a date: YYYY-MM-DD"),
]


class StudentRecord(StrictRecord):
    """A student of a class."""

    id: FileName
    name: Name
    token: Sha256
    joined: Ordinal = 1
    document: FileName | None = None
    person: Name | None = None
    more_tokens: list[Sha256] = msgspec.field(default_factory=list)


class MergedStudentRecord(StrictRecord):
    """A student who turned out to be another one."""

    student: StudentRecord
    into: FileName


class WaitingRecord(StrictRecord):
    """A student who waits for the teacher."""

    id: Name
    name: Name
    person: Name | None = None
    taken: FileName | None = None
    answer: WaitAnswer | None = None


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


class ArticleRecord(StrictRecord, kw_only=True):
    """A document of a sitting: its vote and what is asked and revealed."""

    document: FileName
    vote: Ordinal = 1
    asked: list[Id] = msgspec.field(default_factory=list)
    revealed: list[Id] = msgspec.field(default_factory=list)
    ends: list[VoteEndRecord] = msgspec.field(default_factory=list)
    keys_shown: list[KeyShownRecord] = msgspec.field(default_factory=list)


class StepStartRecord(StrictRecord):
    """When a class came to a step of its lesson, in seconds since 1970."""

    step: LessonStep
    since: float
    minutes: Ordinal | None = None


class ProjectorRecord(StrictRecord):
    """What the projector shows."""

    screen: ProjectorScreen = ProjectorScreen.JOIN
    sentence: Id | None = None
    source: Id | None = None


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


class SittingRecord(StrictRecord, kw_only=True):
    """A sitting."""

    format: Literal["attribution-class/2"] = FORMAT
    id: FileName
    section: Name | None = None
    date: Date | None = None
    code: Name
    secret: Name
    documents: Annotated[list[FileName], msgspec.Meta(min_length=1)]
    document: FileName
    deal: bool = False
    closes: float | None = None
    phase: ClassPhase = ClassPhase.CLOSED
    students: list[StudentRecord] = msgspec.field(default_factory=list)
    articles: list[ArticleRecord] = msgspec.field(default_factory=list)
    lesson: LessonRecord = msgspec.field(default_factory=LessonRecord)
    shut: bool = False
    limit: Annotated[int, msgspec.Meta(ge=0)] | None = None
    waiting: list[WaitingRecord] = msgspec.field(default_factory=list)
    merged: list[MergedStudentRecord] = msgspec.field(default_factory=list)
    pins: bool = False
    language: Name | None = None
    browser_language: bool = False
    projector_theme: ProjectorTheme | None = None


class FormerClassRecord(ArticleRecord, kw_only=True):
    """A class of an earlier version, which works on one document."""

    format: Literal["attribution-class/1"] = FORMER_FORMAT
    code: Name
    secret: Name
    phase: ClassPhase = ClassPhase.CLOSED
    students: list[StudentRecord] = msgspec.field(default_factory=list)


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
    system.make_private_folder(folder)
    # Another user's folder, or a file system without permissions: leave it as it is.
    with suppress(OSError):
        if system.SYSTEM.status(folder).st_mode & 0o077:
            system.SYSTEM.make_private(folder)


def parse(data: bytes, file: str) -> Sitting:
    """The sitting in a file's bytes.

    Raises:
        DataError: The file is damaged, or from a newer version. It is never changed here.
    """
    try:
        tree = strict_json.loads(data)
        _refuse_other_formats(tree, file)
        return _sitting(tree)
    except (msgspec.ValidationError, ValueError, RecursionError) as error:
        words = (
            f"The class file is damaged: {error}. Restore an earlier copy, or move the file away."
        )
        raise DataError(Problem(words, file)) from None


def _refuse_other_formats(tree: Any, file: str) -> None:
    stated = tree.get("format", FORMER_FORMAT) if isinstance(tree, dict) else FORMAT
    if stated not in (FORMAT, FORMER_FORMAT):
        words = f"The file has the format {stated}, but this version reads {FORMAT}."
        raise DataError(Problem(words, file))


def _sitting(tree: Any) -> Sitting:
    if isinstance(tree, dict) and tree.get("format") != FORMAT:
        return _former_sitting(msgspec.convert(tree, FormerClassRecord))
    record = msgspec.convert(tree, SittingRecord)
    fields = {name: getattr(record, name) for name in ("id", "code", "secret", "section")}
    if record.document not in record.documents:
        raise ValueError(f"{record.document} is not one of its documents")
    return Sitting(
        **fields,
        documents=tuple(record.documents),
        document=record.document,
        date=record.date or "",
        deal=record.deal,
        closes=record.closes,
        phase=record.phase,
        students=tuple(map(_student, record.students)),
        articles=tuple(map(_article, record.articles)),
        lesson=msgspec.convert(record.lesson, Lesson, from_attributes=True),
        shut=record.shut,
        limit=record.limit,
        waiting=msgspec.convert(record.waiting, tuple[WaitingStudent, ...], from_attributes=True),
        merged=tuple(MergedStudent(_student(each.student), each.into) for each in record.merged),
        pins=record.pins,
        language=record.language or "",
        browser_language=record.browser_language,
        projector_theme=record.projector_theme,
    )


def _former_sitting(record: FormerClassRecord) -> Sitting:
    return Sitting(
        record.document,
        record.code,
        record.secret,
        (record.document,),
        record.document,
        phase=record.phase,
        students=tuple(map(_student, record.students)),
        articles=(_article(record),),
    )


def _student(record: StudentRecord) -> Student:
    document = record.document or ""
    return Student(
        record.id,
        record.name,
        record.token,
        record.joined,
        document,
        record.person,
        tuple(record.more_tokens),
    )


def _article(record: ArticleRecord) -> ArticleState:
    return ArticleState(
        record.document,
        record.vote,
        tuple(record.asked),
        tuple(record.revealed),
        msgspec.convert(record.ends, tuple[VoteEnd, ...], from_attributes=True),
        msgspec.convert(record.keys_shown, tuple[KeyShown, ...], from_attributes=True),
    )


def render(sitting: Sitting) -> bytes:
    """The file of a sitting.

    Raises:
        DataError: The file would be too large to read again.
    """
    # What is not known is left out of the file.
    tree = {"format": FORMAT, **_without_empty(msgspec.to_builtins(sitting))}
    tree["students"] = [_student_tree(each) for each in tree["students"]]
    tree["merged"] = [each | {"student": _student_tree(each["student"])} for each in tree["merged"]]
    tree["waiting"] = [_without_empty(each) for each in tree["waiting"]]
    for name in ("waiting", "merged", "pins"):
        if not tree[name]:
            del tree[name]
    data = record_bytes(tree)
    if len(data) > MAX_CLASS_BYTES:
        raise DataError(
            Problem("The class is too large to save: it could not be opened again.", "class")
        )
    return data


def _student_tree(fields: dict[str, Any]) -> dict[str, Any]:
    tokens = fields.pop("more_tokens")
    return _without_empty(fields) | ({"more_tokens": tokens} if tokens else {})


def _without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None and value != ""}


def load(path: Path) -> Sitting:
    """The sitting in a file.

    Raises:
        DataError: The file cannot be read, or is damaged.
    """
    return parse(read_limited(path, MAX_CLASS_BYTES), str(path))


def save(path: Path, sitting: Sitting) -> None:
    """Save a sitting durably, whatever the file contained.

    Raises:
        DataError: The file cannot be written.
    """
    overwrite(path, render(sitting))

"""The file of who may lead, `class/teachers/access.json`: hashes of links and of browsers."""

from dataclasses import asdict
from pathlib import Path
from typing import Literal

import msgspec

from annotator.model.teacher_access import TeacherAccess, TeacherToken
from annotator.storage import system
from annotator.storage.file_records import Sha256, StrictRecord
from annotator.storage.files import overwrite, read_limited
from annotator.storage.json_records import read_record, record_bytes
from annotator.storage.layout import teacher_access_path

FORMAT: Literal["attribution-teachers/1"] = "attribution-teachers/1"
MAX_ACCESS_BYTES = 1 << 20


class TeacherTokenRecord(StrictRecord):
    """A link or a browser."""

    token: Sha256
    since: float


class TeacherAccessRecord(StrictRecord, kw_only=True):
    """Who may lead."""

    format: Literal["attribution-teachers/1"] = FORMAT
    links: list[TeacherTokenRecord] = msgspec.field(default_factory=list)
    browsers: list[TeacherTokenRecord] = msgspec.field(default_factory=list)


def parse(data: bytes, file: str) -> TeacherAccess:
    """Who may lead, from a file's bytes.

    Raises:
        DataError: The file is damaged, or from a newer version.
    """
    remedy = "Start with --new-link."
    record = read_record(data, TeacherAccessRecord, file, "The file of teachers' links", remedy)
    return TeacherAccess(_tokens(record.links), _tokens(record.browsers))


def _tokens(records: list[TeacherTokenRecord]) -> tuple[TeacherToken, ...]:
    return tuple(TeacherToken(each.token, each.since) for each in records)


def load(folder: Path) -> TeacherAccess:
    """Who may lead the classes of a project. No one, if there is no file.

    Raises:
        DataError: The file cannot be read, or is damaged.
    """
    path = teacher_access_path(folder)
    if not path.exists():
        return TeacherAccess()
    return parse(read_limited(path, MAX_ACCESS_BYTES), str(path))


def save(folder: Path, access: TeacherAccess) -> None:
    """Save durably who may lead the classes of a project.

    Raises:
        DataError: The file cannot be written.
    """
    path = teacher_access_path(folder)
    system.make_private_folder(path.parent)
    overwrite(path, record_bytes({"format": FORMAT, **asdict(access)}))

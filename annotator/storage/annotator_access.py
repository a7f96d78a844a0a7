"""The file of annotators' links, `class/annotators/access.json`, which has only hashes."""

from dataclasses import asdict
from pathlib import Path
from typing import Literal

import msgspec

from annotator.model.annotator_access import AnnotatorAccess, AnnotatorToken
from annotator.storage import system
from annotator.storage.file_records import FileName, Sha256, StrictRecord
from annotator.storage.files import overwrite, read_limited
from annotator.storage.json_records import read_record, record_bytes
from annotator.storage.layout import annotator_access_path

FORMAT: Literal["attribution-annotators/1"] = "attribution-annotators/1"
MAX_ACCESS_BYTES = 4 << 20


class AnnotatorTokenRecord(StrictRecord):
    """A link or a browser."""

    annotator: FileName
    token: Sha256
    until: float


class AnnotatorAccessRecord(StrictRecord, kw_only=True):
    """The access of all annotators."""

    format: Literal["attribution-annotators/1"] = FORMAT
    address: str = ""
    links: list[AnnotatorTokenRecord] = msgspec.field(default_factory=list)
    browsers: list[AnnotatorTokenRecord] = msgspec.field(default_factory=list)


def parse(data: bytes, file: str) -> AnnotatorAccess:
    """The access in a file's bytes.

    Raises:
        DataError: The file is damaged, or from a newer version.
    """
    remedy = "Delete it, and print new links."
    record = read_record(data, AnnotatorAccessRecord, file, "The file of annotators' links", remedy)
    return AnnotatorAccess(_tokens(record.links), _tokens(record.browsers), record.address)


def _tokens(records: list[AnnotatorTokenRecord]) -> tuple[AnnotatorToken, ...]:
    return tuple(AnnotatorToken(each.annotator, each.token, each.until) for each in records)


def load(folder: Path) -> AnnotatorAccess:
    """The access of a project's annotators. Nobody has any, if there is no file.

    Raises:
        DataError: The file cannot be read, or is damaged.
    """
    path = annotator_access_path(folder)
    return (
        parse(read_limited(path, MAX_ACCESS_BYTES), str(path))
        if path.exists()
        else AnnotatorAccess()
    )


def mark(folder: Path) -> system.FileMark | None:
    """What changes with each change of the file; None if there is no file."""
    return system.file_mark(annotator_access_path(folder))


def render(access: AnnotatorAccess) -> bytes:
    """The bytes of the file."""
    return record_bytes({"format": FORMAT, **asdict(access)})


def save(folder: Path, access: AnnotatorAccess) -> None:
    """Save the access durably.

    Raises:
        DataError: The file cannot be written.
    """
    path = annotator_access_path(folder)
    system.make_private_folder(path.parent)
    overwrite(path, render(access))

"""The file `class/submitted/names.json`: the platform's names for the submitted files."""

from pathlib import Path

import msgspec

from annotator.model.errors import DataError, Problem
from annotator.model.platform_names import (
    PlatformName,
    PlatformSubmission,
    PlatformSubmissions,
    SubmissionPlatform,
)
from annotator.storage import layout
from annotator.storage.file_records import FileName, Name, StrictRecord
from annotator.storage.files import read_limited
from annotator.storage.json_records import read_record, record_bytes

FORMAT = "attribution-submissions/1"
MAX_BYTES = 16 << 20


class SubmissionRecord(StrictRecord):
    """A collected set and the platform's name for its file."""

    annotator: Name
    document: FileName
    platform: SubmissionPlatform
    person: str
    person_id: str
    name: str
    late: bool = False


class SubmissionsRecord(StrictRecord, kw_only=True):
    """All sets that came from a platform."""

    format: str = FORMAT
    submissions: list[SubmissionRecord] = msgspec.field(default_factory=list)


def parse(data: bytes, file: str) -> PlatformSubmissions:
    """The platform's names in a file's bytes.

    Raises:
        DataError: The file is damaged, or from a newer version.
    """
    remedy = "Move it away and collect the zip file again."
    record = read_record(data, SubmissionsRecord, file, "The file", remedy)
    if record.format != FORMAT:
        words = f"The file has the format {record.format}, but this version reads {FORMAT}."
        raise DataError(Problem(words, file))
    return PlatformSubmissions(tuple(map(_entry, record.submissions)))


def _entry(record: SubmissionRecord) -> PlatformSubmission:
    submitted = PlatformName(
        record.platform, record.person, record.person_id, record.name, record.late
    )
    return PlatformSubmission(record.annotator, record.document, submitted)


def render(submissions: PlatformSubmissions) -> bytes:
    """The file of the platform's names."""
    records = [
        SubmissionRecord(
            each.annotator,
            each.document,
            each.submitted.platform,
            each.submitted.person,
            each.submitted.person_id,
            each.submitted.name,
            each.submitted.late,
        )
        for each in submissions.entries
    ]
    return record_bytes(SubmissionsRecord(submissions=records))


def load(folder: Path) -> PlatformSubmissions:
    """The platform's names for the files that were submitted to a project; empty if there are none.

    Raises:
        DataError: The file cannot be read, or is damaged.
    """
    path = layout.submitted_names_path(folder)
    if not path.exists():
        return PlatformSubmissions()
    return parse(read_limited(path, MAX_BYTES), str(path))

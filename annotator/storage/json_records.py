"""Small JSON files of a class: read strictly into a record, and written in one form."""

from typing import Any, TypeVar

import msgspec

from annotator.model.errors import DataError, Problem
from annotator.storage import strict_json
from annotator.storage.file_records import StrictRecord

Record = TypeVar("Record", bound=StrictRecord)


def read_record(data: bytes, record: type[Record], file: str, what: str, remedy: str) -> Record:
    """The record in a file's bytes.

    Args:
        data: The bytes.
        record: The type of the record.
        file: The file's name, for problems.
        what: What the file is, as the subject of a sentence: "The file of PINs".
        remedy: What to do if it is damaged, as a sentence.

    Raises:
        DataError: The file is damaged, or from a newer version.
    """
    try:
        return msgspec.convert(strict_json.loads(data), record)
    except (msgspec.ValidationError, ValueError, RecursionError) as error:
        raise DataError(Problem(f"{what} is damaged: {error}. {remedy}", file)) from None


def record_bytes(record: Any) -> bytes:
    """The bytes of a file with a record, or with plain data that stands for one."""
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"

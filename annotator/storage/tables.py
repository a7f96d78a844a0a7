"""What a CSV table says of articles: a row for each file, a column for each field."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from annotator.model.faults import Fault, Refused
from annotator.storage.articles import NOTHING, Metadata, is_date
from annotator.storage.files import read_limited

MOST_BYTES = 64_000_000
FILE = "file"
_KNOWN = Metadata._fields


@dataclass(frozen=True, slots=True)
class MetadataTable:
    """The metadata of articles by the names of their files.

    Attributes:
        rows: By what stands in the column `file`.
        warnings: What is to be said of the table.
    """

    rows: Mapping[str, Metadata]
    warnings: tuple[str, ...] = ()

    def of(self, path: Path) -> Metadata:
        """What the table says of a file, found by its path, its name or its name's stem."""
        names = (str(path), path.as_posix(), path.name, path.stem)
        return next((self.rows[name] for name in names if name in self.rows), NOTHING)


def read_metadata(path: Path) -> MetadataTable:
    """The table in a CSV file.

    Raises:
        Refused: It can not be read, has no column `file`, or rows that contradict one another.
    """
    text = _decoded(read_limited(path, MOST_BYTES), path)
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        columns = [name.strip() for name in reader.fieldnames or ()]
        reader.fieldnames = columns
        if FILE not in columns:
            message = f"has no column “{FILE}”; its first line names the columns: file, title, …"
            raise Refused(Fault(message, str(path), 1))
        return _table(list(_rows(reader)), columns, path)
    except csv.Error as error:
        raise Refused(Fault(f"is not CSV: {error}", str(path), reader.line_num)) from error


def _decoded(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "is not UTF-8; save it as “CSV UTF-8”"
        raise Refused(Fault(message, str(path), line)) from error


def _rows(reader: "csv.DictReader[str]") -> Iterator[tuple[int, Mapping[str, str]]]:
    for row in reader:
        clean = {name: (row.get(name) or "").strip() for name in reader.fieldnames or ()}
        if any(clean.values()):
            yield reader.line_num, clean


def _table(
    numbered: list[tuple[int, Mapping[str, str]]], columns: list[str], path: Path
) -> MetadataTable:
    faults: list[Fault] = []
    rows: dict[str, Metadata] = {}
    for line, row in numbered:
        fault = _fault(row, rows)
        if fault:
            faults.append(Fault(fault, str(path), line))
        rows[row[FILE]] = Metadata(**{name: row.get(name) or None for name in _KNOWN})
    if faults:
        raise Refused(faults)
    unknown = [name for name in columns if name not in (FILE, *_KNOWN)]
    warnings = (
        f"{path}: the column “{name}” is none of {', '.join((FILE, *_KNOWN))}; it is left out"
        for name in unknown
    )
    return MetadataTable(rows, tuple(warnings))


def _fault(row: Mapping[str, str], before: Mapping[str, Metadata]) -> str | None:
    published = row.get("published", "")
    if not row[FILE]:
        return f"this row names no file in the column “{FILE}”"
    if row[FILE] in before:
        return f"“{row[FILE]}” has two rows; keep one"
    if published and not is_date(published):
        return f"“{published}” is no date; write it as 2026-03-02"
    return None

"""What a CSV table says of articles: a row for each file, a column for each field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from annotator.model.faults import Fault, Refused
from annotator.storage.articles import NOTHING, Metadata, is_date
from annotator.storage.files import read_limited
from annotator.text.spreadsheet import csv_table

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
        Refused: It cannot be read, has no column `file`, or rows that contradict one another.
    """
    table = csv_table(read_limited(path, MOST_BYTES), str(path))
    columns = [name.strip() for name in table.columns]
    if FILE not in columns:
        message = f"has no column “{FILE}”; its first line names the columns: file, title, …"
        raise Refused(Fault(message, str(path), 1))
    return _table(table.rows, columns, path)


def _table(
    numbered: Iterable[tuple[int, Mapping[str, str]]], columns: list[str], path: Path
) -> MetadataTable:
    faults: list[Fault] = []
    rows: dict[str, Metadata] = {}
    for line, cells in numbered:
        row = {name.strip(): cell.strip() for name, cell in cells.items() if cell.strip()}
        if not row:
            continue
        fault = _fault(row, rows)
        if fault:
            faults.append(Fault(fault, str(path), line))
        rows[row.get(FILE, "")] = Metadata(**{name: row.get(name) for name in _KNOWN})
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
    if FILE not in row:
        return f"this row names no file in the column “{FILE}”"
    if row[FILE] in before:
        return f"“{row[FILE]}” has two rows; keep one"
    if published and not is_date(published):
        return f"“{published}” is no date; write it as 2026-03-02"
    return None

"""CSV tables from users: metadata of articles, and labels by annotators."""

import io
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.model.errors import DataError, Problem
from annotator.model.messages import Message
from annotator.model.plurals import plural
from annotator.storage.articles import NO_METADATA, Metadata, is_date
from annotator.storage.files import read_limited
from annotator.storage.system import os_error
from annotator.text.strict_text import SAVE_AS_UTF8, csv_rows, csv_table, delimiter_of

MAX_TABLE_BYTES = 64_000_000
FILE_COLUMN = "file"
_KNOWN = Metadata._fields


@dataclass(frozen=True, slots=True)
class MetadataTable:
    """The metadata of articles, by file name.

    Attributes:
        rows: The metadata, by the value in the column `file`.
        warnings: Warnings about the table.
    """

    rows: Mapping[str, Metadata]
    warnings: tuple[str, ...] = ()

    def metadata_of(self, path: Path) -> Metadata:
        """The metadata of a file, found by its path, its name or its name without the ending."""
        names = (str(path), path.as_posix(), path.name, path.stem)
        return next((self.rows[name] for name in names if name in self.rows), NO_METADATA)


def read_metadata(path: Path) -> MetadataTable:
    """The metadata table in a CSV file.

    Raises:
        DataError: It cannot be read, has no column `file`, or has contradicting rows.
    """
    table = csv_table(read_limited(path, MAX_TABLE_BYTES), str(path))
    columns = [name.strip() for name in table.columns]
    if FILE_COLUMN not in columns:
        message = f"The column “{FILE_COLUMN}” is missing. Add it to the first line: file, title, …"
        raise DataError(Problem(message, str(path), 1))
    return _table(table.rows, columns, path)


def _table(
    numbered: Iterable[tuple[int, Mapping[str, str]]], columns: list[str], path: Path
) -> MetadataTable:
    problems: list[Problem] = []
    rows: dict[str, Metadata] = {}
    for line, cells in numbered:
        row = {name.strip(): cell.strip() for name, cell in cells.items() if cell.strip()}
        if not row:
            continue
        problem = _fault(row, rows)
        if problem:
            problems.append(Problem(problem, str(path), line))
        rows[row.get(FILE_COLUMN, "")] = Metadata(**{name: row.get(name) for name in _KNOWN})
    if problems:
        raise DataError(problems)
    known = ", ".join((FILE_COLUMN, *_KNOWN))
    unknown = [name for name in columns if name not in (FILE_COLUMN, *_KNOWN)]
    warnings = (
        f"{path}: Ignored the unknown column “{name}”. Known columns: {known}." for name in unknown
    )
    return MetadataTable(rows, tuple(warnings))


def _fault(row: Mapping[str, str], before: Mapping[str, Metadata]) -> str | None:
    published = row.get("published", "")
    if FILE_COLUMN not in row:
        return f"The column “{FILE_COLUMN}” is empty in this row. Fill in the file's name."
    if row[FILE_COLUMN] in before:
        return f"“{row[FILE_COLUMN]}” has two rows. Keep one."
    if published and not is_date(published):
        return f"“{published}” is not a date. Write it like 2026-03-02."
    return None


MAX_PROBLEMS = 100_000
# What spreadsheets, R, pandas and databases write for a missing label. Case does not matter.
MISSING_LABELS = frozenset(["", "na", "nan", "null", "-"])
# Rows between two reports of progress.
ROWS_PER_REPORT = 50_000

ProgressCallback = Callable[[int], None]


@dataclass(slots=True)
class LabelColumn:
    """One column: its different values in order of appearance, and each row's index in them."""

    positions: dict[str, int] = field(default_factory=dict)
    codes: "array[int]" = field(default_factory=lambda: array("q"))

    @property
    def names(self) -> tuple[str, ...]:
        """The different values."""
        return tuple(self.positions)

    def add(self, value: str) -> None:
        """Add a value for the next row."""
        self.codes.append(self.positions.setdefault(value, len(self.positions)))


@dataclass(slots=True)
class LabelTable:
    """The rows of a long table that have a label.

    Attributes:
        file: The file's path.
        items: The labeled items.
        annotators: The annotators.
        labels: The labels.
        lines: The line in the file where each row begins, from 1.
        missing: The number of rows without a label, by what is in the cell.
    """

    file: str
    items: LabelColumn = field(default_factory=LabelColumn)
    annotators: LabelColumn = field(default_factory=LabelColumn)
    labels: LabelColumn = field(default_factory=LabelColumn)
    lines: "array[int]" = field(default_factory=lambda: array("q"))
    missing: Counter[str] = field(default_factory=Counter)


def read_label_table(
    path: Path,
    columns: tuple[str, str, str],
    progress: ProgressCallback = lambda _: None,
    missing: Collection[str] = (),
) -> LabelTable:
    """The labels in a CSV file: UTF-8, with commas, semicolons or tabs, and a header row.

    White space around a value is ignored.

    Args:
        path: The file.
        columns: The names of the columns of the items, the annotators and the labels.
        progress: Called from time to time with the number of bytes read so far.
        missing: Words for a missing label, besides an empty cell (default: `MISSING_LABELS`).

    Raises:
        DataError: It cannot be read, lacks a column, or has invalid rows, each with its line.
    """
    if not path.is_file():
        raise DataError(Problem("This file does not exist.", str(path)))
    try:
        with path.open("rb") as binary, io.TextIOWrapper(binary, "utf-8-sig", newline="") as text:
            return _read(text, str(path), columns, lambda: progress(binary.tell()), missing)
    except UnicodeDecodeError as error:
        raise DataError(Problem(f"This is not UTF-8. {SAVE_AS_UTF8}", str(path))) from error
    except OSError as error:
        raise DataError(os_error(error, path, Message("Cannot read"))) from error


def _read(
    text: io.TextIOWrapper,
    file: str,
    columns: tuple[str, str, str],
    tell: Callable[[], None],
    missing: Collection[str],
) -> LabelTable:
    first = text.readline()
    delimiter = delimiter_of(first)
    _, head = next(csv_rows([first], file, delimiter), (1, []))
    places = _places(head, file, columns)
    table, problems = LabelTable(file), []
    for line, row in csv_rows(text, file, delimiter, first=2):
        if not row:
            continue
        message = _add(table, line, row, places, columns, missing)
        if message:
            problems.append(Problem(message, file, line))
        if len(problems) == MAX_PROBLEMS:
            break
        if line % ROWS_PER_REPORT == 0:
            tell()
    if problems:
        raise DataError(problems)
    return table


def _places(cells: list[str], file: str, columns: Sequence[str]) -> list[int]:
    """The positions of the columns in a row, from the header row."""
    head = [each.strip() for each in cells]
    for name in columns:
        if name not in head:
            there = ", ".join(f"“{each}”" for each in head if each)
            columns_are = (
                f"Its columns are {there}." if there else "Its first line names no column."
            )
            raise DataError(Problem(f"The column “{name}” is missing. {columns_are}", file, 1))
        if head.count(name) > 1:
            raise DataError(
                Problem(f"Two columns have the name “{name}”. Rename one of them.", file, 1)
            )
    return [head.index(name) for name in columns]


def _add(
    table: LabelTable,
    line: int,
    row: list[str],
    places: list[int],
    columns: Sequence[str],
    missing: Collection[str],
) -> str:
    """Add a row to the table; what is wrong with it, or an empty text."""
    if len(row) <= max(places):
        lacking = next(each for each, at in zip(columns, places, strict=True) if at >= len(row))
        return f"The row has {plural(len(row), 'cell')}, so the column “{lacking}” is missing."
    item, annotator, label = (row[place].strip() for place in places)
    if not label or (label in missing if missing else label.lower() in MISSING_LABELS):
        table.missing[label] += 1
        return ""
    for value, column in ((item, columns[0]), (annotator, columns[1])):
        if not value:
            return f"The column “{column}” is empty. Fill it in, or remove the row."
    table.items.add(item)
    table.annotators.add(annotator)
    table.labels.add(label)
    table.lines.append(line)
    return ""

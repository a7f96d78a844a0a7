"""Long tables of labels, a row for each label that somebody gave, from CSV files of any size."""

import io
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.model.faults import Fault, Refused
from annotator.model.words import so_many
from annotator.storage.system import in_words
from annotator.text.spreadsheet import SAVE_AS_UTF8, csv_rows, delimiter_of

MOST_FAULTS = 100_000
# What spreadsheets, R, pandas and databases write where nothing was labelled; case does not count.
MISSING = frozenset(["", "na", "nan", "null", "-"])
# How often, in rows, it is told how far the reading is.
OFTEN = 50_000

Progress = Callable[[int], None]


@dataclass(slots=True)
class Column:
    """One column: the different values in the order first met, and each row's position in them."""

    positions: dict[str, int] = field(default_factory=dict)
    codes: "array[int]" = field(default_factory=lambda: array("q"))

    @property
    def names(self) -> tuple[str, ...]:
        """The different values."""
        return tuple(self.positions)

    def add(self, value: str) -> None:
        """Put a value into the next row."""
        self.codes.append(self.positions.setdefault(value, len(self.positions)))


@dataclass(slots=True)
class LabelTable:
    """The rows of a long table that hold a label.

    Attributes:
        file: The file's path.
        items: What was labelled.
        annotators: By whom.
        labels: How.
        lines: The line in the file on which each row begins, from 1.
        missing: How many rows have no label, by what stands there; they count as absent.
    """

    file: str
    items: Column = field(default_factory=Column)
    annotators: Column = field(default_factory=Column)
    labels: Column = field(default_factory=Column)
    lines: "array[int]" = field(default_factory=lambda: array("q"))
    missing: Counter[str] = field(default_factory=Counter)


def read_label_table(
    path: Path,
    columns: tuple[str, str, str],
    progress: Progress = lambda _: None,
    missing: Collection[str] = (),
) -> LabelTable:
    """The labels in a CSV file: UTF-8, separated by commas, semicolons or tabs, with a head row.

    White space around a value does not count.

    Args:
        path: The file.
        columns: The names of the columns of the items, the annotators and the labels.
        progress: Is told, now and then, how many bytes are read so far.
        missing: What stands where there is no label, besides nothing at all; else as `MISSING`.

    Raises:
        Refused: It cannot be read, lacks a column, or has faulty rows, each with its line.
    """
    if not path.is_file():
        raise Refused(Fault("there is no such file", str(path)))
    try:
        with path.open("rb") as binary, io.TextIOWrapper(binary, "utf-8-sig", newline="") as text:
            return _read(text, str(path), columns, lambda: progress(binary.tell()), missing)
    except UnicodeDecodeError as error:
        raise Refused(Fault(f"is not UTF-8; {SAVE_AS_UTF8}", str(path))) from error
    except OSError as error:
        raise Refused(in_words(error, path, "cannot be read")) from error


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
    table, faults = LabelTable(file), []
    for line, row in csv_rows(text, file, delimiter, first=2):
        if not row:
            continue
        said = _add(table, line, row, places, columns, missing)
        if said:
            faults.append(Fault(said, file, line))
        if len(faults) == MOST_FAULTS:
            break
        if line % OFTEN == 0:
            tell()
    if faults:
        raise Refused(faults)
    return table


def _places(cells: list[str], file: str, columns: Sequence[str]) -> list[int]:
    """Where in a row the columns stand, by the head row."""
    head = [each.strip() for each in cells]
    for name in columns:
        if name not in head:
            there = ", ".join(f"“{each}”" for each in head if each)
            columns_are = f"its columns are {there}" if there else "its first line names none"
            raise Refused(Fault(f"has no column “{name}”; {columns_are}", file, 1))
        if head.count(name) > 1:
            raise Refused(Fault(f"has two columns “{name}”; rename one of them", file, 1))
    return [head.index(name) for name in columns]


def _add(
    table: LabelTable,
    line: int,
    row: list[str],
    places: list[int],
    columns: Sequence[str],
    missing: Collection[str],
) -> str:
    """Put a row into the table; what is wrong with it, or nothing."""
    if len(row) <= max(places):
        lacking = next(each for each, at in zip(columns, places, strict=True) if at >= len(row))
        return f"the row has {so_many(len(row), 'cell')} and none for the column “{lacking}”"
    item, annotator, label = (row[place].strip() for place in places)
    if not label or (label in missing if missing else label.lower() in MISSING):
        table.missing[label] += 1
        return ""
    for value, column in ((item, columns[0]), (annotator, columns[1])):
        if not value:
            return f"the column “{column}” is empty; fill it in or take the row out"
    table.items.add(item)
    table.annotators.add(annotator)
    table.labels.add(label)
    table.lines.append(line)
    return ""

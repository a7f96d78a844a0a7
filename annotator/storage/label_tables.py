"""Long tables of labels, a row for each label that somebody gave, from CSV files of any size."""

import csv
import io
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from annotator.model.faults import Fault, Refused
from annotator.storage.system import in_words

DELIMITERS = (",", ";", "\t")
MOST_FAULTS = 20
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
        lines: The line in the file of each row, from 1.
        empty: How many rows have an empty label; they count as absent.
    """

    file: str
    items: Column = field(default_factory=Column)
    annotators: Column = field(default_factory=Column)
    labels: Column = field(default_factory=Column)
    lines: "array[int]" = field(default_factory=lambda: array("q"))
    empty: int = 0


def read_label_table(
    path: Path, columns: tuple[str, str, str], progress: Progress = lambda _: None
) -> LabelTable:
    """The labels in a CSV file: UTF-8, separated by commas, semicolons or tabs, with a head row.

    White space around a value does not count.

    Args:
        path: The file.
        columns: The names of the columns of the items, the annotators and the labels.
        progress: Is told, now and then, how many bytes are read so far.

    Raises:
        Refused: It can not be read, lacks a column, or has faulty rows, each with its line.
    """
    if not path.is_file():
        raise Refused(Fault("there is no such file", str(path)))
    try:
        with path.open("rb") as binary, io.TextIOWrapper(binary, "utf-8-sig", newline="") as text:
            return _read(text, str(path), columns, lambda: progress(binary.tell()))
    except UnicodeDecodeError as error:
        raise Refused(Fault("is not UTF-8; save it as UTF-8", str(path))) from error
    except OSError as error:
        raise Refused(in_words(error, path, "cannot be read")) from error


def _read(
    text: io.TextIOWrapper,
    file: str,
    columns: tuple[str, str, str],
    tell: Callable[[], None],
) -> LabelTable:
    head, delimiter = _head(text.readline(), file, columns)
    places = [head.index(name) for name in columns]
    table, faults = LabelTable(file), []
    for line, row in _rows(text, delimiter, file):
        said = _add(table, line, row, places, columns)
        if said:
            faults.append(Fault(said, file, line))
        if len(faults) == MOST_FAULTS:
            break
        if line % OFTEN == 0:
            tell()
    if faults:
        raise Refused(faults)
    return table


def _head(line: str, file: str, columns: Sequence[str]) -> tuple[list[str], str]:
    """The names in the head row, and what separates them."""
    heads = [([each.strip() for each in _cells(line, by)], by) for by in DELIMITERS]
    fitting = (found for found in heads if set(columns) <= set(found[0]))
    head, delimiter = next(fitting, max(heads, key=lambda found: len(found[0])))
    for name in columns:
        if name not in head:
            there = ", ".join(f"“{each}”" for each in head if each)
            columns_are = f"its columns are {there}" if there else "its first line names none"
            raise Refused(Fault(f"has no column “{name}”; {columns_are}", file, 1))
        if head.count(name) > 1:
            raise Refused(Fault(f"has two columns “{name}”; rename one of them", file, 1))
    return head, delimiter


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _rows(text: TextIO, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line that it ends on; the head row was line 1."""
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if row:
                yield reader.line_num + 1, row
    except csv.Error as error:
        message = f"can not be read as CSV from here on: {error}; is a quotation mark missing?"
        raise Refused(Fault(message, file, reader.line_num + 1)) from error


def _add(
    table: LabelTable, line: int, row: list[str], places: list[int], columns: Sequence[str]
) -> str:
    """Put a row into the table; what is wrong with it, or nothing."""
    if len(row) <= max(places):
        lacking = next(each for each, at in zip(columns, places, strict=True) if at >= len(row))
        return f"the row has {len(row)} cells and none for the column “{lacking}”"
    item, annotator, label = (row[place].strip() for place in places)
    if not label:
        table.empty += 1
        return ""
    for value, column in ((item, columns[0]), (annotator, columns[1])):
        if not value:
            return f"the column “{column}” is empty; fill it in or take the row out"
    table.items.add(item)
    table.annotators.add(annotator)
    table.labels.add(label)
    table.lines.append(line)
    return ""

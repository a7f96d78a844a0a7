"""Strict CSV: tables read strictly, and written so that no spreadsheet sees a formula in a cell."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import TypeVar

from annotator.model.errors import MAX_QUOTED, DataError, Problem
from annotator.model.plurals import count_of_total, plural
from annotator.text.utf8 import decode_utf8

Cell = TypeVar("Cell")
NumberedRow = tuple[int, list[str]]
"""The cells of a row, and the line, from 1, on which it begins."""

DELIMITERS = (",", ";", "\t")
SAVE_AS_UTF8 = "save it as “CSV UTF-8”"
_MAX_HEADER_LENGTH = 100_000
MAX_CELL_LENGTH = 16_777_216
"""In characters; Python's own limit is shorter than many articles."""

# What a spreadsheet takes for a formula when a cell begins with it. An apostrophe before such a
# sign gets another one, so that `unescape_formula` can tell what was written by `escape_formula`.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_ESCAPED_FORMULA = re.compile(r"'+[=+\-@\t\r\n]")


def escape_formula(cell: Cell) -> Cell | str:
    """The cell, with an apostrophe before a text that a spreadsheet would take for a formula."""
    # A dash alone is no formula: gradebooks have it where there is no grade.
    if isinstance(cell, str) and cell != "-" and _FORMULA.match(cell):
        return f"'{cell}"
    return cell


def unescape_formula(cell: str) -> str:
    """The text that `escape_formula` made this cell of."""
    return cell[1:] if _ESCAPED_FORMULA.match(cell) else cell


def csv_text(rows: Iterable[Iterable[object]], *, raw: bool = False) -> str:
    """Rows as CSV; unless `raw`, each cell is defused, so that a spreadsheet shows it as it is."""
    text = StringIO()
    # With this ending a carriage return inside a cell is quoted too, and begins no row.
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow(row if raw else [escape_formula(cell) for cell in row])
    return text.getvalue()


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A table with a head.

    Attributes:
        columns: The names in the head, of which no two are the same.
        rows: Each row with its line, by columns; empty cells and empty rows are left out. They can
            be gone through once.
    """

    columns: tuple[str, ...]
    rows: Iterator[tuple[int, Mapping[str, str]]]


def csv_table(data: bytes, file: str, *, raw: bool = True) -> CsvTable:
    """The table in a CSV file: UTF-8, separated by commas, semicolons or tabs.

    Args:
        data: The file.
        file: Its name, for the faults.
        raw: Cells are exactly as they are; else they may have been defused.

    Raises:
        DataError: It has no head, or two columns of one name; and while going through the rows: it
            is no CSV, a row has more cells than the head, or the last row is cut off.
    """
    text = decode_utf8(data, file, SAVE_AS_UTF8)
    rows = csv_rows(StringIO(text, newline=""), file, delimiter_of(text))
    _, head = next(rows, (1, []))
    _check_header(head, file)
    whole = text.endswith(("\n", "\r"))
    return CsvTable(tuple(head), _rows_by_column(head, rows, file, raw=raw, whole=whole))


def csv_rows(
    lines: Iterable[str], file: str, delimiter: str, first: int = 1
) -> Iterator[NumberedRow]:
    """The rows of a CSV text, empty ones too, each with the line on which it begins.

    Args:
        lines: The text line by line, with newlines as they stand in the file.
        file: The file's name, for the fault.
        delimiter: What separates the cells.
        first: The line of the file that the text begins with.

    Raises:
        DataError: A quotation mark is missing or out of place, or a cell is too long.
    """
    csv.field_size_limit(MAX_CELL_LENGTH)
    reader, line = csv.reader(lines, delimiter=delimiter, strict=True), first
    try:
        for cells in reader:
            yield line, cells
            line = first + reader.line_num
    except csv.Error as error:
        message = f"cannot be read as CSV from here on: {error}; is a quotation mark missing?"
        raise DataError(Problem(message, file, line)) from error


def delimiter_of(text: str) -> str:
    """What separates the cells of a CSV text: the sign that stands most often in its first line."""
    head = text[:_MAX_HEADER_LENGTH].splitlines()[:1]
    return max(DELIMITERS, key="".join(head).count)


def _check_header(head: list[str], file: str) -> None:
    if not any(head):
        raise DataError(Problem("has no head: the first line names the columns", file, 1))
    twice = sorted({name for name in head if name and head.count(name) > 1})
    if twice:
        names = ", ".join(name[:MAX_QUOTED] for name in twice)
        message = f"two columns are called {names}; rename one of them"
        raise DataError(Problem(message, file, 1))


def _rows_by_column(
    head: list[str], rows: Iterable[NumberedRow], file: str, *, raw: bool, whole: bool
) -> Iterator[tuple[int, Mapping[str, str]]]:
    line, cells = 1, head
    for line, cells in rows:
        if len(cells) > len(head):
            message = f"the row has {plural(len(cells), 'cell')} and the head {len(head)}"
            raise DataError(Problem(message, file, line))
        told = cells if raw else [unescape_formula(cell) for cell in cells]
        if any(told):
            yield line, {name: cell for name, cell in zip(head, told, strict=False) if cell}
    # Some spreadsheets leave out the empty cells at a row's end; they still end the row.
    if len(cells) < len(head) and not whole:
        message = (
            f"the file ends after {count_of_total(len(cells), len(head), 'cell')}; is it whole?"
        )
        raise DataError(Problem(message, file, line))

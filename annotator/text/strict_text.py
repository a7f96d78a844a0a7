"""Strict text: UTF-8 and CSV, read strictly; CSV is written so that spreadsheets run no formula."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import TypeVar

from annotator.model.errors import MAX_QUOTED, DataError, Problem
from annotator.model.messages import Message, Paragraph
from annotator.model.plurals import count_of_total, plural


def decode_utf8(data: bytes, file: str, remedy: str = "") -> str:
    """The text of a UTF-8 file, with or without a byte order mark.

    Args:
        data: The file's bytes.
        file: Its path as the person would type it.
        remedy: A sentence that says what to do about a file in another encoding.

    Raises:
        DataError: The file is not UTF-8. The message names the byte, counted from 0, and its line.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        words = Message("Byte %(place)s is not UTF-8.", place=error.start)
        raise DataError(Problem(Paragraph(filter(None, (words, remedy))), file, line)) from error


Cell = TypeVar("Cell")
NumberedRow = tuple[int, list[str]]
"""The cells of a row, and the line where it begins, from 1."""

DELIMITERS = (",", ";", "\t")
SAVE_AS_UTF8 = Message("Save it as “CSV UTF-8”.")
_MAX_HEADER_LENGTH = 100_000
MAX_CELL_LENGTH = 16_777_216
"""Maximum length of a cell in characters. Python's default is shorter than many articles."""

# The start of a cell that a spreadsheet reads as a formula. `escape_formula` puts an apostrophe
# before it, also before existing apostrophes, so that `unescape_formula` can restore the text.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_ESCAPED_FORMULA = re.compile(r"'+[=+\-@\t\r\n]")


def escape_formula(cell: Cell) -> Cell | str:
    """The cell, with an apostrophe before a text that a spreadsheet would read as a formula."""
    # A dash alone is not a formula. Gradebooks use it for a missing grade.
    if isinstance(cell, str) and cell != "-" and _FORMULA.match(cell):
        return f"'{cell}"
    return cell


def unescape_formula(cell: str) -> str:
    """The original text of a cell from `escape_formula`."""
    return cell[1:] if _ESCAPED_FORMULA.match(cell) else cell


def csv_text(rows: Iterable[Iterable[object]], *, raw: bool = False) -> str:
    """Rows as CSV. Unless `raw`, cells are escaped so that a spreadsheet shows them as they are."""
    import csv  # noqa: PLC0415 (an article needs no tables)

    text = StringIO()
    # With this line ending, a carriage return inside a cell is quoted too and does not start a row.
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow(row if raw else [escape_formula(cell) for cell in row])
    return text.getvalue()


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A table with a header.

    Attributes:
        columns: The names in the header, all different.
        rows: Each row with its line, by column. Empty cells and rows are left out. Iterate only
            once.
    """

    columns: tuple[str, ...]
    rows: Iterator[tuple[int, Mapping[str, str]]]


def csv_table(data: bytes, file: str, *, raw: bool = True) -> CsvTable:
    """The table in a CSV file: UTF-8, separated by commas, semicolons or tabs.

    Args:
        data: The file's bytes.
        file: The file's name, for problems.
        raw: Whether cells are read exactly as they are, and not unescaped.

    Raises:
        DataError: The header is missing, or has a name twice. While iterating: the text is not CSV,
            a row has more cells than the header, or the last row is cut off.
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
    """The rows of a CSV text, including empty ones, each with the line where it begins.

    Args:
        lines: The text line by line, with its newlines.
        file: The file's name, for problems.
        delimiter: The character between cells.
        first: The line of the file where the text begins.

    Raises:
        DataError: A quotation mark is missing or out of place, or a cell is too long.
    """
    import csv  # noqa: PLC0415 (an article needs no tables)

    csv.field_size_limit(MAX_CELL_LENGTH)
    reader, line = csv.reader(lines, delimiter=delimiter, strict=True), first
    try:
        for cells in reader:
            yield line, cells
            line = first + reader.line_num
    except csv.Error as error:
        message = Message(
            "This cannot be read as CSV: %(reason)s. Is a quotation mark missing?",
            reason=str(error),
        )
        raise DataError(Problem(message, file, line)) from error


def delimiter_of(text: str) -> str:
    """The delimiter of a CSV text: the most frequent candidate in its first line."""
    head = text[:_MAX_HEADER_LENGTH].splitlines()[:1]
    return max(DELIMITERS, key="".join(head).count)


def _check_header(head: list[str], file: str) -> None:
    if not any(head):
        raise DataError(Problem(Message("The first line must name the columns."), file, 1))
    twice = sorted({name for name in head if name and head.count(name) > 1})
    if twice:
        names = ", ".join(name[:MAX_QUOTED] for name in twice)
        message = Message("Several columns have the name %(names)s. Rename them.", names=names)
        raise DataError(Problem(message, file, 1))


def _rows_by_column(
    head: list[str], rows: Iterable[NumberedRow], file: str, *, raw: bool, whole: bool
) -> Iterator[tuple[int, Mapping[str, str]]]:
    line, cells = 1, head
    for line, cells in rows:
        if len(cells) > len(head):
            message = f"The row has {plural(len(cells), 'cell')}, but the header has {len(head)}."
            raise DataError(Problem(message, file, line))
        values = cells if raw else [unescape_formula(cell) for cell in cells]
        if any(values):
            yield line, {name: cell for name, cell in zip(head, values, strict=False) if cell}
    # Some spreadsheets leave out empty cells at the end of a row, but they still end the line.
    if len(cells) < len(head) and not whole:
        message = (
            f"The file ends after {count_of_total(len(cells), len(head), 'cell')}. Is it complete?"
        )
        raise DataError(Problem(message, file, line))

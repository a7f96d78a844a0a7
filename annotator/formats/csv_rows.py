"""CSV: one row for each sentence and annotator; lists are written in words.

A link is written `s1:partial`, or `s1` without a stance; several stand one blank apart.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from annotator.formats import rows
from annotator.formats.columns import BY_NAME, COLUMNS, Kind
from annotator.formats.reading import decoded, json_value, stem
from annotator.formats.values import Annotated, Files, Harvest, Taking, Writing
from annotator.formats.writing import encoded, json_text
from annotator.model.faults import Fault, Refused
from annotator.text.spreadsheet import csv_text, restored

FILE = "sentences.csv"
_LONGEST_CELL = 5_000_000


def write(corpus: Sequence[Annotated], writing: Writing) -> Files:
    """One file of rows.

    Raises:
        Refused: A text holds what UTF-8 can not.
    """
    head = [column.name for column in COLUMNS]
    cells = (
        [_cell(column.kind, row[column.name]) for column in COLUMNS] for row in rows.rows_of(corpus)
    )
    text = csv_text([head, *cells], raw=writing.raw)
    return {FILE: encoded(text, FILE)}


def read(files: Files, taking: Taking) -> Harvest:
    """The articles and sets of one file of rows.

    Raises:
        Refused: With everything that is wrong in it.
    """
    ((file, data),) = files.items()
    found = [rows.Row(record, line) for line, record in records(data, file, taking.raw)]
    ours = {theirs: own for own, theirs in taking.columns.items()}
    typed = [rows.Row(_typed(row, ours, file), row.line) for row in found]
    return rows.harvest(typed, taking, file, stem(file))


def records(data: bytes, file: str, raw: bool) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file under its head, each with its line; empty cells are left out.

    Args:
        data: The file.
        file: Its name.
        raw: Cells are exactly as they are, not made safe for spreadsheets.

    Raises:
        Refused: It is no CSV, or a row has more cells than the head.
    """
    reader = csv.reader(StringIO(decoded(data, file), newline=""), strict=True)
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        head = next(reader, [])
        _refuse_head(head, file)
        while (row := _next(reader, file)) is not None:
            line, cells = row
            if len(cells) > len(head):
                message = f"the row has {len(cells)} cells and the head {len(head)}"
                raise Refused(Fault(message, file, line))
            told = cells if raw else [restored(cell) for cell in cells]
            if any(told):
                yield line, {name: cell for name, cell in zip(head, told, strict=False) if cell}
    finally:
        csv.field_size_limit(before)


def _next(reader: Any, file: str) -> tuple[int, list[str]] | None:
    line = reader.line_num + 1
    try:
        cells = next(reader, None)
    except csv.Error as error:
        raise Refused(Fault(f"this is not CSV: {error}", file, line)) from error
    return None if cells is None else (line, cells)


def _refuse_head(head: list[str], file: str) -> None:
    if not any(head):
        raise Refused(Fault("has no head: the first line names the columns", file, 1))
    twice = sorted({name for name in head if name and head.count(name) > 1})
    if twice:
        raise Refused(Fault(f"two columns are called {', '.join(twice)}", file, 1))


def _cell(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    return _TO_CELL[kind](value) if kind in _TO_CELL else value


def _answers(answers: list[dict[str, str | None]]) -> str:
    return " ".join(":".join(filter(None, (each["claim"], each["stance"]))) for each in answers)


_TO_CELL: Mapping[Kind, Callable[[Any], str]] = {
    Kind.FLAG: lambda value: "true" if value else "false",
    Kind.WORDS: " ".join,
    Kind.ANSWERS: _answers,
    Kind.SOURCES: lambda value: json_text(value) if value else "",
    Kind.VOTES: lambda value: json_text(value) if value else "",
}


def _typed(row: rows.Row, ours: Mapping[str, str], file: str) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    for name, cell in row.columns.items():
        column = BY_NAME.get(ours.get(name, name))
        kind = column.kind if column else Kind.TEXT
        typed[name] = _value(kind, cell, file, row.line)
    return typed


def _value(kind: Kind, cell: str, file: str, line: int) -> Any:
    match kind:
        case Kind.WHOLE:
            # Spreadsheets write a whole number beside empty cells as 12.0.
            number = cell.removesuffix(".0")
            plain = number.isascii() and number.isdecimal() and len(number) < 10
            return int(number) if plain else cell
        case Kind.FLAG:
            return {"1": "true", "0": "false"}.get(cell, cell.lower())
        case Kind.WORDS:
            return cell.split()
        case Kind.ANSWERS:
            parted = (each.partition(":") for each in cell.split())
            return [{"claim": claim, "stance": stance or None} for claim, _, stance in parted]
        case Kind.SOURCES | Kind.VOTES:
            return json_value(cell, file, line)
    return cell

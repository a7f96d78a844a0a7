"""CSV: one row for each sentence and annotator; lists are written in words.

A link is written `s1:partial`, or `s1` without a stance; several stand one blank apart.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from annotator.formats import rows
from annotator.formats.columns import BY_NAME, COLUMNS, Kind
from annotator.formats.reading import json_value, stem
from annotator.formats.values import Annotated, Files, Harvest, Taking, Writing
from annotator.formats.writing import encoded, json_text
from annotator.text.spreadsheet import csv_table, csv_text

FILE = "sentences.csv"


def write(corpus: Sequence[Annotated], writing: Writing) -> Files:
    """One file of rows.

    Raises:
        Refused: A text holds what UTF-8 cannot.
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
    table = csv_table(data, file, raw=taking.raw)
    found = [rows.Row(dict(record), line) for line, record in table.rows]
    ours = {theirs: own for own, theirs in taking.columns.items()}
    typed = [rows.Row(_typed(row, ours, file), row.line) for row in found]
    return rows.harvest(typed, taking, file, stem(file))


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

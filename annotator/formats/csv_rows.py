"""CSV: one row per sentence and annotator, with lists written as words.

A link is written `s1:partial`, or `s1` without a stance. Several links are separated by a space.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from annotator.formats import rows
from annotator.formats.exchange_types import (
    AnnotatedArticle,
    ExportOptions,
    Files,
    ImportedRow,
    ImportOptions,
    ImportResult,
)
from annotator.formats.export_layout import document_name
from annotator.formats.json_values import encode_utf8, json_text, parse_json
from annotator.formats.row_columns import COLUMNS, COLUMNS_BY_NAME, ColumnKind, current_column
from annotator.text.strict_text import csv_table, csv_text

FILE = "sentences.csv"


def write(corpus: Sequence[AnnotatedArticle], options: ExportOptions) -> Files:
    """One file of rows.

    Raises:
        DataError: A text contains a character that UTF-8 cannot hold.
    """
    head = [column.name for column in COLUMNS]
    cells = (
        [_cell(column.kind, row[column.name]) for column in COLUMNS] for row in rows.rows_of(corpus)
    )
    text = csv_text([head, *cells], raw=options.raw)
    return {FILE: encode_utf8(text, FILE)}


def read(files: Files, options: ImportOptions) -> ImportResult:
    """The articles and sets of one file of rows.

    Raises:
        DataError: With all errors in it.
    """
    ((file, data),) = files.items()
    table = csv_table(data, file, raw=options.raw)
    ours = {theirs: own for own, theirs in options.columns.items()}
    found = list(table.rows)
    typed = [ImportedRow(_typed(cells, ours, file, line), line) for line, cells in found]
    return rows.import_rows(typed, options, file, document_name(file))


def _cell(kind: ColumnKind, value: Any) -> Any:
    if value is None:
        return None
    return _TO_CELL[kind](value) if kind in _TO_CELL else value


def _answers(answers: list[dict[str, str | None]]) -> str:
    return " ".join(":".join(filter(None, (each["claim"], each["stance"]))) for each in answers)


_TO_CELL: Mapping[ColumnKind, Callable[[Any], str]] = {
    ColumnKind.FLAG: lambda value: "true" if value else "false",
    ColumnKind.WORDS: " ".join,
    ColumnKind.ANSWERS: _answers,
    ColumnKind.SOURCES: lambda value: json_text(value) if value else "",
    ColumnKind.DECISIONS: lambda value: json_text(value) if value else "",
    ColumnKind.SUGGESTIONS: lambda value: json_text(value) if value else "",
}


def _typed(
    cells: Mapping[str, str], ours: Mapping[str, str], file: str, line: int
) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    for name, cell in cells.items():
        column = COLUMNS_BY_NAME.get(ours.get(name, current_column(name)))
        kind = column.kind if column else ColumnKind.TEXT
        typed[name] = _value(kind, cell, file, line)
    return typed


def _value(kind: ColumnKind, cell: str, file: str, line: int) -> Any:
    match kind:
        case ColumnKind.WHOLE:
            # Spreadsheets write whole numbers in a column with empty cells as 12.0.
            number = cell.removesuffix(".0")
            plain = number.isascii() and number.isdecimal() and len(number) < 10
            return int(number) if plain else cell
        case ColumnKind.FLAG:
            return {"1": "true", "0": "false"}.get(cell, cell.lower())
        case ColumnKind.WORDS:
            return cell.split()
        case ColumnKind.ANSWERS:
            parted = (each.partition(":") for each in cell.split())
            return [{"claim": claim, "stance": stance or None} for claim, _, stance in parted]
        case ColumnKind.SOURCES | ColumnKind.DECISIONS | ColumnKind.SUGGESTIONS:
            return parse_json(cell, file, line)
    return cell

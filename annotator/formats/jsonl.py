"""JSON Lines: one typed row per sentence and annotator."""

from collections.abc import Sequence

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
from annotator.formats.json_values import json_lines, parse_json_lines


def write(corpus: Sequence[AnnotatedArticle], _: ExportOptions) -> Files:
    """One file of rows."""
    return {"sentences.jsonl": json_lines(rows.rows_of(corpus))}


def read(files: Files, options: ImportOptions) -> ImportResult:
    """The articles and sets of one file of rows.

    Raises:
        DataError: With all errors in it.
    """
    ((file, data),) = files.items()
    found = [ImportedRow(record, line) for line, record in parse_json_lines(data, file)]
    return rows.import_rows(found, options, file, document_name(file))

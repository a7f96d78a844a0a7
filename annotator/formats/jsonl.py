"""JSON Lines: one row for each sentence and annotator, typed."""

from collections.abc import Sequence

from annotator.formats import rows
from annotator.formats.reading import json_lines, stem
from annotator.formats.values import Annotated, Files, Harvest, Taking, Writing
from annotator.formats.writing import json_lines_of


def write(corpus: Sequence[Annotated], _: Writing) -> Files:
    """One file of rows."""
    return {"sentences.jsonl": json_lines_of(rows.rows_of(corpus))}


def read(files: Files, taking: Taking) -> Harvest:
    """The articles and sets of one file of rows.

    Raises:
        Refused: With everything that is wrong in it.
    """
    ((file, data),) = files.items()
    found = [rows.Row(record, line) for line, record in json_lines(data, file)]
    return rows.harvest(found, taking, file, stem(file))

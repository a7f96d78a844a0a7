"""Parquet: one typed row per sentence and annotator; labels are strings in a declared order.

The metadata of the label columns has the order of the labels, as a JSON list under `labels`, for
readers that need numbers, such as the ClassLabel of Hugging Face `datasets`.
"""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

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
from annotator.formats.json_values import json_text, parse_json
from annotator.formats.row_columns import COLUMNS, ColumnKind, current_columns
from annotator.model.annotation import SOURCE_FIELDS, FieldType
from annotator.model.codebook import KINDS, PARTS, Codebook
from annotator.model.errors import DataError, Problem

if TYPE_CHECKING:
    import pyarrow as pa

FILE = "sentences.parquet"
LABELS = "labels"
_MOST_ROWS = 20_000_000
_MOST_BYTES = 2_000_000_000


def write(corpus: Sequence[AnnotatedArticle], options: ExportOptions) -> Files:
    """One file of rows.

    Raises:
        DataError: A text holds what UTF-8 cannot.
    """
    return {FILE: table_bytes(list(rows.rows_of(corpus)), options.codebook)}


def table_bytes(records: Sequence[Mapping[str, Any]], codebook: Codebook) -> bytes:
    """Rows as a Parquet file.

    Args:
        records: The rows, each with all columns.
        codebook: Gives the order of the tags; tags that it does not have come last.

    Raises:
        DataError: A text contains a character that UTF-8 cannot hold.
    """
    import pyarrow as pa  # noqa: PLC0415 (a third of a second)
    from pyarrow import parquet  # noqa: PLC0415

    schema = schema_of(tag_order(records, codebook))
    try:
        columns = {
            column.name: pa.array(
                [_cell(column.kind, record[column.name]) for record in records],
                schema.field(column.name).type,
            )
            for column in COLUMNS
        }
    except UnicodeEncodeError as error:
        message = "A text contains half of a surrogate pair, which UTF-8 cannot hold. Remove it."
        raise DataError(Problem(message, FILE)) from error
    sink = io.BytesIO()
    parquet.write_table(pa.table(columns, schema=schema), sink, compression="zstd")
    return sink.getvalue()


def tag_order(records: Iterable[Mapping[str, Any]], codebook: Codebook) -> list[str]:
    """The tags of the codebook in its order, followed by other tags in the rows."""
    used = {record["tag"] for record in records if record["tag"]}
    return [*codebook.by_id, *sorted(used - set(codebook.by_id))]


def _cell(kind: ColumnKind, value: Any) -> Any:
    if kind in {ColumnKind.DECISIONS, ColumnKind.SUGGESTIONS}:
        return json_text(value) if value else None
    return value


def schema_of(tags: Sequence[str]) -> "pa.Schema":
    """The columns with their types, and with the order of the labels in their metadata."""
    import pyarrow as pa  # noqa: PLC0415

    answer = pa.struct([("claim", pa.string()), ("stance", pa.string())])
    source = [
        (each.name, pa.bool_() if each.type is FieldType.FLAG else pa.string())
        for each in SOURCE_FIELDS
    ]
    names = [(name, pa.string()) for name in ("id", "name")]
    types: Mapping[ColumnKind, pa.DataType] = {
        ColumnKind.TEXT: pa.string(),
        ColumnKind.WHOLE: pa.int64(),
        ColumnKind.FLAG: pa.bool_(),
        ColumnKind.WORDS: pa.list_(pa.string()),
        ColumnKind.ANSWERS: pa.list_(answer),
        ColumnKind.SOURCES: pa.list_(pa.struct([*names, *source])),
        ColumnKind.DECISIONS: pa.string(),
        ColumnKind.SUGGESTIONS: pa.string(),
    }
    orders = {"tag": tags, "part": PARTS, "kind": KINDS}
    return pa.schema(
        pa.field(
            column.name,
            types[column.kind],
            metadata={LABELS: json.dumps(list(orders[column.name]))}
            if column.name in orders
            else None,
        )
        for column in COLUMNS
    )


def read(files: Files, options: ImportOptions) -> ImportResult:
    """The articles and sets of one file of rows.

    Raises:
        DataError: With everything that is wrong in it.
    """
    ((file, data),) = files.items()
    found = [
        ImportedRow(_untyped(record, file, number), number)
        for number, record in enumerate(_records(data, file), 1)
    ]
    return rows.import_rows(found, options, file, document_name(file))


def _records(data: bytes, file: str) -> list[dict[str, Any]]:
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    try:
        opened = parquet.ParquetFile(io.BytesIO(data))
        held = opened.metadata
        groups = (held.row_group(at).total_byte_size for at in range(held.num_row_groups))
        if held.num_rows > _MOST_ROWS or sum(groups) > _MOST_BYTES:
            message = f"unpacks to more than {_MOST_ROWS:,} rows or {_MOST_BYTES:,} bytes"
            raise DataError(Problem(message, file))
        records: list[dict[str, Any]] = opened.read().to_pylist()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise DataError(
            Problem("cannot be read as a Parquet file. Is it complete?", file)
        ) from error
    return records


def _decoded(value: Any, file: str, number: int, name: str) -> Any:
    """The value, with bytes decoded, because some programs write text as bytes."""
    if not isinstance(value, bytes):
        return value
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        raise DataError(Problem("These bytes are not UTF-8.", file, number, name)) from error


def _untyped(record: Mapping[str, Any], file: str, number: int) -> dict[str, Any]:
    kept = {
        name: _decoded(value, file, number, name)
        for name, value in record.items()
        if value is not None
    }
    kept = current_columns(kept)
    if isinstance(kept.get("decisions"), str):
        kept["decisions"] = parse_json(kept["decisions"], file, number)
    return kept

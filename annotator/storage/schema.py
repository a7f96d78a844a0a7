"""JSON Schemas of our files, made from the records that read them.

`python -m annotator.storage.schema FOLDER` writes them, one file per format.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from annotator.storage.file_records import (
    AnnotationsRecord,
    CodebookRecord,
    DocumentFileRecord,
    GoldRecord,
    KeyRecord,
    StrictRecord,
)
from annotator.storage.files import overwrite
from annotator.storage.project_file import AssignmentsRecord, ProjectRecord

FILE_RECORDS: Mapping[str, type[StrictRecord]] = {
    "annotations": AnnotationsRecord,
    "key": KeyRecord,
    "gold": GoldRecord,
    "codebook": CodebookRecord,
    "document": DocumentFileRecord,
    "project": ProjectRecord,
    "assignments": AssignmentsRecord,
}
_NULL = {"type": "null"}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of one format, by its name without “attribution-” and version."""
    made = _without_null(msgspec.json.schema(FILE_RECORDS[name]))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def schema_text(name: str) -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"


def schema_file(folder: Path, name: str) -> Path:
    """Where a folder keeps the schema."""
    return folder / f"{name}.schema.json"


def write_schemas(folder: Path) -> None:
    """Write every schema into a folder."""
    for name in FILE_RECORDS:
        overwrite(schema_file(folder, name), schema_text(name).encode())


def _without_null(node: Any) -> Any:
    """The schema without null: a field that has no value is left out of a file of ours."""
    if isinstance(node, list):
        return [_without_null(each) for each in node if each != _NULL]
    if not isinstance(node, dict):
        return node
    clean = {
        key: _without_null(value)
        for key, value in node.items()
        if not (key == "default" and value is None)
    }
    choices = clean.pop("anyOf", [])
    return (
        clean | choices[0] if len(choices) == 1 else clean | ({"anyOf": choices} if choices else {})
    )


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]))

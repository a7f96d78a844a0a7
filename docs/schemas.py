"""JSON Schemas of our files, generated from the records that read them.

`python -m docs.schemas FOLDER` writes them, one file per format.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from annotator.model.former_names import FORMER_FIELDS, FORMER_VALUES
from annotator.storage.file_records import (
    AnnotationsRecord,
    CodebookRecord,
    DocumentFileRecord,
    GoldRecord,
    KeyRecord,
    StrictRecord,
)
from annotator.storage.files import overwrite
from annotator.storage.learned_models import LearnedModelRecord
from annotator.storage.lessons import LessonPlan
from annotator.storage.people import PeopleRecord
from annotator.storage.project_file import AssignmentsRecord, ProjectRecord
from annotator.storage.settings import SettingsRecord
from annotator.storage.suggestion_evaluations import EvaluationRecord
from annotator.storage.suggestion_protocol import SuggestionAnswerRecord, SuggestionRequestRecord
from annotator.storage.suggestions import SuggestionsRecord
from annotator.tui.key_settings import every_command

FILE_RECORDS: Mapping[str, type[StrictRecord]] = {
    "annotations": AnnotationsRecord,
    "key": KeyRecord,
    "gold": GoldRecord,
    "codebook": CodebookRecord,
    "document": DocumentFileRecord,
    "project": ProjectRecord,
    "assignments": AssignmentsRecord,
    "lesson": LessonPlan,
    "people": PeopleRecord,
    "suggestions": SuggestionsRecord,
    "suggestion-request": SuggestionRequestRecord,
    "suggestion-answer": SuggestionAnswerRecord,
    "evaluation": EvaluationRecord,
    "model": LearnedModelRecord,
    "settings": SettingsRecord,
}
_WITH_NULL = frozenset(["suggestion-answer", "model"])
"""The formats in which null means that there is no value."""
_NULL = {"type": "null"}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a format, by its name without “attribution-” and version."""
    made = msgspec.json.schema(FILE_RECORDS[name])
    made = made if name in _WITH_NULL else _without_null(made)
    _allow_former_names(made, f"attribution-{name}")
    _allow_truth_values(made)
    if name == "settings":
        _name_commands(made)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def schema_text(name: str) -> str:
    """The text of the schema file."""
    return json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"


def schema_file(folder: Path, name: str) -> Path:
    """The path of a schema in a folder."""
    return folder / f"{name}.schema.json"


def write_schemas(folder: Path) -> None:
    """Write every schema into a folder."""
    for name in FILE_RECORDS:
        overwrite(schema_file(folder, name), schema_text(name).encode())


def _allow_truth_values(made: dict[str, Any]) -> None:
    """Allow what other readers of YAML make of two of the words in `taken`."""
    for record in made["$defs"].values():
        taken = record.get("properties", {}).get("taken")
        if taken is not None:
            taken |= {"type": ["string", "boolean"], "enum": [*taken["enum"], True, False]}


def _allow_former_names(made: dict[str, Any], form: str) -> None:
    """Allow former names of fields and values in a schema, as the reader does."""
    for path, values in FORMER_VALUES.get(form, {}).items():
        *way, field = path.split(".")
        kind = _record_at(made, way)["properties"][field]
        if "enum" in kind:
            kind["enum"] += list(values)
            kind["pattern"] = kind["pattern"].replace("^(?:", f"^(?:{'|'.join(values)}|")
    for path, new in FORMER_FIELDS.get(form, {}).items():
        *way, old = path.split(".")
        record = _record_at(made, way)
        current = record["properties"][new]
        record["properties"][old] = current | {"deprecated": True}
        if new in record.get("required", ()):
            record["required"].remove(new)
            # Each renamed field must be present under one of its names.
            record.setdefault("allOf", []).append({"oneOf": _required(new, old)})


def _name_commands(made: dict[str, Any]) -> None:
    """Name the commands in the schema of the settings. Its record accepts any name."""
    keys = _resolved(made, made)["properties"]["keys"]
    keys["propertyNames"] = {"enum": list(every_command())}


def _required(*names: str) -> list[dict[str, list[str]]]:
    return [{"required": [name]} for name in names]


def _record_at(made: dict[str, Any], way: list[str]) -> dict[str, Any]:
    """The schema of the record at a path. In the path, `tags[]` is an item of `tags`."""
    record = _resolved(made, made)
    for step in way:
        field = record["properties"][step.removesuffix("[]")]
        record = _resolved(made, field["items"] if step.endswith("[]") else field)
    return record


def _resolved(made: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """The schema that a reference points to. Other schemas are returned unchanged."""
    choices = [node, *node.get("anyOf", ())]
    named = next((each["$ref"] for each in choices if "$ref" in each), None)
    target: dict[str, Any] = made["$defs"][named.rsplit("/", 1)[-1]] if named else node
    return target


def _without_null(node: Any) -> Any:
    """The schema without null. Our files leave out fields without a value."""
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

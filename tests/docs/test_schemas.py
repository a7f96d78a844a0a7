"""The JSON Schemas."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from jsonschema import Draft202012Validator

from annotator.model.annotation import AnnotationSet
from annotator.storage import documents
from annotator.storage.codebooks import builtin_bytes
from annotator.storage.sets import render
from docs.schemas import FILE_RECORDS, schema, schema_file, schema_text, write_schemas
from tests.factories import a_cut_article, a_set
from tests.strategies import annotation_sets

SCHEMAS = Path(__file__).parents[2] / "docs" / "reference" / "schemas"
VALIDATORS = {name: Draft202012Validator(schema(name)) for name in FILE_RECORDS}


def complaints(name: str, content: Any) -> list[str]:
    """What a validator of JSON Schemas finds."""
    return [error.message for error in VALIDATORS[name].iter_errors(content)]


@pytest.mark.parametrize("name", FILE_RECORDS)
def test_the_schema_in_the_documentation_is_the_one_the_code_gives(name: str) -> None:
    there = schema_file(SCHEMAS, name).read_text(encoding="utf-8")
    assert there == schema_text(name), "run “make schemas” and commit what it changes"


@pytest.mark.parametrize("name", FILE_RECORDS)
def test_every_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))


def test_schemas_are_written_one_file_per_format(tmp_path: Path) -> None:
    write_schemas(tmp_path)
    assert len(list(tmp_path.glob("*.schema.json"))) == len(FILE_RECORDS)


@given(annotation_sets())
def test_every_set_that_is_written_is_valid(annotations: AnnotationSet) -> None:
    assert complaints(annotations.form.value, yaml.safe_load(render(annotations))) == []


def test_documents_and_the_built_in_codebook_are_valid() -> None:
    assert complaints("document", yaml.safe_load(documents.render(a_cut_article()))) == []
    assert complaints("codebook", yaml.safe_load(builtin_bytes())) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("mood", "low"), ("tag", "no"), ("part", "hat"), ("note", None), ("span", [1]), ("id", "S1")],
)
def test_what_the_tool_would_refuse_in_a_sentence_is_not_valid(field: str, value: object) -> None:
    content = yaml.safe_load(render(a_set()))
    content["sentences"][0][field] = value
    assert complaints("annotations", content)


def test_what_belongs_to_a_key_is_not_valid_in_annotations() -> None:
    content = yaml.safe_load(render(a_set()))
    content["sentences"][0]["accepted_tags"] = ["claim"]
    assert complaints("annotations", content)
    assert not complaints("key", content | {"format": "attribution-key/1"})

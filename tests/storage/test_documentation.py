"""docs/file-format.md shows files that are files, and names everything that there is."""

import re
from collections.abc import Callable
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import msgspec
import pytest

from annotator.model.codebook import COLOURS, KINDS, PARTS, STANCES, Role
from annotator.model.consistency import CODES
from annotator.model.gold import By
from annotator.model.names import YAML_WORDS
from annotator.storage import (
    annotations,
    assignments,
    codebooks,
    documents,
    project_file,
    project_records,
    records,
    strict_yaml,
)
from annotator.storage.versions import CURRENT, line_of
from annotator.tui.commands import Keys

PAGE = (Path(__file__).parents[2] / "docs" / "file-format.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
RESERVED = Keys().reserved
READERS: dict[str, Callable[[bytes, str], Any]] = {
    "attribution-annotations/1": annotations.parse,
    "attribution-key/1": annotations.parse,
    "attribution-gold/1": annotations.parse,
    "attribution-document/1": documents.parse,
    "attribution-codebook/1": lambda data, file: codebooks.parse(data, file, RESERVED),
    "attribution-project/1": project_file.parse,
    "attribution-assignments/1": assignments.parse,
}
RECORDS = [
    each
    for each in (vars(records) | vars(project_records)).values()
    if isinstance(each, type) and issubclass(each, records.Record) and each is not records.Record
]


def the_format(block: str) -> str | None:
    """The format of an example; None of one that shows a part of a file."""
    found = re.match(r"format: (\S+)\n", block)
    return found[1] if found else None


@pytest.mark.parametrize("block", [each for each in BLOCKS if the_format(each)], ids=the_format)
def test_every_example_is_read_without_a_fault(block: str) -> None:
    READERS[the_format(block) or ""](block.encode(), "file-format.md")


def test_the_letters_that_are_free_for_a_tag_are_named() -> None:
    free = re.search(r"<!-- free -->`(.*?)`<!-- /free -->", PAGE)
    assert free
    assert free[1].split() == [each for each in ascii_lowercase if each not in RESERVED]


@pytest.mark.parametrize("block", [each for each in BLOCKS if not the_format(each)])
def test_a_part_of_a_file_is_plain_yaml(block: str) -> None:
    assert not strict_yaml.load(block.encode(), "file-format.md").faults


@pytest.mark.parametrize("name", ["attribution-annotations/1", "attribution-gold/1"])
def test_an_example_is_laid_out_as_the_tool_does(name: str) -> None:
    block = next(each for each in BLOCKS if the_format(each) == name)
    assert annotations.render(annotations.parse(block.encode(), "f")).decode() == block


def test_the_example_of_a_document_is_laid_out_as_the_tool_does() -> None:
    block = next(each for each in BLOCKS if the_format(each) == "attribution-document/1")
    assert documents.render(documents.parse(block.encode(), "f")).decode() == block


@pytest.mark.parametrize("name", CURRENT)
def test_every_format_is_named(name: str) -> None:
    assert f"| [`{line_of(name)}`](#" in PAGE


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_field_is_named(record: type[records.Record]) -> None:
    fields = [each.encode_name for each in msgspec.structs.fields(record)]
    missing = [name for name in fields if f"`{name}`" not in PAGE]
    named_together = [name for name in missing if re.search(rf"\{{[^}}]*\b{name}\b", PAGE)]
    assert missing == named_together


@pytest.mark.parametrize("code", CODES)
def test_every_finding_is_explained_with_its_weight(code: str) -> None:
    assert f"| `{code}` | {CODES[code]} | " in PAGE


def test_every_value_that_a_field_may_have_is_named() -> None:
    values = (*KINDS, *STANCES, *PARTS, *COLOURS, *Role, *By)
    assert [value for value in values if f"`{value}`" not in PAGE] == []
    assert all(word in PAGE for word in YAML_WORDS)

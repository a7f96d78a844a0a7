"""docs/reference/file-format.md shows files that are files, and names everything that there is."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import msgspec
import pytest

from annotator.model.adjudication import (
    Adjudicate,
    AdjudicationSettings,
    AdoptDecision,
    adjudicate_document,
)
from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import KINDS, PARTS, STANCES, Role
from annotator.model.decisions import GoldBasis
from annotator.model.lint import SEVERITY_BY_CODE
from annotator.model.name_folding import YAML_WORDS
from annotator.model.palette import COLORS
from annotator.project.documents import segment_article
from annotator.storage import (
    assignments,
    codebooks,
    documents,
    file_records,
    people,
    project_file,
    sets,
    strict_yaml,
    suggestion_evaluations,
    suggestions,
)
from annotator.storage.strict_yaml import CURRENT_VERSIONS, format_line
from annotator.tui.commands import KeyBindings

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "file-format.md").read_text(
    encoding="utf-8"
)
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
RESERVED = KeyBindings().reserved
READERS: dict[str, Callable[[bytes, str], Any]] = {
    "attribution-annotations/1": sets.parse,
    "attribution-key/1": sets.parse,
    "attribution-gold/1": sets.parse,
    "attribution-document/1": documents.parse,
    "attribution-codebook/1": lambda data, file: codebooks.parse(data, file, RESERVED),
    "attribution-project/1": project_file.parse,
    "attribution-assignments/1": assignments.parse,
    "attribution-people/1": people.parse,
    "attribution-suggestions/1": suggestions.parse,
    "attribution-evaluation/1": suggestion_evaluations.parse,
}
RECORDS = [
    each
    for each in (
        vars(file_records)
        | vars(project_file)
        | vars(people)
        | vars(suggestions)
        | vars(suggestion_evaluations)
    ).values()
    if isinstance(each, type)
    and issubclass(each, file_records.StrictRecord)
    and each is not file_records.StrictRecord
]


def the_format(block: str) -> str | None:
    """The format of an example; None of one that shows a part of a file."""
    match = re.match(r"format: (\S+)\n", block)
    return match[1] if match else None


@pytest.mark.parametrize("block", [each for each in BLOCKS if the_format(each)], ids=the_format)
def test_every_example_is_read_without_a_fault(block: str) -> None:
    READERS[the_format(block) or ""](block.encode(), "file-format.md")


def test_the_letters_that_are_free_for_a_tag_are_named() -> None:
    free = re.search(r"<!-- free -->`(.*?)`<!-- /free -->", PAGE)
    assert free
    assert free[1].split() == [each for each in ascii_lowercase if each not in RESERVED]


@pytest.mark.parametrize("block", [each for each in BLOCKS if not the_format(each)])
def test_a_part_of_a_file_is_plain_yaml(block: str) -> None:
    assert not strict_yaml.parse_tree(block.encode(), "file-format.md").problems


@pytest.mark.parametrize("name", ["attribution-annotations/1", "attribution-gold/1"])
def test_an_example_is_laid_out_as_the_tool_does(name: str) -> None:
    block = next(each for each in BLOCKS if the_format(each) == name)
    assert sets.render(sets.parse(block.encode(), "f")).decode() == block


def test_the_example_of_a_document_is_laid_out_as_the_tool_does() -> None:
    block = next(each for each in BLOCKS if the_format(each) == "attribution-document/1")
    assert documents.render(documents.parse(block.encode(), "f")).decode() == block


@pytest.mark.parametrize("name", CURRENT_VERSIONS)
def test_every_format_is_named(name: str) -> None:
    assert f"| [`{format_line(name)}`](#" in PAGE


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_field_is_named(record: type[file_records.StrictRecord]) -> None:
    fields = [each.encode_name for each in msgspec.structs.fields(record)]
    missing = [name for name in fields if f"`{name}`" not in PAGE]
    named_together = [name for name in missing if re.search(rf"\{{[^}}]*\b{name}\b", PAGE)]
    assert missing == named_together


@pytest.mark.parametrize("code", SEVERITY_BY_CODE)
def test_every_finding_is_explained_with_its_weight(code: str) -> None:
    assert f"| `{code}` | {SEVERITY_BY_CODE[code]} | " in PAGE


def test_every_value_that_a_field_may_have_is_named() -> None:
    values = (*KINDS, *STANCES, *PARTS, *COLORS, *Role, *GoldBasis)
    assert [value for value in values if f"`{value}`" not in PAGE] == []
    assert all(word in PAGE for word in YAML_WORDS)


def the_example(name: str) -> bytes:
    """The first example of a format."""
    example: str = next(each for each in BLOCKS if the_format(each) == name)
    return example.encode()


def ben(ada: AnnotationSet) -> AnnotationSet:
    """The other set of the example of gold: Ben finds a claim and background where Ada does not."""
    title, claim, second, last = ada.sentences
    own = replace(second, tag="claim", answers=(), note=None, flag=False)
    rest = replace(last, tag="background", source=None, cue=None, answers=())
    return replace(ada, annotator="Ben", sentences=(title, claim, own, rest))


def test_the_example_of_gold_is_what_the_program_makes_of_such_sets() -> None:
    shown = sets.parse(the_example("attribution-gold/1"), "f")
    ada = sets.parse(the_example("attribution-annotations/1"), "f")
    segmented = documents.parse(the_example("attribution-document/1"), "f")
    codebook = replace(
        codebooks.builtin(), sha256=ada.codebook.sha256, version=ada.codebook.version
    )
    case = adjudicate_document(segmented, [ada, ben(ada)], AdjudicationSettings(codebook, "Grace"))
    taken = AdoptDecision("s3", case.decisions["s3"]["Ada"])
    edit = Adjudicate(taken, ("s3",), "Grace", {"s3": case.records("s3")}, "edge case")
    assert edit.apply(case.gold, codebook) == shown


def test_the_vote_of_the_example_is_the_same_vote_to_the_program() -> None:
    shown = sets.parse(the_example("attribution-gold/1"), "f")
    again = adjudicate_document(
        documents.parse(the_example("attribution-document/1"), "f"),
        [ada := sets.parse(the_example("attribution-annotations/1"), "f"), ben(ada)],
        AdjudicationSettings(replace(codebooks.builtin(), sha256=ada.codebook.sha256), "Grace"),
        shown,
    )
    assert again.to_review == ()
    assert again.gold.sentences == shown.sentences


def test_the_document_of_the_example_is_cut_as_the_program_cuts_it() -> None:
    shown = documents.parse(the_example("attribution-document/1"), "f")
    assert segment_article(shown.article).sentences == shown.sentences

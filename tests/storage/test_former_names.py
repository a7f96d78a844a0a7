"""What is written under former names says the same, and is written under today's."""

import re
from collections.abc import Sequence
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given

from annotator.model.annotation import AnnotationSet, SetForm
from annotator.model.errors import DataError
from annotator.model.project import Project
from annotator.model.prompt_level import PromptLevel
from annotator.storage import codebooks, project_file, sets
from annotator.storage.headers import header_of, progress_of, read_decision_counts
from annotator.storage.settings import change_settings, read_settings
from docs.schemas import schema
from tests.factories import a_sentence, a_set, a_source
from tests.strategies import annotation_sets, projects

Replacements = Sequence[tuple[str, str]]
OF_SETS: Replacements = (
    (r"(?m)^(- \{id: .*, kind: )organization(?=[,}])", r"\1organisation"),
    (r"(?m)^  accepted_tags: \[", "  also: ["),
    (r"(?m)^    basis: ", "    by: "),
    (r"(?m)^    decisions:$", "    votes:"),
)
OF_PROJECTS: Replacements = (
    (r"(?m)^prompt_level: ", "ask: "),
    (r"(?m)^(- \{name: .*), variants: \[", r"\1, also: ["),
)
BOOK = """format: attribution-codebook/1
name: short
version: "1"
tags:
- {id: claim, name: påstand, mark: P, color: gray, role: claim, definition: "…"}
kinds:
- {id: organization, name: "et foretak"}
"""


def formerly(data: bytes, names: Replacements) -> bytes:
    """The same file under the names that were written before."""
    text = data.decode("utf-8")
    for pattern, old in names:
        text = re.sub(pattern, old, text)
    return text.encode()


@given(annotation_sets())
def test_a_set_under_former_names_is_the_same_set(annotations: AnnotationSet) -> None:
    data = sets.render(annotations)
    found = sets.parse(formerly(data, OF_SETS), "f")
    assert found == annotations
    assert sets.render(found) == data


@given(annotation_sets())
def test_a_header_and_its_figures_are_those_of_the_set_under_former_names(
    annotations: AnnotationSet,
) -> None:
    data = sets.render(annotations)
    old = formerly(data, OF_SETS)
    assert (header_of(old, "f"), progress_of(old, "f")) == (
        header_of(data, "f"),
        progress_of(data, "f"),
    )


@given(projects())
def test_a_project_under_former_names_is_the_same_project(project: Project) -> None:
    data = project_file.render(project)
    found = project_file.parse(formerly(data, OF_PROJECTS), "f")
    assert found == project_file.parse(data, "f")
    assert project_file.render(found) == data


def test_gold_under_former_names_counts_the_same_decisions(tmp_path: Path) -> None:
    gold = tmp_path / "gold.yaml"
    rendered = sets.render(a_set("One.", form=SetForm.GOLD)).decode()
    gold.write_text(
        f'{rendered}  provenance:\n    by: single\n    votes:\n      "Ada": {{tag: x}}\n'
    )
    assert {basis for basis, count in read_decision_counts(gold).items() if count} == {"single"}


def test_a_codebook_says_the_same_under_former_names_and_keeps_its_own_hash() -> None:
    old = BOOK.replace("color: gray", "colour: grey").replace("organization", "organisation")
    before, today = (codebooks.parse(each.encode(), "f", {}) for each in (old, BOOK))
    assert (before.tags, before.kinds) == (today.tags, today.kinds)
    assert before.sha256 == codebooks.codebook_hash(old.encode()) != today.sha256


def test_settings_are_read_under_former_names_and_written_under_todays(tmp_path: Path) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text("ask: links\n")
    assert read_settings(path)[0].prompt_level == PromptLevel.LINKS
    change_settings(path, lambda settings: settings._replace(annotator="Ada"))
    assert yaml.safe_load(path.read_text("utf-8")) == {
        "prompt_level": "links",
        "annotator": "Ada",
    }


def test_a_field_under_both_names_is_refused_with_its_line() -> None:
    both = BOOK.replace("color: gray", "color: gray, colour: red")
    with pytest.raises(DataError) as refused:
        codebooks.parse(both.encode(), "f", {})
    (problem,) = refused.value.problems
    assert (problem.line, problem.path) == (5, "tags[0].colour")


def test_a_schema_takes_a_field_under_either_name_and_not_under_none() -> None:
    old = BOOK.replace("color: gray", "colour: grey").replace("organization", "organisation")
    validator = jsonschema.Draft202012Validator(schema("codebook"))
    assert validator.is_valid(yaml.safe_load(BOOK))
    assert validator.is_valid(yaml.safe_load(old))
    assert not validator.is_valid(yaml.safe_load(BOOK.replace("color: gray, ", "")))


def test_a_schema_takes_a_kind_under_either_name() -> None:
    data = sets.render(a_set(a_sentence("One.", source="o"), sources=(a_source(id="o"),)))
    validator = jsonschema.Draft202012Validator(schema("annotations"))
    for each in (data, formerly(data, OF_SETS)):
        assert validator.is_valid(yaml.safe_load(each))
    assert b"organisation" in formerly(data, OF_SETS)

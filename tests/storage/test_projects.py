"""Projects: their head file, and where everything lies."""

from pathlib import Path

import pytest
from hypothesis import given

from annotator.model.faults import Refused
from annotator.model.project import Ask, Overlap, Project, Purpose, Round
from annotator.storage.projects import (
    annotations_path,
    clashes,
    document_path,
    folder_of,
    gold_path,
    key_path,
    load,
    parse,
    pass_number,
    render,
)
from tests.strategies import names, projects

WHOLE = """\
format: attribution-project/1
title: "Bay news"
codebook: "codebook.yaml"
annotators: ["Ada", "李雷"]
rounds:
- {id: pilot, purpose: pilot, codebook: "old/codebook.yaml", documents: [harbour]}
- {id: main}
overlap: {share: 0.25, copies: 3, by_outlet: true}
excluded:
- {annotator: "Ada", reason: "wrote the codebook"}
blind: false
ask: links
cues: false
record_times: true
aliases:
- {name: "Twitter", also: ["Twitter Inc.", "X"]}
"""
HERE = Path("my-project")


def refused(text: str) -> list[str]:
    """What parsing says of this file, one fault a line."""
    with pytest.raises(Refused) as caught:
        parse(text.encode(), "project.yaml")
    return [str(fault).removeprefix("project.yaml:") for fault in caught.value.faults]


def test_a_project_says_what_holds_for_its_documents() -> None:
    assert parse(WHOLE.encode(), "project.yaml") == Project(
        title="Bay news",
        codebook="codebook.yaml",
        annotators=("Ada", "李雷"),
        rounds=(
            Round("pilot", Purpose.PILOT, "old/codebook.yaml", ("harbour",)),
            Round("main"),
        ),
        overlap=Overlap(0.25, 3, by_outlet=True),
        excluded={"Ada": "wrote the codebook"},
        blind=False,
        ask=Ask.LINKS,
        cues=False,
        record_times=True,
        aliases={"Twitter Inc.": "Twitter", "X": "Twitter"},
    )


def test_a_project_may_say_nothing_but_what_it_is() -> None:
    assert parse(b"format: attribution-project/1\n", "project.yaml") == Project()


@given(projects())
def test_what_is_written_of_a_project_is_read_back_as_it_was(project: Project) -> None:
    assert parse(render(project), "project.yaml") == project


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"李雷"', '"ADA"', "4: annotators[1]: “Ada” and “ADA” would have one folder"),
        ('"李雷"', '"Ada"', "4: annotators[1]: “Ada” and “Ada” would have one folder"),
        ('annotator: "Ada"', 'annotator: "Bo"', "10: excluded[0].annotator: “Bo” is none of the"),
        ("purpose: pilot", "purpose: fun", "6: rounds[0].purpose: this should be one of pilot"),
        ("0.25", "25", "8: overlap.share: this should be a number from 0 to 1, not “25”"),
        ("ask: links", "ask: cues", "12: ask: this should be one of tags, sources, links"),
        ('"codebook.yaml"', '"../codebook.yaml"', "3: codebook: this should be a path inside"),
        ('"codebook.yaml"', '"/etc/passwd"', "3: codebook: this should be a path inside"),
        ("[harbour]", "[../harbour]", "6: rounds[0].documents[0]: this should be a folded"),
    ],
)
def test_an_impossible_project_is_refused_with_its_line(old: str, new: str, expected: str) -> None:
    assert old in WHOLE
    (said,) = refused(WHOLE.replace(old, new, 1))
    assert said.startswith(expected)


def test_a_folder_without_a_head_file_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="this is no project"):
        load(tmp_path)
    assert folder_of(tmp_path / "documents" / "harbour.yaml") is None


def test_a_project_is_found_from_any_file_in_it(tmp_path: Path) -> None:
    (tmp_path / "project.yaml").write_text(WHOLE, encoding="utf-8")
    assert load(tmp_path).title == "Bay news"
    assert folder_of(document_path(tmp_path, "harbour")) == tmp_path
    assert folder_of(annotations_path(tmp_path, "Ada", "harbour")) == tmp_path


def test_everything_has_its_place() -> None:
    assert document_path(HERE, "harbour") == HERE / "documents/harbour.yaml"
    assert key_path(HERE, "harbour") == HERE / "keys/harbour.yaml"
    assert gold_path(HERE, "harbour") == HERE / "gold/harbour.yaml"
    assert annotations_path(HERE, "Ada L", "harbour") == HERE / "annotations/ada-l/harbour.yaml"
    assert annotations_path(HERE, "Ada", "harbour", 2).name == "harbour.2.yaml"


@given(names, names)
def test_nothing_lies_outside_its_folder_whatever_it_is_called(annotator: str, name: str) -> None:
    parts = annotations_path(HERE, annotator, name, 3).relative_to(HERE).parts
    assert len(parts) == 3
    assert ".." not in parts


def test_a_document_named_like_another_ones_second_pass_clashes_with_it() -> None:
    assert list(clashes(["harbour.2", "harbour", "port.1", "port"])) == [("harbour", "harbour.2")]
    assert list(clashes(["Ada", "ada", "Ben"])) == [("Ada", "ada")]


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("harbour.yaml", 1),
        ("harbour.2.yaml", 2),
        ("harbour.17.yaml", 17),
        ("harbour.1.yaml", None),
        ("harbour.02.yaml", None),
        ("harbour2.yaml", None),
        ("harbour.yaml.bak", None),
        ("xharbour.yaml", None),
    ],
)
def test_a_pass_is_known_by_its_files_name(name: str, number: int | None) -> None:
    assert pass_number("harbour", name) == number

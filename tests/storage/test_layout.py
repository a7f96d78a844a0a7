"""Projects: where everything lies."""

from pathlib import Path

import pytest
from hypothesis import given

from annotator.model.errors import DataError
from annotator.model.project import Project
from annotator.storage.layout import (
    PROJECT_FILE,
    annotations_path,
    document_path,
    find_document,
    gold_path,
    key_path,
    load_project,
    name_clashes,
    original_name,
    pass_number,
    project_folder,
)
from annotator.storage.project_file import render
from tests.strategies import names

HERE = Path("my-project")


def test_a_folder_without_project_yaml_is_not_a_project(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=PROJECT_FILE):
        load_project(tmp_path)
    assert project_folder(tmp_path / "documents" / "harbour.yaml") is None


def test_a_project_is_found_from_any_file_in_it(tmp_path: Path) -> None:
    (tmp_path / "project.yaml").write_bytes(render(Project(title="Bay news")))
    assert load_project(tmp_path).title == "Bay news"
    assert project_folder(document_path(tmp_path, "harbour")) == tmp_path
    assert project_folder(annotations_path(tmp_path, "Ada", "harbour")) == tmp_path


def test_everything_has_its_place() -> None:
    assert document_path(HERE, "harbour") == HERE / "documents/harbour.yaml"
    assert key_path(HERE, "harbour") == HERE / "keys/harbour.yaml"
    assert gold_path(HERE, "harbour") == HERE / "gold/harbour.yaml"
    assert annotations_path(HERE, "Ada L", "harbour") == HERE / "annotations/ada-l/harbour.yaml"
    assert annotations_path(HERE, "Ada", "harbour", 2).name == "harbour.2.yaml"


def test_a_document_that_is_not_there_is_refused_by_its_name(tmp_path: Path) -> None:
    there = document_path(tmp_path, "harbour")
    there.parent.mkdir()
    there.touch()
    assert find_document(tmp_path, "harbour") == there
    with pytest.raises(DataError, match="has no document “port”"):
        find_document(tmp_path, "port")


@given(names, names)
def test_nothing_lies_outside_its_folder_whatever_it_is_called(annotator: str, name: str) -> None:
    parts = annotations_path(HERE, annotator, name, 3).relative_to(HERE).parts
    assert len(parts) == 3
    assert ".." not in parts


def test_a_document_named_like_another_ones_second_pass_clashes_with_it() -> None:
    assert list(name_clashes(["harbour.2", "harbour", "port.1", "port"])) == [
        ("harbour", "harbour.2")
    ]
    assert list(name_clashes(["Ada", "ada", "Ben"])) == [("Ada", "ada")]


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


@pytest.mark.parametrize(
    ("name", "original"),
    [
        ("a (Ada's conflicted copy 2026-03-02).yaml", "a.yaml"),
        ("a (conflicted copy 2026-03-02 101112).yaml", "a.yaml"),
        ("a.sync-conflict-20260302-101112-ABCDEFG.yaml", "a.yaml"),
        ("a (1).yaml", "a.yaml"),
        ("a 2.yaml", "a.yaml"),
        ("a copy.yaml", "a.yaml"),
        ("a - Copy.yaml", "a.yaml"),
        ("Copy of a.yaml", "a.yaml"),
        ("a.2.conflict-1.yaml", "a.2.yaml"),
        ("a_BACKUP_1234.yaml", "a.yaml"),
        ("a.LOCAL.1234.yaml", "a.yaml"),
        ("a.yaml.orig", "a.yaml"),
        ("a.yaml~", "a.yaml"),
        ("a.yaml", None),
        ("a.2.yaml", None),
        ("a-2026.yaml", None),
        ("conflict-of-interest.yaml", None),
        ("a.conflict.yaml", None),
    ],
)
def test_a_copy_is_known_by_its_name(name: str, original: str | None) -> None:
    assert original_name(name) == original

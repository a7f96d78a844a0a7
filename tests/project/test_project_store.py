"""A project's own files: made once, held while they are changed."""

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.errors import DataError
from annotator.model.project import Project
from annotator.project.project_store import create_project, lock_project, save_project
from annotator.storage.layout import load_project


def test_a_project_is_made_once(tmp_path: Path) -> None:
    create_project(tmp_path / "new" / "project", Project("Bay", annotators=("Ada",)), b"a codebook")
    folder = tmp_path / "new" / "project"
    assert load_project(folder) == Project("Bay", annotators=("Ada",))
    assert (folder / "codebook.yaml").read_bytes() == b"a codebook"
    with pytest.raises(DataError, match="already a project"):
        create_project(folder, Project("other"))
    with pytest.raises(DataError, match="is inside"):
        create_project(folder / "inside", Project("other"))
    assert load_project(folder).title == "Bay"


def test_two_commands_do_not_change_a_project_at_once(tmp_path: Path) -> None:
    create_project(tmp_path, Project())
    with (
        lock_project(tmp_path),
        pytest.raises(DataError, match="being changed"),
        lock_project(tmp_path),
    ):
        pass
    with lock_project(tmp_path):
        pass


def test_a_head_that_says_the_same_is_left_as_it_is_with_its_comments(tmp_path: Path) -> None:
    create_project(tmp_path, Project())
    head = tmp_path / "project.yaml"
    text = 'format: attribution-project/1 # ours\ntitle: "a # b"\n'
    head.write_text(text, "utf-8")
    with lock_project(tmp_path) as project:
        assert save_project(tmp_path, project) is False
        assert head.read_text("utf-8") == text
        assert save_project(tmp_path, replace(project, title="c # d")) is True
        assert save_project(tmp_path, replace(project, title="e")) is False
    assert load_project(tmp_path).title == "e"

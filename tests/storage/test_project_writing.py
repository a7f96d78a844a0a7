"""A project's own files: made once, held while they are changed."""

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.faults import Refused
from annotator.model.project import Project
from annotator.storage.project_writing import make, save, writing
from annotator.storage.projects import load


def test_a_project_is_made_once(tmp_path: Path) -> None:
    make(tmp_path / "new" / "project", Project("Bay", annotators=("Ada",)), b"a codebook")
    folder = tmp_path / "new" / "project"
    assert load(folder) == Project("Bay", annotators=("Ada",))
    assert (folder / "codebook.yaml").read_bytes() == b"a codebook"
    with pytest.raises(Refused, match="a project already"):
        make(folder, Project("other"))
    with pytest.raises(Refused, match="lies in"):
        make(folder / "inside", Project("other"))
    assert load(folder).title == "Bay"


def test_two_commands_do_not_change_a_project_at_once(tmp_path: Path) -> None:
    make(tmp_path, Project())
    with writing(tmp_path), pytest.raises(Refused, match="being changed"), writing(tmp_path):
        pass
    with writing(tmp_path):
        pass


def test_a_head_that_says_the_same_is_left_as_it_is_with_its_comments(tmp_path: Path) -> None:
    make(tmp_path, Project())
    head = tmp_path / "project.yaml"
    text = 'format: attribution-project/1 # ours\ntitle: "a # b"\n'
    head.write_text(text, "utf-8")
    with writing(tmp_path) as project:
        assert save(tmp_path, project) is False
        assert head.read_text("utf-8") == text
        assert save(tmp_path, replace(project, title="c # d")) is True
        assert save(tmp_path, replace(project, title="e")) is False
    assert load(tmp_path).title == "e"

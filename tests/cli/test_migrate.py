"""`annotator migrate`: a whole project to the next version of its codebook."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.model.edits import SetTag
from annotator.storage.codebooks import FORMER_CODEBOOKS, builtin, builtin_bytes, load
from annotator.storage.layout import load_project
from annotator.storage.sets import render
from tests.project_factories import a_project, a_set_in, set_in_file

THIS, NEXT = f'version: "{builtin().version}"', 'version: "next"'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = a_project(tmp_path / "p")
    a_set_in(folder, "Ada", SetTag(("s1", "s2", "s3"), "claim"), status="finished")
    a_set_in(folder, "Ada", SetTag(("s1", "s2", "s3"), "claim"), number=2)
    a_set_in(folder, "Ben", SetTag(("s1",), "background"), status="finished")
    text = builtin_bytes().decode().replace(THIS, NEXT, 1)
    start = text.index("- id: claim")
    changed = text[:start] + text[start:].replace('definition: "', 'definition: "Now: ', 1)
    (tmp_path / "next.yaml").write_text(changed, "utf-8")
    return folder


def everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_sets_are_carried_and_what_changed_is_put_before_its_annotator(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = folder.parent / "next.yaml"
    assert run(["migrate", str(folder), "--to", str(new), "--flag-changed-rules"]) == 0
    captured = capsys.readouterr()
    assert captured.out.count("a s1, Ada: the rule of “claim” has changed") == 1
    assert "Ada: 3 to review" in captured.err
    assert load_project(folder).codebook == "codebook.yaml"
    assert load(folder / "codebook.yaml", {}).version == "next"
    first, second = (set_in_file(folder / f"annotations/ada/{each}.yaml") for each in ("a", "a.2"))
    assert {first.codebook.version, second.codebook.version} == {"next"}
    assert not any(each.flag for each in first.sentences)
    assert all(each.flag for each in second.sentences)
    ben = set_in_file(folder / "annotations/ben/a.yaml")
    assert (ben.status, ben.codebook.version) == ("finished", "next")
    assert run(["check", str(folder)]) == 0
    assert run(["migrate", str(folder), "--to", str(new)]) == 0
    assert "already using it: 3" in capsys.readouterr().err


def test_a_dry_run_and_what_is_refused_change_no_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = folder.parent / "next.yaml"
    before = everything(folder)
    assert run(["migrate", str(folder), "--to", str(new), "--dry-run"]) == 0
    assert run(["migrate", str(folder), "--to", str(new), "--map", "claim=rumour"]) == 1
    assert run(["migrate", str(folder), "--to", str(new), "--map", "claim"]) == 2
    ben = folder / "annotations/ben/a.yaml"
    text = ben.read_text("utf-8")
    ben.write_text(text.replace(THIS, 'version: "0"'), "utf-8")
    capsys.readouterr()
    assert run(["migrate", str(folder), "--to", str(new)]) == 1
    assert "--from" in capsys.readouterr().err
    ben.write_text(text, "utf-8")
    assert everything(folder) == before


@pytest.fixture
def made_with_1(tmp_path: Path) -> Path:
    """A project whose only set was finished with version 1 of the built-in codebook."""
    folder = a_project(tmp_path / "q")
    path = a_set_in(folder, "Ada", SetTag(("s1",), "confirmation"), status="finished")
    (former,) = FORMER_CODEBOOKS.glob("*")
    made_with = load(former, {}).reference
    annotations = replace(set_in_file(path), codebook=made_with)
    path.write_bytes(render(annotations))
    return folder


def test_version_1_moves_to_the_built_in_codebook_and_stays_finished(
    made_with_1: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(made_with_1)
    assert run(["migrate", str(made_with_1), "--to", "built-in", "--dry-run"]) == 0
    assert "answers-forward" in capsys.readouterr().out
    assert everything(made_with_1) == before
    assert run(["migrate", str(made_with_1), "--to", "built-in", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["sentences_to_review"]
    assert (found["annotator"], found["sentence"]["id"]) == ("Ada", "s1")
    ada = set_in_file(made_with_1 / "annotations/ada/a.yaml")
    assert (ada.status, ada.codebook) == ("finished", builtin().reference)
    assert not any(each.flag for each in ada.sentences)


def test_hits_are_flagged_and_reopened_when_asked(made_with_1: Path) -> None:
    assert run(["migrate", str(made_with_1), "--to", "built-in", "--flag-changed-rules"]) == 0
    ada = set_in_file(made_with_1 / "annotations/ada/a.yaml")
    assert ada.status is None
    assert [each.id for each in ada.sentences if each.flag] == ["s1"]

"""`annotator migrate`: a whole project to the next version of its codebook."""

from pathlib import Path

import pytest

from annotator.cli import run
from annotator.model.edits import SetTag
from annotator.storage.codebooks import builtin, builtin_bytes, load
from annotator.storage.layout import load_project
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
    assert run(["migrate", str(folder), "--to", str(new)]) == 0
    captured = capsys.readouterr()
    assert captured.out.count("a s1, Ada: the rule of “claim” has changed") == 1
    assert "Ada: 3 to be judged again" in captured.err
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
    assert "made with it already: 3" in capsys.readouterr().err


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
    assert "give that codebook's file with --from" in capsys.readouterr().err
    ben.write_text(text, "utf-8")
    assert everything(folder) == before

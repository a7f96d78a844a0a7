"""`annotator learn DIR --from NAME`."""

import json
import sys
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.storage import layout
from tests.learned import a_decided_project
from tests.statements import states

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return a_decided_project(tmp_path / "p")


def test_a_model_is_written_and_its_figures_are_printed(project: Path, capsys: Captured) -> None:
    assert run(["learn", str(project), "--from", "Ada"]) == 0
    out, err = capsys.readouterr()
    assert all(each in out for each in ("tag", "source", "cue", "rules", "96 decisions"))
    assert states(err, "Wrote", "model.json")
    assert layout.model_path(project, "learned").exists()


def test_a_dry_run_gives_the_same_figures_and_writes_nothing(
    project: Path, capsys: Captured
) -> None:
    assert run(["learn", str(project), "--from", "Ada", "--dry-run", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert not layout.model_path(project, "learned").parent.exists()
    assert run(["learn", str(project), "--from", "Ada", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == first
    assert first["fields"]["cue"]["learned"] > first["fields"]["cue"]["rules"]


def test_an_unknown_annotator_is_a_data_error(project: Path, capsys: Captured) -> None:
    assert run(["learn", str(project), "--from", "Zoe"]) == 1
    assert states(capsys.readouterr().err, "Zoe", "Ada")


@pytest.mark.parametrize("missing", ["pycrfsuite", "sklearn"])
def test_without_a_library_the_command_that_installs_it_is_named(
    project: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    assert run(["learn", str(project), "--from", "Ada"]) == 1
    assert "attribution-annotator[learn]" in capsys.readouterr().err


def test_a_damaged_model_is_one_sentence(project: Path, capsys: Captured) -> None:
    path = layout.model_path(project, "learned")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\x80\x04cos\nsystem\n")
    assert run(["suggest", str(project), "--with", "learned"]) == 1
    assert states(capsys.readouterr().err, "model.json", "damaged", "annotator learn")

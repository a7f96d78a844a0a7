"""`annotator settings`."""

import json
import sys
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.storage.settings import Settings, read_settings
from tests.statements import states


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANNOTATOR_CONFIG_DIR", str(tmp_path / "config"))
    return tmp_path / "config" / "settings.yaml"


def written(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


def use_editor(monkeypatch: pytest.MonkeyPatch, folder: Path, *texts: str) -> None:
    """An editor that saves these texts, one at each call."""
    script = folder / "editor.py"
    script.write_text(
        "import sys, pathlib\n"
        f"texts, count = {texts!r}, pathlib.Path({str(folder / 'count')!r})\n"
        "number = int(count.read_text()) if count.exists() else 0\n"
        "count.write_text(str(number + 1))\n"
        "pathlib.Path(sys.argv[1]).write_text(texts[number])\n"
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")


def test_it_prints_the_path_and_the_settings(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(path, "annotator: Ada\nadvance: false\nkeys: {note: [Y, f2]}\n")
    assert run(["settings"]) == 0
    assert states(capsys.readouterr().out, str(path), 'annotator: "Ada"', "advance: false", "f2")


def test_without_a_file_it_says_so_and_makes_none(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["settings"]) == 0
    assert run(["settings", "--check"]) == 0
    assert str(path) in capsys.readouterr().out
    assert not path.parent.exists()


def test_the_json_has_the_settings_and_the_problems(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(path, "annotator: Ada\nthem: nord\n")
    assert run(["settings", "--json"]) == 1
    shown = json.loads(capsys.readouterr().out)
    assert (shown["path"], shown["exists"]) == (str(path), True)
    assert shown["settings"]["annotator"] == "Ada"
    assert [each["line"] for each in shown["problems"]] == [2]


def test_the_check_lists_every_error_and_fails(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(path, "theme: nrd\nkeys:\n  note: x\n")
    assert run(["settings", "--check"]) == 1
    said = capsys.readouterr().err
    assert states(said, f"{path}:1:", f"{path}:3:", "`note`", "`flag`")


def test_a_commented_file_is_written_once_and_never_over_another(path: Path) -> None:
    assert run(["settings", "--init"]) == 0
    assert read_settings(path) == (Settings(), ())
    written(path, "annotator: Ada\n")
    assert run(["settings", "--init"]) == 1
    assert path.read_text() == "annotator: Ada\n"


def test_the_editor_opens_the_file_and_what_it_saved_is_checked(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_editor(monkeypatch, tmp_path, "annotator: Ada\n", "them: nord\n")
    assert run(["settings", "--edit"]) == 0
    assert read_settings(path)[0] == Settings("Ada")
    assert run(["settings", "--edit"]) == 1


def test_after_an_error_the_editor_opens_again_if_the_person_agrees(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_editor(monkeypatch, tmp_path, "them: nord\n", "theme: nord\n")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.confirm", lambda *_, **__: True)
    assert run(["settings", "--edit"]) == 0
    assert read_settings(path)[0] == Settings(theme="nord")


def test_an_editor_that_cannot_be_run_is_an_error_in_words(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VISUAL", "/no/such/editor")
    assert run(["settings", "--edit"]) == 1
    assert "/no/such/editor" in capsys.readouterr().err

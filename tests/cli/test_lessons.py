import json
import re
import shlex
from pathlib import Path

import pytest

from annotator.cli import cli, run
from annotator.storage import layout
from annotator.storage.lessons import lessons

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_list_and_its_json_have_every_lesson(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lessons"]) == 0
    shown = capsys.readouterr().out
    assert run(["lessons", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [each["name"] for each in listed] == [each.id for each in lessons()]
    assert all(each["name"] in shown for each in listed)
    assert {each["minutes"] for each in listed} == {50}


@pytest.mark.parametrize("name", [each.id for each in lessons()])
def test_a_started_lesson_is_without_errors_and_names_a_next_command_that_exists(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["lesson", "start", name]) == 0
    said = capsys.readouterr().err
    (words,) = re.findall(r"^Next: annotator (.+)$", said, re.MULTILINE)
    first, *_ = shlex.split(words)
    assert first in cli.list_commands(None)  # type: ignore[arg-type]
    papers = layout.lesson_folder(Path(name), name)
    written = {each.name for each in papers.iterdir()}
    assert written == set(re.findall(r"^  (\S+\.html) ", said, re.MULTILINE))
    assert {"plan.html", "slides.html", "worksheet.html"} < written
    assert run(["check", name]) == 0


def test_the_page_of_the_documentation_lists_every_lesson_in_order() -> None:
    page = (ROOT / "docs" / "how-to" / "teach-a-ready-lesson.md").read_text("utf-8")
    listed = re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)
    assert listed == [each.id for each in lessons()]


def test_a_folder_that_is_not_empty_is_left_alone_without_a_yes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = Path("lesson")
    folder.mkdir()
    (folder / "own.txt").write_text("mine", "utf-8")
    assert run(["lesson", "start", "who-says-so", "lesson"]) == 2
    assert "--yes" in capsys.readouterr().err
    assert [each.name for each in folder.iterdir()] == ["own.txt"]
    assert run(["lesson", "start", "who-says-so", "lesson", "--yes"]) == 0
    assert (folder / "own.txt").read_text("utf-8") == "mine"
    assert layout.is_project(folder)


def test_a_lesson_that_does_not_exist_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lesson", "start", "no-such-lesson"]) == 1
    assert "who-says-so" in capsys.readouterr().err
    assert not Path("no-such-lesson").exists()


def test_starting_a_lesson_without_a_name_is_a_wrong_use() -> None:
    assert run(["lesson", "start"]) == 2
    assert run(["lesson", "begin", "who-says-so"]) == 2

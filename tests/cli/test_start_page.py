"""`annotator lesson` and `annotator serve` open the start page, each for its folder."""

from pathlib import Path

import pytest

from annotator.cli import run
from annotator.web.class_start import ClassStart
from tests.project_factories import a_class

Opened = list[ClassStart]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """The start pages that were opened. Each server ends at once."""
    monkeypatch.chdir(tmp_path)
    found: Opened = []
    init = ClassStart.__init__

    def noted(self: ClassStart, *given: object) -> None:
        init(self, *given)  # type: ignore[arg-type]
        found.append(self)

    monkeypatch.setattr(ClassStart, "__init__", noted)
    monkeypatch.setattr("annotator.web.server.run_until_stopped", lambda *_: None)
    return found


def test_an_empty_folder_and_a_project_are_used_and_other_folders_get_a_new_one(
    opened: Opened, tmp_path: Path
) -> None:
    assert run(["lesson", "--print-link"]) == 0
    folder = a_class(tmp_path / "media")
    assert run(["lesson", "--print-link"]) == 0
    assert run(["lesson", "--print-link", "--folder", str(folder)]) == 0
    assert [each.folder for each in opened] == [tmp_path, None, folder]
    assert opened[1].other_projects() == ("media",)


def test_serving_an_empty_folder_opens_the_same_page_and_writes_nothing(
    opened: Opened, tmp_path: Path
) -> None:
    assert run(["serve", "--print-link"]) == 0
    (tmp_path / "new").mkdir()
    assert run(["serve", "--print-link", "new"]) == 0
    assert [each.folder for each in opened] == [Path(), Path("new")]
    assert [each.name for each in tmp_path.rglob("*")] == ["new"]


def test_a_folder_with_other_files_is_refused(
    opened: Opened, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "thesis.txt").write_text("mine", "utf-8")
    assert run(["lesson", "--print-link", "--folder", "own"]) == 1
    assert "own" in capsys.readouterr().err
    assert opened == []


def test_without_a_terminal_it_ends_at_once_because_nobody_could_open_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["lesson"]) == 2
    assert run(["serve"]) == 2
    assert "--print-link" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []

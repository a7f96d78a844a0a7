from pathlib import Path

import pytest

from annotator.cli import run
from tests.project_factories import a_graded_class

BOXES = 'type="checkbox"'


def test_an_article_a_document_and_its_key_give_the_same_sheet(tmp_path: Path) -> None:
    project = a_graded_class(tmp_path / "project", {})
    sheets = []
    for number, name in enumerate(("documents/harbour.yaml", "keys/harbour.yaml")):
        sheet = tmp_path / f"{number}.html"
        assert run(["worksheet", str(project / name), "-o", str(sheet)]) == 0
        sheets.append(sheet.read_text("utf-8"))
    assert sheets[0] == sheets[1]
    assert sheets[0].count(BOXES) == 20


def test_an_untagged_article_gives_a_worksheet_and_only_answers_need_a_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article, sheet = tmp_path / "harbour.txt", tmp_path / "sheet.html"
    article.write_text("The port is closed.\n\nNobody knows why.\n", "utf-8")
    command = ["worksheet", str(article), "-o", str(sheet)]
    assert run([*command, "--key", str(tmp_path / "answers.html")]) == 1
    assert "annotator key" in capsys.readouterr().err
    assert not sheet.exists()
    assert run(command) == 0
    assert sheet.read_text("utf-8").count(BOXES) == 8


def test_the_answers_go_into_a_file_of_their_own(tmp_path: Path) -> None:
    project = a_graded_class(tmp_path / "project", {})
    sheet, answers = tmp_path / "sheet.html", tmp_path / "answers.html"
    options = ["--document", "harbour", "-o", str(sheet), "--key", str(answers)]
    assert run(["worksheet", str(project), *options]) == 0
    assert "The outlet says so." in answers.read_text("utf-8")
    assert "The outlet says so." not in sheet.read_text("utf-8")

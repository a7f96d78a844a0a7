"""`annotator suggest --plan`: how large a study of suggestions must be."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.cli import DATA_ERROR, SUCCESS, USAGE_ERROR, run
from tests.project_factories import a_project
from tests.statements import states

Captured = pytest.CaptureFixture[str]


def read_json(captured: Captured, *arguments: str) -> Any:
    assert run(["suggest", "--plan", *arguments, "--json"]) == SUCCESS
    return json.loads(captured.readouterr().out)


def test_the_plan_has_the_documents_and_sentences_for_each_effect(capsys: Captured) -> None:
    found = read_json(capsys, "--effect", "20", "--effect", "15", "--hold", "0.4")
    assert [each["effect"] for each in found["effects"]] == [0.2, 0.15]
    assert found["effects"][0]["documents"] < found["effects"][1]["documents"]
    assert found["assumptions"]["hold"] == 0.4
    assert found["project"] is None
    assert run(["suggest", "--plan", "--effect", "20"]) == SUCCESS
    shown = capsys.readouterr()
    assert states(shown.out, "20 sentences in a document", "25% of the suggestions")
    assert "does not show that there is no effect" in shown.err


def test_in_a_project_the_plan_says_what_its_documents_show(
    tmp_path: Path, capsys: Captured
) -> None:
    folder = str(a_project(tmp_path / "p"))
    found = read_json(capsys, folder, "--effect", "20")
    assert found["project"] == {"documents": 3, "smallest_effect": None}
    assert found["effects"][0]["power_in_project"] == 0
    assert run(["suggest", folder, "--plan", "--effect", "20"]) == SUCCESS
    assert "3 documents" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--plan", "--effect", "40"], DATA_ERROR, "at most 30 points"),
        (["--plan", "--hold", "1"], USAGE_ERROR, "--hold"),
        (["--plan", "--force"], USAGE_ERROR, "--force"),
        (["--plan", "article.txt"], USAGE_ERROR, "takes a project"),
        (["--effect", "5", "article.txt"], USAGE_ERROR, "--effect works only with --plan"),
        ([], USAGE_ERROR, "Name an article"),
    ],
)
def test_what_makes_no_plan_is_refused_in_one_sentence(
    capsys: Captured, arguments: list[str], code: int, said: str
) -> None:
    assert run(["suggest", *arguments]) == code
    assert said in capsys.readouterr().err

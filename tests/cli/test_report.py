import json
import shutil
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.report.report import MOST_REPORTED
from tests.factories import SAMPLES

HARBOUR = str(SAMPLES / "harbour-blackout.sample.yaml")


def test_the_page_of_one_article_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "report.html"
    assert run(["report", HARBOUR, "-o", str(target)]) == 0
    assert "<h1" in target.read_text("utf-8")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert str(target) in captured.err.replace("\n", "")


def test_the_page_of_a_folder_has_every_article_and_the_corpus(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    assert run(["report", str(SAMPLES), "-o", str(target)]) == 0
    html = target.read_text("utf-8")
    assert html.count('class="sheet"') == 5
    assert "95% interval" in html


def test_more_sets_than_can_be_told_are_reported_in_figures(tmp_path: Path) -> None:
    for number in range(MOST_REPORTED + 1):
        shutil.copy(HARBOUR, tmp_path / f"{number}.yaml")
    target = tmp_path / "report.html"
    assert run(["report", str(tmp_path), "-o", str(target)]) == 0
    assert 'class="sheet"' not in target.read_text("utf-8")


def test_an_older_page_is_written_over_and_nothing_else_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, other = tmp_path / "report.html", tmp_path / "article.ada.yaml"
    shutil.copy(HARBOUR, other)
    before = other.read_bytes()
    for _ in range(2):
        assert run(["report", HARBOUR, "-o", str(target)]) == 0
    assert run(["report", HARBOUR, "-o", str(other)]) == 1
    assert "--force" in capsys.readouterr().err
    assert other.read_bytes() == before
    assert run(["report", HARBOUR, "-o", str(other), "--force"]) == 0


def test_a_faulty_set_is_named_and_the_others_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.yaml").write_text("format: attribution-annotations/1\n")
    target = tmp_path / "report.html"
    assert run(["report", str(tmp_path / "a.yaml"), HARBOUR, "-o", str(target)]) == 1
    assert "a.yaml" in capsys.readouterr().err.replace("\n", "")
    assert "Port Calder" in target.read_text("utf-8")


def test_a_folder_without_sets_gives_no_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "report.html"
    assert run(["report", str(tmp_path), "-o", str(target)]) == 1
    assert "annotation set" in capsys.readouterr().err
    assert not target.exists()


def test_a_missing_folder_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "nowhere" / "report.html"
    assert run(["report", HARBOUR, "-o", str(target)]) == 1
    captured = capsys.readouterr()
    assert "nowhere" in captured.err.replace("\n", "")
    assert "Traceback" not in captured.err


def test_the_sources_are_written_as_cards_and_printed_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "sources.html"
    assert run(["report", HARBOUR, "--imvain", "-o", str(target)]) == 0
    assert target.read_text("utf-8").count('class="source-card"') == 5
    capsys.readouterr()
    assert run(["report", HARBOUR, "--imvain", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert [each["source"]["name"] for each in found["cards"]][:1] == ["Port Authority"]


def test_json_without_cards_is_refused_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "report.html"
    assert run(["report", HARBOUR, "--json", "-o", str(target)]) == 2
    assert "--imvain" in capsys.readouterr().err
    assert not target.exists()

"""Votes made with suggestions are kept apart, and a suggester has no vote."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.cli import SUCCESS, run
from annotator.model.annotation import Exposure
from annotator.model.project import Round, RoundPurpose
from annotator.model.suggestion_settings import SuggestionMode, SuggestionSettings, modes_of
from annotator.model.suggestions import DocumentSuggestions, Suggester
from annotator.project.agreement import AgreementSelection, gather_sets
from annotator.storage import layout
from annotator.storage.codebooks import builtin
from annotator.storage.files import overwrite
from annotator.storage.project_file import render as render_project
from annotator.storage.suggestions import render as render_suggestions
from tests.project_factories import (
    CURATOR,
    a_finished_pass,
    a_project,
    gold_bases,
    record_suggestion,
    the_document,
    the_gold,
    the_queue,
)
from tests.statements import states

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = a_project(tmp_path / "p", "a")
    record_suggestion(a_finished_pass(folder, "Ada", "claim", "claim", "background"), "s1", "s2")
    record_suggestion(a_finished_pass(folder, "Ben", "claim", "claim", "background"), "s2")
    return folder


def read_json(captured: Captured, *arguments: str) -> Any:
    captured.readouterr()
    assert run([*arguments, "--json"]) == SUCCESS
    return json.loads(captured.readouterr().out)


def test_gold_says_of_each_vote_whether_it_was_made_with_a_suggestion(
    folder: Path, capsys: Captured
) -> None:
    assert run(["adjudicate", str(folder), "--apply-rules", "--curator", CURATOR]) == SUCCESS
    assert "2 of 3 unanimous sentences have votes made with suggestions." in capsys.readouterr().err
    first = the_gold(folder).sentence("s1")
    assert first.provenance is not None
    assert first.provenance.decisions == {
        "Ada": {"tag": "claim", "assisted": "tag"},
        "Ben": {"tag": "claim"},
    }
    (status,) = read_json(capsys, "adjudicate", str(folder), "--status")["documents"]
    assert status["with_assisted_votes"] == {"unanimous": 2}
    assert status["gold"] == "written"
    assert gold_bases(the_gold(folder)) == ["unanimous"] * 3


def test_that_a_vote_becomes_assisted_does_not_question_a_curator(folder: Path) -> None:
    queue = the_queue(folder)
    queue.write(queue.load("a"))
    record_suggestion(layout.annotations_path(folder, "Ben", "a"), "s1", "s2", "s3")
    document = queue.load("a")
    assert not document.is_up_to_date
    assert document.adjudication.to_review == ()


def test_agreement_on_assisted_tags_is_apart(folder: Path, capsys: Captured) -> None:
    found = read_json(capsys, "agree", str(folder), "--no-intervals")["assisted"]
    assert found["tags"] == {"numerator": 3, "denominator": 6}
    assert found["with"]["units_compared"] == 1
    assert found["without"]["units_compared"] == 1
    run(["agree", str(folder), "--no-intervals"])
    assert "3 of 6 tags were set with a suggestion" in capsys.readouterr().out


def test_without_assisted_tags_agreement_says_nothing_about_them(
    tmp_path: Path, capsys: Captured
) -> None:
    folder = a_project(tmp_path / "p", "a")
    for name in ("Ada", "Ben"):
        path = a_finished_pass(folder, name, "claim", "claim", "background")
        record_suggestion(path, "s1", exposure=Exposure.NEVER, held=True)
    assert read_json(capsys, "agree", str(folder), "--no-intervals")["assisted"] is None


# A suggester


def with_settings(folder: Path, **fields: Any) -> Path:
    project = replace(layout.load_project(folder), **fields)
    overwrite(folder / layout.PROJECT_FILE, render_project(project))
    return folder


def a_suggester_at_work(folder: Path) -> None:
    """A set under the name of a suggester, which would break a tie."""
    with_settings(folder, suggestions=SuggestionSettings(by="robot"), annotators=())
    a_finished_pass(folder, "Ben", "background", "claim", "background")
    a_finished_pass(folder, "robot", "claim", "claim", "background")


def test_a_suggester_has_no_vote_and_breaks_no_tie(folder: Path) -> None:
    a_suggester_at_work(folder)
    document = the_queue(folder, majority=True).load("a")
    assert document.annotators == ("Ada", "Ben")
    assert gold_bases(document.adjudication.gold) == ["unresolved", "unanimous", "unanimous"]


def test_a_suggester_is_not_among_the_people_who_are_compared(folder: Path) -> None:
    a_suggester_at_work(folder)
    found = gather_sets(folder, AgreementSelection())
    assert {each.annotator for each in found.sets} == {"Ada", "Ben"}
    assert {each.annotator for each in found.excluded} == {"robot"}


def test_a_suggester_with_files_has_no_vote_either(folder: Path) -> None:
    path = layout.suggestions_path(folder, "robot", "a")
    path.parent.mkdir(parents=True)
    with_settings(folder, annotators=())
    a_finished_pass(folder, "robot", "background", "claim", "background")
    assert the_queue(folder).load("a").annotators == ("Ada", "Ben")


def said_by_check(folder: Path, captured: Captured, *options: str) -> str:
    captured.readouterr()
    run(["check", str(folder), *options])
    return captured.readouterr().out


def test_check_names_the_set_of_a_suggester_and_an_annotator_with_its_name(
    folder: Path, capsys: Captured
) -> None:
    a_suggester_at_work(folder)
    assert "“robot” is a suggester" in said_by_check(folder, capsys)
    with_settings(folder, annotators=("Ada", "Ben", "Robot"))
    assert "“Robot” is the name of an annotator and of a suggester" in said_by_check(folder, capsys)
    assert the_queue(folder).load("a").annotators == ("Ada", "Ben", "Robot")


def test_check_reads_suggestions(folder: Path, capsys: Captured) -> None:
    path = layout.suggestions_path(folder, "robot", "a")
    path.parent.mkdir(parents=True)
    path.write_text("format: attribution-suggestions/1\nmood: 3\n", "utf-8")
    assert "mood" in said_by_check(folder, capsys)


def suggestions_in(folder: Path, document: str, sha256: str, place: str) -> Path:
    found = DocumentSuggestions(
        Suggester("robot", "1", "0" * 64), (document, sha256), builtin().reference, {}
    )
    path = layout.suggestions_path(folder, "robot", place)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render_suggestions(found))
    return path


def test_check_compares_suggestions_with_their_document(folder: Path, capsys: Captured) -> None:
    sha256 = the_document(folder).article.document.sha256
    path = suggestions_in(folder, "a", sha256, "a")
    assert said_by_check(folder, capsys) == ""
    suggestions_in(folder, "a", "0" * 64, "a")
    assert "for another text" in said_by_check(folder, capsys)
    path.unlink()
    suggestions_in(folder, "gone", sha256, "gone").rename(path)
    assert "in the place of others" in said_by_check(folder, capsys)
    path.unlink()
    suggestions_in(folder, "gone", sha256, "gone")
    assert "is missing" in said_by_check(folder, capsys)


def test_check_finds_a_result_that_the_values_do_not_give(folder: Path, capsys: Captured) -> None:
    path = layout.annotations_path(folder, "Ada", "a")
    text = path.read_text("utf-8")
    assert "taken: true" in text
    path.write_text(text.replace("taken: true", "taken: changed", 1), "utf-8")
    said = said_by_check(folder, capsys)
    assert states(said, "s1", "taken: changed", "true")
    path.write_text(text.replace(", taken: true", ""), "utf-8")
    assert said_by_check(folder, capsys) == ""


# The draw

HALF = SuggestionSettings(show=modes_of(SuggestionMode.GHOST), hold=0.5, seed="1")


def recorded_by_draw(folder: Path, settings: SuggestionSettings) -> None:
    for name in ("Ada", "Ben"):
        path = layout.annotations_path(folder, name, "a")
        for sentence in ("s1", "s2", "s3"):
            held = settings.holds("a", sentence, name)
            record_suggestion(
                path, sentence, held=held, exposure=Exposure.NEVER if held else Exposure.BEFORE
            )


def test_strict_check_compares_the_record_with_the_draw(folder: Path, capsys: Captured) -> None:
    with_settings(folder, suggestions=HALF)
    recorded_by_draw(folder, HALF)
    assert said_by_check(folder, capsys, "--strict") == ""
    with_settings(folder, suggestions=replace(HALF, hold=0.0))
    said = said_by_check(folder, capsys, "--strict")
    assert "against the draw" in said
    assert said_by_check(folder, capsys) == ""


def test_the_draw_of_the_round_of_a_document_counts(folder: Path, capsys: Captured) -> None:
    round_ = Round("pilot", RoundPurpose.PILOT, documents=("a",), suggestions=HALF)
    with_settings(folder, rounds=(round_,))
    recorded_by_draw(folder, HALF)
    assert said_by_check(folder, capsys, "--strict") == ""

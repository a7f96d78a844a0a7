"""`annotator adjudicate` without a screen: what is said, accepted and left open."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.cli import DATA_ERROR, SUCCESS, USAGE_ERROR, run
from annotator.model.adjudication import adjudication_edit
from annotator.model.decisions import GAP
from annotator.model.edits import Batch, SetNote, SetTag
from annotator.model.session import Session
from annotator.storage import layout
from annotator.storage.files import overwrite
from annotator.storage.sets import render
from tests.hostile import SHOWABLE, forbidden_bytes
from tests.project_factories import (
    CURATOR,
    a_finished_pass,
    a_project_to_adjudicate,
    a_set_in,
    gold_bases,
    the_gold,
    the_queue,
)
from tests.statements import states


def status(folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    capsys.readouterr()
    assert run(["adjudicate", str(folder), "--status", "--json"]) == SUCCESS
    return json.loads(capsys.readouterr().out)


def decide(
    folder: Path,
    sentence: str,
    tag: str,
    reason: str | None = None,
    *,
    note: str = "",
    curator: str = CURATOR,
) -> None:
    """A curator's decision, saved."""
    queue = the_queue(folder)
    document = queue.load("a")
    session = Session(document.adjudication.gold, document.codebook)
    votes = {
        each.id: document.adjudication.records(each.id)
        for each in document.adjudication.gold.sentences
    }
    edit = Batch((SetTag((sentence,), tag), SetNote(sentence, note)))
    session.apply(
        adjudication_edit(edit, session.annotations, session.codebook, curator, votes, reason)
    )
    document.path.parent.mkdir(exist_ok=True)
    overwrite(document.path, render(session.annotations))


def test_status_says_of_each_document_how_its_sentences_came_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    decide(folder, "s2", "claim")
    a_finished_pass(folder, "Cleo", "claim", "confirmation", "background")
    found = {each["document"]: each for each in status(folder, capsys)["documents"]}
    assert found["a"] | {"lost": [], "gold": "behind"} == {
        "document": "a",
        "annotators": ["Ada", "Ben", "Cleo"],
        "unanimous": 1,
        "majority": 0,
        "single": 0,
        "adjudicated": 1,
        "unresolved": 1,
        "with_assisted_votes": {},
        "open": ["s3"],
        "to_review": ["s2"],
        "lost": [],
        "gold": "behind",
    }
    assert (found["b"]["unanimous"], found["b"]["gold"]) == (3, "none")
    assert (found["c"]["annotators"], found["c"]["open"]) == ([], [])


def test_status_is_a_table_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    assert run(["adjudicate", str(folder), "--status"]) == SUCCESS
    lines = capsys.readouterr().out.splitlines()
    row = next(line.split() for line in lines if line.startswith("a "))
    assert row == ["a", "3", "1", "0", "0", "0", "2", "0", "none"]


def test_accepting_writes_what_rules_decide_and_calls_the_rest_unresolved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    assert run(["adjudicate", str(folder), "--accept", "--curator", CURATOR]) == SUCCESS
    said = capsys.readouterr().err
    assert states(said, "2 documents", "1 has", "2 sentences")
    assert gold_bases(the_gold(folder, "a")) == ["unanimous", "unresolved", "unresolved"]
    assert gold_bases(the_gold(folder, "b")) == ["unanimous"] * 3
    assert not layout.gold_path(folder, "c").exists()


def test_accepting_again_changes_no_byte(tmp_path: Path) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    arguments = ["adjudicate", str(folder), "--accept", "--curator", CURATOR]
    run(arguments)
    before = {path: path.stat().st_mtime_ns for path in (folder / "gold").glob("*.yaml")}
    assert run(arguments) == SUCCESS
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_accepting_leaves_a_curators_decision_as_it_is(tmp_path: Path) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    decide(folder, "s2", "non-response")
    run(["adjudicate", str(folder), "--apply-rules", "--curator", CURATOR, "--majority"])
    gold = the_gold(folder)
    assert gold.sentence("s2").tag == "non-response"
    assert gold_bases(gold) == ["unanimous", "adjudicated", "unresolved"]


def test_a_single_annotators_work_is_never_called_agreed(tmp_path: Path) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    a_finished_pass(folder, "Ada", "claim", "claim", "claim", document="c")
    run(["adjudicate", str(folder), "--accept", "--curator", CURATOR, "--document", "c"])
    assert gold_bases(the_gold(folder, "c")) == ["single"] * 3
    assert not layout.gold_path(folder, "a").exists()


def test_work_that_is_not_finished_counts_only_where_it_is_asked_for(tmp_path: Path) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    a_set_in(folder, "Ada", SetTag(("s1",), "claim"), document="c")
    arguments = ["adjudicate", str(folder), "--apply-rules", "--curator", CURATOR, "-d", "c"]
    run(arguments)
    assert not layout.gold_path(folder, "c").exists()
    run([*arguments, "--unfinished"])
    assert gold_bases(the_gold(folder, "c"))[0] == "single"


def test_gaps_in_the_codebook_are_listed_by_tag_with_the_rules_between_which_they_lie(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    decide(folder, "s3", "claim", GAP)
    assert run(["adjudicate", str(folder), "--gaps"]) == SUCCESS
    said = capsys.readouterr().out
    assert states(said.splitlines()[0], "claim", "background", "confirmation", "1")
    assert "  claim: " in said
    assert "a s3: It was dark in a." in said
    assert run(["adjudicate", str(folder), "--gaps", "--json"]) == SUCCESS
    (gap,) = json.loads(capsys.readouterr().out)
    assert (gap["tag"], gap["voted_too"]) == ("claim", ["background", "confirmation"])
    assert set(gap["rules"]) == {"claim", "background", "confirmation"}
    assert all(gap["rules"].values())
    assert gap["sentences"][0]["decisions"]["Ada"] == {"tag": "background"}


def test_gold_is_printed_with_how_each_sentence_came_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    decide(folder, "s3", "claim", GAP)
    assert run(["show", str(layout.gold_path(folder, "a"))]) == SUCCESS
    said = capsys.readouterr().out
    assert "gold: unanimous (3 annotators)" in said
    assert "gold: unresolved among 3" in said
    assert "gold: decided by Grace: gap in the codebook" in said


def test_gaps_says_so_if_there_are_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    assert run(["adjudicate", str(folder), "--gaps"]) == DATA_ERROR
    assert "`annotator adjudicate`" in capsys.readouterr().err
    decide(folder, "s3", "claim")
    assert run(["adjudicate", str(folder), "--gaps"]) == SUCCESS
    said = capsys.readouterr().out
    assert states(said, "gap")
    assert "s3" not in said


def test_without_a_terminal_it_says_what_is_needed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.path.exists", lambda _: False)
    folder = a_project_to_adjudicate(tmp_path)
    assert run(["adjudicate", str(folder), "--curator", CURATOR]) == USAGE_ERROR
    said = capsys.readouterr().err
    assert "needs a terminal" in said
    assert "--status" in said
    assert "--apply-rules" in said


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--json"], USAGE_ERROR, "--gaps"),
        (["--apply-rules"], USAGE_ERROR, "--curator NAME"),
        (["--status", "-d", "nowhere"], DATA_ERROR, "has no document “nowhere”"),
    ],
)
def test_wrong_use_is_one_clear_sentence(
    arguments: list[str],
    code: int,
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ANNOTATOR_CONFIG_DIR", str(tmp_path / "none"))
    folder = a_project_to_adjudicate(tmp_path / "project")
    assert run(["adjudicate", str(folder), *arguments]) == code
    assert words in capsys.readouterr().err


def test_what_is_no_project_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["adjudicate", str(tmp_path), "--status"]) == DATA_ERROR
    assert "project.yaml" in capsys.readouterr().err


def test_a_faulty_set_is_named_and_the_other_documents_are_gone_through(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    layout.annotations_path(folder, "Ben", "a").write_text("", "utf-8")
    assert run(["adjudicate", str(folder), "--apply-rules", "--curator", CURATOR]) == DATA_ERROR
    assert "ben/a.yaml" in capsys.readouterr().err
    assert layout.gold_path(folder, "b").exists()
    assert not layout.gold_path(folder, "a").exists()


@pytest.mark.parametrize("name", SHOWABLE)
def test_nothing_hostile_in_names_notes_or_documents_reaches_the_terminal(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SHOWABLE[name]
    folder = a_project_to_adjudicate(tmp_path)
    decide(folder, "s3", "claim", GAP, note=text, curator=text)
    run(["adjudicate", str(folder), "--gaps"])
    run(["adjudicate", str(folder), "--status", "-d", text])
    run(["adjudicate", str(folder), "--apply-rules", "--curator", text])
    captured = capsys.readouterr()
    assert forbidden_bytes((captured.out + captured.err).encode()) == []

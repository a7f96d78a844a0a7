"""`annotator agree DIR`."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.cli import run
from annotator.model.adjudication import AdjudicationSettings, adjudicate_document
from annotator.model.annotation import AnnotationSet, Article, SegmentedDocument, Status
from annotator.model.codebook import CodebookReference
from annotator.model.project import Assignment, RoundAssignments
from annotator.stats.agreement.gold_scores import OWN_GOLD
from annotator.storage.codebooks import builtin
from annotator.storage.layout import annotations_path, gold_path
from annotator.storage.sets import render
from tests.factories import a_document, a_sentence, a_set
from tests.project_factories import store_assignments
from tests.statements import states
from tests.stats.agreement.suggested_studies import a_study

Captured = pytest.CaptureFixture[str]
HEAD = """format: attribution-project/1
title: "Harbour study"
annotators: ["Ada", "Bo", "Cid"]
rounds:
- {id: pilot, purpose: pilot, documents: ["d1"]}
- {id: main, documents: ["d2"]}
"""
BOOK = builtin()
LETTERS = {"c": "claim", "f": "confirmation", "n": "non-response", "b": "background", ".": None}


def work(annotator: str, document: str, tags: str, **fields: Any) -> AnnotationSet:
    sentences = [a_sentence(f"Sentence {at}.", LETTERS[each]) for at, each in enumerate(tags)]
    defaults = {"codebook": BOOK.reference, "status": Status.FINISHED}
    return a_set(
        *sentences,
        annotator=annotator,
        document=a_document(id=document),
        **(defaults | fields),
    )


def keep(path: Path, annotations: AnnotationSet) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render(annotations))


Put = Callable[..., None]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Puts a set into the project."""
    (tmp_path / "project.yaml").write_text(HEAD, "utf-8")

    def put_set(annotator: str, document: str, tags: str, number: int = 1, **fields: Any) -> None:
        path = annotations_path(tmp_path, annotator, document, number)
        keep(path, work(annotator, document, tags, **fields))

    return put_set


@pytest.fixture
def project(tmp_path: Path, put: Put) -> Path:
    for document, ada, bo in (("d1", "ccbb", "ccbb"), ("d2", "ccbf", "cbbf")):
        put("Ada", document, ada)
        put("Bo", document, bo)
    return tmp_path


def read_json(folder: Path, captured: Captured, *options: str) -> dict[str, Any]:
    assert run(["agree", str(folder), "--json", "--no-intervals", *options]) == 0
    found = json.loads(captured.readouterr().out)
    assert isinstance(found, dict)
    return found


def printed(folder: Path, captured: Captured, *options: str) -> str:
    assert run(["agree", str(folder), "--no-intervals", *options]) == 0
    return captured.readouterr().out


def test_the_json_has_the_keys_of_any_table_and_what_a_project_has_besides(
    project: Path, capsys: Captured
) -> None:
    found = read_json(project, capsys)
    keys = "percent cohen_kappa fleiss_kappa krippendorff_alpha gwet_ac1 alpha_by_label confusion"
    assert {*keys.split(), "intervals", "units", "annotators", "checkable", "kind"} <= set(found)
    assert found["percent"]["value"] == pytest.approx(7 / 8)
    assert found["annotators"] == ["Ada", "Bo"]
    assert found["disagreements"] == [
        {
            "document": "d2",
            "number": 2,
            "text": "Sentence 1.",
            "tags": {"Ada": "claim", "Bo": "background"},
            "share": 1.0,
        }
    ]


def test_documents_and_rounds_are_given_by_themselves_where_wanted(
    project: Path, capsys: Captured
) -> None:
    found = read_json(project, capsys, "--by-document", "--by-round", "--over-time")
    assert found["by_document"]["d1"]["percent"]["value"] == 1
    assert found["by_round"]["main"]["percent"]["value"] == 0.75
    assert {each["annotator"] for each in found["over_time"]} == {"Ada", "Bo"}
    shown = printed(project, capsys, "--by-document", "--by-round", "--over-time")
    for heading in ("By document", "By round", "over time", "disagreements"):
        assert heading in shown


def test_the_first_finished_pass_counts_so_that_a_talk_afterwards_raises_nothing(
    project: Path, put: Put, capsys: Captured
) -> None:
    put("Bo", "d2", "ccbf", 2)
    assert read_json(project, capsys)["percent"]["value"] < 1
    assert read_json(project, capsys, "--passes", "latest")["percent"]["value"] == 1


def test_what_is_not_finished_is_left_out_until_it_is_asked_for(
    project: Path, put: Put, capsys: Captured
) -> None:
    put("Bo", "d2", "cbbf", status=None)
    assert re.search(r"\b1 not finished", printed(project, capsys))
    assert read_json(project, capsys)["left_out"] == {"unfinished": 1, "unusable": 0}
    assert read_json(project, capsys, "--unfinished")["units_compared"] == 8


def test_without_a_finished_pass_agree_says_so_and_names_the_option(
    tmp_path: Path, put: Put, capsys: Captured
) -> None:
    put("Ada", "d1", "cc", status=None)
    assert run(["agree", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert states(said, str(tmp_path), "1 set")
    assert "--unfinished" in said


def test_who_is_excluded_is_left_out_and_the_figures_with_them_are_beside(
    project: Path, put: Put, capsys: Captured
) -> None:
    put("Cid", "d1", "bbbb")
    head = project / "project.yaml"
    head.write_text(HEAD + 'excluded:\n- {annotator: "Cid", reason: "left"}\n', "utf-8")
    found = read_json(project, capsys)
    assert found["percent"]["value"] == pytest.approx(7 / 8)
    assert found["with_excluded"]["percent"]["value"] < 7 / 8
    assert "Cid: left" in printed(project, capsys)


def test_sets_of_different_codebooks_are_refused_unless_it_is_wanted(
    project: Path, put: Put, capsys: Captured
) -> None:
    put("Bo", "d2", "cbbf", codebook=CodebookReference("attribution", "2", "f" * 64))
    assert run(["agree", str(project)]) == 1
    assert "attribution 2 (ffffffff, sets: 1)" in capsys.readouterr().err
    assert read_json(project, capsys, "--mixed-codebooks")["units_compared"] == 8


def test_one_round_can_be_compared_alone_whatever_codebook_another_one_had(
    project: Path, put: Put, capsys: Captured
) -> None:
    older = CodebookReference("attribution", "0", "f" * 64)
    for name in ("Ada", "Bo"):
        put(name, "d1", "ccbb", codebook=older)
    assert run(["agree", str(project)]) == 1
    assert "--round ID" in capsys.readouterr().err
    assert read_json(project, capsys, "--round", "main")["percent"]["value"] == 0.75
    assert run(["agree", str(project), "--round", "second"]) == 1
    assert "pilot, main" in capsys.readouterr().err


def test_annotators_who_typed_their_name_in_another_case_are_one(
    project: Path, put: Put, capsys: Captured
) -> None:
    put("bo", "d2", "cbbf")
    assert read_json(project, capsys)["annotators"] == ["Ada", "Bo"]


def test_a_damaged_set_is_named_the_others_are_compared_and_the_exit_code_is_1(
    project: Path, capsys: Captured
) -> None:
    damaged = annotations_path(project, "Bo", "d2")
    damaged.write_bytes(b"")
    assert run(["agree", str(project), "--json"]) == 1
    captured = capsys.readouterr()
    assert str(damaged) in captured.err
    assert json.loads(captured.out)["units_compared"] == 4


def test_in_a_round_of_retest_each_annotator_is_set_beside_the_own_earlier_pass(
    project: Path, put: Put, capsys: Captured
) -> None:
    head = project / "project.yaml"
    head.write_text(HEAD + "- {id: second, purpose: retest}\n", "utf-8")
    entries = (Assignment("d2", ("Ada", "Bo"), 2),)
    store_assignments(project, RoundAssignments("second", "", entries))
    put("Bo", "d2", "ccbf", 2)
    found = read_json(project, capsys, "--by-round")
    assert set(found["by_round"]) == {"pilot", "main"}
    (bo,) = found["retests"]["second"]
    assert (bo["annotator"], bo["documents"], bo["percent"]["value"]) == ("Bo", 1, 0.75)
    assert found["percent"]["value"] == pytest.approx(7 / 8)
    shown = printed(project, capsys, "--by-round")
    assert "Round second" in shown


def test_rounds_have_the_documents_that_were_assigned_in_them(
    project: Path, capsys: Captured
) -> None:
    head = project / "project.yaml"
    head.write_text(HEAD.replace(', documents: ["d2"]', ""), "utf-8")
    entries = (Assignment("d2", ("Ada", "Bo")),)
    store_assignments(project, RoundAssignments("main", "", entries))
    assert read_json(project, capsys, "--by-round")["by_round"]["main"]["units"] == 4


def make_gold(folder: Path, *voters: str) -> None:
    votes = zip(voters or ("Ada", "Bo", "Cid"), ("ccbf", "cbbf", "cbbb"), strict=True)
    sets = [work(name, "d2", tags) for name, tags in votes]
    blank = tuple(replace(each, tag=None) for each in sets[0].sentences)
    segmented = SegmentedDocument(Article(sets[0].document, ""), blank, 5)
    gold = adjudicate_document(
        segmented, sets, AdjudicationSettings(BOOK, "Cy", majority=True)
    ).gold
    keep(gold_path(folder, "d2"), gold)


def test_against_gold_each_annotator_has_scores_by_tag(project: Path, capsys: Captured) -> None:
    assert run(["agree", str(project), "--against", "gold"]) == 1
    assert "`annotator adjudicate`" in capsys.readouterr().err
    make_gold(project, "Di", "Ed", "Flo")
    ada, bo = read_json(project, capsys, "--against", "gold")["against_gold"]
    assert (ada["percent"]["numerator"], ada["percent"]["denominator"]) == (3, 4)
    assert (ada["left_out"], bo["left_out"]) == (0, 0)
    assert bo["percent"]["value"] == 1
    assert ada["tags"]["claim"]["precision"]["value"] == 0.5
    assert "\nAda compared with" in printed(project, capsys, "--against", "gold")


def test_gold_that_an_annotators_own_vote_made_is_left_out_and_counted(
    project: Path, capsys: Captured
) -> None:
    make_gold(project)
    for each in read_json(project, capsys, "--against", "gold")["against_gold"]:
        assert each["left_out"] == 4
        assert each["percent"]["value"] is each["cohen_kappa"]["value"] is None
        assert each["percent"]["reason"] == each["cohen_kappa"]["reason"] == OWN_GOLD
    shown = " ".join(printed(project, capsys, "--against", "gold").split())
    assert re.search(r"\bAda\b[^.]*\b4 sentences", shown)
    assert OWN_GOLD in shown


@pytest.mark.parametrize("option", [("--against", "gold"), ("--methods",)])
def test_damaged_gold_is_named_and_the_exit_code_is_1(
    project: Path, option: tuple[str, ...], capsys: Captured
) -> None:
    make_gold(project)
    gold_path(project, "d1").write_bytes(b"")
    assert run(["agree", str(project), *option, "--no-intervals"]) == 1
    assert "d1.yaml: " in capsys.readouterr().err
    assert run(["agree", str(project), "--no-intervals"]) == 0


def test_for_a_paper_there_is_a_table_and_a_paragraph_with_its_blanks_marked(
    project: Path, capsys: Captured
) -> None:
    make_gold(project)
    shown = printed(project, capsys, "--latex", "--methods")
    assert shown.startswith(r"\begin{table}")
    assert "unanimous 2 (50%)" in shown
    assert re.search(r"\[\w[^\]]+\]", shown)
    assert re.search(r"pilot \(1 document.*main \(1 document", shown)
    assert "There was one round: main" in printed(project, capsys, "--methods", "--round", "main")


def test_titles_names_and_texts_do_not_drive_the_terminal(
    project: Path, put: Put, capsys: Captured
) -> None:
    put("Cid\x9b2J", "d1", "bbbb")
    head = project / "project.yaml"
    head.write_text(HEAD.replace("Harbour", r"\e]0;HOSTILE\a"), "utf-8")
    for options in ((), ("--methods",), ("--latex",), ("--by-document", "--over-time")):
        shown = printed(project, capsys, *options)
        assert not {"\x1b", "\x9b", "\x07"} & set(shown)


@pytest.mark.parametrize("arguments", [[], ["somewhere", "--table", "x.csv"]])
def test_a_project_or_a_table_is_named_and_not_both(arguments: list[str], capsys: Captured) -> None:
    assert run(["agree", *arguments]) == 2
    assert "--table" in capsys.readouterr().err


def test_a_folder_that_is_not_a_project_is_refused(tmp_path: Path, capsys: Captured) -> None:
    assert run(["agree", str(tmp_path)]) == 1
    assert "project.yaml" in capsys.readouterr().err


# What suggestions did


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "project.yaml").write_text(
        'format: attribution-project/1\ntitle: "Harbour study"\nannotators: ["Ada", "Ben"]\n',
        "utf-8",
    )
    for each in a_study(1, 0.15, documents=12):
        keep(annotations_path(tmp_path, each.annotator, each.document.id), each)
    return tmp_path


def test_what_suggestions_did_is_printed_and_given_as_json(study: Path, capsys: Captured) -> None:
    assert run(["agree", str(study), "--suggested", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["sets"], found["passes"]) == (24, "first")
    (effect,) = found["effects"]
    assert (effect["suggester"], effect["field"], effect["versions"]) == ("rules", "tag", ["1"])
    with_suggester = effect["agreement_with_suggester"]
    shown, withheld = with_suggester["shown"], with_suggester["withheld"]
    assert with_suggester["difference"]["value"] == pytest.approx(
        shown["numerator"] / shown["denominator"] - withheld["numerator"] / withheld["denominator"]
    )
    assert set(effect["by_annotator"]) == {"Ada", "Ben"}
    assert set(effect["tag_shares"]) == set(LETTERS.values()) - {None}
    assert run(["agree", str(study), "--suggested"]) == 0
    out = capsys.readouterr().out
    assert effect["says"] in " ".join(out.split())
    assert f"{shown['numerator']}/{shown['denominator']}" in out


def test_without_any_record_of_suggestions_the_reason_is_given(
    project: Path, capsys: Captured
) -> None:
    assert run(["agree", str(project), "--suggested"]) == 1
    assert states(capsys.readouterr().err, "no set records a suggestion", "project.yaml")


@pytest.mark.parametrize("option", ["--latex", "--methods", "--by-document", "--ac1"])
def test_other_views_do_not_go_with_suggestions(study: Path, capsys: Captured, option: str) -> None:
    assert run(["agree", str(study), "--suggested", option]) == 2
    assert f"{option} does not work with --suggested" in capsys.readouterr().err

"""A project's documents under adjudication: what is heard, and what is written."""

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.annotation import Status
from annotator.model.edits import Tagged
from annotator.model.faults import Refused
from annotator.storage import locks, projects
from annotator.storage.annotations import render
from annotator.storage.files import overwrite
from tests.making_projects import a_set_in, the_set
from tests.sitting import a_sitting, tagged, the_docket, the_gold, ways


def test_a_document_is_heard_with_the_finished_sets_of_all_its_annotators(tmp_path: Path) -> None:
    folder = a_sitting(tmp_path)
    a_set_in(folder, "Cleo", Tagged(("s1",), "background"), document="b")
    assert the_docket(folder).hear("a").annotators == ("Ada", "Ben", "Cleo")
    assert the_docket(folder).hear("b").annotators == ("Ada", "Ben")
    assert the_docket(folder).hear("c").annotators == ()


def test_a_further_pass_is_no_further_vote(tmp_path: Path) -> None:
    folder = a_sitting(tmp_path)
    a_set_in(folder, "Ada", Tagged(("s1",), "background"), number=2, status=Status.FINISHED)
    hearing = the_docket(folder).hear("a")
    assert hearing.case.votes("s1")["Ada"] == {"tag": "claim"}


def test_an_excluded_annotator_has_no_vote(tmp_path: Path) -> None:
    folder = a_sitting(tmp_path)
    docket = the_docket(folder)
    project = replace(docket.project, excluded={"Cleo": "did not read the codebook"})
    assert replace(docket, project=project).hear("a").annotators == ("Ada", "Ben")


def test_a_document_whose_name_begins_like_another_does_not_get_its_sets(tmp_path: Path) -> None:
    folder = a_sitting(tmp_path, "a", "a2", "b", "c")
    tagged(folder, "Ada", "background", document="a2")
    assert the_docket(folder).hear("a2").annotators == ("Ada",)
    assert the_docket(folder).hear("a").case.votes("s1")["Ada"] == {"tag": "claim"}


def test_gold_is_written_as_rules_make_it_and_then_nothing_is_left_to_write(tmp_path: Path) -> None:
    folder = a_sitting(tmp_path)
    docket = the_docket(folder)
    hearing = docket.hear("b")
    assert not hearing.written
    docket.write(hearing)
    assert ways(the_gold(folder, "b")) == ["unanimous"] * 3
    assert the_gold(folder, "b").annotator == "Grace"
    assert docket.hear("b").written


def test_gold_that_took_a_majority_for_enough_does_so_until_it_is_told_otherwise(
    tmp_path: Path,
) -> None:
    folder = a_sitting(tmp_path)
    assert the_docket(folder).hear("a").case.open == ("s2", "s3")
    majority = the_docket(folder, majority=True)
    majority.write(majority.hear("a"))
    assert the_docket(folder).hear("a").case.open == ("s3",)
    assert the_docket(folder, majority=False).hear("a").case.open == ("s2", "s3")


def test_sets_made_with_another_codebook_are_refused_with_what_to_do(tmp_path: Path) -> None:
    folder = a_sitting(tmp_path)
    path = projects.annotations_path(folder, "Ada", "a")
    annotations = the_set(path)
    other = annotations.codebook._replace(sha256="e" * 64)
    overwrite(path, render(replace(annotations, codebook=other)))
    with pytest.raises(Refused, match="annotator recode"):
        the_docket(folder).hear("a")


def test_a_damaged_set_is_refused_and_not_passed_over(tmp_path: Path) -> None:
    folder = a_sitting(tmp_path)
    path = projects.annotations_path(folder, "Ada", "a")
    path.write_text("", "utf-8")
    with pytest.raises(Refused, match=r"ada/a\.yaml"):
        the_docket(folder).hear("a")


def test_another_form_in_the_place_of_gold_is_refused(tmp_path: Path) -> None:
    folder = a_sitting(tmp_path)
    gold = projects.gold_path(folder, "a")
    gold.parent.mkdir()
    gold.write_bytes(projects.annotations_path(folder, "Ada", "a").read_bytes())
    with pytest.raises(Refused, match="not gold"):
        the_docket(folder).hear("a")


def test_a_document_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="has no document “z”"):
        the_docket(a_sitting(tmp_path)).hear("z")


def test_gold_that_somebody_has_open_is_only_looked_at_and_never_written(tmp_path: Path) -> None:
    folder = a_sitting(tmp_path)
    docket = the_docket(folder)
    opened = docket.open(docket.hear("a"))
    assert isinstance(opened.hold, locks.Hold)
    assert "open elsewhere" in str(docket.open(docket.hear("a")).read_only)
    with pytest.raises(Refused, match="open elsewhere"):
        docket.write(docket.hear("a"))
    opened.hold.release()


def test_a_decision_on_a_sentence_that_is_gone_is_named_and_the_gold_stays_as_it_is(
    tmp_path: Path,
) -> None:
    folder = a_sitting(tmp_path)
    docket = the_docket(folder)
    docket.write(docket.hear("b"))
    gold = the_gold(folder, "b")
    decided = [
        replace(each.provenance, by="adjudicated") for each in gold.sentences if each.provenance
    ]
    sentences = tuple(
        replace(each, provenance=how) for each, how in zip(gold.sentences, decided, strict=True)
    )
    older = replace(gold, sentences=sentences, document=replace(gold.document, sha256="e" * 64))
    path = projects.gold_path(folder, "b")
    overwrite(path, render(older))
    opened = docket.open(docket.hear("b"))
    assert opened.hold is None
    assert "3 decisions" in str(opened.read_only)
    assert "“The port of b said so…”" in str(opened.read_only)
    with pytest.raises(Refused, match="no longer has"):
        docket.write(docket.hear("b"))
    assert path.read_bytes() == render(older)

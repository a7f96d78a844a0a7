"""A project's documents under adjudication: what is heard, and what is written."""

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.annotation import Status
from annotator.model.edits import SetTag
from annotator.model.errors import DataError
from annotator.storage import layout, locks
from annotator.storage.files import overwrite
from annotator.storage.sets import render
from tests.project_factories import (
    a_finished_pass,
    a_project_to_adjudicate,
    a_set_in,
    gold_bases,
    set_in_file,
    the_gold,
    the_queue,
)


def test_a_document_is_heard_with_the_finished_sets_of_all_its_annotators(tmp_path: Path) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    a_set_in(folder, "Cleo", SetTag(("s1",), "background"), document="b")
    assert the_queue(folder).load("a").annotators == ("Ada", "Ben", "Cleo")
    assert the_queue(folder).load("b").annotators == ("Ada", "Ben")
    assert the_queue(folder).load("c").annotators == ()


def test_a_further_pass_is_no_further_vote(tmp_path: Path) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    a_set_in(folder, "Ada", SetTag(("s1",), "background"), number=2, status=Status.FINISHED)
    document = the_queue(folder).load("a")
    assert document.adjudication.records("s1")["Ada"] == {"tag": "claim"}


def test_an_excluded_annotator_has_no_vote(tmp_path: Path) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    queue = the_queue(folder)
    project = replace(queue.project, excluded={"Cleo": "did not read the codebook"})
    assert replace(queue, project=project).load("a").annotators == ("Ada", "Ben")


def test_a_document_whose_name_begins_like_another_does_not_get_its_sets(tmp_path: Path) -> None:
    folder = a_project_to_adjudicate(tmp_path, "a", "a2", "b", "c")
    a_finished_pass(folder, "Ada", "background", document="a2")
    assert the_queue(folder).load("a2").annotators == ("Ada",)
    assert the_queue(folder).load("a").adjudication.records("s1")["Ada"] == {"tag": "claim"}


def test_gold_is_written_as_rules_make_it_and_then_nothing_is_left_to_write(tmp_path: Path) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    queue = the_queue(folder)
    document = queue.load("b")
    assert not document.is_up_to_date
    queue.write(document)
    assert gold_bases(the_gold(folder, "b")) == ["unanimous"] * 3
    assert the_gold(folder, "b").annotator == "Grace"
    assert queue.load("b").is_up_to_date


def test_gold_that_took_a_majority_for_enough_does_so_until_it_is_told_otherwise(
    tmp_path: Path,
) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    assert the_queue(folder).load("a").adjudication.unresolved == ("s2", "s3")
    majority = the_queue(folder, majority=True)
    majority.write(majority.load("a"))
    assert the_queue(folder).load("a").adjudication.unresolved == ("s3",)
    assert the_queue(folder, majority=False).load("a").adjudication.unresolved == ("s2", "s3")


def test_sets_made_with_another_codebook_are_refused_with_what_to_do(tmp_path: Path) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    path = layout.annotations_path(folder, "Ada", "a")
    annotations = set_in_file(path)
    other = annotations.codebook._replace(sha256="e" * 64)
    overwrite(path, render(replace(annotations, codebook=other)))
    with pytest.raises(DataError, match="annotator migrate"):
        the_queue(folder).load("a")


def test_a_damaged_set_is_refused_and_not_passed_over(tmp_path: Path) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    path = layout.annotations_path(folder, "Ada", "a")
    path.write_text("", "utf-8")
    with pytest.raises(DataError, match=r"ada/a\.yaml"):
        the_queue(folder).load("a")


def test_another_form_in_the_place_of_gold_is_refused(tmp_path: Path) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    gold = layout.gold_path(folder, "a")
    gold.parent.mkdir()
    gold.write_bytes(layout.annotations_path(folder, "Ada", "a").read_bytes())
    with pytest.raises(DataError, match="not gold"):
        the_queue(folder).load("a")


def test_a_document_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="has no document “z”"):
        the_queue(a_project_to_adjudicate(tmp_path)).load("z")


def test_gold_that_somebody_has_open_is_only_looked_at_and_never_written(tmp_path: Path) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    queue = the_queue(folder)
    open_set = queue.open(queue.load("a"))
    assert isinstance(open_set.write_lock, locks.WriteLock)
    assert "open elsewhere" in str(queue.open(queue.load("a")).read_only_reason)
    with pytest.raises(DataError, match="open elsewhere"):
        queue.write(queue.load("a"))
    open_set.write_lock.release()


def test_a_decision_on_a_sentence_that_is_gone_is_named_and_the_gold_stays_as_it_is(
    tmp_path: Path,
) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    queue = the_queue(folder)
    queue.write(queue.load("b"))
    gold = the_gold(folder, "b")
    decided = [
        replace(each.provenance, basis="adjudicated") for each in gold.sentences if each.provenance
    ]
    sentences = tuple(
        replace(each, provenance=how) for each, how in zip(gold.sentences, decided, strict=True)
    )
    older = replace(gold, sentences=sentences, document=replace(gold.document, sha256="e" * 64))
    path = layout.gold_path(folder, "b")
    overwrite(path, render(older))
    open_set = queue.open(queue.load("b"))
    assert open_set.write_lock is None
    assert "3 decisions" in str(open_set.read_only_reason)
    assert "“The port of b said so…”" in str(open_set.read_only_reason)
    with pytest.raises(DataError, match="no longer has"):
        queue.write(queue.load("b"))
    assert path.read_bytes() == render(older)

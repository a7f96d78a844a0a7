from pathlib import Path

import pytest

from annotator.model.annotation import Status
from annotator.model.edits import SetStatus, SetTag
from annotator.model.errors import DataError
from annotator.model.session import Session
from annotator.project.locate import Target
from annotator.project.open_set import open_for_reading, open_for_tagging, open_next_pass
from annotator.storage import layout
from annotator.storage.sets import render
from tests.project_factories import a_project_to_adjudicate, the_queue

TEXT = "The port said so on Monday.\n\nNobody else did. The mayor was away.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, "utf-8")
    return path


def target(path: Path, **fields: str) -> Target:
    return Target(str(path), annotator="ada", **fields)  # type: ignore[arg-type]


def tagged(article: Path, *, finished: bool = False) -> Path:
    open_set = open_for_tagging(target(article))
    session = Session(open_set.annotations, open_set.codebook)
    session.apply(SetTag(("s1",), "claim"))
    if finished:
        session.apply(SetStatus(Status.FINISHED))
    open_set.file.path.write_bytes(render(session.annotations))
    assert open_set.write_lock is not None
    open_set.write_lock.release()
    return open_set.file.path


def test_an_article_that_nobody_tagged_opens_with_nothing_decided_and_nothing_written(
    article: Path,
) -> None:
    annotations, _ = open_for_reading(target(article))
    assert [sentence.tag for sentence in annotations.sentences] == [None, None, None]
    assert [each.name for each in article.parent.iterdir()] == ["article.txt"]


def test_a_file_cut_short_between_two_sentences_is_refused_as_damage(article: Path) -> None:
    path = tagged(article)
    whole = path.read_text("utf-8")
    path.write_text(whole[: whole.index("- id: s3")], "utf-8")
    with pytest.raises(DataError, match="cut short"):
        open_for_tagging(target(article))


def test_an_article_that_changed_is_found_again_and_nothing_is_written(article: Path) -> None:
    path = tagged(article)
    before = path.read_bytes()
    article.write_text("A new lede.\n\n" + TEXT, "utf-8")
    open_set = open_for_tagging(target(article))
    assert open_set.reanchored is not None
    assert open_set.reanchored.found_ids == ("s1", "s2", "s3")
    assert open_set.reanchored.annotations.sentence("s1").tag == "claim"
    assert path.read_bytes() == before
    assert open_set.write_lock is not None
    open_set.write_lock.release()


def test_a_finished_pass_opens_to_be_looked_at_and_the_next_is_a_file_of_its_own(
    article: Path,
) -> None:
    path = tagged(article, finished=True)
    open_set = open_for_tagging(target(article))
    assert open_set.read_only_reason is not None
    following = open_next_pass(open_set)
    assert following.file.path == path.with_name("article.ada.2.yaml")
    assert following.annotations.status is None
    assert following.write_lock is not None
    following.write_lock.release()


def test_a_second_window_sees_who_has_the_file(article: Path) -> None:
    first = open_for_tagging(target(article))
    second = open_for_tagging(target(article))
    assert first.write_lock is not None
    assert second.write_lock is None
    assert "ada since" in (second.read_only_reason or "")
    first.write_lock.release()


def test_an_article_inside_a_project_that_is_no_document_of_it_is_refused(article: Path) -> None:
    (article.parent / "project.yaml").write_text("format: attribution-project/1\n", "utf-8")
    with pytest.raises(DataError, match="annotator add"):
        open_for_tagging(target(article))


def test_standard_input_needs_a_file_to_be_kept_in() -> None:
    with pytest.raises(DataError, match="-o FILE"):
        open_for_tagging(Target("-", annotator="ada"))


def test_gold_is_only_looked_at_because_what_changed_in_it_would_be_nobodys_decision(
    tmp_path: Path,
) -> None:
    folder = a_project_to_adjudicate(tmp_path)
    queue = the_queue(folder)
    queue.write(queue.load("b"))
    open_set = open_for_tagging(Target(str(layout.gold_path(folder, "b"))))
    assert open_set.write_lock is None
    assert "annotator adjudicate" in str(open_set.read_only_reason)

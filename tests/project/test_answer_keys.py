from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.annotation import AnnotationSet, SetForm
from annotator.model.errors import DataError
from annotator.project.answer_keys import key_targets, load_submissions, open_key, read_key
from annotator.project.locate import Target
from annotator.project.open_set import OpenSet, open_for_reading
from annotator.storage.layout import annotations_path, key_path
from annotator.storage.sets import render
from tests.factories import a_document
from tests.project_factories import (
    GRADED_TAGS,
    a_graded_class,
    a_graded_set,
    a_grading_key,
    store_set,
)


def release(open_set: OpenSet) -> None:
    assert open_set.write_lock is not None
    open_set.write_lock.release()


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.txt"
    path.write_text("The port is closed.\n\nNobody knows why.\n", "utf-8")
    return path


def test_alone_a_key_lies_beside_its_article_and_in_a_project_among_the_keys(
    article: Path, tmp_path: Path
) -> None:
    open_set = open_key(Target(str(article), annotator="Ms Rivera"))
    release(open_set)
    assert open_set.file.path == article.with_name("harbour.key.yaml")
    assert (open_set.annotations.form, open_set.annotations.annotator) == (SetForm.KEY, "Ms Rivera")
    project = a_graded_class(tmp_path / "project", {})
    key_path(project, "harbour").unlink()
    inside = open_key(Target(str(project), document="harbour"))
    release(inside)
    assert inside.file.path == key_path(project, "harbour")
    assert inside.fingerprint is None


def test_a_key_is_found_by_its_article_its_document_its_project_and_its_own_name(
    tmp_path: Path,
) -> None:
    project = a_graded_class(tmp_path / "project", {})
    names = ["keys/harbour.yaml", "documents/harbour.yaml"]
    targets = [Target(str(project / name)) for name in names]
    targets.append(Target(str(project), document="harbour"))
    assert [read_key(each)[0] for each in targets] == [a_grading_key()] * 3


def test_without_a_key_a_message_says_how_to_make_one(article: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="annotator key"):
        read_key(Target(str(article)))
    with pytest.raises(DataError, match="annotator key"):
        key_targets(Target(str(tmp_path)))


def test_an_annotation_set_is_not_a_key(tmp_path: Path) -> None:
    project = a_graded_class(tmp_path / "project", {"Ada": GRADED_TAGS})
    target = Target(str(annotations_path(project, "Ada", "harbour")))
    with pytest.raises(DataError, match="annotator key"):
        read_key(target)
    with pytest.raises(DataError, match="annotator key"):
        open_key(target)
    release(open_key(Target(str(project), document="harbour")))


def test_a_key_is_nobodys_work_on_the_article(article: Path) -> None:
    open_set = open_key(Target(str(article)))
    release(open_set)
    open_set.file.path.write_bytes(render(open_set.annotations))
    assert open_for_reading(Target(str(article)))[0].form is SetForm.ANNOTATIONS


def test_each_students_passes_come_in_order_and_the_absent_are_named(tmp_path: Path) -> None:
    project = a_graded_class(
        tmp_path / "project", {"Bo": GRADED_TAGS, "Ada": GRADED_TAGS}, absent=["Cy", "Ms Rivera"]
    )
    second = store_set(
        annotations_path(project, "Ada", "harbour", 2), a_graded_set("Ada", [None] * 6)
    )
    submissions = load_submissions(Target(str(project), document="harbour"))
    assert [own[0].annotator for own in submissions.passes] == ["Ada", "Bo"]
    assert [each.sentences[1].tag for each in submissions.passes[0]] == ["claim", None]
    assert submissions.absent == ("Cy",)
    assert submissions.problems == ()
    assert second.exists()


def of_another_text(annotations: AnnotationSet) -> AnnotationSet:
    return replace(annotations, document=a_document(sha256="e" * 64))


def test_what_can_not_be_marked_is_named_and_hides_nobody(tmp_path: Path) -> None:
    project = a_graded_class(tmp_path / "project", {"Ada": GRADED_TAGS})
    store_set(
        annotations_path(project, "Bo", "harbour"), of_another_text(a_graded_set("Bo", GRADED_TAGS))
    )
    damaged = annotations_path(project, "Cy", "harbour")
    damaged.parent.mkdir()
    damaged.write_bytes(b"")
    submissions = load_submissions(Target(str(project), document="harbour"))
    assert len(submissions.passes) == 1
    assert "“Bo”" in submissions.problems[0].message
    assert submissions.problems[1].file == str(damaged)


def test_beside_a_key_alone_the_sets_of_its_own_article_are_taken_and_no_others(
    tmp_path: Path,
) -> None:
    store_set(tmp_path / "harbour.key.yaml", a_grading_key())
    store_set(tmp_path / "harbour.ada.yaml", a_graded_set("Ada", GRADED_TAGS))
    store_set(tmp_path / "harbour.ada.2.yaml", a_graded_set("Ada", GRADED_TAGS))
    store_set(tmp_path / "harbour.j.doe.yaml", a_graded_set("J. Doe", GRADED_TAGS))
    store_set(tmp_path / "harbour.gold.yaml", a_graded_set("Ada", GRADED_TAGS, SetForm.GOLD))
    other = replace(a_graded_set("Cy", GRADED_TAGS), document=a_document(id="harbour.two"))
    store_set(tmp_path / "harbour.two.cy.yaml", other)
    (target,) = key_targets(Target(str(tmp_path)))
    submissions = load_submissions(target)
    assert [(own[0].annotator, len(own)) for own in submissions.passes] == [
        ("Ada", 2),
        ("J. Doe", 1),
    ]
    assert submissions.problems == ()


def test_two_works_under_one_name_are_told_and_never_taken_for_two_votes(tmp_path: Path) -> None:
    store_set(tmp_path / "harbour.key.yaml", a_grading_key())
    store_set(tmp_path / "harbour.ada.yaml", a_graded_set("Ada", GRADED_TAGS))
    store_set(tmp_path / "harbour.mail-7.yaml", a_graded_set("ADA", [None] * 6))
    (target,) = key_targets(Target(str(tmp_path)))
    submissions = load_submissions(target)
    assert [[each.annotator for each in own] for own in submissions.passes] == [["Ada"]]
    assert [problem.file for problem in submissions.problems] == [
        str(tmp_path / "harbour.mail-7.yaml")
    ]

"""A lesson's key fits its article, and a project that starts it is ready."""

from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from annotator.model.annotation import SetForm, Status
from annotator.model.errors import DataError
from annotator.model.lint import Severity, lint_set
from annotator.model.project import Project
from annotator.project.lessons import lesson_article, lesson_key, start_lesson
from annotator.project.project_store import create_project
from annotator.stats.borderline import borderline_sentences
from annotator.storage import layout
from annotator.storage.codebooks import builtin, builtin_bytes
from annotator.storage.files import overwrite
from annotator.storage.lessons import LessonPlan, lesson, lessons
from annotator.storage.sets import read_set, render

FIRST = lesson("who-says-so")


@pytest.mark.parametrize("each", lessons(), ids=lambda each: each.id)
def test_the_program_splits_an_article_into_the_sentences_of_its_key(each: LessonPlan) -> None:
    written = each.article.sentences
    key = lesson_key(each)
    assert [(own.text, own.part) for own in key.sentences] == [(s.text, s.part) for s in written]
    assert [own.id for own in key.sentences] == [f"s{s.number}" for s in written]


@pytest.mark.parametrize("each", lessons(), ids=lambda each: each.id)
def test_a_key_is_finished_and_without_a_fault(each: LessonPlan) -> None:
    key = lesson_key(each)
    assert key.form is SetForm.KEY
    assert key.status is Status.FINISHED
    assert {finding.severity for finding in lint_set(key, builtin())} <= {Severity.HINT}
    assert all(border.explained for border in borderline_sentences(key, (), builtin()))


@pytest.mark.parametrize("each", lessons(), ids=lambda each: each.id)
def test_a_link_without_a_stance_comes_from_a_non_response_only(each: LessonPlan) -> None:
    for sentence in lesson_key(each).sentences:
        stances = [answer.stance is not None for answer in sentence.answers]
        assert all(stances) if sentence.tag == "confirmation" else not any(stances)


def test_a_sentence_that_the_program_splits_differently_is_named() -> None:
    (byline,), *others = FIRST.article.paragraphs
    two = structs.replace(byline, text="By Dana Whitlock. And more follows here.")
    article = structs.replace(FIRST.article, paragraphs=[[two], *others])
    with pytest.raises(DataError, match="Sentence 1"):
        lesson_key(structs.replace(FIRST, article=article))


def test_a_lesson_starts_in_a_new_project_with_its_document_and_key(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    key = start_lesson(folder, FIRST)
    assert layout.is_project(folder)
    assert layout.document_ids(folder) == [FIRST.id]
    assert read_set(layout.key_path(folder, FIRST.id))[0] == key


def test_two_lessons_fit_in_one_project(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    for each in lessons():
        start_lesson(folder, each)
    assert layout.document_ids(folder) == sorted(each.id for each in lessons())


def test_a_key_that_the_teacher_changed_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    key = start_lesson(folder, FIRST)
    path = layout.key_path(folder, FIRST.id)
    changed = replace(key, annotator="Ms. Orde")
    overwrite(path, render(changed))
    start_lesson(folder, FIRST)
    assert read_set(path)[0] == changed


def test_an_article_that_was_added_under_another_name_gets_the_key(tmp_path: Path) -> None:
    from annotator.project.documents import DocumentAdder  # noqa: PLC0415

    folder = tmp_path / "class"
    create_project(folder, Project())
    article = lesson_article(FIRST)
    DocumentAdder(folder).add(article._replace(document=replace(article.document, id="library")))
    start_lesson(folder, FIRST)
    assert layout.document_ids(folder) == ["library"]
    assert read_set(layout.key_path(folder, "library"))[0].document.id == "library"


def test_a_project_with_its_own_codebook_is_refused_and_unchanged(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    create_project(folder, Project(codebook=layout.CODEBOOK_FILE), builtin_bytes())
    with pytest.raises(DataError, match="own codebook"):
        start_lesson(folder, FIRST)
    assert not layout.document_ids(folder)
    assert not layout.key_files(folder)

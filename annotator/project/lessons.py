"""Lessons from the package: their article and key, and a project that is ready to teach them."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from annotator.model.annotation import (
    AnnotationSet,
    Answer,
    Article,
    Cue,
    Sentence,
    SetForm,
    Source,
    Status,
)
from annotator.model.errors import DataError, Problem
from annotator.model.name_folding import identifier
from annotator.model.plurals import plural
from annotator.model.project import Project
from annotator.project.documents import AddStatus, DocumentAdder, describe_clash, segment_article
from annotator.project.project_store import create_project, lock_project
from annotator.storage import layout
from annotator.storage.articles import Metadata, new_article
from annotator.storage.codebooks import builtin
from annotator.storage.files import replace_file
from annotator.storage.lessons import Lesson, LessonSentence, LessonSource
from annotator.storage.sets import render
from annotator.storage.system import make_folder

KEY_AUTHOR = "lesson"
"""The annotator of a lesson's key."""


def lesson_article(lesson: Lesson) -> Article:
    """The article of a lesson. The name of its document is the lesson's name."""
    written = lesson.article
    metadata = Metadata(written.title, written.outlet, None, written.published, "en")
    return new_article(lesson.id, written.text, metadata)


def lesson_key(lesson: Lesson) -> AnnotationSet:
    """The answer key to a lesson's article.

    Raises:
        DataError: The program splits the article into other sentences than the lesson's.
    """
    segmented = segment_article(lesson_article(lesson))
    written = lesson.article.sentences
    _require_same(segmented.sentences, written, lesson.id)
    sources = _sources(lesson.article.sources)
    ids = {each.number: own.id for each, own in zip(written, segmented.sentences, strict=True)}
    decided = (
        _decided(own, each, sources, ids)
        for own, each in zip(segmented.sentences, written, strict=True)
    )
    blank = segmented.new_set(KEY_AUTHOR, builtin().reference, SetForm.KEY)
    return replace(
        blank,
        sentences=tuple(decided),
        sources=tuple(sources.values()),
        status=Status.FINISHED,
    )


def _require_same(
    found: tuple[Sentence, ...], written: tuple[LessonSentence, ...], lesson: str
) -> None:
    for own, each in zip(found, written, strict=False):
        if own.text != each.text:
            words = f"Sentence {each.number} is “{each.text}”, but it is split as “{own.text}”."
            raise DataError(Problem(words, lesson))
    if len(found) != len(written):
        words = f"The lesson has {plural(len(written), 'sentence')}, but {len(found)} were found."
        raise DataError(Problem(words, lesson))


def _sources(written: list[LessonSource]) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for each in written:
        made = identifier(each.name, {source.id for source in sources.values()})
        sources[each.name] = Source(made, each.name, each.kind, each.affiliation, each.concerned)
    return sources


def _decided(
    own: Sentence, written: LessonSentence, sources: Mapping[str, Source], ids: Mapping[int, str]
) -> Sentence:
    return replace(
        own,
        part=written.part,
        tag=written.tag,
        source=sources[written.source].id if written.source else None,
        via=written.via,
        cue=_cue(own, written.cue) if written.cue else None,
        answers=tuple(Answer(ids[each.claim], each.stance) for each in written.answers),
        checkable=written.checkable,
        note=written.note,
        accepted_tags=tuple(written.accepted_tags),
        explanation=written.explanation,
    )


def _cue(own: Sentence, words: str) -> Cue:
    start = own.span[0] + own.text.index(words)
    return Cue(words, (start, start + len(words)))


def start_lesson(folder: Path, lesson: Lesson) -> AnnotationSet:
    """Put a lesson's article and key into a folder, which becomes a project if it is not one.

    A key that is already in the project is kept, because a teacher may have changed it.

    Args:
        folder: The folder of the project.
        lesson: The lesson.

    Returns:
        The key in the project.

    Raises:
        DataError: The project has its own codebook or another document with the lesson's name, or
            cannot be written.
    """
    if not layout.is_project(folder):
        create_project(folder, Project(title=f"Lesson: {lesson.title}"))
    with lock_project(folder) as project:
        if project.codebook is not None:
            words = (
                "This project has its own codebook, but the lesson's key uses the built-in one. "
                "Start the lesson in another folder."
            )
            raise DataError(Problem(words, str(folder)))
        result = DocumentAdder(folder).add(lesson_article(lesson))
        if result.status is AddStatus.NAME_CLASH:
            raise DataError(Problem(describe_clash(result, in_table=False), lesson.id))
        return _put_key(layout.key_path(folder, result.document), lesson, result.document)


def _put_key(path: Path, lesson: Lesson, document: str) -> AnnotationSet:
    key = lesson_key(lesson)
    key = replace(key, document=replace(key.document, id=document))
    if not path.exists():
        make_folder(path.parent)
        replace_file(path, render(key), None)
    return key

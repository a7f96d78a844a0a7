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
from annotator.project.documents import segment_article
from annotator.project.new_documents import add_document
from annotator.storage.articles import Metadata, new_article
from annotator.storage.codebooks import builtin
from annotator.storage.lessons import LessonPlan, LessonSentence, LessonSource

KEY_AUTHOR = "lesson"
"""The annotator of a lesson's key."""


def lesson_article(lesson: LessonPlan) -> Article:
    """The article of a lesson. The name of its document is the lesson's name."""
    written = lesson.article
    metadata = Metadata(written.title, written.outlet, None, written.published, "en")
    return new_article(lesson.id, written.text, metadata)


def lesson_key(lesson: LessonPlan) -> AnnotationSet:
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


def start_lesson(folder: Path, lesson: LessonPlan) -> AnnotationSet:
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
    article, key = lesson_article(lesson), lesson_key(lesson)
    document = add_document(folder, f"Lesson: {lesson.title}", article, key)
    return replace(key, document=replace(key.document, id=document))

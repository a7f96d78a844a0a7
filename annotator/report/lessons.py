"""The pages of a lesson: slides for the projector, the teacher's plan, and the exit ticket."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.model.annotation import AnnotationSet
from annotator.model.answer_key import Verdict, verdict
from annotator.model.codebook import Codebook
from annotator.report import render
from annotator.report.worksheets import answer_page, worksheet_page

if TYPE_CHECKING:
    # The records of files need msgspec, which no page needs.
    from annotator.storage.lessons import LessonPlan, Slide, Step

_SCRIPT = (Path(__file__).parent / "templates" / "slides.js").read_text("utf-8")


WORDS_A_MINUTE = 200
SECONDS_A_SENTENCE = (20, 25, 35)
"""To tag: a fast student, a slow one, and one who also marks words on paper."""


@dataclass(frozen=True, slots=True)
class TimedStep:
    """A step of the plan with the minutes at which it begins and ends."""

    begins: int
    ends: int
    step: "Step"


@dataclass(frozen=True, slots=True)
class ShownSlide:
    """A slide as it is shown.

    Attributes:
        at: The step that it belongs to.
        slide: Its content.
        number: The number of the article's sentence on it, or None.
        text: That sentence.
        answer: The key's answer, if this slide reveals it.
    """

    at: TimedStep
    slide: "Slide"
    number: int | None = None
    text: str = ""
    answer: Verdict | None = None


def timed_steps(lesson: "LessonPlan") -> tuple[TimedStep, ...]:
    """The steps of the plan with their times."""
    ends = accumulate(step.minutes for step in lesson.plan)
    return tuple(
        TimedStep(end - step.minutes, end, step)
        for end, step in zip(ends, lesson.plan, strict=True)
    )


def article_words(lesson: "LessonPlan") -> int:
    """The number of words that a student reads."""
    return sum(len(each.text.split()) for each in lesson.article.sentences)


def reading_minutes(lesson: "LessonPlan") -> float:
    """An estimate of how long a student in grade 9 reads the article."""
    return article_words(lesson) / WORDS_A_MINUTE


def tagging_minutes(lesson: "LessonPlan") -> tuple[float, ...]:
    """An estimate of how long tagging takes: a fast student, a slow one, and on paper."""
    body = sum(each.part is None for each in lesson.article.sentences)
    return tuple(body * seconds / 60 for seconds in SECONDS_A_SENTENCE)


def shown_slides(
    lesson: "LessonPlan", key: AnnotationSet, codebook: Codebook
) -> tuple[ShownSlide, ...]:
    """The slides in order. A slide that reveals an answer comes after the one that asks."""
    return tuple(
        shown
        for at in timed_steps(lesson)
        for slide in at.step.slides
        for shown in _shown(at, slide, key, codebook)
    )


def _shown(
    at: TimedStep, slide: "Slide", key: AnnotationSet, codebook: Codebook
) -> Iterator[ShownSlide]:
    if slide.sentence is None:
        yield ShownSlide(at, slide)
        return
    sentence = key.sentences[slide.sentence - 1]
    yield ShownSlide(at, slide, slide.sentence, sentence.text)
    if slide.reveal:
        answer = verdict(sentence, None, codebook)
        yield ShownSlide(at, slide, slide.sentence, sentence.text, answer)


def slides_page(lesson: "LessonPlan", key: AnnotationSet, codebook: Codebook) -> str:
    """The slides as one HTML file. Without its script, they can be scrolled and printed."""
    digest = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
    return render(
        "slides.html",
        lesson=lesson,
        codebook=codebook,
        slides=shown_slides(lesson, key, codebook),
        script=_SCRIPT,
        script_hash=f"'sha256-{digest}'",
    )


def plan_page(lesson: "LessonPlan", key: AnnotationSet, codebook: Codebook) -> str:
    """The teacher's page: goals, plan by the minute, questions, mistakes, ticket and rubric."""
    return render(
        "lesson_plan.html",
        lesson=lesson,
        codebook=codebook,
        steps=timed_steps(lesson),
        near_misses=codebook.near_misses,
        words=article_words(lesson),
        reading=reading_minutes(lesson),
        tagging=tagging_minutes(lesson),
        body=sum(each.body for each in key.sentences),
    )


def ticket_page(lesson: "LessonPlan") -> str:
    """The exit ticket to print, two to a sheet. It has no answers."""
    return render("exit_ticket.html", lesson=lesson)


def lesson_pages(lesson: "LessonPlan", key: AnnotationSet, codebook: Codebook) -> dict[str, str]:
    """All pages of a lesson, by file name."""
    return {
        "plan.html": plan_page(lesson, key, codebook),
        "slides.html": slides_page(lesson, key, codebook),
        "worksheet.html": worksheet_page(key, codebook),
        "answers.html": answer_page(key, codebook),
        "exit-ticket.html": ticket_page(lesson),
    }


def write_lesson_pages(folder: Path, lesson: "LessonPlan", key: AnnotationSet) -> Path:
    """Write the pages of a lesson into a project. Gives their folder.

    Raises:
        DataError: They cannot be written.
    """
    from annotator.project.output_files import write_pages  # noqa: PLC0415
    from annotator.storage import layout  # noqa: PLC0415
    from annotator.storage.codebooks import builtin  # noqa: PLC0415

    papers = layout.lesson_folder(folder, lesson.id)
    write_pages(papers, lesson_pages(lesson, key, builtin()))
    return papers

"""Lessons ready to teach: one strict YAML file for each, in the package.

A lesson is content only. `project.lessons` makes the project with its article and key, and
`report.lessons` its slides and papers.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated

from msgspec import Meta, field

from annotator.model.errors import DataError, Problem
from annotator.storage.codebooks import builtin
from annotator.storage.file_records import (
    Flag,
    Id,
    Kind,
    Name,
    Ordinal,
    Part,
    Stance,
    StrictRecord,
    Text,
)
from annotator.storage.layout import yaml_files_below
from annotator.storage.strict_yaml import Steps, read_record

FOLDER = Path(__file__).parents[1] / "lessons"
LESSON_MINUTES = 50
RUBRIC_LEVELS = 4
Levels = Annotated[
    list[Name],
    Meta(
        min_length=RUBRIC_LEVELS, max_length=RUBRIC_LEVELS, description="four levels, lowest first"
    ),
]


class LessonSource(StrictRecord):
    """A source of the article."""

    name: Name
    kind: Kind
    affiliation: Name | None = None
    concerned: Flag = False


class LessonAnswer(StrictRecord):
    """A link to the claim with this number."""

    claim: Ordinal
    stance: Stance | None = None


class LessonSentence(StrictRecord):
    """A sentence of the article, with the key's decisions. Its number is that on the screen."""

    number: Ordinal
    text: Name
    part: Part | None = None
    tag: Id | None = None
    source: Name | None = None
    via: Name | None = None
    cue: Name | None = None
    checkable: Flag = True
    answers: list[LessonAnswer] = field(default_factory=list)
    note: Name | None = None
    accepted_tags: list[Id] = field(default_factory=list)
    explanation: Name | None = None


class LessonArticle(StrictRecord):
    """The article: its text is its sentences, joined by spaces and blank lines."""

    title: Name
    outlet: Name
    published: Name
    sources: list[LessonSource]
    paragraphs: list[list[LessonSentence]]

    @property
    def sentences(self) -> tuple[LessonSentence, ...]:
        """The sentences in the order of the text."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)

    @property
    def text(self) -> str:
        """The text of the article."""
        paragraphs = (" ".join(each.text for each in paragraph) for paragraph in self.paragraphs)
        return "\n\n".join(paragraphs) + "\n"


class Slide(StrictRecord):
    """A slide for the projector.

    With `sentence`, it shows that sentence of the article. With `reveal`, another slide follows
    that shows the key's answer to it. With `order`, it shows the codebook's order of decision.
    """

    title: Name
    points: list[Name] = field(default_factory=list)
    sentence: Ordinal | None = None
    reveal: Flag = False
    order: Flag = False


class Step(StrictRecord):
    """A step of the lesson: how long it takes, what teacher and students do, and its slides."""

    minutes: Ordinal
    title: Name
    teacher: list[Name]
    students: Name
    slides: list[Slide] = field(default_factory=list)


class TalkQuestion(StrictRecord):
    """A question for talking, and what to listen for in the answers."""

    question: Name
    listen_for: Name


class Mistake(StrictRecord):
    """What students usually get wrong, what to say, and what the codebook has about it.

    `codebook` is the text of a near miss of a tag, or the name of a rule that has a near miss.
    """

    mistake: Name
    say: Name
    codebook: Name


class TicketQuestion(StrictRecord):
    """A question of the exit ticket, with the answer for the teacher."""

    question: Name
    answer: Name


class Criterion(StrictRecord):
    """A row of the rubric."""

    name: Name
    levels: Levels


class LessonPlan(StrictRecord):
    """A lesson of 50 minutes."""

    format: Text
    id: Id
    number: Ordinal
    title: Name
    summary: Name
    question: Name
    goals: list[Name]
    standards: list[Name]
    article: LessonArticle
    plan: list[Step]
    talk: list[TalkQuestion]
    mistakes: list[Mistake]
    exit_ticket: list[TicketQuestion]
    rubric: list[Criterion]


@cache
def lessons() -> tuple[LessonPlan, ...]:
    """The lessons in the package, from easy to hard."""
    found = (parse(path.read_bytes(), path.name) for path in yaml_files_below(FOLDER))
    return tuple(sorted(found, key=lambda each: each.number))


def lesson(name: str) -> LessonPlan:
    """The lesson with this name.

    Raises:
        DataError: There is no such lesson.
    """
    found = next((each for each in lessons() if each.id == name), None)
    if found is None:
        known = ", ".join(each.id for each in lessons())
        raise DataError(Problem(f"There is no lesson “{name}”. The lessons are {known}."))
    return found


def parse(data: bytes, file: str) -> LessonPlan:
    """The lesson in a file's bytes.

    Raises:
        DataError: The file has problems. Each has its line and path.
    """
    return read_record(data, file, "attribution-lesson", LessonPlan, _problems)


_Found = Iterator[tuple[Steps, str]]


def _problems(lesson: LessonPlan) -> _Found:
    total = sum(step.minutes for step in lesson.plan)
    if total != LESSON_MINUTES:
        yield ("plan",), f"The steps take {total} minutes. They must take {LESSON_MINUTES}."
    known = builtin().near_misses
    for at, each in enumerate(lesson.mistakes):
        if each.codebook not in known:
            yield ("mistakes", at, "codebook"), "The codebook has no such near miss or rule."
    yield from _sentence_problems(lesson.article)
    yield from _slide_problems(lesson)


def _sentence_problems(article: LessonArticle) -> _Found:
    expected = 0
    for row, paragraph in enumerate(article.paragraphs):
        for at, sentence in enumerate(paragraph):
            expected += 1
            place: Steps = ("article", "paragraphs", row, at)
            if sentence.number != expected:
                yield (*place, "number"), f"This must be {expected}, the sentence's number."
            for message in _messages(sentence, article):
                yield place, message


def _messages(sentence: LessonSentence, article: LessonArticle) -> Iterator[str]:
    if sentence.part is None and not (sentence.tag and sentence.explanation):
        yield "A sentence of the body needs a tag and an explanation."
    if sentence.source and sentence.source not in {each.name for each in article.sources}:
        yield f"The source “{sentence.source}” is not in the list of sources."
    if sentence.cue and sentence.cue not in sentence.text:
        yield f"The cue “{sentence.cue}” is not in the sentence."
    tags = {each.number: each.tag for each in article.sentences}
    for answer in sentence.answers:
        if tags.get(answer.claim) != "claim":
            yield f"Sentence {answer.claim} is not a claim, so it cannot be answered."


def _slide_problems(lesson: LessonPlan) -> _Found:
    body = {each.number for each in lesson.article.sentences if each.part is None}
    for row, step in enumerate(lesson.plan):
        for at, slide in enumerate(step.slides):
            if slide.sentence is not None and slide.sentence not in body:
                place = ("plan", row, "slides", at, "sentence")
                yield place, f"Sentence {slide.sentence} is not a sentence of the body."
            if slide.reveal and slide.sentence is None:
                yield ("plan", row, "slides", at), "Name the sentence whose answer is revealed."

"""The grades of an article on the start page: shown first, and then downloaded as files."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.model.errors import DataError, Problem
from annotator.model.messages import Message
from annotator.project.answer_keys import load_submissions
from annotator.project.locate import Target
from annotator.project.people import describe_people, load_answers
from annotator.project.roster import Platform, Roster
from annotator.report.gradebook import Gradebook, gradebook
from annotator.report.grades import (
    DocumentGrades,
    expected_without_work,
    feedback_page_names,
    feedback_pages,
    grade_comments,
    maximum_note,
    plain_rows,
    point_columns,
)
from annotator.storage.archives import archive_bytes
from annotator.text.messages import Messages
from annotator.text.safe import safe_text
from annotator.text.strict_text import csv_text
from annotator.web.article_drafts import for_a_page, translated_problem

PLATFORM_NAMES = {Platform.CANVAS: "Canvas", Platform.MOODLE: "Moodle"}


@dataclass(frozen=True, slots=True)
class ClassGrades:
    """The grades of one article, and how the class list takes them.

    Attributes:
        graded: The grades.
        points: The maximum number of points.
        platform: The platform of the class list; plain without one.
        book: The file for the platform; None without a class list.
        problems: What is wrong with the work that cannot be used.
    """

    graded: DocumentGrades
    points: float
    platform: Platform
    book: Gradebook | None
    problems: tuple[Problem, ...]

    @property
    def csv(self) -> bytes:
        """The grades as a CSV file: for the platform of the class list, or of all figures."""
        rows = self.book.rows if self.book else plain_rows([self.graded])
        return csv_text(rows).encode()

    @property
    def feedback(self) -> bytes:
        """A zip file with a feedback page for each student."""
        pages = feedback_pages([self.graded])
        names, _ = feedback_page_names(tuple(pages), [self.graded])
        return archive_bytes({names[student]: page.encode() for student, page in pages.items()})

    def shown(self, messages: Messages) -> dict[str, Any]:
        """What the page shows, in its language."""
        return {
            "title": safe_text(self.graded.submissions.key.title),
            "points": f"{self.points:g}",
            "platform": PLATFORM_NAMES.get(self.platform, ""),
            "listed": self.book is not None,
            "rows": self._rows(),
            "notes": [safe_text(each) for each in self._notes(messages)],
            "counts": self.book.changes if self.book else None,
        }

    def _rows(self) -> list[tuple[str, ...]]:
        if self.book is not None:
            cells = self.book.cells
            return [
                tuple(map(safe_text, (each.student, each.section, each.before, each.after)))
                for each in cells
            ]
        (column,) = point_columns([self.graded], points=self.points)
        return [
            (safe_text(name), "", "", "" if own is None else f"{own:.4g}")
            for name, own in column.grades.items()
        ]

    def _notes(self, messages: Messages) -> list[str]:
        known = [self.graded.late_note]
        if self.book is not None:
            known += _book_notes(self.book, self.platform, self.points)
        notes = [for_a_page(messages.translate(each)) for each in known]
        problems = (translated_problem(each, messages) for each in self.problems)
        return [each for each in (*notes, *problems) if each]


def _book_notes(book: Gradebook, platform: Platform, points: float) -> Iterator[str]:
    if book.unknown:
        yield Message(
            "With work, but not in the class list, so not in the file: %(names)s.",
            names="; ".join(book.unknown),
        )
    if book.without_work:
        yield Message(
            "In the class list, but without work: %(names)s.", names="; ".join(book.without_work)
        )
    for name in book.ambiguous:
        yield Message(
            "“%(name)s” is not in the file, because several people may be meant: %(people)s. Say "
            "who it is on your page in the class, under “Who is this?”.",
            name=name,
            people="; ".join(describe_people(book.candidates[name])),
        )
    if platform is Platform.MOODLE:
        yield maximum_note(book.maximum, points)


def class_grades(folder: Path, document: str, roster: Roster | None) -> ClassGrades:
    """The grades of an article. Waits for the disk.

    Args:
        folder: The project's folder.
        document: The document's id.
        roster: The class list, if the teacher chose one.

    Raises:
        DataError: There is no key, or no work yet, or a file is damaged.
    """
    submissions = load_submissions(Target(str(folder), document))
    graded = DocumentGrades.of(submissions)
    if not graded.grades:
        raise DataError(Message("There is no work on this article to grade yet."))
    (column,) = point_columns([graded], roster)
    platform = roster.platform if roster else Platform.PLAIN
    book = None
    if roster is not None:
        answers = load_answers(folder)
        book = gradebook(platform, [column], grade_comments([graded]), roster, answers)
        idle = expected_without_work(book, [graded], roster, answers)
        book = replace(book, without_work=idle)
    return ClassGrades(graded, column.points, platform, book, submissions.problems)

"""The grades of a class for one or more documents: their columns, comments and feedback pages."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from annotator.model.messages import Message
from annotator.model.person_matching import NO_ANSWERS, Answers
from annotator.project.pass_selection import PassChoice
from annotator.project.roster import Roster
from annotator.report.gradebook import (
    Gradebook,
    GradeColumn,
    people_without_work,
    platform_maximum,
)
from annotator.stats.grading import (
    Grade,
    GradingConfig,
    grade_columns,
    grade_comment,
    grade_rows,
    grade_set,
)
from annotator.stats.measure_input import MeasureValue
from annotator.text.messages import messages_for

if TYPE_CHECKING:
    from annotator.project.answer_keys import KeySubmissions

DEFAULT_POINTS = 100.0


@dataclass(frozen=True, slots=True)
class DocumentGrades:
    """The grades for one document.

    Attributes:
        submissions: The key and the submitted work.
        config: How the work was graded.
        grades: One grade for each student, by name.
        late: The students who have no first vote, because they joined in a later one.
    """

    submissions: "KeySubmissions"
    config: GradingConfig
    grades: tuple[Grade, ...]
    late: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        submissions: "KeySubmissions",
        passes: PassChoice = PassChoice.FIRST,
        *,
        sources: bool = False,
        links: bool = False,
    ) -> "DocumentGrades":
        """The grades of all students who submitted work."""
        config = GradingConfig(submissions.codebook, sources, links, submissions.aliases)
        marks = (
            replace(grade_set(each.annotations, submissions.key, config), pass_number=each.number)
            for each in submissions.counting(passes)
        )
        return cls(submissions, config, tuple(marks), submissions.late(passes))

    @property
    def late_note(self) -> str:
        """Who has no first vote, in words; empty if everyone has one."""
        if not self.late:
            return ""
        title, names = self.submissions.key.title, ", ".join(self.late)
        return Message(
            "%(title)s: no first vote, because they joined in a later one: %(names)s. They have "
            "no grade.",
            title=title,
            names=names,
        )


def plain_rows(grades: Sequence[DocumentGrades]) -> list[Sequence[Any]]:
    """The grades as a table of the students' names and figures, with a header."""
    return [
        grade_columns(grades[0].config),
        *(row for each in grades for row in grade_rows(each.grades, each.config)),
    ]


def point_columns(
    grades: Iterable[DocumentGrades],
    roster: Roster | None = None,
    points: float | None = None,
    title: str | None = None,
) -> list[GradeColumn]:
    """The columns of a gradebook, in points.

    Args:
        grades: The grades.
        roster: The platform's export, which may have the points.
        points: The maximum; None for that of the platform, or 100.
        title: The column's title; None for the article's.
    """
    shares = [column for each in grades for column in _shares(each, title)]
    titles = [each.title for each in shares]

    def scaled(column: GradeColumn) -> GradeColumn:
        known = platform_maximum(roster, titles, column.title) if roster else None
        most = points or known or DEFAULT_POINTS
        own = {who: None if each is None else each * most for who, each in column.grades.items()}
        return replace(column, points=most, grades=own)

    return [scaled(each) for each in shares]


def _shares(grades: DocumentGrades, title: str | None) -> Iterator[GradeColumn]:
    """The columns with the share that each student has reached, before the points are known."""
    name = title or grades.submissions.key.title
    figures = {name: {each.annotator: each.score for each in grades.grades}}
    if grades.config.sources:
        figures[f"{name}: sources"] = {
            each.annotator: each.sources.share for each in grades.grades if each.sources
        }
    if grades.config.links:
        figures[f"{name}: links"] = {
            each.annotator: each.links.f1 for each in grades.grades if each.links
        }
    for column, own in figures.items():
        yield GradeColumn(column, 0, {who: _number(each) for who, each in own.items()})


def _number(value: MeasureValue) -> float | None:
    return float(value.value) if isinstance(value.value, int | float) else None


def expected_without_work(
    book: Gradebook,
    grades: Iterable[DocumentGrades],
    roster: Roster | None,
    answers: Answers = NO_ANSWERS,
    section: str | None = None,
    elsewhere: Iterable[str] = (),
) -> tuple[str, ...]:
    """The people who should have work and have none, by their names in the roster.

    They are of the section, did not join after the first vote, and are in no other section.

    Args:
        book: The gradebook.
        grades: The grades in it.
        roster: The class list.
        answers: What the teacher said about names.
        section: The section; None for all.
        elsewhere: The students who joined other sections. A roster may not know the sections.
    """
    if roster is None:
        return book.without_work
    asked = roster.of_section(section) if section and roster.all_sections else roster
    expected = {asked.name(row) for row in asked.rows}
    excused = (*(name for each in grades for name in each.late), *elsewhere)
    expected &= set(people_without_work(roster, excused, answers))
    return tuple(each for each in book.without_work if each in expected)


def grade_comments(grades: Sequence[DocumentGrades]) -> dict[str, str]:
    """A comment on each student's work, by name."""
    comments: dict[str, list[str]] = {}
    for each in grades:
        for own in each.grades:
            title = f"{each.submissions.key.title}: " if len(grades) > 1 else ""
            comments.setdefault(own.annotator, []).append(title + grade_comment(own))
    return {name: " ".join(said) for name, said in comments.items()}


def maximum_note(worksheet: str, points: float) -> str:
    """Which maximum grade a column needs in Moodle, which no CSV file can set.

    Args:
        worksheet: The maximum in the grading worksheet; empty if it has none.
        points: The maximum of the grades.
    """
    if worksheet and float(worksheet) == points:
        return Message(
            "The grades are points out of %(points)s, the maximum in the worksheet.",
            points=format(points, "g"),
        )
    if worksheet:
        return Message(
            "The maximum grade in the worksheet is %(worksheet)s, but these grades are out of "
            "%(points)s. Use --points %(worksheet)s.",
            worksheet=worksheet,
            points=format(points, "g"),
        )
    return Message(
        "The grades are points out of %(points)s. In Moodle, set the maximum grade of the "
        "grade item to %(points)s before you import the file.",
        points=format(points, "g"),
    )


def feedback_pages(
    grades: Iterable[DocumentGrades],
    language: str | None = None,
    shown: Callable[[Any], Any] = lambda works: works,
) -> dict[str, str]:
    """A feedback page for each student, by name.

    Args:
        grades: The grades.
        language: The language of the pages; None for the codebook's.
        shown: Is given the students' works, and gives them back while it shows the progress.
    """
    from annotator.report.feedback import StudentWork, feedback_page  # noqa: PLC0415 (templates)
    from annotator.storage.codebooks import translated  # noqa: PLC0415 (it reads files)

    works: dict[str, list[StudentWork]] = {}
    for each in grades:
        for own in each.grades:
            book = translated(own.codebook, language or own.codebook.language)
            work = StudentWork(each.submissions.key, replace(own, codebook=book))
            works.setdefault(own.annotator, []).append(work)
    return {
        name: feedback_page(own, "", messages_for(own[0].grade.codebook.language))
        for name, own in shown(works.items())
    }


def feedback_page_names(
    students: Sequence[str], grades: Sequence[DocumentGrades]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The names of the feedback pages in a zip file by student, and what to say about them.

    The names are the platform's or the student's. A page about several documents belongs to no
    single assignment, so it has the student's name.
    """
    from annotator.project.feedback_names import (  # noqa: PLC0415 (it reads files)
        feedback_names,
        platform_feedback_names,
    )

    platform = platform_feedback_names(grades[0].submissions) if len(grades) == 1 else {}
    return feedback_names(students, platform), tuple(_name_notes(students, platform))


def _name_notes(students: Sequence[str], platform: Mapping[str, str]) -> Iterator[str]:
    if not platform:
        return
    yield "The pages have the names that the platform expects. Upload the zip file."
    others = [each for each in students if each not in platform]
    if others:
        yield (
            "These students' work did not come from the platform, so their pages have their "
            f"own names and the platform ignores them: {', '.join(others)}"
        )

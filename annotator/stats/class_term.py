"""Results of a class over a term: by week, for each section and each student.

A lesson is the work of one section on one document. A document whose date is not known has a
column of its own, so that work without sittings is in the order of the documents. Only the first
vote counts, except for the gain.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from annotator.stats.class_results import (
    NO_FIRST_VOTE,
    DocumentResults,
    VoteGain,
    value_record,
    vote_gain,
)
from annotator.stats.grading import Grade, class_recall
from annotator.stats.measure_input import MeasureValue, fraction


@dataclass(frozen=True, slots=True)
class TermWeek:
    """A column of the term: a week, or a document whose date is not known.

    Attributes:
        week: The Monday of the week, as in 2026-11-30. Empty if the date is not known.
        titles: The titles of the documents, each once.
    """

    week: str
    titles: tuple[str, ...]


@dataclass(frozen=True)
class WeekResults:
    """What one section did in one week.

    Attributes:
        lessons: The section's work on each document of the week. Empty in a week without a lesson.
        members: The names of those who belong to the section.
    """

    lessons: tuple[DocumentResults, ...]
    members: tuple[str, ...]

    @property
    def grades(self) -> tuple[Grade, ...]:
        """The grades of the first vote, on all documents of the week."""
        return tuple(grade for each in self.lessons for grade in each.first)

    @property
    def students(self) -> int:
        """The number of students in a first vote of the week."""
        return len({each.annotator for each in self.grades})

    @property
    def score(self) -> MeasureValue:
        """The share of right answers."""
        return pooled_score(self.grades)

    @property
    def recall(self) -> Mapping[str, MeasureValue]:
        """For each tag of the keys: the share of the answers with exactly that tag."""
        return class_recall(self.grades)

    @property
    def gains(self) -> tuple[VoteGain, ...]:
        """The change to the second vote, for each document that has one."""
        return tuple(vote_gain(each.first, each.second) for each in self.lessons if each.second)

    @property
    def late(self) -> tuple[str, ...]:
        """Those who worked, but took part in no first vote of the week."""
        first = {each.annotator for each in self.grades}
        late = dict.fromkeys(name for each in self.lessons for name in each.late)
        return tuple(name for name in late if name not in first)

    @property
    def missing(self) -> tuple[str, ...]:
        """The members without any work in a week with a lesson."""
        if not self.lessons:
            return ()
        here = {grade.annotator for each in self.lessons for grade in (*each.first, *each.second)}
        here.update(self.late)
        return tuple(name for name in self.members if name not in here)


@dataclass(frozen=True, slots=True)
class StudentWeek:
    """One student's first votes in a week.

    Attributes:
        score: The share of right answers.
        recall: The recall of each tag.
    """

    score: MeasureValue
    recall: Mapping[str, MeasureValue]


@dataclass(frozen=True)
class StudentTerm:
    """One student over the term.

    Attributes:
        name: The student's name.
        weeks: The results in each week of the term. None without a first vote.
        recall: The recall of each tag over all weeks.
        missed: For each week, whether the student is missing.
    """

    name: str
    weeks: tuple[StudentWeek | None, ...]
    recall: Mapping[str, MeasureValue]
    missed: tuple[bool, ...]


@dataclass(frozen=True)
class SectionTerm:
    """One section over the term.

    Attributes:
        section: Its name; empty if the course has no sections.
        weeks: Its results in each week of the term.
    """

    section: str
    weeks: tuple[WeekResults, ...]

    @cached_property
    def students(self) -> tuple[StudentTerm, ...]:
        """Each member, and everyone else with work in one of the section's lessons, by name."""
        names = dict.fromkeys(name for each in self.weeks for name in each.members)
        names |= dict.fromkeys(grade.annotator for each in self.weeks for grade in each.grades)
        names |= dict.fromkeys(name for each in self.weeks for name in each.late)
        return tuple(self._student(name) for name in sorted(names, key=str.casefold))

    def _student(self, name: str) -> StudentTerm:
        own = [[each for each in week.grades if each.annotator == name] for week in self.weeks]
        return StudentTerm(
            name,
            tuple(map(_student_week, own)),
            class_recall(grade for each in own for grade in each),
            tuple(name in week.missing for week in self.weeks),
        )


def _student_week(grades: Sequence[Grade]) -> StudentWeek | None:
    return StudentWeek(pooled_score(grades), class_recall(grades)) if grades else None


@dataclass(frozen=True, slots=True)
class ClassTerm:
    """A term.

    Attributes:
        weeks: Its weeks in order. Weeks without a lesson are left out.
        sections: The sections by name.
    """

    weeks: tuple[TermWeek, ...]
    sections: tuple[SectionTerm, ...]


def pooled_score(grades: Iterable[Grade]) -> MeasureValue:
    """The share of right answers in all of these grades."""
    scores = [each.score for each in grades]
    right = sum(each.numerator or 0 for each in scores)
    return fraction(right, sum(each.denominator or 0 for each in scores), NO_FIRST_VOTE)


def class_term(
    lessons: Sequence[DocumentResults], members: Mapping[str, tuple[str, ...]]
) -> ClassTerm:
    """The term that consists of these lessons.

    Args:
        lessons: The lessons, in their order.
        members: The names of those who belong to each section.
    """
    known = dict.fromkeys(_column(each) for each in lessons)
    columns = [*sorted(each for each in known if each[0]), *(each for each in known if not each[0])]
    sections = sorted({each.section for each in lessons}, key=str.casefold)
    return ClassTerm(
        tuple(_week(each, lessons) for each in columns),
        tuple(
            SectionTerm(
                section,
                tuple(
                    WeekResults(_of(lessons, section, each), members.get(section, ()))
                    for each in columns
                ),
            )
            for section in sections
        ),
    )


_Column = tuple[str, str]
"""The Monday of a week, or the id of a document whose date is not known."""


def _column(lesson: DocumentResults) -> _Column:
    return (lesson.week, "") if lesson.week else ("", lesson.key.document.id)


def _of(
    lessons: Sequence[DocumentResults], section: str, column: _Column
) -> tuple[DocumentResults, ...]:
    return tuple(each for each in lessons if each.section == section and _column(each) == column)


def _week(column: _Column, lessons: Sequence[DocumentResults]) -> TermWeek:
    titles = dict.fromkeys(each.title for each in lessons if _column(each) == column)
    return TermWeek(column[0], tuple(titles))


Record = dict[str, Any]


def class_term_record(term: ClassTerm, *, anonymous: bool = False) -> Record:
    """The term as plain data.

    Args:
        term: The term.
        anonymous: Whether to leave out names and each student's results.
    """
    return {
        "weeks": [{"week": each.week or None, "titles": list(each.titles)} for each in term.weeks],
        "sections": [_section_record(each, anonymous=anonymous) for each in term.sections],
    }


def _section_record(section: SectionTerm, *, anonymous: bool) -> Record:
    record: Record = {
        "section": section.section or None,
        "weeks": [_week_record(each, anonymous=anonymous) for each in section.weeks],
    }
    if anonymous:
        return record
    return record | {"students": [_student_record(each) for each in section.students]}


def _week_record(week: WeekResults, *, anonymous: bool) -> Record:
    missing, late = week.missing, week.late
    return {
        "students": week.students,
        "score": value_record(week.score),
        "recall": {tag: value_record(value) for tag, value in week.recall.items()},
        "normalized_gain": [value_record(each.gain) for each in week.gains],
        "missing": len(missing) if anonymous else list(missing),
        "late": len(late) if anonymous else list(late),
    }


def _student_record(student: StudentTerm) -> Record:
    return {
        "name": student.name,
        "weeks": [
            each
            and {
                "score": value_record(each.score),
                "recall": {tag: value_record(value) for tag, value in each.recall.items()},
            }
            for each in student.weeks
        ],
    }

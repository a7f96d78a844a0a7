"""Gradebooks: marks in the columns that a learning platform imports.

Canvas: Student, ID, SIS User ID, SIS Login ID and Section, then a column for each assignment; the
second row says the points possible. Moodle: any columns of which one identifies the person (ID
number, Username, Email address, or the Identifier of a grading worksheet), a column of grades, and
one of feedback comments. The identifiers come from the platform's own export, the roster.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from io import StringIO

from annotator.model.faults import Fault, Refused
from annotator.model.names import folded
from annotator.text.decoding import decoded
from annotator.text.spreadsheet import csv_rows, delimiter_of

Row = tuple[str, ...]
MOST_BYTES = 4_000_000


class Platform(StrEnum):
    """Where the marks go."""

    CANVAS = "canvas"
    MOODLE = "moodle"
    PLAIN = "plain"


CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE_KEYS = ("Identifier", "ID number", "Username", "Email address")
MOODLE_COLUMNS = (
    *("Identifier", "Username", "First name", "Last name", "Surname", "Full name"),
    *("ID number", "Email address"),
)
GRADE, COMMENTS, POINTS_POSSIBLE = "Grade", "Feedback comments", "Points Possible"
_FULL_NAMES = ("Student", "Full name")
_GIVEN, _FAMILY = "First name", ("Last name", "Surname")
_LOGINS = ("ID", "SIS User ID", "SIS Login ID", "ID number", "Username", "Email address")


@dataclass(frozen=True, slots=True)
class Roster:
    """A platform's own export: who is in the course.

    Attributes:
        platform: Whose export it is.
        columns: Its head.
        rows: One for each person, as long as the head.
    """

    platform: Platform
    columns: Row
    rows: tuple[Row, ...]

    def cell(self, row: Row, column: str) -> str:
        """A person's cell in a column; empty where the roster has no such column."""
        return row[self.columns.index(column)].strip() if column in self.columns else ""

    def name(self, row: Row) -> str:
        """What a person is called."""
        full = next((name for each in _FULL_NAMES if (name := self.cell(row, each))), "")
        return full or self._given_family(row) or next(filter(None, row), "")

    def _given_family(self, row: Row) -> str:
        family = next((name for each in _FAMILY if (name := self.cell(row, each))), "")
        return f"{self.cell(row, _GIVEN)} {family}".strip()

    def forms(self, row: Row) -> frozenset[str]:
        """Everything that a person may have given as a name, loosely spelt."""
        found = [self.cell(row, each) for each in (*_FULL_NAMES, *_LOGINS)]
        found.append(self._given_family(row))
        for name in (self.cell(row, each) for each in _FULL_NAMES):
            family, comma, given = name.partition(",")
            found += [f"{given} {family}"] if comma else []
        found += [each.partition("@")[0] for each in found if "@" in each]
        return frozenset(loose(each) for each in found) - {""}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of grades.

    Attributes:
        title: Its head.
        points: How many there are at most.
        grades: The points of each student, by the name in the annotation set.
    """

    title: str
    points: float
    grades: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Gradebook:
    """The file for the platform, row by row, and who could not be matched.

    Attributes:
        rows: The head and the rows, every cell as text.
        unknown: Students whose work is here and who are not in the roster.
        idle: People in the roster of whom there is no work.
        doubtful: Students who could be several people, or several who could be one; not matched.
    """

    rows: tuple[Row, ...]
    unknown: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Matched:
    by_row: Mapping[int, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


def loose(name: str) -> str:
    """A name as it is compared here: case, white space and punctuation do not count."""
    return " ".join(re.sub(r"[\W_]+", " ", folded(name)).split())


def read_roster(data: bytes, file: str) -> Roster:
    """The roster in a platform's export; which platform's it is, its head says.

    Raises:
        Refused: It is no table, or no export that is known.
    """
    text = decoded(data, file, "export it as CSV in UTF-8")
    rows_of = csv_rows(StringIO(text, newline=""), file, delimiter_of(text))
    lines = [cells for _, cells in rows_of]
    columns = tuple(cell.strip() for cell in lines[0]) if lines else ()
    width = len(columns)
    rows = tuple((*row, *("" for _ in range(width)))[:width] for row in lines[1:] if any(row))
    if {"Student", "ID"} <= set(columns):
        return _canvas_roster(columns, rows)
    if set(MOODLE_KEYS) & set(columns):
        return Roster(Platform.MOODLE, columns, rows)
    words = (
        "is no export of Canvas (columns Student and ID) or Moodle (one of "
        f"{', '.join(MOODLE_KEYS)}); its first line has {', '.join(columns[:9]) or 'nothing'}"
    )
    raise Refused(Fault(words, file, 1))


def _canvas_roster(columns: Row, rows: tuple[Row, ...]) -> Roster:
    # Beside the people an export has rows of points possible and the like, and a test student.
    roster = Roster(Platform.CANVAS, columns, rows)
    people = (
        row
        for row in rows
        if roster.cell(row, "ID") and roster.cell(row, "Student") != "Student, Test"
    )
    return Roster(Platform.CANVAS, columns, tuple(people))


def missing(roster: Roster, students: Iterable[str]) -> tuple[str, ...]:
    """The people of a roster of whom none of these students can be taken to be one."""
    matched = _match(roster, students)
    return tuple(
        roster.name(row) for number, row in enumerate(roster.rows) if number not in matched.by_row
    )


def gradebook(
    platform: Platform,
    columns: Sequence[Column],
    comments: Mapping[str, str],
    roster: Roster | None = None,
) -> Gradebook:
    """The marks as a platform imports them.

    Args:
        platform: Canvas or Moodle.
        columns: The grades.
        comments: A sentence on each student's work, by the name in the annotation set.
        roster: Who is in the course; without it the students stand there by their names alone.
    """
    students = tuple(dict.fromkeys(name for each in columns for name in each.grades))
    known = roster or _roster_of(platform, students)
    matched = _match(roster, students) if roster else _Matched(dict(enumerate(students)))
    people = [(row, matched.by_row.get(number)) for number, row in enumerate(known.rows)]
    form = _canvas if platform is Platform.CANVAS else _moodle
    idle = tuple(known.name(row) for row, student in people if student is None)
    rows = tuple(form(known, people, columns, comments))
    return Gradebook(rows, matched.unknown, idle, matched.doubtful)


def _roster_of(platform: Platform, students: Iterable[str]) -> Roster:
    if platform is Platform.CANVAS:
        return Roster(platform, CANVAS_COLUMNS, tuple((name, "", "", "", "") for name in students))
    return Roster(platform, ("Full name",), tuple((name,) for name in students))


def _match(roster: Roster, students: Iterable[str]) -> _Matched:
    by_form: dict[str, list[int]] = {}
    for number, row in enumerate(roster.rows):
        for form in roster.forms(row):
            by_form.setdefault(form, []).append(number)
    candidates = {name: by_form.get(loose(name), []) for name in students}
    claimed = [numbers[0] for numbers in candidates.values() if len(numbers) == 1]
    by_row = {
        numbers[0]: name
        for name, numbers in candidates.items()
        if len(numbers) == 1 and claimed.count(numbers[0]) == 1
    }
    unknown = tuple(name for name, numbers in candidates.items() if not numbers)
    doubtful = tuple(n for n in candidates if n not in by_row.values() and n not in unknown)
    return _Matched(by_row, unknown, doubtful)


People = Sequence[tuple[Row, str | None]]


def _canvas(
    roster: Roster, people: People, columns: Sequence[Column], _: Mapping[str, str]
) -> Iterator[Row]:
    end = roster.columns.index("Section") + 1 if "Section" in roster.columns else 0
    own = roster.columns[:end] if end else CANVAS_COLUMNS
    yield (*own, *(_canvas_title(roster, column.title) for column in columns))
    blank = ("",) * (len(own) - 1)
    yield (f"    {POINTS_POSSIBLE}", *blank, *(_number(column.points) for column in columns))
    for row, student in people:
        yield (*(roster.cell(row, each) for each in own), *_grades(columns, student))


def _canvas_title(roster: Roster, title: str) -> str:
    """The head of an assignment that is there already has its id behind the title."""
    pattern = re.compile(rf"{re.escape(title)} \(\d+\)")
    return next((each for each in roster.columns if pattern.fullmatch(each)), title)


def _moodle(
    roster: Roster, people: People, columns: Sequence[Column], comments: Mapping[str, str]
) -> Iterator[Row]:
    if {"Identifier", GRADE} <= set(roster.columns) and len(columns) == 1:
        yield from _worksheet(roster, people, columns, comments)
        return
    own = tuple(each for each in roster.columns if each in MOODLE_COLUMNS)
    yield (*own, *(column.title for column in columns), COMMENTS)
    for row, student in people:
        said = comments.get(student or "", "")
        yield (*(roster.cell(row, each) for each in own), *_grades(columns, student), said)


def _worksheet(
    roster: Roster, people: People, columns: Sequence[Column], comments: Mapping[str, str]
) -> Iterator[Row]:
    """A grading worksheet goes back as it came, with grades and comments filled in."""
    own = roster.columns if COMMENTS in roster.columns else (*roster.columns, COMMENTS)
    yield own
    for row, student in people:
        filled = {}
        if student is not None:
            filled = {GRADE: _grades(columns, student)[0], COMMENTS: comments.get(student, "")}
        yield tuple(filled.get(each, roster.cell(row, each)) for each in own)


def _grades(columns: Sequence[Column], student: str | None) -> Row:
    return tuple(_number(column.grades.get(student)) if student else "" for column in columns)


def _number(points: float | None) -> str:
    return "" if points is None else f"{points:.2f}".rstrip("0").rstrip(".")

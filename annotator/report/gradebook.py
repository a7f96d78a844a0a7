"""Gradebooks: grades in the columns that a learning platform imports.

Canvas: Student, ID, SIS User ID, SIS Login ID and Section, then a column for each assignment. The
second row has the points possible. Moodle: a column that identifies the person (ID number,
Username, Email address, or the Identifier of a grading worksheet), other columns about the person,
a column of grades, and one of feedback comments. The identifiers come from the platform's own
export, the roster. Moodle writes its header in the language of the person who exports. In that
case the cells show what a column contains.

An upload must not remove a grade. Canvas clears the grade of an empty cell, and Moodle turns it
into a 0 in a new column. So a student without work has no row, and a cell without a new grade keeps
its value.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from io import StringIO
from itertools import permutations, takewhile

from annotator.model.errors import DataError, Problem
from annotator.model.name_folding import fold_name
from annotator.text.strict_text import csv_rows, decode_utf8, delimiter_of

_SECTION = "Section"
Row = tuple[str, ...]
MOST_BYTES = 4_000_000


class Platform(StrEnum):
    """The platform that imports the grades."""

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
_SECTION = "Section"
_GIVEN, _FAMILY = "First name", ("Last name", "Surname")
_LOGINS = ("ID", "SIS User ID", "SIS Login ID", "ID number", "Username", "Email address")
NO_GRADE = "-"
"""What Moodle writes for a missing grade."""
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?(?: ?%)?")
_MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Roster:
    """A platform's export: the people in the course.

    Attributes:
        platform: The platform of the export.
        columns: Its header.
        rows: One row for each person, as long as the header.
        key_columns: The columns that identify the person, if their headers are not known ones.
        name_columns: The columns with the parts of the name, in their order.
    """

    platform: Platform
    columns: Row
    rows: tuple[Row, ...]
    key_columns: Row = ()
    name_columns: Row = ()

    def cell(self, row: Row, column: str) -> str:
        """A person's cell in a column; empty if the roster does not have the column."""
        return row[self.columns.index(column)].strip() if column in self.columns else ""

    def name(self, row: Row) -> str:
        """A person's name."""
        if self.name_columns:
            return " ".join(filter(None, (self.cell(row, each) for each in self.name_columns)))
        full = next((name for each in _FULL_NAMES if (name := self.cell(row, each))), "")
        return full or self._given_family(row) or next(filter(None, row), "")

    def sections(self, row: Row) -> tuple[str, ...]:
        """The sections of a person. Canvas joins several with “and”."""
        return tuple(filter(None, re.split(r" and |, ", self.cell(row, _SECTION))))

    @property
    def all_sections(self) -> tuple[str, ...]:
        """All sections in the roster, in order."""
        return tuple(sorted({each for row in self.rows for each in self.sections(row)}))

    def _given_family(self, row: Row) -> str:
        family = next((name for each in _FAMILY if (name := self.cell(row, each))), "")
        return f"{self.cell(row, _GIVEN)} {family}".strip()

    def forms(self, row: Row) -> frozenset[str]:
        """All names that a person may have typed, in loose spelling."""
        found = [self.cell(row, each) for each in (*_FULL_NAMES, *_LOGINS)]
        found.append(self._given_family(row))
        for name in (self.cell(row, each) for each in _FULL_NAMES):
            family, comma, given = name.partition(",")
            found += [f"{given} {family}"] if comma else []
        found += self._told(row)
        found += [each.partition("@")[0] for each in found if "@" in each]
        return frozenset(loose_name(each) for each in found) - {""}

    def _told(self, row: Row) -> Iterator[str]:
        """The cells of the recognized columns, and any two parts of the name together."""
        yield from (self.cell(row, each) for each in self.key_columns)
        names = [self.cell(row, each) for each in self.name_columns[:_MOST_NAMES]]
        yield " ".join(filter(None, names))
        yield from (f"{one} {other}" for one, other in permutations(filter(None, names), 2))


@dataclass(frozen=True, slots=True)
class GradeColumn:
    """One column of grades.

    Attributes:
        title: Its header.
        points: The maximum number of points.
        grades: The points of each student, by the name in the annotation set.
    """

    title: str
    points: float
    grades: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class GradeChanges:
    """The number of grades that an upload would change, compared with the roster."""

    new: int = 0
    changed: int = 0
    cleared: int = 0
    same: int = 0

    @classmethod
    def of(cls, cells: Iterable[tuple[str, str]]) -> "GradeChanges":
        """Count pairs of cells, each with its current and its new value."""
        found = Counter(_change(before, after) for before, after in cells)
        return cls(found["new"], found["changed"], found["cleared"], found["same"])


def _change(before: str, after: str) -> str | None:
    one, other = _grade(before), _grade(after)
    if one is None or other is None:
        return "cleared" if one is not None else "new" if other is not None else None
    return "same" if one == other else "changed"


def _grade(cell: str) -> str | float | None:
    """The value of a cell: a number, with a decimal point or comma; None for no grade."""
    clean = cell.strip()
    if clean in {"", NO_GRADE}:
        return None
    return float(clean.rstrip(" %").replace(",", ".")) if _NUMBER.fullmatch(clean) else clean


@dataclass(frozen=True, slots=True)
class Gradebook:
    """The rows of the file for the platform, and the people who could not be matched.

    Attributes:
        rows: The header and the rows, with every cell as text.
        unknown: Students with work who are not in the roster.
        without_work: People in the roster without work.
        ambiguous: Students who match several people, or several students who match one. They are
            not matched.
        changes: What an upload would change, compared with the roster.
    """

    rows: tuple[Row, ...]
    unknown: tuple[str, ...] = ()
    without_work: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    changes: GradeChanges = GradeChanges()


@dataclass(frozen=True, slots=True)
class _Matched:
    by_row: Mapping[int, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


def loose_name(name: str) -> str:
    """A name for comparison: case, white space and punctuation do not count."""
    return " ".join(re.sub(r"[\W_]+", " ", fold_name(name)).split())


@dataclass(frozen=True, slots=True)
class RosterColumns:
    """The columns of a roster that the user named.

    Attributes:
        names: The columns with the parts of a name, in their order.
        keys: The columns with the platform's ids.
    """

    names: Row = ()
    keys: Row = ()


NO_ROSTER_COLUMNS = RosterColumns()


def read_roster(data: bytes, file: str, heads: RosterColumns = NO_ROSTER_COLUMNS) -> Roster:
    """The roster in a platform's export. Its header or its cells show which platform it is.

    Args:
        data: The contents of the file.
        file: Its name, for error messages.
        heads: The columns that the user named.

    Raises:
        DataError: The file is not a table, or no column identifies the people.
    """
    text = decode_utf8(data, file, "Export it as CSV in UTF-8.")
    rows_of = csv_rows(StringIO(text, newline=""), file, delimiter_of(text))
    lines = [cells for _, cells in rows_of]
    columns = tuple(cell.strip() for cell in lines[0]) if lines else ()
    width = len(columns)
    rows = tuple((*row, *("" for _ in range(width)))[:width] for row in lines[1:] if any(row))
    _refuse_lacking(columns, heads, file)
    if heads == NO_ROSTER_COLUMNS:
        if {"Student", "ID"} <= set(columns):
            return _canvas_roster(columns, rows)
        if set(MOODLE_KEYS) & set(columns):
            return Roster(Platform.MOODLE, columns, rows)
    return _by_content(columns, rows, heads, file)


def _refuse_lacking(columns: Row, heads: RosterColumns, file: str) -> None:
    lacking = [each for each in (*heads.names, *heads.keys) if each not in columns]
    if lacking:
        there = ", ".join(columns)
        raise DataError(
            Problem(f"The column “{lacking[0]}” does not exist. Columns: {there}.", file, 1)
        )


def _by_content(columns: Row, rows: tuple[Row, ...], heads: RosterColumns, file: str) -> Roster:
    """The roster with a header in any language, recognized by its cells."""
    kinds = {name: _kind([row[at].strip() for row in rows]) for at, name in enumerate(columns)}
    addresses = [name for name, kind in kinds.items() if kind is _Kind.ADDRESS]
    if not addresses and heads == NO_ROSTER_COLUMNS:
        there = ", ".join(columns[:9]) or "nothing"
        words = (
            "No column identifies the people. A Canvas export has Student and ID. A Moodle export "
            f"has names and email addresses. The first line here has: {there}. Name the columns "
            "with --name-column and --id-column."
        )
        raise DataError(Problem(words, file, 1))
    first = list(takewhile(lambda name: kinds[name] is not _Kind.OTHER, columns))
    person = {*first, *addresses, *heads.names, *heads.keys}
    names = heads.names or tuple(name for name in first if kinds[name] is _Kind.WORDS)
    own = tuple(name for name in columns if name in person)
    return Roster(Platform.MOODLE, columns, rows, own, names)


class _Kind(StrEnum):
    """The kind of cells in a column. Columns that identify nobody, such as grades, are other."""

    ADDRESS = "address"
    WORDS = "words"
    CODE = "code"
    OTHER = "other"


def _kind(cells: Iterable[str]) -> _Kind:
    filled = [each for each in cells if each]
    if not filled:
        return _Kind.OTHER
    if all(map(_ADDRESS.fullmatch, filled)):
        return _Kind.ADDRESS
    if all(_NUMBER.fullmatch(each) or each == NO_GRADE for each in filled):
        # Numbers that identify people are whole and unique.
        apart = all(map(str.isdigit, filled)) and len(set(filled)) == len(filled)
        return _Kind.CODE if apart else _Kind.OTHER
    worded = not any(character.isdigit() for each in filled for character in each)
    return _Kind.WORDS if worded else _Kind.CODE


def _canvas_roster(columns: Row, rows: tuple[Row, ...]) -> Roster:
    # An export also has rows that are not people, such as points possible, and a test student.
    roster = Roster(Platform.CANVAS, columns, rows)
    people = (
        row
        for row in rows
        if roster.cell(row, "ID") and roster.cell(row, "Student") != "Student, Test"
    )
    return Roster(Platform.CANVAS, columns, tuple(people))


def people_without_work(roster: Roster, students: Iterable[str]) -> tuple[str, ...]:
    """The people of a roster who match none of these students."""
    matched = _match(roster, students)
    return tuple(
        roster.name(row) for number, row in enumerate(roster.rows) if number not in matched.by_row
    )


def gradebook(
    platform: Platform,
    columns: Sequence[GradeColumn],
    comments: Mapping[str, str],
    roster: Roster | None = None,
) -> Gradebook:
    """The grades as a platform imports them.

    Args:
        platform: Canvas or Moodle.
        columns: The grades.
        comments: A comment on each student's work, by the name in the annotation set.
        roster: The people in the course. Without it, students are listed only by name.
    """
    students = tuple(dict.fromkeys(name for each in columns for name in each.grades))
    known = roster or _roster_of(platform, students)
    matched = _match(roster, students) if roster else _Matched(dict(enumerate(students)))
    working = matched.by_row
    people = [
        (row, working[at])
        for at, row in enumerate(known.rows)
        if at in working and any(_grades(known, row, columns, working[at]))
    ]
    idle = tuple(known.name(row) for at, row in enumerate(known.rows) if at not in working)
    form = _canvas if platform is Platform.CANVAS else _moodle
    rows = tuple(form(known, people, columns, comments))
    cells = (
        (known.cell(row, _roster_column(known, column, columns)), grade)
        for row, student in people
        for column, grade in zip(columns, _grades(known, row, columns, student), strict=True)
    )
    return Gradebook(rows, matched.unknown, idle, matched.doubtful, GradeChanges.of(cells))


def _roster_column(roster: Roster, column: GradeColumn, columns: Sequence[GradeColumn]) -> str:
    """The column of a roster that already has these grades, or "" if there is none.

    Canvas adds its id after the title. Moodle adds the kind of activity before it and the unit
    after it.
    """
    if _goes_back(roster, columns):
        return GRADE
    title = column.title
    pattern = re.compile(rf"(?:[^:]{{1,60}}: ?)?{re.escape(title)}(?: \([^()]*\))?")
    others = [each for each in roster.columns if each not in roster.key_columns]
    return title if title in others else next(filter(pattern.fullmatch, others), "")


def _goes_back(roster: Roster, columns: Sequence[GradeColumn]) -> bool:
    """Whether the roster is a Moodle grading worksheet and there is one column of grades."""
    worksheet = roster.platform is Platform.MOODLE and {"Identifier", GRADE} <= set(roster.columns)
    return worksheet and len(columns) == 1


def _roster_of(platform: Platform, students: Iterable[str]) -> Roster:
    if platform is Platform.CANVAS:
        return Roster(platform, CANVAS_COLUMNS, tuple((name, "", "", "", "") for name in students))
    return Roster(platform, ("Full name",), tuple((name,) for name in students))


def _match(roster: Roster, students: Iterable[str]) -> _Matched:
    by_form: dict[str, list[int]] = {}
    for number, row in enumerate(roster.rows):
        for form in roster.forms(row):
            by_form.setdefault(form, []).append(number)
    candidates = {name: by_form.get(loose_name(name), []) for name in students}
    claimed = [numbers[0] for numbers in candidates.values() if len(numbers) == 1]
    by_row = {
        numbers[0]: name
        for name, numbers in candidates.items()
        if len(numbers) == 1 and claimed.count(numbers[0]) == 1
    }
    unknown = tuple(name for name, numbers in candidates.items() if not numbers)
    doubtful = tuple(n for n in candidates if n not in by_row.values() and n not in unknown)
    return _Matched(by_row, unknown, doubtful)


Submitters = Sequence[tuple[Row, str]]
"""The people who submitted work: the row in the roster and the name in the work."""


def _canvas(
    roster: Roster, people: Submitters, columns: Sequence[GradeColumn], _: Mapping[str, str]
) -> Iterator[Row]:
    end = roster.columns.index("Section") + 1 if "Section" in roster.columns else 0
    own = roster.columns[:end] if end else CANVAS_COLUMNS
    yield (*own, *(_canvas_title(roster, column.title) for column in columns))
    blank = ("",) * (len(own) - 1)
    yield (f"    {POINTS_POSSIBLE}", *blank, *(_number(column.points) for column in columns))
    for row, student in people:
        grades = _grades(roster, row, columns, student)
        yield (*(roster.cell(row, each) for each in own), *grades)


def _canvas_title(roster: Roster, title: str) -> str:
    """The header of an assignment. An existing assignment has its id after the title."""
    pattern = re.compile(rf"{re.escape(title)} \(\d+\)")
    return next((each for each in roster.columns if pattern.fullmatch(each)), title)


def _moodle(
    roster: Roster, people: Submitters, columns: Sequence[GradeColumn], comments: Mapping[str, str]
) -> Iterator[Row]:
    if _goes_back(roster, columns):
        yield from _worksheet(roster, people, columns, comments)
        return
    own = roster.key_columns or tuple(each for each in roster.columns if each in MOODLE_COLUMNS)
    yield (*own, *(column.title for column in columns), COMMENTS)
    for row, student in people:
        grades = _grades(roster, row, columns, student)
        said = comments.get(student, "")
        yield (*(roster.cell(row, each) for each in own), *grades, said)


def _worksheet(
    roster: Roster, people: Submitters, columns: Sequence[GradeColumn], comments: Mapping[str, str]
) -> Iterator[Row]:
    """A grading worksheet with grades and comments filled in and all else unchanged."""
    own = roster.columns if COMMENTS in roster.columns else (*roster.columns, COMMENTS)
    yield own
    for row, student in people:
        (grade,) = _grades(roster, row, columns, student)
        filled = {GRADE: grade, COMMENTS: comments.get(student, "")}
        yield tuple(filled.get(each, roster.cell(row, each)) for each in own)


def _grades(roster: Roster, row: Row, columns: Sequence[GradeColumn], student: str) -> Row:
    """The cells of a person's grades. A cell without a grade keeps the roster's value."""
    return tuple(
        _as_it_was(roster, row, column, columns)
        if (points := column.grades.get(student)) is None
        else _number(points)
        for column in columns
    )


def _as_it_was(
    roster: Roster, row: Row, column: GradeColumn, columns: Sequence[GradeColumn]
) -> str:
    before = roster.cell(row, _roster_column(roster, column, columns))
    return before or (NO_GRADE if roster.platform is Platform.MOODLE else "")


def _number(points: float) -> str:
    return f"{points:.2f}".rstrip("0").rstrip(".")

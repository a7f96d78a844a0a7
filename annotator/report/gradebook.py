"""Gradebooks: grades in the columns that a learning platform imports.

Canvas: the columns about the person, then a column for each assignment. The second row has the
points possible. Moodle: the columns about the person, a column of grades, and one of feedback
comments. The identifiers come from the platform's own export, the roster.

An upload must not remove a grade. Canvas clears the grade of an empty cell, and Moodle turns it
into a 0 in a new column. So a student without work has no row, and a cell without a new grade keeps
its value.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from annotator.model.name_folding import fold_name
from annotator.model.person_matching import (
    NO_ANSWERS,
    Answers,
    Person,
    PersonMatches,
    match_people,
)
from annotator.project.roster import NO_GRADE, NUMBER_CELL, Platform, Roster, Row, person_index

CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
SECTION = "Section"
GRADE, COMMENTS, POINTS_POSSIBLE = "Grade", "Feedback comments", "Points Possible"


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
    def of(cls, cells: Iterable["GradeChange"]) -> "GradeChanges":
        """Count cells by what an upload does with them."""
        found = Counter(each.kind for each in cells)
        return cls(found["new"], found["changed"], found["cleared"], found["same"])


@dataclass(frozen=True, slots=True)
class GradeChange:
    """A cell of the gradebook, before and after an upload.

    Attributes:
        student: The person's name in the roster.
        section: The person's section; empty if the roster has none.
        column: The title of the column.
        before: The cell in the roster.
        after: The cell in the file for the platform.
    """

    student: str
    section: str
    column: str
    before: str
    after: str

    @property
    def kind(self) -> str | None:
        """What an upload does: new, changed, cleared, same, or None if there is no grade."""
        return _change(self.before, self.after)


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
    return float(clean.rstrip(" %").replace(",", ".")) if NUMBER_CELL.fullmatch(clean) else clean


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
        cells: Each cell with a grade, before and after an upload.
        maximum: The maximum grade in a Moodle grading worksheet; empty if it has none.
        candidates: The people who may be meant by an ambiguous name, by the name.
        not_listed: Students who are not in the roster, as the teacher said.
    """

    rows: tuple[Row, ...]
    unknown: tuple[str, ...] = ()
    without_work: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    changes: GradeChanges = GradeChanges()
    cells: tuple[GradeChange, ...] = ()
    maximum: str = ""
    candidates: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    not_listed: tuple[str, ...] = ()


def people_without_work(
    roster: Roster, students: Iterable[str], answers: Answers = NO_ANSWERS
) -> tuple[str, ...]:
    """The people of a roster who match none of these students."""
    matched = match_people(person_index(roster), students, answers).matched.values()
    return tuple(roster.name(row) for at, row in enumerate(roster.rows) if at not in set(matched))


def gradebook(
    platform: Platform,
    columns: Sequence[GradeColumn],
    comments: Mapping[str, str],
    roster: Roster | None = None,
    answers: Answers = NO_ANSWERS,
) -> Gradebook:
    """The grades as a platform imports them.

    Args:
        platform: Canvas or Moodle, or plain for the roster's own columns.
        columns: The grades.
        comments: A comment on each student's work, by the name in the annotation set.
        roster: The people in the course. Without it, students are listed only by name.
        answers: What the teacher said about names.
    """
    students = tuple(dict.fromkeys(name for each in columns for name in each.grades))
    known = roster or _roster_of(platform, students)
    found = match_people(person_index(roster), students, answers) if roster else _by_name(students)
    by_row, twice = _names_by_row(found.matched, columns)
    own = {name: names[0] for names in by_row.values() for name in names}
    book = _filled(
        platform,
        known,
        {at: names[0] for at, names in by_row.items()},
        [replace(each, grades=_by_person(each.grades, own)) for each in columns],
        _joined_comments(comments, own),
    )
    asked = {name: found.people_of(name) for name in students if name in {*found.asked, *twice}}
    return replace(
        book,
        unknown=found.unknown,
        ambiguous=tuple(asked),
        candidates={
            name: tuple(known.people[at] for at in numbers) for name, numbers in asked.items()
        },
        not_listed=found.not_listed,
    )


def _filled(
    platform: Platform,
    roster: Roster,
    working: Mapping[int, str],
    columns: Sequence[GradeColumn],
    comments: Mapping[str, str],
) -> Gradebook:
    people = [
        (row, working[at])
        for at, row in enumerate(roster.rows)
        if at in working and any(_grades(roster, row, columns, working[at]))
    ]
    idle = tuple(roster.name(row) for at, row in enumerate(roster.rows) if at not in working)
    form = _canvas if platform is Platform.CANVAS else _moodle
    rows = tuple(form(roster, people, columns, comments))
    cells = tuple(
        GradeChange(
            roster.name(row),
            roster.cell(row, SECTION),
            column.title,
            roster.cell(row, _roster_column(roster, column, columns)),
            grade,
        )
        for row, student in people
        for column, grade in zip(columns, _grades(roster, row, columns, student), strict=True)
    )
    changes = GradeChanges.of(cells)
    maximum = _maximum(roster, columns)
    return Gradebook(rows, without_work=idle, changes=changes, cells=cells, maximum=maximum)


def platform_maximum(roster: Roster, titles: Sequence[str], title: str) -> float | None:
    """The points that the platform has for a column already: its possible or maximum points.

    Args:
        roster: The platform's export.
        titles: The titles of all columns of grades.
        title: The title of the column.
    """
    columns = [GradeColumn(each, 0, {}) for each in titles]
    if roster.platform is Platform.CANVAS:
        column = _roster_column(roster, GradeColumn(title, 0, {}), columns)
        own = roster.cell(roster.points_possible, column) if roster.points_possible else ""
    else:
        own = _maximum(roster, columns)
    found = _grade(own)
    return found if isinstance(found, float) and found > 0 else None


def _maximum(roster: Roster, columns: Sequence[GradeColumn]) -> str:
    """The maximum grade that a Moodle grading worksheet has for all people, or ""."""
    if not _goes_back(roster, columns):
        return ""
    heading = next((each for each in roster.columns if fold_name(each) == "maximum grade"), "")
    found = {_grade(roster.cell(row, heading)) for row in roster.rows} - {None}
    return _number(value) if len(found) == 1 and isinstance(value := found.pop(), float) else ""


def _by_name(students: Sequence[str]) -> PersonMatches:
    """Without a roster, each student is a row."""
    return PersonMatches({name: at for at, name in enumerate(students)}, {})


def _names_by_row(
    matched: Mapping[str, int], columns: Sequence[GradeColumn]
) -> tuple[dict[int, tuple[str, ...]], tuple[str, ...]]:
    """The names of each person, and the names of people with two works on one article.

    A person may have used another name for another article, but which of two works on one article
    counts has to be asked.
    """
    rows: dict[int, list[str]] = {}
    for name, at in matched.items():
        rows.setdefault(at, []).append(name)
    twice = {
        at
        for at, names in rows.items()
        if any(sum(each.grades.get(n) is not None for n in names) > 1 for each in columns)
    }
    by_row = {at: tuple(names) for at, names in rows.items() if at not in twice}
    return by_row, tuple(name for at in twice for name in rows[at])


def _by_person(
    grades: Mapping[str, float | None], own: Mapping[str, str]
) -> dict[str, float | None]:
    """The grades of each person, under the first of the person's names."""
    found: dict[str, float | None] = {}
    for name, points in grades.items():
        if name in own and found.get(own[name]) is None:
            found[own[name]] = points
    return found


def _joined_comments(comments: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for name, said in comments.items():
        found.setdefault(own.get(name, name), []).append(said)
    return {name: " ".join(said) for name, said in found.items()}


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
        rows = tuple((name, "", "", "", "") for name in students)
        return Roster(platform, CANVAS_COLUMNS, rows, ("Student",))
    rows_of_names = tuple((name,) for name in students)
    full_name = ("Full name",)
    return Roster(platform, full_name, rows_of_names, full_name, key_columns=full_name)


Submitters = Sequence[tuple[Row, str]]
"""The people who submitted work: the row in the roster and the name in the work."""


def _canvas(
    roster: Roster, people: Submitters, columns: Sequence[GradeColumn], _: Mapping[str, str]
) -> Iterator[Row]:
    end = roster.columns.index("Section") + 1 if "Section" in roster.columns else 0
    own = roster.columns[:end] if end else (*roster.name_columns, *CANVAS_COLUMNS[1:])
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
    own = roster.key_columns
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

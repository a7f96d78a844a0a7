"""Rosters: a learning platform's export, or a teacher's list, of the people in a course.

Canvas: Student (“Last, First”) or LastName and FirstName, ID, SIS User ID, SIS Login ID, Section.
Moodle: First name, Last name or Full name, and ID number, Username, Email address or the Identifier
of a grading worksheet. Moodle writes its header in the language of the person who exports. Known
headers are in a table. In other languages, the cells show what a column contains.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from io import StringIO
from itertools import takewhile

from annotator.model.errors import DataError, Problem
from annotator.model.messages import Message
from annotator.model.name_folding import fold_name
from annotator.model.person_matching import Person, PersonIndex, in_section, split_sections
from annotator.text.strict_text import csv_rows, decode_utf8, delimiter_of

Row = tuple[str, ...]
MAX_ROSTER_BYTES = 4_000_000


class Platform(StrEnum):
    """The platform that imports the grades."""

    CANVAS = "canvas"
    MOODLE = "moodle"
    PLAIN = "plain"


class ColumnRole(StrEnum):
    """What a column of a roster says about a person."""

    FULL_NAME = "full name"
    GIVEN_NAME = "given name"
    FAMILY_NAME = "family name"
    NICKNAME = "nickname"
    LOGIN = "login"
    SECTION = "section"
    OTHER = "other"


_HEADERS: Mapping[ColumnRole, str] = {
    ColumnRole.FULL_NAME: (
        "student, full name, name, student name, vollständiger name, nombre completo, "
        "nom complet, imię i nazwisko, nome completo, nome e cognome, volledige naam"
    ),
    ColumnRole.GIVEN_NAME: (
        "first name, firstname, given name, vorname, nombre, nombres, prénom, imię, nome, "
        "voornaam, etunimi, förnamn, fornavn"
    ),
    ColumnRole.FAMILY_NAME: (
        "last name, lastname, surname, family name, nachname, familienname, apellido, apellidos, "
        "apellido(s), nom, nom de famille, nazwisko, cognome, sobrenome, apelido, achternaam, "
        "sukunimi, efternamn, efternavn, etternavn"
    ),
    ColumnRole.NICKNAME: (
        "nickname, preferred name, display name, known as, rufname, spitzname, apodo, "
        "nombre preferido, surnom, prénom usuel, pseudonim, roepnaam, alternate name"
    ),
    ColumnRole.LOGIN: (
        "id, sis user id, sis login id, id number, username, email address, email, e-mail, login, "
        "student id, identifier, id-nummer, anmeldename, e-mail-adresse, número de id, "
        "nombre de usuario, dirección de correo, correo electrónico, numéro d'identification, "
        "nom d'utilisateur, adresse de courriel, numer id, nazwa użytkownika, adres e-mail"
    ),
    ColumnRole.SECTION: (
        "section, sections, group, groups, gruppe, gruppen, sección, grupo, grupos, groupe, "
        "groupes, sekcja, grupa, grupy, gruppo, gruppi, klasse, class, clase, classe"
    ),
    ColumnRole.OTHER: (
        "institution, department, abteilung, institución, departamento, département, instytucja, "
        "wydział, city, country, ort, stadt, land, status"
    ),
}
_ROLES = {
    fold_name(header): role for role, listed in _HEADERS.items() for header in listed.split(", ")
}
_TERM_KEYS = ("id", "sis user id", "id number", "username", "email address")
"""Columns that identify a person for the whole term. The Identifier of a worksheet does not."""

NO_GRADE = "-"
"""What Moodle writes for a missing grade."""
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
NUMBER_CELL = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?(?: ?%)?")
"""A cell with a number, with a decimal point or comma."""
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_CANVAS_KEYS = ("ID", "SIS User ID", "SIS Login ID")
_TEST_STUDENT = fold_name("Student, Test")
_POINTS_POSSIBLE = "points possible"
_WORKSHEET_KEY = "identifier"


def column_role(header: str) -> ColumnRole | None:
    """What a column says, by its header; None if the header is not a known one."""
    return _ROLES.get(fold_name(header.replace("’", "'")))


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


@dataclass(frozen=True)
class Roster:
    """The people in a course.

    Attributes:
        platform: The platform of the export; plain for a list without ids.
        columns: Its header.
        rows: One row for each person, as long as the header.
        name_columns: The columns with the parts of the name, given name first.
        login_columns: The columns that identify a person, such as numbers and addresses.
        nickname_columns: The columns with other names of a person.
        section_column: The column with the section, or "".
        key_columns: The columns about the person, if their headers are not a platform's own.
        points_possible: The row of an export from Canvas with the points of each assignment.
    """

    platform: Platform
    columns: Row
    rows: tuple[Row, ...]
    name_columns: Row = ()
    login_columns: Row = ()
    nickname_columns: Row = ()
    section_column: str = ""
    key_columns: Row = ()
    points_possible: Row = ()

    def cell(self, row: Row, column: str) -> str:
        """A person's cell in a column; empty if the roster does not have the column."""
        return row[self.columns.index(column)].strip() if column in self.columns else ""

    def name(self, row: Row) -> str:
        """A person's name, as the roster writes it."""
        return " ".join(self._filled(row, self.name_columns)) or next(filter(None, row), "")

    @property
    def people(self) -> tuple[Person, ...]:
        """The people, in the order of the rows."""
        return people_of(self)

    @property
    def all_sections(self) -> tuple[str, ...]:
        """The sections of the course, in order."""
        cells = (self.cell(row, self.section_column) for row in self.rows)
        return tuple(sorted({each for cell in cells for each in split_sections(cell)}))

    def of_section(self, section: str) -> "Roster":
        """The roster with the people of one section."""
        pairs = zip(self.rows, self.people, strict=True)
        return replace(self, rows=tuple(row for row, each in pairs if in_section(each, section)))

    def parts(self, row: Row) -> Row:
        """The given and the family name, or the whole name in one part if it is not separated."""
        found = self._filled(row, self.name_columns)
        if len(found) != 1:
            return found
        family, comma, given = found[0].partition(",")
        return (given.strip(), family.strip()) if comma and given.strip() else found

    def nicknames(self, row: Row) -> Row:
        """Other names of a person: in a column of their own, or in brackets after the name."""
        inside = _IN_BRACKETS.findall(self.name(row))
        return (*self._filled(row, self.nickname_columns), *inside)

    def _filled(self, row: Row, columns: Iterable[str]) -> Row:
        return tuple(filter(None, (self.cell(row, each) for each in columns)))

    def person_ids(self, row: Row) -> Row:
        """What identifies a person for the whole term, the best first."""
        known = [each for each in self.login_columns if fold_name(each) != _WORKSHEET_KEY]
        ranked = sorted(known, key=_rank)
        return self._filled(row, ranked)


def _rank(column: str) -> int:
    folded = fold_name(column)
    return _TERM_KEYS.index(folded) if folded in _TERM_KEYS else len(_TERM_KEYS)


@lru_cache(maxsize=8)
def people_of(roster: Roster) -> tuple[Person, ...]:
    """The people of a roster, in the order of its rows, each with an id of its own."""
    ids = tuple(_unique_ids(roster))
    return tuple(
        Person(
            ids[at],
            roster.name(row),
            roster.parts(row),
            roster.nicknames(row),
            tuple(filter(None, (roster.cell(row, each) for each in roster.login_columns))),
            roster.cell(row, roster.section_column),
        )
        for at, row in enumerate(roster.rows)
    )


def _unique_ids(roster: Roster) -> Iterator[str]:
    counts = Counter(fold_name(one) for row in roster.rows for one in set(roster.person_ids(row)))
    names = Counter(fold_name(roster.name(row)) for row in roster.rows)
    seen: Counter[str] = Counter()
    for row in roster.rows:
        own = next((one for one in roster.person_ids(row) if counts[fold_name(one)] == 1), None)
        name = roster.name(row)
        seen[fold_name(name)] += 1
        number = f" #{seen[fold_name(name)]}" if names[fold_name(name)] > 1 else ""
        yield own or f"{name}{number}"


@lru_cache(maxsize=8)
def person_index(roster: Roster) -> PersonIndex:
    """The people of a roster, to be found by name."""
    return PersonIndex(people_of(roster))


def read_roster(data: bytes, file: str, heads: RosterColumns = NO_ROSTER_COLUMNS) -> Roster:
    """The roster in a platform's export. Its header or its cells show which platform it is.

    Args:
        data: The contents of the file.
        file: Its name, for error messages.
        heads: The columns that the user named.

    Raises:
        DataError: The file is not a table, or no column identifies the people.
    """
    text = decode_utf8(data, file, Message("Export it as CSV in UTF-8."))
    rows_of = csv_rows(StringIO(text, newline=""), file, delimiter_of(text))
    lines = [cells for _, cells in rows_of]
    columns = tuple(cell.strip() for cell in lines[0]) if lines else ()
    width = len(columns)
    rows = tuple((*row, *("" for _ in range(width)))[:width] for row in lines[1:] if any(row))
    _refuse_lacking(columns, heads, file)
    roles = {each: column_role(each) for each in columns if each}
    if heads == NO_ROSTER_COLUMNS and {"ID"} <= set(columns) and _has_canvas_names(columns):
        return _canvas_roster(columns, rows, roles)
    return _other_roster(columns, rows, roles, heads, file)


def _refuse_lacking(columns: Row, heads: RosterColumns, file: str) -> None:
    lacking = [each for each in (*heads.names, *heads.keys) if each not in columns]
    if lacking:
        there = ", ".join(columns)
        raise DataError(
            Problem(f"The column “{lacking[0]}” does not exist. Columns: {there}.", file, 1)
        )


_Roles = Mapping[str, ColumnRole | None]


def _with_role(roles: _Roles, *wanted: ColumnRole) -> Row:
    return tuple(each for role in wanted for each in roles if roles[each] is role)


def _has_canvas_names(columns: Row) -> bool:
    return "Student" in columns or {"LastName", "FirstName"} <= set(columns)


def _canvas_roster(columns: Row, rows: tuple[Row, ...], roles: _Roles) -> Roster:
    names = ("FirstName", "LastName") if "FirstName" in columns else ("Student",)
    roster = Roster(
        Platform.CANVAS,
        columns,
        rows,
        names,
        tuple(each for each in _CANVAS_KEYS if each in columns),
        _with_role(roles, ColumnRole.NICKNAME),
        "Section" if "Section" in columns else "",
    )
    # An export also has rows that are not people, such as points possible, and a test student.
    points = next((row for row in rows if fold_name(row[0]) == _POINTS_POSSIBLE), ())
    people = tuple(row for row in rows if _is_person(roster, row))
    return replace(roster, rows=people, points_possible=points)


def _is_person(roster: Roster, row: Row) -> bool:
    student = ", ".join(roster.cell(row, each) for each in reversed(roster.name_columns))
    return bool(roster.cell(row, "ID")) and fold_name(student) != _TEST_STUDENT


def _other_roster(
    columns: Row, rows: tuple[Row, ...], roles: "_Roles", heads: RosterColumns, file: str
) -> Roster:
    """The roster of Moodle or a plain list, by its headers and its cells."""
    kinds = {name: _kind([row[at].strip() for row in rows]) for at, name in enumerate(columns)}
    names = heads.names or _name_columns(columns, roles, kinds)
    addresses = tuple(name for name, kind in kinds.items() if kind is _Kind.ADDRESS)
    logins = _with_role(roles, ColumnRole.LOGIN)
    keys = tuple(each for each in columns if each in {*heads.keys, *logins, *addresses})
    if not names and not keys:
        raise DataError(Problem(_unreadable(columns), file, 1))
    sections = _with_role(roles, ColumnRole.SECTION)
    nicknames = tuple(each for each in _with_role(roles, ColumnRole.NICKNAME) if each not in names)
    by_content = () if any(map(column_role, names)) else _leading(columns, roles, kinds)
    person = {*by_content, *names, *keys, *(() if keys else (*nicknames, *sections[:1]))}
    return Roster(
        Platform.MOODLE if keys else Platform.PLAIN,
        columns,
        rows,
        names,
        keys,
        nicknames,
        next(iter(sections), ""),
        tuple(each for each in columns if each in person),
    )


def _unreadable(columns: Row) -> str:
    there = ", ".join(columns[:9]) or Message("nothing")
    return Message(
        "No column identifies the people. A Canvas export has Student and ID. A Moodle export "
        "has names and email addresses. The first line here has: %(columns)s. Name the columns "
        "with --name-column and --id-column.",
        columns=there,
    )


def _name_columns(columns: Row, roles: _Roles, kinds: Mapping[str, "_Kind"]) -> Row:
    """The columns with the parts of a name: by their headers, or the first columns of words."""
    parts = _with_role(roles, ColumnRole.GIVEN_NAME)[:1]
    parts += _with_role(roles, ColumnRole.FAMILY_NAME)[:1]
    known = parts if len(parts) > 1 else _with_role(roles, ColumnRole.FULL_NAME)[:1] or parts
    if known or not any(kind is _Kind.ADDRESS for kind in kinds.values()):
        return known
    words = (each for each in _leading(columns, roles, kinds) if kinds[each] is _Kind.WORDS)
    return tuple(each for each in words if roles.get(each) is None)[:2]


def _leading(columns: Row, roles: _Roles, kinds: Mapping[str, "_Kind"]) -> Row:
    """The first columns, which are about the person, up to the first grade."""
    first = takewhile(lambda each: kinds[each] is not _Kind.OTHER or bool(roles.get(each)), columns)
    return tuple(first)


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
    if all(NUMBER_CELL.fullmatch(each) or each == NO_GRADE for each in filled):
        # Numbers that identify people are whole and unique.
        apart = all(map(str.isdigit, filled)) and len(set(filled)) == len(filled)
        return _Kind.CODE if apart else _Kind.OTHER
    worded = not any(character.isdigit() for each in filled for character in each)
    return _Kind.WORDS if worded else _Kind.CODE

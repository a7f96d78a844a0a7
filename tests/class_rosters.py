"""A class of 41 students: the exports that platforms make of it, and what the students type."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import NamedTuple

from annotator.model.person_matching import Person


class Classmate(NamedTuple):
    """A student: the official name, what the student types, and a nickname in the roster."""

    given: str
    family: str
    typed: str
    nickname: str = ""

    @property
    def login(self) -> str:
        """The login, made as universities make it: a number, not the name."""
        return f"u{4000 + CLASSMATES.index(self)}"


CLASSMATES: tuple[Classmate, ...] = (
    Classmate("Ada", "Lovelace", "Ada Lovelace 2"),
    Classmate("José Luis", "García Márquez", "jose garcia"),
    Classmate("María Fernanda", "de la Cruz", "Maria de la Cruz"),
    Classmate("Zoë", "Müller", "Zoe Mueller"),
    Classmate("Jürgen", "Weiß", "jurgen weiss"),
    Classmate("Łukasz", "Wójcik", "Lukasz Wojcik"),
    Classmate("Małgorzata", "Dąbrowska-Nowak", "Malgorzata Dabrowska"),
    Classmate("François", "Lefèvre", "Lefevre Francois"),
    Classmate("Anne-Marie", "Smith-Jones", "Anne Marie Smith Jones"),
    Classmate("Siobhan", "O'Hara", "Siobhan OHara"),
    Classmate("Willem", "van der Berg", "Willem Van Den Berg"),
    Classmate("Nguyễn Thị", "Phạm", "Pham Nguyen Thi"),
    Classmate("Xiaoming", "Li", "Tony Li", "Tony"),
    Classmate("John Paul", "Walker", "John P. Walker"),
    Classmate("Katherine Anne", "Brown", "Katherine Brown"),
    Classmate("Mohammed", "Al-Rashid", "Mohammed Al Rashid"),
    Classmate("Dee", "Nakamura", "Nakamura, Dee"),
    Classmate("Søren", "Ångström", "Soren Angstrom"),
    Classmate("Björk", "Guðmundsdóttir", "bjork gudmundsdottir"),
    Classmate("Alexander", "Petrov", "Alex Petrov"),
    Classmate("Emily", "Chen", "Emily C"),
    Classmate("Emily", "Clark", "emily clark"),
    Classmate("David", "Kim", "David Kim 2"),
    Classmate("David", "Kim", "David Kim"),
    Classmate("Sofia", "Rossi", "Sofia"),
    Classmate("Иван", "Соколов", "Иван Соколов"),
    Classmate("明", "李", "李明"),
    Classmate("محمد", "الأحمد", "محمد الاحمد"),
    Classmate("Grace", "Hopper", "Grace M. Hopper"),
    Classmate("Priya", "Venkataraman", "priya v"),
    Classmate("Jean-Luc", "Picard", "Jean Luc Picard 3"),
    Classmate("Óscar", "Núñez", "oscar nunez"),
    Classmate("Tomáš", "Dvořák", "Dvorak Tomas"),
    Classmate("Robert", "Fitzgerald", "Bob Fitzgerald"),
    Classmate("Hannah", "Schröder", "Hannah Schroeder (she/her)"),
    Classmate("Ines", "Santos Pereira", "Ines Pereira"),
    Classmate("Thandiwe", "Mkhize", "thandiwe.mkhize"),
    Classmate("Ioannis", "Papadopoulos", "I. Papadopoulos"),
    Classmate("Mary", "MacDonald", "Mary Mac Donald"),
    Classmate("Elif", "Yıldız", "Elif Yildiz"),
    Classmate("Noah", "Williams", "Noah Willams"),
)

ASKED = frozenset(
    {"Emily C", "David Kim 2", "David Kim", "Sofia", "Noah Willams", "Bob Fitzgerald"}
)
"""Two Emilys with a C, two Kims, a first name alone, a typing error, an unlisted nickname."""

SECTIONS = ("MEDIA-101-01", "MEDIA-101-02")


def section_of(number: int) -> str:
    """The section of a student, by the number in the class."""
    return SECTIONS[number % 2]


def as_people(classmates: Sequence[Classmate] = CLASSMATES) -> tuple[Person, ...]:
    """The class as a roster gives it."""
    return tuple(
        Person(
            each.login,
            f"{each.given} {each.family}",
            (each.given, each.family),
            (each.nickname,) if each.nickname else (),
            (each.login,),
            section_of(number),
        )
        for number, each in enumerate(classmates)
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], delimiter: str = ",") -> bytes:
    file = StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows([head, *rows])
    return file.getvalue().encode()


def canvas_export() -> bytes:
    """The gradebook of Canvas, with “Last, First”."""
    head = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Quiz (77)", "Final Score")
    rows = [
        (
            f"{each.family}, {each.given}",
            str(9000 + at),
            f"s{at}",
            each.login,
            section_of(at),
            "",
            "",
        )
        for at, each in enumerate(CLASSMATES)
    ]
    possible = ("    Points Possible", "", "", "", "", "10", "(read only)")
    return _table(head, [possible, *rows, ("Student, Test", "999", "", "t", SECTIONS[0], "", "")])


def canvas_export_with_name_columns() -> bytes:
    """The gradebook of Canvas with the names in two columns, which an account can switch on."""
    head = ("LastName", "FirstName", "ID", "SIS User ID", "SIS Login ID", "Section", "Quiz (77)")
    rows = [
        (each.family, each.given, str(9000 + at), f"s{at}", each.login, section_of(at), "")
        for at, each in enumerate(CLASSMATES)
    ]
    return _table(head, [("    Points Possible", "", "", "", "", "", "10"), *rows])


_MIDDLE_HEADS = {
    "en": "ID number,Institution,Department",
    "de": "ID-Nummer,Institution,Abteilung",
    "es": "Número de ID,Institución,Departamento",
    "fr": "Numéro d'identification,Institution,Département",
    "pl": "Numer ID,Instytucja,Wydział",
}
MOODLE_HEADS = {
    "en": ("First name", "Last name", *_MIDDLE_HEADS["en"].split(","), "Email address"),
    "de": ("Vorname", "Nachname", *_MIDDLE_HEADS["de"].split(","), "E-Mail-Adresse"),
    "es": ("Nombre", "Apellido(s)", *_MIDDLE_HEADS["es"].split(","), "Dirección de correo"),
    "fr": ("Prénom", "Nom de famille", *_MIDDLE_HEADS["fr"].split(","), "Adresse de courriel"),
    "pl": ("Imię", "Nazwisko", *_MIDDLE_HEADS["pl"].split(","), "Adres e-mail"),
}
"""The first columns of Moodle's gradebook, by language."""


def moodle_export(language: str) -> bytes:
    """The gradebook of Moodle in a language."""
    rows = [
        (
            each.given,
            each.family,
            each.login,
            "Uni",
            "Media",
            f"{each.login}@uni.example",
            "-",
            "7,50",
        )
        for each in CLASSMATES
    ]
    head = (*MOODLE_HEADS[language], "Quiz: Test", "Total")
    return _table(head, rows, ";" if language in {"de", "pl"} else ",")


def plain_list() -> bytes:
    """A list that a teacher made in a spreadsheet, without any identifiers."""
    rows = [
        (f"{each.given} {each.family}", each.nickname, section_of(at))
        for at, each in enumerate(CLASSMATES)
    ]
    return _table(("Name", "Preferred name", "Section"), rows)

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.errors import DataError
from annotator.project.roster import Platform, Roster, read_roster
from tests.class_rosters import (
    CLASSMATES,
    MOODLE_HEADS,
    SECTIONS,
    canvas_export,
    canvas_export_with_name_columns,
    moodle_export,
    plain_list,
    section_of,
)


def roster(data: bytes) -> Roster:
    return read_roster(data, "roster.csv")


@pytest.mark.parametrize(
    ("data", "platform"),
    [
        (canvas_export(), Platform.CANVAS),
        (canvas_export_with_name_columns(), Platform.CANVAS),
        *((moodle_export(language), Platform.MOODLE) for language in MOODLE_HEADS),
        (plain_list(), Platform.PLAIN),
    ],
)
def test_everybody_is_read_with_both_parts_of_the_name(data: bytes, platform: Platform) -> None:
    known = roster(data)
    assert known.platform is platform
    names = [(" ".join(each.parts), each.name) for each in known.people]
    assert [one for one, _ in names] == [f"{each.given} {each.family}" for each in CLASSMATES]
    assert len({each.id for each in known.people}) == len(CLASSMATES)


def test_the_id_of_a_person_is_the_platforms_own() -> None:
    assert roster(canvas_export()).people[3].id == "9003"
    assert roster(moodle_export("pl")).people[3].id == CLASSMATES[3].login


def test_namesakes_in_a_list_without_ids_are_numbered() -> None:
    ids = [each.id for each in roster(b"Name\nAda Byron\nBo Lind\nada byron\n").people]
    assert ids == ["Ada Byron #1", "Bo Lind", "ada byron #2"]


def test_an_id_that_two_people_share_identifies_neither() -> None:
    data = b"First name,Last name,ID number\nAda,Byron,7\nBo,Lind,7\n"
    assert [each.id for each in roster(data).people] == ["Ada Byron", "Bo Lind"]


def test_the_number_in_a_grading_worksheet_does_not_identify_for_the_term() -> None:
    data = b"Identifier,Full name,Email address,Grade\nParticipant 1,Ada Byron,ada@uni.example,\n"
    (ada,) = roster(data).people
    assert ada.id == "ada@uni.example"
    assert "Participant 1" in ada.logins


@pytest.mark.parametrize("data", [canvas_export(), plain_list()])
def test_the_sections_are_known_and_each_has_its_own_people(data: bytes) -> None:
    known = roster(data)
    assert known.all_sections == SECTIONS
    own = [each for at, each in enumerate(CLASSMATES) if section_of(at) == SECTIONS[1]]
    assert len(known.of_section(SECTIONS[1].lower()).rows) == len(own)


def test_a_person_in_two_sections_of_canvas_is_in_both() -> None:
    data = b'Student,ID,Section\n"Byron, Ada",1,S 1 and S 2\n"Lind, Bo",2,S 1\n'
    known = roster(data)
    assert [len(known.of_section(each).rows) for each in ("S 1", "S 2", "S 3")] == [2, 1, 0]


def test_a_name_in_brackets_and_a_column_of_nicknames_are_other_names() -> None:
    data = "Name,Rufname,E-Mail\n" + '"Li, Xiaoming (Tony)",Ming,x@uni.example\n'
    (person,) = roster(data.encode()).people
    assert person.nicknames == ("Ming", "Tony")


def test_grades_that_look_like_numbers_of_people_are_not_about_the_person() -> None:
    data = "Imię;Nazwisko;Adres e-mail;Quiz\nAda;Byron;a@uni.example;7\nBo;Lind;b@uni.example;8\n"
    assert "Quiz" not in roster(data.encode()).key_columns


@given(st.binary(max_size=80) | st.text('Student,ID\n" ;é1@.', max_size=80).map(str.encode))
def test_a_file_is_read_or_refused_in_words(data: bytes) -> None:
    with suppress(DataError):
        known = roster(data)
        assert len(known.people) == len(known.rows)

"""The door of the class, removing a student, and who of the roster a student is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.model.person_matching import Identification
from annotator.model.sitting import UNEXPECTED_STUDENTS
from annotator.project.roster import read_roster
from annotator.storage import people, sittings
from annotator.storage.layout import class_path
from tests.drivers.class_page import School, edit
from tests.project_factories import a_class, the_pass

ROSTER = read_roster(
    b'Student,ID,Section\n"Lovelace, Ada",101,A\n"Lind, Ada",102,A\n"Hopper, Grace",103,A\n',
    "roster.csv",
)


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    with School(a_class(tmp_path / "class"), roster=ROSTER) as school:
        yield school


def refused(school: School, name: str) -> bool:
    """Whether a student who knows the code has to wait for the teacher."""
    form = {"code": school.room.sitting.code, "name": name}
    answer = school.browser().post("/join", data=form)
    assert answer.status_code in {200, 403}
    return bool(answer.status_code == 403)


def seen(school: School) -> Any:
    """What the teacher sees about people."""
    return school.teacher().get(f"{school.desk}/people").json()


def test_through_a_shut_door_only_those_come_whom_the_teacher_lets_in(school: School) -> None:
    school.join("Ada Lovelace")
    school.lead("door", shut=True)
    assert refused(school, "Grace")
    assert refused(school, "Zed")
    assert [each["name"] for each in seen(school)["waiting"]] == ["Grace", "Zed"]
    school.lead("let-in", waiting="grace")
    assert not refused(school, "GRACE")
    assert refused(school, "Zed")
    school.lead("dismiss", waiting="zed")
    assert seen(school)["waiting"] == []
    school.lead("door", shut=False)
    assert not refused(school, "Zed")


def test_a_flood_of_joins_stops_beyond_the_roster_plus_ten(school: School) -> None:
    most = len(ROSTER.rows) + UNEXPECTED_STUDENTS
    turned_away = [refused(school, f"Flood {number}") for number in range(most + 3)]
    assert turned_away.count(True) == 3
    assert len(school.room.sitting.students) == most
    school.lead("limit", limit=most + 1)
    assert not refused(school, "Grace Hopper")
    assert refused(school, "One More")


def test_without_a_roster_nobody_waits_until_the_teacher_says_so(tmp_path: Path) -> None:
    with School(a_class(tmp_path / "class")) as school:
        assert not any(refused(school, f"Student {number}") for number in range(20))
        school.lead("limit", limit=20)
        assert refused(school, "Late")


def test_the_door_stays_shut_over_a_restart(school: School) -> None:
    school.lead("door", shut=True)
    kept = sittings.load(class_path(school.folder, school.room.sitting.id))
    assert kept.shut


def test_a_new_code_ends_the_old_one_and_those_inside_stay(school: School) -> None:
    browser = school.join("Ada Lovelace")
    old = school.room.sitting.code
    code = school.lead("code")["code"]
    assert code != old
    answer = school.browser().post("/join", data={"code": old, "name": "Zed"})
    assert answer.status_code == 401
    assert browser.get("/api/work").status_code == 200
    school.join("Grace")


def test_who_is_removed_can_no_longer_work_and_the_work_stays(school: School) -> None:
    browser = school.opened("Zed")
    edit(browser, 1)
    school.lead("remove", student="zed")
    assert edit(browser, 2, "s3").status_code == 401
    assert browser.get("/api/work").status_code == 401
    assert the_pass(school.folder, "Zed").sentence("s2").tag == "claim"
    state = school.teacher().get(f"{school.desk}/state").json()
    assert state["students"] == []
    assert state["sentences"][0]["counts"] == {}


def test_names_that_the_roster_does_not_settle_are_asked_about_once_a_term(school: School) -> None:
    for name in ("ada lovelace", "Ada", "Sparky", "Guest"):
        school.join(name)
    found = {each["name"]: each["candidates"] for each in seen(school)["unlisted"]}
    assert found == {"Ada": ["101", "102"], "Sparky": [], "Guest": []}
    school.lead("person", student="ada", person="102")
    school.lead("person", student="sparky", person="103")
    school.lead("person", student="guest", person=None)
    assert seen(school)["unlisted"] == []
    assert people.load(school.folder) == (
        Identification("Ada", "102"),
        Identification("Sparky", "103"),
        Identification("Guest", None),
    )
    assert school.teacher().get(f"{school.desk}/state").json()["absent"] == []
    student = school.room.sitting.student("ada")
    assert student is not None
    assert student.person == "102"


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("door", {}),
        ("limit", {"limit": -1}),
        ("limit", {"limit": "9"}),
        ("let-in", {"waiting": "zed"}),
        ("remove", {"student": "zed"}),
        ("person", {"student": "zed", "person": None}),
        ("person", {"student": "ada", "person": "999"}),
        ("person", {"student": "ada", "person": 7}),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    school: School, command: str, fields: dict[str, Any]
) -> None:
    school.join("Ada")
    before = school.room.sitting
    answer = school.teacher().post(f"{school.desk}/do", json={"do": command, **fields})
    assert answer.status_code == 422
    assert answer.json()["problem"]
    assert school.room.sitting == before
    assert people.load(school.folder) == ()


def test_a_student_can_neither_see_nor_change_who_is_who(school: School) -> None:
    browser = school.join("Ada")
    assert browser.get(f"{school.desk}/people").status_code == 401
    answer = browser.post(f"{school.desk}/do", json={"do": "remove", "student": "ada"})
    assert answer.status_code == 401


def names(school: School, typed: str, code: str | None = None) -> Any:
    """What a student is shown who has typed this at the door."""
    said = {"code": code or school.room.sitting.code, "typed": typed}
    return school.browser().post("/names", json=said)


def test_a_student_finds_the_own_name_and_joins_as_that_person(school: School) -> None:
    assert names(school, "lo").json()["names"] == []
    assert names(school, "LÓV").json()["names"] == [{"id": "101", "name": "Ada Lovelace"}]
    school.join("lov", person="101")
    (student,) = school.room.sitting.students
    assert (student.name, student.person) == ("Ada Lovelace", "101")
    assert seen(school)["unlisted"] == []


@pytest.mark.parametrize(("name", "person"), [("", "101"), ("lovelace, ada", "")])
def test_a_name_that_is_taken_is_left_to_the_teacher(
    school: School, name: str, person: str
) -> None:
    school.join(name, person=person)
    form = {"code": school.room.sitting.code, "name": "x", "person": "101", "another": "on"}
    answer = school.browser().post("/join", data=form)
    assert answer.status_code == 409
    assert "teacher" in answer.text
    assert "another" not in answer.text.replace("another device", "")
    assert len(school.room.sitting.students) == 1


def test_who_is_not_on_the_list_joins_by_any_name(school: School) -> None:
    assert names(school, "zed quux").json() == {"roster": True, "names": []}
    school.join("Zed Quux")
    assert [each["name"] for each in seen(school)["unlisted"]] == ["Zed Quux"]


def test_a_person_who_is_not_in_the_roster_cannot_be_chosen(school: School) -> None:
    form = {"code": school.room.sitting.code, "name": "Ada", "person": "999"}
    assert school.browser().post("/join", data=form).status_code == 422
    assert school.room.sitting.students == ()


def test_names_are_shown_only_with_the_code_and_not_in_bulk(school: School) -> None:
    assert names(school, "lovelace", "WRONG1").status_code == 401
    browser = school.browser()
    said = {"code": school.room.sitting.code, "typed": "lov"}
    answers = [browser.post("/names", json=said).status_code for _ in range(60)]
    assert answers.count(200) < 60
    assert set(answers) == {200, 429}


def test_only_names_of_the_own_section_are_found(tmp_path: Path) -> None:
    data = b'Student,ID,Section\n"Lovelace, Ada",101,A\n"Lovell, Bo",102,B\n'
    with School(a_class(tmp_path / "class"), roster=read_roster(data, "roster.csv")) as school:
        room = school.sittings.open("B", (school.room.sitting.document,))
        found = names(school, "love", room.sitting.code).json()["names"]
        assert [each["name"] for each in found] == ["Bo Lovell"]

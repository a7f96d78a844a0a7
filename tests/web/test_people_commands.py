"""The door of the class, removing a student, and who of the roster a student is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from annotator.model.person_matching import Identification
from annotator.model.sitting import MAX_WAITING, UNEXPECTED_STUDENTS
from annotator.project.pins import make_pins
from annotator.project.roster import read_roster
from annotator.storage import people, sittings
from annotator.storage.layout import class_path, pins_path
from annotator.web.login import MAX_PIN_TRIES
from tests.drivers.class_page import School, again, edit
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


def test_who_comes_back_with_undo_talks_with_the_same_partner(school: School) -> None:
    tags = {"Ada Lovelace": "claim", "Zed": "background", "Eve": "confirmation", "Max": "claim"}
    for name, tag in tags.items():
        school.lead("step", step="tag")
        assert edit(school.opened(name), 1, "s2", tag).status_code == 200
    school.lead("step", step="talk")
    before = school.room.sitting.lesson.pairs
    assert before
    school.lead("remove", student="zed")
    assert school.room.sitting.lesson.pairs != before
    school.lead("undo")
    assert school.room.sitting.lesson.pairs == before
    school.lead("remove-several", students=["zed", "ada-lovelace", "max"])
    school.lead("undo")
    assert school.room.sitting.lesson.pairs == before


def test_names_that_fit_nobody_are_removed_in_one_action_and_come_back_with_undo(
    school: School,
) -> None:
    for name in ("Ada Lovelace", "Ada", "Junk 1", "Junk 2", "Junk 3"):
        school.join(name)
    flood = seen(school)["strangers"]
    assert flood == ["junk-1", "junk-2", "junk-3"]
    school.lead("remove-several", students=[*flood, "gone-already"])
    assert [each["id"] for each in seen(school)["students"]] == ["ada-lovelace", "ada"]
    assert seen(school)["strangers"] == []
    school.lead("undo")
    assert seen(school)["strangers"] == flood


def test_without_a_roster_only_students_without_tag_and_open_page_are_removed_together(
    tmp_path: Path,
) -> None:
    with School(a_class(tmp_path / "class")) as school:
        tagging = school.opened("Ada")
        edit(tagging, 1)
        school.join("Grace")
        school.room.events.open_pages["grace"] += 1
        for name in ("Junk 1", "Junk 2"):
            school.join(name)
        assert seen(school)["strangers"] == ["junk-1", "junk-2"]


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


def asks_again(school: School, browser: TestClient, **fields: str) -> int:
    """The status when a student joins, in a browser that is known from the page before."""
    form = {"code": school.room.sitting.code, "name": "x", **fields}
    return browser.post("/join", data=form).status_code


@pytest.mark.parametrize(("name", "person"), [("", "101"), ("lovelace, ada", "")])
def test_a_name_that_is_taken_is_left_to_the_teacher(
    school: School, name: str, person: str
) -> None:
    school.join(name, person=person)
    browser = school.browser()
    browser.get("/")
    assert asks_again(school, browser, person="101", another="on") == 409
    assert len(school.room.sitting.students) == 1
    (waiting,) = seen(school)["waiting"]
    assert waiting["name"] == "Ada Lovelace"
    assert waiting["taken"] == school.room.sitting.students[0].name


def test_the_same_student_on_another_device_gets_in_with_the_teachers_nod(school: School) -> None:
    first = school.opened("Ada Lovelace")
    edit(first, 1)
    second, stranger = school.browser(), school.browser()
    for browser in (second, stranger):
        browser.get("/")
    assert asks_again(school, second, name="ADA LOVELACE") == 409
    (waiting,) = seen(school)["waiting"]
    school.lead("let-in", waiting=waiting["id"], same=True)
    assert asks_again(school, stranger, name="Ada Lovelace") == 409
    assert asks_again(school, second, name="Ada Lovelace") == 200
    assert len(school.room.sitting.students) == 1
    decisions = second.get("/api/work").json()["state"]["decisions"]
    assert decisions["s2"]["tag"] == "claim"
    assert first.get("/api/work").status_code == 200
    school.lead("link", student="ada-lovelace")
    assert second.get("/api/work").status_code == 401


def test_a_namesake_gets_in_with_the_teachers_nod(school: School) -> None:
    school.join("Zed")
    browser = school.browser()
    browser.get("/")
    assert asks_again(school, browser, name="zed") == 409
    (waiting,) = seen(school)["waiting"]
    school.lead("let-in", waiting=waiting["id"])
    assert asks_again(school, browser, name="zed") == 200
    assert [each.name for each in school.room.sitting.students] == ["Zed", "zed 2"]
    assert seen(school)["waiting"] == []


def test_those_who_wait_and_those_let_in_are_still_known_after_a_restart(school: School) -> None:
    school.lead("door", shut=True)
    assert refused(school, "Zed")
    assert refused(school, "Quux")
    school.lead("let-in", waiting="zed")
    kept = sittings.load(class_path(school.folder, school.room.sitting.id))
    assert kept == school.room.sitting
    with again(school) as later:
        assert [each["name"] for each in seen(later)["waiting"]] == ["Quux"]
        assert not refused(later, "Zed")


def test_a_flood_keeps_nobody_of_the_roster_off_the_list_and_harms_nobody_inside(
    school: School,
) -> None:
    inside = school.opened("Ada Lovelace")
    school.lead("door", shut=True)
    assert all(refused(school, f"Flood {number}") for number in range(MAX_WAITING + 100))
    assert asks_again(school, school.browser(), person="103") == 403
    waiting = seen(school)["waiting"]
    assert len(waiting) == MAX_WAITING + 1
    assert [each["name"] for each in waiting if each["listed"]] == ["Grace Hopper"]
    assert edit(inside, 1).status_code == 200
    school.lead("dismiss")
    assert seen(school)["waiting"] == []
    assert len(school.room.sitting.students) == 1


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("door", {"shut": True}),
        ("limit", {"limit": 3}),
        ("code", {}),
        ("remove", {"student": "zed"}),
        ("person", {"student": "zed", "person": "103"}),
        ("person", {"student": "zed", "person": None}),
        ("rename", {"student": "zed", "name": "Grace Hopper"}),
        ("merge-students", {"student": "zed", "into": "ada"}),
        ("merge-students", {"student": "ada", "into": "zed"}),
    ],
)
def test_what_the_teacher_does_about_people_can_be_undone(
    school: School, command: str, fields: dict[str, Any]
) -> None:
    browsers = [school.join("Ada"), school.join("Zed")]
    school.lead("person", student="ada", person="101")
    before, known = seen(school), people.load(school.folder)
    school.lead(command, **fields)
    assert seen(school) != before
    school.lead("undo")
    after = seen(school)
    assert sorted(after.pop("students"), key=str) == sorted(before.pop("students"), key=str)
    assert after == before
    assert people.load(school.folder) == known
    assert [each.get("/api/work").status_code for each in browsers] == [200, 200]
    assert [each.get("/api/work").json()["name"] for each in browsers] == ["Ada", "Zed"]


def test_a_new_name_is_shown_everywhere_and_the_work_stays_where_it_is(school: School) -> None:
    browser = school.opened("Sparky")
    edit(browser, 1)
    school.lead("rename", student="sparky", name="Grace  Hopper")
    state = school.teacher().get(f"{school.desk}/state").json()
    assert [each["name"] for each in state["students"]] == ["Grace Hopper"]
    assert "Grace Hopper" not in state["absent"]
    assert browser.get("/api/work").json()["name"] == "Grace Hopper"
    assert seen(school)["unlisted"] == []
    assert edit(browser, 2, "s3").status_code == 200
    assert the_pass(school.folder, "Sparky").sentence("s3").tag == "claim"
    assert asks_again(school, school.browser(), name="grace hopper") == 409


def test_a_name_of_another_student_is_not_given_to_a_second_one(school: School) -> None:
    school.join("Ada")
    school.join("Zed")
    said = {"do": "rename", "student": "zed", "name": "ADA"}
    assert school.teacher().post(f"{school.desk}/do", json=said).status_code == 422
    assert people.load(school.folder) == ()


def test_a_name_with_work_of_an_earlier_lesson_is_given_only_if_it_is_the_same_student(
    school: School,
) -> None:
    edit(school.opened("Grace Hopper"), 1)
    school.lead("remove", student="grace-hopper")
    school.join("Sparky")
    assert school.lead("rename", student="sparky", name="Grace Hopper")["ask"]
    assert people.load(school.folder) == ()
    assert school.lead("rename", student="sparky", name="Grace Hopper", same=True) == {}
    assert people.load(school.folder) == (Identification("Sparky", None, "Grace Hopper"),)


def test_two_who_are_one_student_work_on_as_one_and_the_work_of_both_is_kept(
    school: School,
) -> None:
    laptop, phone = school.opened("Ada"), school.join("Ada L")
    edit(laptop, 1, "s2")
    edit(phone, 1, "s3", "background")
    school.lead("merge-students", student="ada-l", into="ada")
    state = school.teacher().get(f"{school.desk}/state").json()
    assert [each["name"] for each in state["students"]] == ["Ada"]
    assert phone.get("/api/work").json()["name"] == "Ada"
    assert edit(phone, 2, "s4").status_code == 200
    assert the_pass(school.folder, "Ada").sentence("s4").tag == "claim"
    assert the_pass(school.folder, "Ada L").sentence("s3").tag == "background"
    assert people.load(school.folder) == (Identification("Ada L", None, "Ada"),)
    with again(school) as later:
        assert [each["into"] for each in seen(later)["merged"]] == ["Ada"]
        later.lead("separate-students", student="ada-l")
        assert people.load(later.folder) == ()
        names = [each["name"] for each in seen(later)["students"]]
        assert sorted(names) == ["Ada", "Ada L"]


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[School]:
    """A class in which a student needs a PIN."""
    with School(a_class(tmp_path / "class"), roster=ROSTER, pins=True, new=True) as school:
        yield school


def test_with_pins_a_name_alone_lets_nobody_in(guarded: School) -> None:
    pins = make_pins(guarded.folder, ["101", "103"])
    assert names(guarded, "lov").json()["pins"]
    browser = guarded.browser()
    assert asks_again(guarded, browser, person="101") == 403
    assert asks_again(guarded, browser, person="101", pin=pins["103"]) == 403
    assert asks_again(guarded, browser, name="Ada Lovelace") == 403
    assert asks_again(guarded, browser, person="102", pin="") == 403
    assert asks_again(guarded, browser, name="Zed") == 403
    assert [each["name"] for each in seen(guarded)["waiting"]] == ["Ada Lind", "Zed"]
    assert guarded.room.sitting.students == ()
    assert asks_again(guarded, browser, person="101", pin=pins["101"].replace(" ", "-")) == 200
    assert asks_again(guarded, guarded.browser(), name="hopper, grace", pin=pins["103"]) == 200


def test_with_a_pin_a_second_device_is_the_same_student(guarded: School) -> None:
    pin = make_pins(guarded.folder, ["101"])["101"]
    first, second = guarded.browser(), guarded.browser()
    assert asks_again(guarded, first, person="101", pin=pin) == 200
    assert asks_again(guarded, second, person="101", pin=pin) == 200
    assert len(guarded.room.sitting.students) == 1
    assert {each.get("/api/work").status_code for each in (first, second)} == {200}


def test_tries_of_a_pin_are_limited_by_name_and_not_by_browser(guarded: School) -> None:
    pins = make_pins(guarded.folder, ["101", "103"])
    for _ in range(MAX_PIN_TRIES):
        assert asks_again(guarded, guarded.browser(), person="101", pin="1") == 403
    assert asks_again(guarded, guarded.browser(), person="101", pin=pins["101"]) == 403
    assert asks_again(guarded, guarded.browser(), person="103", pin=pins["103"]) == 200
    guarded.clock.now += 61
    assert asks_again(guarded, guarded.browser(), person="101", pin=pins["101"]) == 200


def test_a_new_pin_ends_the_old_one(guarded: School) -> None:
    old = make_pins(guarded.folder, ["101"])["101"]
    new = guarded.lead("pin", person="101")["pin"]
    assert asks_again(guarded, guarded.browser(), person="101", pin=old) == 403
    assert asks_again(guarded, guarded.browser(), person="101", pin=new) == 200


def test_a_personal_link_needs_neither_name_nor_pin(guarded: School) -> None:
    pin = make_pins(guarded.folder, ["101"])["101"]
    assert asks_again(guarded, guarded.browser(), person="101", pin=pin) == 200
    link = guarded.lead("link", student="ada-lovelace")["link"]
    browser = guarded.browser()
    assert browser.get(link).status_code == 200
    assert browser.get("/api/work").status_code == 200


def test_the_project_keeps_no_pin_that_can_be_read(guarded: School) -> None:
    pin = make_pins(guarded.folder, ["101"])["101"]
    kept = pins_path(guarded.folder).read_text()
    assert pin not in kept
    assert pin.replace(" ", "") not in kept


def test_who_is_not_on_the_list_joins_by_any_name(school: School) -> None:
    assert names(school, "zed quux").json() == {"roster": True, "pins": False, "names": []}
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


def test_namesakes_of_two_sections_who_choose_their_rows_are_asked_nothing(tmp_path: Path) -> None:
    data = b'Student,ID,Section\n"Lee, Amy",101,A\n"Lee, Amy",102,B\n'
    found = read_roster(data, "roster.csv")
    with School(a_class(tmp_path / "class"), sections=("A", "B"), roster=found) as school:
        one, two = school.rooms
        school.join("x", one, person="101")
        school.join("x", two, person="102")
        assert [each.name for each in one.sitting.students] == ["Amy Lee"]
        assert [each.name for each in two.sitting.students] == ["Amy Lee 2"]
        assert two.absent == ()
        known = people.load(school.folder)
        assert known == (Identification("Amy Lee", "101"), Identification("Amy Lee 2", "102"))
        school.lead("rename", two, student="amy-lee-2", name="Amy Lee (B)")
        assert Identification("Amy Lee (B)", "102") in people.load(school.folder)

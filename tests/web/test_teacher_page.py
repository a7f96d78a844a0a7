"""What the instructor does, and what the class sees."""

import asyncio
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import segno

from annotator.model.annotation import Status
from annotator.model.answer_key import AcceptTag, ExplainTag
from annotator.model.edits import SetTag
from annotator.model.errors import DataError
from annotator.project.roster import read_roster
from annotator.storage import layout, sittings
from annotator.storage.layout import class_path
from annotator.text.safe import safe_text
from annotator.web.joining import JoinRequest, join
from annotator.web.sittings import LiveSittings
from annotator.web.teacher_page import qr_half_blocks
from tests.drivers.class_page import School, again, begun, edit, sent
from tests.hostile import CORPUS
from tests.project_factories import CLASS_DOCUMENT, a_class, a_class_key, set_in_file, the_pass
from tests.report.html_checks import repeated_ids


def test_closed_work_takes_no_tag_but_a_reason_that_was_asked_for(school: School) -> None:
    browser = school.join("Ada")
    assert edit(browser, 1).status_code == 409
    school.lead("ask", sentences=["s2"])
    why = {"do": "note", "sentence": "s2", "note": "they say it themselves"}
    assert browser.post("/api/edit", json=sent(1) | {"edit": why}).status_code == 200
    other = {"do": "note", "sentence": "s3", "note": "not asked"}
    assert browser.post("/api/edit", json=sent(2) | {"edit": other}).status_code == 409


def test_a_second_vote_keeps_the_first_and_continues_from_it(school: School) -> None:
    browser = school.opened()
    edit(browser, 1, "s2", "claim")
    assert school.lead("vote") == {"failed": []}
    assert edit(browser, 2, "s2", "background", vote=2).status_code == 200
    first, second = the_pass(school.folder, "Ada"), the_pass(school.folder, "Ada", 2)
    assert (first.status, first.sentence("s2").tag) == (Status.FINISHED, "claim")
    assert (second.status, second.sentence("s2").tag) == (None, "background")


def test_what_the_class_was_split_on_is_still_shown_when_the_second_vote_settles_it(
    school: School,
) -> None:
    tags = {"Ada": "claim", "Ben": "background", "Zoe": "confirmation"}
    browsers = {name: school.join(name) for name in tags}
    school.lead("open")
    for name, browser in browsers.items():
        edit(browser, 1, "s2", tags[name])
    school.lead("vote")
    for browser in browsers.values():
        edit(browser, 2, "s2", "claim", vote=2)
    first, *others = school.teacher().get(f"{school.desk}/state?names=no").json()["sentences"]
    assert (first["split"], first["was_split"]) == (False, True)
    assert not any(each["was_split"] for each in others)


def test_an_edit_of_the_vote_before_is_not_taken_for_one_of_this(school: School) -> None:
    browser = school.opened()
    edit(browser, 1)
    school.lead("vote")
    assert edit(browser, 2, "s2", "background").status_code == 410


def test_a_server_killed_while_a_vote_was_called_finishes_that_on_its_next_start(
    school: School,
) -> None:
    browser = school.opened()
    edit(browser, 1)
    # All that was done of it before the kill: the class knows, no set was touched.

    school.__exit__(None, None, None)
    path = class_path(school.folder, school.room.sitting.id)
    sittings.save(path, sittings.load(path).start_next_vote(school.wall.now))
    with School(school.folder) as restarted:
        later = restarted.browser()
        later.cookies = browser.cookies
        assert edit(later, 2, "s3", vote=2).status_code == 200
    assert the_pass(school.folder, "Ada").status is Status.FINISHED
    assert the_pass(school.folder, "Ada", 2).sentence("s3").tag == "claim"


def test_who_joins_during_the_second_vote_begins_with_a_first_pass(school: School) -> None:
    school.opened()
    school.lead("vote")
    late = school.join("Zoe")
    assert edit(late, 1, vote=2).status_code == 200
    assert the_pass(school.folder, "Zoe").sentence("s2").tag == "claim"


def test_ending_the_hour_finishes_every_pass_and_nothing_is_changed_after(school: School) -> None:
    browser = school.opened()
    edit(browser, 1)
    school.lead("end")
    assert the_pass(school.folder, "Ada").status is Status.FINISHED
    assert edit(browser, 2).status_code == 410


def test_the_key_is_shown_only_for_revealed_sentences(school: School) -> None:
    why = "Because it is their word."
    a_class_key(
        school.folder,
        SetTag(("s2",), "claim"),
        AcceptTag("s2", "background"),
        ExplainTag("s2", why),
        SetTag(("s3",), "background"),
    )
    browser = school.opened()
    assert browser.get("/api/work").json()["standing"]["revealed"] == {}
    school.lead("reveal", sentences=["s2"])
    revealed = browser.get("/api/work").json()["standing"]["revealed"]
    assert revealed == {"s2": {"tag": "claim", "accepted_tags": ["background"], "why": why}}
    assert edit(browser, 1, "s2", "background").status_code == 410
    assert edit(browser, 1, "s3", "background").status_code == 200


def test_the_instructor_sees_who_is_here_how_far_and_who_is_absent(school: School) -> None:
    browser = school.opened()
    edit(browser, 1)
    state = school.teacher().get(f"{school.desk}/state").json()
    assert [(each["name"], each["tagged"]) for each in state["students"]] == [("Ada", 1)]
    assert state["absent"] == ["Zoe"]


def test_with_a_roster_those_of_it_who_have_not_joined_are_absent(school: School) -> None:
    data = b'Student,ID,SIS Login ID,Section\n"Lovelace, Ada",1,alove,A\n"Hopper, Grace",2,gh,A\n'
    school.__exit__(None, None, None)
    held = LiveSittings(school.folder, roster=read_roster(data, "roster.csv"))
    try:
        room = begun(held, CLASS_DOCUMENT)
        asyncio.run(join(room, JoinRequest("ada lovelace")))
        assert room.absent == ("Hopper, Grace",)
    finally:
        held.close()


def test_the_projector_shows_how_the_class_is_split_and_no_name(school: School) -> None:
    school.lead("open")
    for name, tag in (("Ada", "claim"), ("Ben", "claim"), ("Zoe", "background")):
        browser = school.join(name)
        edit(browser, 1, "s2", tag)
        why = {"do": "note", "sentence": "s2", "note": f"my reason is {tag}"}
        browser.post("/api/edit", json=sent(2) | {"edit": why})
    school.lead("ask", sentences=["s2"])
    answer = school.teacher().get(f"{school.desk}/state?names=no")
    found = next(each for each in answer.json()["sentences"] if each["id"] == "s2")
    assert (found["counts"], found["split"]) == ({"claim": 2, "background": 1}, True)
    assert "my reason" not in answer.text
    ids = {each["tag"]: each["id"] for each in reasons(school)}
    school.lead("approve", reasons=[ids["background"]])
    school.lead("hide", reasons=[ids["claim"]])
    answer = school.teacher().get(f"{school.desk}/state?names=no")
    assert "my reason is background" in answer.text
    assert "my reason is claim" not in answer.text
    assert not re.search("Ada|Ben|Zoe", answer.text)


def reasons(school: School) -> list[dict[str, Any]]:
    """The reasons for sentence 2, as the teacher sees them."""
    state = school.teacher().get(f"{school.desk}/state").json()
    found: list[dict[str, Any]] = state["sentences"][0]["reasons"]
    return found


def give_reasons(school: School, given: dict[str, str]) -> None:
    """Each student tags sentence 2 as a claim, and says why."""
    school.lead("open")
    for name, note in given.items():
        browser = school.join(name)
        edit(browser, 1)
        browser.post(
            "/api/edit", json=sent(2) | {"edit": {"do": "note", "sentence": "s2", "note": note}}
        )
    school.lead("ask", sentences=["s2"])


def test_equal_reasons_are_counted_once_and_others_can_be_grouped_with_them(
    school: School,
) -> None:
    given = {"Ada": "They say it.", "Ben": "they say it", "Zoe": "It is their own word."}
    give_reasons(school, given)
    first, second = reasons(school)
    assert (first["count"], first["names"], second["count"]) == (2, ["Ada", "Ben"], 1)
    school.lead("merge", reasons=[second["id"]], same_as=first["id"])
    [only] = reasons(school)
    assert (only["count"], only["note"]) == (3, "They say it.")
    school.lead("undo")
    assert len(reasons(school)) == 2


def test_a_reason_that_was_rewritten_has_to_be_approved_again(school: School) -> None:
    give_reasons(school, {"Ada": "They say it."})
    school.lead("approve", reasons=[reasons(school)[0]["id"]])
    browser = school.join("Ben")
    edit(browser, 1)
    note = {"do": "note", "sentence": "s2", "note": "Ada is stupid"}
    browser.post("/api/edit", json=sent(2) | {"edit": note})
    assert sorted(each["state"] for each in reasons(school)) == ["approved", "new"]


def test_each_step_of_the_lesson_does_what_its_name_says(school: School) -> None:
    a_class_key(school.folder, SetTag(("s2",), "claim"))
    seen = []
    for step in ("read", "tag", "why", "talk", "vote", "reveal", "end"):
        assert school.lead("step", step=step).get("failed", []) == []
        state = school.teacher().get(f"{school.desk}/state").json()
        assert state["lesson"]["step"] == step
        seen.append((state["phase"], state["vote"], bool(state["revealed"])))
    assert seen == [
        ("closed", 1, False),
        ("open", 1, False),
        ("closed", 1, False),
        ("closed", 1, False),
        ("open", 2, False),
        ("closed", 2, True),
        ("ended", 2, True),
    ]


def test_asking_why_asks_about_the_split_sentences(school: School) -> None:
    school.lead("step", step="tag")
    for name, tag in (("Ada", "claim"), ("Ben", "background"), ("Zoe", "confirmation")):
        edit(school.join(name), 1, "s2", tag)
    school.lead("step", step="why")
    assert school.teacher().get(f"{school.desk}/state").json()["asked"] == ["s2"]


def test_students_who_differ_are_paired_and_stay_paired_in_the_second_vote(school: School) -> None:
    school.lead("step", step="tag")
    tags = {"Ada": "claim", "Ben": "background", "Zoe": "confirmation", "Eve": "claim"}
    browsers = {name: school.join(name) for name in tags}
    for name, browser in browsers.items():
        edit(browser, 1, "s2", tags[name])
    school.lead("step", step="talk")
    first = school.teacher().get(f"{school.desk}/state").json()["pairs"]
    assert len(first) == 2
    for pair in first:
        assert len({tags[name] for name in pair["students"]}) == 2
        for name in pair["students"]:
            talk = browsers[name].get("/api/work").json()["standing"]["talk"]
            assert talk == {"sentence": "s2", "with": [x for x in pair["students"] if x != name]}
    school.lead("step", step="vote")
    for browser in browsers.values():
        edit(browser, 2, "s2", "claim", vote=2)
    with again(school) as restarted:
        assert restarted.teacher().get(f"{restarted.desk}/state").json()["pairs"] == first


def test_undo_takes_back_the_last_action_and_no_vote(school: School) -> None:
    browser = school.opened()
    edit(browser, 1)
    school.lead("step", step="why")
    school.lead("undo")
    state = school.teacher().get(f"{school.desk}/state").json()
    assert (state["phase"], state["lesson"]["step"]) == ("open", "tag")
    assert edit(browser, 2, "s3").status_code == 200
    school.lead("step", step="vote")
    refused = school.teacher().post(f"{school.desk}/do", json={"do": "undo"})
    assert refused.status_code == 422
    assert the_pass(school.folder, "Ada").sentence("s3").tag == "claim"


def test_the_lesson_is_where_it_was_after_a_restart(school: School) -> None:
    school.lead("step", step="tag")
    school.lead("minutes", minutes=15)
    school.lead("show", screen="sentence", sentence="s3")
    before = school.teacher().get(f"{school.desk}/state?names=no").json()["lesson"]
    with again(school) as restarted:
        after = restarted.teacher().get(f"{restarted.desk}/state?names=no").json()["lesson"]
    assert after | {"undo": None} == before | {"undo": None}
    assert (after["minutes"], after["screen"], after["sentence"]) == (15, "sentence", "s3")


def test_moving_the_projector_is_no_news_to_students(school: School) -> None:
    school.opened()
    before, pulse = school.room.events.version, school.room.events.activity
    school.lead("show", screen="join")
    school.lead("show", screen="task")
    assert school.room.events.version == before
    assert school.room.events.activity > pulse


@pytest.mark.parametrize(
    "said",
    [
        {"do": "step", "step": "party"},
        {"do": "step"},
        {"do": "minutes", "minutes": 0},
        {"do": "minutes", "minutes": "5"},
        {"do": "minutes", "minutes": True},
        {"do": "show", "screen": "sentence", "sentence": "s999"},
        {"do": "show", "screen": ["join"]},
        {"do": "approve", "reasons": ["0" * 16]},
        {"do": "approve", "reasons": [{}]},
        {"do": "merge", "reasons": [], "same_as": 7},
        {"do": "step", "step": "reveal"},
        {"do": "undo"},
    ],
)
def test_a_command_that_makes_no_sense_is_refused_and_changes_nothing(
    school: School, said: dict[str, Any]
) -> None:
    teacher = school.teacher()
    before = school.room.sitting
    answer = teacher.post(f"{school.desk}/do", json=said)
    assert (answer.status_code, bool(answer.json()["problem"])) == (422, True)
    assert school.room.sitting == before


def test_a_student_without_a_tag_counts_from_the_whole_article(school: School) -> None:
    school.opened()
    [student] = school.teacher().get(f"{school.desk}/state").json()["students"]
    body = sum(each.body for each in school.room.blank.sentences)
    assert (student["tagged"], student["total"]) == (0, body)


def test_a_teachers_link_works_once_and_only_its_hash_is_stored(school: School) -> None:
    link = school.lead("teacher")["link"].replace("http://testserver", "")
    second, third = school.browser(), school.browser()
    assert second.get(link).status_code == 200
    assert second.get(f"{school.desk}/state").status_code == 401
    assert second.post(link).status_code == 200
    assert second.get(f"{school.desk}/state").status_code == 200
    assert third.post(link).status_code == 401
    assert third.get(f"{school.desk}/state").status_code == 401
    kept = (school.folder / "class" / "teachers" / "access.json").read_text()
    for secret in (link.rpartition("/")[2], *second.cookies.values()):
        assert secret not in kept


def test_new_links_sign_every_teacher_out(school: School) -> None:
    teacher = school.teacher()
    assert teacher.get(f"{school.desk}/state").status_code == 200
    school.sittings.teachers.revoke_all()
    assert teacher.get(f"{school.desk}/state").status_code == 401
    with again(school) as restarted:
        later = restarted.browser()
        later.cookies = teacher.cookies
        assert later.get(f"{school.desk}/state").status_code == 401
        assert restarted.teacher().get(f"{restarted.desk}/state").status_code == 200


def test_no_page_has_an_id_twice(school: School) -> None:
    a_class_key(school.folder, SetTag(("s2",), "claim"))
    student, teacher = school.opened(), school.teacher()
    edit(student, 1)
    school.lead("step", step="end")
    shown = {path: student.get(path) for path in ("/", "/feedback")}
    shown |= {path: teacher.get(path) for path in (school.desk, f"{school.desk}/projector")}
    shown |= {"a browser that nobody knows": school.browser().get("/")}
    shown |= {"a link": school.browser().get("/teach/in/x")}
    assert {path: repeated_ids(page.text) for path, page in shown.items() if page.text} == {
        path: [] for path in shown
    }


def test_a_name_of_another_section_is_not_said_to_be_in_this_one(tmp_path: Path) -> None:
    with School(a_class(tmp_path / "class"), sections=("01", "02")) as school:
        school.join("Ada")
        refused = [
            school.browser().post("/join", data={"code": room.sitting.code, "name": "Ada"})
            for room in school.rooms
        ]
    assert [each.status_code for each in refused] == [409, 409]
    assert ["Another section" in each.text for each in refused] == [False, True]


def test_two_students_of_one_name_are_told_apart(school: School) -> None:
    school.opened("Ada")
    form = {"code": school.room.sitting.code, "name": "ada"}
    refused = school.browser().post("/join", data=form)
    assert (refused.status_code, 'name="another"' in refused.text) == (409, True)
    edit(school.join("ada", another="on"), 1, "s3")
    assert the_pass(school.folder, "ada 2").annotator == "ada 2"
    assert layout.load_project(school.folder).annotators == ("Ada", "Zoe", "ada 2")
    names = [
        each["name"] for each in school.teacher().get(f"{school.desk}/state").json()["students"]
    ]
    assert names == ["Ada", "ada 2"]


def test_a_new_link_opens_the_work_and_the_old_one_nothing(school: School) -> None:
    browser = school.opened()
    edit(browser, 1)
    link = school.lead("link", student="ada")["link"]
    assert browser.get("/api/work").status_code == 401
    other = school.browser()
    assert other.get(link.replace("http://testserver", "")).status_code == 200
    assert other.get("/api/work").json()["state"]["decisions"]["s2"]["tag"] == "claim"


def test_practice_is_never_on_the_document_that_is_marked(school: School) -> None:
    a_class_key(school.folder, SetTag(("s2",), "claim"))
    school.__exit__(None, None, None)
    with pytest.raises(DataError, match="--practice"):
        begun(LiveSittings(school.folder, CLASS_DOCUMENT), CLASS_DOCUMENT)


def test_practice_is_for_those_who_came_in_where_there_is_any(school: School) -> None:
    browser = school.join("Ada")
    assert browser.get("/practice").status_code == 404
    school.room.practice = set_in_file(a_class_key(school.folder, SetTag(("s2",), "claim")))
    assert school.browser().get("/api/practice").status_code == 401
    assert browser.get("/practice").status_code == 200
    verdicts = browser.get("/api/practice").json()["verdicts"]
    assert verdicts["s2"]["claim"]["counts"]
    assert not list(school.folder.glob("annotations/*"))


def test_who_joins_is_no_news_to_the_others(school: School) -> None:
    school.join("Ada")
    before, pulse = school.room.events.version, school.room.events.activity
    school.join("Zoe")
    assert school.room.events.version == before
    assert school.room.events.activity > pulse
    school.lead("open")
    assert school.room.events.version == before + 1


def test_a_class_is_held_by_one_process(school: School) -> None:

    with pytest.raises(DataError, match=str(os.getpid())):
        begun(LiveSittings(school.folder), CLASS_DOCUMENT)


def test_what_is_kept_of_a_link_is_its_hash(school: School) -> None:
    token = school.opened().cookies[school.student]
    kept = (school.folder / "class" / f"{school.room.sitting.id}.json").read_text()
    assert token not in kept
    assert json.loads(kept)["students"][0]["name"] == "Ada"


def strings(value: Any) -> Iterator[str]:
    """Every text in what JSON holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


def test_hostile_text_reaches_the_pages_as_marks(school: School) -> None:
    browser = school.opened("<script>alert(1)</script>\u202ex")
    school.lead("ask", sentences=["s2"])
    for number, text in enumerate(CORPUS.values(), 1):
        said = {"do": "note", "sentence": "s2", "note": text}
        named = {"do": "source", "sentence": "s2", "name": text or "nobody"}
        for at, each in enumerate((said, named)):
            answer = browser.post(
                "/api/edit", content=json.dumps(sent(2 * number + at) | {"edit": each})
            )
            assert answer.status_code in {200, 422}
        school.clock.now += 1
        told = [
            browser.get("/api/work").json(),
            school.teacher().get(f"{school.desk}/state").json(),
        ]
        for shown in strings(told):
            assert safe_text(shown, newlines=True) == shown
        school.clock.now += 1
    assert "<script>alert(1)" not in browser.get("/").text


def test_a_qr_code_in_half_blocks_has_every_module_where_it_belongs() -> None:
    address = "http://192.168.1.20:8000/?code=ACDEFH"
    drawn = [
        [character in full for character in line]
        for line in qr_half_blocks(address).splitlines()
        for full in ("▀█", "▄█")
    ]
    wanted = [[bool(each) for each in row] for row in segno.make_qr(address, error="l").matrix]
    within = slice(2, 2 + len(wanted))
    assert [row[within] for row in drawn[within]] == wanted
    assert sum(map(sum, drawn)) == sum(map(sum, wanted))

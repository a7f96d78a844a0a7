"""What the instructor does, and what the class sees."""

import asyncio
import json
import os
import re
from collections.abc import Iterator
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
from annotator.web.sittings import LiveSittings
from annotator.web.teacher_page import qr_half_blocks
from tests.drivers.class_page import School, begun, edit, sent
from tests.hostile import CORPUS
from tests.project_factories import CLASS_DOCUMENT, a_class_key, set_in_file, the_pass


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
        asyncio.run(room.join("ada lovelace"))
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
    assert "my reason is background" in answer.text
    assert not re.search("Ada|Ben|Zoe", answer.text)


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

"""Many sittings on one server: sections, days and articles, each with its own state."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from annotator.model.annotation import AnnotationSet, Status
from annotator.model.edits import SetTag
from annotator.model.errors import DataError
from annotator.model.sitting import ClassPhase, Sitting, Student
from annotator.storage import layout, sittings
from annotator.storage.sets import read_set
from annotator.web.tokens import hash_token
from tests.drivers.class_page import School, edit, sent
from tests.drivers.server_process import ServerProcess, free_port
from tests.project_factories import (
    CLASS_DOCUMENT,
    a_class,
    a_class_key,
    another_article,
    the_pass,
)
from tests.rounds import rounds

SECTIONS = ("MEDIA-101", "MEDIA-102")
BRIDGE = "bridge"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = a_class(tmp_path / "class", "Ada", "Zoe")
    another_article(made, BRIDGE)
    return made


@pytest.fixture
def two(folder: Path) -> Iterator[School]:
    """Two sections with two articles each."""
    with School(folder, sections=SECTIONS, documents=(CLASS_DOCUMENT, BRIDGE)) as school:
        yield school


def tag_of(folder: Path, name: str, document: str, number: int = 1, sentence: str = "s2") -> Any:
    return _read(folder, name, document, number).sentence(sentence).tag


def _read(folder: Path, name: str, document: str, number: int = 1) -> AnnotationSet:
    return read_set(layout.annotations_path(folder, name, document, number))[0]


def test_the_code_chooses_the_sitting_and_neither_sees_the_other(two: School) -> None:
    a_class_key(two.folder, SetTag(("s2",), "claim"))
    first, second = two.rooms
    ada, bo = two.join("Ada", first), two.join("Bo", second)
    two.lead("open", first)
    assert edit(ada, 1).status_code == 200
    assert edit(bo, 1).status_code == 409
    two.lead("reveal", first, sentences=["s2"])
    assert list(ada.get("/api/work").json()["standing"]["revealed"]) == ["s2"]
    assert bo.get("/api/work").json()["standing"]["revealed"] == {}
    two.lead("open", second)
    assert edit(bo, 1, "s2", "background").status_code == 200
    names = [[each.name for each in room.sitting.students] for room in two.rooms]
    assert names == [["Ada"], ["Bo"]]
    made = _read(two.folder, "Bo", CLASS_DOCUMENT)
    assert (made.sitting, made.vote) == (second.sitting.id, 1)


def test_one_link_of_the_instructor_leads_to_every_sitting(two: School) -> None:
    teacher = two.teacher()
    listed = teacher.get("/teach").text
    for room in two.rooms:
        assert f"/teach/{room.sitting.id}" in listed
        assert teacher.get(f"/teach/{room.sitting.id}").status_code == 200
    assert teacher.get("/teach/2020-01-01").status_code == 404


def test_one_name_in_two_sections_is_two_students(two: School) -> None:
    first, second = two.rooms
    two.lead("open", first)
    edit(two.join("Ada", first), 1)
    form = {"code": second.sitting.code, "name": "Ada"}
    assert two.browser().post("/join", data=form).status_code == 409
    other = two.join("Ada", second, another="on")
    two.lead("open", second)
    edit(other, 1, "s2", "background")
    assert tag_of(two.folder, "Ada", CLASS_DOCUMENT) == "claim"
    assert tag_of(two.folder, "Ada 2", CLASS_DOCUMENT) == "background"


def test_an_edit_of_the_last_article_reaches_it_after_the_class_has_moved_on(two: School) -> None:
    ada = two.join("Ada")
    two.lead("open")
    made = int(two.wall.now * 1000)
    two.wall.now += 1
    two.lead("article")
    two.lead("open")
    assert ada.get("/api/work").json()["material"]["document"] == BRIDGE
    late = edit(ada, 1, document=CLASS_DOCUMENT, made=made)
    assert late.status_code == 200, late.text
    assert edit(ada, 2, "s2", "background", document=BRIDGE).status_code == 200
    assert tag_of(two.folder, "Ada", CLASS_DOCUMENT) == "claim"
    assert tag_of(two.folder, "Ada", BRIDGE) == "background"
    too_late = int(two.wall.now * 1000)
    assert edit(ada, 3, "s3", document=CLASS_DOCUMENT, made=too_late).status_code == 409
    assert edit(ada, 4, "s3", document="hall").status_code == 422


def test_the_key_of_one_article_is_not_that_of_another(two: School) -> None:
    a_class_key(two.folder, SetTag(("s2",), "claim"))
    two.lead("reveal", sentences=["s2"])
    two.lead("article")
    ada = two.join("Ada")
    two.lead("open")
    assert ada.get("/api/work").json()["standing"]["revealed"] == {}
    assert edit(ada, 1).status_code == 200
    teacher = two.teacher()
    old = {"do": "reveal", "sentences": ["s2"], "document": CLASS_DOCUMENT}
    assert teacher.post(f"{two.desk}/do", json=old).status_code == 422


def test_the_end_finishes_the_passes_on_every_article(two: School) -> None:
    ada = two.join("Ada")
    two.lead("open")
    edit(ada, 1, document=CLASS_DOCUMENT)
    two.lead("article")
    two.lead("open")
    edit(ada, 2, document=BRIDGE)
    assert _read(two.folder, "Ada", CLASS_DOCUMENT).status is None
    two.lead("end")
    for document in (CLASS_DOCUMENT, BRIDGE):
        assert _read(two.folder, "Ada", document).status is Status.FINISHED


def test_going_back_to_an_article_finds_the_tags_there(two: School) -> None:
    ada = two.join("Ada")
    two.lead("open")
    edit(ada, 1, document=CLASS_DOCUMENT)
    two.lead("article")
    two.lead("article", document=CLASS_DOCUMENT)
    two.lead("vote")
    assert ada.get("/api/work").json()["state"]["decisions"]["s2"]["tag"] == "claim"
    edit(ada, 2, "s2", "background", vote=2, document=CLASS_DOCUMENT)
    votes = [_read(two.folder, "Ada", CLASS_DOCUMENT, number).vote for number in (1, 2)]
    assert votes == [1, 2]
    assert tag_of(two.folder, "Ada", CLASS_DOCUMENT) == "claim"


def test_a_new_sitting_of_the_section_begins_with_an_untagged_pass(folder: Path) -> None:
    with School(folder, sections=SECTIONS[:1]) as tuesday:
        edit(tuesday.opened("Ada"), 1)
        tuesday.lead("vote")
    with School(folder, sections=SECTIONS[:1], new=True) as thursday:
        ada = thursday.opened("Ada")
        assert ada.get("/api/work").json()["state"]["decisions"]["s2"]["tag"] is None
        edit(ada, 1, "s3", "background")
    passes = [_read(folder, "Ada", CLASS_DOCUMENT, number) for number in (1, 2)]
    assert [each.status for each in passes] == [Status.FINISHED, None]
    assert [each.sitting for each in passes] == [
        each.room.sitting.id for each in (tuesday, thursday)
    ]
    assert [each.vote for each in passes] == [1, 1]
    assert passes[1].sentence("s2").tag is None


def test_going_on_with_a_sitting_is_not_disturbed_by_a_later_one(folder: Path) -> None:
    with School(folder) as tuesday:
        edit(tuesday.opened("Ada"), 1)
    with School(folder, new=True) as thursday:
        edit(thursday.opened("Ada"), 1, "s3")
    assert tuesday.room.sitting.id != thursday.room.sitting.id
    with School(folder, going_on=tuesday.room.sitting.id) as again:
        again.lead("vote")
        ada = again.browser()
        link = again.lead("link", student="ada")["link"].replace("http://testserver", "")
        ada.get(link)
        assert edit(ada, 2, "s4", vote=2).status_code == 200
    third = _read(folder, "Ada", CLASS_DOCUMENT, 3)
    assert (third.sitting, third.vote) == (tuesday.room.sitting.id, 2)
    assert [third.sentence(each).tag for each in ("s2", "s3", "s4")] == ["claim", None, "claim"]


def test_a_class_of_an_earlier_version_goes_on_as_it_was(folder: Path) -> None:
    with School(folder) as school:
        edit(school.opened("Ada"), 1)
    for path in layout.class_files(folder):
        path.unlink()
    path = layout.annotations_path(folder, "Ada", CLASS_DOCUMENT)
    lines = path.read_text().splitlines(keepends=True)
    kept = (each for each in lines if not each.startswith(("sitting:", "vote:")))
    path.write_text("".join(kept))
    token = hash_token("token")
    former = Sitting(CLASS_DOCUMENT, "ACDEFH", "secret", (CLASS_DOCUMENT,), CLASS_DOCUMENT)
    former = replace(former, students=(Student("ada", "Ada", token),), phase=ClassPhase.OPEN)
    sittings.save(layout.class_path(folder, CLASS_DOCUMENT), former)
    with School(folder) as later:
        assert later.room.sitting.id == CLASS_DOCUMENT
        ada = later.browser()
        ada.get("/me/token")
        assert ada.get("/api/work").json()["state"]["decisions"]["s2"]["tag"] == "claim"
        later.lead("vote")
        assert edit(ada, 2, "s3", vote=2).status_code == 200
    assert the_pass(folder, "Ada").status is Status.FINISHED
    assert (the_pass(folder, "Ada").sitting, the_pass(folder, "Ada", 2).vote) == (None, 2)


def test_tagging_closes_at_its_time(folder: Path) -> None:
    with School(folder, closes=60.0) as school:
        ada = school.opened("Ada")
        school.wall.now += 30
        school.tick()
        assert edit(ada, 1).status_code == 200
        school.wall.now += 31
        school.tick()
        assert ada.get("/api/work").json()["standing"]["phase"] == "closed"
        assert edit(ada, 2, "s3").status_code == 409


def test_homework_keeps_a_browser_signed_in_until_it_closes(folder: Path) -> None:
    days = 4 * 24 * 3600
    with School(folder, closes=float(days)) as school:
        browser = school.join("Ada")
        assert f"Max-Age={days}" in browser.get("/api/work").headers["set-cookie"]


def test_dealt_articles_are_tagged_at_once(folder: Path) -> None:
    with School(folder, documents=(CLASS_DOCUMENT, BRIDGE), deal=True) as school:
        ada, zoe = school.join("Ada"), school.join("Zoe")
        school.lead("open")
        shown = [each.get("/api/work").json()["material"]["document"] for each in (ada, zoe)]
        assert shown == [CLASS_DOCUMENT, BRIDGE]
        assert edit(ada, 1, document=CLASS_DOCUMENT).status_code == 200
        assert edit(zoe, 1, document=BRIDGE).status_code == 200
        school.lead("vote")
        assert edit(zoe, 2, "s3", vote=2, document=BRIDGE).status_code == 200
        school.lead("end")
    assert _read(folder, "Zoe", BRIDGE, 2).status is Status.FINISHED
    assert not layout.annotations_path(folder, "Zoe", CLASS_DOCUMENT).exists()


def test_a_sitting_is_held_by_one_process_and_needs_an_article(folder: Path) -> None:
    with School(folder) as school:
        with pytest.raises(DataError, match="already running"):
            School(folder)
        with pytest.raises(DataError, match="document"):
            school.sittings.open("MEDIA-103", ())
        with pytest.raises(DataError, match="hall"):
            school.sittings.open("MEDIA-103", ("hall",))


KILLS = rounds(4, 40)


def test_killing_the_server_over_and_over_loses_nothing_in_any_section_or_article(
    folder: Path,
) -> None:
    chosen = random.Random(17)  # noqa: S311 (no secret)
    options = [*_twice("--section", SECTIONS), "--document", BRIDGE]
    server, pupils, kept = ServerProcess(folder, free_port(), *options), {}, {}
    try:
        for turn in range(KILLS):
            held = {each.section: each for each in map(sittings.load, layout.class_files(folder))}
            for section in SECTIONS:
                if turn == 0:
                    pupils[section] = _joined(server, held[section], f"Ada of {section}")
                if turn == KILLS // 2:
                    _led(server, held[section], "article")
                _led(server, held[section], "open")
                document = sittings.load(layout.class_path(folder, held[section].id)).document
                for sentence in ("s2", "s3"):
                    tag = chosen.choice(["claim", "background", "confirmation"])
                    said = sent(2 * turn + int(sentence[1:]), sentence, tag, document=document)
                    with httpx.Client(base_url=server.address, cookies=pupils[section]) as pupil:
                        answer = pupil.post("/api/edit", json=said)
                    assert answer.status_code == 200, answer.text
                    kept[section, document, sentence] = tag
            server.kill()
            server = ServerProcess(folder, server.port, *options)
    finally:
        server.kill()
    for (section, document, sentence), tag in kept.items():
        assert tag_of(folder, f"Ada of {section}", document, 1, sentence) == tag
    assert len(layout.set_files(folder)) == len(SECTIONS) * 2


def _twice(option: str, values: tuple[str, ...]) -> Iterator[str]:
    for each in values:
        yield from (option, each)


def _joined(server: ServerProcess, sitting: Sitting, name: str) -> dict[str, str]:
    """The cookies of a student's browser after joining."""
    with httpx.Client(base_url=server.address, follow_redirects=True) as pupil:
        assert pupil.post("/join", data={"code": sitting.code, "name": name}).status_code == 200
        return dict(pupil.cookies)


def _led(server: ServerProcess, sitting: Sitting, command: str) -> None:
    with httpx.Client(base_url=server.address, follow_redirects=True) as teacher:
        assert teacher.post(server.desk).status_code == 200
        answer = teacher.post(f"/teach/{sitting.id}/do", json={"do": command})
        assert answer.status_code == 200, answer.text

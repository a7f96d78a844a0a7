"""Receipts of edits, and late edits, which are judged by when they were made."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from starlette.testclient import TestClient

from annotator.model.annotation import Status
from annotator.model.edits import SetTag
from annotator.storage.sets import parse, render
from annotator.web.page_edits import (
    GRACE_SECONDS,
    MAX_RECEIPT_PAGES,
    MAX_RECEIPTS_PER_PAGE,
    EditNumberError,
    Receipts,
    read_receipts,
)
from tests.drivers.class_page import NOON, OTHER_PAGE, PAGE, School, again, edit, sent
from tests.factories import a_set
from tests.project_factories import a_class_key, the_pass

PAGES = some.integers(0, 15).map(lambda number: f"{number:016x}")
DIGESTS = some.text("0123456789abcdef", min_size=8, max_size=8)
STEPS = some.lists(some.tuples(PAGES, some.integers(1, 10**9 - 1), DIGESTS), max_size=30)


@given(STEPS)
def test_the_line_says_the_same_after_it_was_written_and_read(
    steps: list[tuple[str, int, str]],
) -> None:
    receipts = Receipts()
    for page, number, digest in steps:
        receipts = receipts.with_edit(page, number, digest, "s1")
    assert read_receipts(render(a_set()) + receipts.line) == receipts
    assert len(receipts.edits) <= MAX_RECEIPT_PAGES
    assert all(len(edits) <= MAX_RECEIPTS_PER_PAGE for edits in receipts.edits.values())
    if steps:
        assert receipts.contains(*steps[-1])


def test_a_set_with_the_line_is_the_set_without_it() -> None:
    line = Receipts("s1", {"0" * 16: {7: "0" * 8}}).line
    assert parse(render(a_set()) + line, "set.yaml") == a_set()


def test_a_note_that_looks_like_the_line_is_none() -> None:
    fake = Receipts("s1", {"0" * 16: {7: "0" * 8}}).line.decode()
    assert read_receipts(render(a_set(annotator=f"Eve\n{fake}"))) == Receipts()


def test_what_another_program_wrote_says_nothing_of_edits() -> None:
    assert read_receipts(render(a_set())) == Receipts()


def test_a_number_is_of_one_edit_alone_and_none_comes_after_a_later_one() -> None:
    page = "0" * 16
    receipts = Receipts().with_edit(page, 1, "a" * 8, None).with_edit(page, 3, "b" * 8, None)
    assert receipts.contains(page, 3, "b" * 8)
    assert not receipts.contains(page, 4, "b" * 8)
    for number, digest in ((3, "c" * 8), (2, "d" * 8)):
        with pytest.raises(EditNumberError):
            receipts.contains(page, number, digest)


def test_a_line_of_an_earlier_version_is_read_and_answers_for_no_edit() -> None:
    line = b"\n# class page: at s1; counted 00000000000000a1:7\n"
    assert read_receipts(line).at == "s1"
    with pytest.raises(EditNumberError):
        read_receipts(line).contains("00000000000000a1", 7, "a" * 8)


def student_tags(school: School, number: int = 1) -> list[str | None]:
    return [each.tag for each in the_pass(school.folder, "Ada", number).sentences[1:]]


def made(seconds: float) -> int:
    """Seconds after noon, as pages report the time of an edit."""
    return int((NOON + seconds) * 1000)


def reason(number: int, sentence: str = "s2", **fields: Any) -> dict[str, Any]:
    note = {"do": "note", "sentence": sentence, "note": "they say it themselves"}
    return sent(number, **fields) | {"edit": note}


@pytest.fixture
def ada(school: School) -> TestClient:
    """A student's browser; her class was closed a minute after noon, and a minute later is now."""
    browser = school.opened()
    school.wall.now = NOON + 60
    school.lead("close")
    school.wall.now = NOON + 120
    return browser


def test_what_was_tagged_before_the_close_is_taken_after_it(
    school: School, ada: TestClient
) -> None:
    assert edit(ada, 1, made=made(59)).status_code == 200
    assert student_tags(school)[0] == "claim"


@pytest.mark.parametrize("seconds", [60, 61, math.inf])
def test_what_was_tagged_after_the_close_is_not(
    school: School, ada: TestClient, seconds: float
) -> None:
    when = {} if math.isinf(seconds) else {"made": made(seconds)}
    assert edit(ada, 1, **when).status_code == 409


def test_ten_minutes_after_the_close_nothing_late_is_taken(school: School, ada: TestClient) -> None:
    school.wall.now = NOON + 60 + GRACE_SECONDS
    assert edit(ada, 1, made=made(10)).status_code == 200
    school.wall.now += 1
    assert edit(ada, 2, "s3", made=made(11)).status_code == 409


def test_a_late_edit_goes_into_its_own_vote_and_into_the_one_that_went_on_from_it(
    school: School,
    ada: TestClient,
) -> None:
    school.lead("vote")
    answer = edit(ada, 1, made=made(30))
    assert (answer.status_code, answer.json()["decision"]["tag"]) == (200, "claim")
    assert (student_tags(school)[0], student_tags(school, 2)[0]) == ("claim", "claim")
    assert the_pass(school.folder, "Ada").status is Status.FINISHED
    assert the_pass(school.folder, "Ada", 2).status is None
    led = school.teacher().get(f"{school.desk}/state").json()
    assert led["sentences"][0]["before"] == {"claim": 1}


def test_a_late_edit_changes_nothing_that_was_decided_anew_since(
    school: School, ada: TestClient
) -> None:
    school.lead("vote")
    other = {"page": OTHER_PAGE, "vote": 2}
    assert edit(ada, 1, "s2", "background", **other).status_code == 200
    assert edit(ada, 1, made=made(30)).status_code == 200
    assert (student_tags(school)[0], student_tags(school, 2)[0]) == ("claim", "background")


def test_a_late_edit_that_comes_twice_counts_once(school: School, ada: TestClient) -> None:
    school.lead("vote")
    assert edit(ada, 1, made=made(30)).status_code == 200
    assert edit(ada, 2, "s2", "background", vote=2).status_code == 200
    assert edit(ada, 1, made=made(30)).status_code == 200
    assert (student_tags(school)[0], student_tags(school, 2)[0]) == ("claim", "background")


def test_what_comes_too_late_for_its_vote_is_refused_and_may_be_meant_for_the_next(
    school: School,
    ada: TestClient,
) -> None:
    school.lead("vote")
    school.wall.now = NOON + 60 + GRACE_SECONDS + 1
    assert edit(ada, 1, made=made(30)).status_code == 410
    assert edit(ada, 2, vote=2, made=made(30)).status_code == 200
    assert (student_tags(school)[0], student_tags(school, 2)[0]) == (None, "claim")


def test_when_the_work_was_closed_is_known_after_a_restart(school: School, ada: TestClient) -> None:
    school.lead("vote")
    with again(school) as restarted:
        restarted.wall.now = NOON + 130
        later = restarted.browser()
        later.cookies = ada.cookies
        assert edit(later, 1, made=made(30)).status_code == 200
        assert edit(later, 2, "s3", made=made(90)).status_code == 410
    assert student_tags(school)[:2] == ["claim", None]
    assert student_tags(school, 2)[:2] == ["claim", None]


def test_a_vote_called_while_the_work_is_open_closes_it(school: School) -> None:
    ada = school.opened()
    school.wall.now = NOON + 60
    school.lead("vote")
    assert edit(ada, 1, made=made(59)).status_code == 200
    assert edit(ada, 2, "s3", made=made(61)).status_code == 410


def test_what_was_tagged_before_the_end_is_taken_after_it(school: School) -> None:
    ada = school.opened()
    school.wall.now = NOON + 60
    school.lead("end")
    school.wall.now = NOON + 90
    assert edit(ada, 1, made=made(50)).status_code == 200
    assert edit(ada, 2, "s3", made=made(70)).status_code == 410
    assert (student_tags(school)[:2], the_pass(school.folder, "Ada").status) == (
        ["claim", None],
        Status.FINISHED,
    )


def test_a_reason_that_was_asked_for_is_taken_until_its_vote_is_over(
    school: School, ada: TestClient
) -> None:
    school.lead("ask", sentences=["s2"])
    school.wall.now = NOON + 200
    school.lead("vote")
    school.wall.now = NOON + 210
    assert ada.post("/api/edit", json=reason(1, made=made(150))).status_code == 200
    other = reason(2, "s3", made=made(150))
    assert ada.post("/api/edit", json=other).status_code == 410
    assert the_pass(school.folder, "Ada").sentence("s2").note == "they say it themselves"


def test_a_page_that_was_shown_the_key_sends_nothing_late(school: School) -> None:
    a_class_key(school.folder, SetTag(("s2",), "claim"))
    ada = school.opened()
    school.wall.now = NOON + 60
    school.lead("reveal", sentences=["s2"])
    school.wall.now = NOON + 90
    assert edit(ada, 1, made=made(30)).status_code == 200
    assert edit(ada, 2, made=made(70)).status_code == 410
    ada.get(f"/api/work?page={PAGE}")
    assert edit(ada, 3, made=made(40)).status_code == 410
    assert edit(ada, 1, page=OTHER_PAGE, made=made(40)).status_code == 200


def test_nobody_sends_into_a_vote_before_they_joined_or_one_that_is_not_yet(
    school: School,
    ada: TestClient,
) -> None:
    school.lead("vote")
    zoe = school.join("Zoe")
    assert edit(zoe, 1, vote=1, made=made(30)).status_code == 410
    assert edit(zoe, 2, vote=3, made=made(30)).status_code == 422

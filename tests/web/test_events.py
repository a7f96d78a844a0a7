"""What pages say of unsent work, and what the instructor sees of it."""

from typing import Any

from starlette.testclient import TestClient

from annotator.web.events import (
    REPORT_SECONDS,
    REPORTS_BEFORE_AWAY,
    REPORTS_PER_SECOND,
    BrowserReport,
    ClassEvents,
    report_interval,
)
from tests.drivers.class_page import OTHER_PAGE, PAGE, School

AWAY = REPORTS_BEFORE_AWAY * REPORT_SECONDS


def report_presence(student: TestClient, **fields: Any) -> Any:
    said = {"browser": PAGE, "unsent": 0, "refused": 0, "resting": False}
    return student.post("/api/here", json=said | fields)


def class_events(*reports: BrowserReport, watching: int = 1) -> ClassEvents:
    events = ClassEvents()
    events.count_page("ada", watching)
    for number, report in enumerate(reports):
        events.record_report("ada", f"{number:016x}", report)
    return events


def test_a_page_that_falls_silent_may_have_unsent_work() -> None:
    events = class_events(BrowserReport(0.0))
    assert not events.may_have_unsent("ada", AWAY - 1)
    assert events.may_have_unsent("ada", AWAY + 1)


def test_in_a_large_class_each_page_reports_less_often_and_is_away_after_a_longer_silence() -> None:
    assert report_interval(200) == REPORT_SECONDS
    assert 1000 / report_interval(1000) <= REPORTS_PER_SECOND
    events = class_events(BrowserReport(0.0))
    events.interval = report_interval(1000)
    assert events.is_here("ada", 2 * events.interval)
    assert not events.is_here("ada", REPORTS_BEFORE_AWAY * events.interval + 1)


def test_the_server_tells_each_page_how_often_to_report(school: School) -> None:
    said = report_presence(school.join("Ada")).json()
    assert said["beat"] == 1000 * REPORT_SECONDS


def test_a_page_whose_stream_broke_may_have_unsent_work_at_once() -> None:
    assert class_events(BrowserReport(0.0), watching=0).may_have_unsent("ada", 1)


def test_a_page_that_was_left_with_everything_sent_has_none() -> None:
    assert not class_events(BrowserReport(0.0, hidden=True), watching=0).may_have_unsent("ada", 100)
    assert class_events(BrowserReport(0.0, unsent=2, hidden=True), watching=0).may_have_unsent(
        "ada", 100
    )


def test_who_was_not_heard_of_since_the_server_began_may_have_unsent_work() -> None:
    assert class_events(watching=0).may_have_unsent("ada", 1)


def test_the_instructor_sees_who_is_offline_and_who_keeps_refused_work(school: School) -> None:
    ada = school.opened()
    school.join("Zoe")
    assert report_presence(ada, refused=4, resting=True).status_code == 200
    state = school.teacher().get(f"{school.desk}/state").json()
    assert state["offline"] == ["Zoe"]
    assert {each["name"]: each["refused"] for each in state["students"]} == {"Ada": 4, "Zoe": 0}
    report_presence(ada, refused=4, resting=True)
    report_presence(ada, browser=OTHER_PAGE, refused=1, resting=True)
    state = school.teacher().get(f"{school.desk}/state").json()
    assert state["students"][0]["refused"] == 5
    assert "offline" not in school.teacher().get(f"{school.desk}/state?names=no").json()


def test_a_page_that_says_it_is_here_is_told_the_time(school: School) -> None:
    ada = school.opened()
    assert report_presence(ada).json()["now"] == int(school.wall.now * 1000)
    for fields in ({"browser": 7}, {"unsent": -1}, {"unsent": "2"}, {"refused": True}):
        assert report_presence(ada, **fields).status_code == 400
    assert report_presence(school.browser()).status_code == 401

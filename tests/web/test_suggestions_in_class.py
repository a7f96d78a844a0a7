"""Suggestions in a class: no page of the class page has any, whatever the project says."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.routing import Route
from starlette.testclient import TestClient

from annotator.model.annotation import Answer, SuggestedField
from annotator.model.edits import SetTag
from annotator.model.suggestions import FieldSuggestions, Suggestion
from annotator.project.suggesters import RulesSuggester
from annotator.storage import layout
from annotator.storage.codebooks import builtin
from annotator.storage.files import overwrite
from tests.drivers.class_page import PAGE, School, application_of, edit, sent
from tests.factories import BACKGROUND, CLAIM, CONFIRMATION
from tests.project_factories import (
    CLASS_DOCUMENT,
    a_class,
    a_class_key,
    set_in_file,
    stored_suggestions,
    the_document,
)

SETTINGS = "blind: false\nsuggestions: {by: robot, show: ghost}\n"
ALL = ["s2", "s3", "s4"]


def marked(mark: str) -> FieldSuggestions:
    """Suggestions whose values are nowhere else, neither in the article nor on a page."""
    return {
        SuggestedField.TAG: (Suggestion(CLAIM, reason=f"{mark} why"),),
        SuggestedField.SOURCE: (Suggestion(f"{mark} Quill", 0.5, f"{mark} because"),),
        SuggestedField.KIND: (Suggestion("unnamed", reason=f"{mark} looks so"),),
        SuggestedField.CUE: (Suggestion((41, 45), reason=f"{mark} words"),),
        SuggestedField.ANSWERS: (Suggestion((Answer("s2", None),), reason=f"{mark} near"),),
    }


MARKS = ("Zyxomma", "Ruleswort")


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    folder = a_class(tmp_path / "class", "Ada", "Zoe", ask="links")
    path = folder / layout.PROJECT_FILE
    overwrite(path, path.read_bytes() + SETTINGS.encode())
    tagged = (SetTag((each,), tag) for each, tag in zip(ALL, _TAGS, strict=True))
    a_class_key(folder, *tagged)
    for name, mark in zip(("robot", "rules"), MARKS, strict=True):
        stored_suggestions(folder, CLASS_DOCUMENT, name, {each: marked(mark) for each in ALL})
    with School(folder) as school:
        yield school


_TAGS = (CLAIM, CONFIRMATION, BACKGROUND)


def traces(folder: Path) -> list[str]:
    """What only a suggestion has: the marked values, and the reasons that the rules give."""
    found = RulesSuggester().suggest(the_document(folder, CLASS_DOCUMENT), builtin())
    reasons = {
        each.reason for fields in found.values() for values in fields.values() for each in values
    }
    return [*MARKS, *sorted(reasons - {""})]


_STREAMS = ("/api/events", "/pulse")
_OPTIONS = ("", "?names=no", "?over=term", "?names=no&over=term", "?suggestions=ghost")
_COMMANDS: Sequence[dict[str, Any]] = (
    {"do": "suggest"},
    {"do": "second look", "sentence": "s2"},
    {"do": "ask", "sentences": ["s2"]},
    {"do": "show", "screen": "sentence", "sentence": "s2"},
    {"do": "tag", "edit": {"do": "suggested", "sentence": "s2"}},
)


def everything(school: School, browser: TestClient) -> dict[str, str]:
    """What each route answers to a browser: its pages, its commands, and its first event."""
    routes = [each for each in application_of(school.app).routes if isinstance(each, Route)]
    found: dict[str, str] = {}
    for route in routes:
        path = route.path.replace("{sitting}", school.room.sitting.id)
        path = path.replace("{token}", "x" * 22).replace("{name}", "messages.js")
        assert "{" not in path
        if path.endswith(_STREAMS):
            found[path] = first_event(school, route, path, browser)
        elif "POST" in (route.methods or ()):
            if path != "/leave":
                posted = (browser.post(path, json=each).text for each in _posts())
                found[f"POST {path}"] = "\n".join(posted)
        else:
            found |= {f"{path}{each}": browser.get(f"{path}{each}").text for each in _OPTIONS}
    return found


def _posts() -> Sequence[dict[str, Any]]:
    whole = {"page": PAGE, "number": 90, "vote": 1, "browser": PAGE, "unsent": 0, "refused": 0}
    return [{"edit": each, **whole, **each} for each in _COMMANDS]


def first_event(school: School, route: Route, path: str, browser: TestClient) -> str:
    """The first event of a stream."""
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    scope = {
        "type": "http",
        "path": path,
        "root_path": "",
        "query_string": b"",
        "headers": [(b"cookie", cookies.encode()), (b"host", b"testserver")],
        "path_params": {"sitting": school.room.sitting.id},
        "client": ("127.0.0.1", 1),
        "state": {},
        "app": None,
    }

    async def first() -> str:
        try:
            answer: Any = await route.endpoint(Request(scope))
        except Exception as error:  # noqa: BLE001 (a refusal of any kind is an answer)
            return repr(error)
        return str(await anext(aiter(answer.body_iterator)))

    assert browser.portal is not None
    return str(browser.portal.call(first))


def every_page(school: School, *browsers: TestClient) -> Iterator[tuple[str, str]]:
    for browser in browsers:
        school.clock.now += 1000  # no limit of requests answers in place of a page
        yield from everything(school, browser).items()


def test_no_route_of_the_class_page_has_a_suggestion_while_work_is_marked_or_a_vote_open(
    school: School,
) -> None:
    unwelcome = traces(school.folder)
    assert len(unwelcome) > len(MARKS)
    ada, teacher, stranger = school.join("Ada"), school.teacher(), school.browser()
    asked: set[str] = set()

    def look(*, is_over: bool = False) -> None:
        for path, text in every_page(school, ada, teacher, stranger):
            asked.add(path)
            allowed = is_over and path in (f"{school.desk}/state", f"{school.desk}/state?over=term")
            allowed = allowed or (is_over and path == f"{school.desk}/state?suggestions=ghost")
            assert allowed or [each for each in unwelcome if each in text] == [], path

    look()
    school.lead("open")
    look()
    assert edit(ada, 1).status_code == 200
    edit(ada, 2, "s3", "confirmation")
    look()
    school.lead("close")
    look()
    school.lead("step", step="vote")
    look()
    school.lead("step", step="reveal")
    school.lead("reveal", sentences=ALL[:2])
    look()
    school.lead("reveal", sentences=ALL)
    look(is_over=True)
    school.lead("step", step="end")
    look(is_over=True)
    assert {"/api/work", "/feedback", "/sources", "/practice", "/api/events"} < asked
    assert {f"POST {school.desk}/do", f"{school.desk}/state", f"{school.desk}/projector"} < asked


def test_after_the_vote_the_teacher_has_a_third_column_and_the_projector_has_none(
    school: School,
) -> None:
    ada, state = school.opened(), f"{school.desk}/state"
    school.lead("close")
    assert "machine" not in school.teacher().get(state).json()
    body = [each.id for each in school.room.blank.sentences if each.body]
    school.lead("reveal", sentences=body)
    column = school.teacher().get(state).json()["machine"]
    assert (column["by"], column["sentences"]["s2"]["tag"]) == ("robot", None)
    assert column["sentences"]["s2"]["source"] == f"{MARKS[0]} Quill"
    assert "machine" not in school.teacher().get(f"{state}?names=no").json()
    assert "machine" not in ada.get("/api/work").json()
    school.lead("open")
    assert "machine" not in school.teacher().get(state).json()


def test_students_get_the_same_as_in_a_project_without_suggestions(
    school: School, tmp_path: Path
) -> None:
    plain = a_class(tmp_path / "plain", "Ada", "Zoe", ask="links")
    a_class_key(plain, *(SetTag((each,), tag) for each, tag in zip(ALL, _TAGS, strict=True)))
    with School(plain) as other:
        for each in (school, other):
            each.opened()
        works = [each.join("Zoe").get("/api/work").json() for each in (school, other)]
    assert works[0]["material"] == works[1]["material"]
    assert works[0]["state"] == works[1]["state"]
    assert works[0].keys() == works[1].keys()


def test_a_record_of_suggestions_that_a_page_makes_up_is_in_no_set_of_a_class(
    school: School,
) -> None:
    ada = school.opened()
    made_up = {"s2": {"source": ["before", "0" * 8]}}
    said = {"do": "tag", "sentence": "s2", "tag": "claim", "seen": made_up}
    assert ada.post("/api/edit", json=sent(1) | {"edit": said}).status_code == 200
    school.lead("step", step="end")
    sets = [set_in_file(path) for path in layout.set_files(school.folder)]
    assert sets
    assert [each.shown for one in sets for each in one.sentences if each.shown] == []

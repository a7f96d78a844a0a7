"""The sources of an article on the class page: nowhere before the whole key is revealed."""

from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from annotator.model.edits import SetTag
from tests.drivers.class_page import School, application_of
from tests.factories import BACKGROUND, CLAIM, CONFIRMATION, a_source
from tests.project_factories import a_class, a_class_key, a_key_with_source

ONLY_IN_KEY = "Harbormaster Quill"
"""A source that only the key names."""
ALL = ["s2", "s3", "s4"]


@pytest.fixture
def school(tmp_path: Path) -> Any:
    folder = a_class(tmp_path / "class", "Ada")
    a_class_key(
        folder, SetTag(("s2",), CLAIM), SetTag(("s3",), CONFIRMATION), SetTag(("s4",), BACKGROUND)
    )
    quill = a_source(ONLY_IN_KEY, standing="informed", standing_reason="was on the pier")
    a_key_with_source(folder, quill, "s2")
    with School(folder) as school:
        yield school


def everything(school: School, browser: TestClient) -> dict[str, str]:
    """What each route of the application answers to a browser, by path."""
    paths = {
        route.path.replace("{sitting}", school.room.sitting.id).replace("{token}", "x" * 22)
        for route in application_of(school.app).routes
        if isinstance(route, Route)
    }
    options = ("", "?names=no", "?over=term", "?names=no&over=term")
    wanted = [f"{path}{each}" for path in paths for each in options if "{" not in path]
    streams = ("/api/events", "/pulse")
    return {each: browser.get(each).text for each in wanted if not any(s in each for s in streams)}


def test_no_route_tells_a_source_before_the_whole_key_is_revealed(school: School) -> None:
    ada, teacher = school.opened(), school.teacher()
    school.lead("reveal", sentences=ALL[:2])
    for browser in (ada, teacher):
        found = everything(school, browser)
        assert "/sources" in found
        assert [path for path, text in found.items() if ONLY_IN_KEY in text] == []


def test_a_source_cannot_be_put_on_the_projector_before_the_reveal(school: School) -> None:
    desk = f"{school.desk}/do"
    said = {"do": "show", "screen": "source", "source": a_source(ONLY_IN_KEY).id}
    assert school.teacher().post(desk, json=said).status_code == 422


def test_after_the_reveal_student_teacher_and_projector_have_the_cards(school: School) -> None:
    ada, teacher = school.opened(), school.teacher()
    school.lead("reveal", sentences=ALL)
    assert ada.get("/api/work").json()["standing"]["sources"]
    for page in (ada.get("/sources"), teacher.get(f"{school.desk}/sources")):
        assert ONLY_IN_KEY in page.text
        assert "was on the pier" in page.text
    (card,) = teacher.get(f"{school.desk}/state").json()["cards"]
    school.lead("show", screen="source", source=card["id"])
    shown = teacher.get(f"{school.desk}/state?names=no").json()
    assert shown["lesson"]["screen"] == "source"
    assert shown["source"]["name"] == ONLY_IN_KEY
    assert [each["letter"] for each in shown["source"]["answers"]] == ["I", "M", "V", "A, I", "N"]


def test_a_standing_that_is_entered_during_the_lesson_is_shown(school: School) -> None:
    ada, teacher = school.opened(), school.teacher()
    school.lead("reveal", sentences=ALL)
    quill = a_source(ONLY_IN_KEY, standing="unclear", standing_reason="changed her mind")
    a_key_with_source(school.folder, quill, "s2")
    assert "changed her mind" in teacher.get(f"{school.desk}/sources").text
    assert "changed her mind" in ada.get("/sources").text


def test_the_projector_shows_no_source_once_the_key_is_hidden_again(school: School) -> None:
    school.opened()
    school.lead("reveal", sentences=ALL)
    school.lead("show", screen="source", source=a_source(ONLY_IN_KEY).id)
    school.lead("reveal", sentences=ALL[:1])
    shown = school.teacher().get(f"{school.desk}/state?names=no").json()
    assert (shown["lesson"]["screen"], shown["source"]) == ("task", None)


def test_a_key_without_sources_has_no_cards(school: School) -> None:
    path = a_class_key(school.folder, SetTag(("s2",), CLAIM))
    assert path.exists()
    ada = school.opened()
    school.lead("reveal", sentences=ALL)
    assert not ada.get("/api/work").json()["standing"]["sources"]
    assert ada.get("/sources").status_code == 404

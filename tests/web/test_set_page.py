"""The student's page on a set outside a sitting: an answer key."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.testclient import TestClient

from annotator.project.answer_keys import read_key
from annotator.project.locate import Target
from annotator.web.http import ERROR_HANDLERS
from annotator.web.page_sets import PageSet, PageSets
from annotator.web.project_sets import key_set
from annotator.web.set_page import SetRoutes
from tests.drivers.class_page import sent
from tests.drivers.lock_holder import holder
from tests.factories import Clock
from tests.project_factories import CLASS_DOCUMENT, a_class

KEY = f"/key/{CLASS_DOCUMENT}"


class Desk:
    """A server that offers the key of one document to anyone who asks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock()
        self.sets = PageSets(self.clock)

        async def find(request: Request) -> PageSet:
            document = request.path_params["document"]
            if document != CLASS_DOCUMENT:
                raise HTTPException(404)
            made = self.sets.get(document)
            return made or self.sets.add(document, key_set(folder, document, "Ms. Reed"))

        routes = SetRoutes(self.sets, find, self.clock).at("/key/{document}")
        self.app = Starlette(routes=routes, exception_handlers=ERROR_HANDLERS)
        self.browser = TestClient(self.app)

    def edit(self, number: int, **said: Any) -> Any:
        said = {"sentence": "s2", **said}
        return self.browser.post(f"{KEY}/api/edit", json=sent(number) | {"edit": said})

    @property
    def key(self) -> Any:
        return read_key(Target(str(self.folder), CLASS_DOCUMENT))[0]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(a_class(tmp_path / "class", "Ada"))
    with desk.browser:
        yield desk
    desk.sets.close()


def test_a_key_is_made_on_the_students_page(desk: Desk) -> None:
    assert desk.browser.get(KEY).status_code == 200
    work = desk.browser.get(f"{KEY}/api/work").json()
    names = [each["name"] for each in work["material"]["fields"]]
    assert {"accepted_tags", "explanation"} < set(names)
    assert desk.edit(1, do="tag", tag="claim").status_code == 200
    assert desk.edit(2, do="accepted_tags", accepted_tags=["background"]).status_code == 200
    answer = desk.edit(3, do="explanation", explanation="It rests on one voice.")
    assert answer.json()["decision"]["explanation"] == "It rests on one voice."
    made = desk.key.sentence("s2")
    assert (made.tag, made.accepted_tags) == ("claim", ("background",))


def test_undo_in_a_key_restores_its_own_fields_too(desk: Desk) -> None:
    desk.edit(1, do="tag", tag="claim")
    desk.edit(2, do="accepted_tags", accepted_tags=["background"])
    before = desk.browser.get(f"{KEY}/api/work").json()["state"]["decisions"]["s2"]
    desk.edit(3, do="tag", tag="background")
    desk.edit(4, do="accepted_tags", accepted_tags=[])
    restore = {**before, "do": "restore", "source": None, "cue": None}
    assert desk.edit(5, **restore).json()["decision"] == before


def test_a_set_without_a_key_has_no_fields_of_one(school: Any) -> None:
    browser = school.opened()
    edits: list[dict[str, Any]] = [
        {"do": "accepted_tags", "sentence": "s2", "accepted_tags": ["claim"]},
        {"do": "explanation", "sentence": "s2", "explanation": "x"},
    ]
    for number, said in enumerate(edits, 1):
        answer = browser.post("/api/edit", json=sent(number) | {"edit": said})
        assert answer.status_code == 422


def test_a_set_that_is_open_elsewhere_is_refused_with_who_has_it(desk: Desk) -> None:
    path = desk.folder / "keys" / f"{CLASS_DOCUMENT}.yaml"
    path.parent.mkdir(exist_ok=True)
    desk.edit(1, do="tag", tag="claim")
    desk.clock.now += 1000
    desk.sets.close()
    other = holder(path)
    again = Desk(desk.folder)
    with again.browser:
        assert "Ada" in again.browser.get(f"{KEY}/api/work").json()["read_only"]
        refused = again.edit(2, do="tag", tag="background")
        assert (refused.status_code, again.key.sentence("s2").tag) == (422, "claim")
        other.communicate("")
        assert again.browser.get(f"{KEY}/api/work").json()["read_only"] is None
        assert again.edit(2, do="tag", tag="background").status_code == 200
    again.sets.close()

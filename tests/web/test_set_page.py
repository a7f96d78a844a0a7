"""The student's page on a set outside a sitting: an answer key."""

import json
import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.testclient import TestClient

from annotator.model.annotation import AnnotationSet, SetForm
from annotator.model.errors import DataError
from annotator.model.project import Project
from annotator.model.session import Session
from annotator.project.answer_keys import read_key
from annotator.project.locate import Target
from annotator.storage.codebooks import builtin
from annotator.web.handout import handout_page
from annotator.web.http import ERROR_HANDLERS
from annotator.web.page_edits import decision_json, parse_edit
from annotator.web.page_sets import PageSet, PageSets
from annotator.web.page_suggestions import SuggestionLibrary
from annotator.web.project_sets import key_set
from annotator.web.set_page import SetRoutes
from tests.drivers.browser import opened
from tests.drivers.class_page import sent
from tests.drivers.lock_holder import holder
from tests.factories import Clock
from tests.project_factories import CLASS_DOCUMENT, a_class

KEY = f"/key/{CLASS_DOCUMENT}"


class KeyServer:
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
            return made or self.sets.add(
                document,
                key_set(folder, document, "Ms. Reed", "/", "Home", SuggestionLibrary(folder)),
            )

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
def server(tmp_path: Path) -> Iterator[KeyServer]:
    server = KeyServer(a_class(tmp_path / "class", "Ada"))
    with server.browser:
        yield server
    server.sets.close()


def test_a_key_is_made_on_the_students_page(server: KeyServer) -> None:
    assert server.browser.get(KEY).status_code == 200
    work = server.browser.get(f"{KEY}/api/work").json()
    names = [each["name"] for each in work["material"]["fields"]]
    assert {"accepted_tags", "explanation"} < set(names)
    assert server.edit(1, do="tag", tag="claim").status_code == 200
    assert server.edit(2, do="accepted_tags", accepted_tags=["background"]).status_code == 200
    answer = server.edit(3, do="explanation", explanation="It rests on one voice.")
    assert answer.json()["decision"]["explanation"] == "It rests on one voice."
    made = server.key.sentence("s2")
    assert (made.tag, made.accepted_tags) == ("claim", ("background",))


def test_sources_are_suggested_to_the_owner_of_a_key_and_recorded(server: KeyServer) -> None:
    said = server.browser.get(f"{KEY}/api/work").json()["set"]["suggestions"]["s2"]
    assert said["source"]["mode"] == "list"
    assert "tag" not in said
    (name, *_), token = said["source"]["values"], said["source"]["token"]
    server.edit(1, do="tag", tag="claim")
    server.edit(2, do="source", name=name, seen={"s2": {"source": ["before", token]}})
    (shown,) = server.key.sentence("s2").shown
    assert (shown.by, shown.value, shown.offered[0]) == ("rules", name, name)


def test_undo_in_a_key_restores_its_own_fields_too(server: KeyServer) -> None:
    server.edit(1, do="tag", tag="claim")
    server.edit(2, do="accepted_tags", accepted_tags=["background"])
    before = server.browser.get(f"{KEY}/api/work").json()["state"]["decisions"]["s2"]
    server.edit(3, do="tag", tag="background")
    server.edit(4, do="accepted_tags", accepted_tags=[])
    restore = {**before, "do": "restore", "source": None, "cue": None}
    assert server.edit(5, **restore).json()["decision"] == before


def test_a_set_without_a_key_has_no_fields_of_one(school: Any) -> None:
    browser = school.opened()
    edits: list[dict[str, Any]] = [
        {"do": "accepted_tags", "sentence": "s2", "accepted_tags": ["claim"]},
        {"do": "explanation", "sentence": "s2", "explanation": "x"},
    ]
    for number, said in enumerate(edits, 1):
        answer = browser.post("/api/edit", json=sent(number) | {"edit": said})
        assert answer.status_code == 422


def test_a_set_that_is_open_elsewhere_is_refused_with_who_has_it(server: KeyServer) -> None:
    path = server.folder / "keys" / f"{CLASS_DOCUMENT}.yaml"
    path.parent.mkdir(exist_ok=True)
    server.edit(1, do="tag", tag="claim")
    server.clock.now += 1000
    server.sets.close()
    other = holder(path)
    again = KeyServer(server.folder)
    with again.browser:
        assert "Ada" in again.browser.get(f"{KEY}/api/work").json()["read_only"]
        refused = again.edit(2, do="tag", tag="background")
        assert (refused.status_code, again.key.sentence("s2").tag) == (422, "claim")
        other.communicate("")
        assert again.browser.get(f"{KEY}/api/work").json()["read_only"] is None
        assert again.edit(2, do="tag", tag="background").status_code == 200
    again.sets.close()


def _key_edits(chance: random.Random, key: AnnotationSet) -> Iterator[dict[str, Any]]:
    """Edits of a key as the page makes them, some of them impossible."""
    tags = [each.id for each in builtin().tags]
    body = [each.id for each in key.sentences if each.body][:3]
    while True:
        choices: list[dict[str, Any]] = [
            {"do": "tag", "tag": chance.choice([*tags, None])},
            {"do": "accepted_tags", "accepted_tags": chance.sample(tags, chance.randint(0, 3))},
            {"do": "explanation", "explanation": chance.choice(["", " Why. ", "a\nb"])},
        ]
        yield chance.choice(choices) | {"sentence": chance.choice(body)}


SCRIPT = """([edits, material]) => {
    let state = Model.blank(material);
    const states = [];
    for (const edit of edits) {
        const before = state;
        try { state = Model.apply(state, edit, material); } catch (error) {
            if (!(error instanceof Model.Refused)) throw error;
        }
        // Undone, then done again, it comes to the same.
        const back = Model.restoring(before, edit.sentence);
        const undone = Model.apply(state, back, material);
        const again = Model.apply(undone, Model.restoring(state, edit.sentence), material);
        states.push([state.decisions[edit.sentence], back, undone.decisions[edit.sentence],
                     again.decisions[edit.sentence]]);
    }
    return states;
}"""


def test_the_page_does_to_a_key_what_the_model_does(
    tmp_path: Path, server: KeyServer, browser: Browser
) -> None:
    chance = random.Random(11)  # noqa: S311 (no secret)
    material = server.browser.get(f"{KEY}/api/work").json()["material"]
    page_set = server.sets.get(CLASS_DOCUMENT)
    assert page_set is not None
    blank = replace(page_set.view.blank, form=SetForm.KEY)
    edits = _key_edits(chance, blank)
    said = [next(edits) for _ in range(150)]
    page = tmp_path / "page.html"
    page.write_text(handout_page(page_set.view.blank, builtin(), Project()), "utf-8")
    with opened(browser, page) as opened_page:
        found = opened_page.evaluate(SCRIPT, [said, material])
    session = Session(blank, builtin())
    for each, (now, back, undone, again) in zip(said, found, strict=True):
        with suppress(DataError):
            session.apply(parse_edit(each, session.annotations, builtin()))
        after = session.annotations
        assert now == json_of(after, each)
        session.apply(parse_edit(back, after, builtin()))
        assert undone == json_of(session.annotations, each)
        restored = {**now, "do": "restore", "sentence": each["sentence"], "source": None}
        session.apply(parse_edit(restored, session.annotations, builtin()))
        assert again == json_of(session.annotations, each)
        session = Session(after, builtin())


def json_of(key: AnnotationSet, said: dict[str, Any]) -> Any:
    """What a page gets of the sentence of an edit."""
    return json.loads(json.dumps(decision_json(key.sentence(said["sentence"]), SetForm.KEY)))

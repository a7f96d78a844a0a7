"""What an annotator records about sources and times on the page, as on the screen."""

import random
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from annotator.model.annotation import Source
from annotator.model.edits import SetSource
from annotator.model.errors import DataError
from annotator.model.project import Project
from annotator.model.session import Attention, Session
from annotator.project.project_store import lock_project, save_project
from annotator.report import ENGLISH_MESSAGES
from annotator.storage import layout
from annotator.storage.codebooks import builtin
from annotator.web.page_edits import decision_json, parse_edit, sources_json
from annotator.web.pages import article_data, static_file
from tests.drivers.annotators import WORK, Study, work
from tests.drivers.browser import opened
from tests.drivers.class_page import OTHER_PAGE, PAGE, sent
from tests.factories import Clock
from tests.project_factories import CLASS_DOCUMENT, a_class, a_set_in, the_pass
from tests.web.test_handout import blank

DETAILS: dict[str, Any] = {
    "kind": "person",
    "affiliation": "Port of Calder",
    "concerned": True,
    "standing": "informed",
    "standing_reason": "saw it",
}
NOWHERE = {"s2": {"source": "x"}}
NAMES = ("Night Owls", "night  owls", "Brenn Grid", "No", "Ilse Varga", "")


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    with Study(a_class(tmp_path / "study", "Ada")) as study:
        yield study


class Page:
    """The page of an annotator, which sends one edit after another."""

    def __init__(self, study: Study, page: str = PAGE) -> None:
        self._browser, self._page, self._number = study.signed_in("Ada"), page, 0

    def edit(self, do: str, sentence: str = "s2", **said: Any) -> Any:
        self._number += 1
        said = {"do": do, "sentence": sentence, **said}
        return self._browser.post(
            f"{WORK}/api/edit", json=sent(self._number, page=self._page) | {"edit": said}
        )

    @property
    def work(self) -> Any:
        return work(self._browser)


def test_a_source_has_its_affiliation_and_a_sentence_its_via(study: Study) -> None:
    page = Page(study)
    assert page.edit("source", name="Ilse  Varga", details=DETAILS, via="the Weekly").is_success
    found = the_pass(study.folder, "Ada")
    assert found.sources == (Source("ilse-varga", "Ilse Varga", **DETAILS),)
    assert found.sentence("s2").via == "the Weekly"


def test_two_sources_merge_and_the_answer_has_every_sentence(study: Study) -> None:
    page = Page(study)
    page.edit("source", name="Night Owl", details=DETAILS)
    page.edit("source", "s3", name="Night Owls")
    answer = page.edit("merge_sources", source="night-owl", into="night-owls").json()
    assert [answer["decisions"][each]["source"] for each in ("s2", "s3")] == ["night-owls"] * 2
    assert the_pass(study.folder, "Ada").source_by_id["night-owls"].affiliation == "Port of Calder"


def test_a_party_that_no_sentence_names_stays_only_if_it_is_concerned(study: Study) -> None:
    page = Page(study)
    quiet = DETAILS | {"concerned": False}
    assert page.edit("edit_source", source=None, name="The mayor", details=quiet).status_code == 422
    assert page.edit("edit_source", source=None, name="The mayor", details=DETAILS).is_success
    assert [each.name for each in the_pass(study.folder, "Ada").sources] == ["The mayor"]


def test_impossible_edits_of_sources_change_nothing(study: Study) -> None:
    page = Page(study)
    page.edit("source", name="Night Owls")
    page.edit("source", "s3", name="Brenn Grid")
    before = the_pass(study.folder, "Ada")
    edits: list[dict[str, Any]] = [
        {"do": "merge_sources", "source": "night-owls", "into": "night-owls"},
        {"do": "merge_sources", "source": "gone", "into": "night-owls"},
        {"do": "edit_source", "source": "night-owls", "name": "brenn grid", "details": DETAILS},
        {"do": "edit_source", "source": "night-owls", "name": " ", "details": DETAILS},
        {"do": "edit_source", "source": "night-owls", "name": "They", "details": DETAILS},
        {"do": "edit_source", "source": "night-owls", "name": "Owls", "details": {}},
        {"do": "edit_source", "source": "x", "name": "Owls", "details": DETAILS | {"kind": "god"}},
        {"do": "source", "name": "Owls", "details": DETAILS | {"standing": "wise"}},
        {"do": "restore", "shared": {"sources": [{}], "sentences": {}, "added": []}},
        {"do": "restore", "shared": {"sources": [], "sentences": {"s99": {}}, "added": []}},
        {"do": "restore", "shared": {"sources": [], "added": [], "sentences": NOWHERE}},
        {"do": "restore", "seconds": -1},
        {"do": "seconds", "seconds": 5},
    ]  # fmt: skip
    for each in edits:
        assert page.edit(**each).status_code == 422, each
    assert the_pass(study.folder, "Ada") == before


def test_what_the_page_cannot_show_of_a_source_stays(study: Study) -> None:
    source = Source("eve", "Eve\u202e", affiliation="Port\u202e")
    a_set_in(study.folder, "Ada", SetSource(("s2",), source), document=CLASS_DOCUMENT)
    page = Page(study)
    (shown,) = page.work["state"]["sources"]
    said = {"source": "eve", "name": shown["name"], "details": {**shown, "kind": "person"}}
    assert page.edit("edit_source", **said).is_success
    assert the_pass(study.folder, "Ada").sources == (replace(source, kind="person"),)


def test_times_are_kept_only_where_the_project_records_them(study: Study) -> None:
    Page(study).edit("flag", flag=True, times={"s2": 7})
    assert the_pass(study.folder, "Ada").sentence("s2").seconds is None
    project = replace(layout.load_project(study.folder), record_times=True)
    with lock_project(study.folder):
        save_project(study.folder, project)
    with Study(study.folder) as again:
        study.live.sets.close()
        page = Page(again, OTHER_PAGE)
        assert page.work["set"]["times"]
        page.edit("note", note="why", times={"s2": 7, "s3": 9})
        page.edit("note", note="because", times={"s2": 5})
        assert page.edit("note", note="x", times={"s2": True}).status_code == 422
        found = the_pass(study.folder, "Ada")
        assert (found.sentence("s2").seconds, found.sentence("s3").seconds) == (12, None)
        page.edit("restore", note="why", seconds=7)
        assert the_pass(study.folder, "Ada").sentence("s2").seconds == 7


def _edits(chance: random.Random, sentences: list[str]) -> Iterator[dict[str, Any]]:
    """Edits of sources and times as the page makes them, some of them impossible."""
    ids = ["night-owls", "brenn-grid", "no-1", "ilse-varga", "night-owls-2"]
    while True:
        details = {
            "kind": chance.choice([None, "person"]),
            "affiliation": chance.choice([None, " Port ", ""]),
            "concerned": chance.random() < 0.3,
            "standing": chance.choice([None, "informed", "unclear"]),
            "standing_reason": chance.choice([None, "saw it"]),
        }
        name = chance.choice(NAMES)
        choices: list[dict[str, Any]] = [
            {"do": "source", "name": name, "details": details, "via": chance.choice(["", "BBC"])},
            {"do": "source", "name": name, "kind": None},
            {"do": "via", "via": chance.choice([None, " AP "])},
            {"do": "edit_source", "source": chance.choice([None, *ids]), "name": name,
             "details": details},
            {"do": "merge_sources", "source": chance.choice(ids), "into": chance.choice(ids)},
        ]  # fmt: skip
        times = {each: chance.randint(0, 9) for each in chance.sample(sentences, 2)}
        yield chance.choice(choices) | {"sentence": chance.choice(sentences), "times": times}


SCRIPT = """([edits, material]) => {
    let state = Model.blank(material);
    return edits.map((edit) => {
        const before = state;
        try { state = Model.apply(state, edit, material); } catch (error) {
            if (!(error instanceof Model.Refused)) throw error;
        }
        const back = Model.undoing(before, state, edit.sentence);
        const undone = Model.apply(state, back, material);
        return [state, back, undone, before];
    });
}"""


def test_the_page_does_to_sources_what_the_model_does_and_undoes_it(browser: Browser) -> None:
    chance, annotations = random.Random(3), blank()  # noqa: S311 (no secret)
    edits = _edits(chance, [each.id for each in annotations.sentences][:5])
    said = [next(edits) for _ in range(300)]
    material = article_data(annotations, builtin(), Project(), ENGLISH_MESSAGES)
    with opened(browser, "about:blank") as page:
        for name in ("messages.js", "model.js"):
            page.add_script_tag(content=static_file(name).replace("const M", "var M", 1))
        found = page.evaluate(SCRIPT, [said, material])
    session = Session(annotations, builtin())
    for each, (now, back, undone, before) in zip(said, found, strict=True):
        earlier = session.annotations
        with suppress(DataError):
            session.apply(parse_edit(each, earlier, builtin(), record_times=True))
        after = session.annotations
        assert now == _state(after), each
        restored = parse_edit(back, after, builtin(), record_times=True).apply(after, builtin())
        assert (restored.sources, restored.sentences) == (earlier.sources, earlier.sentences), each
        assert undone == before
        session = Session(after, builtin())


def _state(annotations: Any) -> Any:
    decisions = {each.id: decision_json(each) for each in annotations.sentences}
    return {"decisions": decisions, "sources": sources_json(annotations)}


def test_the_page_counts_seconds_as_the_screen_does(browser: Browser) -> None:
    chance = random.Random(9)  # noqa: S311 (no secret)
    steps = [(chance.choice(["s1", "s2", "s3"]), chance.uniform(0, 100)) for _ in range(60)]
    with opened(browser, "about:blank") as page:
        page.add_script_tag(content=static_file("attention.js").replace("const A", "var A", 1))
        found = page.evaluate(
            """(steps) => {
                let now = 0;
                const attention = Attention.begin(() => now);
                return steps.map(([id, passed]) => {
                    attention.lookAt(id);
                    now += passed;
                    const times = attention.times([id]);
                    attention.sent(times);
                    return times[id] ?? 0;
                });
            }""",
            steps,
        )
    clock = Clock(0)
    attention = Attention(clock)
    session = Session(blank(), builtin(), attention=attention)
    for (sentence, passed), seconds in zip(steps, found, strict=True):
        before = session.annotations.sentence(sentence)
        session.attend(sentence)
        clock.now += passed
        said = {"do": "flag", "sentence": sentence, "flag": not before.flag}
        session.apply(parse_edit(said, session.annotations, builtin()))
        after = session.annotations.sentence(sentence)
        assert (after.seconds or 0) - (before.seconds or 0) == seconds

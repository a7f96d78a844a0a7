"""Suggestions on the annotators' page: the four ways of showing them, and the record."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route

from annotator.model.annotation import Answer, Exposure, Shown, SuggestedField
from annotator.model.suggestion_evaluation import SuggesterEvaluation, TagPrecision
from annotator.model.suggestion_settings import is_held
from annotator.model.suggestions import FieldSuggestions, Suggester, Suggestion
from annotator.project.suggesters import RULES_SUGGESTER
from annotator.storage import layout, suggestion_evaluations
from annotator.storage.codebooks import builtin
from annotator.storage.files import overwrite
from tests.drivers.annotators import WORK, Study, edit, run, work
from tests.drivers.class_page import PAGE, application_of, sent
from tests.project_factories import (
    CLASS_DOCUMENT,
    a_class,
    stored_suggestions,
    the_document,
    the_pass,
)

ROBOT = Suggester("robot", "1", "0" * 64)
S2_SAID = "said"


def robot(folder: Path, sentence: str) -> FieldSuggestions:
    """What a suggester says of a sentence: a claim by the Night Owls, with the cue “said”."""
    found = next(
        each for each in the_document(folder, CLASS_DOCUMENT).sentences if each.id == sentence
    )
    start = found.span[0] + max(found.text.find(S2_SAID), 0)
    return {
        SuggestedField.TAG: (Suggestion("confirmation", reason="It looks so."),),
        SuggestedField.SOURCE: (
            Suggestion("Night Owls", 0.9, "They said it."),
            Suggestion("police"),
        ),
        SuggestedField.KIND: (Suggestion("organization"),),
        SuggestedField.CUE: (Suggestion((start, start + 4)),),
        SuggestedField.ANSWERS: (Suggestion((Answer("s3", None),)),),
    }


Made = Callable[..., Study]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    """Makes a project with these settings of suggestions, and serves it."""
    begun: list[Study] = []

    def make(
        settings: str, *, name: str = "study", proven: bool = True, files: bool = True
    ) -> Study:
        folder = a_class(tmp_path / name, "Ada", "Ben", ask="links")
        path = folder / layout.PROJECT_FILE
        overwrite(path, path.read_bytes() + f"suggestions: {settings}\n".encode())
        ids = [each.id for each in the_document(folder, CLASS_DOCUMENT).sentences if each.body]
        if files:
            stored_suggestions(folder, CLASS_DOCUMENT, "robot", {i: robot(folder, i) for i in ids})
        if proven:
            prove(folder, "confirmation")
        begun.append(Study(folder))
        return begun[-1].__enter__()

    yield make
    for each in begun:
        each.__exit__(None, None, None)


def prove(folder: Path, tag: str) -> None:
    """Let a project's evaluation allow suggestions of a tag."""
    made = SuggesterEvaluation(
        ROBOT, builtin().reference, "gold", 9, 99, tags=(TagPrecision(tag, 30, 40),)
    )
    path = layout.evaluation_path(folder, "robot")
    path.parent.mkdir(parents=True, exist_ok=True)
    overwrite(path, suggestion_evaluations.render(made))


def shown(study: Study, sentence: str = "s2", name: str = "Ada") -> Mapping[str, Shown]:
    return {
        each.field.value: each for each in the_pass(study.folder, name).sentence(sentence).shown
    }


def offered(browser: Any, sentence: str = "s2") -> dict[str, Any]:
    found: dict[str, Any] = work(browser)["set"].get("suggestions", {})
    items: dict[str, Any] = found.get(sentence, {})
    return items


def seen(items: Mapping[str, Any], *fields: str, when: str = "before") -> dict[str, Any]:
    return {each: [when, items[each]["token"]] for each in fields}


def decide(browser: Any, number: int, **said: Any) -> Any:
    said = {"sentence": "s2", **said}
    answer = browser.post(f"{WORK}/api/edit", json=sent(number) | {"edit": said})
    assert answer.status_code == 200, answer.text
    return answer.json()


LIST = "{by: robot, show: list}"
GHOST = "{by: robot, show: ghost}"
SECOND = "{by: robot, show: second-look}"
OFF = "{by: robot, show: off}"


def test_a_list_has_what_the_project_s_file_says_and_records_what_was_shown(made: Made) -> None:
    study = made(LIST)
    ada = study.signed_in("Ada")
    items = offered(ada)
    assert [items["source"]["values"], items["kind"]["values"]] == [
        ["Night Owls", "police"],
        ["organization"],
    ]
    assert items["cue"]["values"] == [
        {"text": S2_SAID, "start": items["cue"]["values"][0]["start"]}
    ]
    assert "tag" not in items
    decide(ada, 1, do="tag", tag="claim")
    assert shown(study) == {}
    said = {"name": "Night Owls", "kind": "organization"}
    decide(ada, 2, do="source", **said, seen={"s2": seen(items, "source", "kind")})
    record = shown(study)
    assert set(record) == {"source", "kind"}
    assert record["source"] == Shown(
        SuggestedField.SOURCE, "robot", "1", "Night Owls", Exposure.BEFORE, ("Night Owls", "police")
    )


def test_what_was_seen_after_the_own_decision_is_recorded_with_that_decision(made: Made) -> None:
    study = made(LIST)
    ada = study.signed_in("Ada")
    items = offered(ada)
    decide(ada, 1, do="tag", tag="claim")
    decide(ada, 2, do="source", name="police")
    after = {"s2": seen(items, "source", when="after")}
    decide(ada, 3, do="source", name="Night Owls", seen=after)
    record = shown(study)["source"]
    assert (record.exposure, record.was) == (Exposure.AFTER, "police")


def test_only_what_the_server_had_sent_is_recorded(made: Made) -> None:
    study = made(LIST)
    ada = study.signed_in("Ada")
    items = offered(ada)
    invented = {"source": ["before", "00000000"], "tag": ["before", items["source"]["token"]]}
    decide(ada, 1, do="tag", tag="claim", seen={"s2": invented, "s99": invented})
    assert shown(study) == {}
    for wrong in (
        3,
        {"s2": 3},
        {"s2": {"mood": ["before", "x"]}},
        {"s2": {"source": ["now", "x"]}},
    ):
        said = {"do": "tag", "sentence": "s2", "tag": "claim", "seen": wrong}
        answer = ada.post(f"{WORK}/api/edit", json=sent(2) | {"edit": said})
        assert answer.status_code == 422


def test_a_page_that_outlives_the_server_still_has_its_record(made: Made) -> None:
    study = made(LIST)
    items = offered(study.signed_in("Ada"))
    study.live.sets.close()
    again = Study(study.folder)
    with again:
        ada = again.signed_in("Ada")
        work(ada)
        decide(ada, 1, do="tag", tag="claim", seen={"s2": seen(items, "source")})
        assert set(shown(again)) == {"source"}


def test_a_ghost_is_taken_in_one_edit_and_recorded_as_seen_before(made: Made) -> None:
    study = made(GHOST)
    ada = study.signed_in("Ada")
    items = offered(ada)
    assert set(items) == {"tag", "source", "kind", "cue"}
    cue = items["cue"]["values"][0]
    decide(
        ada,
        1,
        do="decide",
        tag=items["tag"]["values"][0],
        source={"name": "Night Owls", "kind": "organization"},
        cue={"words": cue["text"], "start": cue["start"]},
        seen={"s2": seen(items, *items)},
    )
    made_ = the_pass(study.folder, "Ada")
    sentence = made_.sentence("s2")
    source = made_.source_of(sentence)
    assert source is not None
    assert (sentence.tag, source.name, source.kind) == (
        "confirmation",
        "Night Owls",
        "organization",
    )
    assert sentence.cue is not None
    assert sentence.cue.text == S2_SAID
    assert {each.exposure for each in sentence.shown} == {Exposure.BEFORE}
    assert len(sentence.shown) == 4


def test_no_tag_is_shown_that_the_project_s_evaluation_does_not_allow(made: Made) -> None:
    study = made(GHOST, proven=False)
    assert set(offered(study.signed_in("Ada"))) == {"source", "kind", "cue"}
    prove(study.folder, "claim")
    again = Study(study.folder)
    with again:
        assert "tag" not in offered(again.signed_in("Ben"))


def test_a_second_look_comes_after_the_own_decision_only_where_they_differ(made: Made) -> None:
    study = made(SECOND)
    ada = study.signed_in("Ada")
    assert offered(ada) == {}
    told = decide(ada, 1, do="tag", tag="confirmation")
    assert "differences" not in told
    told = decide(ada, 2, do="source", name="police")
    (item,) = [each for each in told["differences"]["s2"] if each["field"] == "source"]
    assert (item["values"], item["reason"]) == (["Night Owls"], "They said it.")
    looked = {"s2": {"source": ["after", item["token"]]}}
    told = decide(ada, 3, do="keep", seen=looked)
    assert "source" not in {each["field"] for each in told.get("differences", {}).get("s2", [])}
    kept = shown(study)["source"]
    assert (kept.exposure, kept.was) == (Exposure.AFTER, None)
    decide(ada, 4, do="source", name="Night Owls")
    taken = shown(study)["source"]
    assert (taken.exposure, taken.was) == (Exposure.AFTER, "police")


def test_what_is_still_empty_where_the_annotator_is_has_no_second_look(made: Made) -> None:
    study = made(SECOND)
    ada = study.signed_in("Ada")
    told = decide(ada, 1, do="tag", tag="confirmation")
    assert "differences" not in told
    told = edit(ada, 2, "s3", "confirmation", at="s3").json()
    fields = {each["field"] for each in told["differences"]["s2"]}
    assert "source" in fields
    assert "s3" not in told["differences"]


def answers_of(study: Study, *edits: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """What every route answers to Ada, before and after these edits."""
    ada = study.signed_in("Ada")
    routes = [each for each in application_of(study.app).routes if isinstance(each, Route)]
    for number, said in enumerate([{}, *edits]):
        if said:
            answer = ada.post(f"{WORK}/api/edit", json=sent(number) | {"edit": said})
            yield f"edit {number}", answer.content
        for route in routes:
            path = route.path.format(document=CLASS_DOCUMENT, owner="ben", name="page.js")
            path = path if "{" not in path else ""
            if path in ("/leave", "/enter", "/device", ""):
                continue
            study.clock.now += 100
            if "GET" in (route.methods or ()):
                yield path, ada.get(path).content
            elif path.endswith("/here"):
                yield path, ada.post(path, json={"page": PAGE}).content


def test_before_the_own_decision_every_answer_is_the_same_in_off_and_second_look(
    made: Made, tmp_path: Path
) -> None:
    """The own decision on the tag is the suggested one, and the source is still to be decided."""
    edits: list[dict[str, Any]] = [
        {"do": "note", "sentence": "s2", "note": "x"},
        {"do": "flag", "sentence": "s2", "flag": True},
        {"do": "tag", "sentence": "s2", "tag": "confirmation"},
    ]
    found = []
    for settings in (OFF, SECOND):
        study = made(settings, name="study")
        found.append(list(answers_of(study, *edits)))
        study.live.sets.close()
        shutil.rmtree(study.folder)
    assert len(found[0]) > 20
    for (path, one), (_, other) in zip(*found, strict=True):
        assert one == other, path


def test_what_is_withheld_looks_like_off_and_is_recorded_as_held(made: Made) -> None:
    for settings in (GHOST, LIST, SECOND):
        how = settings.removesuffix("}") + ", hold: 0.5, seed: a}"
        study = made(how, name=f"study{len(settings)}")
        ids = [each.id for each in the_pass_ids(study)]
        held = {each for each in ids if is_held("a", CLASS_DOCUMENT, each, 0.5)}
        assert 0 < len(held) < len(ids)
        ada = study.signed_in("Ada")
        said = work(ada)["set"]
        assert not held & set(said.get("suggestions", {}))
        for number, each in enumerate(ids, 1):
            told = edit(ada, number, each, "claim").json()
            assert not held & set(told.get("differences", {}))
        for each in ids:
            record = shown(study, each)
            held_here = each in held
            assert all(one.held is held_here for one in record.values())
            assert all(one.exposure is Exposure.NEVER for one in record.values())
            # A difference that nobody has looked at is recorded as well, to compare the two.
            assert bool(record) is (held_here or settings == SECOND), (settings, each)


def the_pass_ids(study: Study) -> list[Any]:
    return [each for each in the_document(study.folder, CLASS_DOCUMENT).sentences if each.body]


def test_the_rules_say_it_again_where_their_file_is_missing_or_of_another_version(
    made: Made,
) -> None:
    study = made("{by: rules, show: list}", files=False)
    live = offered(study.signed_in("Ada"))["source"]
    assert "Night Owls" in str(live["values"])
    stored_suggestions(study.folder, CLASS_DOCUMENT, "rules", {"s2": robot(study.folder, "s2")})
    again = Study(study.folder)
    with again:
        ben = again.signed_in("Ben")
        assert offered(ben)["source"]["token"] == live["token"]
        decide(ben, 1, do="tag", tag="claim", seen={"s2": {"source": ["before", live["token"]]}})
        assert shown(again, name="Ben")["source"].version == RULES_SUGGESTER.version


def test_a_damaged_file_of_suggestions_keeps_nobody_from_working(made: Made) -> None:
    study = made(LIST)
    layout.suggestions_path(study.folder, "robot", CLASS_DOCUMENT).write_text("mood: 3\n")
    ada = study.signed_in("Ada")
    assert offered(ada) == {}
    assert edit(ada, 1).status_code == 200


def test_nothing_is_shown_or_recorded_in_a_finished_pass(made: Made) -> None:
    study = made(LIST)
    ada = study.signed_in("Ada")
    edit(ada, 1)
    run(ada, "finish")
    assert offered(ada) == {}
    assert "differences" not in work(ada)["set"]

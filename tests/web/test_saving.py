"""What a student does is kept: through retries, restarts, devices and full disks."""

from pathlib import Path
from typing import Any

import pytest

from annotator.storage import files
from annotator.storage.system import os_error
from tests.drivers.class_page import OTHER_PAGE, School, again, edit, sent
from tests.project_factories import the_pass


def test_an_edit_is_on_the_disk_before_it_is_answered(school: School) -> None:
    browser = school.opened()
    answer = edit(browser, 1)
    assert answer.status_code == 200
    assert the_pass(school.folder, "Ada").sentence("s2").tag == "claim"
    assert answer.json()["decision"]["tag"] == "claim"


def test_an_edit_sent_again_does_not_count_again(school: School) -> None:
    browser = school.opened()
    edit(browser, 1, "s2", "claim")
    edit(browser, 2, "s2", "background")
    assert edit(browser, 1, "s2", "claim").json()["decision"]["tag"] == "background"


def test_an_edit_sent_again_after_a_restart_does_not_count_again(school: School) -> None:
    browser = school.opened()
    edit(browser, 1, "s2", "claim")
    edit(browser, 1, "s2", "background", page=OTHER_PAGE)
    with again(school) as restarted:
        later = restarted.browser()
        later.cookies = browser.cookies
        assert edit(later, 1, "s2", "claim").json()["decision"]["tag"] == "background"
        assert edit(later, 2, "s2", "claim").json()["decision"]["tag"] == "claim"


def test_a_reload_and_a_restart_find_the_same_work_at_the_same_sentence(school: School) -> None:
    browser = school.opened()
    edit(browser, 1, at="s4")
    before = browser.get("/api/work").json()
    assert before["at"] == "s4"
    with again(school) as restarted:
        later = restarted.browser()
        later.cookies = browser.cookies
        after = later.get("/api/work").json()
    assert (after["at"], after["state"]) == ("s4", before["state"])


def test_the_personal_link_opens_the_work_on_another_device(school: School) -> None:
    browser = school.opened()
    edit(browser, 1)
    token = browser.cookies[school.student]
    other = school.browser()
    assert other.get(f"/me/{token}").status_code == 200
    assert other.get("/api/work").json()["state"]["decisions"]["s2"]["tag"] == "claim"


def test_a_failed_save_is_reported_and_the_same_edit_is_tried_again(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:

    browser = school.opened()
    edit(browser, 1)
    whole = files.replace_file

    def full(path: Path, *_: Any) -> None:
        raise files.SaveError(os_error(OSError(28, "No space left"), path, "cannot be saved"))

    monkeypatch.setattr(files, "replace_file", full)
    assert edit(browser, 2, "s3").status_code == 503
    assert the_pass(school.folder, "Ada").sentence("s3").tag is None
    monkeypatch.setattr(files, "replace_file", whole)
    assert edit(browser, 2, "s3").status_code == 200
    assert the_pass(school.folder, "Ada").sentence("s3").tag == "claim"


def test_every_kind_of_edit_comes_to_what_the_model_makes_of_it(school: School) -> None:
    browser = school.opened()
    said: list[dict[str, Any]] = [
        {"do": "tag", "sentence": "s2", "tag": "claim"},
        {
            "do": "source",
            "sentence": "s2",
            "name": "Night Owls",
            "kind": "organisation",  # codespell:ignore organisation
        },
        {"do": "cue", "sentence": "s2", "words": "said"},
        {"do": "checkable", "sentence": "s2", "checkable": False},
        {"do": "tag", "sentence": "s4", "tag": "confirmation"},
        {"do": "answers", "sentence": "s4", "answers": [{"claim": "s2", "stance": "partial"}]},
        {"do": "note", "sentence": "s4", "note": "one line of two"},
        {"do": "flag", "sentence": "s4", "flag": True},
    ]
    for number, each in enumerate(said, 1):
        answer = browser.post("/api/edit", json=sent(number) | {"edit": each})
        assert answer.status_code == 200, answer.text
    annotations = the_pass(school.folder, "Ada")
    second, fourth = annotations.sentence("s2"), annotations.sentence("s4")
    assert (second.tag, second.source, second.checkable) == ("claim", "night-owls", False)
    # A page that was opened before an update has the former name.
    assert annotations.source_by_id["night-owls"].kind == "organization"
    assert second.cue is not None
    assert second.cue.text == "said"
    assert [(each.claim, each.stance) for each in fourth.answers] == [("s2", "partial")]
    assert (fourth.note, fourth.flag) == ("one line of two", True)


def test_undoing_is_an_edit_that_sets_a_sentence_back(school: School) -> None:
    browser = school.opened()
    edit(browser, 1, "s2", "confirmation")
    before = browser.get("/api/work").json()["state"]["decisions"]["s2"]
    edit(browser, 2, "s2", "claim")
    restore = {**before, "do": "restore", "sentence": "s2", "source": None, "cue": None}
    browser.post("/api/edit", json=sent(3) | {"edit": restore})
    assert browser.get("/api/work").json()["state"]["decisions"]["s2"] == before


def test_a_known_number_with_other_content_is_a_conflict_and_changes_nothing(
    school: School,
) -> None:
    browser = school.opened()
    edit(browser, 1, "s2", "claim")
    answer = edit(browser, 1, "s3", "background")
    assert (answer.status_code, answer.json()["again"]) == (409, "another number")
    assert edit(browser, 1, "s2", "claim").status_code == 200
    assert edit(browser, 2, "s3", "background").status_code == 200
    annotations = the_pass(school.folder, "Ada")
    assert [each.tag for each in annotations.sentences[1:3]] == ["claim", "background"]


def test_what_arrives_out_of_order_is_never_called_saved_and_dropped(school: School) -> None:
    browser = school.opened()
    assert edit(browser, 2, "s3", "background").status_code == 200
    assert edit(browser, 1, "s2", "claim").status_code == 409
    assert edit(browser, 3, "s2", "claim").status_code == 200
    annotations = the_pass(school.folder, "Ada")
    assert [each.tag for each in annotations.sentences[1:3]] == ["claim", "background"]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"do": "tag"},
        {"do": "tag", "sentence": 5},
        {"do": "tag", "sentence": ["s2"], "tag": "claim"},
        {"do": {}, "sentence": "s2"},
        {"do": "no-such-thing", "sentence": "s2"},
        {"do": "tag", "sentence": "s99", "tag": "claim"},
        {"do": "tag", "sentence": "s2\n", "tag": "claim"},
        {"do": "tag", "sentence": "s2", "tag": {}},
        {"do": "answers", "sentence": "s2"},
    ],
)
def test_what_is_no_edit_is_refused_as_such_under_a_counted_number_too(
    school: School, said: dict[str, Any]
) -> None:
    browser = school.opened()
    edit(browser, 1)
    for number, status in ((1, 400), (2, 422)):
        assert browser.post("/api/edit", json=sent(number) | {"edit": said}).status_code == status
    school.lead("close")
    assert browser.post("/api/edit", json=sent(1) | {"edit": said}).status_code == 400
    assert the_pass(school.folder, "Ada").sentence("s2").tag == "claim"


@pytest.mark.parametrize(
    "fields",
    [
        {"edit": [1]},
        {"made": "now"},
        {"made": -1},
        {"made": 10**400},
        {"made": 1.5},
        {"vote": True},
        {"vote": 0},
        {"number": 0},
        {"page": "a"},
    ],
)
def test_what_is_not_sent_whole_is_refused_as_such(school: School, fields: dict[str, Any]) -> None:
    browser = school.opened()
    edit(browser, 1)
    for number in (1, 2):
        assert browser.post("/api/edit", json=sent(number) | fields).status_code == 400

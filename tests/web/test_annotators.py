"""A project's annotators in their browsers: each with their own documents and no others."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.routing import Route

from annotator.model.annotation import Status
from annotator.model.annotator_access import ACCESS_DAYS
from annotator.model.project import Assignment, Round, RoundAssignments, RoundPurpose
from annotator.project.project_store import lock_project, save_project
from annotator.storage import assignments, layout
from annotator.storage.locks import LockHolder, try_lock
from annotator.web.page_sets import IDLE_SECONDS
from annotator.web.site_security import SECURITY_HEADERS
from tests.drivers.annotators import WORK, Study, edit, run, work
from tests.drivers.class_page import PAGE, application_of
from tests.drivers.lock_holder import holder
from tests.project_factories import CLASS_DOCUMENT, a_class, another_article, the_pass

OTHER = "bridge"


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """Ada has both documents, and Ben only the second one."""
    folder = a_class(tmp_path / "study", "Ada", "Ben", ask="links")
    another_article(folder, OTHER)
    _assign(folder, "main", {CLASS_DOCUMENT: ["Ada"], OTHER: ["Ada", "Ben"]})
    with Study(folder) as study:
        yield study


def _assign(folder: Path, round_: str, given: dict[str, list[str]], number: int = 1) -> None:
    project = layout.load_project(folder)
    purpose = RoundPurpose.RETEST if number > 1 else RoundPurpose.MAIN
    rounds = (*project.rounds, Round(round_, purpose, documents=tuple(sorted(given))))
    with lock_project(folder):
        save_project(folder, replace(project, rounds=rounds))
    entries = tuple(Assignment(each, tuple(names), number) for each, names in sorted(given.items()))
    path = layout.assignments_path(folder, round_)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(assignments.render(RoundAssignments(round_, "1", entries)))


def _routes(study: Study) -> list[tuple[str, str]]:
    """Every route of the page, with each of its methods."""
    routes = application_of(study.app).routes
    known = (each for each in routes if isinstance(each, Route))
    return [
        (method, each.path) for each in known for method in each.methods or () if method != "HEAD"
    ]


def test_a_link_is_exchanged_once_and_its_token_is_stored_nowhere(study: Study) -> None:
    token = study.live.links.new_link("Ada")
    browser = study.browser()
    assert browser.post("/enter", json={"token": token}).status_code == 200
    assert browser.get("/").status_code == 200
    assert study.browser().post("/enter", json={"token": token}).status_code == 401
    stored = layout.annotator_access_path(study.folder).read_text()
    assert token not in stored
    assert browser.cookies[study.live.cookie] not in stored


def test_the_cookie_is_of_no_use_to_a_script_or_another_site(study: Study) -> None:
    token = study.live.links.new_link("Ada")
    cookie = study.browser().post("/enter", json={"token": token}).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()


def test_links_and_sessions_expire(study: Study) -> None:
    browser, late = study.signed_in("Ada"), study.live.links.new_link("Ada", 1)
    study.wall.now += 2 * 24 * 3600
    assert study.browser().post("/enter", json={"token": late}).status_code == 401
    assert browser.get("/").status_code == 200
    study.wall.now += ACCESS_DAYS * 24 * 3600
    assert browser.get("/").status_code == 401


def test_a_link_revoked_by_another_program_stops_at_once(study: Study) -> None:
    browser, other = study.signed_in("Ada"), study.signed_in("Ben")
    token = study.live.links.new_link("Ada")
    again = Study(study.folder)
    again.live.links.revoke("Ada")
    again.live.sets.close()
    assert edit(browser, 1).status_code == 401
    assert study.browser().post("/enter", json={"token": token}).status_code == 401
    assert other.get("/").status_code == 200


def test_who_is_no_longer_an_annotator_is_signed_out(study: Study) -> None:
    browser = study.signed_in("Ada")
    edit(browser, 1)
    project = layout.load_project(study.folder)
    with lock_project(study.folder):
        save_project(study.folder, replace(project, annotators=("Ben",)))
    assert edit(browser, 2, "s3").status_code == 401
    assert browser.get("/").status_code == 401


def test_a_browser_that_signs_out_is_out(study: Study) -> None:
    browser = study.signed_in("Ada")
    cookie = browser.cookies[study.live.cookie]
    browser.post("/leave")
    browser.cookies.set(study.live.cookie, cookie)
    assert browser.get("/").status_code == 401


def test_the_list_has_ones_own_documents_and_no_others(study: Study) -> None:
    edit(study.signed_in("Ada"), 1)
    page = study.signed_in("Ben").get("/").text
    assert f"/work/{OTHER}" in page
    assert CLASS_DOCUMENT not in page
    assert "Ada" not in page


def test_every_route_refuses_another_annotators_document(study: Study) -> None:
    ada, ben = study.signed_in("Ada"), study.signed_in("Ben")
    edit(ada, 1)
    edit(ada, 1, path=f"/work/{OTHER}", page="00000000000000c3")
    before = the_pass(study.folder, "Ada")
    tried = 0
    for method, path in _routes(study):
        if "{document}" not in path:
            continue
        for document, owner in ((CLASS_DOCUMENT, "ada"), (OTHER, "ada"), ("..%2fx", "ada")):
            if document == OTHER and "{owner}" not in path:
                continue
            address = path.format(document=document, owner=owner)
            answer = ben.request(method, address, json=_anything() if method == "POST" else None)
            tried += 1
            assert answer.status_code == 404, (method, address, answer.text)
    assert tried > 20
    assert the_pass(study.folder, "Ada") == before
    assert "claim" not in str(work(ben, f"/work/{OTHER}")["state"])


def _anything() -> dict[str, object]:
    said = {"do": "tag", "sentence": "s2", "tag": "background"}
    return {"page": PAGE, "number": 1, "vote": 1, "edit": said, "do": "finish", "left": True}


def test_every_route_needs_a_session(study: Study) -> None:
    for method, path in _routes(study):
        if path in ("/enter", "/leave", "/static/{name}"):
            continue
        address = path.format(document=CLASS_DOCUMENT, owner="ada")
        answer = study.browser().request(method, address, json={} if method == "POST" else None)
        assert answer.status_code == 401, (method, address)
        assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_the_post_of_another_origin_is_refused(study: Study) -> None:
    browser = study.signed_in("Ada")
    for path in ("/enter", "/leave", "/device", f"{WORK}/api/edit", f"{WORK}/api/do"):
        answer = browser.post(path, json={}, headers={"Origin": "https://evil.example"})
        assert answer.status_code == 403


def test_where_the_project_is_not_blind_the_work_of_others_can_be_read(study: Study) -> None:
    ada, ben = study.signed_in("Ada"), study.signed_in("Ben")
    edit(ada, 1, path=f"/work/{OTHER}")
    shown = f"/others/{OTHER}/ada"
    assert ben.get(shown).status_code == 404
    project = layout.load_project(study.folder)
    with lock_project(study.folder):
        save_project(study.folder, replace(project, blind=False))
    assert shown in ben.get("/").text
    found = work(ben, shown)
    assert found["state"]["decisions"]["s2"]["tag"] == "claim"
    assert found["read_only"]
    assert edit(ben, 2, "s3", path=shown).status_code == 422
    assert run(ben, "finish", path=shown).status_code == 400
    assert ben.get(f"/others/{CLASS_DOCUMENT}/ada").status_code == 404


def test_an_edit_is_on_the_disk_before_it_is_answered(study: Study) -> None:
    browser = study.signed_in("Ada")
    assert edit(browser, 1).status_code == 200
    assert the_pass(study.folder, "Ada").sentence("s2").tag == "claim"
    assert edit(browser, 1).json()["decision"]["tag"] == "claim"


def test_a_pass_is_finished_reopened_and_followed_by_the_next(study: Study) -> None:
    browser = study.signed_in("Ada")
    edit(browser, 1)
    assert run(browser, "finish").status_code == 200
    assert the_pass(study.folder, "Ada").status is Status.FINISHED
    assert edit(browser, 2, "s3").status_code == 422
    assert run(browser, "reopen").status_code == 200
    assert edit(browser, 2, "s3").status_code == 200
    run(browser, "finish")
    for _ in range(2):
        assert run(browser, "next pass").status_code == 200
    first, second = the_pass(study.folder, "Ada"), the_pass(study.folder, "Ada", 2)
    assert (first.status, second.status) == (Status.FINISHED, None)
    assert second.sentence("s3").tag == "claim"
    # An edit of the first pass that arrives now must not change the second one.
    assert edit(browser, 3, "s2", "background", vote=1).status_code == 410
    assert edit(browser, 3, "s2", "background", vote=2).status_code == 200
    assert the_pass(study.folder, "Ada").sentence("s2").tag == "claim"


def test_an_article_is_marked_unusable_only_with_a_reason(study: Study) -> None:
    browser = study.signed_in("Ada")
    assert run(browser, "unusable").status_code == 422
    assert run(browser, "unusable", reason="not news").status_code == 200
    made = the_pass(study.folder, "Ada")
    assert (made.status, made.reason) == (Status.UNUSABLE, "not news")


def test_a_retest_begins_without_the_tags_of_the_first_pass(study: Study) -> None:
    browser = study.signed_in("Ada")
    edit(browser, 1)
    run(browser, "finish")
    _assign(study.folder, "retest", {CLASS_DOCUMENT: ["Ada"]}, 2)
    study.clock.now += IDLE_SECONDS + 1
    study.release_idle()
    found = work(browser)
    assert (found["standing"]["vote"], found["read_only"]) == (2, None)
    assert found["state"]["decisions"]["s2"]["tag"] is None
    assert edit(browser, 2, "s3", "background", vote=2).status_code == 200
    assert the_pass(study.folder, "Ada").sentence("s2").tag == "claim"
    assert the_pass(study.folder, "Ada", 2).sentence("s3").tag == "background"


def test_a_set_that_is_open_in_the_terminal_is_refused_with_who_has_it(study: Study) -> None:
    path = layout.annotations_path(study.folder, "Ada", CLASS_DOCUMENT)
    path.parent.mkdir(parents=True, exist_ok=True)
    browser, terminal = study.signed_in("Ada"), holder(path)
    try:
        assert "Ada" in work(browser)["read_only"]
        assert edit(browser, 1).status_code == 422
        assert not path.exists()
    finally:
        terminal.communicate("")
    assert work(browser)["read_only"] is None
    assert edit(browser, 1).status_code == 200


def test_a_set_is_the_terminals_again_when_no_page_has_it_open(study: Study) -> None:
    path = layout.annotations_path(study.folder, "Ada", CLASS_DOCUMENT)
    browser = study.signed_in("Ada")
    edit(browser, 1)
    assert isinstance(try_lock(path, "Ada"), LockHolder)
    browser.post(f"{WORK}/api/here", json={"page": PAGE, "left": True})
    hold = try_lock(path, "Ada")
    assert not isinstance(hold, LockHolder)
    hold.release()
    edit(browser, 2, "s3")
    study.clock.now += IDLE_SECONDS + 1
    study.release_idle()
    hold = try_lock(path, "Ada")
    assert not isinstance(hold, LockHolder)
    hold.release()
    assert edit(browser, 3, "s4").status_code == 200


def test_next_leads_to_the_document_that_is_not_done(study: Study) -> None:
    browser = study.signed_in("Ada")
    first = browser.get("/next", follow_redirects=False).headers["location"]
    run(browser, "finish", path=first)
    document = first.rpartition("/")[2]
    second = browser.get(f"/next?after={document}", follow_redirects=False).headers["location"]
    assert {first, second} == {WORK, f"/work/{OTHER}"}
    run(browser, "finish", path=second)
    assert browser.get("/next", follow_redirects=False).headers["location"] == "/"


def test_a_link_for_another_device_opens_ones_own_documents(study: Study) -> None:
    page = study.signed_in("Ben").post("/device").text
    token = page.partition("/enter#")[2].partition("<")[0]
    other = study.browser()
    assert other.post("/enter", json={"token": token}).status_code == 200
    assert f"/work/{OTHER}" in other.get("/").text
    assert study.browser().post("/enter", json={"token": token}).status_code == 401


def test_many_wrong_links_have_to_wait(study: Study) -> None:
    browser = study.browser()
    found = {browser.post("/enter", json={"token": str(each)}).status_code for each in range(40)}
    assert found == {401, 429}

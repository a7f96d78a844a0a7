"""What the class page refuses, case by case."""

import json
from http import HTTPStatus
from pathlib import Path

import pytest

from annotator.web.door import STUDENT, TEACHER
from annotator.web.guard import HEADERS, MOST_BODY_BYTES
from tests.making_classes import a_class, the_set
from tests.web.school import School, edit, sent

STUDENTS = ("/api/work", "/api/events")
TEACHERS = ("/teach", "/teach/projector", "/teach/state", "/teach/pulse")


@pytest.mark.parametrize("address", [*STUDENTS, *TEACHERS])
def test_nobody_sees_anything_without_the_code(school: School, address: str) -> None:
    assert school.browser().get(address).status_code == HTTPStatus.UNAUTHORIZED


def test_nobody_edits_without_the_code(school: School) -> None:
    school.opened()
    assert edit(school.browser(), 1).status_code == HTTPStatus.UNAUTHORIZED


def test_a_wrong_code_lets_nobody_in(school: School) -> None:
    answer = school.browser().post("/join", data={"code": "WRONG1", "name": "Eve"})
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert "set-cookie" not in answer.headers
    assert school.room.classroom.students == ()


def test_a_code_may_be_typed_in_small_letters_with_blanks_and_hyphens(school: School) -> None:
    code = school.room.classroom.code.lower()
    form = {"code": f" {code[:3]}-{code[3:]} ", "name": "Ada"}
    assert school.browser().post("/join", data=form).status_code == HTTPStatus.OK


def test_a_student_is_no_instructor(school: School) -> None:
    browser = school.opened()
    browser.cookies.set(TEACHER, browser.cookies[STUDENT])
    for address in TEACHERS:
        assert browser.get(address).status_code == HTTPStatus.UNAUTHORIZED
    assert browser.post("/teach/do", json={"do": "end"}).status_code == HTTPStatus.UNAUTHORIZED


def test_the_post_of_another_origin_is_refused(school: School) -> None:
    browser = school.opened()
    for origin in ("https://evil.example", "null", "http://testserver.evil.example"):
        answer = browser.post("/api/edit", json=sent(1), headers={"Origin": origin})
        assert answer.status_code == HTTPStatus.FORBIDDEN, origin
    own = browser.post("/api/edit", json=sent(1), headers={"Origin": "http://testserver"})
    assert own.status_code == HTTPStatus.OK


def test_a_post_that_a_browser_says_comes_from_elsewhere_is_refused(school: School) -> None:
    browser = school.opened()
    answer = browser.post("/api/edit", json=sent(1), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == HTTPStatus.FORBIDDEN


def test_guessing_is_slowed_down_for_right_guesses_too(school: School) -> None:
    browser = school.browser()
    found = [
        browser.post("/join", data={"code": f"WRONG{number}", "name": "Eve"}).status_code
        for number in range(40)
    ]
    assert found[:30] == [401] * 30
    assert set(found[30:]) == {429}
    form = {"code": school.room.classroom.code, "name": "Eve"}
    assert browser.post("/join", data=form).status_code == HTTPStatus.TOO_MANY_REQUESTS
    school.clock.now += 2
    assert browser.post("/join", data=form).status_code == HTTPStatus.OK


def test_guessing_links_is_slowed_down(school: School) -> None:
    browser = school.browser()
    for _ in range(15):
        assert browser.get("/me/guess").status_code == HTTPStatus.UNAUTHORIZED
        browser.get("/teach/in/guess")
    assert browser.get("/me/guess").status_code == HTTPStatus.TOO_MANY_REQUESTS
    secret = school.room.classroom.secret
    assert browser.get(f"/teach/in/{secret}").status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_large_bodies_are_refused(school: School) -> None:
    browser = school.opened()
    large = sent(1) | {"more": "x" * MOST_BODY_BYTES}
    answer = browser.post("/api/edit", json=large)
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def pieces() -> "list[bytes]":
        return [b"x" * 1024] * (MOST_BODY_BYTES // 1024 + 2)

    endless = browser.post("/api/edit", content=iter(pieces()))
    assert endless.status_code == HTTPStatus.BAD_REQUEST


def test_a_length_that_is_no_number_is_refused(school: School) -> None:
    browser = school.opened()
    answer = browser.post("/api/edit", content=b"{}", headers={"Content-Length": "-1"})
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_edits_come_no_faster_than_a_person_makes_them(school: School) -> None:
    browser = school.opened()
    found = [edit(browser, number).status_code for number in range(1, 70)]
    assert set(found[:60]) == {200}
    assert found[-1] == HTTPStatus.TOO_MANY_REQUESTS
    school.clock.now += 1
    assert edit(browser, 70).status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"[" * 60_000,
        b"\xff\xfe",
        b'{"page": 1}',
        json.dumps(sent(0)).encode(),
        json.dumps(sent(10**9)).encode(),
        json.dumps(sent(True)).encode(),
        json.dumps(sent(1) | {"page": "../../etc/x"}).encode(),
        json.dumps(sent(1) | {"vote": "1"}).encode(),
        json.dumps(sent(1) | {"edit": []}).encode(),
    ],
)
def test_what_is_no_edit_is_refused_in_words(school: School, body: bytes) -> None:
    browser = school.opened()
    answer = browser.post("/api/edit", content=body)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert answer.json()["problem"]


@pytest.mark.parametrize(
    "said",
    [
        {"do": "nothing"},
        {"do": "restore", "sentence": "s2"},
        {"do": "tag", "sentence": "s99", "tag": "claim"},
        {"do": "tag", "sentence": ["s2"], "tag": "claim"},
        {"do": "tag", "sentence": "s2", "tag": "no-such-tag"},
        {"do": "tag", "sentence": "s2", "tag": {"a": 1}},
        {"do": "source", "sentence": "s2", "name": "x" * 201},
        {"do": "source", "sentence": "s2", "name": "Night Owls", "kind": "no-such-kind"},
        {"do": "cue", "sentence": "s2", "words": "never said"},
        {"do": "answers", "sentence": "s2", "answers": [{"claim": "s2"}]},
        {"do": "answers", "sentence": "s2", "answers": [{"claim": "s99"}]},
        {"do": "answers", "sentence": "s2", "answers": [{"claim": "s3"}] * 51},
        {"do": "answers", "sentence": "s2", "answers": "s3"},
        {"do": "answers", "sentence": "s2", "answers": [{"claim": "s3", "stance": "loves"}]},
        {"do": "checkable", "sentence": "s2", "checkable": "no"},
        {"do": "note", "sentence": "s2", "note": "x" * 2001},
        {"do": "flag", "sentence": "s2", "flag": 1},
    ],
)
def test_an_impossible_edit_changes_nothing(school: School, said: dict[str, object]) -> None:
    browser = school.opened()
    edit(browser, 1)
    before = the_set(school.folder, "Ada")
    answer = browser.post("/api/edit", json=sent(2) | {"edit": said})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["problem"]
    assert the_set(school.folder, "Ada") == before


def test_a_student_can_not_name_a_file(school: School) -> None:
    browser = school.opened("../../project")
    assert edit(browser, 1).status_code == HTTPStatus.OK
    inside = {path.name for path in (school.folder / "annotations").iterdir()}
    assert len(inside) == 1
    assert ".." not in next(iter(inside))
    assert (school.folder / "project.yaml").read_text().startswith("format:")


def test_the_work_of_somebody_who_did_not_join_here_is_nobody_elses(school: School) -> None:
    edit(school.opened("Ada"), 1)
    school.__exit__(None, None, None)
    (school.folder / "class" / "harbour.json").unlink()
    with School(school.folder) as fresh:
        form = {"code": fresh.room.classroom.code, "name": "ADA"}
        answer = fresh.browser().post("/join", data=form)
        assert answer.status_code == HTTPStatus.CONFLICT


def test_one_student_sees_nothing_of_another(school: School) -> None:
    edit(school.opened("Ada"), 1)
    other = school.join("Zoe")
    told = other.get("/api/work").json()
    assert told["state"]["decisions"]["s2"]["tag"] is None
    assert "Ada" not in json.dumps(told)


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_an_impossible_name_is_refused(school: School, name: str) -> None:
    form = {"code": school.room.classroom.code, "name": name}
    answer = school.browser().post("/join", data=form)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_cookies_are_our_two_and_strict(school: School) -> None:
    form = {"code": school.room.classroom.code, "name": "Ada"}
    cookie = school.browser().post("/join", data=form).headers["set-cookie"]
    assert cookie.startswith(f"{STUDENT}=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    secret = school.room.classroom.secret
    teacher = school.browser().get(f"/teach/in/{secret}").headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/teach"} <= set(teacher.split("; "))


def test_behind_tls_cookies_travel_by_tls_alone(school: School) -> None:
    form = {"code": school.room.classroom.code, "name": "Ada"}
    browser = school.browser()
    browser.base_url = browser.base_url.copy_with(scheme="https")
    assert "Secure" in browser.post("/join", data=form).headers["set-cookie"]


@pytest.mark.parametrize("address", ["/", "/api/work", "/static/page.js", "/nowhere", "/teach"])
def test_every_answer_has_the_headers_that_keep_a_page_to_itself(
    school: School, address: str
) -> None:
    headers = school.browser().get(address).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert "'unsafe" not in HEADERS["Content-Security-Policy"]


def test_no_file_but_the_pages_own_is_handed_out(school: School) -> None:
    for name in ("..%2Fapp.py", "%2e%2e/app.py", "yaml.js.map", "../../project.yaml", "x\0"):
        answer = school.browser().get(f"/static/{name.encode('unicode_escape').decode()}")
        assert answer.status_code == HTTPStatus.NOT_FOUND


def test_a_page_loads_nothing_from_elsewhere(school: School) -> None:
    browser = school.opened()
    pages = [browser.get("/").text, school.browser().get("/").text]
    pages += [school.teacher().get(address).text for address in ("/teach", "/teach/projector")]
    for page in pages:
        assert 'src="http' not in page
        assert 'href="http' not in page.replace('href="http://testserver/me/', "")


def test_the_class_s_file_is_for_its_owner_and_not_for_git(tmp_path: Path) -> None:
    with School(a_class(tmp_path / "class")) as school:
        folder = school.folder / "class"
        assert folder.stat().st_mode & 0o077 == 0
        assert (folder / ".gitignore").read_text() == "*\n"

"""What the class page refuses, case by case."""

import json
import re
from collections.abc import Iterator
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from annotator.model.sitting import MAX_STUDENTS
from annotator.storage.layout import class_path
from annotator.web.login import DEVICE_COOKIE
from annotator.web.site_security import MAX_BODY_BYTES, SECURITY_HEADERS, parse_site
from tests.drivers.class_page import School, edit, sent
from tests.project_factories import a_class, the_pass

STUDENTS = ("/api/work", "/api/events")
TEACHERS = ("/teach", "/teach/x", "/teach/x/projector", "/teach/x/state", "/teach/x/pulse")


@pytest.mark.parametrize("address", [*STUDENTS, *TEACHERS])
def test_without_the_code_no_page_is_shown(school: School, address: str) -> None:
    assert school.browser().get(address).status_code == HTTPStatus.UNAUTHORIZED


def test_without_the_code_no_edit_is_accepted(school: School) -> None:
    school.opened()
    assert edit(school.browser(), 1).status_code == HTTPStatus.UNAUTHORIZED


def test_a_wrong_code_is_refused(school: School) -> None:
    answer = school.browser().post("/join", data={"code": "WRONG1", "name": "Eve"})
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert school.student not in answer.headers.get("set-cookie", "")
    assert school.room.sitting.students == ()


def test_a_code_may_be_typed_in_small_letters_with_blanks_and_hyphens(school: School) -> None:
    code = school.room.sitting.code.lower()
    form = {"code": f" {code[:3]}-{code[3:]} ", "name": "Ada"}
    assert school.browser().post("/join", data=form).status_code == HTTPStatus.OK


def test_a_student_cannot_lead_the_class(school: School) -> None:
    browser = school.opened()
    browser.cookies.set(school.teachers, browser.cookies[school.student])
    for address in TEACHERS:
        assert browser.get(address).status_code == HTTPStatus.UNAUTHORIZED
    assert (
        browser.post(f"{school.desk}/do", json={"do": "end"}).status_code == HTTPStatus.UNAUTHORIZED
    )


def test_the_post_of_another_origin_is_refused(school: School) -> None:
    browser = school.opened()
    for origin in ("https://evil.example", "null", "http://testserver.evil.example"):
        answer = browser.post("/api/edit", json=sent(1), headers={"Origin": origin})
        assert answer.status_code == HTTPStatus.FORBIDDEN, origin
    own = browser.post("/api/edit", json=sent(1), headers={"Origin": "http://testserver"})
    assert own.status_code == HTTPStatus.OK


ADDRESS = "https://class.school.example/tagging"


@pytest.fixture
def proxied(tmp_path: Path) -> Iterator[School]:
    """A class behind a proxy on this computer, under an address with a path."""
    given = parse_site(ADDRESS, ["other.example", "Straße.example"], "testserver")
    with School(a_class(tmp_path / "class", "Ada"), given) as school:
        yield school


@pytest.mark.parametrize(
    ("host", "listening", "shown"),
    [
        ("localhost:8000", "10.0.0.7", "http://10.0.0.7:8000/x"),
        ("127.0.0.1:8000", "10.0.0.7", "http://10.0.0.7:8000/x"),
        ("localhost:8000", "fd00::7", "http://[fd00::7]:8000/x"),
        ("localhost:8000", "127.0.0.1", "http://localhost:8000/x"),
        ("10.0.0.9:8000", "10.0.0.7", "http://10.0.0.9:8000/x"),
    ],
)
def test_a_link_works_on_another_device_also_where_the_teacher_typed_localhost(
    host: str, listening: str, shown: str
) -> None:
    scope = {"type": "http", "scheme": "http", "path": "/", "query_string": b"", "headers": []}
    scope |= {"headers": [(b"host", host.encode())]}
    assert parse_site(None, (), listening).link(Request(scope), "/x") == shown


def by_proxy(school: School) -> TestClient:
    """A browser whose requests come from this computer."""
    return school.browser(client=("127.0.0.1", 5000))


@pytest.mark.parametrize(
    "host",
    ["class.school.example", "CLASS.school.example:443", "class.school.example.", "other.example",
     "other.example:8443", "xn--strae-oqa.example", "testserver", "testserver:99"],
)  # fmt: skip
def test_known_hosts_are_answered_however_they_are_written(proxied: School, host: str) -> None:
    answer = proxied.browser().get("/", headers={"Host": host})
    known = host != "xn--strae-oqa.example"
    assert answer.status_code == (HTTPStatus.OK if known else HTTPStatus.MISDIRECTED_REQUEST)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "class.school.example.evil.example", "evil.example:80", "", "127.0.0.1@evil",
     "class.school.example@evil.example", "class.school.example/x", "[::1", "10.0.0.1",
     "localhost"],
)  # fmt: skip
def test_a_host_that_is_none_of_ours_is_refused(proxied: School, host: str) -> None:
    for method in ("GET", "POST"):
        for browser in (proxied.browser(), by_proxy(proxied)):
            answer = browser.request(method, "/join", headers={"Host": host})
            assert answer.status_code == HTTPStatus.MISDIRECTED_REQUEST, host
            assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "class_page", "evil.example"])
def test_from_a_proxy_here_any_host_passes_where_the_origin_is_the_given_one(
    proxied: School, host: str
) -> None:
    form = {"code": proxied.room.sitting.code, "name": "Ada"}
    headers = {"Host": host, "Origin": "https://class.school.example"}
    answer = by_proxy(proxied).post("/join", data=form, headers=headers)
    assert answer.status_code == HTTPStatus.OK
    assert "Secure" in answer.headers["set-cookie"]
    elsewhere = proxied.browser().post("/join", data=form, headers=headers)
    assert elsewhere.status_code == HTTPStatus.MISDIRECTED_REQUEST, "not from a proxy here"
    for origin in ("https://evil.example", "https://class.school.example:444", "null"):
        foreign = headers | {"Origin": origin, "Host": "class.school.example"}
        refused = by_proxy(proxied).post("/join", data=form, headers=foreign)
        assert refused.status_code == HTTPStatus.FORBIDDEN, origin


def test_a_proxy_is_known_by_its_own_address_and_not_by_what_it_says(proxied: School) -> None:
    headers = {"Host": "evil.example", "Origin": "https://class.school.example"}
    headers |= {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "class.school.example"}
    answer = proxied.browser().post("/join", headers=headers)
    assert answer.status_code == HTTPStatus.MISDIRECTED_REQUEST


@pytest.mark.parametrize("before", ["", "/tagging"])
def test_under_an_address_with_a_path_every_link_keeps_it(proxied: School, before: str) -> None:
    browser = by_proxy(proxied)
    browser.base_url = browser.base_url.copy_with(scheme="https", host="class.school.example")
    pages = [browser.get(f"{before}/").text]
    form = {"code": proxied.room.sitting.code, "name": "Ada"}
    pages.append(browser.post(f"{before}/join", data=form).text)
    pages.append(browser.get("/tagging/").text)
    link = f"{before}/teach/in/{proxied.sittings.teachers.new_link()}"
    pages += [browser.get(link).text, browser.post(link).text]
    pages += [browser.get(f"/tagging/teach{which}").text for which in ("", "/projector")]
    found = re.findall(r'(?:href|src|action|url)="?=?([^"> ]+)', "".join(pages))
    links = [each for each in found if not each.startswith("data:")]
    assert len(links) > 15
    assert all(each.startswith(("/tagging", ADDRESS)) for each in links), links
    assert f"{ADDRESS}/me/" in pages[2]
    assert all(cookie.path.startswith("/tagging") for cookie in browser.cookies.jar)
    assert browser.get(f"{before}/static/page.js").status_code == HTTPStatus.OK
    assert browser.get("/taggings/static/page.js").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    "address",
    ["class.school.example", "ftp://a.example", "https://", "https://u:p@a.example", "http://a:b",
     "https://a.example/?x", "https://a.example/#x", "https://a.example/a b", "https://[::1"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_before_anything_is_served(address: str) -> None:
    with pytest.raises(ValueError, match=r"is not an address|Invalid"):
        parse_site(address, (), "127.0.0.1")


@pytest.mark.parametrize("name", ["a b", "", "https://a.example", "a/b", "u@a", "a:b", "*"])
def test_a_host_name_that_is_none_is_refused_before_anything_is_served(name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"“{name}”")):
        parse_site(None, [name], "127.0.0.1")


def test_two_lengths_are_one_too_many(school: School) -> None:
    for coding in ("chunked", "gzip", ""):
        headers = {"Transfer-Encoding": coding, "Content-Length": "3"}
        answer = school.browser().post("/join", content=b"a=b", headers=headers)
        assert answer.status_code == HTTPStatus.BAD_REQUEST
        assert answer.headers["connection"] == "close"


def test_a_failure_of_ours_has_the_headers_of_every_answer(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(school.room, "edit", None)
    browser = school.opened()
    browser = school.browser(cookies=browser.cookies, raise_server_exceptions=False)
    answer = edit(browser, 1)
    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert answer.json()["problem"]
    assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_a_name_given_twice_in_an_edit_is_refused(school: School) -> None:
    browser, text = school.opened(), json.dumps(sent(1))
    twice = text.replace('"tag": "claim"', '"tag": "claim", "tag": "background"')
    answer = browser.post("/api/edit", content=twice)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "“tag”" in answer.json()["problem"]


def test_a_refused_edit_quotes_little_of_what_was_sent(school: School) -> None:
    browser = school.opened()
    for said in ({"do": "x" * 9000}, {"do": "tag", "sentence": "s2", "tag": "y" * 9000}):
        answer = browser.post("/api/edit", json=sent(1) | {"edit": said})
        assert len(answer.text) < 400


def test_two_classes_on_one_machine_do_not_log_each_other_out(tmp_path: Path) -> None:
    with School(a_class(tmp_path / "a")) as first, School(a_class(tmp_path / "b")) as second:
        browser = first.join("Ada")
        teaching = first.teacher()
        for name, value in (*second.join("Ada").cookies.items(), *second.teacher().cookies.items()):
            browser.cookies.set(name, value)
            teaching.cookies.set(name, value)
        assert browser.get("/api/work").status_code == HTTPStatus.OK
        assert teaching.get(f"{first.desk}/state").status_code == HTTPStatus.OK


def test_a_cookie_is_renewed_while_it_is_used(school: School) -> None:
    student, leading = school.opened(), school.teacher()
    used = [student.get("/"), student.get("/api/work"), edit(student, 1)]
    for answer in used:
        assert f"{school.student}={student.cookies[school.student]}" in answer.headers["set-cookie"]
        assert "Max-Age=43200" in answer.headers["set-cookie"]
    for answer in (leading.get("/teach"), leading.get(f"{school.desk}/state")):
        assert school.teachers in answer.headers["set-cookie"]
    stranger = school.browser()
    stranger.cookies.set(school.student, "guessed")
    assert school.student not in stranger.get("/").headers.get("set-cookie", "")
    left = student.post("/leave", follow_redirects=False).headers["set-cookie"]
    assert "Max-Age=0" in left


def test_a_post_that_a_browser_says_comes_from_elsewhere_is_refused(school: School) -> None:
    browser = school.opened()
    answer = browser.post("/api/edit", json=sent(1), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == HTTPStatus.FORBIDDEN


def guess(school: School, browser: TestClient, times: int) -> None:
    """Send wrong codes."""
    for number in range(times):
        browser.post("/join", data={"code": f"WRONG{number}", "name": "Eve"})


@pytest.fixture(params=["keeps cookies", "keeps none"])
def guesser(request: pytest.FixtureRequest, school: School) -> TestClient:
    browser = school.browser()
    if request.param == "keeps none":
        browser.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return browser


def test_wrong_codes_of_one_keep_no_other_at_the_same_address_out(
    school: School, guesser: TestClient
) -> None:
    guess(school, guesser, 60)
    school.join("Ada")
    other = school.browser()
    other.get("/")
    before = school.clock.now
    form = {"code": school.room.sitting.code, "name": "Zoe"}
    assert other.post("/join", data=form).status_code == HTTPStatus.OK
    assert school.clock.now == before, "who has guessed nothing waits for nobody"


def test_links_that_open_something_are_never_throttled(school: School, guesser: TestClient) -> None:
    token = school.opened().cookies[school.student]
    guess(school, guesser, 60)
    for _ in range(40):
        guesser.get("/me/guess")
        guesser.get("/teach/in/guess")
    before = school.clock.now
    assert guesser.get(f"/me/{token}").status_code == HTTPStatus.OK
    link = f"/teach/in/{school.sittings.teachers.new_link()}"
    assert guesser.post(link).status_code == HTTPStatus.OK
    assert school.clock.now == before


def test_who_guesses_waits_for_each_answer(school: School, guesser: TestClient) -> None:
    guess(school, guesser, 30)
    before = school.clock.now
    guess(school, guesser, 20)
    assert school.clock.now - before >= 19


def test_a_cookie_that_tells_browsers_apart_is_made_by_us_alone(school: School) -> None:
    eve = school.browser()
    guess(school, eve, 60)
    (name,) = (each for each in eve.cookies if each.startswith(DEVICE_COOKIE))
    spent, before = eve.cookies[name], school.clock.now
    for made_up in ("", "x.y", f"{spent}0", spent.replace(".", "x.")):
        other = school.browser()
        other.cookies.set(name, made_up)
        guess(school, other, 20)
    assert school.clock.now > before + 20


def test_cookies_that_tell_browsers_apart_are_not_given_without_end(school: School) -> None:
    browsers = range(MAX_STUDENTS + 50)
    given = [school.browser().get("/").headers.get("set-cookie") for _ in browsers]
    assert given.count(None) == 50


def test_a_lecture_hall_behind_one_address_joins_without_a_wait(school: School) -> None:
    # Browsers that keep no cookie cannot be told apart.
    before = school.clock.now
    for number in range(MAX_STUDENTS):
        browser = school.browser()
        form = {"code": school.room.sitting.code, "name": f"Student {number}"}
        assert browser.post("/join", data=form).status_code == HTTPStatus.OK
    assert school.clock.now == before


def test_wrong_links_are_slowed_down(school: School) -> None:
    browser = school.browser()
    found = [browser.get("/me/guess").status_code for _ in range(40)]
    assert HTTPStatus.UNAUTHORIZED in found
    assert found[-1] == HTTPStatus.TOO_MANY_REQUESTS


def test_large_bodies_are_refused(school: School) -> None:
    browser = school.opened()
    large = sent(1) | {"more": "x" * MAX_BODY_BYTES}
    answer = browser.post("/api/edit", json=large)
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def pieces() -> "list[bytes]":
        return [b"x" * 1024] * (MAX_BODY_BYTES // 1024 + 2)

    endless = browser.post("/api/edit", content=iter(pieces()))
    assert endless.status_code == HTTPStatus.BAD_REQUEST


def test_a_length_that_is_not_a_number_is_refused(school: School) -> None:
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
def test_a_request_that_is_not_an_edit_is_refused_in_words(school: School, body: bytes) -> None:
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
    before = the_pass(school.folder, "Ada")
    answer = browser.post("/api/edit", json=sent(2) | {"edit": said})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["problem"]
    assert the_pass(school.folder, "Ada") == before


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
    class_path(school.folder, school.room.sitting.id).unlink()
    with School(school.folder) as fresh:
        form = {"code": fresh.room.sitting.code, "name": "ADA"}
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
    form = {"code": school.room.sitting.code, "name": name}
    answer = school.browser().post("/join", data=form)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_cookies_are_strict_and_only_for_the_pages_that_need_them(school: School) -> None:
    form = {"code": school.room.sitting.code, "name": "Ada"}
    cookie = school.browser().post("/join", data=form).headers["set-cookie"]
    assert cookie.startswith(f"{school.student}=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    link = f"/teach/in/{school.sittings.teachers.new_link()}"
    teacher = school.browser().post(link).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/teach"} <= set(teacher.split("; "))


def test_behind_tls_cookies_travel_by_tls_alone(school: School) -> None:
    form = {"code": school.room.sitting.code, "name": "Ada"}
    browser = school.browser()
    browser.base_url = browser.base_url.copy_with(scheme="https")
    assert "Secure" in browser.post("/join", data=form).headers["set-cookie"]


@pytest.mark.parametrize("address", ["/", "/api/work", "/static/page.js", "/nowhere", "/teach"])
def test_every_answer_has_the_headers_that_keep_a_page_to_itself(
    school: School, address: str
) -> None:
    headers = school.browser().get(address).headers
    assert {name: headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "'unsafe" not in SECURITY_HEADERS["Content-Security-Policy"]


def test_no_file_but_the_pages_own_is_handed_out(school: School) -> None:
    for name in ("..%2Fapp.py", "%2e%2e/app.py", "yaml.js.map", "../../project.yaml", "x\0"):
        answer = school.browser().get(f"/static/{name.encode('unicode_escape').decode()}")
        assert answer.status_code == HTTPStatus.NOT_FOUND


def test_a_page_loads_nothing_from_elsewhere(school: School) -> None:
    browser = school.opened()
    pages = [browser.get("/").text, school.browser().get("/").text]
    pages += [
        school.teacher().get(address).text for address in ("/teach", f"{school.desk}/projector")
    ]
    for page in pages:
        assert 'src="http' not in page
        assert 'href="http' not in page.replace('href="http://testserver/me/', "")


def test_the_class_s_file_is_for_its_owner_and_not_for_git(tmp_path: Path) -> None:
    with School(a_class(tmp_path / "class")) as school:
        folder = school.folder / "class"
        assert folder.stat().st_mode & 0o077 == 0
        assert (folder / ".gitignore").read_text() == "*\n"

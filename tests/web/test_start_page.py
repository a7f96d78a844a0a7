"""The start page: who may open it, what it writes and when, and what it refuses."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any
from zipfile import ZipFile

import pytest
from starlette.testclient import TestClient

from annotator.formats import fetching
from annotator.formats.fetching import Fetcher, WebPage
from annotator.project.answer_keys import key_exists
from annotator.project.locate import Target
from annotator.storage import layout
from annotator.storage.lessons import lessons
from annotator.storage.samples import sample_key, sample_names
from annotator.web import article_drafts
from annotator.web.class_start import ClassStart
from annotator.web.server import open_socket
from annotator.web.start_page import MAX_FORM_BYTES, start_application
from annotator.web.teacher_links import OneUseLinks
from tests.drivers.server_process import free_port
from tests.factories import Clock
from tests.hostile import CORPUS
from tests.project_factories import (
    GRADED_TAGS,
    a_class,
    a_graded_class,
    a_graded_set,
    store_set,
    the_document,
)

ADDRESS = "http://127.0.0.1:8123"
TEXT = (
    "A bridge closes\n\nThe mayor said on Monday that the bridge was unsafe. He closed it.\n\n"
    "The builder did not answer questions.\n"
)
ROSTER = (
    'Student,ID,SIS Login ID,Section\n"Lovelace, Ada",1,al,M1\n"Hopper, Grace",2,gh,M2\n'
    '"Noether, Emmy",3,en,M2\n'
)


class Desk:
    """A start page in this process, and the teacher's browser."""

    def __init__(self, base: Path, folder: Path | None = None) -> None:
        self.base = base
        self.start = ClassStart(base, folder, "Ms. Frizzle")
        self.links = OneUseLinks(Clock())
        self.ended: list[bool] = []
        self.app, _ = start_application(self.start, self.links, lambda: self.ended.append(True))
        self.browser = self.another_browser()

    def another_browser(self) -> TestClient:
        return TestClient(self.app, ADDRESS, client=("127.0.0.1", 5000))

    def enter(self) -> "Desk":
        """Let the teacher's browser in."""
        link = f"/teach/in/{self.links.new_link()}"
        assert self.browser.get(link).status_code == 200
        assert self.browser.post(link).status_code == 200
        return self

    def send(self, path: str, files: Any = None, **fields: Any) -> Any:
        return self.browser.post(path, data=fields, files=files)

    def refused(self, path: str, files: Any = None, **fields: Any) -> str:
        """What the page says when it refuses a form. Nothing has been written."""
        before = everything(self.base)
        answer = self.send(path, files, **fields)
        assert answer.status_code == 422, answer.text
        assert everything(self.base) == before
        _, _, after = answer.text.partition('role="alert"')
        return str(after.partition(">")[2].partition("<")[0])

    def paste(self, text: str = TEXT, **fields: str) -> Any:
        answer = self.send("/article", way="paste", text=text)
        assert answer.status_code == 200, answer.text
        known = {"title": "A bridge closes", "outlet": "", "published": "", "name": "my class"}
        return self.send("/article/create", **(known | fields))


def everything(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    with desk.browser:
        yield desk.enter()


def test_nobody_without_a_link_is_let_in_and_a_link_works_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    link = f"/teach/in/{desk.links.new_link()}"
    other = desk.another_browser()
    for path in ("/", "/article", "/teacher", "/key/a", "/key/a/api/work"):
        assert desk.browser.get(path).status_code == 401
    for path in ("/article", "/class", "/quit", "/class-list"):
        assert desk.browser.post(path, data={"way": "paste", "text": "x"}).status_code == 401
    assert desk.browser.post(link).status_code == 200
    assert desk.browser.get("/").status_code == 200
    assert other.get(link).status_code == 401
    assert other.post(link).status_code == 401
    assert (other.get("/").status_code, desk.ended) == (401, [])


@pytest.mark.parametrize("host", ["evil.example", "192.168.1.9:8123", "127.0.0.1.evil.example"])
def test_another_host_or_origin_is_refused(desk: Desk, host: str) -> None:
    assert desk.browser.get("/", headers={"Host": host}).status_code == 421
    form = {"way": "paste", "text": TEXT}
    answer = desk.browser.post("/article", data=form, headers={"Origin": f"http://{host}"})
    assert answer.status_code == 403
    assert desk.start.preview is None


def test_nothing_is_on_the_disk_before_create_and_then_it_is_an_ordinary_project(
    desk: Desk,
) -> None:
    desk.browser.get("/")
    desk.send("/article", way="paste", text=TEXT)
    assert "The builder did not answer" in desk.browser.get("/article").text
    assert everything(desk.base) == []
    form = {"title": "Bridge", "outlet": "Bay Post", "published": "2026-03-02", "name": "Media 101"}
    assert desk.send("/article/create", **form).status_code == 200
    (folder,) = desk.base.iterdir()
    assert layout.load_project(folder).title == "Media 101"
    document = the_document(folder, "bridge").article.document
    assert (document.outlet, document.published) == ("Bay Post", "2026-03-02")


@pytest.mark.parametrize("name", [each.id for each in lessons()])
def test_a_ready_lesson_comes_with_its_key_and_its_papers(desk: Desk, name: str) -> None:
    desk.send("/article", way="lesson", name=name)
    desk.send("/article/create", name="c")
    assert key_exists(Target(str(desk.base / "c"), name))
    assert (layout.lesson_folder(desk.base / "c", name) / "plan.html").exists()


@pytest.mark.parametrize("name", sample_names())
def test_a_sample_comes_with_its_key_if_it_has_one(desk: Desk, name: str) -> None:
    desk.send("/article", way="sample", name=name)
    desk.send("/article/create", name="c")
    assert key_exists(Target(str(desk.base / "c"), name)) == (sample_key(name) is not None)


def test_two_articles_with_one_title_both_get_a_name_and_a_text_is_added_once(desk: Desk) -> None:
    desk.paste()
    desk.paste(f"{TEXT}It was opened in 1902.\n")
    desk.paste()
    assert len(layout.document_ids(desk.base / "my-class")) == 2


WRONG_ARTICLES = {
    "no text": ({"way": "paste", "text": " \n "}, None),
    "only characters that nobody sees": ({"way": "paste", "text": "\u202e\u200b ."}, None),
    "an encoding of old": ({"way": "file"}, ("a.txt", b"The mayor said \x93no\x94 in a caf\xe9.")),
    "no address": ({"way": "fetch", "address": ""}, None),
    "a private address": ({"way": "fetch", "address": "http://127.0.0.1:9/"}, None),
    "the network's own": ({"way": "fetch", "address": "http://169.254.169.254/latest"}, None),
    "no web address": ({"way": "fetch", "address": "ftp://example.org/a"}, None),
    "a PDF": ({"way": "file"}, ("a.pdf", b"%PDF-1.7 ...")),
    "a picture": ({"way": "file"}, ("a.txt", b"\x89PNG\r\n\x1a\n...")),
    "an empty file": ({"way": "file"}, ("a.txt", b"")),
    "no lesson": ({"way": "lesson", "name": "nothing"}, None),
    "no sample": ({"way": "sample", "name": "../x"}, None),
}


@pytest.mark.parametrize("what", WRONG_ARTICLES)
def test_what_is_no_article_gets_a_sentence_without_options_and_nothing_is_written(
    desk: Desk, what: str
) -> None:
    fields, file = WRONG_ARTICLES[what]
    said = desk.refused("/article", {"file": file} if file else None, **fields)
    assert said.endswith((".", "!"))
    assert " --" not in said
    assert "`" not in said


def test_an_address_that_cannot_be_fetched_gets_a_sentence(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object) -> list[str]:
        raise OSError("Name or service not known")

    monkeypatch.setattr(fetching, "Fetcher", lambda: Fetcher(resolve=unknown))
    said = desk.refused("/article", way="fetch", address="news.example/a")
    assert "news.example" in said


class NewsSite(BaseHTTPRequestHandler):
    """A site whose article has moved."""

    def do_GET(self) -> None:
        moved = self.path == "/old"
        body = "" if moved else f"<article><h1>A bridge</h1><p>{'It closed. ' * 90}</p></article>"
        self.send_response(302 if moved else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Location", "/new") if moved else None
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def news() -> Iterator[str]:
    """The address of a news site on this computer."""
    with ThreadingHTTPServer(("127.0.0.1", 0), NewsSite) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_an_article_is_fetched_shown_and_created_with_its_address(
    desk: Desk, news: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "127.0.0.1" in desk.refused("/article", way="fetch", address=f"{news}/old")
    monkeypatch.setattr(fetching, "Fetcher", lambda: Fetcher(private=True))
    shown = desk.send("/article", way="fetch", address=f"{news}/old").text
    assert "It closed." in shown
    assert everything(desk.base) == []
    desk.send("/article/create", title="A bridge", name="c")
    assert the_document(desk.base / "c", "a-bridge").article.document.url == f"{news}/old"


def page_of(body: str) -> Callable[[str, int], WebPage]:
    return lambda address, _: WebPage(address, "text/html", "utf-8", body.encode())


def test_a_page_is_cleaned_and_one_for_subscribers_is_said_to_be_one() -> None:
    paragraphs = "".join(
        f"<p>{'The mayor closed the old bridge on Monday. ' * 12}</p>" for _ in "ab"
    )
    page = (
        "<html><head><title>Bridge</title></head><body><nav>Home Sports</nav>"
        f"<article><h1>Bridge</h1>{paragraphs}</article></body></html>"
    )
    found = article_drafts.fetched("news.example/bridge", page_of(page))
    assert "The mayor closed" in found.text
    assert "Sports" not in found.text
    assert found.notes == ()
    closed = page.replace(
        "<head>", '<head><script type="application/ld+json">{"isAccessibleForFree": false}</script>'
    )
    assert len(article_drafts.fetched("news.example/bridge", page_of(closed)).notes) == 1


def test_a_date_that_is_none_is_refused_and_what_was_typed_is_kept(desk: Desk) -> None:
    desk.send("/article", way="paste", text=TEXT)
    answer = desk.send("/article/create", title="My own title", published="soon", name="c")
    assert answer.status_code == 422
    assert "My own title" in answer.text
    assert everything(desk.base) == []


def test_a_folder_that_cannot_be_used_is_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "thesis.txt").write_text("mine", "utf-8")
    (tmp_path / "file").write_text("mine", "utf-8")
    desk.send("/article", way="paste", text=TEXT)
    for name in ("own", "file", " "):
        assert desk.refused("/article/create", title="A", name=name)


WRONG_LISTS = {
    "no file": b"",
    "no names": b"ID,Email\n1,a@x.example\n",
    "no people": b"Student,ID,SIS Login ID,Section\n",
    "no text": b"\xff\xfe\x00\x01",
    "no table": b"nothing here",
}


@pytest.mark.parametrize("what", WRONG_LISTS)
def test_a_list_without_names_is_refused(desk: Desk, what: str) -> None:
    desk.paste()
    said = desk.refused("/class-list", {"file": ("list.csv", WRONG_LISTS[what])})
    assert said.endswith(".")
    assert " --" not in said
    assert desk.start.class_list is None


def test_a_class_list_shows_its_sections_and_stays_in_memory(desk: Desk) -> None:
    desk.paste()
    before = everything(desk.base)
    shown = desk.send("/class-list", {"file": ("canvas.csv", ROSTER.encode())}).text
    assert "3 people found" in " ".join(shown.split())
    assert "<bdi>M2</bdi>: 2 people" in " ".join(shown.split())
    assert everything(desk.base) == before


def test_a_port_in_use_or_no_article_is_refused_and_nothing_is_written(desk: Desk) -> None:
    desk.paste()
    document = "a-bridge-closes"
    with open_socket("127.0.0.1", 0) as taken:
        taken.listen()
        port = str(taken.getsockname()[1])
        said = desk.refused("/class", documents=[document], reach="here", port=port)
        assert port in said
    for port in ("x", "80", "70000", "-1", "²"):
        assert desk.refused("/class", documents=[document], reach="here", port=port)
    assert desk.refused("/class", reach="here", port=str(free_port()))
    assert desk.refused("/class", documents=["nothing"], reach="here", port=str(free_port()))


def test_a_project_is_gone_on_with_and_lists_its_articles_and_classes(tmp_path: Path) -> None:
    folder = a_class(tmp_path / "media")
    desk = Desk(tmp_path)
    with desk.browser:
        desk.enter()
        assert "media" in desk.browser.get("/").text
        desk.send("/project", name="media")
        desk.send("/class", documents=["harbour"], reach="here", port=str(free_port()))
        (sitting,) = [each.stem for each in layout.class_files(folder)]
        desk.send("/class/stop")
        assert sitting in desk.browser.get("/").text
        form = {"sittings": [sitting], "reach": "here", "port": str(free_port())}
        assert desk.send("/class/resume", **form).status_code == 200
        assert len(layout.class_files(folder)) == 1
        assert desk.start.running is not None
        before = layout.load_project(folder)
        desk.send("/quit")
        assert desk.ended == [True]
        assert layout.load_project(folder) == before


# No form of a browser has half a character in it.
@pytest.mark.parametrize("kind", sorted(CORPUS.keys() - {"lone surrogate"}))
def test_hostile_names_and_texts_are_shown_harmless(desk: Desk, kind: str) -> None:
    name = CORPUS[kind]
    desk.paste(f"{name}\n\nThe mayor said so. {name}\n", title=name, outlet=name, name=f"c {name}")
    shown = desk.browser.get("/").text
    assert "<script>alert" not in shown
    assert "\x1b" not in shown


@pytest.fixture
def graded(tmp_path: Path) -> Iterator[Desk]:
    """The start page of a class in which Ada, Ben and Zoe have work."""
    tags = dict.fromkeys(("Ada Lovelace", "Ben Bitdiddle", "Zoe"), GRADED_TAGS)
    folder = a_graded_class(tmp_path / "media", tags)
    desk = Desk(tmp_path, folder)
    with desk.browser:
        yield desk.enter()


def test_the_results_are_on_the_page_once_there_was_a_class(graded: Desk) -> None:
    assert "/grades/harbour" not in graded.browser.get("/").text
    graded.send("/class", documents=["harbour"], reach="here", port=str(free_port()))
    assert "/grades/harbour" in graded.browser.get("/").text
    assert "Ada Lovelace" in graded.browser.get("/report").text


def test_grades_are_shown_with_who_is_missing_and_then_saved_as_the_class_list_is(
    graded: Desk,
) -> None:
    before = everything(graded.base)
    assert "Zoe" in graded.browser.get("/grades/harbour/grades.csv").text
    listed = 'Student,ID,SIS Login ID,Section\n"Lovelace, Ada",1,al,M1\n"Hopper, Cy",2,ch,M1\n'
    graded.send("/class-list", {"file": ("canvas.csv", listed.encode())})
    shown = graded.browser.get("/grades/harbour").text
    notes = {each.partition(": ")[2] for each in re.findall(r'"notice">([^<]*)', shown)}
    assert notes == {"Ben Bitdiddle; Zoe.", "Hopper, Cy."}
    saved = graded.browser.get("/grades/harbour/grades.csv")
    assert [line.partition(",1,")[0] for line in saved.text.splitlines()][2:] == ['"Lovelace, Ada"']
    assert "attachment" in saved.headers["content-disposition"]
    with ZipFile(BytesIO(graded.browser.get("/grades/harbour/feedback.zip").content)) as packed:
        assert sorted(packed.namelist()) == ["Ada Lovelace.html", "Ben Bitdiddle.html", "Zoe.html"]
    assert everything(graded.base) == before


@pytest.mark.parametrize("path", ["harbour", "nothing", "harbour/grades.csv"])
def test_grades_need_a_key_and_a_known_browser(tmp_path: Path, path: str) -> None:
    desk = Desk(tmp_path, a_class(tmp_path / "media", "Ada"))
    with desk.browser:
        assert desk.browser.get(f"/grades/{path}").status_code == 401
        assert desk.enter().browser.get(f"/grades/{path}").status_code == 404


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_a_form_that_is_too_large_gets_a_page_in_the_language_of_the_browser(
    desk: Desk, language: str
) -> None:
    before = everything(desk.base)
    form = {"way": "paste", "text": "a" * MAX_FORM_BYTES}
    answer = desk.browser.post("/article", data=form, headers={"Accept-Language": language})
    assert answer.status_code == 413
    assert f'<html lang="{language}"' in answer.text
    assert 'href="/"' in answer.text
    assert (desk.start.preview, everything(desk.base)) == (None, before)


def test_the_report_leads_back_to_the_start_page(graded: Desk) -> None:
    shown = graded.browser.get("/report").text
    assert re.findall(r'<a href="/">([^<]*)', shown) == ["Back to the start page"]


GERMAN = {"Accept-Language": "de"}


def test_what_is_wrong_with_a_file_is_said_in_the_language_of_the_page(desk: Desk) -> None:
    desk.paste()
    desk.browser.headers.update(GERMAN)
    quote = desk.refused("/class-list", {"file": ("l.csv", b'Name\n"Ada')})
    assert quote.startswith("l.csv:2: ")
    assert "Anführungszeichen" in quote
    columns = desk.refused("/class-list", {"file": ("l.csv", b"x,y\n1,2\n")})
    assert "Spalte" in columns
    assert "--" not in columns
    picture = desk.refused("/article", {"file": ("a.png", b"\x89PNG\r\n")}, way="file")
    assert "Bild" in picture
    private = desk.refused("/article", way="fetch", address="http://10.0.0.1/a")
    assert private.startswith("http://10.0.0.1/a: ")
    assert "öffentlich" in private
    assert "--" not in private


def test_notes_about_grades_are_in_the_language_of_the_page(graded: Desk, tmp_path: Path) -> None:
    late = replace(a_graded_set("Late", GRADED_TAGS), sitting="monday", vote=2)
    store_set(layout.annotations_path(tmp_path / "media", "Late", "harbour"), late)
    moved = layout.annotations_path(tmp_path / "media", "Zoe", "harbour")
    store_set(moved.with_name("other.yaml"), a_graded_set("Zoe", GRADED_TAGS))
    moodle = b"First name,Last name,Email address\nAda,Lovelace,al@x.example\n"
    graded.send("/class-list", {"file": ("moodle.csv", moodle)})
    shown = graded.browser.get("/grades/harbour", headers=GERMAN).text
    notes = " ".join(re.findall(r'"notice">([^<]*)', shown))
    assert "ohne erste Abstimmung" in notes
    assert "Bestwertung" in notes
    assert "no first vote" not in notes

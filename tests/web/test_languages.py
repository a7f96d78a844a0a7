"""The language of the class's pages: the sitting's, the browser's, and the student's own choice."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.testclient import TestClient

from annotator.model.edits import SetTag
from annotator.storage import layout, sittings
from annotator.storage.codebooks import builtin, builtin_in, translated
from annotator.text.messages import LANGUAGES, LOCALES_VARIABLE
from annotator.web.languages import LANGUAGE_COOKIE
from docs.messages import LONG, MIRRORED, write_pseudo_languages
from tests.drivers.annotators import AnnotatorsProcess
from tests.drivers.browser import opened, overflow, violations
from tests.drivers.class_browser import SHORT_SECONDS, go, joined
from tests.drivers.class_page import School
from tests.drivers.server_process import ServerProcess, free_port
from tests.drivers.start_process import StartProcess
from tests.factories import CLAIM, CONFIRMATION, a_source
from tests.project_factories import CLASS_DOCUMENT, a_class, a_class_key, a_key_with_source


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    with School(a_class(tmp_path / "class", "Ada")) as school:
        yield school


def language_of(browser: TestClient, path: str = "/", **headers: str) -> str:
    page = browser.get(path, headers={each.replace("_", "-"): headers[each] for each in headers})
    found = re.search(r'<html lang="([^"]*)"', page.text)
    assert found is not None
    return found[1]


def test_a_class_has_the_language_of_its_codebook_unless_the_sitting_has_another(
    school: School,
) -> None:
    browser = school.join("Ada")
    assert language_of(browser) == "en"
    school.room.set_language("de", browser_language=False)
    assert language_of(browser) == "de"
    assert language_of(school.browser(), f"/?code={school.room.sitting.code}") == "de"


def test_the_language_of_a_sitting_is_in_its_file(school: School) -> None:
    path = layout.class_path(school.folder, school.room.sitting.id)
    assert sittings.load(path).language == ""
    school.room.set_language("es", browser_language=True)
    known = sittings.load(path)
    assert (known.language, known.browser_language) == ("es", True)


def test_a_browser_is_asked_for_its_language_only_where_the_sitting_allows_it(
    school: School,
) -> None:
    browser = school.join("Ada")
    assert language_of(browser, accept_language="es-MX,es") == "en"
    school.room.set_language("de", browser_language=True)
    assert language_of(browser, accept_language="es-MX,es") == "es"
    assert language_of(browser, accept_language="fr") == "de"


def test_a_student_chooses_a_language_and_the_browser_keeps_it(school: School) -> None:
    browser = school.join("Ada")
    answer = browser.post("/language", data={"language": "de"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert language_of(browser) == "de"
    assert language_of(school.join("Zoe")) == "en"
    code = school.room.sitting.code
    kept = browser.post("/language", data={"language": "es", "code": code}, follow_redirects=False)
    assert kept.headers["location"] == f"/?code={code}"


@pytest.mark.parametrize("language", ["", "xx", "../../de", "de\r\nX: y", "d" * 1000])
def test_an_unknown_language_is_not_kept(school: School, language: str) -> None:
    browser = school.join("Ada")
    answer = browser.post("/language", data={"language": language}, follow_redirects=False)
    assert answer.status_code == 303
    assert "set-cookie" not in answer.headers
    browser.cookies.set(LANGUAGE_COOKIE, "xx")
    assert language_of(browser) == "en"


def test_problems_and_the_codebook_are_in_the_language_of_the_page(school: School) -> None:
    browser = school.join("Ada")
    english = browser.get("/api/work").json()["material"]
    school.room.set_language("de", browser_language=False)
    material = browser.get("/api/work").json()["material"]
    german = builtin_in("de")
    assert german is not None
    assert [each["name"] for each in material["tags"]] == [each.name for each in german.tags]
    assert [each["id"] for each in material["tags"]] == [each["id"] for each in english["tags"]]
    refused = browser.post("/api/edit", json={}).json()["problem"]
    wrong = school.browser().post("/join", data={"code": "WRONG", "name": "Zoe"})
    assert "Code dieser Klasse" in wrong.text
    assert refused


def test_work_in_another_language_has_the_codebook_of_the_project(school: School) -> None:
    school.room.set_language("es", browser_language=False)
    browser = school.join("Ada")
    browser.get("/api/work")
    student_pass = school.room.loaded_pass(school.room.sitting.students[0])
    assert student_pass is not None
    assert student_pass.annotations.codebook == builtin().reference


def test_only_the_built_in_codebook_is_translated() -> None:
    german = builtin_in("de")
    assert german is not None
    assert translated(builtin(), "de") is german
    assert translated(german, "en") is builtin()
    assert translated(builtin(), "fr") is builtin()
    own = replace(builtin(), sha256="0" * 64)
    assert translated(own, "de") is own


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_a_translated_codebook_has_the_same_ids_as_the_english_one(language: str) -> None:
    own, english = builtin_in(language), builtin()
    assert own is not None
    assert [(each.id, each.role, each.color) for each in own.tags] == [
        (each.id, each.role, each.color) for each in english.tags
    ]
    for one, other in zip(own.tags, english.tags, strict=True):
        assert [each.instead for each in one.near_misses] == [
            each.instead for each in other.near_misses
        ]
        assert len(one.examples) == len(other.examples)
    assert [each.id for each in own.all_rules] == [each.id for each in english.all_rules]
    for name in ("kinds", "stances", "parts", "order"):
        assert [each[0] for each in getattr(own, name)] == [
            each[0] for each in getattr(english, name)
        ]


# In a browser, in languages that do not exist: what was not marked stays English, and shows.

NOT_OURS = (
    "script, style, [lang=en], [dir=auto], .text, .me, kbd, .code, .address, #title, option, "
    "h1:not(.door h1), "
    ".bars .unseen, #absent-names, .mark, #place, "
    "#meanings ol, #meanings dl, #tags, .number, bdi, #link, #linked-a, .place, .legend, .path, "
    "#device, .said, q, .mark + .hidden, .tasks h1, .tag"
)
"""What is not a text of the page: the article, names, the codebook, addresses and keys."""

UNMARKED = """(notOurs) => {
  const around = "p, li, button, label, h2, h3, dt, dd, td, th, summary, legend, span, a";
  const isOurs = (text) => /[a-z]{2,}/i.test(text) && !/[⟦⟧]/.test(text);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    const whole = parent.closest(around)?.textContent ?? node.textContent;
    if (isOurs(node.textContent) && isOurs(whole) && !parent.closest(notOurs)) {
      found.push(node.textContent.trim());
    }
  }
  for (const name of ["aria-label", "title", "alt"]) {
    for (const node of document.querySelectorAll(`[${name}]`)) {
      const text = node.getAttribute(name);
      if (isOurs(text) && !node.closest(notOurs)) found.push(`${name}: ${text}`);
    }
  }
  return [...new Set(found)];
}"""


@pytest.fixture(scope="module")
def pseudo_locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every text of the program is looked up for them, which takes seconds."""
    folder = tmp_path_factory.mktemp("locales")
    write_pseudo_languages(folder)
    return folder


@pytest.fixture
def pseudo(pseudo_locales: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The server is a process of its own.
    monkeypatch.setenv(LOCALES_VARIABLE, str(pseudo_locales))


def unmarked(page: Page) -> list[str]:
    page.evaluate(
        "document.querySelectorAll('details').forEach((each) => {"
        " each.removeAttribute('name'); each.open = true; })"
    )
    found: list[str] = page.evaluate(UNMARKED, NOT_OURS)
    return found


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("language", [LONG, MIRRORED])
def test_every_text_of_a_page_is_looked_up_and_fits_a_small_screen(
    browser: Browser, killable: Callable[..., ServerProcess], language: str
) -> None:
    server = killable("links", None, "--language", language)
    a_class_key(server.folder, SetTag(("s2",), "claim"))
    with opened(browser, server.door, 320) as door:
        assert (unmarked(door), overflow(door)) == ([], 0)
        assert door.get_attribute("html", "lang") == language
        assert door.get_attribute("html", "dir") == ("rtl" if language == MIRRORED else None)
    with opened(browser, server.desk) as teacher:
        go(teacher, "read")
        go(teacher, "tag")
        for width in (320, 390, 1280):
            with joined(browser, server, f"Ada{width}", width) as page:
                page.keyboard.press("1")
                page.keyboard.press("Escape")
                page.wait_for_timeout(300)
                assert unmarked(page) == []
                assert overflow(page) == 0
                assert page.get_attribute("#article", "lang") == "en"
                assert page.get_attribute("#article", "dir") == "ltr"
        assert unmarked(teacher) == []
        assert violations(teacher) == []
        for width in (320, 768, 1280):
            teacher.set_viewport_size({"width": width, "height": 1024})
            assert overflow(teacher) == 0
        projector = teacher.context.new_page()
        projector.goto(f"{server.address}{server.teach}/projector")
        expect(projector.locator("#stage")).not_to_be_empty()
        assert unmarked(projector) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_tablet_all_steps_and_the_students_are_in_view_beside_the_sentences(
    browser: Browser, killable: Callable[..., ServerProcess], language: str
) -> None:
    server = killable("tags", None, "--language", language)
    with opened(browser, server.desk, 768, height=1024) as teacher:
        teacher.wait_for_selector("#steps li")
        steps = teacher.locator("#steps")
        assert steps.evaluate("each => each.scrollWidth <= each.clientWidth")
        table, sentences = (
            teacher.locator(each).bounding_box() for each in ("aside", "#sentences")
        )
        assert table is not None
        assert sentences is not None
        assert table["x"] >= sentences["x"] + sentences["width"]
        assert table["y"] < 768


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("language", [LONG, MIRRORED])
def test_every_text_about_sources_and_results_is_looked_up(
    browser: Browser, killable: Callable[..., ServerProcess], language: str
) -> None:
    server = killable("links", None, "--language", language)
    a_class_key(server.folder, SetTag(("s2",), CLAIM), SetTag(("s3",), CONFIRMATION))
    a_key_with_source(server.folder, a_source("Quill", affiliation="Harbor", concerned=True), "s2")
    with (
        opened(browser, server.desk, script=SHORT_SECONDS) as teacher,
        joined(browser, server, "Ada", 320) as ada,
    ):
        go(teacher, "read")
        go(teacher, "tag")
        ada.keyboard.press("1")
        ada.wait_for_timeout(300)
        go(teacher, "reveal")
        teacher.click("#source-list button")
        page = teacher.context.new_page()
        for path in ("/projector", "/sources", "/report", "/report?names=no", "/report?over=term"):
            page.goto(f"{server.address}{server.teach}{path}")
            expect(page.locator("body")).to_contain_text("⟦")
            page.wait_for_timeout(500)
            assert (path, unmarked(page)) == (path, [])
            assert page.get_attribute("html", "lang") == language
        ada.goto(f"{server.address}/sources")
        assert (unmarked(ada), overflow(ada), violations(ada)) == ([], 0, [])
        go(teacher, "end")
        ada.goto(server.address)
        ada.wait_for_selector("[role=option]")
        assert unmarked(ada) == []
        assert overflow(ada) == 0


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("language", [LONG, MIRRORED])
def test_every_text_of_the_annotators_pages_is_looked_up(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    folder = a_class(tmp_path / "study", "Ada", "Ben")
    served = AnnotatorsProcess(folder, free_port())
    try:
        with opened(browser, served.address, 320, locale=language) as page:
            assert (unmarked(page), overflow(page)) == ([], 0)
            page.goto(f"{served.address}/enter#wrong")
            expect(page.locator("#said")).to_contain_text("⟦")
            page.goto("about:blank")
            page.goto(served.links["Ada"])
            page.wait_for_selector("#next")
            assert (unmarked(page), overflow(page), violations(page)) == ([], 0, [])
            assert page.get_attribute("html", "lang") == language
            page.click("#next")
            page.wait_for_selector("[role=option]")
            page.keyboard.press("b")
            page.wait_for_timeout(300)
            assert (unmarked(page), overflow(page)) == ([], 0)
            page.goto(f"{served.address}/work/unknown")
            assert (unmarked(page), overflow(page)) == ([], 0)
            page.goto(served.address)
            page.click("form[action$=device] button")
            page.wait_for_url("**/device", wait_until="load")
            assert (unmarked(page), overflow(page)) == ([], 0)
            page.goto(served.address)
            page.select_option("#language", "de")
            page.click(".language button")
            expect(page.locator("html")).to_have_attribute("lang", "de")
    finally:
        served.kill()


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("language", [LONG, MIRRORED])
def test_every_text_of_the_start_page_is_looked_up(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    def is_translated() -> None:
        page.wait_for_load_state("load")
        assert (unmarked(page), overflow(page)) == ([], 0)

    with (
        StartProcess(tmp_path) as program,
        opened(browser, program.link, 320, locale=language) as page,
    ):
        page.wait_for_selector("#article")
        is_translated()
        page.fill("#address", "ftp:")
        page.click("form:has(#text) button:last-child")
        is_translated()
        page.fill("#text", "A title\n\nOne sentence.\n\nAnother sentence.\n")
        page.click("form:has(#text) button:last-child")
        page.wait_for_selector("#whole")
        is_translated()
        page.click("button[form=create]")
        page.wait_for_selector("#begin")
        is_translated()
        page.click("a[href^='/key/']")
        page.wait_for_selector("[role=option]")
        is_translated()
        page.click("#me a")
        page.check("[name=reach][value=here]")
        unmarked(page)
        page.fill("#port", "7")
        page.click("form[action='/class'] button")
        is_translated()
        page.check("[name=reach][value=here]")
        page.fill("#port", str(free_port()))
        page.click("form[action='/class'] button")
        page.wait_for_selector("#running")
        is_translated()
        page.click("form[action='/class/stop'] button")
        page.wait_for_selector("#earlier")
        is_translated()
        page.click("form[action='/quit'] button")
        page.wait_for_selector(".door")
        is_translated()


@pytest.mark.usefixtures("pseudo")
def test_every_text_of_a_handout_is_looked_up(browser: Browser, tmp_path: Path) -> None:
    folder = a_class(tmp_path / "class")
    target = tmp_path / "handout.html"
    # Known languages are found when the program starts.
    command = [
        "handout",
        str(folder),
        "--document",
        CLASS_DOCUMENT,
        "-o",
        str(target),
        "--page-language",
        LONG,
    ]
    subprocess.run([sys.executable, "-m", "annotator", *command], check=True, capture_output=True)
    with opened(browser, target) as page:
        page.wait_for_selector("[role=option]")
        assert unmarked(page) == []


def test_a_page_in_english_has_no_catalog(school: School) -> None:
    assert "messages.de.js" not in school.join("Ada").get("/").text
    assert school.browser().get("/static/messages.de.js").text.startswith("Messages.load(")
    assert school.browser().get("/static/messages.xx.js").status_code == 404

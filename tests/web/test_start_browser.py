"""From an empty folder to a student in the class, all in a browser, and the start page's looks."""

import re
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from annotator.project.answer_keys import read_key
from annotator.project.locate import Target
from annotator.storage import layout
from annotator.web.start_page import MAX_FORM_BYTES
from tests.drivers.browser import SCHEMES, Scheme, clipped, opened, overflow, violations
from tests.drivers.class_browser import go, saved
from tests.drivers.server_process import free_port
from tests.drivers.start_process import StartProcess
from tests.project_factories import GRADED_TAGS, a_graded_class
from tests.rounds import LONG

TEXT = (
    "A bridge closes\n\nThe mayor said on Monday that the bridge was unsafe.\n\n"
    "The builder did not answer questions.\n"
)
ROSTER = b'Student,ID,SIS Login ID,Section\n"Lovelace, Ada",1,al,M1\n'


NO_FAULTS: tuple[list[str], int, list[str]] = ([], 0, [])


def faults(page: Page) -> tuple[list[str], int, list[str]]:
    """What is wrong with the look of a page: for axe, beside the window, and beside buttons."""
    return violations(page), overflow(page), clipped(page)


def create(page: Page) -> None:
    """Paste an article and create the class, by keyboard alone."""
    if not page.locator("#text").is_visible():
        page.get_by_text("Paste an article").focus()
        page.keyboard.press("Enter")
    page.locator("#text").focus()
    page.keyboard.insert_text(TEXT)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#whole")
    page.get_by_label("Title").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#begin")


def start(page: Page) -> None:
    """Start the class for this computer only."""
    page.get_by_label(re.compile("Only this computer")).check()
    page.get_by_text("Port", exact=True).click()
    page.get_by_label(re.compile("number after the colon")).fill(str(free_port()))
    page.get_by_role("button", name="Start the class").click()
    page.wait_for_selector("#running")


def test_everything_is_made_in_the_browser_and_a_student_joins(
    browser: Browser, tmp_path: Path
) -> None:
    with StartProcess(tmp_path) as program, opened(browser, program.link) as page:
        page.wait_for_selector("#article")
        create(page)
        page.get_by_role("link", name="Make the key").click()
        page.wait_for_selector("[role=option]")
        page.keyboard.press("c")
        page.keyboard.press("n")
        saved(page)
        page.get_by_role("banner").get_by_role("link").filter(has_text=re.compile(r"\w")).click()
        expect(page.locator("#article + .rows")).to_contain_text("complete")
        page.set_input_files(
            "#list-file", {"name": "c.csv", "mimeType": "text/csv", "buffer": ROSTER}
        )
        page.get_by_role("button", name="Read the list").click()
        page.wait_for_selector("text=1 person found")
        start(page)
        address = page.inner_text(".ticket strong.path")
        code = page.inner_text(".ticket strong.code")
        with page.context.expect_page() as opening:
            page.get_by_role("link", name="Open your page").click()
        teacher = opening.value
        teacher.wait_for_selector("#steps li")
        with opened(browser, f"http://{address}/?code={code}", 390) as student:
            student.fill("#name", "lovel")
            student.get_by_role("button", name="Ada Lovelace").click()
            student.keyboard.press("Enter")
            student.wait_for_selector("[role=option]")
            go(teacher, "read")
            go(teacher, "tag")
            expect(student.locator("#notice")).to_be_hidden()
            student.keyboard.press("c")
            saved(student)
        page.bring_to_front()
        page.get_by_role("button", name="Stop the program").click()
        page.wait_for_selector("text=You can close this window")
        assert program.wait() == 0
    key, _ = read_key(Target(str(tmp_path), "a-bridge-closes"))
    assert [each.tag for each in key.sentences if each.part is None] == ["claim", "non-response"]
    (work,) = layout.set_files(tmp_path)
    assert "tag: claim" in work.read_text("utf-8")


# Each width and each scheme; all pairs in `make test-long`.
SOME_WINDOWS = [(1280, "light"), (768, "dark"), (390, "light"), (320, "dark")]


@pytest.mark.parametrize(
    ("width", "scheme"),
    list(product((1280, 768, 390, 320), SCHEMES)) if LONG else SOME_WINDOWS,
)
def test_the_start_page_is_accessible_and_fits_at_every_width(
    browser: Browser, tmp_path: Path, width: int, scheme: Scheme
) -> None:
    with StartProcess(tmp_path) as program, opened(browser, program.link, width, scheme) as page:
        page.wait_for_selector("#article")
        found = [faults(page)]
        page.get_by_text("Paste an article").click()
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_role("alert")).to_be_focused()
        found.append(faults(page))
        create(page)
        found.append(faults(page))
        start(page)
        found.append(faults(page))
        page.get_by_role("button", name="Stop the class").click()
        page.wait_for_selector("#earlier")
        found.append(faults(page))
    assert found == [NO_FAULTS] * 5


@pytest.fixture
def graded(tmp_path: Path) -> Path:
    """A class with work of students whose names are short, long, and without a space."""
    names = ("Ada Lovelace", "Ben Bitdiddle", "Zoe", "Wolfeschlegelsteinhausenbergerdorff " * 3)
    return a_graded_class(tmp_path / "media", dict.fromkeys(names, GRADED_TAGS))


def show_grades(page: Page, *, listed: bool) -> None:
    """Go to the grades, with a class list or without."""
    page.wait_for_selector("#article")
    if listed:
        page.set_input_files(
            "#list-file", {"name": "c.csv", "mimeType": "text/csv", "buffer": ROSTER}
        )
        page.get_by_role("button", name="Read the list").click()
        page.wait_for_selector("text=1 person found")
    page.goto(f"{page.url.partition('#')[0]}grades/harbour")
    page.wait_for_selector("#each")


@pytest.mark.parametrize("width", [1280, 768, 390, 320])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_grades_are_accessible_and_fit_at_every_width(
    browser: Browser, graded: Path, width: int, scheme: Scheme
) -> None:
    with StartProcess(graded) as program, opened(browser, program.link, width, scheme) as page:
        found = []
        for listed in (False, True):
            page.goto(page.url.partition("/grades")[0] + "/")
            show_grades(page, listed=listed)
            found.append(faults(page))
    assert found == [NO_FAULTS] * 2


@pytest.mark.parametrize("width", [1280, 390])
def test_the_grades_are_saved_by_keyboard_alone(browser: Browser, graded: Path, width: int) -> None:
    with StartProcess(graded) as program, opened(browser, program.link, width) as page:
        show_grades(page, listed=True)
        saved_files, visited = [], []
        for _ in range(3):
            page.keyboard.press("Tab")
            focus = page.locator(":focus")
            visited.append(focus.get_attribute("href"))
            outline = focus.evaluate("each => getComputedStyle(each).outlineStyle")
            assert outline not in {"none", "hidden"}
            if focus.get_attribute("download") is not None:
                with page.expect_download() as saving:
                    page.keyboard.press("Enter")
                saved_files.append(saving.value.suggested_filename)
        assert visited[0] == "/#results"
        assert saved_files == ["grades.csv", "feedback.zip"]
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector("#article")


def test_a_file_that_is_too_large_gets_a_page_with_the_way_back(
    browser: Browser, tmp_path: Path
) -> None:
    too_large = tmp_path / "large.txt"
    too_large.write_bytes(b"a" * (MAX_FORM_BYTES * 4))
    folder = tmp_path / "empty"
    folder.mkdir()
    with StartProcess(folder) as program, opened(browser, program.link) as page:
        page.wait_for_selector("#article")
        page.get_by_text("Open a file with an article").click()
        page.set_input_files("#article-file", str(too_large))
        page.get_by_role("button", name="Open", exact=True).click()
        expect(page.locator("main.door p").first).to_contain_text("5 MB")
        assert violations(page) == []
        page.get_by_role("link", name="Back").click()
        page.wait_for_selector("#article")

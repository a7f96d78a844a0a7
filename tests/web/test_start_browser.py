"""From an empty folder to a student in the class, all in a browser, and the start page's looks."""

import re
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from annotator.project.answer_keys import read_key
from annotator.project.locate import Target
from annotator.storage import layout
from tests.drivers.browser import SCHEMES, Scheme, opened, overflow, violations
from tests.drivers.class_browser import go, saved
from tests.drivers.server_process import free_port
from tests.drivers.start_process import StartProcess
from tests.rounds import LONG

TEXT = (
    "A bridge closes\n\nThe mayor said on Monday that the bridge was unsafe.\n\n"
    "The builder did not answer questions.\n"
)
ROSTER = b'Student,ID,SIS Login ID,Section\n"Lovelace, Ada",1,al,M1\n'


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
        found = [(violations(page), overflow(page))]
        page.get_by_text("Paste an article").click()
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_role("alert")).to_be_focused()
        found.append((violations(page), overflow(page)))
        create(page)
        found.append((violations(page), overflow(page)))
        start(page)
        found.append((violations(page), overflow(page)))
        page.get_by_role("button", name="Stop the class").click()
        page.wait_for_selector("#earlier")
        found.append((violations(page), overflow(page)))
    assert found == [([], 0)] * 5

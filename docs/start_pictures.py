"""Takes the pictures of the start page: its own process in an empty folder, and a real Chromium.

`python -m docs.start_pictures` sets up a class as the page says, and photographs what is to be
seen. Addresses, codes and folders differ from run to run, so no picture shows one.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from docs.class_pictures import NAMES, PICTURES, take, window
from tests.drivers.browser import ARGUMENTS, chromium
from tests.drivers.start_process import StartProcess

LESSON = "who-says-so"
SECTIONS = ("MEDIA-101-01", "MEDIA-101-02")
WIDTH = 880
"""A little wider than the page's column, in CSS pixels."""


def class_list() -> bytes:
    """The list of the invented students, as Canvas exports it."""
    half = len(NAMES) // 2
    rows = (
        f'"{name}",{number},s{number:03},"{SECTIONS[number > half]}"'
        for number, name in enumerate(NAMES, 1)
    )
    return "\n".join(("Student,ID,SIS Login ID,Section", *rows, "")).encode()


def show(page: Page, top: str, bottom: str) -> None:
    """Give the window the height from one element to the end of another, and scroll there."""
    above, below = (page.locator(each).bounding_box() for each in (top, bottom))
    if above is None or below is None:
        raise LookupError(top, bottom)
    height = below["y"] + below["height"] - above["y"] + 32
    page.set_viewport_size({"width": WIDTH, "height": round(height)})
    page.evaluate("y => scrollTo(0, y)", above["y"] + page.evaluate("scrollY") - 16)


def set_up(page: Page) -> None:
    """From the empty folder to a class that could start, with two pictures."""
    page.wait_for_selector("#article")
    page.evaluate("document.activeElement.blur()")
    take(page, "start-page")
    page.locator(f'form:has(input[value="{LESSON}"]) button').click()
    page.wait_for_selector("#whole")
    page.get_by_role("button", name="Create").click()
    page.wait_for_selector("#list-file")
    page.set_input_files(
        "#list-file", {"name": "canvas.csv", "mimeType": "text/csv", "buffer": class_list()}
    )
    page.get_by_role("button", name="Read the list").click()
    page.wait_for_selector('[action="/class-list/remove"]')
    show(page, ".card:has(#list)", ".card:has(#begin)")
    take(page, "start-class")


def main() -> None:
    """Take every picture; without a Chromium, say so and leave the old ones."""
    path = chromium()
    if path is None:
        sys.stderr.write("no Chromium is installed: the pictures stay as they are\n")
        return
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        StartProcess(Path(folder)) as program,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        page = window(browser, WIDTH, 860)
        page.goto(program.link)
        set_up(page)
        browser.close()


if __name__ == "__main__":
    main()

"""Takes the pictures of the annotators' page: a project with a real server and a real Chromium.

`python -m docs.annotator_pictures` makes a project of samples, serves it to its annotators, works
on an article as one of them by keys and clicks alone, and photographs what is to be seen.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from annotator.model.annotation import Sentence
from annotator.storage.sets import read_set
from docs.class_pictures import PICTURES, ROOT, ran, take, window
from tests.drivers.annotators import AnnotatorsProcess
from tests.drivers.browser import ARGUMENTS, chromium
from tests.drivers.server_process import free_port

SAMPLES = ROOT / "annotator" / "samples"
DOCUMENTS = ("harbour-blackout", "dam-warning", "border-market")
NAME = "Ada"
TAGGED = 12
"""The number of sentences that are tagged in the pictures."""
HERE = "s10"
SAID = "the Calder Weekly"


def project(folder: Path) -> Path:
    """A project with three samples for two annotators."""
    ran("init", str(folder), "--title", "Bay news", "-a", NAME, "-a", "Ben")
    for each in DOCUMENTS:
        ran("add", str(folder), str(SAMPLES / f"{each}.txt"))
    return folder


def article(page: Page, address: str) -> None:
    """Open the page of the first sample."""
    page.goto(f"{address}/work/{DOCUMENTS[0]}")
    page.wait_for_selector("[role=option]")


def saved(page: Page) -> None:
    """Wait until everything is on the disk."""
    expect(page.locator("#saving")).to_have_text("Saved")


def work(page: Page) -> None:
    """Tag the first sentences as the key does, with their sources."""
    key = read_set(SAMPLES / f"{DOCUMENTS[0]}.key.yaml")[0]
    for sentence in [each for each in key.sentences if each.tag][:TAGGED]:
        page.click(f"#o-{sentence.id}")
        page.click(f"#t-{sentence.tag}")
        page.click(f"#o-{sentence.id}")
        source = key.source_of(sentence)
        if source is not None:
            name_source(page, sentence, source.name, source.kind or "", source.affiliation or "")
    saved(page)


def name_source(page: Page, sentence: Sentence, name: str, kind: str, affiliation: str) -> None:
    """Fill in the form of the source."""
    page.keyboard.press("s")
    page.keyboard.type(name)
    page.select_option("#f-kind", kind)
    page.fill("#f-affiliation", affiliation)
    page.fill("#f-via", SAID if sentence.id == HERE else "")
    page.keyboard.press("Enter")
    expect(page.locator("#article")).to_be_focused()


def pictures(browser: Browser, served: AnnotatorsProcess) -> None:
    """The form of a source, the list of sources on a phone, and the list of documents."""
    laptop = window(browser, 1180, 760)
    laptop.goto(served.links[NAME])
    laptop.wait_for_selector("#next")
    article(laptop, served.address)
    work(laptop)
    laptop.click(f"#o-{HERE}")
    laptop.keyboard.press("s")
    expect(laptop.locator("#f-source")).to_be_focused()
    take(laptop, "annotator-source")
    laptop.keyboard.press("Escape")
    laptop.set_viewport_size({"width": 390, "height": 780})
    laptop.keyboard.press("S")
    laptop.locator("#source-list button").nth(2).press("Enter")
    expect(laptop.locator("#d-name")).to_be_focused()
    laptop.locator("#sources").evaluate("each => each.scrollIntoView({ block: 'start' })")
    take(laptop, "annotator-sources")
    laptop.set_viewport_size({"width": 800, "height": 470})
    laptop.goto(served.address)
    laptop.wait_for_selector("#next")
    take(laptop, "annotator-list")


def main() -> None:
    """Take every picture; without a Chromium, say so and leave the old ones."""
    path = chromium()
    if path is None:
        sys.stderr.write("no Chromium is installed: the pictures of the page stay as they are\n")
        return
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        served = AnnotatorsProcess(project(Path(folder) / "bay-news"), free_port())
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            pictures(browser, served)
        finally:
            browser.close()
            served.kill()


if __name__ == "__main__":
    main()

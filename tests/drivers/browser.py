"""A headless Chromium for tests of pages; where there is none, such a test skips and says so."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, sync_playwright

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
# The first does the same and draws no window: it takes half the time of the others.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
ABSENT = (
    "no Chromium is installed: `apt install chromium`, or name one in ANNOTATOR_CHROMIUM, "
    "and this test looks at the page in it"
)
# It asks nothing of the network, and runs as root too, as in a container.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# WCAG 2.2, levels A and AA, and what axe adds as good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def chromium() -> str | None:
    """The path of a Chromium; None where there is none."""
    named = os.environ.get("ANNOTATOR_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


_running = ExitStack()


@cache
def _started(path: str) -> Browser:
    playwright = _running.enter_context(sync_playwright())
    started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
    return _running.enter_context(started)


def shared_browser() -> Browser:
    """The browser of this process, which stays until `end_browser`."""
    path = chromium()
    if path is None:
        pytest.skip(ABSENT)
    if not _started(path).is_connected():
        end_browser()
    return _started(path)


def end_browser() -> None:
    """End the browser, if there is one."""
    _running.close()
    _started.cache_clear()


@contextmanager
def opened(
    browser: Browser,
    address: str | Path,
    width: int = 1280,
    scheme: Scheme = "light",
    height: int = 800,
    script: str = "",
    **options: Any,
) -> Iterator[Page]:
    """A page in a window of this size, in CSS pixels.

    `address` is a URL or a file. The script runs before those of the page. Options go to the
    browser's context.
    """
    url = address.resolve().as_uri() if isinstance(address, Path) else address
    # Without motion, so that no color is looked at midway between two.
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        **({"reduced_motion": "reduce"} | options),
    )
    try:
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.goto(url)
        yield page
    finally:
        context.close()


REPEATED = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  return [...new Set(ids.filter((each, at) => ids.indexOf(each) !== at))];
}"""


def violations(page: Page) -> list[str]:
    """What is wrong with the accessibility of a page; empty where all is well.

    It is what axe-core finds, and each id that a page as rendered has twice.
    """
    repeated = [f"the id {each} is there twice" for each in page.evaluate(REPEATED)]
    return [*repeated, *_found_by_axe(page)]


def _found_by_axe(page: Page) -> list[str]:
    # Without the details of what passed, which nobody reads here, it takes a fraction of the time.
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options)
    return [
        f"{each['id']}: {each['help']}: {[node['html'][:120] for node in each['nodes'][:3]]}"
        for each in found.response["violations"]
    ]


def overflow(page: Page) -> int:
    """By how many CSS pixels the page is wider than its window; 0 where nothing scrolls."""
    wider = page.evaluate(
        "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    )
    return int(wider)


CLIPPED = """() => [...document.querySelectorAll("button, .button")]
  .filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth)
  .map((each) => each.textContent.trim())"""


def clipped(page: Page) -> list[str]:
    """The buttons whose words do not fit into them."""
    return list(page.evaluate(CLIPPED))


def requests_of(browser: Browser, path: Path) -> list[str]:
    """What a page in a file asks for besides itself."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    context = browser.new_context()
    page = context.new_page()
    page.on("request", note)
    page.goto(path.resolve().as_uri(), wait_until="networkidle")
    context.close()
    return [url for url in asked if url != path.resolve().as_uri()]

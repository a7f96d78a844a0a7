"""The class page in a real browser: the instructor's page, and a student's after joining."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.drivers.browser import Scheme, opened
from tests.drivers.server_process import ClassServer

SAVED = "Saved"
GRACE_MS = 9000
"""Longer than the teacher's page waits before what cannot be undone."""
SHORT_SECONDS = """
const every = window.setInterval;
window.setInterval = (run, pause, ...more) => every(run, pause === 1000 ? 40 : pause, ...more);
"""
"""On a page with this script, the wait before what cannot be undone takes a fifth of a second."""


@contextmanager
def leading(
    browser: Browser, served: ClassServer, *steps: str, script: str = SHORT_SECONDS
) -> Iterator[Page]:
    """The instructor's page, after these steps of the lesson."""
    with opened(browser, served.desk, script=script) as page:
        page.wait_for_selector("#steps li")
        for step in steps:
            go(page, step)
        expect(page.locator("#stage")).to_contain_text("open" if "tag" in steps else "closed")
        yield page


def go(teacher: Page, step: str) -> None:
    """Go to a step; say yes where the page asks, and wait where it waits."""
    teacher.click(f"[data-step={step}]")
    if teacher.locator("#sure[open]").count():
        teacher.click("#sure [value=yes]")
    current_step = teacher.locator("[aria-current] [data-step]")
    expect(current_step).to_have_attribute("data-step", step, timeout=GRACE_MS)


def close_tagging(teacher: Page) -> None:
    """Close tagging while Ada is offline."""
    teacher.click("#tagging")
    expect(teacher.locator("#sure")).to_contain_text(re.compile(r"1 student\b.*\bAda\b"))
    teacher.click("#sure [value=yes]")
    expect(teacher.locator("#stage")).to_contain_text("closed")


def toggle_tagging(teacher: Page) -> None:
    """Open or close tagging within a step, and say yes where the page asks."""
    teacher.click("#tagging")
    if teacher.locator("#sure[open]").count():
        teacher.click("#sure [value=yes]")


def show_agreed(teacher: Page) -> None:
    """Unfold the sentences on which the class is not split."""
    teacher.locator("#agreed > summary").click()


@contextmanager
def joined(
    browser: Browser,
    served: ClassServer,
    name: str,
    width: int = 1280,
    scheme: Scheme = "light",
    **options: Any,
) -> Iterator[Page]:
    """A student's page; options go to the browser's context."""
    with opened(browser, served.door, width, scheme, **options) as page:
        page.fill("#name", name)
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=option]")
        yield page


def saved(page: Page) -> None:
    """Wait until the page says that all is saved."""
    expect(page.locator("#saving")).to_have_text(SAVED)

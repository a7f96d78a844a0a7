"""The class page in a real browser: the instructor's page, and a student's after joining."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.drivers.browser import Scheme, opened
from tests.drivers.server_process import ServerProcess

SAVED = "Saved"


@contextmanager
def leading(browser: Browser, served: ServerProcess, *commands: str) -> Iterator[Page]:
    """The instructor's page, after these buttons."""
    with opened(browser, served.desk) as page:
        page.wait_for_selector("#sentences li")
        lead(page, *commands)
        expect(page.locator("#stage")).to_contain_text("open" if "open" in commands else "closed")
        yield page


@contextmanager
def joined(
    browser: Browser,
    served: ServerProcess,
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


def lead(teacher: Page, *commands: str) -> None:
    """Press these buttons of the instructor's page, and say yes where it asks."""
    for command in commands:
        teacher.click(f"[data-do={command}]")
        if teacher.locator("#sure[open]").count():
            teacher.click("#sure [value=yes]")

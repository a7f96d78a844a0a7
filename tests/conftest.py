"""Settings of all tests."""

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.memory_folder import use_memory
from tests.rounds import rounds

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The machines that run these tests are noisy, so no single example is held to a time.
settings.register_profile("annotator", max_examples=rounds(15, 100), deadline=None)
settings.load_profile("annotator")
use_memory()

# The screen adapts its colors to the terminal. Without this they would depend on the developer's.
os.environ["COLORTERM"] = "truecolor"


WITH_BROWSER = pytest.StashKey[set[Path]]()
"""The modules that have a test with a browser."""


def pytest_collection_modifyitems(session: pytest.Session, items: list[pytest.Item]) -> None:
    """Begin with the modules that need a browser: they take longest, and share one."""
    needed = {each.path for each in items if "browser" in getattr(each, "fixturenames", ())}
    session.stash[WITH_BROWSER] = needed
    items.sort(key=lambda each: each.path not in needed)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """End the browser before any other module: while it is there, no event loop can run."""
    if item.path not in item.session.stash[WITH_BROWSER]:
        _end_browser()


def pytest_sessionfinish() -> None:
    """End the browser."""
    _end_browser()


def _end_browser() -> None:
    if (driver := sys.modules.get("tests.drivers.browser")) is not None:
        driver.end_browser()


def pytest_collection_finish() -> None:
    """Never look again for garbage in what stays: the modules and the tests themselves."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def browser() -> "Browser":
    """A headless Chromium, shared by tests; where there is none, they skip and say so."""
    from tests.drivers.browser import shared_browser  # noqa: PLC0415 (it takes long to load, and few tests need it)

    return shared_browser()

"""Settings of all tests."""

import gc
import os
from collections.abc import Iterator
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


def pytest_collection_finish() -> None:
    """Never look again for garbage in what stays: the modules and the tests themselves."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """A headless Chromium for the tests of a module; where there is none, they skip and say so."""
    from tests.drivers.browser import running  # noqa: PLC0415 (it takes long to load, and few tests need it)

    yield from running()

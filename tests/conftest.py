"""What holds for all tests."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The machines that run these tests are noisy, so no single example is held to a time.
settings.register_profile("quick", max_examples=40, deadline=None)
settings.register_profile("long", max_examples=1000, deadline=None)
settings.load_profile("long" if os.environ.get("LONG") else "quick")


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """A headless Chromium for the tests of a module; where there is none, they skip and say so."""
    from tests.drivers.browser import running  # noqa: PLC0415 (it takes long to load, and few tests need it)

    yield from running()

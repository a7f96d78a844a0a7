"""A quicker wait until the screen has nothing left to do.

Textual's pilot sleeps for 20 ms at least twice a key, since a screen is drawn 60 times a second at
the most: a test of forty keys sleeps for two seconds. Here the screen is drawn as soon as it can
be, and a quarter of that sleep tells as well whether this process is busy.
"""

from asyncio import sleep
from time import monotonic, process_time

import pytest

SECONDS = 0.005
BUSY = 0.0005
"""Seconds that a process computes, while this sleeps, that has not finished."""


async def wait_for_idle(min_sleep: float = SECONDS, max_sleep: float = 1) -> None:
    """Wait until this process does nothing; as Textual's own function of this name does."""
    began = monotonic()
    while True:
        computed = process_time()
        await sleep(SECONDS)
        waited = monotonic() - began
        busy = process_time() - computed > BUSY
        if waited >= max_sleep or (waited >= min_sleep and not busy):
            return


def use_quick_wait(patch: pytest.MonkeyPatch) -> None:
    """Have Textual's pilot wait so, and its screen draw more often than that looks."""
    patch.setattr("textual.screen.UPDATE_PERIOD", SECONDS / 2)
    patch.setattr("textual.pilot.wait_for_idle", wait_for_idle)
    patch.setattr("textual.app.wait_for_idle", wait_for_idle)

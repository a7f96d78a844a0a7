"""Who hears of changes, and that something has changed."""

import asyncio
from collections import Counter
from contextlib import suppress


class Hearing:
    """What pages wait for.

    Attributes:
        version: Counts the changes of the class itself.
        pulse: Counts these and every edit.
        watching: How many pages each student has open, by the student's id.
    """

    def __init__(self) -> None:
        self.version = self.pulse = 0
        self.watching: Counter[str] = Counter()
        self._told = asyncio.Event()

    def watch(self, student: str, by: int) -> None:
        """Count one page more, or less, that a student has open."""
        self.watching[student] += by
        self.pulse += 1

    def tell(self) -> None:
        """Tell everybody that the class has changed."""
        self.version += 1
        self.pulse += 1
        self._told.set()
        self._told = asyncio.Event()

    async def changed(self, seconds: float) -> None:
        """Wait for the next change of the class, at most so long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._told.wait(), seconds)

"""A screen from which documents are gone into, one at a time, and come back from."""

import asyncio
from abc import abstractmethod
from collections.abc import Callable

from textual.screen import Screen

from annotator.model.faults import Refused
from annotator.tui.screens.kept import KeptScreen
from annotator.tui.work import Work, unsaved


class VisitingScreen(Screen[None]):
    """One document is open at a time.

    When the person comes back, all of it is saved and its file is free again before this screen
    takes the next key.
    """

    def __init__(self) -> None:
        super().__init__()
        self._inside: KeptScreen | None = None

    # What its subclasses say

    @abstractmethod
    def inside(self, work: Work) -> KeptScreen:
        """The screen for a document that was opened."""

    @abstractmethod
    async def came_back(self, position: int) -> None:
        """Show what became of the document at a position; its file is free again."""

    @abstractmethod
    def say(self, words: str, *, alarm: bool = False) -> None:
        """Say something in the status line."""

    # Going in and coming back

    @property
    def work(self) -> Work | None:
        """The document that is open; None where this screen is."""
        return self._inside.work if self._inside is not None else None

    def go_in(self, position: int, opening: Callable[[], Work]) -> None:
        """Go into a document that `opening` opens; what is refused is said."""
        if self._inside is not None:
            return
        try:
            opened = opening()
        except Refused as refusal:
            self.say(str(refusal), alarm=True)
            return
        self._push(position, opened)

    def _push(self, position: int, opened: Work) -> None:
        screen = self._inside = self.inside(opened)

        async def back(dropped: bool | None) -> None:
            await self._come_back(position, screen, dropped=bool(dropped))

        self.app.push_screen(screen, back)

    async def _come_back(self, position: int, screen: KeptScreen, *, dropped: bool) -> None:
        opened = screen.work
        saved = await asyncio.to_thread(opened.settled)
        if not saved and not dropped:
            # The last save failed on the way out: back to where it can be mended.
            self._push(position, opened)
            opened.retry()
            return
        await asyncio.to_thread(opened.close)
        self._inside = None
        self._say_how_it_went(opened, saved=saved)
        await self.came_back(position)

    def _say_how_it_went(self, opened: Work, *, saved: bool) -> None:
        if not saved:
            self.say(unsaved(opened.path, opened.rescued), alarm=True)
        elif opened.session.revision:
            self.say(f"Saved in {opened.path}.")
        else:
            self.say("Nothing was changed.")

"""The app: it opens a set, or the documents of a project, and leaves the terminal as it was."""

import asyncio
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import Provider

from annotator.model.practice import Practice
from annotator.model.project import Asking
from annotator.tui.commands import Keys
from annotator.tui.palette import Palette
from annotator.tui.screens.documents import DocumentsScreen
from annotator.tui.screens.practice import PracticeScreen
from annotator.tui.screens.tagging import TaggingScreen
from annotator.tui.work import Work
from annotator.tui.worklist import Worklist

First = TaggingScreen | DocumentsScreen | PracticeScreen


class AnnotatorApp(App[None]):
    """One person at one article, at their documents in a project, or at practice."""

    CSS_PATH = Path(__file__).with_name("annotator.tcss")
    TITLE = "annotator"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {Palette}
    # Selecting text with the mouse would put it on the clipboard by a control sequence.
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "suspend_process", show=False, priority=True),
        # Textual's own way out would overtake the keys pressed before it, and not wait for saving.
        Binding("ctrl+q", "leave", show=False),
    ]

    def __init__(
        self,
        begin: Work | Worklist | Practice,
        keys: Keys | None = None,
        theme: str = "textual-dark",
        asking: Asking | None = None,
    ) -> None:
        super().__init__()
        self._keys = keys or Keys()
        asking = asking or Asking()
        self._wanted_theme = theme
        self._screen: First
        if isinstance(begin, Work):
            self._screen = TaggingScreen(begin, self._keys, asking)
        elif isinstance(begin, Practice):
            self._screen = PracticeScreen(begin, self._keys)
        else:
            self._screen = DocumentsScreen(begin, self._keys, asking)

    def get_default_screen(self) -> First:
        """The screen that is begun with, so that no empty one is made and drawn before it."""
        return self._screen

    def on_mount(self) -> None:
        """Take the theme asked for, and mind the system's signals."""
        if self._wanted_theme in self.available_themes:
            self.theme = self._wanted_theme
        self._leave_on_signals()
        # Back from ctrl+z the terminal is empty; that its size is the same draws nothing by itself.
        self.app_resume_signal.subscribe(self, lambda _: self.screen.refresh(layout=True))

    @property
    def work(self) -> Work:
        """The work under way; a further pass replaces the one that was begun with."""
        assert self._screen.work is not None  # noqa: S101 (a list of documents may have none)
        return self._screen.work

    def close(self) -> bool:
        """Wait for what is still being saved, and give its file free; whether all is saved."""
        return self._screen.work.close() if self._screen.work is not None else True

    def action_leave(self) -> None:
        """Leave as the screen that is open leaves."""
        if isinstance(self.screen, First):
            self.screen.leave()

    def _leave_on_signals(self) -> None:
        # The terminal is put back and the last edit saved, as if the person had left.
        if sys.platform == "win32" or self.is_headless:
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.exit)

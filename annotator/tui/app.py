"""The app: it opens the tagging screen on some work and leaves the terminal as it was."""

import asyncio
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import Provider

from annotator.tui.commands import Keys
from annotator.tui.palette import Palette
from annotator.tui.screens.tagging import TaggingScreen
from annotator.tui.work import Work


class AnnotatorApp(App[None]):
    """One person at one article."""

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

    def __init__(self, work: Work, keys: Keys | None = None, theme: str = "textual-dark") -> None:
        super().__init__()
        self._keys = keys or Keys()
        self._screen = TaggingScreen(work, self._keys)
        self._wanted_theme = theme

    def get_default_screen(self) -> TaggingScreen:
        """The tagging screen, so that no empty one is made and drawn before it."""
        return self._screen

    def on_mount(self) -> None:
        """Take the theme asked for, and mind the system's signals."""
        if self._wanted_theme in self.available_themes:
            self.theme = self._wanted_theme
        self._leave_on_signals()

    @property
    def work(self) -> Work:
        """The work under way; a further pass replaces the one that the app began with."""
        return self._screen.work

    def action_leave(self) -> None:
        """Leave as the tagging screen leaves."""
        self._screen.leave()

    def _leave_on_signals(self) -> None:
        # The terminal is put back and the last edit saved, as if the person had left.
        if sys.platform == "win32" or self.is_headless:
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.exit)

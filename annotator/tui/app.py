"""The app: it opens the tagging screen on some work and leaves the terminal as it was."""

import asyncio
import signal
import sys
from collections.abc import Iterable
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from annotator.tui.commands import COMMANDS, Keys
from annotator.tui.screens.tagging import TaggingScreen
from annotator.tui.work import Work


class AnnotatorApp(App[None]):
    """One person at one article."""

    CSS_PATH = "annotator.tcss"
    TITLE = "annotator"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "suspend_process", show=False, priority=True)
    ]

    def __init__(self, work: Work, keys: Keys | None = None, theme: str = "textual-dark") -> None:
        super().__init__()
        self._work = work
        self._screen: TaggingScreen | None = None
        self._keys = keys or Keys()
        self._wanted_theme = theme

    def on_mount(self) -> None:
        """Open the tagging screen."""
        if self._wanted_theme in self.available_themes:
            self.theme = self._wanted_theme
        self._screen = TaggingScreen(self._work, self._keys)
        self.push_screen(self._screen)
        self._leave_on_signals()

    @property
    def work(self) -> Work:
        """The work under way; a further pass replaces the one that the app began with."""
        return self._screen.work if self._screen is not None else self._work

    def _leave_on_signals(self) -> None:
        # The terminal is put back and the last edit saved, as if the person had left.
        if sys.platform == "win32" or self.is_headless:
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.exit)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: every tag and every command of the table."""
        if not isinstance(screen, TaggingScreen):
            return
        for tag in screen.session.codebook.tags:
            yield SystemCommand(
                f"Tag: {tag.name}", tag.definition, lambda tag=tag: screen.tag(tag.id)
            )
        for command in COMMANDS:
            yield SystemCommand(
                command.title, command.help, lambda asks=command.id: screen.carry_out(asks)
            )

"""The app: it opens the tagging screen on some work and leaves the terminal as it was."""

from collections.abc import Iterable

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from annotator.tui.commands import COMMANDS, Keys
from annotator.tui.screens.tagging import TaggingScreen
from annotator.tui.work import Work


class AnnotatorApp(App[None]):
    """One person at one article."""

    CSS_PATH = "annotator.tcss"
    TITLE = "annotator"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS = [Binding("ctrl+z", "suspend_process", show=False, priority=True)]

    def __init__(self, work: Work, keys: Keys | None = None, theme: str = "textual-dark") -> None:
        super().__init__()
        self._work = work
        self._keys = keys or Keys()
        self._wanted_theme = theme

    def on_mount(self) -> None:
        """Open the tagging screen."""
        if self._wanted_theme in self.available_themes:
            self.theme = self._wanted_theme
        self.push_screen(TaggingScreen(self._work, self._keys))

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

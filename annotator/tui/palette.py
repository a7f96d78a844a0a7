"""The command palette: every tag of the codebook and every command of the table."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple, cast

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider

from annotator.tui.commands import COMMANDS
from annotator.tui.screens.desk import DeskScreen
from annotator.tui.widgets.text import safe


class Entry(NamedTuple):
    """One line of the palette."""

    title: str
    help: str
    asks: str


class PaletteScreen(CommandPalette):
    """The palette's screen; where nothing fits, its list is not moved in."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key's action means something now."""
        if action == "command_list":
            return bool(self.query_one(CommandList).option_count)
        return super().check_action(action, parameters)


class Palette(Provider):
    """What can be asked for at a desk; on a dialog there is nothing."""

    def _entries(self) -> Iterator[Entry]:
        if not isinstance(self.screen, DeskScreen):
            return
        for tag in self.screen.session.codebook.tags:
            yield Entry(f"Tag: {tag.name}", tag.definition, f"tag:{tag.id}")
        for command in COMMANDS:
            yield Entry(command.title, command.help, command.id)

    async def discover(self) -> Hits:
        """Everything, before a word is typed."""
        for entry in self._entries():
            # A plain string would be read as markup; the palette draws what it is given.
            words = cast("str", safe(entry.help))
            yield DiscoveryHit(safe(entry.title), self._ask(entry), help=words)

    async def search(self, query: str) -> Hits:
        """What fits the words typed, best first."""
        matcher = self.matcher(query)
        for entry in self._entries():
            score = matcher.match(entry.title)
            if score > 0:
                words = cast("str", safe(entry.help))
                yield Hit(score, safe(entry.title), self._ask(entry), help=words)

    def _ask(self, entry: Entry) -> partial[None]:
        assert isinstance(self.screen, DeskScreen)  # noqa: S101 (only it has entries)
        return partial(self.screen.carry_out, entry.asks)

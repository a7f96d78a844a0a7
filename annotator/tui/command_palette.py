"""The command palette: every tag of the codebook and every command of the table."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple, Protocol, cast, runtime_checkable

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider

from annotator.tui.commands import Command
from annotator.tui.screens.editor import EditorScreen
from annotator.tui.widgets.safe_content import safe_content


class PaletteEntry(NamedTuple):
    """One line of the palette."""

    title: str
    help: str
    asks: str


@runtime_checkable
class CommandScreen(Protocol):
    """A screen that runs the commands of a table."""

    @property
    def table(self) -> tuple[Command, ...]:
        """The commands."""

    def carry_out(self, asks: str) -> None:
        """Run a command by its ID."""


class PaletteScreen(CommandPalette):
    """The palette's screen. Its list does not react to keys if it is empty."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key's action is available now."""
        if action == "command_list":
            return bool(self.query_one(CommandList).option_count)
        return super().check_action(action, parameters)


class PaletteProvider(Provider):
    """The commands of an editor screen or a list of documents. A dialog has none."""

    def _entries(self) -> Iterator[PaletteEntry]:
        screen: object = self.screen
        if isinstance(screen, EditorScreen):
            for tag in screen.session.codebook.tags:
                yield PaletteEntry(f"Tag: {tag.name}", tag.definition, f"tag:{tag.id}")
        if isinstance(screen, CommandScreen):
            for command in screen.table:
                yield PaletteEntry(command.title, command.help, command.id)

    async def discover(self) -> Hits:
        """All entries, before anything is typed."""
        for entry in self._entries():
            # A plain string would be read as markup. The palette draws content as it is.
            words = cast("str", safe_content(entry.help))
            yield DiscoveryHit(safe_content(entry.title), self._ask(entry), help=words)

    async def search(self, query: str) -> Hits:
        """The entries that match the typed words, best first."""
        matcher = self.matcher(query)
        for entry in self._entries():
            score = matcher.match(entry.title)
            if score > 0:
                words = cast("str", safe_content(entry.help))
                yield Hit(score, safe_content(entry.title), self._ask(entry), help=words)

    def _ask(self, entry: PaletteEntry) -> partial[None]:
        screen: object = self.screen
        assert isinstance(screen, CommandScreen)  # noqa: S101 (only it has entries)
        return partial(screen.carry_out, entry.asks)

"""The command palette: every tag of the codebook and every command of the table, with its keys."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.fuzzy import Matcher
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from annotator.tui.commands import Command, KeyBindings, key_label
from annotator.tui.screens.dialogs import Dialog
from annotator.tui.screens.editor import EditorScreen
from annotator.tui.widgets.hanging_text import hang
from annotator.tui.widgets.safe_content import nothing_found, safe_content

_INDENT = 12
_MOST_WIDTH = 100


class PaletteEntry(NamedTuple):
    """One line of the palette."""

    key: str
    title: str
    help: str
    asks: str


@runtime_checkable
class CommandScreen(Protocol):
    """A screen that runs the commands of a table."""

    @property
    def keys(self) -> KeyBindings:
        """The keys of the commands."""

    @property
    def table(self) -> tuple[Command, ...]:
        """The commands."""

    def carry_out(self, asks: str) -> None:
        """Run a command by its ID."""


def palette_entries(screen: CommandScreen) -> Iterator[PaletteEntry]:
    """The tags and commands of an editor screen or a list of documents."""
    if isinstance(screen, EditorScreen):
        codebook = screen.session.codebook
        for tag in codebook.tags:
            key = " ".join(codebook.keys(tag)[:1])
            yield PaletteEntry(key, f"Tag: {tag.name}", tag.definition, f"tag:{tag.id}")
    for command in screen.table:
        keys = " ".join(map(key_label, screen.keys.keys_of(command)[:2]))
        yield PaletteEntry(keys, command.title, command.help, command.id)


class PaletteScreen(Dialog[str]):
    """A sheet with a list that is filtered by what you type. It returns the chosen command.

    Args:
        entries: All entries, in order.
    """

    def __init__(self, entries: Sequence[PaletteEntry]) -> None:
        super().__init__("Commands", "type to find   ↑ ↓ choose   enter: run   escape: back")
        self._entries = tuple(entries)

    def body(self) -> ComposeResult:
        """The words to find, and the list."""
        yield Input(placeholder="type to find a command", compact=True)
        yield OptionList(markup=False)

    def on_mount(self) -> None:
        """Show every entry."""
        self._fill()

    def on_resize(self) -> None:
        """Wrap the entries again."""
        self._fill()

    def on_input_changed(self) -> None:
        """Show the entries that match."""
        self._fill()

    def _fill(self) -> None:
        entries, width = self.query_one(OptionList), min(self.app.size.width - 4, _MOST_WIDTH) - 4
        found = list(self._found(self.query_one(Input).value.strip()))
        if found:
            entries.set_options(Option(_drawn(each, width), id=each.asks) for each in found)
        else:
            nothing = safe_content(nothing_found(self.query_one(Input).value))
            entries.set_options([Option(nothing, disabled=True)])
        entries.highlighted = 0 if found else None

    def _found(self, typed: str) -> list[PaletteEntry]:
        """The entries that match, the best titles first, then those whose help has the words."""
        if not typed:
            return list(self._entries)
        matcher = Matcher(typed)
        scores = {each: matcher.match(each.title) for each in self._entries}
        titles = sorted((each for each in scores if scores[each]), key=lambda each: -scores[each])
        words = typed.casefold()
        return [
            *titles,
            *(each for each in scores if not scores[each] and words in each.help.casefold()),
        ]

    def on_key(self, event: events.Key) -> None:
        """Arrow and page keys move in the list, while the words keep the focus."""
        entries = self.query_one(OptionList)
        moves: dict[str, Callable[[], object]] = {
            "up": entries.action_cursor_up,
            "down": entries.action_cursor_down,
            "pageup": entries.action_page_up,
            "pagedown": entries.action_page_down,
        }
        if event.key in moves:
            event.stop()
            event.prevent_default()
            if entries.highlighted is not None:
                moves[event.key]()

    def on_input_submitted(self) -> None:
        """Return the highlighted entry. Nothing happens if there is none."""
        entries = self.query_one(OptionList)
        if entries.highlighted is not None:
            self.dismiss(entries.get_option_at_index(entries.highlighted).id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click also answers."""
        event.stop()
        self.dismiss(event.option.id)


def _drawn(entry: PaletteEntry, width: int) -> Content:
    body = Content.assemble(
        safe_content(f"{entry.title}  ", "bold"), safe_content(entry.help, "$quiet")
    )
    return hang(safe_content(entry.key, "bold $act"), body, _INDENT, width)

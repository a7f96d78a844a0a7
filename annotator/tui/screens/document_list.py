"""The base of the screens that list documents: open one, come back, move to the next."""

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from annotator.model.codebook import Codebook
from annotator.model.errors import DataError
from annotator.model.name_folding import fold_name
from annotator.model.navigation import next_position
from annotator.tui.commands import DOCUMENT_LIST_COMMANDS, Command, KeyBindings
from annotator.tui.file_session import FileSession, unsaved_message
from annotator.tui.screens.dialogs import TextDialog
from annotator.tui.screens.editor import unknown_key_message
from annotator.tui.screens.help import HelpScreen
from annotator.tui.screens.tagging import FileEditorScreen
from annotator.tui.stylesheet import DOCUMENT_LIST_STYLES
from annotator.tui.widgets.document_list import DocumentList, DocumentListRow
from annotator.tui.widgets.header_footer import Hint, KeyBar, StatusLine
from annotator.tui.widgets.safe_content import (
    clip_content,
    clipped_lines,
    safe_content,
    spread_apart,
)

_SHORTEST_HEADING = 24
"""The cells of a heading that share a row with the counts. Without them, the counts go below."""


class ParentScreen(Screen[None]):
    """The base of a screen that opens documents, one at a time.

    When the person returns, the document is saved and its file is released before this screen
    accepts the next key.
    """

    def __init__(self) -> None:
        super().__init__()
        self._inside: FileEditorScreen | None = None

    # For subclasses

    @abstractmethod
    def screen_for(self, session: FileSession) -> FileEditorScreen:
        """The screen for an opened document."""

    @abstractmethod
    def open_session(self, position: int) -> FileSession:
        """An opened document.

        Raises:
            DataError: It cannot be opened.
        """

    @abstractmethod
    def other_document(self, position: int, steps: int | None) -> int | None:
        """The position of the document this many further. None gives the next one to do."""

    @abstractmethod
    def describe_document(self, position: int) -> str:
        """The document in a few words, for the message when it opens."""

    @abstractmethod
    async def update_row(self, position: int) -> None:
        """Read the progress of a document again."""

    @abstractmethod
    async def refresh_document(self, position: int) -> None:
        """Update the document at a position. Its file is released."""

    @abstractmethod
    def show_message(self, words: str, *, alarm: bool = False) -> None:
        """Show a message in the status line."""

    # Opening a document and returning

    @property
    def work(self) -> FileSession | None:
        """The open document, or None if this screen is in front."""
        return self._inside.work if self._inside is not None else None

    def open_document(self, position: int, opening: Callable[[], FileSession]) -> None:
        """Show the document that `opening` opens, or a message if it cannot be opened."""
        if self._inside is not None:
            return
        try:
            opened = opening()
        except DataError as refusal:
            self.show_message(str(refusal), alarm=True)
            return
        self._push(position, opened)

    def _push(self, position: int, opened: FileSession, message: str = "") -> None:
        screen = self._inside = self.screen_for(opened)
        screen.open_other = partial(self._open_other, position, screen)
        screen.arrival_message = message

        async def back(dropped: bool | None) -> None:
            # Without an answer, another document takes its place.
            if dropped is not None:
                await self._come_back(position, screen, dropped=dropped)

        self.app.push_screen(screen, back)

    async def _open_other(self, position: int, screen: FileEditorScreen, steps: int | None) -> None:
        # A worker of the screen would end with it.
        await self.run_worker(self._replace(position, screen, steps)).wait()

    async def _replace(self, position: int, screen: FileEditorScreen, steps: int | None) -> None:
        """Open another document in the place of an open one, when that is saved."""
        opened = screen.work
        if not await asyncio.to_thread(opened.flush):
            screen.show_message("Your last edits are not saved yet, so you stay here.", alarm=True)
            return
        await self.update_row(position)
        other = self.other_document(position, steps)
        if other is None and steps is None:
            screen.leave()
        elif other is None:
            edge = "last" if (steps or 0) > 0 else "first"
            screen.show_message(f"This is the {edge} document.")
        else:
            await self._swap(opened, other, screen)

    async def _swap(self, opened: FileSession, other: int, screen: FileEditorScreen) -> None:
        try:
            following = self.open_session(other)
        except DataError as refusal:
            screen.show_message(str(refusal), alarm=True)
            return
        await asyncio.to_thread(opened.close)
        saved = f"Saved {opened.path.name}. " if opened.session.revision else ""
        screen.dismiss(None)
        self._push(other, following, f"{saved}{self.describe_document(other)}")

    async def _come_back(self, position: int, screen: FileEditorScreen, *, dropped: bool) -> None:
        opened = screen.work
        saved = await asyncio.to_thread(opened.flush)
        if not saved and not dropped:
            # The last save failed while the document closed, so it is shown again to fix that.
            self._push(position, opened)
            opened.retry()
            return
        await asyncio.to_thread(opened.close)
        self._inside = None
        self._show_outcome(opened, saved=saved)
        await self.refresh_document(position)

    def _show_outcome(self, opened: FileSession, *, saved: bool) -> None:
        if not saved:
            self.show_message(unsaved_message(opened.path, opened.rescue_file), alarm=True)
        elif opened.session.revision:
            self.show_message(f"Saved {opened.path}.")
        else:
            self.show_message("Nothing changed.")


BATCH_SIZE = 100


class DocumentListScreen(ParentScreen):
    """A list of documents of a project, which can be opened.

    Args:
        keys: The keys of the commands.
        documents: The IDs of the documents.
        rows: The rows to show before the files are read.
    """

    CSS_PATH = DOCUMENT_LIST_STYLES
    table: ClassVar[tuple[Command, ...]] = DOCUMENT_LIST_COMMANDS
    nothing_waits: ClassVar[str] = "All documents are done."

    def __init__(
        self, keys: KeyBindings, documents: Sequence[str], rows: Sequence[DocumentListRow]
    ) -> None:
        super().__init__()
        self.keys = keys
        self._documents = tuple(documents)
        self.rows = list(rows)
        self._searched = ""
        self._moved = False
        self._keyed = {key: each.id for each in self.table for key in keys.keys_of(each)}

    # For subclasses

    @property
    @abstractmethod
    def heading(self) -> str:
        """The project and the annotator or curator."""

    @abstractmethod
    def counts(self) -> str:
        """The progress of all documents, in a few words."""

    @abstractmethod
    def read_row(self, position: int) -> DocumentListRow:
        """The row of a document. It is called in another thread.

        Raises:
            DataError: The document cannot be read.
        """

    @abstractmethod
    def error_row(self, position: int, refusal: DataError) -> DocumentListRow:
        """The row of a document that cannot be read."""

    @abstractmethod
    def codebook(self) -> Codebook:
        """The codebook of the project.

        Raises:
            DataError: It has an error.
        """

    def needs_work(self, row: DocumentListRow) -> bool:
        """Whether a document still needs work."""
        return row.state not in {"done", "faulty"}

    def in_footer(self, command: Command) -> bool:
        """Whether the footer shows a command."""
        return bool(command.footer)

    # Parts of the screen

    def compose(self) -> ComposeResult:
        """Progress, the list, the status line, and the keys."""
        yield Static(classes="documents-head")
        yield DocumentList(len(self.rows), self.rows.__getitem__)
        yield StatusLine()
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the list at once, and the progress of each document when it is read."""
        self.query_one(KeyBar).hints = tuple(
            Hint(
                self.keys.label(each),
                each.footer,
                each.id,
                each.id == "documents.leave",
            )
            for each in self.table
            if self.in_footer(each)
        )
        self.listing.focus()
        self._redraw_head()
        # Reading would delay the first paint.
        self.call_after_refresh(self.run_worker, self._read_all, thread=True, group="reading")

    def on_resize(self) -> None:
        """Redraw the header at the width of the screen."""
        self._redraw_head()

    @property
    def listing(self) -> DocumentList:
        """The list of documents."""
        return self.query_one(DocumentList)

    def show_message(self, words: str, *, alarm: bool = False) -> None:
        """Show a message in the status line."""
        self.query_one(StatusLine).show_message(words, alarm=alarm)

    # Progress of each document

    def _read_all(self) -> None:
        worker = get_current_worker()
        for start in range(0, len(self.rows), BATCH_SIZE):
            positions = range(start, min(start + BATCH_SIZE, len(self.rows)))
            rows = [self._read(position) for position in positions]
            if worker.is_cancelled:
                return
            self.app.call_from_thread(self.show_rows, start, rows)
        self.app.call_from_thread(self._begin_where_work_waits)

    def _read(self, position: int) -> DocumentListRow:
        try:
            return self.read_row(position)
        except DataError as refusal:
            return self.error_row(position, refusal)

    def show_rows(self, start: int, rows: list[DocumentListRow]) -> None:
        """Show the rows that were read, from position `start` on."""
        self.rows[start : start + len(rows)] = rows
        self.listing.repaint(*range(start, start + len(rows)))
        self._redraw_head()

    def _begin_where_work_waits(self) -> None:
        if not self._moved and self.work is None:
            self._to_next_open(-1)

    def _redraw_head(self) -> None:
        counts, width = self.counts(), self.size.width - 2
        room = width - len(counts) - 2
        head = self.query_one(".documents-head", Static)
        if room >= min(_SHORTEST_HEADING, safe_content(self.heading).cell_length):
            name = clip_content(self.heading, room, "bold")
            head.update(spread_apart(name, safe_content(counts, "$quiet"), width))
        else:
            lines = clipped_lines(counts, width, len(counts))
            rows = [safe_content(line, "$quiet") for line in lines]
            head.update(Content("\n").join([clip_content(self.heading, width, "bold"), *rows]))

    # Keys and the mouse

    def on_key(self, event: events.Key) -> None:
        """Run the command of the key."""
        pressed = event.character if event.is_printable and event.key != "space" else event.key
        asks = self._keyed.get(pressed or event.key)
        if asks:
            event.stop()
            event.prevent_default()
            self.carry_out(asks)
        elif event.is_printable and pressed:
            self.show_message(unknown_key_message(pressed, lambda key: self._keyed.get(key, "")))

    def carry_out(self, asks: str) -> None:
        """Run a command of the table by its ID."""
        self._moved = True
        self.actions()[asks]()

    def actions(self) -> dict[str, Callable[[], object]]:
        """The function of each command of the table, by its ID."""
        return {
            "documents.open": self.open,
            "documents.next": lambda: self._to_next_open(self.listing.cursor),
            "documents.down": lambda: self.listing.move(self.listing.cursor + 1),
            "documents.up": lambda: self.listing.move(self.listing.cursor - 1),
            "documents.page_down": lambda: self.listing.move_by_page(1),
            "documents.page_up": lambda: self.listing.move_by_page(-1),
            "documents.first": lambda: self.listing.move(0),
            "documents.last": lambda: self.listing.move(len(self.rows) - 1),
            "documents.search": lambda: self.run_worker(self._search()),
            "documents.next_match": self._to_next_match,
            "documents.help": self.help,
            "documents.leave": self.leave,
        }

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """Run the command of the hint that was clicked."""
        self.carry_out(event.asks)

    def on_document_list_clicked(self, event: DocumentList.Clicked) -> None:
        """A click moves the cursor. A click on the cursor's document opens it."""
        self._moved = True
        if event.position == self.listing.cursor:
            self.open()
        self.listing.move(event.position)

    def _to_next_open(self, after: int) -> None:
        position = next_position(self.rows, after, self.needs_work)
        if position is None:
            self.show_message(self.nothing_waits)
        else:
            self.listing.move(position)

    async def _search(self) -> None:
        words = await self.app.push_screen_wait(TextDialog("Find a document", self._searched))
        if words and words.strip():
            self._searched = words.strip()
            self._to_next_match()

    def _to_next_match(self) -> None:
        wanted = fold_name(self._searched)
        titles = [(row.title, name) for row, name in zip(self.rows, self._documents, strict=True)]
        position = next_position(
            titles,
            self.listing.cursor,
            lambda texts: bool(wanted) and any(wanted in fold_name(each) for each in texts),
        )
        if position is None:
            self.show_message(f"No document has “{self._searched}” in its title or ID.")
        else:
            self.listing.move(position)

    def open(self) -> None:
        """Open the document under the cursor."""
        position = self.listing.cursor
        self.open_document(position, partial(self.open_session, position))

    def other_document(self, position: int, steps: int | None) -> int | None:
        """The position of the document this many further. None gives the next one to do."""
        if steps is None:
            found = next_position(self.rows, position, self.needs_work)
            return None if found == position else found
        other = max(0, min(position + steps, len(self.rows) - 1))
        return None if other == position else other

    def describe_document(self, position: int) -> str:
        """The place of a document in the list. The list's cursor goes there."""
        self._moved = True
        self.listing.move(position)
        return f"Document {position + 1} of {len(self.rows)}."

    async def update_row(self, position: int) -> None:
        """Read the progress of a document again."""
        self.show_rows(position, [await asyncio.to_thread(self._read, position)])

    async def refresh_document(self, position: int) -> None:
        """Update the progress of a document, and move to the next one if it is done."""
        await self.update_row(position)
        if self.rows[position].state == "done":
            self._to_next_open(position)

    def help(self) -> None:
        """Show the codebook and the keys of this list."""
        try:
            codebook = self.codebook()
        except DataError as refusal:
            self.show_message(str(refusal), alarm=True)
            return
        self.app.push_screen(HelpScreen(codebook, self.keys, self.table))

    def leave(self) -> None:
        """Quit. Everything is already saved."""
        self.app.exit()

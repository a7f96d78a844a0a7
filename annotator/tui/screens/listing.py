"""A screen of documents: go into one, come back, go on with the next."""

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static
from textual.worker import get_current_worker

from annotator.model.codebook import Codebook
from annotator.model.faults import Refused
from annotator.model.names import folded
from annotator.model.navigation import next_position
from annotator.tui.commands import DOCUMENTS, Command, Keys, shown
from annotator.tui.screens.desk import meaningless
from annotator.tui.screens.dialogs import AskText
from annotator.tui.screens.help import HelpScreen
from annotator.tui.screens.visiting import VisitingScreen
from annotator.tui.widgets.documents import DocumentList, Row
from annotator.tui.widgets.keybar import Hint, KeyBar, StatusLine
from annotator.tui.widgets.text import fitted, safe, spread
from annotator.tui.work import Work

READ_AT_ONCE = 100


class ListingScreen(VisitingScreen):
    """Documents of a project, each of which can be gone into.

    Args:
        keys: The keys that the commands have.
        documents: The ids of the documents.
        rows: What their lines show before anything is read.
    """

    table: ClassVar[tuple[Command, ...]] = DOCUMENTS
    nothing_waits: ClassVar[str] = "Everything is done."

    def __init__(self, keys: Keys, documents: Sequence[str], rows: Sequence[Row]) -> None:
        super().__init__()
        self.keys = keys
        self._documents = tuple(documents)
        self._rows = list(rows)
        self._searched = ""
        self._moved = False
        self._keyed = {key: each.id for each in self.table for key in keys.of(each)}

    # What its subclasses say

    @property
    @abstractmethod
    def heading(self) -> str:
        """Whose documents these are."""

    @abstractmethod
    def counts(self) -> str:
        """How far all of it is, in a few words."""

    @abstractmethod
    def read(self, position: int) -> Row:
        """What a document's line shows; it is called in another thread.

        Raises:
            Refused: It cannot be read.
        """

    @abstractmethod
    def faulty(self, position: int, refusal: Refused) -> Row:
        """What a document's line shows where it cannot be read."""

    @abstractmethod
    def opened(self, position: int) -> Work:
        """A document, opened.

        Raises:
            Refused: It cannot be.
        """

    @abstractmethod
    def codebook(self) -> Codebook:
        """The codebook of the project.

        Raises:
            Refused: It is faulty.
        """

    def waiting(self, row: Row) -> bool:
        """Whether a document is still to be seen to."""
        return row.state not in {"done", "faulty"}

    def offered(self, command: Command) -> bool:
        """Whether a command is named at the screen's foot."""
        return bool(command.footer)

    # What it is made of

    def compose(self) -> ComposeResult:
        """Progress, the list, what happened last, keys."""
        yield Static(classes="documents-head")
        yield DocumentList(len(self._rows), self._rows.__getitem__)
        yield StatusLine()
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the list at once, and how far each is as it is read."""
        self.query_one(KeyBar).hints = tuple(
            Hint(shown(self.keys.of(each)[0]), each.footer, each.id, each.id == "documents.leave")
            for each in self.table
            if self.offered(each)
        )
        self.listing.focus()
        self._redraw_head()
        # Reading would hold up the first paint.
        self.call_after_refresh(self.run_worker, self._read_all, thread=True, group="reading")

    def on_resize(self) -> None:
        """The head is as wide as the screen."""
        self._redraw_head()

    @property
    def listing(self) -> DocumentList:
        """The list of documents."""
        return self.query_one(DocumentList)

    def say(self, words: str, *, alarm: bool = False) -> None:
        """Say something in the status line."""
        self.query_one(StatusLine).say(words, alarm=alarm)

    # How far each document is

    def _read_all(self) -> None:
        worker = get_current_worker()
        for start in range(0, len(self._rows), READ_AT_ONCE):
            positions = range(start, min(start + READ_AT_ONCE, len(self._rows)))
            rows = [self._read(position) for position in positions]
            if worker.is_cancelled:
                return
            self.app.call_from_thread(self.show_rows, start, rows)
        self.app.call_from_thread(self._begin_where_work_waits)

    def _read(self, position: int) -> Row:
        try:
            return self.read(position)
        except Refused as refusal:
            return self.faulty(position, refusal)

    def show_rows(self, start: int, rows: list[Row]) -> None:
        """Show what was read of the documents from `start` on."""
        self._rows[start : start + len(rows)] = rows
        self.listing.repaint(*range(start, start + len(rows)))
        self._redraw_head()

    def _begin_where_work_waits(self) -> None:
        if not self._moved and self.work is None:
            self._to_next_open(-1)

    def _redraw_head(self) -> None:
        counts = self.counts()
        width = self.size.width - 2
        right = safe(counts, "$text-muted")
        name = fitted(self.heading, max(width - len(counts) - 2, 8), "bold")
        self.query_one(".documents-head", Static).update(spread(name, right, width))

    # Keys and the mouse

    def on_key(self, event: events.Key) -> None:
        """Do what the key is for."""
        pressed = event.character if event.is_printable and event.key != "space" else event.key
        asks = self._keyed.get(pressed or event.key)
        if asks:
            event.stop()
            event.prevent_default()
            self.carry_out(asks)
        elif event.is_printable and pressed:
            self.say(meaningless(pressed, lambda key: self._keyed.get(key, "")))

    def carry_out(self, asks: str) -> None:
        """Do what a command of the table is for, by its id."""
        self._moved = True
        self.actions()[asks]()

    def actions(self) -> dict[str, Callable[[], object]]:
        """What each command of the table does, by its id."""
        return {
            "documents.open": self.open,
            "documents.next": lambda: self._to_next_open(self.listing.cursor),
            "documents.down": lambda: self.listing.move(self.listing.cursor + 1),
            "documents.up": lambda: self.listing.move(self.listing.cursor - 1),
            "documents.page_down": lambda: self.listing.move_by_page(1),
            "documents.page_up": lambda: self.listing.move_by_page(-1),
            "documents.first": lambda: self.listing.move(0),
            "documents.last": lambda: self.listing.move(len(self._rows) - 1),
            "documents.search": lambda: self.run_worker(self._search()),
            "documents.next_match": self._to_next_match,
            "documents.help": self.help,
            "documents.leave": self.leave,
        }

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """A hint was clicked."""
        self.carry_out(event.asks)

    def on_document_list_clicked(self, event: DocumentList.Clicked) -> None:
        """A click puts the cursor there; a click where it stands opens the document."""
        self._moved = True
        if event.position == self.listing.cursor:
            self.open()
        self.listing.move(event.position)

    def _to_next_open(self, after: int) -> None:
        position = next_position(self._rows, after, self.waiting)
        if position is None:
            self.say(self.nothing_waits)
        else:
            self.listing.move(position)

    async def _search(self) -> None:
        words = await self.app.push_screen_wait(AskText("Find a document", self._searched))
        if words and words.strip():
            self._searched = words.strip()
            self._to_next_match()

    def _to_next_match(self) -> None:
        wanted = folded(self._searched)
        titles = [(row.title, name) for row, name in zip(self._rows, self._documents, strict=True)]
        position = next_position(
            titles,
            self.listing.cursor,
            lambda texts: bool(wanted) and any(wanted in folded(each) for each in texts),
        )
        if position is None:
            self.say(f"No document has “{self._searched}” in its title.")
        else:
            self.listing.move(position)

    def open(self) -> None:
        """Go into the document under the cursor."""
        position = self.listing.cursor
        self.go_in(position, partial(self.opened, position))

    async def came_back(self, position: int) -> None:
        """Show how far a document is by now, and go on to the next where it is done."""
        self.show_rows(position, [await asyncio.to_thread(self._read, position)])
        if self._rows[position].state == "done":
            self._to_next_open(position)

    def help(self) -> None:
        """Show the codebook and the keys of this list."""
        try:
            book = self.codebook()
        except Refused as refusal:
            self.say(str(refusal), alarm=True)
            return
        self.app.push_screen(HelpScreen(book, self.keys, self.table))

    def leave(self) -> None:
        """Quit; everything is saved already."""
        self.app.exit()

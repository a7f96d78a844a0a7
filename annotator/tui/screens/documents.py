"""The screen of an annotator's documents: go into one, come back, go on with the next."""

import asyncio
from collections import Counter
from collections.abc import Callable
from functools import partial

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from annotator.model.asking import Asking
from annotator.model.faults import Refused
from annotator.model.names import folded
from annotator.tui.commands import DOCUMENTS, Keys, shown
from annotator.tui.desk import Desk
from annotator.tui.screens.dialogs import AskText, Choice, Choose
from annotator.tui.screens.tagging import TaggingScreen
from annotator.tui.widgets.documents import DocumentList, DocumentRow
from annotator.tui.widgets.keybar import Hint, KeyBar, StatusLine
from annotator.tui.widgets.text import fitted, safe, spread
from annotator.tui.work import Work

READ_AT_ONCE = 100


class DocumentsScreen(Screen[None]):
    """Everything that one annotator has to tag in a project.

    One document is open at a time; when the person comes back, all of it is saved and its file
    is free again before the list takes the next key.
    """

    def __init__(self, desk: Desk, keys: Keys, asking: Asking) -> None:
        super().__init__()
        self.desk, self.keys, self.asking = desk, keys, asking
        self._inside: TaggingScreen | None = None
        self._rows = [DocumentRow(each.document, each.round or "") for each in desk.tasks]
        self._searched = ""
        self._moved = False
        self._keyed = {key: each.id for each in DOCUMENTS for key in keys.of(each)}

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
            for each in DOCUMENTS
            if each.footer and (each.id != "documents.others" or not self.desk.project.blind)
        )
        self.listing.focus()
        self._redraw_head()
        # Reading would hold up the first paint.
        self.call_after_refresh(self.run_worker, self._read_all, thread=True, group="reading")

    def on_resize(self) -> None:
        """The head is as wide as the screen."""
        self._redraw_head()

    @property
    def work(self) -> Work | None:
        """The document that is open; None where the list is."""
        return self._inside.work if self._inside is not None else None

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
            self.app.call_from_thread(self._show, start, rows)
        self.app.call_from_thread(self._begin_where_work_waits)

    def _read(self, position: int) -> DocumentRow:
        task = self.desk.tasks[position]
        title, round_ = self.desk.title(task), task.round or ""
        try:
            return DocumentRow(title, round_, self.desk.figures(task))
        except Refused as refusal:
            return DocumentRow(title, round_, fault=str(refusal))

    def _show(self, start: int, rows: list[DocumentRow]) -> None:
        self._rows[start : start + len(rows)] = rows
        self.listing.repaint(*range(start, start + len(rows)))
        self._redraw_head()

    def _begin_where_work_waits(self) -> None:
        if not self._moved and self.work is None:
            self._to_next_open(-1)

    def _redraw_head(self) -> None:
        states = Counter(row.state for row in self._rows)
        width = self.size.width - 2
        faulty = f"   {states['faulty']} faulty" if states["faulty"] else ""
        counts = (
            f"{states['done']} of {len(self._rows)} done   {states['begun']} begun   "
            f"{states['untouched']} untouched{faulty}"
        )
        right = safe(counts, "$text-muted")
        title = self.desk.project.title or self.desk.folder.resolve().name
        name = fitted(f"{title} — {self.desk.annotator}", max(width - len(counts) - 2, 8), "bold")
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

    def carry_out(self, asks: str) -> None:
        """Do what a command of the table is for, by its id."""
        actions: dict[str, Callable[[], object]] = {
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
            "documents.others": lambda: self.run_worker(self._look_at_others()),
            "documents.leave": self.leave,
        }
        self._moved = True
        actions[asks]()

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
        total = len(self._rows)
        order = ((after + step) % total for step in range(1, total + 1))
        waiting = (each for each in order if self._rows[each].state not in {"done", "faulty"})
        position = next(waiting, None)
        if position is None:
            self.say("Everything is done.")
        else:
            self.listing.move(position)

    async def _search(self) -> None:
        words = await self.app.push_screen_wait(AskText("Find a document", self._searched))
        if words and words.strip():
            self._searched = words.strip()
            self._to_next_match()

    def _to_next_match(self) -> None:
        wanted = folded(self._searched)
        total, after = len(self._rows), self.listing.cursor
        for position in ((after + step) % total for step in range(1, total + 1)):
            texts = (self._rows[position].title, self.desk.tasks[position].document)
            if wanted and any(wanted in folded(each) for each in texts):
                self.listing.move(position)
                return
        self.say(f"No document has “{self._searched}” in its title.")

    # Going in and coming back

    def open(self) -> None:
        """Go into the document under the cursor."""
        position = self.listing.cursor
        self._go_in(position, partial(self.desk.open, self.desk.tasks[position]))

    def _go_in(self, position: int, opening: Callable[[], Work]) -> None:
        if self._inside is not None:
            return
        try:
            opened = opening()
        except Refused as refusal:
            self.say(str(refusal), alarm=True)
            return
        self._push(position, opened)

    def _push(self, position: int, opened: Work) -> None:
        screen = self._inside = TaggingScreen(opened, self.keys, self.asking)

        async def back(dropped: bool | None) -> None:
            await self._come_back(position, screen, dropped=bool(dropped))

        self.app.push_screen(screen, back)

    async def _come_back(self, position: int, screen: TaggingScreen, *, dropped: bool) -> None:
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
        self._show(position, [await asyncio.to_thread(self._read, position)])
        if self._rows[position].state == "done":
            self._to_next_open(position)

    def _say_how_it_went(self, opened: Work, *, saved: bool) -> None:
        if not saved:
            self.say(f"{opened.path}: the last edits are NOT saved", alarm=True)
        elif opened.session.revision:
            self.say(f"Saved in {opened.path}.")
        else:
            self.say("Nothing was changed.")

    async def _look_at_others(self) -> None:
        position = self.listing.cursor
        others = self.desk.others(self.desk.tasks[position])
        if not others:
            words = "The annotators of this project do not see one another's work."
            self.say(words if self.desk.project.blind else "Nobody else has tagged it yet.")
            return
        choices = [Choice(str(at), name, name) for at, name in enumerate(others, 1)]
        name = await self.app.push_screen_wait(Choose("Whose work?", choices))
        if name is not None:
            task = self.desk.tasks[position]
            self._go_in(position, partial(self.desk.look, task, others[name]))

    def leave(self) -> None:
        """Quit; everything is saved already."""
        self.app.exit()

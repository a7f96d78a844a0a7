"""The adjudication screens: the list of a project's documents, and one document's gold standard.

The editor of the gold standard shows the decisions of all annotators next to it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from annotator.model.adjudication import (
    Adjudicate,
    AdoptDecision,
    DecisionView,
    adjudication_edit,
    decision_views,
    reason_edit,
)
from annotator.model.changes import Edit
from annotator.model.codebook import Codebook
from annotator.model.decisions import REASONS
from annotator.model.errors import DataError
from annotator.model.navigation import next_position
from annotator.model.plurals import plural, verb
from annotator.model.prompt_level import PromptSettings
from annotator.project.adjudication import AdjudicationDocument, AdjudicationQueue
from annotator.tui.actions import actions
from annotator.tui.actions.prompts import advance_cursor
from annotator.tui.commands import (
    ADJUDICATION_COMMANDS,
    ADJUDICATION_QUEUE_COMMANDS,
    Command,
    KeyBindings,
)
from annotator.tui.file_session import FileSession
from annotator.tui.screens.dialogs import Choice, ChoiceDialog, TextDialog, yes_no_dialog
from annotator.tui.screens.document_list import DocumentListScreen
from annotator.tui.screens.tagging import FileEditorScreen
from annotator.tui.stylesheet import ADJUDICATION_STYLES
from annotator.tui.widgets.decisions import AdjudicationView, Decisions
from annotator.tui.widgets.detail import Detail
from annotator.tui.widgets.document_list import READY, AdjudicationRow, DocumentListRow
from annotator.tui.widgets.header_footer import Hint


class AdjudicationSession(FileSession):
    """A document's gold standard, opened for decisions. It is saved like any set.

    Args:
        queue: The settings of the adjudication, and its curator.
        document: The current state of the document.

    Raises:
        DataError: The gold standard cannot be saved there.
    """

    def __init__(self, queue: AdjudicationQueue, document: AdjudicationDocument) -> None:
        super().__init__(queue.open(document))
        self.case = document.adjudication
        self.curator = queue.curator
        self.blind = queue.blind

    @classmethod
    def of(cls, queue: AdjudicationQueue, document: str) -> "AdjudicationSession":
        """The session of a document, by its ID.

        Raises:
            DataError: There is no such document, or it cannot be opened.
        """
        return cls(queue, queue.load(document))


NOTHING_LEFT = "Nothing is left to decide in this document."
_OTHER, _NONE = "other", "none"


class AdjudicationScreen(FileEditorScreen):
    """The editor of one document's gold standard. Every edit is the curator's decision."""

    CSS_PATH = ADJUDICATION_STYLES
    table: ClassVar[tuple[Command, ...]] = ADJUDICATION_COMMANDS

    def __init__(
        self, session: AdjudicationSession, keys: KeyBindings, prompts: PromptSettings
    ) -> None:
        super().__init__(session, keys, prompts)
        self.add_class("-adjudicating")
        self._case, self._curator, self._blind = session.case, session.curator, session.blind
        self._votes = {each.id: self._case.records(each.id) for each in self._case.gold.sentences}
        self._reasons: dict[str, str] = {}
        self._own: dict[str, Callable[[], Awaitable[None] | None]] = {
            "let_stand": self._let_stand,
            "next_untagged": self._to_next,
            "reason": self._ask_for_reason,
            "all_decisions": self._ask_whose,
            "choose_tag": self.ask_for_tag,
        }

    # Parts of the screen

    def sidebar(self) -> ComposeResult:
        """The decisions, and below them the current gold standard if there is room."""
        with Vertical(id="beside"):
            yield Decisions()
            yield Detail()

    def owner_label(self) -> str:
        """The curator, for the header."""
        return f"gold by {self._curator}"

    def footer(self) -> tuple[Hint, ...]:
        """The hints: numbers of the decisions, tags, commands of this screen, then the others."""
        hints = super().footer()
        # Digits adopt decisions here.
        keys = [each.key for each in hints if each.command.startswith("tag:")]
        letters = " ".join(key for key in keys if not key.isdecimal())
        tags = [Hint(letters, "tag", "choose_tag")] if letters else []
        own = [each for each in hints if each.command in self._own]
        shared = [each for each in hints if each.command in actions().keys() - self._own.keys()]
        most = max(map(len, self._case.decisions.values()), default=0)
        digits = "1" if most < 2 else f"1-{min(most, 9)}"
        take = [Hint(digits, "adopt", "all_decisions", keep=True)] if most else []
        return (*take, *tags, *own, *shared)

    def next_waiting(self, after: int) -> int | None:
        """The position of the next sentence to decide. The search wraps around at the end."""
        return next_position(self.session.annotations.sentences, after, self._case.is_pending)

    def position_after(self, last: int) -> int:
        """The next sentence to decide. If none is left, the cursor stays and a message appears."""
        position = self.next_waiting(last)
        if position is None:
            self.show_message(NOTHING_LEFT)
            return self.article.cursor
        return position

    def redraw_panes(self) -> None:
        """Redraw the header, the decisions and the detail."""
        super().redraw_panes()
        sentences = self.session.annotations.sentences
        sentence = sentences[self.article.cursor]
        view = AdjudicationView(
            self._case,
            self.session.codebook,
            sentence,
            sum(map(self._case.is_pending, sentences)),
            self._blind,
            self._reasons.get(sentence.id) if self._case.is_pending(sentence) else None,
        )
        self.query_one(Decisions).show(view, wide=self.has_class("-wide"))

    def on_resize(self, event: events.Resize) -> None:
        """Redraw, because a wide screen shows the decisions in another way."""
        super().on_resize(event)
        self.call_after_refresh(self.redraw_panes)

    # Keys

    def command_for(self, pressed: str) -> str:
        """The command of a key. A digit adopts the decision with that number."""
        asks = super().command_for(pressed)
        return f"take:{pressed}" if asks == "take" else asks

    def perform(self, asks: str) -> None:
        """Run a command of this screen, or one that every editor has."""
        command, _, number = asks.partition(":")
        if command == "take":
            self.close_prompt()
            self._take(int(number or 1))
        elif command in self._own:
            self.close_prompt()
            self.run_command(command, self._own[command])
        else:
            super().perform(asks)

    def on_decisions_pressed(self, event: Decisions.Pressed) -> None:
        """Adopt the decision that was clicked."""
        self.carry_out(event.asks)

    async def begin_next_pass(self) -> None:
        """Show a message, because a gold standard has no passes."""
        self.show_message("A gold standard has no passes. You can change any decision.")

    # Deciding

    def do(self, edit: Edit) -> bool:
        """Make an edit as the curator's decision on every sentence that it changes."""
        session = self.session
        reason = self._reasons.get(self.selection[0])
        try:
            whole = adjudication_edit(
                edit, session.annotations, session.codebook, self._curator, self._votes, reason
            )
        except DataError as refusal:
            self.show_message(str(refusal), alarm=True)
            return False
        return super().do(whole)

    def _take(self, number: int) -> None:
        sentence = self._sentence_id
        found = self._decisions(sentence)
        if not 1 <= number <= len(found):
            there = (
                f"Decisions run from 1 to {len(found)}" if found else "No annotator has tagged it"
            )
            self.show_message(
                f"There is no decision {number} on this sentence. {there}.", alarm=True
            )
            return
        decision = found[number - 1]
        # The other selected sentences have their own decisions.
        self.article.move(self.article.cursor, extend=False)
        edit = AdoptDecision(
            sentence,
            decision.decision,
            decision.annotator or f"number {number}",
            self._case.aliases,
        )
        if self.do(edit):
            advance_cursor(self)

    def _let_stand(self) -> None:
        ids = self.selection
        sentences = [self.session.annotations.sentence(each) for each in ids]
        if any(each.body and each.tag is None for each in sentences):
            self.show_message(
                "There is nothing to keep yet. Adopt a decision or choose a tag.", alarm=True
            )
            return
        reason = self._reasons.get(ids[0])
        if super().do(Adjudicate(None, ids, self._curator, self._votes, reason)):
            advance_cursor(self)

    def _to_next(self) -> None:
        position = self.next_waiting(self.article.cursor)
        if position is None:
            self.show_message(NOTHING_LEFT)
        else:
            self.article.move(position)

    async def _ask_whose(self) -> None:
        sentence = self._sentence_id
        codebook = self.session.codebook
        choices = []
        for number, decision in enumerate(self._decisions(sentence), 1):
            tag = codebook.tag(decision.decision.tag)
            said = [
                decision.annotator or "",
                tag.name if tag else decision.decision.part or "",
                decision.decision.source.name if decision.decision.source else "",
                decision.decision.note or "",
            ]
            key = str(number) if number < 10 else " "
            choices.append(Choice(key, " · ".join(filter(None, said)), str(number)))
        if not choices:
            self.show_message("No annotator has tagged this sentence.", alarm=True)
            return
        answer = await self.ask(ChoiceDialog("Adopt a decision", choices))
        if answer is not None:
            self._take(int(answer))

    @property
    def _sentence_id(self) -> str:
        return self.session.annotations.sentences[self.article.cursor].id

    def _decisions(self, sentence: str) -> tuple[DecisionView, ...]:
        return decision_views(self._case, sentence, blind=self._blind)

    # Reasons

    async def _ask_for_reason(self) -> None:
        choices = [Choice(str(at), each, each) for at, each in enumerate(REASONS, 1)]
        choices += [Choice("o", "another reason", _OTHER), Choice("0", "no reason", _NONE)]
        ids = self.selection
        answer = await self.ask(ChoiceDialog("Why was a decision needed?", choices))
        if answer == _OTHER:
            answer = await self.ask(TextDialog("Why was a decision needed?"))
        if answer is not None:
            self._give_reason(ids, None if answer == _NONE else answer.strip() or None)

    def _give_reason(self, ids: tuple[str, ...], reason: str | None) -> None:
        """Save a reason with decisions that are made, or keep it for those still to come."""
        annotations = self.session.annotations
        waiting = [each for each in ids if self._case.is_pending(annotations.sentence(each))]
        for each in waiting:
            self._reasons.pop(each, None)
            if reason is not None:
                self._reasons[each] = reason
        decided = [each for each in ids if each not in waiting]
        given = reason_edit(annotations, decided, reason)
        if given.sentences:
            super().do(given)
        elif waiting:
            self.show_message(
                f"{f'Reason: {reason}' if reason else 'No reason'}. Saved with your decision."
            )
            self.redraw_header()
        else:
            self.show_message(
                "This was decided by rule. Only a decision of yours can have a reason.", alarm=True
            )


class AdjudicationQueueScreen(DocumentListScreen):
    """The list of a project's documents that a curator adjudicates."""

    table = ADJUDICATION_QUEUE_COMMANDS
    nothing_waits = "Nothing is left to decide. Press A to accept the documents that agree."

    def __init__(
        self, queue: AdjudicationQueue, keys: KeyBindings, prompts: PromptSettings
    ) -> None:
        documents = queue.documents
        super().__init__(keys, documents, [AdjudicationRow(each) for each in documents])
        self.queue, self.prompt_settings = queue, prompts

    @property
    def heading(self) -> str:
        """The project and the curator."""
        title = self.queue.project.title or self.queue.folder.resolve().name
        return f"{title} — gold by {self.queue.curator}"

    def counts(self) -> str:
        """The number of documents with something to decide, and of those that are done."""
        states = [row.state for row in self.rows]
        waiting, done = states.count("in-progress"), states.count("done")
        return f"{waiting} to decide   {done} of {len(states)} done"

    def read_row(self, position: int) -> AdjudicationRow:
        """The row of a document: what is left to decide in it."""
        return _row(self.queue.load(self._documents[position]))

    def error_row(self, position: int, refusal: DataError) -> AdjudicationRow:
        """The row of a document with errors in its files."""
        return AdjudicationRow(self._documents[position], problem=str(refusal))

    def codebook(self) -> Codebook:
        """The codebook of the project."""
        return next(iter(self.queue.codebooks.values()))

    def needs_work(self, row: DocumentListRow) -> bool:
        """Whether a document has something to decide."""
        return row.state == "in-progress"

    def open_session(self, position: int) -> AdjudicationSession:
        """A document's gold standard, with its file locked."""
        return AdjudicationSession.of(self.queue, self._documents[position])

    def screen_for(self, session: FileSession) -> AdjudicationScreen:
        """The adjudication screen."""
        assert isinstance(session, AdjudicationSession)  # noqa: S101 (`open_session` gives no other)
        return AdjudicationScreen(session, self.keys, self.prompt_settings)

    def actions(self) -> dict[str, Callable[[], object]]:
        """The commands of every list, and accepting agreed documents."""
        return super().actions() | {"documents.accept": lambda: self.run_worker(self._accept())}

    async def _accept(self) -> None:
        """Write the gold standard of every document with nothing left to decide."""
        ready = [at for at, row in enumerate(self.rows) if row.progress_text == READY]
        if not ready:
            self.show_message("No document is ready to accept.")
            return
        are = verb(len(ready), "has", "have")
        title = f"{plural(len(ready), 'document')} {are} nothing left to decide"
        if await self.app.push_screen_wait(yes_no_dialog(title, "write the gold standard")) != "y":
            return
        written = 0
        for position in ready:
            try:
                written += await asyncio.to_thread(self._write, position)
            except DataError as refusal:
                self.show_message(str(refusal), alarm=True)
                return
            self.show_rows(position, [await asyncio.to_thread(self._read, position)])
        self.show_message(f"Wrote the gold standard of {plural(written, 'document')}.")

    def _write(self, position: int) -> bool:
        document = self.queue.load(self._documents[position])
        # A newer set may have raised a question since the list was read.
        if document.adjudication.pending or not document.annotators:
            return False
        self.queue.write(document)
        return True


def _row(document: AdjudicationDocument) -> AdjudicationRow:
    case = document.adjudication
    return AdjudicationRow(
        case.gold.title,
        len(document.annotators),
        len(case.unresolved),
        len(case.to_review),
        document.is_up_to_date,
    )

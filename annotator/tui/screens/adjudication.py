"""The adjudication screens: the list of a project's documents, and one document's gold.

The editor of the gold has every annotator's decisions beside it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import ClassVar

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
from annotator.model.errors import DataError
from annotator.model.gold_basis import REASONS
from annotator.model.navigation import next_position
from annotator.model.plurals import plural
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
from annotator.tui.widgets.decisions import AdjudicationView, Decisions
from annotator.tui.widgets.detail import Detail
from annotator.tui.widgets.document_list import AdjudicationRow, DocumentListRow
from annotator.tui.widgets.header_footer import Hint


class AdjudicationSession(FileSession):
    """A document's gold, opened to be decided on; it is saved as any set is.

    Args:
        queue: How the project is adjudicated, and by whom.
        document: The document as it stands.

    Raises:
        DataError: The gold cannot be kept there.
    """

    def __init__(self, queue: AdjudicationQueue, document: AdjudicationDocument) -> None:
        super().__init__(queue.open(document))
        self.case = document.adjudication
        self.curator = queue.curator
        self.blind = queue.blind

    @classmethod
    def of(cls, queue: AdjudicationQueue, document: str) -> "AdjudicationSession":
        """The case of a document, by its id.

        Raises:
            DataError: There is none, or it cannot be opened.
        """
        return cls(queue, queue.load(document))


NOTHING_LEFT = "Nothing is left to decide here."
_OTHER, _NONE = "other", "none"


class AdjudicationScreen(FileEditorScreen):
    """One document's gold under work: every edit of it is the curator's decision."""

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

    # What it is made of

    def sidebar(self) -> ComposeResult:
        """The decisions, and below them what the gold says, where there is room."""
        with Vertical(id="beside"):
            yield Decisions()
            yield Detail()

    def owner_label(self) -> str:
        """Who decides."""
        return f"gold by {self._curator}"

    def footer(self) -> tuple[Hint, ...]:
        """The numbers of the decisions, what only this screen has, the tags, then the rest."""
        hints = super().footer()
        # Digits take decisions here.
        keys = [each.key for each in hints if each.command.startswith("tag:")]
        letters = " ".join(key for key in keys if not key.isdecimal())
        tags = [Hint(letters, "tag", "choose_tag")] if letters else []
        own = [each for each in hints if each.command in self._own]
        shared = [each for each in hints if each.command in actions().keys() - self._own.keys()]
        most = max(map(len, self._case.decisions.values()), default=0)
        digits = "1" if most < 2 else f"1-{min(most, 9)}"
        take = [Hint(digits, "take", "all_decisions", keep=True)] if most else []
        return (*take, *tags, *own, *shared)

    def next_waiting(self, after: int) -> int | None:
        """The position of the next sentence that is to be decided, going round at the end."""
        return next_position(self.session.annotations.sentences, after, self._case.is_pending)

    def position_after(self, last: int) -> int:
        """To the next that is to be decided; where none is, the cursor stays, and that is said."""
        position = self.next_waiting(last)
        if position is None:
            self.show_message(NOTHING_LEFT)
            return self.article.cursor
        return position

    def redraw_header(self) -> None:
        """Draw the header, the decisions and the detail anew."""
        super().redraw_header()
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

    def on_resize(self) -> None:
        """The decisions stand otherwise on a wide screen."""
        self.call_after_refresh(self.redraw_header)

    # Keys

    def command_for(self, pressed: str) -> str:
        """What a key asks for; a digit asks for the decision of that number."""
        asks = super().command_for(pressed)
        return f"take:{pressed}" if asks == "take" else asks

    def carry_out(self, asks: str) -> None:
        """Do what is asked for: what only this screen has, or what every desk has."""
        command, _, number = asks.partition(":")
        if command == "take":
            self.close_prompt()
            self._take(int(number or 1))
        elif command in self._own:
            self.close_prompt()
            result = self._own[command]()
            if isawaitable(result):
                self.begin(result)
        else:
            super().carry_out(asks)

    def on_decisions_pressed(self, event: Decisions.Pressed) -> None:
        """A decision was clicked."""
        self.carry_out(event.asks)

    async def begin_next_pass(self) -> None:
        """Gold has no passes."""
        self.show_message("Gold has no passes; any decision in it can be made anew.")

    # Deciding

    def do(self, edit: Edit) -> bool:
        """Carry out an edit as the curator's decision on every sentence that it decides."""
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
            there = f"they are numbered 1 to {len(found)}" if found else "nobody has tagged it"
            self.show_message(
                f"There is no decision {number} on this sentence; {there}.", alarm=True
            )
            return
        decision = found[number - 1]
        # What is selected besides has decisions of its own.
        self.article.move(self.article.cursor)
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
                "Nothing stands there yet: take a decision, or give it a tag.", alarm=True
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
            self.show_message("Nobody has tagged this sentence.", alarm=True)
            return
        answer = await self.ask(ChoiceDialog("Take whose decision?", choices))
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
        choices += [Choice("o", "in other words", _OTHER), Choice("0", "no reason", _NONE)]
        ids = self.selection
        answer = await self.ask(ChoiceDialog("Why was a decision needed?", choices))
        if answer == _OTHER:
            answer = await self.ask(TextDialog("Why was a decision needed?"))
        if answer is not None:
            self._give_reason(ids, None if answer == _NONE else answer.strip() or None)

    def _give_reason(self, ids: tuple[str, ...], reason: str | None) -> None:
        """Keep a reason with what is decided, and for what is still to be."""
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
            self.show_message(f"{reason or 'no reason'}: kept with the decision on it.")
            self.redraw_header()
        else:
            self.show_message(
                "It was decided by rule; a reason goes with a curator's decision.", alarm=True
            )


class AdjudicationQueueScreen(DocumentListScreen):
    """The documents of a project that one curator goes through."""

    table = ADJUDICATION_QUEUE_COMMANDS
    nothing_waits = "Nothing is left to decide; A writes the gold of what is agreed."

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
        """How many documents have something to be decided, and how many are written."""
        states = [row.state for row in self.rows]
        return f"{states.count('begun')} to decide   {states.count('done')} of {len(states)} done"

    def read_row(self, position: int) -> AdjudicationRow:
        """What is to be decided in a document."""
        return _row(self.queue.load(self._documents[position]))

    def error_row(self, position: int, refusal: DataError) -> AdjudicationRow:
        """What is wrong with its files."""
        return AdjudicationRow(self._documents[position], problem=str(refusal))

    def codebook(self) -> Codebook:
        """The codebook of the project."""
        return next(iter(self.queue.codebooks.values()))

    def needs_work(self, row: DocumentListRow) -> bool:
        """Whether something in a document is to be decided."""
        return row.state == "begun"

    def open_session(self, position: int) -> AdjudicationSession:
        """A document's gold, its file held."""
        return AdjudicationSession.of(self.queue, self._documents[position])

    def screen_for(self, session: FileSession) -> AdjudicationScreen:
        """The adjudication screen."""
        assert isinstance(session, AdjudicationSession)  # noqa: S101 (`opened` gives no other)
        return AdjudicationScreen(session, self.keys, self.prompt_settings)

    def actions(self) -> dict[str, Callable[[], object]]:
        """Those of every list, and accepting what is agreed."""
        return super().actions() | {"documents.accept": lambda: self.run_worker(self._accept())}

    async def _accept(self) -> None:
        """Write the gold of every document in which nothing is to be decided."""
        ready = [at for at, row in enumerate(self.rows) if row.progress_text == "to be accepted"]
        if not ready:
            self.show_message("There is none whose gold is all agreed and not written yet.")
            return
        title = f"In {plural(len(ready), 'document')} nothing is to be decided"
        if await self.app.push_screen_wait(yes_no_dialog(title, "write their gold")) != "y":
            return
        written = 0
        for position in ready:
            try:
                written += await asyncio.to_thread(self._write, position)
            except DataError as refusal:
                self.show_message(str(refusal), alarm=True)
                return
            self.show_rows(position, [await asyncio.to_thread(self._read, position)])
        self.show_message(f"The gold of {plural(written, 'document')} is written.")

    def _write(self, position: int) -> bool:
        document = self.queue.load(self._documents[position])
        # Somebody's newer set may have put something into question since the list was read.
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

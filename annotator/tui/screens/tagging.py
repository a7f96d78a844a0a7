"""The tagging screen: the whole article, one key a sentence, saved as it is pressed."""

from dataclasses import dataclass
from importlib import import_module
from inspect import isawaitable
from typing import TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.screen import Screen

from annotator import collecting
from annotator.model.edits import Edit, Tagged
from annotator.model.faults import Refused
from annotator.model.navigation import following_body, next_position, untagged
from annotator.model.session import Change, Session
from annotator.storage.outcomes import Conflicted, Outcome, Saved, SaveFailed
from annotator.tui.actions import actions
from annotator.tui.commands import COMMANDS, Keys, shown
from annotator.tui.widgets.article import ArticleView
from annotator.tui.widgets.detail import Detail, DetailView, Summary
from annotator.tui.widgets.header import Header, HeaderView
from annotator.tui.widgets.keybar import Hint, KeyBar, StatusLine
from annotator.tui.work import Work

WIDE = 100
BEFORE_FIRST_KEY = 0.2
Answer = TypeVar("Answer")


class TaggingScreen(Screen[None]):
    """One annotation set under work."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 (as its base has it)

    @dataclass
    class SavingSaid(Message):
        """The saver has something to say; it comes from its thread."""

        result: Outcome

    def __init__(self, work: Work, keys: Keys) -> None:
        super().__init__()
        self.work = work
        self.keys = keys
        self.advancing = True
        self.searched = ""
        self._commands = keys.commands
        self._saved_revision = 0
        self._trouble = ""

    # What it is made of

    def compose(self) -> ComposeResult:
        """Header, article and detail side by side, what happened last, keys."""
        sentences = self.session.annotations.sentences
        begin = next_position(sentences, len(sentences) - 1, untagged) or 0
        yield Header()
        with Horizontal(id="middle"):
            yield ArticleView(self.session.annotations, self.session.codebook, begin)
            yield Detail()
        yield Summary()
        yield StatusLine()
        yield KeyBar()

    def on_mount(self) -> None:
        """Draw the first state, and say what the person should know."""
        self.work.listen(self.hear)
        self.query_one(KeyBar).hints = self._hints()
        self.redraw_head()
        if self.work.notices:
            self.say(" ".join(self.work.notices), alarm=self.session.read_only is not None)
        self.article.focus()
        self.set_timer(BEFORE_FIRST_KEY, self._make_ready)

    @staticmethod
    def _make_ready() -> None:
        """Load what the first keys need, once the article stands there."""
        actions()
        import_module("annotator.storage.saver")
        collecting.settle()

    def _hints(self) -> tuple[Hint, ...]:
        tags = self.session.codebook.tags
        hints = [
            Hint(tag.key or str(number), tag.name, f"tag:{tag.id}")
            for number, tag in enumerate(tags, 1)
        ]
        hints += [
            Hint(shown(self.keys.of(command)[0]), command.footer, command.id, command.id in _KEPT)
            for command in COMMANDS
            if command.footer
        ]
        return tuple(hints)

    # What actions use

    @property
    def session(self) -> Session:
        """The session under work."""
        return self.work.session

    @property
    def text(self) -> str | None:
        """The document's text where it is at hand."""
        return self.work.text

    @property
    def article(self) -> ArticleView:
        """The list of sentences."""
        return self.query_one(ArticleView)

    @property
    def selection(self) -> tuple[str, ...]:
        """The ids of the sentences selected, in order."""
        sentences = self.session.annotations.sentences
        return tuple(sentences[position].id for position in self.article.selected)

    def do(self, edit: Edit) -> bool:
        """Carry out an edit, draw it and have it saved; what is refused is said, and False."""
        try:
            change = self.session.do(edit)
        except Refused as refusal:
            self.say(str(refusal), alarm=True)
            return False
        if change is not None:
            self._draw(change)
        return True

    def turn(self, change: Change | None, otherwise: str) -> None:
        """Draw and save a step of undo or redo; where there is none, say `otherwise`."""
        if change is None:
            self.say(otherwise)
            return
        self._draw(change)
        if change.delta.touched:
            last = len(self.session.annotations.sentences) - 1
            self.article.move(min(change.delta.touched[0], last))

    def say(self, words: str, *, alarm: bool = False) -> None:
        """Say something in the status line."""
        self.query_one(StatusLine).say(words, alarm=alarm)

    async def ask(self, dialog: Screen[Answer]) -> Answer | None:
        """Open a dialog and wait for its answer."""
        return await self.app.push_screen_wait(dialog)

    # Drawing

    def _draw(self, change: Change) -> None:
        touched = change.delta.touched if change.delta.keeps_order else None
        self.article.show(self.session.annotations, touched)
        self.work.save(change.revision)
        self.say(change.words)
        self.redraw_head()

    def redraw_head(self) -> None:
        """Draw the header and the detail anew."""
        annotations, codebook = self.session.annotations, self.session.codebook
        self.query_one(Header).view = HeaderView(
            annotations.title,
            annotations.annotator,
            codebook,
            self.session.progress,
            *self._saving_state(),
        )
        view = DetailView(annotations, codebook, self.article.cursor)
        self.query_one(Detail).view = view
        self.query_one(Summary).view = view

    def _saving_state(self) -> tuple[str, bool]:
        if self.session.read_only is not None:
            return "only to look at", True
        if self._trouble:
            return "NOT SAVED", True
        status = self.session.annotations.status
        word = f"{status}, saved" if status else "saved"
        # Another file than the one that was opened is named for as long as it is the one.
        if self.work.path != self.work.opened.file.path:
            word = f"{word} in {self.work.path.name}"
        return (word if self._saved_revision >= self.session.revision else "saving…"), False

    def on_article_view_moved(self, event: ArticleView.Moved) -> None:
        """Show the sentence under the cursor."""
        event.stop()
        self.redraw_head()

    # Saving

    def hear(self, outcome: Outcome) -> None:
        """Take in what the saver says, in whichever thread it says it."""
        self.post_message(self.SavingSaid(outcome))

    def on_tagging_screen_saving_said(self, event: SavingSaid) -> None:
        """Show how saving went."""
        match event.result:
            case Saved(revision=revision):
                self._saved_revision, self._trouble = revision, ""
            case SaveFailed(reason=reason):
                self._trouble = reason
                self.say(
                    f"{reason} Your work is kept here: ctrl+s tries again, W saves elsewhere.",
                    alarm=True,
                )
            case Conflicted(revision=revision, reason=reason):
                self._saved_revision, self._trouble = revision, ""
                self.say(reason, alarm=True)
        self.redraw_head()

    def retry_saving(self) -> None:
        """Try once more to save."""
        self.work.retry()

    def save_elsewhere(self, path: str) -> None:
        """Save to another file from now on."""
        try:
            self.work.save_elsewhere(path)
        except Refused as refusal:
            self.say(str(refusal), alarm=True)

    # Keys and the mouse

    def on_key(self, event: events.Key) -> None:
        """A tag's key tags; a command's key does what the table says."""
        pressed = event.character if event.is_printable and event.key != "space" else event.key
        asks = self._asked_by(pressed or event.key)
        if asks:
            event.stop()
            event.prevent_default()
            self.carry_out(asks)

    def _asked_by(self, pressed: str) -> str:
        if pressed in self._commands:
            return self._commands[pressed].id
        tag = self.session.codebook.by_key.get(pressed)
        return f"tag:{tag.id}" if tag else ""

    def carry_out(self, asks: str) -> None:
        """Do what a key, a click or the palette asks for: a command's id, or `tag:` and a tag's."""
        kind, _, tag = asks.partition(":")
        if kind == "tag":
            self.tag(tag)
            return
        result = actions()[asks](self)
        if isawaitable(result):
            self.run_worker(result, exclusive=False)

    def tag(self, tag: str) -> None:
        """Tag what is selected, and go on to the next sentence of the body."""
        if self.do(Tagged(self.selection, tag)) and self.advancing:
            last = self.article.selected.stop - 1
            self.article.move(following_body(self.session.annotations.sentences, last))

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """A hint was clicked."""
        self.carry_out(event.asks)

    def on_article_view_clicked(self, event: ArticleView.Clicked) -> None:
        """A click puts the cursor there; on the mark it asks for the tag."""
        self.article.move(event.position)
        if event.on_mark:
            self.run_worker(self._ask_for_tag())

    async def _ask_for_tag(self) -> None:
        from annotator.tui.screens.dialogs import Choice, Choose  # noqa: PLC0415 (after painting)

        choices = [
            Choice(tag.key or str(number), tag.name, tag.id)
            for number, tag in enumerate(self.session.codebook.tags, 1)
        ]
        answer = await self.ask(Choose(f"Sentence {self.article.cursor + 1} is", choices))
        if answer is not None:
            self.tag(answer)

    # Leaving

    def leave(self) -> None:
        """Close the screen; what is not saved yet is waited for, and what can not be is asked."""
        self.run_worker(self._leave(), exclusive=True, group="leave")

    async def _leave(self) -> None:
        if self._trouble:
            from annotator.tui.screens.dialogs import Choice, Choose  # noqa: PLC0415 (rarely needed)

            choices = [
                Choice("r", "try to save once more", "retry"),
                Choice("w", "save to another file", "elsewhere"),
                Choice("d", "leave, and lose what is not saved", "drop"),
            ]
            answer = await self.ask(Choose("Not everything is saved", choices))
            if answer == "retry":
                self.retry_saving()
            elif answer == "elsewhere":
                self.carry_out("save_as")
            if answer != "drop":
                return
        self.app.exit()

    async def begin_next_pass(self) -> None:
        """Go on in a further file where this pass is finished."""
        try:
            self.work = self.work.next_pass()
        except Refused as refusal:
            self.say(str(refusal), alarm=True)
            return
        self._saved_revision = 0
        self.work.save(0)
        self.article.show(self.session.annotations, None)
        self.say(f"Pass begun in {self.work.path.name}; the one before is kept as it was.")
        self.redraw_head()


_KEPT = frozenset({"help", "leave"})

"""A desk: one set of sentences on the screen, with its keys, its mouse and its prompts."""

import asyncio
from abc import abstractmethod
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from annotator.model.annotation import Form
from annotator.model.asking import Asking
from annotator.model.delta import Delta
from annotator.model.edit import Edit
from annotator.model.faults import Refused
from annotator.model.links import linked
from annotator.model.navigation import following_body, next_position, untagged
from annotator.model.session import Change, Session
from annotator.tui.actions import actions
from annotator.tui.actions import tag as tag_selected
from annotator.tui.commands import COMMANDS, Command, Keys
from annotator.tui.prompts.prompt import Given, Prompt, Way
from annotator.tui.screens.hints import hints
from annotator.tui.screens.prompting import Prompting
from annotator.tui.widgets.article import ArticleView
from annotator.tui.widgets.detail import Detail, DetailView, Summary
from annotator.tui.widgets.header import Header, HeaderView
from annotator.tui.widgets.keybar import Hint, KeyBar, StatusLine

WIDE = 100
Answer = TypeVar("Answer")


class DeskScreen(Screen[bool]):
    """A session under work: it draws each change and hands it on to be kept.

    What a change means beyond the screen, and how the screen is left, is its subclasses' matter.
    """

    table: ClassVar[tuple[Command, ...]] = COMMANDS
    HORIZONTAL_BREAKPOINTS = [(WIDE, "-wide")]  # noqa: RUF012 (as its base has it)

    def __init__(self, keys: Keys, asking: Asking) -> None:
        super().__init__()
        self.keys = keys
        self.asking = asking
        self.advancing = True
        self.searched = ""
        self.at_rest = asyncio.Event()
        self.at_rest.set()
        self._commands = keys.by_key(self.table)

    # What its subclasses say

    @property
    @abstractmethod
    def session(self) -> Session:
        """The session under work."""

    @abstractmethod
    def keep(self, change: Change) -> None:
        """Have the state that a change led to saved."""

    @abstractmethod
    def saving_state(self) -> tuple[str, bool]:
        """The state of saving in words, and whether it needs the person."""

    @property
    def text(self) -> str | None:
        """The document's text where it is at hand."""
        return None

    @abstractmethod
    def retry_saving(self) -> None:
        """Try once more to save."""

    @abstractmethod
    def save_elsewhere(self, path: str) -> None:
        """Save to another file from now on."""

    @abstractmethod
    def leave(self) -> None:
        """Close the screen once everything is saved."""

    @abstractmethod
    async def begin_next_pass(self) -> None:
        """Go on in a further file where this pass is finished."""

    # What it is made of

    def compose(self) -> ComposeResult:
        """Header, article and what stands beside it, what happened last, keys."""
        # Said before anything is styled, so that the first resize does not style it all anew.
        self.set_class(self.app.size.width >= WIDE, "-wide", update=False)
        last = len(self.session.annotations.sentences) - 1
        begin = self.next_waiting(last) or 0
        yield Header()
        with Horizontal(id="middle"):
            yield ArticleView(self.session.annotations, self.session.codebook, begin, self.asking)
            yield from self.beside()
        yield Summary()
        yield StatusLine()
        yield KeyBar()

    def beside(self) -> ComposeResult:
        """What stands beside the article."""
        yield Detail()

    def on_mount(self) -> None:
        """Draw the first state."""
        self._prompting = Prompting(self.article, self._prompt_changed)
        self.query_one(KeyBar).hints = self.foot()
        self.redraw_head()
        self.article.focus()

    def foot(self) -> tuple[Hint, ...]:
        """The hints at the screen's foot."""
        back = self.app.screen_stack[0] is not self
        return hints(self.session.codebook, self.keys, self.table, back=back)

    def whose(self) -> str:
        """Whose work it is, for the header."""
        annotations = self.session.annotations
        return f"{'key by ' if annotations.form is Form.KEY else ''}{annotations.annotator}"

    def next_waiting(self, after: int) -> int | None:
        """The position of the next sentence that waits for a tag, going round at the end."""
        return next_position(self.session.annotations.sentences, after, untagged)

    def onward(self, last: int) -> int:
        """Where the cursor goes after the sentence at `last` is done with."""
        return following_body(self.session.annotations.sentences, last)

    # What actions use

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
        """Open a dialog and wait for its answer; what asks is run by `begin`."""
        answer = self.app.push_screen(dialog, wait_for_dismiss=True)
        answer.add_done_callback(lambda _: self.at_rest.clear())
        dialog.call_later(self.at_rest.set)
        return await asyncio.shield(answer)

    def begin(self, doing: Awaitable[None]) -> None:
        """Run what may open dialogs; between them the screen is not at rest, and takes no key."""
        self.at_rest.clear()
        self.run_worker(self._run(doing))

    async def _run(self, doing: Awaitable[None]) -> None:
        try:
            await doing
        finally:
            self.at_rest.set()

    def prompt(self, prompt: Prompt[Answer], then: Callable[[Given[Answer] | Way], None]) -> None:
        """Put a prompt under the cursor's sentence; `then` is called with what comes of it."""
        self._prompting.open(prompt, then)

    def close_prompt(self) -> None:
        """Take away a prompt that is there; nothing follows."""
        self._prompting.close()

    def ask_for(self, asking: Asking) -> None:
        """Ask for this after a tag from now on."""
        self.asking = asking
        self.article.ask_for(asking)
        self.redraw_head()

    # Drawing

    def _draw(self, change: Change) -> None:
        annotations, delta = self.session.annotations, change.delta
        self.article.show(annotations, self._touched(delta) if delta.keeps_order else None)
        if delta.before.status != delta.after.status:
            self.article.refresh()
        self._light()
        self.keep(change)
        self.say(change.words)
        self.redraw_head()

    def _touched(self, delta: Delta) -> set[int]:
        """The positions to draw anew: what changed, whose source did, and what answers either."""
        annotations, touched = self.session.annotations, {*delta.touched}
        redescribed = delta.redescribed
        if redescribed:
            sentences = enumerate(annotations.sentences)
            touched |= {at for at, sentence in sentences if sentence.source in redescribed}
        answering = (self.session.answered.get(annotations.sentences[at].id, ()) for at in touched)
        return touched | {annotations.positions[each] for ids in answering for each in ids}

    def _prompt_changed(self, *, came_or_went: bool) -> None:
        self._light()
        if came_or_went:
            asked = self._prompting.prompt
            means = (each for each in self.foot() if asked is None or each.asks in asked.passes)
            self.query_one(KeyBar).hints = tuple(means)
            self.redraw_head()

    def _light(self) -> None:
        """Light up what is picked in a prompt, else what is linked with the cursor's sentence."""
        annotations, asked = self.session.annotations, self._prompting.prompt
        if asked is not None:
            self.article.light(annotations.positions[each] for each in asked.lit)
        else:
            self.article.light(linked(annotations, self.session.answered, self.article.cursor))

    def redraw_head(self) -> None:
        """Draw the header and the detail anew."""
        annotations, codebook = self.session.annotations, self.session.codebook
        self.session.attend(annotations.sentences[self.article.cursor].id)
        self.query_one(Header).view = HeaderView(
            annotations.title,
            self.whose(),
            codebook,
            self.session.progress,
            *self.saving_state(),
        )
        cursor = self.article.cursor
        answering = self.session.answered.get(annotations.sentences[cursor].id, ())
        # What is just being asked for is not missed.
        asking = self.asking if self._prompting.prompt is None else Asking()
        view = DetailView(annotations, codebook, cursor, answering, asking)
        self.query_one(Detail).view = view
        self.query_one(Summary).view = view

    def on_article_view_moved(self, event: ArticleView.Moved) -> None:
        """Show the sentence under the cursor."""
        event.stop()
        self._light()
        self.redraw_head()

    # Keys and the mouse

    def on_key(self, event: events.Key) -> None:
        """A prompt takes its keys; a tag's key tags; a command's key does what the table says."""
        self.session.attend(self.session.annotations.sentences[self.article.cursor].id)
        typed = event.character if event.is_printable and event.key != "space" else event.key
        pressed = typed or event.key
        asks = self.asked_by(pressed)
        if not self._prompting.press(pressed):
            if not asks:
                self._say_meaningless(event, pressed)
                return
            if self._prompting.prompt is None or self._prompting.passes(asks) or asks in _ALWAYS:
                self.carry_out(asks)
            else:
                self.say(_NO_MEANING)
        elif self.query_one(StatusLine).words == _NO_MEANING:
            self.say("")
        event.stop()
        event.prevent_default()

    def _say_meaningless(self, event: events.Key, pressed: str) -> None:
        """Say that a character does nothing; a key without one, such as a function key, may."""
        if event.is_printable:
            in_question = self._prompting.prompt is not None
            self.say(_NO_MEANING if in_question else meaningless(pressed, self.asked_by))

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text goes into the prompt."""
        if self._prompting.paste(event.text):
            event.stop()

    def asked_by(self, pressed: str) -> str:
        """What a key asks for: a command's id, or `tag:` and a tag's; empty where it is none."""
        if pressed in self._commands:
            return self._commands[pressed].id
        tag = self.session.codebook.by_key.get(pressed)
        return f"tag:{tag.id}" if tag else ""

    def carry_out(self, asks: str) -> None:
        """Do what a key, a click or the palette asks for: a command's id, or `tag:` and a tag's."""
        if not self._prompting.passes(asks):
            self._prompting.close()
        kind, _, tag = asks.partition(":")
        if kind == "tag":
            tag_selected(self, tag)
            return
        result = actions()[asks](self)
        if isawaitable(result):
            self.begin(result)

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """A hint was clicked."""
        self.carry_out(event.asks)

    def on_detail_pressed(self, event: Detail.Pressed) -> None:
        """A field was clicked."""
        self.carry_out(event.asks)

    def on_article_view_clicked(self, event: ArticleView.Clicked) -> None:
        """A click puts the cursor there; on the mark it asks for the tag; a prompt may take it."""
        if self._prompting.click(self.session.annotations.sentences[event.position].id):
            return
        self._prompting.close()
        self.article.move(event.position)
        if event.on_mark:
            self.begin(self.ask_for_tag())

    def on_article_view_chosen(self, event: ArticleView.Chosen) -> None:
        """A click in a prompt is the key that it stands for."""
        self._prompting.press(event.key)

    async def ask_for_tag(self) -> None:
        """Ask which tag it is."""
        from annotator.tui.screens.dialogs import Choice, Choose  # noqa: PLC0415 (after painting)

        choices = [
            Choice(tag.key or str(number), tag.name, tag.id)
            for number, tag in enumerate(self.session.codebook.tags, 1)
        ]
        answer = await self.ask(Choose(f"Sentence {self.article.cursor + 1} is", choices))
        if answer is not None:
            tag_selected(self, answer)


def meaningless(pressed: str, asked_by: Callable[[str], str]) -> str:
    """What is said of a key that does nothing: caps lock may be on, or other letters chosen.

    Args:
        pressed: The character.
        asked_by: What a key asks for; empty where it asks for nothing.
    """
    small = pressed.lower()
    if small != pressed and asked_by(small):
        return f"“{pressed}” does nothing here, “{small}” does: is caps lock on?"
    latin = "" if pressed.isascii() else " The keys are Latin letters: switch the keyboard."
    return f"“{pressed}” does nothing here.{latin}"


_NO_MEANING = "That key means nothing in this question; escape leaves it."
_ALWAYS = frozenset({"leave", "save"})
"""What can be asked for whatever else is asked."""

"""The editor screen: an annotation set in a session, with its keys, mouse, prompts and footer.

Tagging, adjudication and practice are built on it.
"""

import asyncio
from abc import abstractmethod
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Any, ClassVar, Protocol, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from annotator.model.annotation import SetForm
from annotator.model.changes import Diff, Edit, linked_positions
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError
from annotator.model.navigation import is_untagged, next_body_position, next_position
from annotator.model.prompt_level import PromptSettings
from annotator.model.session import Session, SessionChange
from annotator.tui.actions import actions
from annotator.tui.actions import tag as tag_selected
from annotator.tui.commands import COMMANDS, Command, KeyBindings, key_label
from annotator.tui.prompts.prompt import Prompt, PromptAnswer, PromptExit
from annotator.tui.widgets.article import ArticleView
from annotator.tui.widgets.detail import Detail, DetailView, Summary
from annotator.tui.widgets.header_footer import HeaderBar, HeaderView, Hint, KeyBar, StatusLine

AnswerHandler = Callable[[PromptAnswer[Any] | PromptExit], None]


class PromptObserver(Protocol):
    """What is told that a prompt has come, gone or become another one."""

    def __call__(self, *, came_or_went: bool) -> None: ...  # noqa: D102 (said by the class)


class PromptController:
    """At most one prompt, under the cursor's sentence of a list.

    An answer is handed on in the same step as the key that gave it, so that keys typed faster than
    the screen is drawn reach what they were meant for.

    Args:
        article: The list.
        changed: Told of every change.
    """

    def __init__(self, article: ArticleView, changed: PromptObserver) -> None:
        self._article = article
        self._changed = changed
        self._then: AnswerHandler | None = None
        self.prompt: Prompt[Any] | None = None

    def open(self, prompt: Prompt[Any], then: AnswerHandler) -> None:
        """Ask something; `then` is called once, with the answer or the way that it was left."""
        self._then = then
        self._show(prompt)

    def close(self) -> None:
        """Take the prompt away; nothing follows."""
        self._then = None
        if self.prompt is not None:
            self._show(None)

    def press(self, key: str) -> bool:
        """Hand a key to the prompt; whether it meant something there.

        A capital that means nothing is taken for its small letter: caps lock may be on.
        """
        if self.prompt is None:
            return False
        small = key.lower() if len(key) == 1 else key
        return self._turn(self.prompt.press(key)) or (
            small != key and self._turn(self.prompt.press(small))
        )

    def paste(self, text: str) -> bool:
        """Hand pasted text to the prompt; whether there is one."""
        return self.prompt is not None and self._turn(self.prompt.paste(text))

    def click(self, sentence: str) -> bool:
        """Hand the click on a sentence to the prompt; whether it meant something there."""
        return self.prompt is not None and self._turn(self.prompt.click(sentence))

    def allows(self, command: str) -> bool:
        """Whether a command may be carried out with the prompt left standing."""
        return self.prompt is not None and command in self.prompt.allowed_commands

    def _turn(self, result: Prompt[Any] | PromptAnswer[Any] | PromptExit | None) -> bool:
        if isinstance(result, Prompt):
            self._show(result)
        elif result is not None:
            then = self._then
            self.close()
            if then is not None:
                then(result)
        return result is not None

    def _show(self, prompt: Prompt[Any] | None) -> None:
        came_or_went = (self.prompt is None) is not (prompt is None)
        self.prompt = prompt
        self._article.prompt(prompt)
        self._changed(came_or_went=came_or_went)


_PRIORITY_HINTS = frozenset({"help", "leave"})


def footer_hints(
    codebook: Codebook,
    keys: KeyBindings,
    table: tuple[Command, ...] = COMMANDS,
    *,
    back: bool = False,
) -> tuple[Hint, ...]:
    """A hint for each tag, and one for each command that has a word for the foot.

    Args:
        codebook: Its tags.
        keys: The keys that the commands have.
        table: The commands that there are.
        back: Whether leaving leads back to a list, and not out of the program.
    """
    words = {"leave": "back"} if back else {}
    tags = [
        Hint(tag.key or str(number), tag.name, f"tag:{tag.id}")
        for number, tag in enumerate(codebook.tags, 1)
    ]
    commands = [
        Hint(
            key_label(keys.keys_of(command)[0]),
            words.get(command.id, command.footer),
            command.id,
            command.id in _PRIORITY_HINTS,
        )
        for command in table
        if command.footer
    ]
    return (*tags, *commands)


WIDE_COLUMNS = 100
Answer = TypeVar("Answer")


class EditorScreen(Screen[bool]):
    """A session under work: it draws each change and hands it on to be kept.

    What a change means beyond the screen, and how the screen is left, is its subclasses' matter.
    """

    table: ClassVar[tuple[Command, ...]] = COMMANDS
    HORIZONTAL_BREAKPOINTS = [(WIDE_COLUMNS, "-wide")]  # noqa: RUF012 (as its base has it)

    def __init__(self, keys: KeyBindings, prompts: PromptSettings) -> None:
        super().__init__()
        self.keys = keys
        self.prompt_settings = prompts
        self.advancing = True
        self.searched = ""
        self.idle = asyncio.Event()
        self.idle.set()
        self._commands = keys.by_key(self.table)

    # What its subclasses say

    @property
    @abstractmethod
    def session(self) -> Session:
        """The session under work."""

    @abstractmethod
    def keep(self, change: SessionChange) -> None:
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
        self.set_class(self.app.size.width >= WIDE_COLUMNS, "-wide", update=False)
        last = len(self.session.annotations.sentences) - 1
        begin = self.next_waiting(last) or 0
        yield HeaderBar()
        with Horizontal(id="middle"):
            yield ArticleView(
                self.session.annotations, self.session.codebook, begin, self.prompt_settings
            )
            yield from self.sidebar()
        yield Summary()
        yield StatusLine()
        yield KeyBar()

    def sidebar(self) -> ComposeResult:
        """What stands beside the article."""
        yield Detail()

    def on_mount(self) -> None:
        """Draw the first state."""
        self._prompting = PromptController(self.article, self._prompt_changed)
        self.query_one(KeyBar).hints = self.footer()
        self.redraw_header()
        self.article.focus()

    def footer(self) -> tuple[Hint, ...]:
        """The hints at the screen's foot."""
        back = self.app.screen_stack[0] is not self
        return footer_hints(self.session.codebook, self.keys, self.table, back=back)

    def owner_label(self) -> str:
        """Whose work it is, for the header."""
        annotations = self.session.annotations
        return f"{'key by ' if annotations.form is SetForm.KEY else ''}{annotations.annotator}"

    def next_waiting(self, after: int) -> int | None:
        """The position of the next sentence that waits for a tag, going round at the end."""
        return next_position(self.session.annotations.sentences, after, is_untagged)

    def position_after(self, last: int) -> int:
        """Where the cursor goes after the sentence at `last` is done with."""
        return next_body_position(self.session.annotations.sentences, last)

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
            change = self.session.apply(edit)
        except DataError as refusal:
            self.show_message(str(refusal), alarm=True)
            return False
        if change is not None:
            self._draw(change)
        return True

    def apply_change(self, change: SessionChange | None, otherwise: str) -> None:
        """Draw and save a step of undo or redo; where there is none, say `otherwise`."""
        if change is None:
            self.show_message(otherwise)
            return
        self._draw(change)
        if change.diff.changed_positions:
            last = len(self.session.annotations.sentences) - 1
            self.article.move(min(change.diff.changed_positions[0], last))

    def show_message(self, words: str, *, alarm: bool = False) -> None:
        """Say something in the status line."""
        self.query_one(StatusLine).show_message(words, alarm=alarm)

    async def ask(self, dialog: Screen[Answer]) -> Answer | None:
        """Open a dialog and wait for its answer; what asks is run by `begin`."""
        answer = self.app.push_screen(dialog, wait_for_dismiss=True)
        answer.add_done_callback(lambda _: self.idle.clear())
        dialog.call_later(self.idle.set)
        return await asyncio.shield(answer)

    def begin(self, doing: Awaitable[None]) -> None:
        """Run what may open dialogs; between them the screen is not at rest, and takes no key."""
        self.idle.clear()
        self.run_worker(self._run(doing))

    async def _run(self, doing: Awaitable[None]) -> None:
        try:
            await doing
        finally:
            self.idle.set()

    def prompt(
        self, prompt: Prompt[Answer], then: Callable[[PromptAnswer[Answer] | PromptExit], None]
    ) -> None:
        """Put a prompt under the cursor's sentence; `then` is called with what comes of it."""
        self._prompting.open(prompt, then)

    def close_prompt(self) -> None:
        """Take away a prompt that is there; nothing follows."""
        self._prompting.close()

    def set_prompt_settings(self, prompts: PromptSettings) -> None:
        """Ask for this after a tag from now on."""
        self.prompt_settings = prompts
        self.article.set_prompt_settings(prompts)
        self.redraw_header()

    # Drawing

    def _draw(self, change: SessionChange) -> None:
        annotations, diff = self.session.annotations, change.diff
        self.article.show(annotations, self._touched(diff) if diff.keeps_order else None)
        if diff.before.status != diff.after.status:
            self.article.refresh()
        self._light()
        self.keep(change)
        self.show_message(change.description)
        self.redraw_header()

    def _touched(self, diff: Diff) -> set[int]:
        """The positions to draw anew: what changed, whose source did, and what answers either."""
        annotations, touched = self.session.annotations, {*diff.changed_positions}
        redescribed = diff.changed_sources
        if redescribed:
            sentences = enumerate(annotations.sentences)
            touched |= {at for at, sentence in sentences if sentence.source in redescribed}
        answering = (
            self.session.answer_index.get(annotations.sentences[at].id, ()) for at in touched
        )
        return touched | {annotations.positions[each] for ids in answering for each in ids}

    def _prompt_changed(self, *, came_or_went: bool) -> None:
        self._light()
        if came_or_went:
            prompt = self._prompting.prompt
            means = (
                each
                for each in self.footer()
                if prompt is None or each.command in prompt.allowed_commands
            )
            self.query_one(KeyBar).hints = tuple(means)
            self.redraw_header()

    def _light(self) -> None:
        """Light up what is picked in a prompt, else what is linked with the cursor's sentence."""
        annotations, prompt = self.session.annotations, self._prompting.prompt
        if prompt is not None:
            self.article.highlight(annotations.positions[each] for each in prompt.highlights)
        else:
            self.article.highlight(
                linked_positions(annotations, self.session.answer_index, self.article.cursor)
            )

    def redraw_header(self) -> None:
        """Draw the header and the detail anew."""
        annotations, codebook = self.session.annotations, self.session.codebook
        self.session.attend(annotations.sentences[self.article.cursor].id)
        self.query_one(HeaderBar).view = HeaderView(
            annotations.title,
            self.owner_label(),
            codebook,
            self.session.tag_counts,
            *self.saving_state(),
        )
        cursor = self.article.cursor
        answering = self.session.answer_index.get(annotations.sentences[cursor].id, ())
        # What is just being asked for is not missed.
        prompts = self.prompt_settings if self._prompting.prompt is None else PromptSettings()
        view = DetailView(annotations, codebook, cursor, answering, prompts)
        self.query_one(Detail).view = view
        self.query_one(Summary).view = view

    def on_article_view_moved(self, event: ArticleView.Moved) -> None:
        """Show the sentence under the cursor."""
        event.stop()
        self._light()
        self.redraw_header()

    # Keys and the mouse

    def on_key(self, event: events.Key) -> None:
        """A prompt takes its keys; a tag's key tags; a command's key does what the table says."""
        self.session.attend(self.session.annotations.sentences[self.article.cursor].id)
        typed = event.character if event.is_printable and event.key != "space" else event.key
        pressed = typed or event.key
        asks = self.command_for(pressed)
        if not self._prompting.press(pressed):
            if not asks:
                self._say_meaningless(event, pressed)
                return
            if self._prompting.prompt is None or self._prompting.allows(asks) or asks in _ALWAYS:
                self.carry_out(asks)
            else:
                self.show_message(_NO_MEANING)
        elif self.query_one(StatusLine).words == _NO_MEANING:
            self.show_message("")
        event.stop()
        event.prevent_default()

    def _say_meaningless(self, event: events.Key, pressed: str) -> None:
        """Say that a character does nothing; a key without one, such as a function key, may."""
        if event.is_printable:
            in_question = self._prompting.prompt is not None
            self.show_message(
                _NO_MEANING if in_question else unknown_key_message(pressed, self.command_for)
            )

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text goes into the prompt."""
        if self._prompting.paste(event.text):
            event.stop()

    def command_for(self, pressed: str) -> str:
        """What a key asks for: a command's id, or `tag:` and a tag's; empty where it is none."""
        if pressed in self._commands:
            return self._commands[pressed].id
        tag = self.session.codebook.by_key.get(pressed)
        return f"tag:{tag.id}" if tag else ""

    def carry_out(self, asks: str) -> None:
        """Do what a key, a click or the palette asks for: a command's id, or `tag:` and a tag's."""
        if not self._prompting.allows(asks):
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
        from annotator.tui.screens.dialogs import Choice, ChoiceDialog  # noqa: PLC0415 (after painting)

        choices = [
            Choice(tag.key or str(number), tag.name, tag.id)
            for number, tag in enumerate(self.session.codebook.tags, 1)
        ]
        answer = await self.ask(ChoiceDialog(f"Sentence {self.article.cursor + 1} is", choices))
        if answer is not None:
            tag_selected(self, answer)


def unknown_key_message(pressed: str, asked_by: Callable[[str], str]) -> str:
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

"""The editor screen: an annotation set in a session, with its keys, mouse, prompts and footer.

Tagging, adjudication and practice are based on it.
"""

import asyncio
from abc import abstractmethod
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from functools import cached_property, partial
from inspect import isawaitable
from string import digits
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar, runtime_checkable

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen

from annotator.model.annotation import SetForm
from annotator.model.changes import Diff, Edit, linked_positions
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError
from annotator.model.navigation import is_untagged, next_body_position, next_position
from annotator.model.plurals import verb
from annotator.model.prompt_level import PromptSettings
from annotator.model.second_look import Difference
from annotator.model.session import Session, SessionChange
from annotator.model.suggestion_settings import (
    NO_SUGGESTIONS,
    SuggestionMode,
    SuggestionSettings,
)
from annotator.tui.actions import actions
from annotator.tui.actions import tag as tag_selected
from annotator.tui.actions.editor import LastTag
from annotator.tui.commands import COMMANDS, Command, KeyBindings
from annotator.tui.jump_list import JumpList
from annotator.tui.prompts.prompt import HIGHLIGHT, Prompt, PromptAnswer, PromptExit
from annotator.tui.prompts.prompt_keys import PersonalKeys, prompt_keys
from annotator.tui.prompts.source_keys import SourceKeys
from annotator.tui.suggestions import Ghost
from annotator.tui.widgets.article import ArticleView
from annotator.tui.widgets.detail import Detail, DetailView, Summary, tag_label
from annotator.tui.widgets.header_footer import (
    HeaderBar,
    HeaderView,
    Hint,
    KeyBar,
    StatusLine,
    fit_height,
)
from annotator.tui.widgets.prompt_panel import PromptPanel, reserved_rows
from annotator.tui.widgets.side_lists import ClaimList, ClaimListView, SourceList, SourceListView

AnswerHandler = Callable[[PromptAnswer[Any] | PromptExit], None]


class PromptObserver(Protocol):
    """A function that is called when a prompt opens, closes or changes."""

    def __call__(self, *, came_or_went: bool) -> None: ...  # noqa: D102 (see the class)


class PromptController:
    """Controls the prompt about the current sentence. There is at most one.

    An answer is passed on in the same step as its key, so that keys typed faster than the screen
    is drawn reach what they are meant for.

    Args:
        article: The list of sentences.
        changed: Called at every change.
        keys: The keys of prompts.
    """

    def __init__(self, article: ArticleView, changed: PromptObserver, keys: PersonalKeys) -> None:
        self._article = article
        self._keys = keys
        self._changed = changed
        self._then: AnswerHandler | None = None
        self.prompt: Prompt[Any] | None = None

    def open(self, prompt: Prompt[Any], then: AnswerHandler) -> None:
        """Open a prompt. `then` is called once, with the answer or the way it was closed."""
        self._then = then
        self._show(prompt)

    def close(self) -> None:
        """Close the prompt without calling `then`."""
        self._then = None
        if self.prompt is not None:
            self._show(None)

    def press(self, key: str) -> bool:
        """Pass a key to the prompt. Gives whether the prompt used it.

        An unused capital is tried as a small letter, because Caps Lock may be on.
        """
        small = key.lower() if len(key) == 1 else key
        return self._press(self._meaning(key)) or (
            small != key and self._press(self._meaning(small))
        )

    def _meaning(self, key: str) -> str:
        """The key by which the prompt knows a pressed key."""
        if self.prompt is None or key in self.prompt.fixed_keys or self.prompt.is_text(key):
            return key
        return self._keys.first_key(key)

    def choose(self, key: str) -> bool:
        """Press the key that a part of the prompt stands for. Gives whether the prompt used it."""
        return self._press(key)

    def _press(self, key: str) -> bool:
        return self.prompt is not None and self._turn(self.prompt.press(key))

    def paste(self, text: str) -> bool:
        """Pass pasted text to the prompt. Gives whether there is a prompt."""
        return self.prompt is not None and self._turn(self.prompt.paste(text))

    def click(self, sentence: str) -> bool:
        """Pass a click on a sentence to the prompt. Gives whether the prompt used it."""
        return self.prompt is not None and self._turn(self.prompt.click(sentence))

    def allows(self, command: str) -> bool:
        """Whether a command may run while the prompt stays open."""
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
    """A hint for each tag, and one for each command with a footer word.

    Args:
        codebook: The codebook with the tags.
        keys: The keys of the commands.
        table: The commands.
        back: Whether quitting returns to a list instead of ending the program.
    """
    words = {"leave": "back"} if back else {}
    tags = [
        Hint(tag.key or str(number), tag.name, f"tag:{tag.id}", keep=True)
        for number, tag in enumerate(codebook.tags, 1)
    ]
    commands = [
        Hint(
            keys.label(command),
            words.get(command.id, command.footer),
            command.id,
            command.id in _PRIORITY_HINTS,
        )
        for command in table
        if command.footer and keys.label(command)
    ]
    return (*tags, *commands)


SEARCH_HINTS = (
    Hint("n", "next match", "next_match", keep=True),
    Hint("N", "previous", "previous_match", keep=True),
    Hint("esc", "end search", "end_search", keep=True),
)
BLOCK_HINTS = (Hint("esc", "end block", "select_block", keep=True),)
SEARCH_KEYS = {
    "n": "next_match",
    "N": "previous_match",
    "escape": "end_search",
}
"""The keys that have another meaning while a search is on."""


@runtime_checkable
class PersonalApp(Protocol):
    """An app with a person's settings.

    Attributes:
        scroll_margin: The rows around the current sentence, or None.
        advancing: Whether a tag moves to the next sentence.
    """

    scroll_margin: int | None
    advancing: bool

    def remember(self, **changes: Any) -> None:
        """Remember settings for the next time."""


_SHOWN = tuple(each for each in SuggestionMode if each is not SuggestionMode.OFF)
"""The ways in which something is shown."""
_WAITS = 4
"""How many times the panes wait for the article to be painted."""
WIDE_COLUMNS, VERY_WIDE_COLUMNS = 100, 160
SHORT_ROWS = 18
"""With fewer rows, the line that sums up the current sentence leaves its row to the article."""
SIDE_COLUMNS, ARTICLE_COLUMNS = 42, 111
"""The width of the side pane, and the width that the article can use."""
Answer = TypeVar("Answer")

if TYPE_CHECKING:
    from annotator.tui.sentence_suggester import SentenceSuggester


class CoveredRow(Horizontal):
    """Widgets side by side, which cover all of it. So it costs nothing to draw it."""

    BLANK = True


class CoveredColumn(Vertical):
    """Widgets one below the other, which cover all of it."""

    BLANK = True


class EditorScreen(Screen[bool]):
    """The base of the editors: it draws each change of a session and passes it on to be saved.

    Subclasses decide how changes are saved and how the screen closes.
    """

    BLANK = True  # widgets cover all of it
    table: ClassVar[tuple[Command, ...]] = COMMANDS
    HORIZONTAL_BREAKPOINTS = [(WIDE_COLUMNS, "-wide")]  # noqa: RUF012 (like its base class)

    def __init__(self, keys: KeyBindings, prompts: PromptSettings) -> None:
        super().__init__()
        self._given_keys = keys
        self.prompt_settings = prompts
        self.ghost: Ghost | None = None
        self._unchecked: deque[str] = deque()
        self.source_keys = SourceKeys()
        self._advancing: bool | None = None
        self.last_tag: LastTag | None = None
        self.count: int | None = None
        self.marks: Mapping[str, str] = {}
        self.jumps = JumpList()
        self._searched = ""
        self._redraws = False
        self._message_about = ""
        self._allowed: frozenset[str] | None = None
        self._hints_finish = False
        self._source_lists: tuple[SourceList, ...] = ()
        self._claim_lists: tuple[ClaimList, ...] = ()
        self.idle = asyncio.Event()
        self.idle.set()

    # For subclasses

    @property
    @abstractmethod
    def session(self) -> Session:
        """The current session."""

    @abstractmethod
    def keep(self, change: SessionChange) -> None:
        """Save the state after a change."""

    @abstractmethod
    def saving_state(self) -> tuple[str, bool]:
        """The state of saving in words, and whether the person has to act."""

    @property
    def text(self) -> str | None:
        """The document's text, or None if it is not available."""
        return None

    @property
    def suggestion_settings(self) -> SuggestionSettings:
        """Which suggestions are shown, and how."""
        return NO_SUGGESTIONS

    @cached_property
    def suggester(self) -> "SentenceSuggester":
        """What is suggested for sentences. It is loaded after the article is painted."""
        from annotator.tui.sentence_suggester import SentenceSuggester  # noqa: PLC0415

        return SentenceSuggester(self.suggestion_settings)

    @abstractmethod
    def retry_saving(self) -> None:
        """Try again to save."""

    @abstractmethod
    def save_elsewhere(self, path: str) -> None:
        """Save to another file from now on."""

    @abstractmethod
    def leave(self) -> None:
        """Close the screen when everything is saved."""

    def open_document(self, steps: int | None) -> None:
        """Save, and open another document of the project.

        Args:
            steps: How many documents further. None opens the next one that is not done.
        """
        status = self.session.annotations.status
        done = f"This article is {status}. " if steps is None and status else ""
        self.show_message(f"{done}It is not in a project, so there is no other document.")

    @abstractmethod
    async def begin_next_pass(self) -> None:
        """Begin the next pass in a file of its own, if this pass is finished."""

    @property
    def advancing(self) -> bool:
        """Whether a tag moves to the next sentence."""
        if self._advancing is None:
            return self.app.advancing if isinstance(self.app, PersonalApp) else True
        return self._advancing

    @advancing.setter
    def advancing(self, advancing: bool) -> None:
        self._advancing = advancing

    def remember(self, **changes: Any) -> None:
        """Remember settings for the next time."""
        if isinstance(self.app, PersonalApp):
            self.app.remember(**changes)

    @property
    def searched(self) -> str:
        """The words searched for. Empty if no search is on."""
        return self._searched

    @searched.setter
    def searched(self, words: str) -> None:
        self._searched = words
        self.article.find(words)
        self._redraw_hints()

    # Parts of the screen

    def compose(self) -> ComposeResult:
        """Header, article with its sidebar, status line, and keys."""
        # Set before anything is styled, so that the first resize does not style everything again.
        self.set_class(self.app.size.width >= WIDE_COLUMNS, "-wide", update=False)
        self.set_class(self.app.size.width >= VERY_WIDE_COLUMNS, "-very-wide", update=False)
        self.set_class(self.app.size.height < SHORT_ROWS, "-short", update=False)
        # A ghost names its source in the summary, which a short screen leaves out otherwise.
        self.set_class(
            self.suggestion_settings.shows(SuggestionMode.GHOST), "-ghosts", update=False
        )
        last = len(self.session.annotations.sentences) - 1
        begin = self.next_waiting(last) or 0
        yield HeaderBar()
        with CoveredRow(id="middle"):
            self._article = ArticleView(
                self.session.annotations,
                self.session.codebook,
                begin,
                self.prompt_settings,
                self.app.scroll_margin if isinstance(self.app, PersonalApp) else None,
            )
            yield self._article
            yield from self.sidebar()
            yield PromptPanel()
        yield Summary()
        yield StatusLine()
        yield KeyBar()

    def sidebar(self) -> ComposeResult:
        """The widgets next to the article."""
        yield ClaimList()
        with CoveredColumn(id="side"):
            yield Detail()
            yield SourceList()

    def on_mount(self) -> None:
        """Draw the first state."""
        self._prompting = PromptController(
            self.article, self._prompt_changed, prompt_keys(self.keys)
        )
        self._redraw_hints()
        self.redraw_panes()
        self.article.focus()

    def on_article_view_painted(self) -> None:
        """Draw the lists next to the article. What gives sources their keys takes time to load."""
        self._source_lists = tuple(self.query(SourceList))
        self._claim_lists = tuple(self.query(ClaimList))
        self._redraw_lists()
        self.begin_suggestions()

    def footer(self) -> tuple[Hint, ...]:
        """The hints in the footer."""
        back = self.app.screen_stack[0] is not self
        hints = footer_hints(self.session.codebook, self.keys, self.table, back=back)
        if self._ready_to_finish:
            hints = self._with_finish(hints)
        if self.article.selecting_block:
            return (*BLOCK_HINTS, *hints)
        if not self._searched:
            return hints
        return (*SEARCH_HINTS, *(each for each in hints if each.key not in SEARCH_KEYS))

    def _with_finish(self, hints: tuple[Hint, ...]) -> tuple[Hint, ...]:
        """The hints with those to finish and to get help after the tags, if they fit."""
        key, tags = self.keys.label_of("finish", self.table), len(self.session.codebook.tags)
        if not key:
            return hints
        help_hint = (each._replace(keep=False) for each in hints if each.command == "help")
        more = (each for each in hints[tags:] if each.command != "help")
        return (*hints[:tags], Hint(key, "finish", "finish"), *help_hint, *more)

    @property
    def _ready_to_finish(self) -> bool:
        """Whether every sentence is tagged and the pass is not finished, so that it can be."""
        session = self.session
        in_progress = session.annotations.status is None and not session.read_only
        return in_progress and not session.tag_counts.untagged

    def owner_label(self) -> str:
        """The annotator or the author of the answer key, for the header."""
        annotations = self.session.annotations
        return f"{'key by ' if annotations.form is SetForm.KEY else ''}{annotations.annotator}"

    def next_waiting(self, after: int) -> int | None:
        """The position of the next sentence without a tag. The search wraps around at the end."""
        return next_position(self.session.annotations.sentences, after, is_untagged)

    def position_after(self, last: int) -> int:
        """The position of the cursor after the sentence at `last` is done."""
        return next_body_position(self.session.annotations.sentences, last)

    # What actions use

    @cached_property
    def keys(self) -> KeyBindings:
        """The keys of the commands, where the codebook's tags have theirs."""
        return self._given_keys.for_codebook(self.session.codebook)

    @cached_property
    def _commands(self) -> Mapping[str, Command]:
        return self.keys.by_key(self.table)

    @property
    def article(self) -> ArticleView:
        """The list of sentences."""
        return self._article

    @property
    def selection(self) -> tuple[str, ...]:
        """The IDs of the selected sentences, in order."""
        sentences = self.session.annotations.sentences
        return tuple(sentences[position].id for position in self.article.selected)

    def do(self, edit: Edit) -> bool:
        """Make an edit, draw it and save it. False and a message if it is refused."""
        self._record_differences(edit)
        try:
            change = self.session.apply(edit)
        except DataError as refusal:
            self.show_message(str(refusal), alarm=True)
            return False
        if change is not None:
            self._draw(change)
        return True

    # Suggestions

    def begin_suggestions(self) -> None:
        """Look for suggestions at the cursor, and for differences in the whole article."""
        self.suggester.start(self.session.annotations)
        if self.suggester.settings.shows(SuggestionMode.SECOND_LOOK):
            self._unchecked = deque(each.id for each in self.session.annotations.sentences)
        self.look_ahead()
        self._check_next()

    def look_ahead(self) -> None:
        """Find what is suggested for the cursor's sentence, after it is painted, and show a ghost.

        So no key has to wait for it.
        """
        suggester, annotations = self.suggester, self.session.annotations
        if self.session.read_only is not None or not suggester.settings.shows(*_SHOWN):
            return
        cursor = self.article.cursor
        if annotations.sentences[cursor].body:
            if suggester.settings.shows(SuggestionMode.LIST):
                suggester.propose(annotations, cursor)
            if suggester.settings.shows(SuggestionMode.SECOND_LOOK):
                suggester.look_again(annotations, cursor)
                suggester.suggested(annotations, self.session.codebook, cursor)
        self._show_ghost(self._ghost_at(cursor))

    def _ghost_at(self, cursor: int) -> Ghost | None:
        """The ghost of an untagged sentence. It is recorded, and None where it is withheld."""
        session = self.session
        annotations = session.annotations
        sentence = annotations.sentences[cursor]
        alone = len(self.article.selected) == 1 and self._prompting.prompt is None
        ghosts = self.suggester.settings.shows(SuggestionMode.GHOST)
        if not (ghosts and alone) or sentence.tag is not None or annotations.closed:
            return None
        self.suggester.look_again(annotations, cursor)
        ghost = self.suggester.ghost(annotations, session.codebook, cursor, self.prompt_settings)
        if not ghost:
            return None
        self.suggester.record(session, (sentence.id,), ghost.values(sentence))
        return None if self.suggester.holds(annotations, sentence.id) else ghost

    def _show_ghost(self, ghost: Ghost | None) -> None:
        if ghost != self.ghost:
            self.ghost = ghost
            self.article.show_ghost(ghost)
            self._redraw_details()

    def differences(self, position: int) -> tuple[Difference, ...]:
        """Where the decisions on a sentence differ from suggestions that are shown afterwards."""
        annotations, suggester = self.session.annotations, self.suggester
        sentence = annotations.sentences[position]
        asked = self._prompting.prompt is not None and position == self.article.cursor
        if asked or self.session.why_read_only() or suggester.holds(annotations, sentence.id):
            return ()
        return tuple(
            suggester.differences(
                annotations, self.session.codebook, position, self.prompt_settings
            )
        )

    def _record_differences(self, edit: Edit) -> None:
        """Record differences in a study that withholds some, before the edit that makes them."""
        suggester, session = self.suggester, self.session
        if not (suggester.settings.hold and suggester.settings.shows(SuggestionMode.SECOND_LOOK)):
            return
        with suppress(DataError):  # the edit itself reports it
            after = edit.apply(session.annotations, session.codebook)
            for each in (each for each in self.selection if each in after.positions):
                suggester.record_differences(session, after, each, self.prompt_settings)

    def _check_next(self) -> None:
        """Mark differences, one sentence after another between two keys."""
        if not self._unchecked:
            return
        while self._unchecked:
            sentence = self._unchecked.popleft()
            position = self.session.annotations.positions.get(sentence)
            if position is None:
                continue
            found = self.session.annotations.sentences[position]
            quick = found.tag is None or self.suggester.knows(found)
            self.article.mark_difference(position, marked=bool(self.differences(position)))
            if not quick:
                break
        if self._unchecked:
            self.call_after_refresh(self._check_next)
        self._redraw_details()

    def _check_again(self, positions: Iterable[int]) -> None:
        """Look again whether the decisions on sentences differ from suggestions."""
        if self.suggester.settings.shows(SuggestionMode.SECOND_LOOK):
            sentences = self.session.annotations.sentences
            self._unchecked.extend(sentences[each].id for each in positions)
            self.call_after_refresh(self._check_next)

    def apply_change(self, change: SessionChange | None, otherwise: str) -> None:
        """Draw and save a step of undo or redo. If there is none, show `otherwise`."""
        if change is None:
            self.show_message(otherwise)
            return
        self._draw(change)
        if change.diff.changed_positions:
            last = len(self.session.annotations.sentences) - 1
            self.article.move(min(change.diff.changed_positions[0], last), extend=False)

    def show_message(self, words: str, *, alarm: bool = False, about: str = "") -> None:
        """Show a message in the status line.

        Args:
            words: The message.
            alarm: Whether the person has to act.
            about: What `end_message` ends the message by.
        """
        self.query_one(StatusLine).show_message(words, alarm=alarm)
        self._message_about = about

    def end_message(self, about: str, following: str = "") -> None:
        """Show `following` instead of a message about this, if that is still shown."""
        if self._message_about == about:
            self.show_message(following)

    async def ask(self, dialog: Screen[Answer]) -> Answer | None:
        """Open a dialog and wait for its answer. The caller must be run by `begin`."""
        answer = self.app.push_screen(dialog, wait_for_dismiss=True)
        answer.add_done_callback(lambda _: self.idle.clear())
        dialog.call_later(self.idle.set)
        return await asyncio.shield(answer)

    def begin(self, doing: Awaitable[None]) -> None:
        """Run a coroutine that may open dialogs. Between dialogs the screen accepts no key."""
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
        """Show a prompt about the current sentence. `then` is called with its result."""
        self._prompting.open(prompt, then)

    def close_prompt(self) -> None:
        """Close the prompt if there is one. Nothing follows."""
        self._prompting.close()

    def set_prompt_settings(self, prompts: PromptSettings) -> None:
        """Set the questions after a tag from now on."""
        self.prompt_settings = prompts
        self.article.set_prompt_settings(prompts)
        self.redraw_header()

    # Drawing

    def _draw(self, change: SessionChange) -> None:
        annotations, diff = self.session.annotations, change.diff
        self.article.show(
            annotations, self._positions_to_redraw(diff) if diff.keeps_order else None
        )
        if diff.before.status != diff.after.status:
            self.article.refresh()
        self._show_ghost(None)
        every = range(len(annotations.sentences))
        self._check_again(self._positions_to_redraw(diff) if diff.keeps_order else every)
        self._light()
        self.keep(change)
        self.show_message(sentence_case(change.description))
        self.redraw_header()

    def _positions_to_redraw(self, diff: Diff) -> set[int]:
        """The positions to redraw: changed sentences, those with a changed source, and answers."""
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
        if came_or_went:
            self._show_ghost(None)
            self._check_again([self.article.cursor])
        self._light()
        self.show_panel()
        prompt = self._prompting.prompt
        allowed = prompt.allowed_commands if prompt is not None else None
        if allowed != self._allowed:  # in a part of a prompt, such as typing, they are others
            self._allowed = allowed
            self._redraw_hints()
        if came_or_went:
            self._leave_out_repetition()
            self.redraw_header()

    def _redraw_hints(self) -> None:
        """Show the hints in the footer. While a prompt is open, only those that it allows."""
        prompt = self._prompting.prompt
        self._hints_finish = self._ready_to_finish
        self.query_one(KeyBar).hints = tuple(
            each
            for each in self.footer()
            if prompt is None or each.command in prompt.allowed_commands
        )

    def show_panel(self) -> None:
        """Draw the prompt in its rows, and keep the current sentence out of them."""
        panel, middle = self.query_one(PromptPanel), self.query_one("#middle")
        area, wide = middle.size, self.has_prompt_pane
        # In the side pane it covers everything down to the end of the details.
        ends = max(self.query_one(Detail).region.bottom - middle.region.y, 0)
        rows = ends if wide else reserved_rows(area.height)
        area = area.with_width(SIDE_COLUMNS) if wide else area
        panel.show(self._prompting.prompt, area=area, rows=rows, wide=wide)
        self.article.cover(0 if wide else max(panel.rows, rows))

    @staticmethod
    def _claim_columns(columns: int) -> int:
        """The width of the list of claims: what the article does not need."""
        return max(SIDE_COLUMNS, min(columns - ARTICLE_COLUMNS - SIDE_COLUMNS, 2 * SIDE_COLUMNS))

    @property
    def has_prompt_pane(self) -> bool:
        """Whether prompts are shown in the side pane."""
        return self.has_class("-wide")

    def on_resize(self, event: events.Resize) -> None:
        """Give prompts their rows in the new size, and a very wide screen its list of claims."""
        self.set_class(event.size.width >= VERY_WIDE_COLUMNS, "-very-wide")
        self.set_class(event.size.height < SHORT_ROWS, "-short")
        self.fit_panes()
        self.call_after_refresh(self.show_panel)

    def fit_panes(self) -> None:
        """Give the measures the width of the claims, which they replace on a very wide screen."""
        if self.query(ClaimList):
            columns = self._claim_columns(self.size.width)
            for pane in self.query("ClaimList, Measures"):
                pane.styles.width = columns if self.has_class("-very-wide") else None

    def _light(self) -> None:
        """Highlight the choices of a prompt, or the sentences linked with the cursor's sentence."""
        annotations, prompt = self.session.annotations, self._prompting.prompt
        if prompt is not None:
            signs = prompt.highlights.items()
            self.article.highlight({annotations.positions[each]: sign for each, sign in signs})
        else:
            linked = linked_positions(annotations, self.session.answer_index, self.article.cursor)
            self.article.highlight(dict.fromkeys(linked, HIGHLIGHT))

    def redraw_header(self) -> None:
        """Redraw the header and the detail, after the next paint: the row of a key comes first."""
        self.session.attend(self.session.annotations.sentences[self.article.cursor].id)
        if not self._redraws:
            self._redraws = self.call_after_refresh(self._redraw, _WAITS)

    def _redraw(self, waits: int) -> None:
        # The screen may not know yet that the article is to be painted.
        wait = partial(self.call_after_refresh, self._redraw, waits - 1)
        if waits and not self.article.painted and self.article.call_later(wait):
            return
        self._redraws = False
        self.redraw_panes()
        self.look_ahead()

    def redraw_panes(self) -> None:
        """Redraw the header, the detail and the lists now."""
        annotations, codebook = self.session.annotations, self.session.codebook
        self.query_one(HeaderBar).view = HeaderView(
            annotations.title,
            self.owner_label(),
            codebook,
            self.session.tag_counts,
            *self.saving_state(),
        )
        self._redraw_details()
        self._leave_out_repetition()
        self._redraw_lists()
        if self._ready_to_finish is not self._hints_finish:
            self._redraw_hints()

    def _redraw_details(self) -> None:
        """Redraw the decisions on the cursor's sentence, with what is suggested for it."""
        annotations, codebook = self.session.annotations, self.session.codebook
        cursor = self.article.cursor
        sentence = annotations.sentences[cursor].id
        # While a prompt asks for something, it is not reported as missing.
        prompts = self.prompt_settings if self._prompting.prompt is None else PromptSettings()
        view = DetailView(
            annotations,
            codebook,
            cursor,
            self.session.answer_index.get(sentence, ()),
            prompts,
            self.ghost if self.ghost is not None and self.ghost.sentence == sentence else None,
            self._key_of_suggestion(cursor),
        )
        self.query_one(Detail).view = view
        self.query_one(Summary).view = view

    def _key_of_suggestion(self, cursor: int) -> str:
        """The key that takes the ghost, or shows the difference. Empty if there is neither."""
        if self.ghost is not None:
            return self.keys.label_of("take_suggestion", self.table)
        if cursor in self.article.differing:
            return self.keys.label_of("next_difference", self.table)
        return ""

    def _leave_out_repetition(self) -> None:
        """Leave out the message that a sentence has its tag where the summary shows the same."""
        status, cursor = self.query_one(StatusLine), self.article.cursor
        view = DetailView(self.session.annotations, self.session.codebook, cursor)
        shown = f"{cursor + 1}: {tag_label(view)}"
        status.repeated = not self.has_prompt_pane and status.words == shown

    def _redraw_lists(self) -> None:
        """Redraw the lists next to the article. Adjudication has its own."""
        session = self.session
        annotations, codebook = session.annotations, session.codebook
        source = annotations.sentences[self.article.cursor].source
        for sources in self._source_lists:
            keys = self.source_keys_by_id()
            sources.view = SourceListView(annotations.sources, codebook, keys, source)
            fit_height(sources, len(annotations.sources) + 2)  # with its heading and border
        for claims in self._claim_lists:
            if self.has_class("-very-wide"):
                claims.view = ClaimListView(
                    annotations, codebook, self.article.cursor, session.answer_index
                )

    def source_keys_by_id(self) -> Mapping[str, str]:
        """The key of each source of the article, by the source's ID."""
        from annotator.tui.actions.prompts import source_keys  # noqa: PLC0415 (after painting)

        return source_keys(self).by_source

    def on_article_view_moved(self, event: ArticleView.Moved) -> None:
        """Show the sentence under the cursor."""
        event.stop()
        self._light()
        self.redraw_header()
        if self.article.selecting_block:
            self._show_block()

    def _show_block(self) -> None:
        self.show_message(block_message(self.article.selected), about=_BLOCK)

    def on_article_view_block_changed(self, event: ArticleView.BlockChanged) -> None:
        """Show how a block ends, or every key again."""
        event.stop()
        self._redraw_hints()
        if self.article.selecting_block:
            self._show_block()
        else:
            self.end_message(_BLOCK)

    # Keys and the mouse

    def on_key(self, event: events.Key) -> None:
        """Give the key to the prompt, or tag with it, or run its command from the table."""
        self.session.attend(self.session.annotations.sentences[self.article.cursor].id)
        typed = event.character if event.is_printable and event.key != "space" else event.key
        pressed = typed or event.key
        asks, before = self.command_for(pressed), self._prompting.prompt
        if not self._prompting.press(pressed):
            if not asks:
                self._show_no_effect(event, pressed)
                return
            if self._prompting.prompt is None or self._available_in_prompt(asks):
                self.carry_out(asks)
            else:
                self._show_no_effect_in_prompt()
        elif (event.is_printable or pressed == "enter") and self._prompting.prompt is before:
            self._show_no_effect_in_prompt()
        else:
            self.end_message(_NO_EFFECT)
        event.stop()
        event.prevent_default()

    def _available_in_prompt(self, asks: str) -> bool:
        """Whether a command runs although a prompt is open. A tag's key tags again."""
        return self._prompting.allows(asks) or asks in _ALWAYS or asks.startswith("tag:")

    def _show_no_effect(self, event: events.Key, pressed: str) -> None:
        """Show that a character does nothing. Keys without one, such as F1, give no message."""
        if event.is_printable and self._prompting.prompt is not None:
            self._show_no_effect_in_prompt()
        elif event.is_printable:
            self.show_message(unknown_key_message(pressed, self.command_for))

    def _show_no_effect_in_prompt(self) -> None:
        prompt = self._prompting.prompt
        if prompt is None:
            return
        keys = (each for each in prompt.shown_keys if each.press == "escape")
        exits = [f"{prompt.keys.shown(each.shown)}: {each.word}." for each in keys]
        message = " ".join(["That key does nothing here.", *exits])
        self.show_message(message, about=_NO_EFFECT)

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text goes into the prompt."""
        if self._prompting.paste(event.text):
            event.stop()

    def command_for(self, pressed: str) -> str:
        """The command of a key: a command's ID, or `tag:` and a tag's ID. Empty if none."""
        special = self._special_command(pressed) if self._prompting.prompt is None else ""
        if special:
            return special
        if pressed in self._commands:
            return self._commands[pressed].id
        tag = self.session.codebook.by_key.get(pressed)
        tags = tag is not None and pressed in {tag.key, self.tag_keys_by_id[tag.id]}
        return f"tag:{tag.id}" if tag and tags else ""

    def _special_command(self, pressed: str) -> str:
        """The command of a key in a count, in a block or while a search is on. Empty if none."""
        if pressed == "escape" and self.count is not None:
            return "count:"
        if pressed == "escape" and self.article.selecting_block:
            return "select_block"
        if self._searched and pressed in SEARCH_KEYS:
            return SEARCH_KEYS[pressed]
        return f"count:{pressed}" if self._continues_count(pressed) else ""

    def _continues_count(self, pressed: str) -> bool:
        """Whether a key is a digit of a count. A digit tags if it is the only key of its tag."""
        if len(pressed) != 1 or pressed not in digits or pressed in self._commands:
            return False
        begins = pressed != "0" and pressed not in self.tag_keys_by_id.values()
        return begins if self.count is None else True

    @cached_property
    def tag_keys_by_id(self) -> Mapping[str, str]:
        """The key of each tag: its own, or its digit. Every other digit counts."""
        codebook = self.session.codebook
        return {tag.id: next(iter(codebook.keys(tag)), "") for tag in codebook.tags}

    def carry_out(self, asks: str) -> None:
        """Run a command of a key, a click or the palette: its ID, or `tag:` and a tag's ID.

        If it would edit a set that cannot be edited, say so before anything is asked.
        """
        if self.permits(asks):
            self.perform(asks)

    def permits(self, asks: str) -> bool:
        """Whether a command may run now. If not, a message says why."""
        reason = self.why_not(asks)
        if reason is not None:
            self.close_prompt()
            self.show_message(reason, alarm=True)
        return reason is None

    def why_not(self, asks: str) -> str | None:
        """Why a command cannot run now, or None."""
        name = asks.partition(":")[0]
        command = next((each for each in self.table if each.id == name), None)
        if name != "tag" and not (command and command.edits):
            return None
        reason = self.session.why_read_only(in_finished=bool(command and command.in_finished))
        return sentence_case(reason) if reason else None

    def perform(self, asks: str) -> None:
        """Run a command that is permitted."""
        if not self._prompting.allows(asks):
            self._prompting.close()
        kind, _, rest = asks.partition(":")
        if kind == "count":
            self._type_count(rest)
        elif kind == "tag":
            self._end_count()
            tag_selected(self, rest)
        else:
            self.run_command(asks, partial(actions()[asks], self))

    def run_command(self, command: str, action: Callable[[], Awaitable[None] | None]) -> None:
        """Run the function of a command. If the command jumps, remember where it began.

        A count is for this command alone.
        """
        origin = self.session.annotations.sentences[self.article.cursor].id
        self.end_message(_COUNT)
        result = action()
        self.count = None
        if isawaitable(result):
            self.begin(self._finish(command, origin, result))
        else:
            self._after(command, origin)

    async def _finish(self, command: str, origin: str, result: Awaitable[None]) -> None:
        await result
        self._after(command, origin)

    def _after(self, command: str, origin: str) -> None:
        if command in self._jumping:
            self.record_jump(origin)

    @cached_property
    def _jumping(self) -> frozenset[str]:
        return frozenset(each.id for each in self.table if each.jumps)

    def record_jump(self, origin: str) -> None:
        """Remember the sentence that a jump began at, if the cursor left it."""
        if self.session.annotations.sentences[self.article.cursor].id != origin:
            self.jumps = self.jumps.with_jump(origin)

    def _type_count(self, digit: str) -> None:
        """Add a digit to the count. Without one, drop the count."""
        if not digit:
            self._end_count()
            return
        self.count = min(int(f"{self.count or ''}{digit}"), MOST_COUNT)
        tag = self.session.codebook.by_key.get(str(self.count))
        key = f" The key of {tag.name} is {self.tag_keys_by_id[tag.id]}." if tag else ""
        self.show_message(
            f"Count {self.count}. j or k moves that far, G goes to sentence {self.count}.{key}",
            about=_COUNT,
        )

    def _end_count(self) -> None:
        if self.count is not None:
            self.count = None
            self.show_message("")

    def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """Run the command of the hint that was clicked."""
        self.carry_out(event.asks)

    def on_detail_pressed(self, event: Detail.Pressed) -> None:
        """Run the command of the field that was clicked."""
        self.carry_out(event.asks)

    def on_article_view_clicked(self, event: ArticleView.Clicked) -> None:
        """A click moves the cursor, or on the mark asks for a tag. A prompt may use it instead."""
        if self._prompting.click(self.session.annotations.sentences[event.position].id):
            return
        self._prompting.close()
        self.article.move(event.position, extend=False)
        if event.on_mark and self.permits("tag:"):
            self.begin(self.ask_for_tag())

    def on_detail_resized(self) -> None:
        """Fit the prompt into the pane. A new source takes a row of it."""
        self.show_panel()

    def on_prompt_panel_chosen(self, event: PromptPanel.Chosen) -> None:
        """A click in a prompt presses its key."""
        self._prompting.choose(event.key)

    async def ask_for_tag(self) -> None:
        """Ask for a tag of the sentence under the cursor."""
        from annotator.tui.screens.dialogs import Choice, ChoiceDialog  # noqa: PLC0415 (after painting)

        choices = [
            Choice(tag.key or str(number), tag.name, tag.id)
            for number, tag in enumerate(self.session.codebook.tags, 1)
        ]
        answer = await self.ask(ChoiceDialog(f"Tag sentence {self.article.cursor + 1}", choices))
        if answer is not None:
            tag_selected(self, answer)


def sentence_case(words: str) -> str:
    """Words as the beginning of a sentence."""
    return words[:1].upper() + words[1:]


MOST_COUNT = 99_999
_COUNT, _BLOCK, _NO_EFFECT = "count", "block", "no effect"
"""What a message is about that ends with its state."""


def block_message(selected: range) -> str:
    """The message while a block is selected."""
    numbers = f"{selected.start + 1} to {selected.stop}" if len(selected) > 1 else selected.stop
    return (
        f"Block: {verb(len(selected), 'sentence', 'sentences')} {numbers}. "
        "Move to extend it, then tag it. Esc leaves."
    )


def unknown_key_message(pressed: str, asked_by: Callable[[str], str]) -> str:
    """The message for a key that does nothing. Caps Lock or a keyboard layout may be the cause.

    Args:
        pressed: The character.
        asked_by: Gives the command of a key, or an empty text.
    """
    small = pressed.lower()
    if small != pressed and asked_by(small):
        return f"“{pressed}” does nothing here, but “{small}” does. Is Caps Lock on?"
    latin = "" if pressed.isascii() else " Switch the keyboard to Latin letters."
    return f"“{pressed}” does nothing here.{latin}"


_ALWAYS = frozenset({"leave", "save"})
"""The commands that are available during every prompt."""

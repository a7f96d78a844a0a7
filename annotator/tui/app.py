"""The app: it opens a set or the documents of a project, and restores the terminal at the end."""

import asyncio
import errno
import os
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable
from weakref import WeakSet

from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.app import App, ScreenStackError
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.filter import LineFilter
from textual.message_pump import MessagePump
from textual.screen import ModalScreen, Screen
from textual.theme import Theme

from annotator.model.errors import DataError
from annotator.model.prompt_level import PromptSettings
from annotator.text.safe import safe_text, strip_controls
from annotator.tui.commands import KeyBindings
from annotator.tui.file_session import FileSession
from annotator.tui.prompts.prompt_keys import dialog_keys
from annotator.tui.screens.editor import EditorScreen
from annotator.tui.screens.tagging import TaggingScreen
from annotator.tui.settings_memory import SettingsMemory
from annotator.tui.stylesheet import KeptStylesheet
from annotator.tui.themes import (
    DARK_THEME,
    OWN_THEMES,
    default_variables,
    legible_variables,
    own_themes,
)
from annotator.tui.widgets.header_footer import StatusLine

if TYPE_CHECKING:
    from annotator.model.answer_key import Practice
    from annotator.tui.screens.document_list import DocumentListScreen
    from annotator.tui.screens.practice import PracticeScreen
    from annotator.tui.screens.tagging import FileEditorScreen
    from annotator.tui.screens.task_list import TaskList

if TYPE_CHECKING:
    FirstScreen = FileEditorScreen | DocumentListScreen | PracticeScreen
    ScreenFactory = Callable[[KeyBindings, PromptSettings], FirstScreen]
    StartContent = FileSession | TaskList | Practice | ScreenFactory

KEY_SECONDS = 5.0
"""Seconds after which the next key is passed on, even if the one before is not done."""
POLL_SECONDS = 0.05
"""Seconds between two checks that the receiver of a key still exists."""

LEAVE_SECONDS = 5.0
"""Seconds after which the process ends, even if the terminal still blocks."""
TERMINAL_POLL_SECONDS = 2.0
STANDARD_OUTPUT = 1


class ControlFilter(LineFilter):
    """Removes control characters from everything that widgets paint.

    Our widgets never paint any. This is the last safeguard, after the types that painters accept.
    Textual's own output to the terminal and its control segments do not pass through here.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments without control characters, including line feeds."""
        return [
            each
            if each.control is not None or each.text.isprintable()
            else each._replace(text=strip_controls(each.text.replace("\n", "")))
            for each in segments
        ]


CONTROL_FILTER = ControlFilter()


@runtime_checkable
class ClosableScreen(Protocol):
    """A screen that closes in its own way."""

    def leave(self) -> None:
        """Close the screen after its work is saved."""


class AnnotatorApp(App[None]):
    """The app for one person: one article, a list of documents, or practice.

    Args:
        begin: What to open, or a function that makes the first screen.
        keys: The keys of the commands.
        theme: The name of the color theme. None or an unknown name gives our dark theme.
        prompts: The questions after a tag.
        scroll_margin: The rows to keep above and below the current sentence. None keeps it in the
            upper third.
        advancing: Whether a tag moves to the next sentence.
        memory: Where changes on the screen are remembered. None remembers nothing.
    """

    CSS_PATH = Path(__file__).with_name("annotator.tcss")
    TITLE = "annotator"
    _colors: tuple[Theme, str | None, dict[str, str]] | None = None
    """The theme, the colors that the terminal has, and the variables of both."""
    notice = ""
    """What the first screen shows at the start, before its own message."""
    # Selecting text with the mouse would copy it to the clipboard by a control sequence.
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "suspend_process", show=False, priority=True),
        # Textual's own quit would run before earlier keys, and would not wait for saving.
        Binding("ctrl+q", "leave", show=False),
    ]

    def __init__(
        self,
        begin: "StartContent",
        keys: KeyBindings | None = None,
        theme: str | None = None,
        prompts: PromptSettings | None = None,
        scroll_margin: int | None = None,
        *,
        advancing: bool = True,
        memory: SettingsMemory | None = None,
    ) -> None:
        super().__init__()
        self.stylesheet = KeptStylesheet()
        self.scroll_margin, self.advancing = scroll_margin, advancing
        self._memory = memory
        self._keys = keys or KeyBindings()
        self.dialog_keys = dialog_keys(self._keys)
        prompts = prompts or PromptSettings()
        self._take_theme(theme)
        self._unmounted = threading.Event()
        self._typed: deque[events.Event] = deque()
        self._handing_on = False
        self._laid_out: WeakSet[Screen[Any]] = WeakSet()
        self._screen = _first_screen(begin, self._keys, prompts)
        # Textual reads the styles of a screen when it opens over another one.
        self.css_path = [*self.css_path, *self._screen.css_path]

    def get_default_screen(self) -> "FirstScreen":
        """The first screen, so that no empty screen is made and drawn before it."""
        return self._screen

    def on_mount(self) -> None:
        """Handle the system's signals."""
        self._leave_on_signals()
        if self.notice:
            self.call_after_refresh(self._show_notice)
        # After ctrl+z the terminal is empty. Its size is the same, so nothing would be drawn.
        self.app_resume_signal.subscribe(self, lambda _: self.screen.refresh(layout=True))

    def _show_notice(self) -> None:
        """Show the notice. The message that the first screen shows already stays after it."""
        own = self._screen.query_one(StatusLine).words
        self._screen.show_message(f"{self.notice} {own}".rstrip(), alarm=True)

    def _take_theme(self, name: str | None) -> None:
        for own in own_themes():
            self.register_theme(own)
        self.theme = name if name is not None and name in self.available_themes else DARK_THEME
        # As App does, but before the style sheet is read, so that it is read only once.
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colors that the style sheet names and a third-party theme lacks."""
        theme = self.current_theme
        return {} if theme.name in OWN_THEMES else default_variables(theme)

    def get_css_variables(self) -> dict[str, str]:
        """The colors of the theme, legible on this terminal."""
        if DARK_THEME not in self.available_themes:  # the style sheet of `App` is replaced
            return {}
        theme, system = self.current_theme, self.console.color_system
        # Textual asks for the variables several times before the first paint.
        if self._colors is None or self._colors[0] is not theme or self._colors[1] != system:
            found = legible_variables(super().get_css_variables(), dark=theme.dark, system=system)
            self._colors = theme, system, found
        self.theme_variables = self._colors[2]
        return self._colors[2]

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The filters that each line passes before it is painted. The last removes controls."""
        return [*super().get_line_filters(), CONTROL_FILTER]

    # Keys, one after another

    async def on_event(self, event: events.Event) -> None:
        """Put typed keys into a queue, because a key may open what the next key is meant for."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._typed.append(event)
            if not self._handing_on:
                self._handing_on = True
                self.run_worker(self._hand_on_typed(), group="typed")
        else:
            await super().on_event(event)

    @property
    def keys_waiting(self) -> bool:
        """Whether a typed key is still waiting or running."""
        return bool(self._typed) or self._handing_on

    async def _hand_on_typed(self) -> None:
        try:
            with suppress(ScreenStackError):  # there is no screen after the app has closed
                while self._typed:
                    await self._layout_of(self.screen)
                    event = self._for_dialog(self._typed.popleft())
                    if event is None:
                        continue
                    await super().on_event(event)
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._wait_for_key(), KEY_SECONDS)
        finally:
            self._handing_on = False

    def _for_dialog(self, event: events.Event) -> events.Event | None:
        """The event as a dialog knows it. None for a key that the person gave up."""
        if not (isinstance(event, events.Key) and isinstance(self.screen, ModalScreen)):
            return event
        key = self.dialog_keys.first_key(event.key)
        if key == event.key:
            return event
        return events.Key(key, None) if key else None

    def remember(self, **changes: Any) -> None:
        """Remember settings for the next time. If that fails, a message says so once."""
        self.advancing = changes.get("advance", self.advancing)
        if self._memory is not None:
            self._memory.remember(self._show_not_remembered, **changes)

    def _show_not_remembered(self, words: str) -> None:
        with suppress(RuntimeError):  # the app has closed
            self.call_from_thread(self._show_words, words)

    def _show_words(self, words: str) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, EditorScreen):
                screen.show_message(words, alarm=True)

    async def _layout_of(self, screen: Screen[Any]) -> None:
        """Wait until a screen is drawn and each of its widgets knows its size."""
        if screen in self._laid_out:
            return
        reached = asyncio.Event()
        screen.call_after_refresh(reached.set)
        while not reached.is_set() and self.is_running and screen in self.screen_stack:
            with suppress(TimeoutError):
                await asyncio.wait_for(reached.wait(), POLL_SECONDS)
        for pump in screen.walk_children():
            await _drain(pump)
        self._laid_out.add(screen)

    async def _wait_for_key(self) -> None:
        """Wait until the last key is done, and what it opened can accept the next key."""
        # The key goes up to the app. An input may then answer it, which goes up to its dialog. An
        # editor screen handles its keys by itself, and its `idle` event says when it is done.
        for _ in range(1 if isinstance(self.screen, EditorScreen) else 3):
            focused = self.focused or self.screen
            for pump in focused.ancestors_with_self:
                await _drain(pump)
        for screen in self.screen_stack:
            if isinstance(screen, EditorScreen):
                await screen.idle.wait()

    @property
    def work(self) -> FileSession:
        """The current work. The next pass replaces the one that was opened first."""
        assert self._screen.work is not None  # noqa: S101 (a list of documents may have none)
        return self._screen.work

    @property
    def has_work(self) -> bool:
        """Whether there is current work. A list of documents and practice may have none."""
        return self._screen.work is not None

    def close(self, timeout: float | None = None) -> bool:
        """Wait for saving to end, and release the file. Gives whether everything is saved.

        Args:
            timeout: In seconds. None waits as long as the disk takes.
        """
        return self._screen.work.close(timeout) if self._screen.work is not None else True

    def _fatal_error(self) -> None:
        # Textual's own traceback would show every variable, and so the unsafe text of the article.
        self.panic(Text(safe_text(traceback.format_exc(), newlines=True)))

    def action_command_palette(self) -> None:
        """Open the command palette, unless a dialog is open."""
        from annotator.tui.command_palette import (  # noqa: PLC0415 (after painting)
            CommandScreen,
            PaletteScreen,
            palette_entries,
        )

        screen: object = self.screen

        def carry_out(asks: str | None) -> None:
            if asks is not None and isinstance(screen, CommandScreen):
                screen.carry_out(asks)

        if isinstance(screen, CommandScreen):
            self.push_screen(PaletteScreen(tuple(palette_entries(screen))), carry_out)

    def action_leave(self) -> None:
        """Close the open screen in its own way."""
        if isinstance(self.screen, ClosableScreen):
            self.screen.leave()

    def _leave_on_signals(self) -> None:
        # The terminal is restored and the last edit saved, as if the person had quit.
        if sys.platform == "win32" or self.is_headless:
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._leave_now)
        threading.Thread(target=self._watch_terminal, args=(loop,), daemon=True).start()

    def on_unmount(self) -> None:
        """Stop watching the terminal. The app leaves it."""
        self._unmounted.set()

    def _watch_terminal(self, loop: asyncio.AbstractEventLoop) -> None:
        """Quit if the terminal is gone. Not every system sends a signal then.

        It has a thread of its own, because the app's thread may already wait to write.
        """
        while not self._unmounted.wait(TERMINAL_POLL_SECONDS):
            if _is_terminal_gone():
                self._end_later()
                with suppress(RuntimeError):  # the app has closed
                    loop.call_soon_threadsafe(self.exit)
                return

    def _leave_now(self) -> None:
        self._end_later()
        self.exit()

    def _end_later(self) -> None:
        # Writing to a lost terminal may block forever, which would keep the file locked.
        end = threading.Timer(LEAVE_SECONDS, self._end)
        end.daemon = True
        end.start()

    def _end(self) -> None:
        # Even if the disk never answers, the work is written elsewhere.
        with suppress(DataError):
            if not self.close(LEAVE_SECONDS):
                self.work.rescue()
        os._exit(1)


def _is_terminal_gone() -> bool:
    try:
        os.get_terminal_size(STANDARD_OUTPUT)
    except OSError as error:
        return error.errno == errno.EIO
    return False


async def _drain(pump: MessagePump) -> None:
    """Wait until a message pump has handled every message that is in its queue now."""
    reached = asyncio.Event()
    # A pump that is closed meanwhile never reaches this message.
    if pump.call_later(reached.set):
        while pump.is_running and not reached.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(reached.wait(), POLL_SECONDS)


def _first_screen(
    begin: "StartContent", keys: KeyBindings, prompts: PromptSettings
) -> "FirstScreen":
    """The first screen."""
    if isinstance(begin, FileSession):
        return TaggingScreen(begin, keys, prompts)
    # An article is painted before the modules of the other screens are loaded.
    from annotator.model.answer_key import Practice  # noqa: PLC0415
    from annotator.tui.screens.practice import PracticeScreen  # noqa: PLC0415
    from annotator.tui.screens.task_list import TaskList, TaskListScreen  # noqa: PLC0415

    if isinstance(begin, Practice):
        return PracticeScreen(begin, keys)
    if isinstance(begin, TaskList):
        return TaskListScreen(begin, keys, prompts)
    return begin(keys, prompts)

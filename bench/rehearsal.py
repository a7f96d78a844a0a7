"""The tagging screen without a terminal, to try keys on. Its states can be kept and restored.

It is the real screen, with its commands, prompts and proposals. Only drawing and saving are off,
so that thousands of keys can be tried in a second.
"""

import unicodedata
from collections.abc import Awaitable, Generator
from contextlib import suppress
from dataclasses import is_dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from textual import events
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.screen import Screen
from textual.scroll_view import ScrollView

from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook
from annotator.model.prompt_level import PromptLevel, PromptSettings
from annotator.model.session import Session, SessionChange
from annotator.model.suggestion_settings import SuggestionMode, SuggestionSettings, modes_of
from annotator.model.suggestions import DocumentSuggestions
from annotator.project.open_set import OpenSet
from annotator.storage.layout import PassFile
from annotator.tui.commands import KeyBindings
from annotator.tui.file_session import FileSession
from annotator.tui.prompts.prompt import Prompt
from annotator.tui.screens.editor import EditorScreen
from annotator.tui.screens.tagging import TaggingScreen
from annotator.tui.widgets.article import ArticleView

PROMPTS = PromptSettings(PromptLevel.LINKS)
"""The questions after a tag: the source, the cue and the claims."""


class Suggesting(NamedTuple):
    """How suggestions are shown, and which.

    Attributes:
        settings: The mode of each field. By default, all that have one are in a list.
        suggestions: The suggestions of a file, or None for what the rules find.
        tags: The tags that may be suggested.
    """

    settings: SuggestionSettings = SuggestionSettings(show=modes_of(SuggestionMode.LIST))
    suggestions: DocumentSuggestions | None = None
    tags: frozenset[str] = frozenset()

    def added_to(self, opened: OpenSet) -> OpenSet:
        """An opened set with these suggestions."""
        return opened._replace(
            suggestion_settings=self.settings,
            suggestions=self.suggestions,
            suggested_tags=self.tags,
        )


LISTED = Suggesting()
"""A list for every field that has one."""


class Undrawn:
    """Stands for a widget or the app. Anything can be called or set, and nothing happens."""

    def __getattr__(self, name: str) -> Any:
        return self

    def __call__(self, *_: object, **__: object) -> Any:
        """Do nothing."""
        return self

    def __getitem__(self, _: object) -> Any:
        return self


class UndrawnArticle(ArticleView):
    """The list of sentences with its cursor and selection."""

    def prompt(self, prompt: Prompt[Any] | None) -> None:
        """Draw no prompt."""

    def refresh(self, *_: object, **__: object) -> "UndrawnArticle":
        """Draw nothing."""
        return self

    def focus(self, scroll_visible: bool = True, from_app_focus: bool = False) -> "UndrawnArticle":
        """Do nothing: there is no other widget."""
        return self

    def post_message(self, _: object) -> bool:
        """Nobody listens."""
        return True


class Dialog(NamedTuple):
    """A dialog that a command opened. `Rehearsal.answer` closes it."""

    screen: Any

    def __await__(self) -> Generator["Dialog", Any, Any]:
        """Wait for the answer."""
        answer = yield self
        return answer


class Snapshot(NamedTuple):
    """A state of the screen: its number, and the attributes of its parts."""

    number: int
    parts: tuple[tuple[object, dict[str, Any]], ...]


class Rehearsal(TaggingScreen):
    """The tagging screen on a set, without an app.

    Args:
        annotations: The set to start with.
        codebook: Its codebook.
        suggesting: How suggestions are shown, and which.
    """

    def __init__(
        self,
        annotations: AnnotationSet,
        codebook: Codebook,
        suggesting: Suggesting = LISTED,
    ) -> None:
        opened = OpenSet(annotations, codebook, PassFile(1, Path("rehearsal.yaml")))
        opened = suggesting.added_to(opened)
        super().__init__(FileSession(opened), KeyBindings(), PROMPTS)
        last = len(annotations.sentences) - 1
        self._article = UndrawnArticle(
            annotations, codebook, self.next_waiting(last) or 0, self.prompt_settings
        )
        self._doing: Any = None
        self._numbers = count()
        EditorScreen.on_mount(self)
        self._show_suggestion()

    # In place of what draws and saves

    @property
    def article(self) -> ArticleView:
        """The list of sentences."""
        return self._article

    @property
    def app(self) -> Any:  # type: ignore[override]
        """There is no app."""
        return Undrawn()

    def query_one(self, *_: object) -> Any:
        """There are no widgets but the article."""
        return Undrawn()

    def keep(self, change: SessionChange) -> None:
        """Save nothing."""

    def show_message(self, words: str, *, alarm: bool = False, about: str = "") -> None:
        """Show nothing."""

    def redraw_header(self) -> None:
        """Draw nothing."""

    def show_panel(self) -> None:
        """Draw no prompt."""

    def post_message(self, _: object) -> bool:
        """Nobody listens."""
        return True

    async def ask(self, dialog: Any) -> Any:
        """Wait for `answer`."""
        return await Dialog(dialog)

    def begin(self, doing: Awaitable[None]) -> None:
        """Keep the command until `press` runs it."""
        self._doing = doing

    # Keys

    @property
    def open_prompt(self) -> Prompt[Any] | None:
        """The open prompt, or None."""
        return self._prompting.prompt

    def press(self, key: str, prompt: Prompt[Any] | None = None) -> Any:
        """Press a key.

        Args:
            key: The name of the key, as Textual's pilot takes it.
            prompt: The state of the open prompt that earlier keys led to.

        Returns:
            The dialog that is open now, or None.
        """
        if prompt is not None:
            self._prompting.prompt = prompt
        self.on_key(key_event(key))
        asked = self._run(None)
        self._show_suggestion()
        return asked

    def answer(self, value: object) -> bool:
        """Close the open dialog with its answer. Gives whether no other dialog opened."""
        done = self._run(value) is None
        self.cancel()
        self._show_suggestion()
        return done

    def _show_suggestion(self) -> None:
        """Show a ghost, as the screen does after it is painted. A list looks for itself."""
        if self.suggestion_settings.shows(SuggestionMode.GHOST):
            self.look_ahead()

    def cancel(self) -> None:
        """Leave a command that waits for a dialog."""
        if self._doing is not None:
            self._doing.close()
            self._doing = None

    def _run(self, value: object) -> Any:
        """Continue the command up to its next dialog."""
        if self._doing is None:
            return None
        try:
            asked = self._doing.send(value)
        except StopIteration:
            self._doing = None
            return None
        return asked.screen

    # States

    def snapshot(self) -> Snapshot:
        """The current state."""
        return Snapshot(
            next(self._numbers), tuple((part, _copied(vars(part))) for part in self._parts())
        )

    def restore(self, state: Snapshot) -> None:
        """Return to a state."""
        for part, values in state.parts:
            vars(part).update(_copied(values))

    def _parts(self) -> list[object]:
        """The screen, and everything of the package on it that can change."""
        own = [each for each in vars(self).values() if _changes(each)]
        return [self, self.session, *own]


def _changes(part: object) -> bool:
    """Whether an object of the package can change by itself."""
    package = type(part).__module__.startswith("annotator.") or isinstance(part, UndrawnArticle)
    frozen = is_dataclass(part) or isinstance(part, tuple | Session)
    return package and hasattr(part, "__dict__") and not frozen


_OF_TEXTUAL = frozenset(vars(Screen())) | frozenset(vars(ScrollView()))
"""The attributes of a bare screen or widget, which are only for drawing."""


def _copied(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.copy() if type(value) in {dict, list, set} else value
        for name, value in values.items()
        if name not in _OF_TEXTUAL
    }


def key_event(key: str) -> events.Key:
    """The event of a key, exactly as Textual's pilot sends it."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    character: str | None = name if len(name) == 1 else None
    with suppress(KeyError):
        character = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    return events.Key(name, character)


@cache
def typed_as(key: str) -> str:
    """What the screen passes to a prompt for a key: its character, or its name."""
    event = key_event(key)
    typed = event.character if event.is_printable and event.key != "space" else event.key
    return typed or event.key

"""The part of the editor screen that actions use."""

from collections.abc import Callable
from typing import ClassVar, Protocol, TypeVar

from textual.screen import Screen

from annotator.model.changes import Edit
from annotator.model.prompt_level import PromptSettings
from annotator.model.session import Session, SessionChange
from annotator.tui.commands import Command, KeyBindings
from annotator.tui.prompts.prompt import Prompt, PromptAnswer, PromptExit
from annotator.tui.widgets.article import ArticleView

Answer = TypeVar("Answer")


class Editor(Protocol):
    """A desk as actions see it; `screens.desk.DeskScreen` is one."""

    table: ClassVar[tuple[Command, ...]]
    advancing: bool
    searched: str
    keys: KeyBindings
    prompt_settings: PromptSettings

    @property
    def session(self) -> Session:
        """The session under work."""

    @property
    def article(self) -> ArticleView:
        """The list of sentences."""

    @property
    def text(self) -> str | None:
        """The document's text where it is at hand."""

    @property
    def selection(self) -> tuple[str, ...]:
        """The ids of the sentences selected, in order."""

    def do(self, edit: Edit) -> bool:
        """Carry out an edit, draw it and have it saved; what is refused is said, and False."""

    def apply_change(self, change: SessionChange | None, otherwise: str) -> None:
        """Draw and save a step of undo or redo; where there is none, say `otherwise`."""

    def show_message(self, words: str, *, alarm: bool = False) -> None:
        """Say something in the status line."""

    def position_after(self, last: int) -> int:
        """Where the cursor goes after the sentence at `last` is done with."""

    async def ask(self, dialog: Screen[Answer]) -> Answer | None:
        """Open a dialog and wait for its answer."""

    def prompt(
        self, prompt: Prompt[Answer], then: Callable[[PromptAnswer[Answer] | PromptExit], None]
    ) -> None:
        """Put a prompt under the cursor's sentence; `then` is called with what comes of it."""

    def set_prompt_settings(self, prompts: PromptSettings) -> None:
        """Ask for this after a tag from now on."""

    def redraw_header(self) -> None:
        """Draw what stands around the article anew."""

    def retry_saving(self) -> None:
        """Try once more to save."""

    def save_elsewhere(self, path: str) -> None:
        """Save to another file from now on."""

    def leave(self) -> None:
        """Close the screen once everything is saved."""

    async def begin_next_pass(self) -> None:
        """Go on in a further file where this pass is finished."""

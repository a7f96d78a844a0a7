"""The part of the editor screen that actions use."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol, TypeVar

from textual.screen import Screen

from annotator.model.annotation import Source
from annotator.model.changes import Edit
from annotator.model.prompt_level import PromptSettings
from annotator.model.second_look import Difference
from annotator.model.session import Session, SessionChange
from annotator.tui.commands import Command, KeyBindings
from annotator.tui.jump_list import JumpList
from annotator.tui.prompts.prompt import Prompt, PromptAnswer, PromptExit
from annotator.tui.prompts.source_keys import SourceKeys
from annotator.tui.suggestions import Ghost
from annotator.tui.widgets.article import ArticleView

if TYPE_CHECKING:
    from annotator.tui.sentence_suggester import SentenceSuggester

Answer = TypeVar("Answer")


class LastTag(NamedTuple):
    """The tag that was given last.

    Attributes:
        tag: The tag.
        sentences: The IDs of the sentences that got it.
        source: The source that they had before an edit was undone. None if there was none.
    """

    tag: str
    sentences: tuple[str, ...]
    source: Source | None = None


class Editor(Protocol):
    """An editor as actions see it. `screens.editor.EditorScreen` is one."""

    table: ClassVar[tuple[Command, ...]]
    advancing: bool
    searched: str
    last_tag: LastTag | None
    count: int | None
    marks: Mapping[str, str]
    jumps: JumpList
    prompt_settings: PromptSettings
    ghost: Ghost | None
    source_keys: SourceKeys

    @property
    def keys(self) -> KeyBindings:
        """The keys of the commands, where the codebook's tags have theirs."""

    @property
    def session(self) -> Session:
        """The current session."""

    @property
    def suggester(self) -> "SentenceSuggester":
        """What is suggested for sentences, and how it is shown."""

    @property
    def article(self) -> ArticleView:
        """The list of sentences."""

    @property
    def text(self) -> str | None:
        """The document's text, or None if it is not available."""

    @property
    def selection(self) -> tuple[str, ...]:
        """The IDs of the selected sentences, in order."""

    def differences(self, position: int) -> tuple[Difference, ...]:
        """Where the decisions on a sentence differ from suggestions that are shown afterwards."""

    def do(self, edit: Edit) -> bool:
        """Make an edit, draw it and save it. False and a message if it is refused."""

    def apply_change(self, change: SessionChange | None, otherwise: str) -> None:
        """Draw and save a step of undo or redo. If there is none, show `otherwise`."""

    def show_message(self, words: str, *, alarm: bool = False) -> None:
        """Show a message in the status line."""

    def record_jump(self, origin: str) -> None:
        """Remember the sentence that a jump began at, so that one can go back to it."""

    def position_after(self, last: int) -> int:
        """The position of the cursor after the sentence at `last` is done."""

    async def ask(self, dialog: Screen[Answer]) -> Answer | None:
        """Open a dialog and wait for its answer."""

    def begin(self, doing: Awaitable[None]) -> None:
        """Run a coroutine that may open dialogs."""

    def prompt(
        self, prompt: Prompt[Answer], then: Callable[[PromptAnswer[Answer] | PromptExit], None]
    ) -> None:
        """Show a prompt under the cursor's sentence. `then` is called with its result."""

    def set_prompt_settings(self, prompts: PromptSettings) -> None:
        """Set the questions after a tag from now on."""

    def remember(self, **changes: Any) -> None:
        """Remember settings for the next time."""

    def redraw_header(self) -> None:
        """Redraw the header and everything else around the article."""

    def fit_panes(self) -> None:
        """Give the panes beside the article their widths."""

    def retry_saving(self) -> None:
        """Try again to save."""

    def save_elsewhere(self, path: str) -> None:
        """Save to another file from now on."""

    def open_document(self, steps: int | None) -> None:
        """Save, and open another document of the project.

        Args:
            steps: How many documents further. None opens the next one that is not done.
        """

    def leave(self) -> None:
        """Close the screen when everything is saved."""

    async def begin_next_pass(self) -> None:
        """Begin the next pass in a file of its own, if this pass is finished."""

"""The practice screen: the editor with a verdict after each tag, and the summary at the end."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from annotator.model.answer_key import Practice, Verdict, blank_copy
from annotator.model.changes import Edit
from annotator.model.edits import SetTag
from annotator.model.navigation import next_position
from annotator.model.prompt_level import PromptSettings
from annotator.model.session import Session, SessionChange
from annotator.text.cell_layout import wrap
from annotator.text.safe import safe_slice, safe_text
from annotator.tui.commands import KeyBindings
from annotator.tui.prompts.prompt import (
    Prompt,
    PromptAnswer,
    PromptExit,
    PromptKey,
    PromptLine,
    PromptPiece,
)
from annotator.tui.screens.editor import EditorScreen
from annotator.tui.stylesheet import SHEET_STYLES
from annotator.tui.widgets.header_footer import Hint
from annotator.tui.widgets.safe_content import safe_content

_ON = frozenset({"enter", "space", "down", "j"})


@dataclass(frozen=True, slots=True)
class VerdictPrompt(Prompt[None]):
    """A verdict to read. Another tag may be tried while it is shown.

    Attributes:
        verdict: The verdict of the answer key.
        tags: The IDs of the tags that may be tried.
        last: Whether this was the last sentence to answer.
    """

    verdict: Verdict
    tags: tuple[str, ...]
    last: bool = False

    def press(self, key: str) -> "VerdictPrompt | PromptAnswer[None] | PromptExit | None":
        """Enter moves on, and escape stays."""
        if key in _ON:
            return PromptExit.SKIP
        return PromptExit.STOP if key == "escape" else None

    @property
    def allowed_commands(self) -> frozenset[str]:
        """Every tag, because a sentence may be tried again, and the help."""
        return frozenset({"help", *(f"tag:{tag}" for tag in self.tags)})

    @property
    def shortens(self) -> bool:
        """A verdict is shown in full."""
        return False

    @property
    def shown_keys(self) -> tuple[PromptKey, ...]:
        """What may follow the verdict."""
        return (
            PromptKey("enter", "summary" if self.last else "continue", "enter"),
            PromptKey("a tag's key", "try again"),
            PromptKey("esc", "stay here", "escape"),
        )

    def body(self, width: int, rows: int) -> tuple[PromptLine, ...]:
        """The verdict's sentences, wrapped."""
        first, *rest = self.verdict.lines
        sign, style = ("✓ ", "good") if self.verdict.outcome.is_correct else ("✕ ", "bad")
        return (
            *_wrapped(sign + first, width, style),
            *(line for text in rest for line in _wrapped(text, width, "")),
        )


def _wrapped(text: str, width: int, style: str) -> list[PromptLine]:
    shown = safe_text(text)
    return [
        (PromptPiece(safe_slice(shown, line.start, line.end), style),)
        for line in wrap(shown, width)
    ]


ALLOWED = frozenset(
    [
        *("down", "up", "page_down", "page_up", "first", "last", "jump", "next_untagged"),
        *("set_mark", "go_to_mark", "jump_back", "jump_forward"),
        *("search", "next_match", "read", "help", "theme", "leave"),
    ]
)
"""The commands that are available in practice, where nothing is saved."""
NOT_SAVED = "Practice is not saved."


class PracticeScreen(EditorScreen):
    """One person's practice with an answer key. It uses no file."""

    work: ClassVar[None] = None

    def __init__(self, practice: Practice, keys: KeyBindings) -> None:
        super().__init__(keys, PromptSettings())
        self.practice = practice
        self._session = Session(blank_copy(practice.key, "practice"), practice.codebook)
        # The person reads the verdict at its sentence, so a tag does not move on.
        self.advancing = False

    @property
    def session(self) -> Session:
        """The answers so far, including second tries."""
        return self._session

    def on_mount(self) -> None:
        """Show that practice is not saved."""
        self.show_message(f"Tag a sentence to see if it matches the answer key. {NOT_SAVED}")

    def footer(self) -> tuple[Hint, ...]:
        """The tags, and the commands that are available here."""
        return tuple(
            each
            for each in super().footer()
            if each.command in ALLOWED or each.command.startswith("tag:")
        )

    def why_not(self, asks: str) -> str | None:
        """Only tags and commands that move or show can run. The others are for saved work."""
        allowed = asks in ALLOWED or asks.startswith(("tag:", "count:"))
        return super().why_not(asks) if allowed else "In practice you can only tag."

    def do(self, edit: Edit) -> bool:
        """Use a tag as an answer, and show the verdict of the answer key."""
        if not super().do(edit):
            return False
        if isinstance(edit, SetTag):
            self._judge(edit)
        return True

    def _judge(self, edit: SetTag) -> None:
        asked = {each.id for each in self.practice.sentences}
        answered = [each for each in edit.sentences if each in asked]
        for sentence in answered:
            self.practice = self.practice.with_answer(sentence, edit.tag)
        if not answered:
            self.show_message("The answer key has no answer for this sentence.")
            return
        verdict = self.practice.verdict(answered[0], edit.tag)
        self.show_message(verdict.headline)
        tags = tuple(tag.id for tag in self.practice.codebook.tags)
        last = self.practice.next_unanswered is None
        self.prompt(VerdictPrompt(verdict, tags, last), self._read)

    def _read(self, result: PromptAnswer[None] | PromptExit) -> None:
        if result is not PromptExit.SKIP:
            return
        if self.practice.next_unanswered is None:
            self.leave()
            return
        first = self.practice.first_tags
        asked = {each.id for each in self.practice.sentences}
        position = next_position(
            self.session.annotations.sentences,
            self.article.cursor,
            lambda each: each.id in asked and each.id not in first,
        )
        if position is not None:
            self.article.move(position)
            self.show_message(f"{len(asked) - len(first)} left. {NOT_SAVED}")

    # Nothing is saved

    def keep(self, change: SessionChange) -> None:
        """Do nothing, because practice is not saved."""

    def saving_state(self) -> tuple[str, bool]:
        """The words that practice is not saved."""
        return "not saved", False

    def retry_saving(self) -> None:
        """Show that practice is not saved."""
        self.show_message(NOT_SAVED)

    def save_elsewhere(self, path: str) -> None:
        """Show that practice is not saved."""
        self.show_message(NOT_SAVED)

    async def begin_next_pass(self) -> None:
        """Show that practice is not saved. It has no passes."""
        self.show_message(NOT_SAVED)

    def leave(self) -> None:
        """Show the summary, then close. Close at once if nothing was answered."""
        if self.practice.first_tags:
            self.app.push_screen(SummaryScreen(self.practice), lambda _: self.app.exit())
        else:
            self.app.exit()


class SummaryScreen(ModalScreen[None]):
    """The summary of the practice, tag by tag."""

    CSS_PATH = SHEET_STYLES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,space,ctrl+c", "leave", "Leave", show=False, priority=True)
    ]

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self._practice = practice

    def compose(self) -> ComposeResult:
        """One sentence about all tags, and one for each tag."""
        first, *rest = self._practice.summary_lines
        with VerticalScroll(classes="page"):
            yield Static(safe_content(first), classes="page-title")
            for line in rest:
                yield Static(safe_content(line), classes="page-text")
        yield Static(safe_content("enter: quit"), classes="page-hint")

    def action_leave(self) -> None:
        """Leave the practice."""
        self.dismiss(None)

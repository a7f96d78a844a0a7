"""The practice screen: the same desk as for tagging, with a verdict after each tag."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from annotator.model.asking import Asking
from annotator.model.edit import Edit
from annotator.model.edits import Tagged
from annotator.model.navigation import next_position
from annotator.model.practice import Practice, blank
from annotator.model.session import Change, Session
from annotator.tui.commands import Keys
from annotator.tui.prompts.prompt import Given, Way
from annotator.tui.prompts.verdict import VerdictPrompt
from annotator.tui.screens.desk import DeskScreen
from annotator.tui.widgets.keybar import Hint
from annotator.tui.widgets.text import safe

ALLOWED = frozenset(
    [
        *("down", "up", "page_down", "page_up", "first", "last", "jump", "next_untagged"),
        *("search", "next_match", "read", "help", "theme", "leave"),
    ]
)
"""The commands that mean something where nothing is kept."""
NOTHING_KEPT = "Nothing is kept in practice."


class PracticeScreen(DeskScreen):
    """One person's practice on a key; it knows no file."""

    work: ClassVar[None] = None

    def __init__(self, practice: Practice, keys: Keys) -> None:
        super().__init__(keys, Asking())
        self.practice = practice
        self._session = Session(blank(practice.key, "practice"), practice.codebook)
        # The verdict is read on the sentence that it is about, so a tag does not go on.
        self.advancing = False

    @property
    def session(self) -> Session:
        """The answers so far, the later ones too."""
        return self._session

    def on_mount(self) -> None:
        """Say that this is no marked work."""
        self.say(f"Tag a sentence, and the key answers. {NOTHING_KEPT}")

    def foot(self) -> tuple[Hint, ...]:
        """The tags, and the commands that mean something here."""
        return tuple(
            each for each in super().foot() if each.asks in ALLOWED or each.asks.startswith("tag:")
        )

    def carry_out(self, asks: str) -> None:
        """Only tags, moving and looking; what else there is belongs to work that is kept."""
        if asks in ALLOWED or asks.startswith("tag:"):
            super().carry_out(asks)
        else:
            self.say("In practice there are only the tags.", alarm=True)

    def do(self, edit: Edit) -> bool:
        """Take a tag for an answer, and show what the key says of it."""
        if not super().do(edit):
            return False
        if isinstance(edit, Tagged):
            self._judge(edit)
        return True

    def _judge(self, edit: Tagged) -> None:
        asked = {each.id for each in self.practice.asked}
        answered = [each for each in edit.sentences if each in asked]
        for sentence in answered:
            self.practice = self.practice.answered(sentence, edit.tag)
        if not answered:
            self.say("The key has no answer for this sentence.")
            return
        verdict = self.practice.verdict(answered[0], edit.tag)
        self.say(verdict.headline)
        tags = tuple(tag.id for tag in self.practice.codebook.tags)
        last = self.practice.following is None
        self.prompt(VerdictPrompt(verdict, tags, last), self._read)

    def _read(self, result: Given[None] | Way) -> None:
        if result is not Way.SKIPPED:
            return
        if self.practice.following is None:
            self.leave()
            return
        first = self.practice.first
        asked = {each.id for each in self.practice.asked}
        position = next_position(
            self.session.annotations.sentences,
            self.article.cursor,
            lambda each: each.id in asked and each.id not in first,
        )
        if position is not None:
            self.article.move(position)
            self.say(f"{len(asked) - len(first)} left. {NOTHING_KEPT}")

    # Nothing is kept

    def keep(self, change: Change) -> None:
        """Nothing is kept."""

    def saving_state(self) -> tuple[str, bool]:
        """That nothing is kept."""
        return "nothing is kept", False

    def retry_saving(self) -> None:
        """There is nothing to save."""
        self.say(NOTHING_KEPT)

    def save_elsewhere(self, path: str) -> None:
        """There is nothing to save."""
        self.say(NOTHING_KEPT)

    async def begin_next_pass(self) -> None:
        """There are no passes."""
        self.say(NOTHING_KEPT)

    def leave(self) -> None:
        """Show the summary, then close; where nothing was answered, close."""
        if self.practice.first:
            self.app.push_screen(SummaryScreen(self.practice), lambda _: self.app.exit())
        else:
            self.app.exit()


class SummaryScreen(ModalScreen[None]):
    """How the practice went, tag by tag."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,space,ctrl+c", "leave", "Leave", show=False, priority=True)
    ]

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self._practice = practice

    def compose(self) -> ComposeResult:
        """A sentence for the whole, and one for each tag."""
        first, *rest = self._practice.summary_lines
        with VerticalScroll(classes="page"):
            yield Static(safe(first), classes="page-title")
            for line in rest:
                yield Static(safe(line), classes="page-text")
        yield Static(safe("enter: leave; nothing is kept"), classes="page-hint")

    def action_leave(self) -> None:
        """Leave the practice."""
        self.dismiss(None)

"""A desk whose session is kept in a file: saving, what is said of it, and leaving."""

from dataclasses import dataclass
from importlib import import_module

from textual.message import Message

from annotator import collecting
from annotator.model.asking import Asking
from annotator.model.faults import Refused
from annotator.model.session import Change, Session
from annotator.storage.outcomes import Conflicted, Outcome, Saved, SaveFailed
from annotator.tui.actions import actions
from annotator.tui.commands import Keys
from annotator.tui.screens.desk import DeskScreen
from annotator.tui.work import Work


class KeptScreen(DeskScreen):
    """A set under work, in a file of its own.

    It closes with whether the person gave up what is unsaved.
    """

    @dataclass
    class SavingSaid(Message):
        """The saver has something to say; it comes from its thread."""

        result: Outcome

    def __init__(self, work: Work, keys: Keys, asking: Asking) -> None:
        super().__init__(keys, asking)
        self.work = work
        self._saved_revision = 0
        self._trouble = ""

    def on_mount(self) -> None:
        """Say what the person should know, and load what the first keys need."""
        self.work.listen(self.hear)
        if self.work.notices:
            self.say(" ".join(self.work.notices), alarm=self.session.read_only is not None)

    @staticmethod
    def on_article_view_painted() -> None:
        """Load what the first keys need, now that the article stands there."""
        actions()
        import_module("annotator.storage.saver")
        collecting.settle()

    @property
    def session(self) -> Session:
        """The session under work."""
        return self.work.session

    @property
    def text(self) -> str | None:
        """The document's text where it is at hand."""
        return self.work.text

    # Saving

    def keep(self, change: Change) -> None:
        """Have the state that a change led to saved."""
        self.work.save(change.revision)

    def saving_state(self) -> tuple[str, bool]:
        """The state of saving in words, and whether it needs the person."""
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

    def hear(self, outcome: Outcome) -> None:
        """Take in what the saver says, in whichever thread it says it."""
        self.post_message(self.SavingSaid(outcome))

    def on_kept_screen_saving_said(self, event: SavingSaid) -> None:
        """Show how saving went."""
        match event.result:
            case Saved(revision=revision):
                if not self._saved_revision:
                    # With the first save every sentence was rendered, and that stays too.
                    collecting.settle()
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

    # Leaving

    def leave(self) -> None:
        """Close the screen; what is not saved yet is waited for, and what cannot be is asked."""
        self.begin(self._leave())

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
        if self.app.screen_stack[0] is self:
            self.app.exit()
        else:
            self.dismiss(bool(self._trouble))

"""The tagging screen: an editor whose set is saved to its file after every edit."""

import asyncio
from dataclasses import dataclass
from importlib import import_module

from textual.message import Message

from annotator import gc_tuning
from annotator.model.errors import DataError
from annotator.model.prompt_level import PromptSettings
from annotator.model.session import Session, SessionChange
from annotator.storage.save_events import SaveConflict, SaveEvent, SaveFailure, SaveSuccess
from annotator.tui.actions import actions
from annotator.tui.commands import KeyBindings, key_label
from annotator.tui.file_session import FileSession
from annotator.tui.screens.editor import EditorScreen
from annotator.tui.widgets.header_footer import StatusLine

UNSAVED_HINT = "a key, or arrows and enter   escape: stay and go on"
"""What the keys of the box do that says that not everything is saved."""


class FileEditorScreen(EditorScreen):
    """A set under work, in a file of its own.

    It closes with whether the person gave up what is unsaved.
    """

    @dataclass
    class SaveReport(Message):
        """The saver has something to say; it comes from its thread."""

        result: SaveEvent

    def __init__(self, session: FileSession, keys: KeyBindings, prompts: PromptSettings) -> None:
        super().__init__(keys, prompts)
        self.work = session
        self._saved_revision = 0
        self._trouble = ""
        self._said_of_it = ""

    def on_mount(self) -> None:
        """Say what the person should know, and load what the first keys need."""
        self.work.listen(self.post_save_event)
        if self.work.notices:
            self.show_message(" ".join(self.work.notices), alarm=self.session.read_only is not None)

    @staticmethod
    def on_article_view_painted() -> None:
        """Load what the first keys need, now that the article stands there."""
        actions()
        import_module("annotator.storage.saver")
        gc_tuning.resume_collection()

    @property
    def session(self) -> Session:
        """The session under work."""
        return self.work.session

    @property
    def text(self) -> str | None:
        """The document's text where it is at hand."""
        return self.work.text

    # Saving

    def keep(self, change: SessionChange) -> None:
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
        if self.work.path != self.work.open_set.file.path:
            word = f"{word} in {self.work.path.name}"
        return (word if self._saved_revision >= self.session.revision else "saving…"), False

    def post_save_event(self, outcome: SaveEvent) -> None:
        """Take in what the saver says, in whichever thread it says it."""
        self.post_message(self.SaveReport(outcome))

    def on_file_editor_screen_save_report(self, event: SaveReport) -> None:
        """Show how saving went."""
        match event.result:
            case SaveSuccess(revision=revision, path=path):
                if not self._saved_revision:
                    # With the first save every sentence was rendered, and that stays too.
                    gc_tuning.resume_collection()
                self._saved_revision, self._trouble = revision, ""
                if self._said_of_it and self.query_one(StatusLine).words == self._said_of_it:
                    self.show_message(f"All of it is saved now, in {path}.")
                self._said_of_it = ""
            case SaveFailure(reason=reason):
                self._trouble = reason
                again, elsewhere = self._key_of("save"), self._key_of("save_as")
                # What to press stands first: a narrow screen cuts the rest off.
                self._said_of_it = (
                    f"Not saved: {again} tries again, {elsewhere} saves elsewhere. {reason}"
                )
                self.show_message(self._said_of_it, alarm=True)
            case SaveConflict(revision=revision, reason=reason):
                self._saved_revision, self._trouble = revision, ""
                self.show_message(reason, alarm=True)
        self.redraw_header()

    def _key_of(self, command: str) -> str:
        return next(
            key_label(self.keys.keys_of(each)[0]) for each in self.table if each.id == command
        )

    def retry_saving(self) -> None:
        """Try once more to save."""
        self.work.retry()

    def save_elsewhere(self, path: str) -> None:
        """Save to another file from now on."""
        try:
            self.work.save_elsewhere(path)
        except DataError as refusal:
            self.show_message(str(refusal), alarm=True)

    # Leaving

    def leave(self) -> None:
        """Close the screen; what is not saved yet is waited for, and what cannot be is asked."""
        self.begin(self._leave())

    async def _leave(self) -> None:
        if self._trouble:
            from annotator.tui.screens.dialogs import Choice, ChoiceDialog  # noqa: PLC0415 (rarely needed)

            choices = [
                Choice("r", "try again to save", "retry"),
                Choice("w", "save to another file, and go on there", "elsewhere"),
                Choice("k", "keep all of it in a rescue file, and close", "rescue"),
                Choice("d", "close, and lose what is not saved", "drop"),
            ]
            title = f"Not everything is saved: {self._trouble}"
            answer = await self.ask(ChoiceDialog(title, choices, UNSAVED_HINT))
            if answer == "retry":
                self.retry_saving()
            elif answer == "elsewhere":
                self.carry_out("save_as")
            if answer not in {"drop", "rescue"} or not await self._let_go(keep=answer == "rescue"):
                return
        if self.app.screen_stack[0] is self:
            self.app.exit()
        else:
            self.dismiss(bool(self._trouble))

    async def _let_go(self, *, keep: bool) -> bool:
        """Give up saving where it cannot be done; whether what is not saved was kept or given up.

        Args:
            keep: Keep it in a rescue file; where that cannot be written, the screen stays.
        """
        if not keep:
            self.work.given_up = True
            return True
        try:
            await asyncio.to_thread(self.work.rescue)
        except DataError as refusal:
            self.show_message(str(refusal), alarm=True)
            return False
        return True


class TaggingScreen(FileEditorScreen):
    """One annotator's pass over a document, or a key to it."""

    async def begin_next_pass(self) -> None:
        """Go on in a further file where this pass is finished."""
        try:
            self.work = self.work.next_pass()
        except DataError as refusal:
            self.show_message(str(refusal), alarm=True)
            return
        self._saved_revision = 0
        self.work.save(0)
        self.article.show(self.session.annotations, None)
        self.show_message(f"Pass begun in {self.work.path.name}; the one before is kept as it was.")
        self.redraw_header()

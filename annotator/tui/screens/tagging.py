"""The tagging screen: an editor that saves its set to a file after every edit."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from textual.message import Message

from annotator import gc_tuning
from annotator.model.errors import DataError
from annotator.model.prompt_level import PromptSettings
from annotator.model.session import Session, SessionChange
from annotator.model.suggestion_settings import SuggestionSettings
from annotator.storage.save_events import SaveConflict, SaveEvent, SaveFailure, SaveSuccess
from annotator.tui.actions import actions
from annotator.tui.commands import KeyBindings
from annotator.tui.file_session import FileSession
from annotator.tui.screens.editor import EditorScreen

if TYPE_CHECKING:
    from annotator.tui.sentence_suggester import SentenceSuggester

UNSAVED_HINT = "press a key, or ↑ ↓ and enter   escape: keep working"
"""The hint in the dialog about unsaved work."""
_FAILURE = "failure"
"""What the message that saving failed is about."""


class FileEditorScreen(EditorScreen):
    """The editor of a set in its own file.

    When it closes, it returns whether the person gave up unsaved work.
    """

    @dataclass
    class SaveReport(Message):
        """A result of saving. It comes from the saver's thread."""

        result: SaveEvent

    def __init__(self, session: FileSession, keys: KeyBindings, prompts: PromptSettings) -> None:
        super().__init__(keys, prompts)
        self.work = session
        self._saved_revision = 0
        self._trouble = ""
        self.arrival_message = ""
        self.open_other: Callable[[int | None], Awaitable[None]] | None = None

    @property
    def suggestion_settings(self) -> SuggestionSettings:
        """Which suggestions are shown, and how."""
        return self.work.open_set.suggestion_settings

    @cached_property
    def suggester(self) -> "SentenceSuggester":
        """What is suggested for sentences. It is loaded after the article is painted."""
        from annotator.tui.sentence_suggester import SentenceSuggester  # noqa: PLC0415

        opened = self.work.open_set
        return SentenceSuggester(
            self.suggestion_settings, opened.suggestions, opened.suggested_tags
        )

    def on_mount(self) -> None:
        """Show the messages for the person, and listen to the saver."""
        self.work.listen(self.post_save_event)
        read_only = self.why_not("tag:")
        notices = (*([read_only] if read_only else []), *self.work.open_set.notices)
        if notices:
            self.show_message(" ".join(notices), alarm=read_only is not None)
        elif self.arrival_message:
            self.show_message(self.arrival_message)

    @staticmethod
    def on_article_view_painted() -> None:
        """Load what the first keys need, after the article is painted."""
        actions()
        import_module("annotator.storage.saver")
        gc_tuning.resume_collection()

    @property
    def session(self) -> Session:
        """The current session."""
        return self.work.session

    @property
    def text(self) -> str | None:
        """The document's text, or None if it is not available."""
        return self.work.text

    def why_not(self, asks: str) -> str | None:
        """Why a command cannot run now, and what to do for a finished pass."""
        reason = super().why_not(asks)
        if reason is None or not (self.work.may_begin_next_pass or self.session.read_only is None):
            return reason
        if asks == "finish":
            return None
        key = self._key_of("finish")
        what = "begin" if self.session.read_only is not None else "reopen it or begin"
        return f"This pass is finished and read-only. Press {key} to {what} the next pass."

    # Saving

    def keep(self, change: SessionChange) -> None:
        """Save the state after a change."""
        self.work.save(change.revision)

    def saving_state(self) -> tuple[str, bool]:
        """The state of saving in words, and whether the person has to act."""
        if self.session.read_only is not None:
            return "read-only", True
        if self._trouble:
            return "NOT SAVED", True
        status = self.session.annotations.status
        word = f"{status}, saved" if status else "saved"
        # If the set is saved to another file than the one that was opened, that file is named.
        if self.work.path != self.work.open_set.file.path:
            word = f"{word} in {self.work.path.name}"
        return (word if self._saved_revision >= self.session.revision else "saving…"), False

    def post_save_event(self, outcome: SaveEvent) -> None:
        """Pass on a result of saving. It may be called in any thread."""
        self.post_message(self.SaveReport(outcome))

    def on_file_editor_screen_save_report(self, event: SaveReport) -> None:
        """Show the result of saving."""
        match event.result:
            case SaveSuccess(revision=revision, path=path):
                if not self._saved_revision:
                    # The first save rendered every sentence, and those results also stay in memory.
                    gc_tuning.resume_collection()
                self._saved_revision, self._trouble = revision, ""
                self.end_message(_FAILURE, f"All of your work is saved now, in {path}.")
            case SaveFailure(reason=reason):
                self._trouble = reason
                again, elsewhere = self._key_of("save"), self._key_of("save_as")
                # The keys come first, because a narrow screen cuts off the rest.
                self.show_message(
                    f"Not saved. Press {again} to try again, {elsewhere} to save elsewhere. "
                    f"{reason}",
                    alarm=True,
                    about=_FAILURE,
                )
            case SaveConflict(revision=revision, reason=reason):
                self._saved_revision, self._trouble = revision, ""
                self.show_message(reason, alarm=True)
        self.redraw_header()

    def _key_of(self, command: str) -> str:
        return self.keys.label_of(command, self.table)

    def retry_saving(self) -> None:
        """Try again to save."""
        self.work.retry()

    def save_elsewhere(self, path: str) -> None:
        """Save to another file from now on."""
        try:
            self.work.save_elsewhere(path)
        except DataError as refusal:
            self.show_message(str(refusal), alarm=True)

    # Leaving

    def open_document(self, steps: int | None) -> None:
        """Save, and open another document of the project.

        Args:
            steps: How many documents further. None opens the next one that is not done.
        """
        if self.open_other is None:
            super().open_document(steps)
        else:
            self.begin(self.open_other(steps))

    def leave(self) -> None:
        """Close the screen after saving. If saving fails, ask what to do."""
        self.begin(self._leave())

    async def _leave(self) -> None:
        if self._trouble:
            from annotator.tui.screens.dialogs import Choice, ChoiceDialog  # noqa: PLC0415 (rarely needed)

            choices = [
                Choice("r", "try again to save", "retry"),
                Choice("w", "save to another file from now on", "elsewhere"),
                Choice("k", "save all of your work to a rescue file, then close", "rescue"),
                Choice("d", "close and lose what is not saved", "drop"),
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
        """Give up saving. Gives whether the screen may close.

        Args:
            keep: Save to a rescue file. If that cannot be written, the screen stays open.
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
    """The editor of one annotator's pass over a document, or of its answer key."""

    async def begin_next_pass(self) -> None:
        """Begin the next pass in a file of its own, if this pass is finished."""
        try:
            self.work = self.work.next_pass()
        except DataError as refusal:
            self.show_message(str(refusal), alarm=True)
            return
        self._saved_revision = 0
        del self.suggester
        self.work.save(0)
        self.article.show(self.session.annotations, None)
        self.begin_suggestions()
        self.show_message(
            f"Began the next pass in {self.work.path.name}. The previous pass is unchanged."
        )
        self.redraw_header()

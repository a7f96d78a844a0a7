"""An open annotation set on the screen: its session, its file and the saver between them."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from annotator.model.errors import DataError
from annotator.model.session import Session
from annotator.project.open_set import OpenSet, open_next_pass
from annotator.storage.save_events import SaveEvent
from annotator.storage.sets import SetRenderer

if TYPE_CHECKING:
    from annotator.model.session import Attention
    from annotator.storage.saver import Saver


class FileSession:
    """An opened set in a session. It is saved unless it is read-only.

    Args:
        open_set: The set as it was opened.

    Attributes:
        rescue_file: The file with work that could not be saved, or None.
        given_up: Whether the person gave up work that could not be saved.
    """

    def __init__(self, open_set: OpenSet) -> None:
        self.open_set = open_set
        self.session = Session(
            open_set.annotations,
            open_set.codebook,
            open_set.read_only_reason,
            open_set.segmentation_lock_reason,
            _attention() if open_set.record_times else None,
        )
        self._saver: Saver | None = None
        self._hear: Callable[[SaveEvent], None] | None = None
        self._rescuing = Lock()
        self.rescue_file: Path | None = None
        self.given_up = False

    @property
    def path(self) -> Path:
        """The file of the set."""
        return self._saver.path if self._saver is not None else self.open_set.file.path

    @property
    def text(self) -> str | None:
        """The document's text, or None if it is not available."""
        return self.open_set.text

    @property
    def may_begin_next_pass(self) -> bool:
        """Whether the set was opened as a finished pass, after which the next one may begin."""
        return self.open_set.may_begin_next_pass

    def listen(self, hear: Callable[[SaveEvent], None]) -> None:
        """Call `hear` with each result of saving, in the saver's thread."""
        self._hear = hear

    def save(self, revision: int) -> None:
        """Save the state of the session as this revision."""
        if self.session.read_only is not None:
            return
        if self._saver is None:
            from annotator.storage.saver import Saver  # noqa: PLC0415 (the article is painted first)

            open_set = self.open_set
            render = SetRenderer().render
            self._saver = Saver(open_set.file.path, open_set.fingerprint, render, self._report)
        self._saver.save(self.session.annotations, revision)

    def _report(self, outcome: SaveEvent) -> None:
        if self._hear is not None:
            self._hear(outcome)

    def retry(self) -> None:
        """Try again to save what could not be saved."""
        if self._saver is not None:
            self._saver.retry()

    def save_elsewhere(self, path: str) -> None:
        """Save to another file from now on.

        Raises:
            DataError: A file with this name exists, or the set cannot be saved there.
        """
        if self._saver is None:
            self.save(self.session.revision)
        if self._saver is not None:
            self._saver.save_elsewhere(Path(path).expanduser())

    def next_pass(self) -> "FileSession":
        """The pass after this finished one, opened. This one is closed.

        Raises:
            DataError: Its file cannot be created, or this pass is not fully saved.
        """
        if not self.flush():
            raise DataError("This pass is not saved yet, so the next one cannot begin.")
        self.close()
        following = self.open_set._replace(
            annotations=self.session.annotations, read_only_reason=None
        )
        session = FileSession(open_next_pass(following))
        session._hear = self._hear
        return session

    def flush(self) -> bool:
        """Wait for saving to end. Gives whether everything is saved."""
        return self._saver.wait() if self._saver is not None else True

    def rescue(self) -> Path | None:
        """Save work that could not be saved to a rescue file. A second call gives the same file.

        Returns:
            The file. None if there is nothing to rescue, or the person gave the work up.

        Raises:
            DataError: No folder can be written to.
        """
        with self._rescuing:
            if self.rescue_file is None and self._saver is not None and not self.given_up:
                self.rescue_file = self._saver.rescue()
            return self.rescue_file

    def close(self, timeout: float | None = None) -> bool:
        """Wait for saving to end, and release the file. Gives whether everything is saved.

        Args:
            timeout: In seconds. None waits as long as the disk takes.
        """
        saved = self._saver.close(timeout) if self._saver is not None else True
        if self.open_set.write_lock is not None:
            self.open_set.write_lock.release()
        return saved


def _attention() -> "Attention":
    # Most projects do not record times, and a single article never does.
    from annotator.model.session import Attention  # noqa: PLC0415

    return Attention(monotonic)


def unsaved_message(path: Path, rescued: Path | None) -> str:
    """The message if the last edits are not in the file at `path`."""
    if rescued is None:
        return f"{path}: your last edits are NOT saved."
    return (
        f"{path}: your last edits are not in this file. All of your work is in {rescued}. "
        "Copy that file where you want it, and open it to continue."
    )

"""The saving thread: it writes every state of a set to the file, always the latest first."""

import atexit
import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.model.annotation import AnnotationSet
from annotator.model.errors import DataError, Problem, ProblemCollector
from annotator.storage import files
from annotator.storage.files import ChangedElsewhereError, Fingerprint, UncertainSaveError
from annotator.storage.save_events import SaveConflict, SaveEvent, SaveFailure, SaveSuccess
from annotator.storage.settings import settings_path
from annotator.storage.system import SYSTEM, System, make_folder

RESCUE_NAME = "rescued"
"""The folder next to the settings for work that could not be saved in its place."""


@dataclass(frozen=True, slots=True)
class _SetRevision:
    annotations: AnnotationSet
    revision: int


@dataclass(frozen=True, slots=True)
class _Target:
    """Where to save, the fingerprint expected there, and whether it is known to be durable."""

    path: Path
    fingerprint: Fingerprint | None
    lasting: bool = False


class Saver:
    """Saves in a thread of its own. Only `wait` and `close` block.

    Args:
        path: The file, as the person would type it.
        fingerprint: The file's fingerprint when it was read; None for a new file.
        render: Returns a file's bytes for a set. Called in the saver's thread.
        report: Called with each outcome, in the saver's thread. It must not call `wait` or `close`.
        system: The system calls.
    """

    def __init__(
        self,
        path: Path,
        fingerprint: Fingerprint | None,
        render: Callable[[AnnotationSet], bytes],
        report: Callable[[SaveEvent], None],
        system: System = SYSTEM,
    ) -> None:
        self._target = _Target(path, fingerprint)
        self._render = render
        self._report = report
        self._system = system
        self._changed = threading.Condition()
        self._waiting: _SetRevision | None = None
        self._unsaved: _SetRevision | None = None
        self._latest: _SetRevision | None = None
        self._busy = self._closing = False
        self._thread: threading.Thread | None = None
        self._process = os.getpid()

    @property
    def path(self) -> Path:
        """The path of the next save: the file, its conflict copy, or another chosen file."""
        return self._target.path

    @property
    def pending(self) -> bool:
        """Whether some work is not saved yet, or could not be saved."""
        return self._unsaved is not None

    def save(self, annotations: AnnotationSet, revision: int) -> None:
        """Save this state. It replaces a state that is still waiting.

        Args:
            annotations: The state.
            revision: Its number, higher than all before. The newest number again is ignored.

        Raises:
            ValueError: The revision is older than one passed before. RuntimeError: The saver is
            closed, or belongs to another process.
        """
        self._refuse_other_process()
        with self._changed:
            if self._closing:
                raise RuntimeError("The saver is closed.")
            newest = self._latest.revision if self._latest else -1
            if revision < newest:
                raise ValueError(f"Revision {revision} was passed after revision {newest}.")
            if revision > newest:
                self._queue(_SetRevision(annotations, revision))

    def retry(self) -> None:
        """Try again to save work that could not be saved."""
        self._refuse_other_process()
        with self._changed:
            if self._unsaved is not None and not self._closing:
                self._queue(replace(self._unsaved))

    def save_elsewhere(self, path: Path, fingerprint: Fingerprint | None = None) -> None:
        """Save the newest state to another file, and use that file from now on.

        Args:
            path: The other file. If it cannot be written, the saver keeps trying there.
            fingerprint: The fingerprint of an existing file that may be replaced; None for a new
                file.

        Raises:
            DataError: The file exists, and there is no fingerprint of it. Nothing has changed.
        """
        self._refuse_other_process()
        if fingerprint is None and os.path.lexists(path):
            raise DataError(Problem("This file already exists. Choose another name.", str(path)))
        with self._changed:
            self._target = _Target(path, fingerprint)
            if self._latest is not None:
                self._queue(replace(self._latest))

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until nothing is being saved. Returns whether everything is saved.

        Args:
            timeout: In seconds. None waits as long as necessary.
        """
        self._refuse_other_process()
        with self._changed:
            self._changed.wait_for(lambda: self._waiting is None and not self._busy, timeout)
            return self._unsaved is None

    def close(self, timeout: float | None = None) -> bool:
        """Save what is waiting and end the thread. Returns whether everything is saved.

        Args:
            timeout: In seconds. None waits as long as necessary.
        """
        atexit.unregister(self.close)
        if os.getpid() != self._process:
            return False
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(timeout)
        return self._unsaved is None

    def rescue(self) -> Path | None:
        """Write unsaved work to a new file in any folder that is writable.

        Nothing else changes: unsaved work is still unsaved. It can be called after `close`.

        Returns:
            The file; None if everything is saved.

        Raises:
            DataError: No folder is writable. The error has the reason for each.
        """
        with self._changed:
            work, name = self._unsaved, self._target.path.name
        if work is None:
            return None
        refused = ProblemCollector()
        data = self._render(work.annotations)
        for folder in _rescue_folders():
            with refused:
                make_folder(folder)
                return files.save_copy(folder / name, data, self._system, word=RESCUE_NAME)
        raise DataError(refused.problems)

    def _refuse_other_process(self) -> None:
        # A forked child has the saver but not its thread, and would silently save nothing.
        if os.getpid() != self._process:
            raise RuntimeError("A saver works only in the process that made it.")

    def _queue(self, work: _SetRevision) -> None:
        self._waiting = self._unsaved = self._latest = work
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="saver", daemon=True)
            self._thread.start()
            # A program that ends without closing its saver loses nothing.
            atexit.register(self.close)
        self._changed.notify_all()

    def _run(self) -> None:
        while (work := self._next()) is not None:
            target = self._target
            after, outcome = self._attempt(work, target)
            self._finish(work, target, after, outcome)

    def _next(self) -> _SetRevision | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting is not None or self._closing)
            work, self._waiting = self._waiting, None
            self._busy = work is not None
            return work

    def _finish(
        self, work: _SetRevision, before: _Target, after: _Target, outcome: SaveEvent
    ) -> None:
        with self._changed:
            # Unless the person has chosen another file in the meantime.
            if self._target is before:
                self._target = after
            if self._unsaved is work and not isinstance(outcome, SaveFailure):
                self._unsaved = None
        # A closed screen must not end the saving.
        with suppress(Exception):
            self._report(outcome)
        with self._changed:
            self._busy = False
            self._changed.notify_all()

    def _attempt(self, work: _SetRevision, target: _Target) -> tuple[_Target, SaveEvent]:
        try:
            return self._write(self._render(work.annotations), work.revision, target)
        except UncertainSaveError as problem:
            uncertain = _Target(target.path, problem.fingerprint)
            return uncertain, SaveFailure(work.revision, str(problem))
        except DataError as problem:
            return target, SaveFailure(work.revision, str(problem))
        except Exception as error:  # noqa: BLE001 (the thread must survive an error in rendering)
            cause = f"{type(error).__name__}: {error}"
            reason = f"{target.path}: Cannot save: a bug in the program ({cause}). Report it."
            return target, SaveFailure(work.revision, reason)

    def _write(self, data: bytes, revision: int, target: _Target) -> tuple[_Target, SaveEvent]:
        known = Fingerprint.from_bytes(data)
        saved = _Target(target.path, known, lasting=True)
        if saved == target and files.has_fingerprint(target.path, known, self._system):
            return target, SaveSuccess(revision, target.path)
        try:
            files.replace_file(target.path, data, target.fingerprint, self._system)
        except ChangedElsewhereError as change:
            copy = files.save_copy(target.path, data, self._system)
            return replace(saved, path=copy), SaveConflict(revision, copy, str(change))
        return saved, SaveSuccess(revision, target.path)


def _rescue_folders() -> Iterator[Path]:
    """Folders for work that could not be saved in its place: settings, home, temporary folder."""
    yield settings_path().parent / RESCUE_NAME
    yield Path.home()
    with suppress(OSError):
        # Other users can read the system's temporary folder, but not a folder made there like this.
        yield Path(tempfile.mkdtemp(prefix="annotator-"))

"""The saving thread: every state that the person reaches goes to the file, the latest first."""

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
"""The folder beside the settings where work is kept that its own disk refused, and its mark."""


@dataclass(frozen=True, slots=True)
class _SetRevision:
    annotations: AnnotationSet
    revision: int


@dataclass(frozen=True, slots=True)
class _Target:
    """Where to save, what should be there, and whether we know that it will last."""

    path: Path
    fingerprint: Fingerprint | None
    lasting: bool = False


class Saver:
    """Saves in a thread of its own; no method but `wait` and `close` ever takes time.

    Args:
        path: The file, as the person would type it.
        fingerprint: Of the file as it was read; None where there was none.
        render: Makes a file's bytes of a set; called in the saver's thread.
        report: Is told each outcome, in the saver's thread; it must neither wait nor close.
        system: The calls to write with.
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
        """Where the next save goes: the file, its conflict copy, or what was chosen instead."""
        return self._target.path

    @property
    def pending(self) -> bool:
        """Whether there is work that is not saved yet, or could not be."""
        return self._unsaved is not None

    def save(self, annotations: AnnotationSet, revision: int) -> None:
        """Have this state saved; a state that is still waiting gives way to it.

        Args:
            annotations: The state.
            revision: Its number, higher than those before; the newest again is ignored.

        Raises:
            ValueError: A newer revision was handed in before.
            RuntimeError: The saver is closed, or belongs to the process that this one left.
        """
        self._refuse_other_process()
        with self._changed:
            if self._closing:
                raise RuntimeError("the saver is closed")
            newest = self._latest.revision if self._latest else -1
            if revision < newest:
                raise ValueError(f"revision {revision} comes after revision {newest}")
            if revision > newest:
                self._queue(_SetRevision(annotations, revision))

    def retry(self) -> None:
        """Try again to save what could not be saved; nothing where there is no such work."""
        self._refuse_other_process()
        with self._changed:
            if self._unsaved is not None and not self._closing:
                self._queue(replace(self._unsaved))

    def save_elsewhere(self, path: Path, fingerprint: Fingerprint | None = None) -> None:
        """Save the newest state to another file, and go on there.

        Args:
            path: The other file; where it cannot be written, saving goes on trying there.
            fingerprint: Of a file that is there and may be replaced, just read; None for a new
                file.

        Raises:
            DataError: There is a file already, and no fingerprint of it; nothing has changed.
        """
        self._refuse_other_process()
        if fingerprint is None and os.path.lexists(path):
            raise DataError(Problem("there is a file of this name; choose another name", str(path)))
        with self._changed:
            self._target = _Target(path, fingerprint)
            if self._latest is not None:
                self._queue(replace(self._latest))

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until nothing is on its way; whether all that was handed in is saved.

        Args:
            timeout: In seconds; None waits as long as the disk takes.
        """
        self._refuse_other_process()
        with self._changed:
            self._changed.wait_for(lambda: self._waiting is None and not self._busy, timeout)
            return self._unsaved is None

    def close(self, timeout: float | None = None) -> bool:
        """Save what is waiting and end the thread; whether all that was handed in is saved.

        Args:
            timeout: In seconds; None waits as long as the disk takes.
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
        """Write what could not be saved to a new file in a folder that takes it.

        Nothing else changes: what is to be saved is still to be saved. It may be called after
        `close`.

        Returns:
            The file; None where all is saved.

        Raises:
            DataError: No folder takes it, with the reason of each.
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
        # A forked child has the saver but not its thread, and would save nothing without a word.
        if os.getpid() != self._process:
            raise RuntimeError("a saver works in the process that made it")

    def _queue(self, work: _SetRevision) -> None:
        self._waiting = self._unsaved = self._latest = work
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="saver", daemon=True)
            self._thread.start()
            # A program that ends without closing its saver still loses nothing.
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
            # Unless the person has chosen another file meanwhile.
            if self._target is before:
                self._target = after
            if self._unsaved is work and not isinstance(outcome, SaveFailure):
                self._unsaved = None
        # A screen that has gone must not end the saving.
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
        except Exception as error:  # noqa: BLE001 (the thread must outlive a fault in rendering)
            fault = f"{type(error).__name__}: {error}"
            reason = f"{target.path}: cannot be saved: a fault in the program ({fault}); report it"
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
    """Where work may be kept that its own disk refused: with the settings, at home, for a while."""
    yield settings_path().parent / RESCUE_NAME
    yield Path.home()
    with suppress(OSError):
        # Others may look into the system's folder, but not into one made there like this.
        yield Path(tempfile.mkdtemp(prefix="annotator-"))

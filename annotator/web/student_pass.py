"""A student's pass in memory: the set being tagged, its session, its saver, and edit receipts."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.model.annotation import AnnotationSet, Status
from annotator.model.changes import Edit
from annotator.model.edits import SetStatus
from annotator.model.errors import DataError
from annotator.model.session import Session, SessionChange
from annotator.project.locate import Target
from annotator.project.open_set import OpenSet, lock_set, open_for_tagging, open_next_pass
from annotator.storage import strict_yaml
from annotator.storage.files import replace_file
from annotator.storage.save_events import SaveConflict, SaveEvent, SaveFailure
from annotator.storage.saver import Saver
from annotator.storage.sets import SetRenderer, render
from annotator.web.page_edits import (
    EditNumberError,
    MalformedEditError,
    PageEdit,
    Receipts,
    decision_json,
    parse_edit,
    read_receipts,
)

SAVE_SECONDS = 20.0
"""How long a save may take before the student sees a message."""


class NotSavedError(Exception):
    """The edit is in memory but not on the disk. Sending it again repeats the save."""


class StudentPass:
    """One student's work on one pass. Its methods wait for the disk and must not run concurrently.

    Args:
        open_set: The set as opened.
        receipts: The receipts of its edits, and the sentence that the student was at.
        status: The status to write into the file, if it must not change.
    """

    def __init__(self, open_set: OpenSet, receipts: Receipts, status: Status | None = None) -> None:
        self.number = open_set.file.number
        self._opened = open_set
        self._session = Session(
            open_set.annotations, open_set.codebook, _read_only_reason(open_set)
        )
        self.receipts = receipts
        self.conflict: str | None = None
        self._failure = ""
        renderer = SetRenderer()
        self._saver = Saver(
            open_set.file.path,
            open_set.fingerprint,
            lambda annotations: (
                renderer.render(_with_status(annotations, status)) + self.receipts.line
            ),
            self._hear,
        )

    @property
    def annotations(self) -> AnnotationSet:
        """The set as it is now."""
        return self._session.annotations

    @property
    def read_only_reason(self) -> str | None:
        """Why the pass is read-only, or None."""
        return self._session.read_only

    def has_edit(self, page_edit: PageEdit) -> bool:
        """Whether this edit was already counted.

        Raises:
            EditNumberError: The number cannot belong to this edit.
            MalformedEditError: In addition, the edit is impossible under any number.
        """
        try:
            return self.receipts.contains(page_edit.page, page_edit.number, page_edit.digest)
        except EditNumberError:
            self._refuse_malformed(page_edit)
            raise

    def apply_edit(self, page_edit: PageEdit) -> None:
        """Apply an edit and wait until it is on the disk. Applying it again changes nothing.

        Raises:
            EditNumberError: The number cannot belong to this edit. Nothing has changed.
            DataError: The edit is impossible. Nothing has changed.
            NotSavedError: The edit is not on the disk.
        """
        if not self.has_edit(page_edit):
            change = self._session.apply(self._edit(page_edit))
            at = page_edit.at if page_edit.at in self.annotations.positions else self.receipts.at
            self.receipts = self.receipts.with_edit(
                page_edit.page, page_edit.number, page_edit.digest, at
            )
            self._save(change)
        self._wait()

    def check_edit(self, page_edit: PageEdit) -> None:
        """Raise DataError if an edit is impossible on this set."""
        self._edit(page_edit).apply(self.annotations, self._session.codebook)

    def _refuse_malformed(self, page_edit: PageEdit) -> None:
        try:
            self.check_edit(page_edit)
        except DataError as refused:
            raise MalformedEditError(str(refused)) from None

    def decision_json(self, sentence: str) -> Mapping[str, Any]:
        """The decisions on a sentence, as pages get them."""
        return decision_json(self.annotations.sentence(sentence))

    def carry_over(self, page_edit: PageEdit, before: Mapping[str, Any]) -> None:
        """Repeat a late edit of an earlier pass, unless this pass has changed the sentence since.

        Args:
            page_edit: The edit.
            before: The decisions on the sentence in the earlier pass, before the edit.

        Raises:
            NotSavedError: The edit is not on the disk.
        """
        if self.decision_json(page_edit.sentence) == before:
            self._save(self._session.apply(self._edit(page_edit)))
        self._wait()

    def _edit(self, page_edit: PageEdit) -> Edit:
        return parse_edit(page_edit.message, self.annotations, self._session.codebook)

    def _save(self, change: SessionChange | None) -> None:
        if change is not None:
            self._saver.save(self.annotations, change.revision)

    def finish(self) -> None:
        """Mark this pass finished and wait until it is on the disk.

        Raises:
            NotSavedError: The pass is not on the disk.
        """
        if self.read_only_reason is not None or self.annotations.status is not None:
            return
        self._save(self._session.apply(SetStatus(Status.FINISHED)))
        self._wait()

    def close(self) -> bool:
        """Save unsaved edits and release the file. Returns whether everything is saved."""
        saved = self._saver.close(SAVE_SECONDS)
        if self._opened.write_lock is not None:
            self._opened.write_lock.release()
        return saved

    def _wait(self) -> None:
        if self._saver.pending and self._failure:
            self._saver.retry()
        if not self._saver.wait(SAVE_SECONDS):
            raise NotSavedError(self._failure or "the disk is slow")

    def _hear(self, outcome: SaveEvent) -> None:
        self._failure = outcome.reason if isinstance(outcome, SaveFailure) else ""
        if isinstance(outcome, SaveConflict):
            self.conflict = outcome.copy_path.name


def open_pass(target: Target, number: int) -> StudentPass:
    """A student's pass with this number. Finishes the passes before it first.

    Args:
        target: The project, its document, and the student's name.
        number: The number of the pass, from 1. If later passes exist, the last one is opened.

    Raises:
        DataError: The set is invalid or cannot be written.
    """
    open_set = open_for_tagging(target)
    receipts = _receipts_of(open_set)
    while open_set.file.number < number:
        open_set = open_next_pass(_finish_pass(open_set, receipts))
    return StudentPass(open_set, receipts)


def open_earlier_pass(path: Path) -> StudentPass:
    """A pass that has ended, opened for a late edit.

    Args:
        path: The pass's file. Nobody works on it, and it keeps its status.

    Raises:
        DataError: The set does not exist, is invalid, or cannot be written.
    """
    open_set = open_for_tagging(Target(str(path)))
    receipts, status = _receipts_of(open_set), open_set.annotations.status
    if open_set.write_lock is None and status is not None:
        annotations = replace(open_set.annotations, status=None)
        open_set = lock_set(open_set._replace(annotations=annotations, read_only_reason=None))
    return StudentPass(open_set, receipts, status)


def _with_status(annotations: AnnotationSet, status: Status | None) -> AnnotationSet:
    return annotations if status is None else replace(annotations, status=status)


def _finish_pass(open_set: OpenSet, receipts: Receipts) -> OpenSet:
    """Finish a pass on the disk and release its file. Returns the finished set."""
    annotations = open_set.annotations
    if annotations.status is None:
        if open_set.read_only_reason is not None:
            raise DataError(open_set.read_only_reason)
        annotations = replace(annotations, status=Status.FINISHED)
        data = render(annotations) + receipts.line
        replace_file(open_set.file.path, data, open_set.fingerprint)
    if open_set.write_lock is not None:
        open_set.write_lock.release()
    return open_set._replace(annotations=annotations, read_only_reason=None, write_lock=None)


def _receipts_of(open_set: OpenSet) -> Receipts:
    if open_set.fingerprint is None:
        return Receipts()
    return read_receipts(strict_yaml.read_bytes(open_set.file.path))


def _read_only_reason(open_set: OpenSet) -> str | None:
    if open_set.read_only_reason is not None:
        return open_set.read_only_reason
    if open_set.reanchored is not None:
        return (
            "The article has changed since this was tagged. Your teacher can carry the tags over."
        )
    if open_set.other_codebook:
        return "This was tagged with a codebook that the project no longer uses. Tell your teacher."
    return None

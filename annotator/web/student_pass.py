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
"""For how many seconds a disk may take its time before the student is told."""


class NotSavedError(Exception):
    """The edit is kept in memory and not on the disk; sent again, it is tried again."""


class StudentPass:
    """One student's work on one pass. Its methods wait for the disk; one at a time is called.

    Args:
        open_set: The set as it was opened.
        receipts: Which edits it holds, and where the student was.
        status: What the set is marked when it is written, whatever is done to it.
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
        """Why nothing can be changed here, or None."""
        return self._session.read_only

    def has_edit(self, page_edit: PageEdit) -> bool:
        """Whether this very edit was counted already.

        Raises:
            EditNumberError: Its number cannot be its own.
            MalformedEditError: Nor is it an edit that could be carried out under any other.
        """
        try:
            return self.receipts.contains(page_edit.page, page_edit.number, page_edit.digest)
        except EditNumberError:
            self._refuse_malformed(page_edit)
            raise

    def apply_edit(self, page_edit: PageEdit) -> None:
        """Carry out an edit, and come back when it is on the disk; a second time changes nothing.

        Raises:
            EditNumberError: Its number cannot be its own, and nothing has changed.
            DataError: The edit is impossible, and nothing has changed.
            NotSavedError: It is not on the disk.
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
        """Raise Refused where an edit cannot be carried out on this set."""
        self._edit(page_edit).apply(self.annotations, self._session.codebook)

    def _refuse_malformed(self, page_edit: PageEdit) -> None:
        try:
            self.check_edit(page_edit)
        except DataError as refused:
            raise MalformedEditError(str(refused)) from None

    def decision_json(self, sentence: str) -> Mapping[str, Any]:
        """What was decided of a sentence, as pages are told it."""
        return decision_json(self.annotations.sentence(sentence))

    def carry_over(self, page_edit: PageEdit, before: Mapping[str, Any]) -> None:
        """Do what was done late in an earlier pass, where nothing was decided otherwise since.

        Args:
            page_edit: The edit.
            before: What the earlier pass had decided of the sentence.

        Raises:
            NotSavedError: It is not on the disk.
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
        """Mark this pass finished, with all of it on the disk.

        Raises:
            NotSavedError: It is not on the disk.
        """
        if self.read_only_reason is not None or self.annotations.status is not None:
            return
        self._save(self._session.apply(SetStatus(Status.FINISHED)))
        self._wait()

    def close(self) -> bool:
        """Save what is waiting and give the file free; whether all of it is saved."""
        saved = self._saver.close(SAVE_SECONDS)
        if self._opened.write_lock is not None:
            self._opened.write_lock.release()
        return saved

    def _wait(self) -> None:
        if self._saver.pending and self._failure:
            self._saver.retry()
        if not self._saver.wait(SAVE_SECONDS):
            raise NotSavedError(self._failure or "the disk takes very long")

    def _hear(self, outcome: SaveEvent) -> None:
        self._failure = outcome.reason if isinstance(outcome, SaveFailure) else ""
        if isinstance(outcome, SaveConflict):
            self.conflict = outcome.copy_path.name


def open_pass(target: Target, number: int) -> StudentPass:
    """A student's desk at the pass `number`; the passes before it are finished first.

    Args:
        target: The project, its document, and the student's name.
        number: From 1; where later passes are there already, the last of them.

    Raises:
        DataError: The set is faulty, or cannot be written.
    """
    open_set = open_for_tagging(target)
    receipts = _receipts_of(open_set)
    while open_set.file.number < number:
        open_set = open_next_pass(_finish_pass(open_set, receipts))
    return StudentPass(open_set, receipts)


def open_earlier_pass(path: Path) -> StudentPass:
    """The desk of a pass that is over, which takes an edit that comes late.

    Args:
        path: The pass's file, which nobody works on; it keeps its status.

    Raises:
        DataError: The set is not there, is faulty, or cannot be written.
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
    """The set with its pass finished, on the disk and given free."""
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
        return "the article's text has changed since this was tagged; `annotator tag` carries over"
    if open_set.other_codebook:
        return "this was tagged by another codebook than the project has now"
    return None

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
        opened: The set as it was opened.
        receipts: Which edits it holds, and where the student was.
        status: What the set is marked when it is written, whatever is done to it.
    """

    def __init__(self, opened: OpenSet, counted: Receipts, status: Status | None = None) -> None:
        self.number = opened.file.number
        self._opened = opened
        self._session = Session(opened.annotations, opened.codebook, _read_only_reason(opened))
        self.receipts = counted
        self.conflict: str | None = None
        self._failure = ""
        renderer = SetRenderer()
        self._saver = Saver(
            opened.file.path,
            opened.fingerprint,
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

    def has_edit(self, sent: PageEdit) -> bool:
        """Whether this very edit was counted already.

        Raises:
            EditNumberError: Its number cannot be its own.
            MalformedEditError: Nor is it an edit that could be carried out under any other.
        """
        try:
            return self.receipts.contains(sent.page, sent.number, sent.digest)
        except EditNumberError:
            self._refuse_malformed(sent)
            raise

    def apply_edit(self, sent: PageEdit) -> None:
        """Carry out an edit, and come back when it is on the disk; a second time changes nothing.

        Raises:
            EditNumberError: Its number cannot be its own, and nothing has changed.
            DataError: The edit is impossible, and nothing has changed.
            NotSavedError: It is not on the disk.
        """
        if not self.has_edit(sent):
            change = self._session.apply(self._edit(sent))
            at = sent.at if sent.at in self.annotations.positions else self.receipts.at
            self.receipts = self.receipts.with_edit(sent.page, sent.number, sent.digest, at)
            self._save(change)
        self._wait()

    def check_edit(self, sent: PageEdit) -> None:
        """Raise Refused where an edit cannot be carried out on this set."""
        self._edit(sent).apply(self.annotations, self._session.codebook)

    def _refuse_malformed(self, sent: PageEdit) -> None:
        try:
            self.check_edit(sent)
        except DataError as refused:
            raise MalformedEditError(str(refused)) from None

    def decision_json(self, sentence: str) -> Mapping[str, Any]:
        """What was decided of a sentence, as pages are told it."""
        return decision_json(self.annotations.sentence(sentence))

    def carry_over(self, sent: PageEdit, before: Mapping[str, Any]) -> None:
        """Do what was done late in an earlier pass, where nothing was decided otherwise since.

        Args:
            sent: The edit.
            before: What the earlier pass had decided of the sentence.

        Raises:
            NotSavedError: It is not on the disk.
        """
        if self.decision_json(sent.sentence) == before:
            self._save(self._session.apply(self._edit(sent)))
        self._wait()

    def _edit(self, sent: PageEdit) -> Edit:
        return parse_edit(sent.message, self.annotations, self._session.codebook)

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
    opened = open_for_tagging(target)
    counted = _receipts_of(opened)
    while opened.file.number < number:
        opened = open_next_pass(_finish_pass(opened, counted))
    return StudentPass(opened, counted)


def open_earlier_pass(path: Path) -> StudentPass:
    """The desk of a pass that is over, which takes an edit that comes late.

    Args:
        path: The pass's file, which nobody works on; it keeps its status.

    Raises:
        DataError: The set is not there, is faulty, or cannot be written.
    """
    opened = open_for_tagging(Target(str(path)))
    counted, status = _receipts_of(opened), opened.annotations.status
    if opened.write_lock is None and status is not None:
        annotations = replace(opened.annotations, status=None)
        opened = lock_set(opened._replace(annotations=annotations, read_only_reason=None))
    return StudentPass(opened, counted, status)


def _with_status(annotations: AnnotationSet, status: Status | None) -> AnnotationSet:
    return annotations if status is None else replace(annotations, status=status)


def _finish_pass(opened: OpenSet, counted: Receipts) -> OpenSet:
    """The set with its pass finished, on the disk and given free."""
    annotations = opened.annotations
    if annotations.status is None:
        if opened.read_only_reason is not None:
            raise DataError(opened.read_only_reason)
        annotations = replace(annotations, status=Status.FINISHED)
        data = render(annotations) + counted.line
        replace_file(opened.file.path, data, opened.fingerprint)
    if opened.write_lock is not None:
        opened.write_lock.release()
    return opened._replace(annotations=annotations, read_only_reason=None, write_lock=None)


def _receipts_of(opened: OpenSet) -> Receipts:
    if opened.fingerprint is None:
        return Receipts()
    return read_receipts(strict_yaml.read_bytes(opened.file.path))


def _read_only_reason(opened: OpenSet) -> str | None:
    if opened.read_only_reason is not None:
        return opened.read_only_reason
    if opened.reanchored is not None:
        return "the article's text has changed since this was tagged; `annotator tag` carries over"
    if opened.other_codebook:
        return "this was tagged by another codebook than the project has now"
    return None

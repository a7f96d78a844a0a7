"""A student's pass in memory: the set being tagged, its session, its saver, and edit receipts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.model.annotation import AnnotationSet, Status
from annotator.model.changes import Diff, Edit
from annotator.model.codebook import Codebook
from annotator.model.edits import KeepDecision, SetStatus
from annotator.model.errors import DataError
from annotator.model.messages import Message
from annotator.model.progress import TagCounts
from annotator.model.session import Session, SessionChange
from annotator.project.locate import Target
from annotator.project.open_set import OpenSet, lock_set, open_for_tagging, open_next_pass
from annotator.storage import layout, strict_yaml
from annotator.storage.files import replace_file
from annotator.storage.headers import SetHeader, read_header
from annotator.storage.layout import PassFile
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
from annotator.web.page_suggestions import PageSuggestions

_DECISIONS = frozenset(["source", "cue", "answers", "decide"])
KEEP = "keep"
"""The edit that keeps a decision after a second look."""
SAVE_SECONDS = 20.0
"""How long a save may take before the student sees a message."""


TEXT_CHANGED = Message(
    "The article has changed since this was tagged. Tell the person who runs the project."
)
TEXT_CHANGED_IN_CLASS = Message(
    "The article has changed since this was tagged. Your teacher can carry the tags over."
)
OTHER_CODEBOOK = Message(
    "This was tagged with a codebook that the project no longer uses. Tell the person who runs the "
    "project."
)
OTHER_CODEBOOK_IN_CLASS = Message(
    "This was tagged with a codebook that the project no longer uses. Tell your teacher."
)


class NotSavedError(Exception):
    """The edit is in memory but not on the disk. Sending it again repeats the save."""


class StudentPass:
    """One student's work on one pass. Its methods wait for the disk and must not run concurrently.

    Args:
        open_set: The set as opened.
        receipts: The receipts of its edits, and the sentence that the student was at.
        vote: The vote that it belongs to.
        status: The status to write into the file, if it must not change.
        suggestions: What its page shows of suggestions. None in every class.
    """

    def __init__(
        self,
        open_set: OpenSet,
        receipts: Receipts,
        vote: int,
        status: Status | None = None,
        suggestions: PageSuggestions | None = None,
    ) -> None:
        self.vote = vote
        self.document = open_set.annotations.document.id
        self._opened = open_set
        self._session = Session(
            open_set.annotations, open_set.codebook, _read_only_reason(open_set)
        )
        self.receipts = receipts
        self.suggestions = suggestions
        # In a class, pages measure no times.
        self.records_times = open_set.record_times and open_set.annotations.sitting is None
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
    def tag_counts(self) -> TagCounts:
        """How many sentences have a tag. It is not counted again for each look."""
        return self._session.tag_counts

    @property
    def codebook(self) -> Codebook:
        """The codebook of the set."""
        return self._session.codebook

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
            change = self._session.apply(self._recorded_edit(page_edit))
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
            raise MalformedEditError(refused.problems) from None

    def decision_json(self, sentence: str) -> Mapping[str, Any]:
        """The decisions on a sentence, as pages get them."""
        return decision_json(self.annotations.sentence(sentence), self.annotations.form)

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

    def _recorded_edit(self, page_edit: PageEdit) -> Edit:
        """The edit, after what its page has shown of suggestions is recorded in the session."""
        if self.suggestions is None:
            return self._edit(page_edit)
        sentence = page_edit.sentence
        keeps = page_edit.message.get("do") == KEEP and sentence in self.annotations.positions
        edit = KeepDecision(sentence, ()) if keeps else self._edit(page_edit)
        self.suggestions.record(self._session, edit, page_edit.message.get("seen"))
        kept = KeepDecision(sentence, self._session.shown.of(sentence))
        return kept if keeps or self._decides_on_nothing(page_edit, edit) else edit

    def _decides_on_nothing(self, page_edit: PageEdit, edit: Edit) -> bool:
        """Whether an edit decides on no value where there is none: this is a decision, too."""
        decides = "seen" in page_edit.message and page_edit.message.get("do") in _DECISIONS
        after = edit.apply(self.annotations, self.codebook)
        return decides and not Diff.between(self.annotations, after)

    def _edit(self, page_edit: PageEdit) -> Edit:
        return parse_edit(
            page_edit.message,
            self.annotations,
            self._session.codebook,
            record_times=self.records_times,
        )

    def _save(self, change: SessionChange | None) -> None:
        if change is not None:
            self._saver.save(self.annotations, change.revision)

    def finish(self) -> None:
        """Mark this pass finished and wait until it is on the disk.

        Raises:
            NotSavedError: The pass is not on the disk.
        """
        if self.read_only_reason is None and self.annotations.status is None:
            self.set_status(Status.FINISHED)

    def set_status(self, status: Status | None, reason: str | None = None) -> None:
        """Mark the set finished or unusable, or remove the mark, and wait until it is on the disk.

        Raises:
            DataError: The set is read-only, or it is marked unusable without a reason.
            NotSavedError: The mark is not on the disk.
        """
        self._save(self._session.apply(SetStatus(status, reason)))
        self._wait()

    def flush(self) -> None:
        """Wait until everything is on the disk.

        Raises:
            NotSavedError: It is not.
        """
        self._wait()

    def save(self) -> None:
        """Save the set although nothing has changed, and wait until it is on the disk.

        Raises:
            NotSavedError: The set is not on the disk.
        """
        self._saver.save(self.annotations, self._session.revision)
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
            raise NotSavedError(self._failure or Message("the disk is slow"))

    def _hear(self, outcome: SaveEvent) -> None:
        self._failure = outcome.reason if isinstance(outcome, SaveFailure) else ""
        if isinstance(outcome, SaveConflict):
            self.conflict = outcome.copy_path.name


@dataclass(frozen=True, slots=True)
class SittingPasses:
    """One student's passes on one document in one sitting, as they are on the disk.

    A pass records its sitting and its vote. In a class of an earlier version, passes record
    neither, and are numbered like the votes since the student joined.

    Attributes:
        target: The project, its document, and the student's name.
        sitting: The id of the sitting.
        first_vote: The first vote in which the student takes part.
        counted: Whether a pass without a sitting belongs to this one, by its number.
    """

    target: Target
    sitting: str
    first_vote: int
    counted: bool = False

    def path_of(self, vote: int) -> Path | None:
        """The file of the pass of a vote, or None if there is no file.

        Raises:
            DataError: One of the student's sets is damaged.
        """
        return next((file.path for each, file in self.files() if each == vote), None)

    def files(self) -> Iterator[tuple[int, PassFile]]:
        """The file of each pass of this sitting, with its vote.

        Raises:
            DataError: One of the student's sets is damaged.
        """
        for file in self.all_files():
            vote = self._vote_of(read_header(file.path), file.number)
            if vote is not None:
                yield vote, file

    def all_files(self) -> Iterator[PassFile]:
        """The files of all passes of the student on the document, in any sitting."""
        folder, document = Path(self.target.name), self.target.document or ""
        for path in layout.annotator_set_files(folder, self.target.annotator or ""):
            number = layout.pass_number(document, path.name)
            if number is not None:
                yield PassFile(number, path)

    def _vote_of(self, header: SetHeader, number: int) -> int | None:
        if header.sitting is None and self.counted:
            return number + self.first_vote - 1
        return header.vote or 1 if header.sitting == self.sitting else None


def open_pass(passes: SittingPasses, vote: int) -> StudentPass:
    """A student's pass of this vote. Finishes the passes before it first.

    The first pass of a sitting is untagged. A later vote continues the decisions of the one before.

    Args:
        passes: Whose passes, on which document and in which sitting.
        vote: The vote. If there are passes of later votes, the last one is opened.

    Raises:
        DataError: A set is invalid or cannot be written.
    """
    own = dict(passes.files())
    last = max(own, default=passes.first_vote)
    open_set = _reopened(own[last]) if own else _first_pass(passes)
    receipts = receipts_of(open_set)
    while last < vote:
        last += 1
        finished = _finish_pass(open_set, receipts)
        # Another sitting may have passes after this one.
        newest = max(passes.all_files(), default=finished.file)
        following = open_next_pass(finished._replace(file=newest))
        open_set = _recorded(following, passes.sitting, last)
    return StudentPass(open_set, receipts, last)


def _reopened(file: PassFile) -> OpenSet:
    # A file has no pass number of its own, but the next pass needs it.
    return open_for_tagging(Target(str(file.path)))._replace(file=file)


def _first_pass(passes: SittingPasses) -> OpenSet:
    """An untagged pass, after the student's passes of other sittings, which it finishes."""
    latest = max(passes.all_files(), default=None)
    if latest is not None:
        earlier = _reopened(latest)
        _finish_pass(earlier, receipts_of(earlier))
    open_set = open_for_tagging(passes.target, next_pass=True, blank=True)
    return _recorded(open_set, passes.sitting, passes.first_vote)


def _recorded(open_set: OpenSet, sitting: str, vote: int) -> OpenSet:
    annotations = replace(open_set.annotations, sitting=sitting, vote=vote)
    return open_set._replace(annotations=annotations)


def open_earlier_pass(path: Path) -> StudentPass:
    """A pass that has ended, opened for a late edit.

    Args:
        path: The pass's file. Nobody works on it, and it keeps its status.

    Raises:
        DataError: The set does not exist, is invalid, or cannot be written.
    """
    open_set = open_for_tagging(Target(str(path)))
    receipts, status = receipts_of(open_set), open_set.annotations.status
    if open_set.write_lock is None and status is not None:
        annotations = replace(open_set.annotations, status=None)
        open_set = lock_set(open_set._replace(annotations=annotations, read_only_reason=None))
    return StudentPass(open_set, receipts, open_set.annotations.vote or 1, status)


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


def receipts_of(open_set: OpenSet) -> Receipts:
    """The receipts in the file of a set. Waits for the disk."""
    if open_set.fingerprint is None:
        return Receipts()
    return read_receipts(strict_yaml.read_bytes(open_set.file.path))


def _read_only_reason(open_set: OpenSet) -> str | None:
    if open_set.read_only_reason is not None:
        return open_set.read_only_reason
    in_class = open_set.annotations.sitting is not None
    if open_set.reanchored is not None:
        return TEXT_CHANGED if not in_class else TEXT_CHANGED_IN_CLASS
    if open_set.other_codebook:
        return OTHER_CODEBOOK if not in_class else OTHER_CODEBOOK_IN_CLASS
    return None

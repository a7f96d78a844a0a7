"""A student's desk: the set under work, its saver, and which edits were counted."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.model.annotation import AnnotationSet, Status
from annotator.model.edit import Edit
from annotator.model.edits import Marked
from annotator.model.faults import Refused
from annotator.model.session import Change, Session
from annotator.storage import strict_yaml
from annotator.storage.annotations import Renderer, render
from annotator.storage.files import replace as replace_file
from annotator.storage.opening import Opened, following_pass, locked, open_to_tag
from annotator.storage.outcomes import Conflicted, Outcome, SaveFailed
from annotator.storage.saver import Saver
from annotator.storage.targets import Target
from annotator.web.counted import Counted, NumberTaken, read
from annotator.web.wording import decision, edit_from

PATIENCE = 20.0
"""For how many seconds a disk may take its time before the student is told."""


class NotSaved(Exception):  # noqa: N818 (it is what the student reads)
    """The edit is kept in memory and not on the disk; sent again, it is tried again."""


class Malformed(Refused):
    """What is sent under a number that was counted is no edit."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An edit as a page sends it.

    Attributes:
        page: The page's identity.
        number: The edit's number on that page.
        said: The edit in the page's words.
        at: The sentence that the student is at afterwards.
        vote: The vote that it was made in.
        made: When, in seconds since 1970 by our clock; infinite where the page does not say.
    """

    page: str
    number: int
    said: Mapping[str, Any]
    at: str | None = None
    vote: int = 1
    made: float = math.inf

    @property
    def sentence(self) -> str:
        """The sentence that the edit names; empty where it names none."""
        named = self.said.get("sentence")
        return named if isinstance(named, str) else ""

    @property
    def is_note(self) -> bool:
        """Whether it writes a note, which is all that may be done where no tag is taken."""
        return self.said.get("do") == "note"

    @property
    def digest(self) -> str:
        """Tells this edit from any other that has its number."""
        whole = json.dumps([self.vote, self.said], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()[:8]


class Desk:
    """One student's work on one pass. Its methods wait for the disk; one at a time is called.

    Args:
        opened: The set as it was opened.
        counted: Which edits it holds, and where the student was.
        status: What the set is marked when it is written, whatever is done to it.
    """

    def __init__(self, opened: Opened, counted: Counted, status: Status | None = None) -> None:
        self.number = opened.file.number
        self._opened = opened
        self._session = Session(opened.annotations, opened.codebook, _why_not(opened))
        self.counted = counted
        self.conflict: str | None = None
        self._failure = ""
        renderer = Renderer()
        self._saver = Saver(
            opened.file.path,
            opened.fingerprint,
            lambda annotations: renderer.render(_marked(annotations, status)) + self.counted.line,
            self._hear,
        )

    @property
    def annotations(self) -> AnnotationSet:
        """The set as it is now."""
        return self._session.annotations

    @property
    def read_only(self) -> str | None:
        """Why nothing can be changed here, or None."""
        return self._session.read_only

    def has(self, sent: Sent) -> bool:
        """Whether this very edit was counted already.

        Raises:
            NumberTaken: Its number cannot be its own.
            Malformed: Nor is it an edit that could be carried out under any other.
        """
        try:
            return self.counted.has(sent.page, sent.number, sent.digest)
        except NumberTaken:
            self._refuse_malformed(sent)
            raise

    def take(self, sent: Sent) -> None:
        """Carry out an edit, and come back when it is on the disk; a second time changes nothing.

        Raises:
            NumberTaken: Its number cannot be its own, and nothing has changed.
            Refused: The edit is impossible, and nothing has changed.
            NotSaved: It is not on the disk.
        """
        if not self.has(sent):
            change = self._session.do(self._edit(sent))
            at = sent.at if sent.at in self.annotations.positions else self.counted.at
            self.counted = self.counted.after(sent.page, sent.number, sent.digest, at)
            self._save(change)
        self._wait()

    def refuse_impossible(self, sent: Sent) -> None:
        """Raise Refused where an edit cannot be carried out on this set."""
        self._edit(sent).apply(self.annotations, self._session.codebook)

    def _refuse_malformed(self, sent: Sent) -> None:
        try:
            self.refuse_impossible(sent)
        except Refused as refused:
            raise Malformed(str(refused)) from None

    def decided(self, sentence: str) -> Mapping[str, Any]:
        """What was decided of a sentence, as pages are told it."""
        return decision(self.annotations.sentence(sentence))

    def carry(self, sent: Sent, before: Mapping[str, Any]) -> None:
        """Do what was done late in an earlier pass, where nothing was decided otherwise since.

        Args:
            sent: The edit.
            before: What the earlier pass had decided of the sentence.

        Raises:
            NotSaved: It is not on the disk.
        """
        if self.decided(sent.sentence) == before:
            self._save(self._session.do(self._edit(sent)))
        self._wait()

    def _edit(self, sent: Sent) -> Edit:
        return edit_from(sent.said, self.annotations, self._session.codebook)

    def _save(self, change: Change | None) -> None:
        if change is not None:
            self._saver.save(self.annotations, change.revision)

    def finish(self) -> None:
        """Mark this pass finished, with all of it on the disk.

        Raises:
            NotSaved: It is not on the disk.
        """
        if self.read_only is not None or self.annotations.status is not None:
            return
        self._save(self._session.do(Marked(Status.FINISHED)))
        self._wait()

    def close(self) -> bool:
        """Save what is waiting and give the file free; whether all of it is saved."""
        saved = self._saver.close(PATIENCE)
        if self._opened.hold is not None:
            self._opened.hold.release()
        return saved

    def _wait(self) -> None:
        if self._saver.pending and self._failure:
            self._saver.retry()
        if not self._saver.wait(PATIENCE):
            raise NotSaved(self._failure or "the disk takes very long")

    def _hear(self, outcome: Outcome) -> None:
        self._failure = outcome.reason if isinstance(outcome, SaveFailed) else ""
        if isinstance(outcome, Conflicted):
            self.conflict = outcome.copy_path.name


def open_desk(target: Target, number: int) -> Desk:
    """A student's desk at the pass `number`; the passes before it are finished first.

    Args:
        target: The project, its document, and the student's name.
        number: From 1; where later passes are there already, the last of them.

    Raises:
        Refused: The set is faulty, or cannot be written.
    """
    opened = open_to_tag(target)
    counted = _counted(opened)
    while opened.file.number < number:
        opened = following_pass(_finished(opened, counted))
    return Desk(opened, counted)


def open_earlier(path: Path) -> Desk:
    """The desk of a pass that is over, which takes an edit that comes late.

    Args:
        path: The pass's file, which nobody works on; it keeps its status.

    Raises:
        Refused: The set is not there, is faulty, or cannot be written.
    """
    opened = open_to_tag(Target(str(path)))
    counted, status = _counted(opened), opened.annotations.status
    if opened.hold is None and status is not None:
        annotations = replace(opened.annotations, status=None)
        opened = locked(opened._replace(annotations=annotations, read_only=None))
    return Desk(opened, counted, status)


def _marked(annotations: AnnotationSet, status: Status | None) -> AnnotationSet:
    return annotations if status is None else replace(annotations, status=status)


def _finished(opened: Opened, counted: Counted) -> Opened:
    """The set with its pass finished, on the disk and given free."""
    annotations = opened.annotations
    if annotations.status is None:
        if opened.read_only is not None:
            raise Refused(opened.read_only)
        annotations = replace(annotations, status=Status.FINISHED)
        data = render(annotations) + counted.line
        replace_file(opened.file.path, data, opened.fingerprint)
    if opened.hold is not None:
        opened.hold.release()
    return opened._replace(annotations=annotations, read_only=None, hold=None)


def _counted(opened: Opened) -> Counted:
    if opened.fingerprint is None:
        return Counted()
    return read(strict_yaml.read(opened.file.path))


def _why_not(opened: Opened) -> str | None:
    if opened.read_only is not None:
        return opened.read_only
    if opened.moved is not None:
        return "the article's text has changed since this was tagged; `annotator tag` carries over"
    if opened.other_codebook:
        return "this was tagged by another codebook than the project has now"
    return None

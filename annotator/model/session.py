"""The session: one annotation set under work, with undo and redo without limit."""

from typing import TYPE_CHECKING, NamedTuple

from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook
from annotator.model.consistency import answered_by
from annotator.model.delta import Delta
from annotator.model.edit import Edit
from annotator.model.faults import Refused
from annotator.model.links import Answered, answered_after
from annotator.model.progress import Progress, count

if TYPE_CHECKING:
    from annotator.model.attention import Attention


class Change(NamedTuple):
    """What one step did.

    Attributes:
        delta: The difference that it made.
        words: The same in words, for a person.
        revision: The number of the state that it led to; each state of a session has its own.
    """

    delta: Delta
    words: str
    revision: int


class Session:
    """The set as it is now, and the way back.

    Args:
        annotations: The set that the work begins with.
        codebook: The codebook that it is tagged by.
        read_only: Why it may only be looked at; None where it may be edited.
        frozen: Why the boundaries of its sentences stay as they are; None where they may move.
        attention: Counts the seconds given to each sentence; None where no times are recorded.
    """

    def __init__(
        self,
        annotations: AnnotationSet,
        codebook: Codebook,
        read_only: str | None = None,
        frozen: str | None = None,
        attention: "Attention | None" = None,
    ) -> None:
        self.annotations = annotations
        self.codebook = codebook
        self.read_only = read_only
        self.frozen = frozen
        self.attention = attention
        self.revision = 0
        self.progress: Progress = count(annotations.sentences)
        self.answered: Answered = answered_by(annotations)
        self._done: list[Change] = []
        self._undone: list[Change] = []

    @property
    def edits(self) -> int:
        """How many edits are done and not undone."""
        return len(self._done)

    def do(self, edit: Edit) -> Change | None:
        """Carry out an edit; None where it changes nothing.

        Raises:
            Refused: The set may only be looked at, or the edit is impossible here.
        """
        self._refuse(edit)
        if self.attention is not None:
            edit = self.attention.timed(edit)
        after = edit.apply(self.annotations, self.codebook)
        delta = Delta.between(self.annotations, after)
        if not delta:
            return None
        words = edit.words(self.annotations, self.codebook)
        if self.attention is not None:
            self.attention.written(tuple(after.sentences[each].id for each in delta.touched))
        self._done.append(self._step(after, delta, words))
        self._undone.clear()
        return self._done[-1]

    def attend(self, sentence: str) -> None:
        """A key was pressed, or the cursor moved: this is the sentence that is looked at now."""
        if self.attention is not None:
            self.attention.looks_at(sentence)

    def _refuse(self, edit: Edit) -> None:
        if self.read_only is not None:
            raise Refused(self.read_only)
        if self.annotations.closed and not edit.closes():
            raise Refused("this pass is finished; F opens it again or begins the next pass")
        if self.frozen is not None and edit.reshapes():
            raise Refused(self.frozen)

    def undo(self) -> Change | None:
        """Take back the last edit; None where there is none."""
        return self._turn(self._done, self._undone, "undone")

    def redo(self) -> Change | None:
        """Do again what was undone last; None where there is nothing."""
        return self._turn(self._undone, self._done, "done again")

    def _turn(self, stack: list[Change], other: list[Change], word: str) -> Change | None:
        if not stack:
            return None
        last = stack.pop()
        inverse = last.delta.inverse
        other.append(Change(inverse, last.words, self.revision))
        return self._step(inverse.apply(self.annotations), inverse, f"{word}: {last.words}")

    def _step(self, after: AnnotationSet, delta: Delta, words: str) -> Change:
        self.annotations = after
        self.progress = self.progress.after(delta)
        self.answered = answered_after(self.answered, delta)
        self.revision += 1
        return Change(delta, words, self.revision)

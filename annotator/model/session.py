"""The session: an annotation set being edited, with undo, redo and the time spent."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from annotator.model.annotation import AnnotationSet
from annotator.model.changes import (
    AnswerIndex,
    Diff,
    Edit,
    answer_index,
    answer_index_after,
    change_sentences,
)
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError
from annotator.model.progress import TagCounts, count_tags
from annotator.model.suggestions import ShownSuggestions

MAX_IDLE_SECONDS = 60.0
"""Seconds without a key press after which the annotator is assumed to be away."""


class Attention:
    """The time spent on each sentence since its last decision.

    The time between two key presses counts for the sentence at the cursor, up to
    `MAX_IDLE_SECONDS`. It is saved with that sentence's next decision, in whole seconds.

    Args:
        clock: Returns seconds that never decrease.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._since = clock()
        self._sentence: str | None = None
        self._spent: dict[str, float] = {}

    def look_at(self, sentence: str | None) -> None:
        """Record a key press, after which the cursor is on this sentence."""
        now = self._clock()
        if self._sentence is not None:
            spent = min(max(now - self._since, 0.0), MAX_IDLE_SECONDS)
            self._spent[self._sentence] = self._spent.get(self._sentence, 0.0) + spent
        self._since, self._sentence = now, sentence

    def with_times(self, edit: Edit) -> Edit:
        """The edit, extended to save the time of each sentence that it changes."""
        self.look_at(self._sentence)
        return WithTime(edit, {sentence: round(spent) for sentence, spent in self._spent.items()})

    def mark_written(self, sentences: tuple[str, ...]) -> None:
        """Subtract the saved times. Rounding errors are carried over to the next decision."""
        for sentence in sentences:
            if sentence in self._spent:
                self._spent[sentence] -= round(self._spent[sentence])


@dataclass(frozen=True, slots=True)
class WithTime(Edit):
    """An edit, and the seconds spent on each sentence before it.

    Attributes:
        edit: The edit.
        seconds: Seconds by sentence id. Sentences that the edit does not change are ignored.
    """

    edit: Edit
    seconds: dict[str, int] = field(default_factory=dict)

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        """The set after the edit, with the seconds added to the sentences that it changed."""
        after = self.edit.apply(annotations, codebook)
        changed = [
            sentence
            for sentence, seconds in self.seconds.items()
            if seconds and _is_changed(sentence, annotations, after)
        ]
        if not changed:
            return after
        return change_sentences(
            after,
            changed,
            lambda each: replace(each, seconds=(each.seconds or 0) + self.seconds[each.id]),
        )

    def describe(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        """The description of the edit, without the time."""
        return self.edit.describe(annotations, codebook)

    def changes_segmentation(self) -> bool:
        """Whether the edit moves sentence boundaries."""
        return self.edit.changes_segmentation()


def _is_changed(sentence: str, before: AnnotationSet, after: AnnotationSet) -> bool:
    there = sentence in before.positions and sentence in after.positions
    return there and before.sentence(sentence) is not after.sentence(sentence)


class SessionChange(NamedTuple):
    """The result of one step.

    Attributes:
        diff: The difference to the state before.
        description: The change in words, for a person.
        revision: The number of the new state. Each state of a session has its own number.
    """

    diff: Diff
    description: str
    revision: int

    def __repr__(self) -> str:
        # A notebook prints this after an edit. The sets in the diff would fill the page.
        return f"SessionChange({self.description!r})"


class Session:
    """An annotation set that can be edited, with undo and redo.

    Args:
        annotations: The set to start with.
        codebook: The codebook of the set.
        read_only: Why the set is read-only; None if it can be edited.
        frozen: Why sentence boundaries cannot change; None if they can.
        attention: Records the time spent on each sentence; None if no times are recorded.

    Attributes:
        shown: What has been suggested. An undo does not take it back, and it is written with the
            next decision about the sentence.
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
        self.shown = ShownSuggestions(annotations)
        self.revision = 0
        self.tag_counts: TagCounts = count_tags(annotations.sentences)
        self.answer_index: AnswerIndex = answer_index(annotations)
        self._done: list[SessionChange] = []
        self._undone: list[SessionChange] = []

    @property
    def edit_count(self) -> int:
        """The number of edits that are done and not undone."""
        return len(self._done)

    @property
    def last_change(self) -> SessionChange | None:
        """The edit that the next undo takes back, or None."""
        return self._done[-1] if self._done else None

    def apply(self, edit: Edit) -> SessionChange | None:
        """Carry out an edit; None if it changes nothing.

        Raises:
            DataError: The set is read-only, or the edit is not possible.
        """
        self._refuse(edit)
        if self.attention is not None:
            edit = self.attention.with_times(edit)
        after = edit.apply(self.annotations, self.codebook)
        diff = Diff.between(self.annotations, after)
        if not diff:
            return None
        after, diff = self._with_shown(after, diff)
        words = edit.describe(self.annotations, self.codebook)
        if self.attention is not None:
            self.attention.mark_written(
                tuple(after.sentences[each].id for each in diff.changed_positions)
            )
        self._done.append(self._step(after, diff, words))
        self._undone.clear()
        return self._done[-1]

    def attend(self, sentence: str) -> None:
        """Record a key press or a move of the cursor, which is now on this sentence."""
        if self.attention is not None:
            self.attention.look_at(sentence)

    def why_read_only(self, *, in_finished: bool = False) -> str | None:
        """Why the set cannot be edited now, or None.

        Args:
            in_finished: Whether the edit is one that a finished pass allows.
        """
        if self.read_only is None and self.annotations.closed and not in_finished:
            return "This pass is finished. Reopen it, or begin the next pass."
        return self.read_only

    def _refuse(self, edit: Edit) -> None:
        reason = self.why_read_only(in_finished=edit.changes_status())
        if reason is not None:
            raise DataError(reason)
        if self.frozen is not None and edit.changes_segmentation():
            raise DataError(self.frozen)

    def undo(self) -> SessionChange | None:
        """Undo the last edit; None if there is none."""
        return self._turn(self._done, self._undone, "undone")

    def redo(self) -> SessionChange | None:
        """Redo the last undone edit; None if there is none."""
        return self._turn(self._undone, self._done, "redone")

    def _turn(
        self, stack: list[SessionChange], other: list[SessionChange], word: str
    ) -> SessionChange | None:
        if not stack:
            return None
        last = stack.pop()
        inverse = last.diff.inverse
        after, inverse = self._with_shown(inverse.apply(self.annotations), inverse)
        other.append(SessionChange(inverse, last.description, self.revision))
        return self._step(after, inverse, f"{word}: {last.description}")

    def _with_shown(self, after: AnnotationSet, diff: Diff) -> tuple[AnnotationSet, Diff]:
        """The later set with the record of what was suggested, and its difference to this one."""
        stamped = self.shown.stamp(after, diff.changed_positions) if self.shown else after
        return stamped, diff if stamped is after else Diff.between(self.annotations, stamped)

    def _step(self, after: AnnotationSet, diff: Diff, words: str) -> SessionChange:
        self.annotations = after
        self.tag_counts = self.tag_counts.after(diff)
        self.answer_index = answer_index_after(self.answer_index, diff)
        self.revision += 1
        return SessionChange(diff, words, self.revision)

"""Seconds of attention to each sentence, as they pass between one key and the next."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook
from annotator.model.edit import Edit, change

IDLE = 60.0
"""Seconds without a key after which nobody can be said to be reading."""


class Attention:
    """How long each sentence has been looked at since its last decision.

    The time between two keys belongs to the sentence that the cursor stood on, and counts up to
    `IDLE` seconds. It is written with that sentence's next decision, in whole seconds.

    Args:
        clock: Gives seconds that only ever grow.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._since = clock()
        self._sentence: str | None = None
        self._spent: dict[str, float] = {}

    def looks_at(self, sentence: str | None) -> None:
        """A key was pressed, and the cursor stands on this sentence now."""
        now = self._clock()
        if self._sentence is not None:
            spent = min(max(now - self._since, 0.0), IDLE)
            self._spent[self._sentence] = self._spent.get(self._sentence, 0.0) + spent
        self._since, self._sentence = now, sentence

    def timed(self, edit: Edit) -> Edit:
        """The edit, which writes down the time of each sentence that it decides about."""
        self.looks_at(self._sentence)
        return Timed(edit, {sentence: round(spent) for sentence, spent in self._spent.items()})

    def written(self, sentences: tuple[str, ...]) -> None:
        """The times of these sentences are written down; what was rounded is made up for later."""
        for sentence in sentences:
            if sentence in self._spent:
                self._spent[sentence] -= round(self._spent[sentence])


@dataclass(frozen=True, slots=True)
class Timed(Edit):
    """An edit, and the seconds that each sentence which it changes was looked at before it.

    Attributes:
        edit: What is decided.
        seconds: By the sentence's id; of one that the edit leaves as it was, nothing is written.
    """

    edit: Edit
    seconds: dict[str, int] = field(default_factory=dict)

    def apply(self, annotations: AnnotationSet, codebook: Codebook) -> AnnotationSet:
        """The set after the edit, with the seconds added to the sentences that it changed."""
        after = self.edit.apply(annotations, codebook)
        changed = [
            sentence
            for sentence, seconds in self.seconds.items()
            if seconds and _changes(sentence, annotations, after)
        ]
        if not changed:
            return after
        return change(
            after,
            changed,
            lambda each: replace(each, seconds=(each.seconds or 0) + self.seconds[each.id]),
        )

    def words(self, annotations: AnnotationSet, codebook: Codebook) -> str:
        """What the edit does; the time is not spoken of."""
        return self.edit.words(annotations, codebook)

    def reshapes(self) -> bool:
        """Whether the edit itself does."""
        return self.edit.reshapes()


def _changes(sentence: str, before: AnnotationSet, after: AnnotationSet) -> bool:
    there = sentence in before.positions and sentence in after.positions
    return there and before.sentence(sentence) is not after.sentence(sentence)

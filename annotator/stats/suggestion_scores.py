"""How often the first suggestions of two suggesters are right, on the same decisions."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from math import nan
from typing import Final

Value = Hashable
"""A value of a field, in the form in which values are compared. None for no value."""
ONE_CLASS: Final = "any"
"""The class of all values of a field whose values are not a fixed list."""


@dataclass(slots=True)
class ScoreCounts:
    """What one suggester suggested for one field of one document, counted by class.

    Attributes:
        right: The suggestions that are the annotator's own values.
        suggested: All suggestions.
        own: The annotator's own values.
    """

    right: Counter[str] = field(default_factory=Counter)
    suggested: Counter[str] = field(default_factory=Counter)
    own: Counter[str] = field(default_factory=Counter)

    def add(self, own: Value, suggested: Value, *, classes: bool) -> None:
        """Count one decided sentence.

        Args:
            own: The annotator's own value.
            suggested: The first suggestion.
            classes: Whether values are classes that are counted apart, like tags.
        """
        if own is not None:
            self.own[str(own) if classes else ONE_CLASS] += 1
        if suggested is not None:
            self.suggested[str(suggested) if classes else ONE_CLASS] += 1
            self.right[str(suggested) if classes else ONE_CLASS] += own == suggested


def f1_by_class(counts: Iterable[ScoreCounts]) -> dict[str, float]:
    """The F1 of each class that annotators used, over documents."""
    whole = ScoreCounts()
    for each in counts:
        whole.right.update(each.right)
        whole.suggested.update(each.suggested)
        whole.own.update(each.own)
    return {
        name: 2 * whole.right[name] / (whole.suggested[name] + count)
        for name, count in sorted(whole.own.items())
    }


def macro_f1(counts: Iterable[ScoreCounts]) -> float:
    """The mean F1 of the classes that annotators used; NaN if they used none."""
    found = f1_by_class(counts).values()
    return sum(found) / len(found) if found else nan


@dataclass(frozen=True, slots=True)
class PairedCounts:
    """The counts of two suggesters for one field of one document."""

    first: ScoreCounts
    second: ScoreCounts


def f1_difference(documents: Sequence[PairedCounts]) -> float:
    """The mean F1 of the first suggester minus that of the second one."""
    return macro_f1(each.first for each in documents) - macro_f1(each.second for each in documents)

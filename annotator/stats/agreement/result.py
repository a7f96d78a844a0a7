"""The coefficients of a table: figures with what they rest on, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass

Interval = tuple[float, float]

NOTHING_SHARED = "no unit has labels of two annotators"
ALL_ALIKE = "every label compared is the same, so nothing tells agreement from chance"
ONE_LABEL = "there is only one label"
NEVER_GIVEN = "nobody gave this label where labels are compared"
PAIR_SHARES_NOTHING = "the two have no unit in common"
PAIR_ALL_ALIKE = "both gave every unit that they share the same label"
NOT_ASKED = "no intervals were asked for"
TOO_MANY_PAIRS = "there are too many pairs to give each an interval"
UNDEFINED_FIGURE = "the figure itself is undefined"


@dataclass(frozen=True, slots=True)
class Figure:
    """One coefficient.

    Attributes:
        value: The figure; None where it is undefined.
        units: On how many units it rests.
        reason: Why it is undefined; empty where it is defined.
        interval: Its 95 % interval, low and high; None where there is none.
        no_interval: Why there is no interval; empty where there is one.
    """

    value: float | None
    units: int
    reason: str = ""
    interval: Interval | None = None
    no_interval: str = NOT_ASKED


@dataclass(frozen=True, slots=True)
class Pair:
    """Two annotators: Cohen's κ, and how often the one gave this label and the other that.

    Attributes:
        annotators: Their names.
        kappa: Cohen's κ.
        cells: What is not 0 of their matrix: the positions of the first's label and of the
            second's, and how many units got these.
    """

    annotators: tuple[str, str]
    kappa: Figure
    cells: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Units:
    """What is compared.

    Attributes:
        total: How many units there are.
        compared: How many of them have labels of two annotators or more.
        most: How many labels the fullest unit has.
        fullest: How many units have so many; Fleiss' κ rests on these alone.
        pairs: How many pairs of labels are compared.
    """

    total: int
    compared: int
    most: int
    fullest: int
    pairs: int


@dataclass(frozen=True, slots=True)
class Basis:
    """Over what the intervals are.

    Attributes:
        over: "documents" or "units".
        count: How many of them are compared.
    """

    over: str
    count: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """All coefficients of one table.

    Attributes:
        labels: The labels, in order.
        annotators: The annotators, in order.
        units: What is compared.
        percent: Observed agreement.
        fleiss_kappa: Fleiss' κ.
        krippendorff_alpha: Krippendorff's α, nominal.
        gwet_ac1: Gwet's AC1.
        alpha_by_label: α of each label against the rest.
        pairs: Every two annotators.
        basis: Over what the intervals are; None where none were asked for.
    """

    labels: tuple[str, ...]
    annotators: tuple[str, ...]
    units: Units
    percent: Figure
    fleiss_kappa: Figure
    krippendorff_alpha: Figure
    gwet_ac1: Figure
    alpha_by_label: Mapping[str, Figure]
    pairs: tuple[Pair, ...]
    basis: Basis | None = None

    @property
    def confusion(self) -> tuple[tuple[int, ...], ...]:
        """How often labels met in a pair.

        Of two annotators a row is a label of the first and a column one of the second. Of more,
        every pair is counted in both directions, and the matrix is symmetric.
        """
        counts = [[0] * len(self.labels) for _ in self.labels]
        for pair in self.pairs:
            for one, other, times in pair.cells:
                counts[one][other] += times
                if len(self.pairs) > 1:
                    counts[other][one] += times
        return tuple(map(tuple, counts))

"""The coefficients of agreement, each as arithmetic on sums over units, and the disputed units.

Each unit adds to the sums independently. So the sums over a whole table, over one document and over
all other documents are computed in the same way, and one formula gives the estimate and its
interval. Notation: n_i is the number of labels of unit i, and n_ik is how many of them are k.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.stats.agreement.label_matrix import MISSING, Codes, LabelMatrix

Numbers = NDArray[np.float64]
SINGLE_SUMS = 5


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums over units, (…, sums): five numbers, then four rows with one number per label.

    Attributes:
        numbers: The sums.
        labels: The number of labels.
    """

    numbers: Numbers
    labels: int

    @property
    def pairable(self) -> Numbers:
        """The number of units with two labels or more."""
        return self.numbers[..., 0]

    @property
    def agreement(self) -> Numbers:
        """The sum over these units of the share of a unit's pairs of labels that are equal."""
        return self.numbers[..., 1]

    @property
    def labeled(self) -> Numbers:
        """The number of units with at least one label."""
        return self.numbers[..., 2]

    @property
    def fullest(self) -> Numbers:
        """The number of units with the largest number of labels, if that is at least two."""
        return self.numbers[..., 3]

    @property
    def fullest_agreement(self) -> Numbers:
        """The sum over these units of the share of a unit's pairs of labels that are equal."""
        return self.numbers[..., 4]

    @property
    def shares(self) -> Numbers:
        """For each label, the sum over the labeled units of n_ik / n_i."""
        return self._row(0)

    @property
    def values(self) -> Numbers:
        """For each label, the sum over the pairable units of n_ik."""
        return self._row(1)

    @property
    def coincidences(self) -> Numbers:
        """For each label, the sum over the pairable units of n_ik (n_ik - 1) / (n_i - 1)."""
        return self._row(2)

    @property
    def fullest_values(self) -> Numbers:
        """For each label, the sum of n_ik over the units that have the most labels."""
        return self._row(3)

    def _row(self, number: int) -> Numbers:
        start = SINGLE_SUMS + number * self.labels
        return self.numbers[..., start : start + self.labels]


def sums_by_pattern(rows: Codes, labels: int) -> Sums:
    """What each row adds to the sums, (rows, sums).

    Args:
        rows: Rows of a table, (annotators, rows).
        labels: The number of labels.
    """
    counts = np.empty((rows.shape[1], labels))
    for label in range(labels):
        counts[:, label] = (rows == label).sum(axis=0)
    given = counts.sum(axis=1)
    pairable = given >= 2
    fullest = pairable & (given == given.max(initial=0))
    equal = counts * (counts - 1)
    agreement = _over(equal.sum(axis=1), given * (given - 1))
    single = (pairable, agreement, given >= 1, fullest, agreement * fullest)
    rows_of_labels = (
        _over(counts, given[:, None]),
        counts * pairable[:, None],
        _over(equal, given[:, None] - 1),
        counts * fullest[:, None],
    )
    return Sums(np.column_stack([*single, *rows_of_labels]), labels)


def _over(numerator: Numbers, denominator: Numbers) -> Numbers:
    """The quotient, or 0 if the denominator is not above 0."""
    zero = np.zeros(np.broadcast_shapes(numerator.shape, denominator.shape))
    np.divide(numerator, denominator, out=zero, where=denominator > 0)
    return zero


def _quotient(numerator: Numbers, denominator: Numbers) -> Numbers:
    """The quotient, or NaN (undefined) if the denominator is 0."""
    nowhere = np.full(np.broadcast_shapes(numerator.shape, denominator.shape), np.nan)
    np.divide(numerator, denominator, out=nowhere, where=denominator != 0)
    return nowhere


def percent_agreement(sums: Sums) -> Numbers:
    """Observed agreement: the mean over units of the share of label pairs that agree."""
    return _quotient(sums.agreement, sums.pairable)


def fleiss_kappa(sums: Sums) -> Numbers:
    """Fleiss' κ over the units that have the most labels (Fleiss 1971).

    It is defined for a fixed number of labels per unit. With two annotators it is Scott's π (1955).
    """
    total = sums.fullest_values.sum(axis=-1)
    by_chance = (sums.fullest_values**2).sum(axis=-1)
    observed = _quotient(sums.fullest_agreement, sums.fullest)
    return _quotient(observed * total**2 - by_chance, total**2 - by_chance)


def krippendorff_alpha(sums: Sums) -> Numbers:
    """Krippendorff's nominal α for any number of annotators, with gaps (Krippendorff 2004)."""
    total = sums.values.sum(axis=-1)
    disagreement = total - sums.coincidences.sum(axis=-1)
    expected = total**2 - (sums.values**2).sum(axis=-1)
    return 1 - _quotient(disagreement * (total - 1), expected)


def alpha_by_label(sums: Sums) -> Numbers:
    """Krippendorff's α of each label against all other labels combined, (…, labels)."""
    total = sums.values.sum(axis=-1)[..., None]
    disagreement = sums.values - sums.coincidences
    return 1 - _quotient(disagreement * (total - 1), sums.values * (total - sums.values))


def gwet_ac1(sums: Sums) -> Numbers:
    """Gwet's AC1 for any number of annotators (Gwet 2008), with gaps (Gwet 2014).

    Agreement is computed over the units with two labels or more. The labels' shares are computed
    over all units.
    """
    if sums.labels < 2:
        return np.full_like(sums.pairable, np.nan)
    shares = _quotient(sums.shares, sums.labeled[..., None])
    by_chance = (shares * (1 - shares)).sum(axis=-1) / (sums.labels - 1)
    return _quotient(percent_agreement(sums) - by_chance, 1 - by_chance)


def cohen_kappa(confusion: Numbers) -> Numbers:
    """Cohen's κ of two annotators (Cohen 1960).

    Args:
        confusion: The confusion matrix in units, (…, labels, labels).
    """
    agreed = np.diagonal(confusion, axis1=-2, axis2=-1).sum(axis=-1)
    return kappa_of_margins(Margins(agreed, confusion.sum(axis=-1), confusion.sum(axis=-2)))


@dataclass(frozen=True, eq=False)
class Margins:
    """The sums of a confusion matrix that Cohen's κ needs, for each case.

    Attributes:
        agreed: The number of units with the same label from both, (cases,).
        one: The number of units with each label of the first annotator, (cases, labels).
        other: The number of units with each label of the second annotator, (cases, labels).
    """

    agreed: Numbers
    one: Numbers
    other: Numbers

    @classmethod
    def of(cls, cases: Codes, one: Codes, other: Codes, labels: int) -> "Margins":
        """The sums for each case, from the case and the two labels of each unit."""
        count = int(cases.max(initial=-1)) + 1
        return cls(
            np.bincount(cases[one == other], minlength=count).astype(np.float64),
            *(
                np.bincount(cases * labels + column, minlength=count * labels)
                .reshape(count, labels)
                .astype(np.float64)
                for column in (one, other)
            ),
        )

    def without(self, times: NDArray[np.int64]) -> "Margins":
        """The sums without each case in turn, if each case occurs `times` times."""
        return Margins(*(times @ each - each for each in (self.agreed, self.one, self.other)))


def kappa_of_margins(margins: Margins) -> Numbers:
    """Cohen's κ, (cases,)."""
    total = margins.one.sum(axis=-1)
    by_chance = (margins.one * margins.other).sum(axis=-1)
    return _quotient(margins.agreed * total - by_chance, total**2 - by_chance)


@dataclass(frozen=True, slots=True)
class DisputedUnit:
    """A unit on which annotators disagree.

    Attributes:
        unit: Its position in the table.
        labels: Its labels by annotator.
        share: The share of its pairs of labels that differ.
    """

    unit: int
    labels: Mapping[str, str]
    share: float


def most_disputed_units(table: LabelMatrix, most: int) -> tuple[DisputedUnit, ...]:
    """Up to `most` units on which annotators disagree, by share, then labels, then position."""
    patterns = table.patterns
    sums = sums_by_pattern(patterns.rows, len(table.labels))
    differing = sums.pairable - sums.agreement
    given = (patterns.rows != MISSING).sum(axis=0)
    # Patterns are sorted instead of units, because there may be millions of units.
    order = np.lexsort((-given, -differing))
    found: list[int] = []
    for pattern in order[differing[order] > 0]:
        if len(found) >= most:
            break
        units = np.flatnonzero(patterns.of_unit == pattern)
        found += [int(unit) for unit in units[: most - len(found)]]
    return tuple(
        DisputedUnit(unit, _labels(table, unit), float(differing[patterns.of_unit[unit]]))
        for unit in found
    )


def _labels(table: LabelMatrix, unit: int) -> dict[str, str]:
    return {
        name: table.labels[code]
        for name, code in zip(table.annotators, table.codes[:, unit], strict=True)
        if code != MISSING
    }

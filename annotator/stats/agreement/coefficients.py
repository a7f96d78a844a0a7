"""The coefficients of agreement, each as arithmetic on sums over units, and the disputed units.

Each unit adds to the sums independently. So the sums over a whole table, over one document and over
all other documents are computed in the same way, and one formula gives the estimate and its
interval. Notation: n_i is the number of labels of unit i, and n_ik is how many of them are k.

Nominal α only compares whether two labels are the same. For labels that are numbers, the distance
between them counts. The metrics are Krippendorff's (2004, chapter 11). An ordinal distance is that
of the labels' middle ranks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from annotator.stats.agreement import result
from annotator.stats.agreement.label_matrix import MISSING, Codes, Counts, LabelMatrix
from annotator.stats.agreement.result import (
    Agreement,
    Estimate,
    PairAgreement,
    Record,
    estimate_record,
    estimate_with_interval_record,
    interval_record,
    intervals_record,
)
from annotator.stats.intervals import COEFFICIENT_LIMITS, jackknife_interval

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


class MeasurementLevel(StrEnum):
    """The measurement level of labels."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class LevelAgreement:
    """The figures for labels as numbers.

    Attributes:
        level: The measurement level of the labels.
        alpha: Krippendorff's α with the metric of this level.
        kappas: The weighted κ of each pair, in the order of the pairs of the agreement.
    """

    level: MeasurementLevel
    alpha: Estimate
    kappas: tuple[Estimate, ...]


def level_agreement(
    table: LabelMatrix, level: MeasurementLevel, agreement: Agreement, *, intervals: bool = False
) -> LevelAgreement:
    """α and weighted κ of a table whose labels are numbers in ascending order.

    Args:
        table: The label matrix. Its units have no documents.
        level: The measurement level of the labels; it is not nominal.
        agreement: The coefficients that treat labels as names.
        intervals: Whether to compute intervals over units.
    """
    values: Numbers = np.array([float(label) for label in table.labels])
    places: Numbers = np.arange(len(values), dtype=np.float64)
    weights = _distances(places if level is MeasurementLevel.ORDINAL else values, level)
    return LevelAgreement(
        level,
        _alpha(table, values, level, agreement, intervals=intervals),
        tuple(_kappa(pair, weights, intervals=intervals) for pair in agreement.pairs),
    )


def _distances(values: Numbers, level: MeasurementLevel) -> Numbers:
    """The squared distance of each pair of labels, (labels, labels)."""
    apart = values[:, None] - values
    if level is not MeasurementLevel.RATIO:
        return apart**2
    total = values[:, None] + values
    return np.divide(apart, total, out=np.zeros_like(apart), where=total != 0) ** 2


def _alpha(
    table: LabelMatrix,
    values: Numbers,
    level: MeasurementLevel,
    agreement: Agreement,
    *,
    intervals: bool,
) -> Estimate:
    nominal = agreement.krippendorff_alpha
    if nominal.value is None:
        return Estimate(None, nominal.units, nominal.reason)
    counts, times = _counted(table)
    given = counts.sum(axis=1)
    # Each case's part of the coincidence matrix. The diagonal adds no distance.
    shares = counts / (given - 1)[:, None]
    coincidences = (shares * times[:, None]).T @ counts
    margins = times @ counts
    distances = _distances(_scores(margins, values, level), level)
    value = _of_sums((coincidences * distances).sum(), margins @ distances @ margins, margins.sum())
    figure = Estimate(float(value), nominal.units)
    if not intervals:
        return figure
    without = _without(counts, shares, coincidences, margins, values, level)
    ends, why = jackknife_interval(figure.value or 0.0, without, COEFFICIENT_LIMITS, "units", times)
    return Estimate(figure.value, figure.units, interval=ends, no_interval=why)


def _counted(table: LabelMatrix) -> tuple[Numbers, Counts]:
    """The label counts of units that can be compared, (cases, labels), and each case's count."""
    rows = table.unordered_patterns.rows
    compared = (rows != MISSING).sum(axis=0) > 1
    counts = [(rows[:, compared] == label).sum(axis=0) for label in range(len(table.labels))]
    return np.array(counts, np.float64).T, table.unordered_patterns.times[compared]


def _scores(margins: Numbers, values: Numbers, level: MeasurementLevel) -> Numbers:
    """The numbers for the labels: their values, or the middle of their ranks."""
    return margins.cumsum(axis=-1) - margins / 2 if level is MeasurementLevel.ORDINAL else values


def _of_sums(observed: Numbers, expected: Numbers, count: Numbers) -> Numbers:
    with np.errstate(invalid="ignore", divide="ignore"):
        return 1 - (count - 1) * observed / expected


def _without(
    counts: Numbers,
    shares: Numbers,
    coincidences: Numbers,
    margins: Numbers,
    values: Numbers,
    level: MeasurementLevel,
) -> Numbers:
    """α without each case."""
    rest = margins - counts
    if level is not MeasurementLevel.ORDINAL:
        distances = _distances(values, level)
        own = ((counts @ distances) * shares).sum(axis=1)
        expected = ((rest @ distances) * rest).sum(axis=1)
        return _of_sums((coincidences * distances).sum() - own, expected, rest.sum(axis=1))
    ranks = _scores(rest, values, level)
    # Σ o (r − r′)² is 2 (Σ o r² − Σ o r r′), and the ranks change when a case is left out.
    observed = ranks**2 @ coincidences.sum(axis=1) - ((ranks @ coincidences) * ranks).sum(axis=1)
    inner = (shares * ranks**2).sum(axis=1) * counts.sum(axis=1)
    own = inner - (shares * ranks).sum(axis=1) * (counts * ranks).sum(axis=1)
    total = rest.sum(axis=1)
    expected = (rest * ranks**2).sum(axis=1) * total - (rest * ranks).sum(axis=1) ** 2
    return _of_sums(observed - own, expected, total)


def _kappa(pair: PairAgreement, weights: Numbers, *, intervals: bool) -> Estimate:
    """κ weighted by squared distances (Cohen 1968)."""
    if pair.kappa.value is None:
        return Estimate(None, pair.kappa.units, pair.kappa.reason)
    one, other, times = np.array(pair.cells, np.int64).T
    size = len(weights)
    rows = np.bincount(one, times, minlength=size)
    columns = np.bincount(other, times, minlength=size)
    expected, own, total = rows @ weights @ columns, weights[one, other], float(times.sum())
    observed = float(times @ own)
    if not expected:
        return Estimate(None, pair.kappa.units, result.PAIR_ALL_ALIKE)
    value = float(1 - total * observed / expected)
    if not intervals:
        return Estimate(value, pair.kappa.units)
    by_chance = expected - (weights @ columns)[one] - (rows @ weights)[other] + own
    without = _of_sums(observed - own, by_chance, np.full(len(own), total))
    ends, why = jackknife_interval(value, without, COEFFICIENT_LIMITS, "units", times)
    return Estimate(value, pair.kappa.units, interval=ends, no_interval=why)


def level_agreement_record(found: LevelAgreement, over: Agreement) -> Record:
    """The figures of a measurement level as plain data: its α, and weighted κ."""
    intervals = intervals_record(over)
    if intervals is not None:
        intervals["krippendorff_alpha_nominal"] = intervals["krippendorff_alpha"]
        intervals["krippendorff_alpha"] = interval_record(found.alpha)
    return {
        "krippendorff_alpha": estimate_record(found.alpha),
        "krippendorff_alpha_nominal": estimate_record(over.krippendorff_alpha),
        "weighted_kappa": [
            {"annotators": list(pair.annotators)} | estimate_with_interval_record(kappa)
            for pair, kappa in zip(over.pairs, found.kappas, strict=True)
        ],
        "intervals": intervals,
    }

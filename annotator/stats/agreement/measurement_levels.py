"""Agreement on labels that are numbers: α for a level of measurement, and weighted κ.

Nominal α only compares whether two labels are the same. Here, the distance between them counts. The
metrics are Krippendorff's (2004, chapter 11). An ordinal distance is that of the labels' middle
ranks.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from annotator.stats.agreement import result
from annotator.stats.agreement.coefficients import Numbers
from annotator.stats.agreement.label_matrix import MISSING, Counts, LabelMatrix
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

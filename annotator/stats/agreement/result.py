"""The coefficients of a table: estimates with their basis, or the reason why there is none.

They are also available as plain data for a JSON writer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotator.stats import CONFIDENCE_LEVEL

Interval = tuple[float, float]

NOTHING_SHARED = "no unit has labels from two annotators"
ALL_ALIKE = "all labels are the same, so agreement and chance cannot be told apart"
ONE_LABEL = "there is only one label"
NEVER_GIVEN = "no unit that is compared has this label"
PAIR_SHARES_NOTHING = "the two annotators have no unit in common"
PAIR_ALL_ALIKE = "both annotators gave the same label to all units that they share"
NOT_ASKED = "no intervals were requested"
TOO_MANY_PAIRS = "there are too many pairs to compute an interval for each"
UNDEFINED_FIGURE = "the figure itself is undefined"


@dataclass(frozen=True, slots=True)
class Estimate:
    """One coefficient.

    Attributes:
        value: The value, or None if it is undefined.
        units: The number of units that it is based on.
        reason: Why it is undefined. Empty if it is defined.
        interval: Its 95% interval, low and high, or None if there is none.
        no_interval: Why there is no interval. Empty if there is one.
    """

    value: float | None
    units: int
    reason: str = ""
    interval: Interval | None = None
    no_interval: str = NOT_ASKED


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Cohen's κ and the confusion matrix of two annotators.

    Attributes:
        annotators: Their names.
        kappa: Cohen's κ.
        cells: The nonzero cells of their confusion matrix: the position of the first annotator's
            label, that of the second's, and the number of units.
    """

    annotators: tuple[str, str]
    kappa: Estimate
    cells: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """The numbers of units and pairs that are compared.

    Attributes:
        total: The number of units.
        compared: The number of units with labels from two or more annotators.
        max_labels: The largest number of labels that a unit has.
        full_units: The number of units with that many labels. Fleiss' κ uses only these.
        pairs: The number of pairs of labels that are compared.
    """

    total: int
    compared: int
    max_labels: int
    full_units: int
    pairs: int


@dataclass(frozen=True, slots=True)
class IntervalBasis:
    """What the jackknife leaves out for the intervals.

    Attributes:
        over: "documents" or "units".
        count: The number of them that are compared.
    """

    over: str
    count: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """All coefficients of one table.

    Attributes:
        labels: The labels, in order.
        annotators: The annotators, in order.
        units: The numbers of units and pairs.
        percent: Observed agreement.
        fleiss_kappa: Fleiss' κ.
        krippendorff_alpha: Krippendorff's α, nominal.
        gwet_ac1: Gwet's AC1.
        alpha_by_label: α of each label against the rest.
        pairs: The agreement of each pair of annotators.
        basis: The basis of the intervals, or None if no intervals were requested.
    """

    labels: tuple[str, ...]
    annotators: tuple[str, ...]
    units: UnitCounts
    percent: Estimate
    fleiss_kappa: Estimate
    krippendorff_alpha: Estimate
    gwet_ac1: Estimate
    alpha_by_label: Mapping[str, Estimate]
    pairs: tuple[PairAgreement, ...]
    basis: IntervalBasis | None = None

    @property
    def confusion(self) -> tuple[tuple[int, ...], ...]:
        """The confusion matrix.

        With two annotators, rows are labels of the first and columns are labels of the second. With
        more, every pair is counted in both directions, so the matrix is symmetric.
        """
        counts = [[0] * len(self.labels) for _ in self.labels]
        for pair in self.pairs:
            for one, other, times in pair.cells:
                counts[one][other] += times
                if len(self.pairs) > 1:
                    counts[other][one] += times
        return tuple(map(tuple, counts))


Record = dict[str, Any]
INTERVAL_METHOD = "jackknife, t"
GROUP_COEFFICIENTS = ("percent", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1")
"""The coefficients of all annotators together, in the order used in files."""
COEFFICIENT_NAMES: Mapping[str, str] = {
    "percent": "observed agreement",
    "krippendorff_alpha": "Krippendorff’s α",
    "fleiss_kappa": "Fleiss’ κ",
    "gwet_ac1": "Gwet’s AC1",
}
"""The same coefficients with their names, in the order in which they are shown."""
_IN_ASCII = str.maketrans({"’": "'", "α": "alpha", "κ": "kappa"})


def named_coefficients(agreement: Agreement, *, ac1: bool = True) -> list[tuple[str, Estimate]]:
    """The coefficients of all annotators together, with their names, in the order shown.

    Args:
        agreement: The coefficients.
        ac1: Whether to include Gwet's AC1.
    """
    return [
        (words, getattr(agreement, name))
        for name, words in COEFFICIENT_NAMES.items()
        if ac1 or name != "gwet_ac1"
    ]


def ascii_name(coefficient: str) -> str:
    """The name of a coefficient in ASCII: "Krippendorff's alpha"."""
    return coefficient.translate(_IN_ASCII)


def coefficients_record(agreement: Agreement) -> Record:
    """All figures of one table.

    A coefficient is `{"value", "units"}`, with the number of units that it is based on. An
    undefined one has the value None and the reason under "reason".
    """
    figures = {name: estimate_record(getattr(agreement, name)) for name in GROUP_COEFFICIENTS}
    return {
        "percent": figures["percent"],
        "cohen_kappa": [
            {"annotators": list(pair.annotators)} | estimate_record(pair.kappa)
            for pair in agreement.pairs
        ],
        "fleiss_kappa": figures["fleiss_kappa"],
        "krippendorff_alpha": figures["krippendorff_alpha"],
        "gwet_ac1": figures["gwet_ac1"],
        "alpha_by_label": {
            name: estimate_record(each) for name, each in agreement.alpha_by_label.items()
        },
        "confusion": _confusion_record(agreement),
        "intervals": intervals_record(agreement),
        "units": agreement.units.total,
        "units_compared": agreement.units.compared,
        "pairs_compared": agreement.units.pairs,
        "annotators": list(agreement.annotators),
    }


def estimate_record(found: Estimate) -> Record:
    """One coefficient, without its interval."""
    reason = {"reason": found.reason} if found.reason else {}
    return {"value": found.value, "units": found.units} | reason


def estimate_with_interval_record(found: Estimate) -> Record:
    """One coefficient and its interval, or the reason if a requested interval is missing."""
    if found.interval is not None:
        return estimate_record(found) | {"interval": list(found.interval)}
    asked = found.no_interval != NOT_ASKED and not found.reason
    return (
        estimate_record(found)
        | {"interval": None}
        | ({"no_interval": found.no_interval} if asked else {})
    )


def _confusion_record(agreement: Agreement) -> Record:
    """The confusion matrix of the labels that are compared, and each pair's nonzero cells."""
    counts = agreement.confusion
    met = [at for at, row in enumerate(counts) if any(row) or any(each[at] for each in counts)]
    return {
        "labels": [agreement.labels[at] for at in met],
        "counts": [[counts[row][column] for column in met] for row in met],
        "pairs": [
            {
                "annotators": list(pair.annotators),
                "cells": [
                    [agreement.labels[one], agreement.labels[other], times]
                    for one, other, times in pair.cells
                ],
            }
            for pair in agreement.pairs
        ],
    }


def intervals_record(agreement: Agreement) -> Record | None:
    """All intervals of one table, or None if none were requested."""
    basis = agreement.basis
    if basis is None:
        return None
    return {
        "level": CONFIDENCE_LEVEL,
        "method": INTERVAL_METHOD,
        "over": basis.over,
        "count": basis.count,
        **{name: interval_record(getattr(agreement, name)) for name in GROUP_COEFFICIENTS},
        "cohen_kappa": [
            {"annotators": list(pair.annotators)} | interval_record(pair.kappa)
            for pair in agreement.pairs
        ],
        "alpha_by_label": {
            name: interval_record(each) for name, each in agreement.alpha_by_label.items()
        },
    }


def interval_record(found: Estimate) -> Record:
    """The ends of one interval, or why there is none."""
    if found.interval is None:
        return {"low": None, "high": None, "reason": found.no_interval}
    return {"low": found.interval[0], "high": found.interval[1]}

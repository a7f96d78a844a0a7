"""The coefficients of a table: estimates with what they are based on, or why there is none.

They are also given as plain data, ready for a JSON writer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotator.stats import CONFIDENCE_LEVEL

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
class Estimate:
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
class PairAgreement:
    """Two annotators: Cohen's κ, and how often the one gave this label and the other that.

    Attributes:
        annotators: Their names.
        kappa: Cohen's κ.
        cells: What is not 0 of their matrix: the positions of the first's label and of the
            second's, and how many units got these.
    """

    annotators: tuple[str, str]
    kappa: Estimate
    cells: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """What is compared.

    Attributes:
        total: How many units there are.
        compared: How many of them have labels of two annotators or more.
        max_labels: How many labels the fullest unit has.
        full_units: How many units have so many; Fleiss' κ rests on these alone.
        pairs: How many pairs of labels are compared.
    """

    total: int
    compared: int
    max_labels: int
    full_units: int
    pairs: int


@dataclass(frozen=True, slots=True)
class IntervalBasis:
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


Record = dict[str, Any]
INTERVAL_METHOD = "jackknife, t"
GROUP_COEFFICIENTS = ("percent", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1")
"""The coefficients of all annotators together, in the order in which they are in files."""
COEFFICIENT_NAMES: Mapping[str, str] = {
    "percent": "observed agreement",
    "krippendorff_alpha": "Krippendorff’s α",
    "fleiss_kappa": "Fleiss’ κ",
    "gwet_ac1": "Gwet’s AC1",
}
"""The same with the name of each, in the order in which they are shown."""
_IN_ASCII = str.maketrans({"’": "'", "α": "alpha", "κ": "kappa"})


def named_coefficients(agreement: Agreement, *, ac1: bool = True) -> list[tuple[str, Estimate]]:
    """The coefficients of all annotators together, each with its name, as they are shown.

    Args:
        agreement: The coefficients.
        ac1: Whether Gwet's AC1 is among them.
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
    """Everything about one table.

    A coefficient is `{"value", "units"}`, with the number of units that it rests on; one that is
    undefined has the value None and says why under "reason".
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
    """One coefficient and its interval; one that was asked for and is not there says why."""
    if found.interval is not None:
        return estimate_record(found) | {"interval": list(found.interval)}
    asked = found.no_interval != NOT_ASKED and not found.reason
    return (
        estimate_record(found)
        | {"interval": None}
        | ({"no_interval": found.no_interval} if asked else {})
    )


def _confusion_record(agreement: Agreement) -> Record:
    """The matrix over the labels that are compared, and of each pair what is not 0."""
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
    """All intervals of one table; None where none were requested."""
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

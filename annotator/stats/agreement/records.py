"""The coefficients as plain data, ready for a JSON writer."""

from typing import Any

from annotator.stats import LEVEL
from annotator.stats.agreement.levels import OnLevel
from annotator.stats.agreement.result import NOT_ASKED, Agreement, Figure

Record = dict[str, Any]
METHOD = "jackknife, t"
GROUP = ("percent", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1")
"""The coefficients that all annotators have together, in the order in which they are printed."""


def record(found: Agreement) -> Record:
    """Everything about one table.

    A coefficient is `{"value", "units"}`, with the number of units that it rests on; one that is
    undefined has the value None and says why under "reason".
    """
    figures = {name: figure(getattr(found, name)) for name in GROUP}
    return {
        "percent": figures["percent"],
        "cohen_kappa": [
            {"annotators": list(pair.annotators)} | figure(pair.kappa) for pair in found.pairs
        ],
        "fleiss_kappa": figures["fleiss_kappa"],
        "krippendorff_alpha": figures["krippendorff_alpha"],
        "gwet_ac1": figures["gwet_ac1"],
        "alpha_by_label": {name: figure(each) for name, each in found.alpha_by_label.items()},
        "confusion": _confusion(found),
        "intervals": _intervals(found),
        "units": found.units.total,
        "units_compared": found.units.compared,
        "pairs_compared": found.units.pairs,
        "annotators": list(found.annotators),
    }


def level_record(found: OnLevel, over: Agreement) -> Record:
    """What a level of measurement changes: α is that of the level, and κ is weighted beside."""
    intervals = _intervals(over)
    if intervals is not None:
        intervals["krippendorff_alpha_nominal"] = intervals["krippendorff_alpha"]
        intervals["krippendorff_alpha"] = _ends(found.alpha)
    return {
        "krippendorff_alpha": figure(found.alpha),
        "krippendorff_alpha_nominal": figure(over.krippendorff_alpha),
        "weighted_kappa": [
            {"annotators": list(pair.annotators)} | with_interval(kappa)
            for pair, kappa in zip(over.pairs, found.kappas, strict=True)
        ],
        "intervals": intervals,
    }


def figure(found: Figure) -> Record:
    """One coefficient, without its interval."""
    reason = {"reason": found.reason} if found.reason else {}
    return {"value": found.value, "units": found.units} | reason


def with_interval(found: Figure) -> Record:
    """One coefficient and its interval; one that was asked for and is not there says why."""
    if found.interval is not None:
        return figure(found) | {"interval": list(found.interval)}
    asked = found.no_interval != NOT_ASKED and not found.reason
    return (
        figure(found) | {"interval": None} | ({"no_interval": found.no_interval} if asked else {})
    )


def _confusion(found: Agreement) -> Record:
    """The matrix over the labels that are compared, and of each pair what is not 0."""
    counts = found.confusion
    met = [at for at, row in enumerate(counts) if any(row) or any(each[at] for each in counts)]
    return {
        "labels": [found.labels[at] for at in met],
        "counts": [[counts[row][column] for column in met] for row in met],
        "pairs": [
            {
                "annotators": list(pair.annotators),
                "cells": [
                    [found.labels[one], found.labels[other], times]
                    for one, other, times in pair.cells
                ],
            }
            for pair in found.pairs
        ],
    }


def _intervals(found: Agreement) -> Record | None:
    basis = found.basis
    if basis is None:
        return None
    return {
        "level": LEVEL,
        "method": METHOD,
        "over": basis.over,
        "count": basis.count,
        **{name: _ends(getattr(found, name)) for name in GROUP},
        "cohen_kappa": [
            {"annotators": list(pair.annotators)} | _ends(pair.kappa) for pair in found.pairs
        ],
        "alpha_by_label": {name: _ends(each) for name, each in found.alpha_by_label.items()},
    }


def _ends(found: Figure) -> Record:
    if found.interval is None:
        return {"low": None, "high": None, "reason": found.no_interval}
    return {"low": found.interval[0], "high": found.interval[1]}

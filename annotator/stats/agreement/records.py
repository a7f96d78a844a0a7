"""The coefficients as plain data, ready for a JSON writer."""

from typing import Any

from annotator.stats import LEVEL
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
    return {
        "labels": list(found.labels),
        "counts": [list(row) for row in found.confusion],
        "pairs": [
            {"annotators": list(pair.annotators), "counts": [list(row) for row in pair.counts]}
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

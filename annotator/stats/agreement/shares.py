"""Shares over pairs of annotators, with intervals: same source, links."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from annotator.stats.agreement.result import Figure
from annotator.stats.agreement.table import numbered
from annotator.stats.given import Ratio
from annotator.stats.intervals import SHARE, ratio_interval


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its numerator and denominator; its figure rests on so many units."""

    numerator: int
    denominator: int
    figure: Figure


def share(ratios: Iterable[Ratio], empty: str, *, intervals: bool = False) -> Share:
    """The sum of the numerators over that of the denominators.

    Args:
        ratios: What each unit and pair adds.
        empty: Why it is undefined where there is nothing to add.
        intervals: Whether an interval is wanted: over documents where there are several, else
            over units.
    """
    ratios = list(ratios)
    numerator = sum(each.numerator for each in ratios)
    denominator = sum(each.denominator for each in ratios)
    units = numbered(each.unit for each in ratios)
    if not denominator:
        return Share(numerator, denominator, Figure(None, 0, empty))
    figure = Figure(numerator / denominator, len(units.names))
    if not intervals:
        return Share(numerator, denominator, figure)
    clusters = numbered(each.cluster for each in ratios)
    several = len(clusters.names) > 1
    cases = clusters if several else units
    sums = np.zeros((len(cases.names), 2))
    np.add.at(sums, cases.codes, [(each.numerator, each.denominator) for each in ratios])
    above, below = sums[sums[:, 1] > 0].T
    ends, why = ratio_interval(above, below, SHARE, "documents" if several else "units")
    return Share(numerator, denominator, replace(figure, interval=ends, no_interval=why))

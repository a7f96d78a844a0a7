"""Shares over pairs of annotators, with intervals: same source, links."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from annotator.stats.agreement import result
from annotator.stats.agreement.agreement import Wanted
from annotator.stats.agreement.result import Figure
from annotator.stats.agreement.table import numbered
from annotator.stats.bootstrap import blocks, middle, times_drawn
from annotator.stats.given import Ratio


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its numerator and denominator; its figure rests on so many units."""

    numerator: int
    denominator: int
    figure: Figure


def share(ratios: Iterable[Ratio], empty: str, wanted: Wanted | None = None) -> Share:
    """The sum of the numerators over that of the denominators.

    Args:
        ratios: What each unit and pair adds.
        empty: Why it is undefined where there is nothing to add.
        wanted: That an interval is wanted: over documents where there are several, else units.
    """
    ratios = list(ratios)
    numerator = sum(each.numerator for each in ratios)
    denominator = sum(each.denominator for each in ratios)
    units = numbered(each.unit for each in ratios)
    if not denominator:
        return Share(numerator, denominator, Figure(None, 0, empty))
    figure = Figure(numerator / denominator, len(units.names))
    if wanted is None:
        return Share(numerator, denominator, figure)
    clusters = numbered(each.cluster for each in ratios)
    sorts = clusters if len(clusters.names) > 1 else units
    sums = np.zeros((len(sorts.names), 2))
    np.add.at(sums, sorts.codes, [(each.numerator, each.denominator) for each in ratios])
    if len(sums) < 2:
        return Share(numerator, denominator, replace(figure, no_interval=result.ONE_UNIT))
    random = np.random.default_rng(wanted.seed)
    drawn = np.concatenate(
        [
            times_drawn(random, draws, len(sums)) @ sums
            for draws in blocks(wanted.resamples, len(sums))
        ]
    )
    with np.errstate(invalid="ignore"):
        interval = middle(drawn[:, 0] / drawn[:, 1])
    return Share(numerator, denominator, replace(figure, interval=interval, no_interval=""))

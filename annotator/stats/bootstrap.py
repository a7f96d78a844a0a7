"""Bootstrap intervals over the articles of a corpus: the percentile method, seeded.

Articles are drawn with replacement, as many as there are; every figure is reckoned anew on each
draw, and the middle 95 % of the results is its interval (Efron and Tibshirani 1993, chapter 13).
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from annotator.stats.corpus import Article, Interval, point
from annotator.stats.declaration import Kind, Measure
from annotator.stats.measures import MEASURES

RESAMPLES = 2_000
LEVEL = 0.95
# Draws are made in blocks of about this many numbers, so that a large corpus fits in memory.
BLOCK = 2**22

Numbers = NDArray[np.float64]


def intervals(
    corpus: Sequence[Article], seed: int, resamples: int = RESAMPLES
) -> Mapping[str, Interval]:
    """A 95 % percentile interval for every measure that has a mean, bands aside.

    A measure that is defined in fewer than two articles has none: there is nothing to draw from.
    The same seed gives the same intervals with the same release of numpy.

    Args:
        corpus: The articles, each with its annotators' values.
        seed: Of the random numbers; print it beside the intervals.
        resamples: How many times the articles are drawn.
    """
    measures = [measure for measure in MEASURES if measure.kind is not Kind.BAND]
    table = np.array([[_row(article, measure) for measure in measures] for article in corpus])
    table = table.reshape(len(corpus), len(measures), 4)
    defined = table[:, :, 3].sum(axis=0)
    drawn_micro, drawn_macro = _draw(table, np.random.default_rng(seed), resamples)
    return {
        measure.id: _interval(measure, defined[i], drawn_micro[:, i], drawn_macro[:, i])
        for i, measure in enumerate(measures)
    }


def _row(article: Article, measure: Measure) -> tuple[float, float, float, float]:
    found = point(article, measure.id)
    if found is None:
        return 0.0, 0.0, 0.0, 0.0
    return found.numerator, found.denominator, found.value, 1.0


def _draw(table: Numbers, random: np.random.Generator, resamples: int) -> tuple[Numbers, Numbers]:
    """The micro and macro figures of each draw, (draws, measures); NaN where undefined.

    Args:
        table: Numerator, denominator, value and whether defined, (articles, measures, 4).
        random: Where the draws come from.
        resamples: How many draws.
    """
    count = len(table)
    sums = np.concatenate(
        [
            np.tensordot(times_drawn(random, draws, count), table, axes=1)
            for draws in blocks(resamples, count)
        ]
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        return sums[:, :, 0] / sums[:, :, 1], sums[:, :, 2] / sums[:, :, 3]


def blocks(resamples: int, count: int) -> list[int]:
    """How many drawings to make at a time, so that a block of them fits in memory."""
    size = max(1, BLOCK // max(1, count))
    return [min(size, resamples - start) for start in range(0, resamples, size)]


def times_drawn(random: np.random.Generator, draws: int, count: int) -> Numbers:
    """How many times each article is drawn, (draws, count)."""
    if not count:
        return np.zeros((draws, 0))
    chosen = random.integers(count, size=(draws, count)) + np.arange(draws)[:, None] * count
    times = np.bincount(chosen.ravel(), minlength=draws * count)
    return times.reshape(draws, count).astype(np.float64)


def _interval(measure: Measure, defined: float, micro: Numbers, macro: Numbers) -> Interval:
    if defined < 2:
        return Interval(None, None, "it is defined in fewer than two articles")
    is_share = measure.kind is Kind.SHARE
    return Interval(middle(micro) if is_share else None, middle(macro))


def middle(drawn: Numbers) -> tuple[float, float]:
    """The interval that holds the middle 95 % of the drawings where the figure is defined."""
    # A draw may hold none of the articles where the measure is defined: it says nothing.
    known = drawn[~np.isnan(drawn)]
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)

"""95% intervals from the jackknife over documents, with Student's t and without random numbers.

Each document is left out in turn, and the figure is computed from the others. The spread of these
figures gives the standard error (Efron and Tibshirani 1993, chapter 11). The interval is computed
on the logit scale, or on the log scale if the figure has no upper limit. So it never leaves the
limits of the figure, and is longer toward the middle, as the error is. bench/interval_coverage.py
measures how often such intervals contain the true figure.
"""

from collections.abc import Callable, Mapping, Sequence
from math import fsum, inf
from statistics import NormalDist
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from annotator.stats import CONFIDENCE_LEVEL, MINIMUM_CASES
from annotator.stats.corpus import ArticleMean, AverageIntervals, CorpusArticle, article_mean
from annotator.stats.measures import MEASURES, Measure, MeasureKind

Numbers = NDArray[np.float64]
Bounds = tuple[float, float]
Case = TypeVar("Case")

SHARE_LIMITS, COEFFICIENT_LIMITS, AMOUNT_LIMITS = (0.0, 1.0), (-1.0, 1.0), (0.0, inf)
"""The limits of a share, of a coefficient of agreement, and of an amount."""
DIFFERENCE_LIMITS = (-1.0, 1.0)
"""The limits of the difference between two shares."""

# Figures that differ only because of rounding differ by less than this.
NO_SPREAD = 1e-12


def jackknife_interval(
    value: float,
    without: Numbers,
    limits: Bounds,
    over: str = "documents",
    times: NDArray[np.int64] | None = None,
    support: int | None = None,
) -> tuple[Bounds | None, str]:
    """The 95% interval of a figure, or None and the reason why there is none.

    The result depends only on the arguments, and not on their order.

    Args:
        value: The figure over everything.
        without: The figure without each document, or each unit, in turn.
        limits: The limits of the figure.
        over: What is left out: a key of `MINIMUM_CASES`.
        times: How often each case in `without` occurs, or None for once each.
        support: The number of cases that contribute to the figure, or None for all.
    """
    times = np.ones(len(without), np.int64) if times is None else times
    count = int(times.sum())
    support = count if support is None else support
    if support < MINIMUM_CASES[over]:
        return None, too_few_reason(support, over)
    if np.isnan(without).any():
        return None, f"the figure is undefined without one of the {over}"
    error = _standard_error(without, times)
    if error < NO_SPREAD or not limits[0] < value < limits[1]:
        return None, f"all {over} give the same figure, so its variation is unknown"
    return _bounds(value, error * t_quantile(support - 1), limits), ""


def too_few_reason(support: int, over: str) -> str:
    """Why a figure that is based on this many cases has no interval."""
    return f"at least {MINIMUM_CASES[over]} {over} are needed (found: {support})"


def _standard_error(without: Numbers, times: NDArray[np.int64]) -> float:
    """The jackknife's standard error. Values are sorted, because float sums depend on order."""
    count = times.sum()
    mean = np.sort(without * times).sum() / count
    return float(np.sqrt((count - 1) / count * np.sort(times * (without - mean) ** 2).sum()))


def _bounds(value: float, reach: float, limits: Bounds) -> Bounds:
    low, high = limits
    if high == inf:
        factor = float(np.exp(reach / (value - low)))
        return low + (value - low) / factor, low + (value - low) * factor
    odds = (value - low) / (high - value)
    # The slope of the logit at the figure.
    factor = float(np.exp(min(reach * (high - low) / ((value - low) * (high - value)), 700.0)))
    first, last = odds / factor, odds * factor
    width = high - low
    return low + width * first / (1 + first), high - width / (1 + last)


def t_quantile(freedom: int) -> float:
    """The 97.5% quantile of Student's t, within 0.001 from 4 degrees of freedom on.

    Abramowitz and Stegun (1964), 26.7.5.

    Args:
        freedom: The degrees of freedom.
    """
    z = NormalDist().inv_cdf((1 + CONFIDENCE_LEVEL) / 2)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + fsum(term / freedom**power for power, term in enumerate(terms, 1))


def corpus_intervals(corpus: Sequence[CorpusArticle]) -> Mapping[str, AverageIntervals]:
    """The 95% interval over articles of every measure that has a mean, except bands."""
    measures = [measure for measure in MEASURES if measure.kind is not MeasureKind.BAND]
    return {each.id: _of_measure(each, _article_means(corpus, each)) for each in measures}


def _article_means(corpus: Sequence[CorpusArticle], measure: Measure) -> list[ArticleMean]:
    found = (article_mean(article, measure.id) for article in corpus)
    return [each for each in found if each is not None]


def _of_measure(measure: Measure, points: Sequence[ArticleMean]) -> AverageIntervals:
    if len(points) < MINIMUM_CASES["articles"]:
        return AverageIntervals(None, None, too_few_reason(len(points), "articles"))
    limits = SHARE_LIMITS if measure.range == "0 to 1" else AMOUNT_LIMITS
    values = np.array([each.value for each in points])
    macro, why = ratio_interval(values, np.ones(len(values)), limits, "articles")
    if measure.kind is not MeasureKind.SHARE:
        return AverageIntervals(None, macro, why)
    above, below = (np.array(each) for each in zip(*map(_sums, points), strict=True))
    micro, why_micro = ratio_interval(above, below, limits, "articles")
    return AverageIntervals(micro, macro, why or why_micro)


def _sums(found: ArticleMean) -> tuple[float, float]:
    return found.numerator, found.denominator


def ratio_interval(
    numerators: Numbers, denominators: Numbers, limits: Bounds, over: str
) -> tuple[Bounds | None, str]:
    """The interval of a ratio of two sums, from the cases that add to both."""
    above, below = fsum(numerators), fsum(denominators)
    with np.errstate(invalid="ignore", divide="ignore"):
        without = (above - numerators) / (below - denominators)
    return jackknife_interval(above / below, without, limits, over)


def difference_interval(sums: Numbers, over: str) -> tuple[Bounds | None, str]:
    """The interval of the difference between two shares of the same cases.

    Args:
        sums: What each case adds, (cases, 4): numerator and denominator of the first share, then
            of the second. A case can add to one share only.
        over: What is left out in turn.
    """
    total = sums.sum(axis=0)
    # Where one share rests on few cases, it decides how well the difference is known.
    support = int(min((sums[:, 1] > 0).sum(), (sums[:, 3] > 0).sum()))
    value, without = float(_difference(total)), _difference(total - sums)
    return jackknife_interval(value, without, DIFFERENCE_LIMITS, over, support=support)


def _difference(sums: Numbers) -> Numbers:
    with np.errstate(invalid="ignore", divide="ignore"):
        first, second = sums[..., 0] / sums[..., 1], sums[..., 2] / sums[..., 3]
    return np.asarray(first - second)


def interval_of(
    figure: Callable[[Sequence[Case]], float], cases: Sequence[Case], limits: Bounds, over: str
) -> tuple[Bounds | None, str]:
    """The interval of any figure over cases, which is computed again without each of them.

    Args:
        figure: Gives the figure over some cases; NaN if they have none.
        cases: All cases.
        limits: The limits of the figure.
        over: What is left out in turn.
    """
    without = np.array([figure([*cases[:at], *cases[at + 1 :]]) for at in range(len(cases))])
    return jackknife_interval(figure(cases), without, limits, over)

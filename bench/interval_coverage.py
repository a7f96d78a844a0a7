"""Coverage of the 95% intervals: `python -m bench.interval_coverage` prints the tables.

Each has two thousand runs: documents are generated at random, and the figure and its interval are
computed from them. The true figure is that of very many documents of the same kind. The tables
compare the interval of annotator with others: the percentile method, BCa (Efron and Tibshirani
1993, chapters 13 and 14), Student's t with the jackknife's error without a transformation, and the
same on the logit scale.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from annotator.stats import CONFIDENCE_LEVEL, MINIMUM_CASES
from annotator.stats.agreement.coefficients import (
    Sums,
    krippendorff_alpha,
    percent_agreement,
    sums_by_pattern,
)
from annotator.stats.intervals import (
    AMOUNT_LIMITS,
    COEFFICIENT_LIMITS,
    SHARE_LIMITS,
    Bounds,
    Numbers,
    jackknife_interval,
    t_quantile,
)

RUNS, RESAMPLES, VERY_MANY = 2_000, 500, 40_000
DOCUMENTS = (2, 3, 4, 5, 7, 10, 15, 20, 30, 50)
UNITS = (10, 20, 30, 50, 100, 300)
TAGS = (0.35, 0.15, 0.1, 0.4)
Formula = Callable[[Numbers], Numbers]
Random = np.random.Generator
Tried = Mapping[str, Bounds | None]


@dataclass(frozen=True, slots=True)
class Project:
    """A kind of project: number of annotators, variation between documents, and their lengths.

    Attributes:
        name: Its name in the table.
        annotators: Annotators per document.
        alike: The larger this is, the less documents differ in difficulty.
        sizes: Minimum and maximum number of sentences in a document.
    """

    name: str
    annotators: int
    alike: float
    sizes: tuple[int, int]


PROJECTS = (
    Project("two annotators, similar documents", 2, 30, (8, 40)),
    Project("two annotators, hard and easy documents", 2, 6, (8, 40)),
    Project("three annotators", 3, 15, (8, 40)),
    Project("two annotators, short documents", 2, 30, (5, 10)),
)
SKILLS = (0.5, 0.7, 0.85, 0.95)


def of_documents(project: Project, skill: float, count: int, random: Random) -> Numbers:
    """The contribution of each of `count` documents to the sums of agreement."""
    sizes = random.integers(*project.sizes, size=count)
    document = np.repeat(np.arange(count), sizes)
    shares = random.dirichlet(np.array(TAGS) * 8, size=count).cumsum(axis=1)
    clear = random.beta(skill * project.alike, (1 - skill) * project.alike, size=count)

    def tags() -> Numbers:
        drawn = random.random(len(document))[:, None] > shares[document]
        return np.asarray(np.minimum(drawn.sum(axis=1), len(TAGS) - 1))

    truth = tags()
    seen = [
        np.where(random.random(len(document)) < clear[document], truth, tags())
        for _ in range(project.annotators)
    ]
    each = sums_by_pattern(np.array(seen, np.int8), len(TAGS)).numbers
    return np.asarray(np.add.reduceat(each, np.r_[0, sizes.cumsum()[:-1]], axis=0))


def of_units(skill: float, count: int, random: Random) -> Numbers:
    """The contribution of each of `count` independent sentences with two annotators."""
    truth = random.choice(len(TAGS), p=TAGS, size=count)
    seen = [
        np.where(random.random(count) < skill, truth, random.choice(len(TAGS), p=TAGS, size=count))
        for _ in range(2)
    ]
    return sums_by_pattern(np.array(seen, np.int8), len(TAGS)).numbers


def alpha(sums: Numbers) -> Numbers:
    """Krippendorff's α."""
    return krippendorff_alpha(Sums(sums, len(TAGS)))


def observed(sums: Numbers) -> Numbers:
    """Observed agreement."""
    return percent_agreement(Sums(sums, len(TAGS)))


def ratio(sums: Numbers) -> Numbers:
    """A ratio of two sums."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(sums[..., 0] / sums[..., 1])


def ours(
    cases: Numbers, formula: Formula, limits: Bounds, over: str, fewest: int | None = None
) -> Bounds | None:
    """The interval of annotator. `fewest` replaces its minimum number of cases.

    Args:
        cases: The contribution of each document.
        formula: The figure, computed from sums.
        limits: The minimum and maximum of the figure.
        over: The kind of case.
        fewest: The minimum number of cases.
    """
    total = cases.sum(axis=0)
    value, without = float(formula(total)), formula(total - cases)
    if fewest is not None and len(cases) < MINIMUM_CASES[over]:
        return _below(value, without, limits)
    return jackknife_interval(value, without, limits, over)[0]


def _below(value: float, without: Numbers, limits: Bounds) -> Bounds | None:
    """The interval for fewer cases than annotator accepts: the same with t and n - 1."""
    raw = student(value, without)
    if raw is None or not limits[0] < value < limits[1]:
        return None
    width = limits[1] - limits[0]
    place = (value - limits[0]) / width
    reach = (raw[1] - value) / width / (place * (1 - place))
    ends = (1 / (1 + (1 - place) / place * np.exp(sign * reach)) for sign in (1, -1))
    low, high = (limits[0] + width * float(each) for each in ends)
    return low, high


# Student's t for degrees of freedom below those where `t_quantile` is exact.
SMALL_T = {1: 12.706, 2: 4.303, 3: 3.182}


def student(value: float, without: Numbers) -> Bounds | None:
    """Student's t on the jackknife's standard error."""
    count = len(without)
    error = np.sqrt((count - 1) / count * ((without - without.mean()) ** 2).sum())
    if not error > 0:
        return None
    reach = float(error) * (SMALL_T.get(count - 1) or t_quantile(count - 1))
    return value - reach, value + reach


def transformed(value: float, without: Numbers, limits: Bounds) -> Bounds | None:
    """The jackknife on the logit itself; None if leaving out a document gives a limit."""
    width = limits[1] - limits[0]
    with np.errstate(all="ignore"):
        logit, others = (
            np.log((each - limits[0]) / (limits[1] - each)) for each in (np.array(value), without)
        )
        bounds = student(float(logit), others) if np.isfinite(others).all() else None
    if bounds is None or not np.isfinite(bounds).all():
        return None
    low, high = (limits[0] + width / (1 + float(np.exp(-each))) for each in bounds)
    return low, high


def resampled(cases: Numbers, formula: Formula, random: Random) -> Numbers:
    """The figure for many resamples of the documents, in ascending order."""
    times = random.multinomial(len(cases), [1 / len(cases)] * len(cases), size=RESAMPLES)
    figures = formula(times @ cases)
    return np.sort(figures[~np.isnan(figures)])


def accelerated(value: float, without: Numbers, figures: Numbers) -> Bounds | None:
    """BCa."""
    normal = NormalDist()
    apart = without.mean() - without
    if not (apart**2).sum() > 0:
        return None
    share = np.clip((figures < value).mean(), 1 / RESAMPLES, 1 - 1 / RESAMPLES)
    bias, speed = normal.inv_cdf(float(share)), (apart**3).sum() / (6 * (apart**2).sum() ** 1.5)
    places = []
    for end in ((1 - CONFIDENCE_LEVEL) / 2, (1 + CONFIDENCE_LEVEL) / 2):
        moved = bias + normal.inv_cdf(end)
        places.append(normal.cdf(float(bias + moved / (1 - speed * moved))))
    low, high = np.quantile(figures, places)
    return float(low), float(high)


def all_of(cases: Numbers, formula: Formula, limits: Bounds, random: Random) -> Tried:
    """All intervals that are compared."""
    total = cases.sum(axis=0)
    value, without = float(formula(total)), formula(total - cases)
    figures = resampled(cases, formula, random)
    spread = bool(np.ptp(without) > 0)
    low, high = np.quantile(figures, [(1 - CONFIDENCE_LEVEL) / 2, (1 + CONFIDENCE_LEVEL) / 2])
    return {
        "given": ours(cases, formula, limits, "documents", 2),
        "t": student(value, without),
        "logit": transformed(value, without, limits),
        "percentile": (float(low), float(high)) if spread else None,
        "BCa": accelerated(value, without, figures) if spread else None,
    }


def coverage(intervals: list[Bounds | None], true: float) -> tuple[float, float]:
    """The share of existing intervals that contain the true figure, and the share that exist."""
    there = [each for each in intervals if each is not None]
    held = sum(low <= true <= high for low, high in there)
    return held / max(len(there), 1), len(there) / len(intervals)


def tried_over_documents() -> Iterator[str]:
    """All compared intervals, for α in the first kind of project."""
    yield "| α | documents | given | t | logit | percentile | BCa | given in |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for skill in SKILLS:
        random = np.random.default_rng(1)
        true = float(alpha(of_documents(PROJECTS[0], skill, VERY_MANY, random).sum(axis=0)))
        for count in DOCUMENTS:
            runs = _projects(PROJECTS[0], skill, count)
            tried = [all_of(cases, alpha, COEFFICIENT_LIMITS, random) for cases in runs]
            shares = {name: coverage([each[name] for each in tried], true) for name in tried[0]}
            cells = " | ".join(f"{held:.3f}" for held, _ in shares.values())
            yield f"| {true:.2f} | {count} | {cells} | {shares['given'][1]:.0%} |"


def given_over_documents() -> Iterator[str]:
    """The interval of annotator, for α in the other kinds of project."""
    yield "| project | α | " + " | ".join(map(str, DOCUMENTS)) + " |"
    yield "| --- | --- |" + " --- |" * len(DOCUMENTS)
    for project in PROJECTS[1:]:
        for skill in SKILLS:
            random = np.random.default_rng(1)
            true = float(alpha(of_documents(project, skill, VERY_MANY, random).sum(axis=0)))
            shares = [
                coverage(
                    [
                        ours(cases, alpha, COEFFICIENT_LIMITS, "documents", 2)
                        for cases in _projects(project, skill, count)
                    ],
                    true,
                )[0]
                for count in DOCUMENTS
            ]
            cells = " | ".join(f"{held:.3f}" for held in shares)
            yield f"| {project.name} | {true:.2f} | {cells} |"


def _projects(project: Project, skill: float, count: int) -> Numbers:
    """Generated projects, as (runs, documents, sums)."""
    runs = of_documents(project, skill, count * RUNS, np.random.default_rng(count))
    return runs.reshape(RUNS, count, -1)


def over_units() -> Iterator[str]:
    """The table for independent sentences."""
    yield "| α | units | α, given | observed agreement, given |"
    yield "| --- | --- | --- | --- |"
    for skill in SKILLS:
        whole = of_units(skill, VERY_MANY * 10, np.random.default_rng(1)).sum(axis=0)
        for count in UNITS:
            runs = of_units(skill, count * RUNS, np.random.default_rng(count))
            cells = [
                coverage(
                    [
                        ours(each, formula, limits, "units")
                        for each in runs.reshape(RUNS, count, -1)
                    ],
                    float(formula(whole)),
                )[0]
                for formula, limits in ((alpha, COEFFICIENT_LIMITS), (observed, SHARE_LIMITS))
            ]
            yield f"| {float(alpha(whole)):.2f} | {count} | {cells[0]:.3f} | {cells[1]:.3f} |"


def of_articles(share: float, alike: float, length: float) -> Callable[[int, Random], Numbers]:
    """A function that generates articles in which some of a few claims count for a measure."""

    def make(count: int, random: Random) -> Numbers:
        wholes = random.poisson(length, size=count)
        shares = random.beta(share * alike, (1 - share) * alike, size=count)
        return np.column_stack([random.binomial(wholes, shares), wholes]).astype(np.float64)

    return make


def of_amounts(mean: float, spread: float) -> Callable[[int, Random], Numbers]:
    """A function that generates articles with one count each."""

    def make(count: int, random: Random) -> Numbers:
        amounts = random.poisson(mean * random.gamma(spread, 1 / spread, size=count))
        return np.column_stack([amounts, np.ones(count)]).astype(np.float64)

    return make


def _means(sums: Numbers) -> Numbers:
    """Each article's own share, for the mean over articles. Articles without one are left out."""
    some = sums[sums[:, 1] > 0]
    return np.column_stack([some[:, 0] / some[:, 1], np.ones(len(some))])


def over_corpora() -> Iterator[str]:
    """The table for measures of a corpus: ratios of sums, means of shares, flags, counts."""
    shares = (0.1, 0.3, 0.5, 0.8, 0.95)
    rows: list[tuple[str, Callable[[int, Random], Numbers], bool, Bounds]] = []
    for share in shares:
        rows += [
            (f"micro, {share:.0%}", of_articles(share, 6, 8), False, SHARE_LIMITS),
            (f"macro, {share:.0%}", of_articles(share, 6, 8), True, SHARE_LIMITS),
        ]
    rows += [
        (f"count, mean {mean}", of_amounts(mean, 3), False, AMOUNT_LIMITS) for mean in (0.5, 1, 4)
    ]
    yield "| measure | " + " | ".join(f"{count} articles" for count in DOCUMENTS[3:]) + " |"
    yield "| --- |" + " --- |" * len(DOCUMENTS[3:])
    for name, make, macro, limits in rows:
        yield f"| {name} | " + " | ".join(_of_corpora(make, limits, macro=macro)) + " |"


def _of_corpora(
    make: Callable[[int, Random], Numbers], limits: Bounds, *, macro: bool
) -> Iterator[str]:
    def figures(cases: Numbers) -> Numbers:
        return _means(cases) if macro else cases[cases[:, 1] > 0]

    whole = figures(make(VERY_MANY * 10, np.random.default_rng(1))).sum(axis=0)
    for count in DOCUMENTS[3:]:
        runs = make(count * RUNS, np.random.default_rng(count)).reshape(RUNS, count, 2)
        intervals = [ours(figures(each), ratio, limits, "articles") for each in runs]
        held, _ = coverage(intervals, float(ratio(whole)))
        yield f"{held:.3f}"


def main() -> None:
    """Print the tables in docs/reference/agreement.md and measures.md."""
    for table in (tried_over_documents, given_over_documents, over_units, over_corpora):
        for line in table():
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()

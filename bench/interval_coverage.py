"""How often 95 % intervals hold the true figure: `python -m bench.interval_coverage` prints it.

Two thousand runs each: documents are made up at random, the figure and its interval are taken from
them, and the true figure is that of very many documents of the same sort. Beside the interval that
annotator gives stand others that were tried: the percentile method, BCa (Efron and Tibshirani 1993,
chapters 13 and 14), Student's t on the jackknife's error without a change of scale, and the same
on the scale of the logit.
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
    """A sort of project: how many annotators, how much documents differ, and how long they are.

    Attributes:
        name: What it is called in the table.
        annotators: How many tag each document.
        alike: The larger, the more alike are documents in how hard they are.
        sizes: From how many sentences to how many a document has.
    """

    name: str
    annotators: int
    alike: float
    sizes: tuple[int, int]


PROJECTS = (
    Project("two annotators, documents much alike", 2, 30, (8, 40)),
    Project("two annotators, hard and easy documents", 2, 6, (8, 40)),
    Project("three annotators", 3, 15, (8, 40)),
    Project("two annotators, short documents", 2, 30, (5, 10)),
)
SKILLS = (0.5, 0.7, 0.85, 0.95)


def of_documents(project: Project, skill: float, count: int, random: Random) -> Numbers:
    """What each of `count` documents adds to the sums of agreement."""
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
    """What each of `count` independent sentences adds, tagged by two."""
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
    """A sum over a sum."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(sums[..., 0] / sums[..., 1])


def ours(
    cases: Numbers, formula: Formula, limits: Bounds, over: str, fewest: int | None = None
) -> Bounds | None:
    """The interval that annotator gives; with `fewest` also where it gives none for want of cases.

    Args:
        cases: What each document adds.
        formula: The figure of sums.
        limits: Between what it can lie.
        over: What the cases are.
        fewest: So many cases are enough.
    """
    total = cases.sum(axis=0)
    value, without = float(formula(total)), formula(total - cases)
    if fewest is not None and len(cases) < MINIMUM_CASES[over]:
        return _below(value, without, limits)
    return jackknife_interval(value, without, limits, over)[0]


def _below(value: float, without: Numbers, limits: Bounds) -> Bounds | None:
    """What it would be over fewer cases than it is given for: the same on t with n - 1."""
    raw = student(value, without)
    if raw is None or not limits[0] < value < limits[1]:
        return None
    width = limits[1] - limits[0]
    place = (value - limits[0]) / width
    reach = (raw[1] - value) / width / (place * (1 - place))
    ends = (1 / (1 + (1 - place) / place * np.exp(sign * reach)) for sign in (1, -1))
    low, high = (limits[0] + width * float(each) for each in ends)
    return low, high


# Student's t below the degrees of freedom from which `t_quantile` is exact.
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
    """The jackknife on the logit itself: none where a document less gives a limit."""
    width = limits[1] - limits[0]
    with np.errstate(all="ignore"):
        logit, others = (
            np.log((each - limits[0]) / (limits[1] - each)) for each in (np.array(value), without)
        )
        found = student(float(logit), others) if np.isfinite(others).all() else None
    if found is None or not np.isfinite(found).all():
        return None
    low, high = (limits[0] + width / (1 + float(np.exp(-each))) for each in found)
    return low, high


def drawn(cases: Numbers, formula: Formula, random: Random) -> Numbers:
    """The figure over documents drawn with replacement, many times, in order."""
    times = random.multinomial(len(cases), [1 / len(cases)] * len(cases), size=RESAMPLES)
    found = formula(times @ cases)
    return np.sort(found[~np.isnan(found)])


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
    """Every interval that was tried."""
    total = cases.sum(axis=0)
    value, without = float(formula(total)), formula(total - cases)
    figures = drawn(cases, formula, random)
    spread = bool(np.ptp(without) > 0)
    low, high = np.quantile(figures, [(1 - CONFIDENCE_LEVEL) / 2, (1 + CONFIDENCE_LEVEL) / 2])
    return {
        "given": ours(cases, formula, limits, "documents", 2),
        "t": student(value, without),
        "logit": transformed(value, without, limits),
        "percentile": (float(low), float(high)) if spread else None,
        "BCa": accelerated(value, without, figures) if spread else None,
    }


def coverage(found: list[Bounds | None], true: float) -> tuple[float, float]:
    """Of the intervals that are there, the share that holds the true figure; and how many are."""
    there = [each for each in found if each is not None]
    held = sum(low <= true <= high for low, high in there)
    return held / max(len(there), 1), len(there) / len(found)


def tried_over_documents() -> Iterator[str]:
    """Every interval that was tried, for α in the first sort of project."""
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
    """The interval that is given, for α in the other sorts of project."""
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
    """Made-up projects, (runs, documents, sums)."""
    runs = of_documents(project, skill, count * RUNS, np.random.default_rng(count))
    return runs.reshape(RUNS, count, -1)


def over_units() -> Iterator[str]:
    """The table over independent sentences."""
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
    """Makes articles in each of which some of a few claims have what a measure asks for."""

    def make(count: int, random: Random) -> Numbers:
        wholes = random.poisson(length, size=count)
        shares = random.beta(share * alike, (1 - share) * alike, size=count)
        return np.column_stack([random.binomial(wholes, shares), wholes]).astype(np.float64)

    return make


def of_amounts(mean: float, spread: float) -> Callable[[int, Random], Numbers]:
    """Makes articles with a count each."""

    def make(count: int, random: Random) -> Numbers:
        amounts = random.poisson(mean * random.gamma(spread, 1 / spread, size=count))
        return np.column_stack([amounts, np.ones(count)]).astype(np.float64)

    return make


def _means(sums: Numbers) -> Numbers:
    """Each article's own share, for the mean of the articles; those without one are left out."""
    some = sums[sums[:, 1] > 0]
    return np.column_stack([some[:, 0] / some[:, 1], np.ones(len(some))])


def over_corpora() -> Iterator[str]:
    """The table of the measures over a corpus: sums over sums, means of shares, flags, counts."""
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
    def taken(cases: Numbers) -> Numbers:
        return _means(cases) if macro else cases[cases[:, 1] > 0]

    whole = taken(make(VERY_MANY * 10, np.random.default_rng(1))).sum(axis=0)
    for count in DOCUMENTS[3:]:
        runs = make(count * RUNS, np.random.default_rng(count)).reshape(RUNS, count, 2)
        found = [ours(taken(each), ratio, limits, "articles") for each in runs]
        held, _ = coverage(found, float(ratio(whole)))
        yield f"{held:.3f}"


def main() -> None:
    """Print the tables of docs/explanation/agreement-intervals.md and reference/measures.md."""
    for table in (tried_over_documents, given_over_documents, over_units, over_corpora):
        for line in table():
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()

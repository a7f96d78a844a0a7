"""Agreement over one table of labels: all coefficients, and shares over pairs, with intervals."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from annotator.stats.agreement import coefficients, result
from annotator.stats.agreement.coefficients import Margins, Numbers, Sums, sums_by_pattern
from annotator.stats.agreement.label_matrix import MISSING, Counts, LabelMatrix, UnitRatio, encode
from annotator.stats.agreement.result import (
    Agreement,
    Estimate,
    IntervalBasis,
    PairAgreement,
    UnitCounts,
)
from annotator.stats.intervals import (
    COEFFICIENT_LIMITS,
    SHARE_LIMITS,
    jackknife_interval,
    ratio_interval,
)

# With more annotators than this, pairs that share no unit are not listed.
MOST_ANNOTATORS = 100
# With more pairs than this, no pair gets an interval.
MOST_PAIRS = 1_000


def agreement(table: LabelMatrix, *, intervals: bool = False) -> Agreement:
    """Every coefficient of a table. An undefined one has its reason.

    Args:
        table: The label matrix.
        intervals: Whether to compute intervals, over documents if there are several, and over
            units if not.
    """
    each = sums_by_pattern(table.unordered_patterns.rows, len(table.labels))
    whole = Sums(table.unordered_patterns.times @ each.numbers, each.labels)
    agreement = _group_estimates(table, whole, tuple(_pairs(table)))
    return _with_intervals(agreement, table, each) if intervals else agreement


def _group_estimates(
    table: LabelMatrix, whole: Sums, pairs: tuple[PairAgreement, ...]
) -> Agreement:
    compared, fullest = int(whole.pairable), int(whole.fullest)
    given = int(whole.values.sum())
    shared = "" if compared else result.NOTHING_SHARED
    alike = shared or (result.ALL_ALIKE if whole.values.max(initial=0) == given else "")
    fullest_given = whole.fullest_values.sum()
    all_alike = whole.fullest_values.max(initial=0) == fullest_given
    return Agreement(
        table.labels,
        table.annotators,
        UnitCounts(
            table.units,
            compared,
            int(fullest_given // fullest) if fullest else 0,
            fullest,
            sum(times for pair in pairs for *_, times in pair.cells),
        ),
        _estimate(coefficients.percent_agreement(whole), compared, shared),
        _estimate(
            coefficients.fleiss_kappa(whole),
            fullest,
            shared or (result.ALL_ALIKE if all_alike else ""),
        ),
        _estimate(coefficients.krippendorff_alpha(whole), compared, alike),
        _estimate(
            coefficients.gwet_ac1(whole),
            compared,
            alike or (result.ONE_LABEL if len(table.labels) < 2 else ""),
        ),
        _by_label(table.labels, whole, shared),
        pairs,
    )


def _estimate(value: Numbers, units: int, reason: str) -> Estimate:
    return Estimate(None if reason else float(value), units, reason)


def _by_label(labels: Sequence[str], whole: Sums, shared: str) -> dict[str, Estimate]:
    values = coefficients.alpha_by_label(whole)
    given, compared = whole.values, int(whole.pairable)
    found = {}
    for position, label in enumerate(labels):
        reason = shared
        if not shared and not given[position]:
            reason = result.NEVER_GIVEN
        elif not shared and given[position] == given.sum():
            reason = result.ALL_ALIKE
        found[label] = _estimate(values[position], compared, reason)
    return found


def _pairs(table: LabelMatrix) -> Iterator[PairAgreement]:
    """Each pair of annotators. If there are very many, only pairs that share a unit."""
    names = table.annotators
    few = len(names) <= MOST_ANNOTATORS
    for one in range(len(names)):
        for distance, confusion in enumerate(_with_later(table, one), 1):
            if few or confusion.any():
                yield _pair((names[one], names[one + distance]), confusion)


def _with_later(table: LabelMatrix, one: int) -> Counts:
    """The confusion matrices of an annotator and each later one, (annotators, labels, labels)."""
    size, patterns = len(table.labels), table.patterns
    own = patterns.rows[one] != MISSING
    later = patterns.rows[one + 1 :, own].astype(np.int64)
    other, pattern = np.nonzero(later != MISSING)
    cell = patterns.rows[one, own][pattern] * np.int64(size) + later[other, pattern]
    counts = np.bincount(
        other * size * size + cell,
        weights=patterns.times[own][pattern],
        minlength=len(later) * size * size,
    )
    return counts.astype(np.int64).reshape(len(later), size, size)


def _pair(names: tuple[str, str], confusion: Counts) -> PairAgreement:
    units = int(confusion.sum())
    reason = "" if units else result.PAIR_SHARES_NOTHING
    if not reason and np.diagonal(confusion).max() == units:
        reason = result.PAIR_ALL_ALIKE
    return PairAgreement(
        names,
        _estimate(coefficients.cohen_kappa(confusion.astype(np.float64)), units, reason),
        tuple((int(a), int(b), int(confusion[a, b])) for a, b in np.argwhere(confusion)),
    )


@dataclass(frozen=True, eq=False)
class JackknifeCases:
    """The cases that are left out in turn: documents if there are several, if not units.

    Attributes:
        over: "documents" or "units".
        sums: What each case adds, (cases, sums). Equal units are one case.
        times: How often each case occurs.
    """

    over: str
    sums: Sums
    times: Counts

    @property
    def without(self) -> Sums:
        """The sums of all other cases, for each case."""
        own = self.sums.numbers
        # Float sums depend on order, and documents can be in any order.
        total = np.sort(self.times[:, None] * own, axis=0).sum(axis=0)
        return Sums(total - own, self.sums.labels)

    def interval(
        self, figure: Estimate, without: Numbers, about: Numbers, limits: tuple[float, float]
    ) -> Estimate:
        """A figure with its interval.

        Args:
            figure: The figure.
            without: The figure without each case.
            about: More than 0 for the cases that contribute to the figure.
            limits: The limits of the figure.
        """
        if figure.value is None:
            return replace(figure, no_interval=result.UNDEFINED_FIGURE)
        support = int(self.times[about > 0].sum())
        ends, why = jackknife_interval(
            figure.value, without, limits, self.over, self.times, support
        )
        return replace(figure, interval=ends, no_interval=why)


def _with_intervals(agreement: Agreement, table: LabelMatrix, each: Sums) -> Agreement:
    cases = _cases(table, each)
    without, compared = cases.without, cases.sums.pairable
    by_label = coefficients.alpha_by_label(without)
    return replace(
        agreement,
        percent=cases.interval(
            agreement.percent, coefficients.percent_agreement(without), compared, SHARE_LIMITS
        ),
        fleiss_kappa=cases.interval(
            agreement.fleiss_kappa,
            coefficients.fleiss_kappa(without),
            cases.sums.fullest,
            COEFFICIENT_LIMITS,
        ),
        krippendorff_alpha=cases.interval(
            agreement.krippendorff_alpha,
            coefficients.krippendorff_alpha(without),
            compared,
            COEFFICIENT_LIMITS,
        ),
        gwet_ac1=cases.interval(
            agreement.gwet_ac1, coefficients.gwet_ac1(without), compared, COEFFICIENT_LIMITS
        ),
        alpha_by_label={
            label: cases.interval(
                figure, by_label[:, at], cases.sums.values[:, at], COEFFICIENT_LIMITS
            )
            for at, (label, figure) in enumerate(agreement.alpha_by_label.items())
        },
        pairs=_pairs_with_intervals(agreement.pairs, table),
        basis=IntervalBasis(cases.over, int(cases.times.sum())),
    )


def _cases(table: LabelMatrix, each: Sums) -> JackknifeCases:
    """The documents of a table, or else its units, without those that cannot be compared."""
    over, times, numbers = "units", table.unordered_patterns.times, each.numbers
    if table.clusters is not None:
        over = "documents"
        numbers = _by_document(table.clusters, table.unordered_patterns.of_unit, numbers)
        times = np.ones(len(numbers), np.int64)
    some = numbers[:, 0] > 0
    return JackknifeCases(over, Sums(numbers[some], each.labels), times[some])


def _by_document(clusters: Counts, of_unit: Counts, of_rows: Numbers) -> Numbers:
    """What each document adds, (documents, sums), from what each different row adds."""
    width = len(of_rows)
    pairs, often = np.unique(clusters * width + of_unit, return_counts=True)
    of_document, of_row = np.divmod(pairs, width)
    documents = int(clusters.max(initial=-1)) + 1
    result = np.zeros((documents, of_rows.shape[1]))
    for column in range(of_rows.shape[1]):
        weights = often * of_rows[of_row, column]
        result[:, column] = np.bincount(of_document, weights, minlength=documents)
    return result


def _pairs_with_intervals(
    pairs: Sequence[PairAgreement], table: LabelMatrix
) -> tuple[PairAgreement, ...]:
    if len(pairs) > MOST_PAIRS:
        too_many = result.TOO_MANY_PAIRS
        return tuple(
            replace(each, kappa=replace(each.kappa, no_interval=too_many)) for each in pairs
        )
    return tuple(replace(each, kappa=_kappa_with_interval(each, table)) for each in pairs)


def _kappa_with_interval(pair: PairAgreement, table: LabelMatrix) -> Estimate:
    if pair.kappa.value is None:
        return replace(pair.kappa, no_interval=result.UNDEFINED_FIGURE)
    over, margins, times = _pair_cases(pair, table)
    without = coefficients.kappa_of_margins(margins.without(times))
    ends, why = jackknife_interval(pair.kappa.value, without, COEFFICIENT_LIMITS, over, times)
    return replace(pair.kappa, interval=ends, no_interval=why)


def _pair_cases(pair: PairAgreement, table: LabelMatrix) -> tuple[str, Margins, Counts]:
    """What each document, or else each cell of the matrix, adds to the margins of a pair."""
    size = len(table.labels)
    if table.clusters is None:
        one, other, times = np.array(pair.cells, np.int64).T
        return "units", Margins.of(np.arange(len(one)), one, other, size), times
    first, second = (table.codes[table.annotators.index(name)] for name in pair.annotators)
    both = (first != MISSING) & (second != MISSING)
    _, cases = np.unique(table.clusters[both], return_inverse=True)
    margins = Margins.of(cases, first[both], second[both], size)
    return "documents", margins, np.ones(len(margins.agreed), np.int64)


@dataclass(frozen=True, slots=True)
class PooledShare:
    """A share with its numerator and denominator, and its estimate."""

    numerator: int
    denominator: int
    estimate: Estimate


def pooled_share(
    ratios: Iterable[UnitRatio], empty: str, *, intervals: bool = False
) -> PooledShare:
    """The sum of the numerators over that of the denominators.

    Args:
        ratios: What each unit and pair adds.
        empty: The reason why the share is undefined if there is nothing to add.
        intervals: Whether to compute an interval, over documents if there are several, and
            over units if not.
    """
    ratios = list(ratios)
    numerator = sum(each.numerator for each in ratios)
    denominator = sum(each.denominator for each in ratios)
    units = encode(each.unit for each in ratios)
    if not denominator:
        return PooledShare(numerator, denominator, Estimate(None, 0, empty))
    figure = Estimate(numerator / denominator, len(units.names))
    if not intervals:
        return PooledShare(numerator, denominator, figure)
    clusters = encode(each.cluster for each in ratios)
    several = len(clusters.names) > 1
    cases = clusters if several else units
    sums = np.zeros((len(cases.names), 2))
    np.add.at(sums, cases.codes, [(each.numerator, each.denominator) for each in ratios])
    above, below = sums[sums[:, 1] > 0].T
    ends, why = ratio_interval(above, below, SHARE_LIMITS, "documents" if several else "units")
    return PooledShare(numerator, denominator, replace(figure, interval=ends, no_interval=why))

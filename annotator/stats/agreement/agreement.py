"""All coefficients of a table at once, with intervals where they are wanted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from annotator.stats.agreement import coefficients, result
from annotator.stats.agreement.coefficients import Numbers, Sums, cells, sums_of_each
from annotator.stats.agreement.drawing import Progress, Urn, silently, urn
from annotator.stats.agreement.result import Agreement, Draws, Figure, Pair, Units
from annotator.stats.agreement.table import MISSING, Counts, Table
from annotator.stats.bootstrap import BLOCK, RESAMPLES, middle

# Of more annotators than these, pairs that share no unit are not listed.
MOST_ANNOTATORS = 100
# Of more pairs than these no intervals are drawn.
MOST_PAIRS = 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """That intervals are wanted: the seed, how many drawings, and who is told how far they are."""

    seed: int
    resamples: int = RESAMPLES
    progress: Progress = silently


def agreement(table: Table, wanted: Wanted | None = None) -> Agreement:
    """Every coefficient of a table; what is undefined says why.

    Args:
        table: Who gave which unit which label.
        wanted: That intervals are wanted; None for none.
    """
    labels = len(table.labels)
    each = sums_of_each(table.patterns.rows, labels)
    whole = Sums(table.patterns.times @ each.numbers, labels)
    found = _figures(table, whole, tuple(_pairs(table)))
    return found if wanted is None else _with_intervals(found, table, each, wanted)


def _figures(table: Table, whole: Sums, pairs: tuple[Pair, ...]) -> Agreement:
    compared, fullest = int(whole.pairable), int(whole.fullest)
    given = int(whole.values.sum())
    shared = "" if compared else result.NOTHING_SHARED
    alike = shared or (result.ALL_ALIKE if whole.values.max(initial=0) == given else "")
    fullest_given = whole.fullest_values.sum()
    all_alike = whole.fullest_values.max(initial=0) == fullest_given
    return Agreement(
        table.labels,
        table.annotators,
        Units(
            table.units,
            compared,
            int(fullest_given // fullest) if fullest else 0,
            fullest,
            sum(sum(map(sum, pair.counts)) for pair in pairs),
        ),
        _figure(coefficients.percent(whole), compared, shared),
        _figure(
            coefficients.fleiss_kappa(whole),
            fullest,
            shared or (result.ALL_ALIKE if all_alike else ""),
        ),
        _figure(coefficients.krippendorff_alpha(whole), compared, alike),
        _figure(
            coefficients.gwet_ac1(whole),
            compared,
            alike or (result.ONE_LABEL if len(table.labels) < 2 else ""),
        ),
        _by_label(table.labels, whole, shared),
        pairs,
    )


def _figure(value: Numbers, units: int, reason: str) -> Figure:
    return Figure(None if reason else float(value), units, reason)


def _by_label(labels: Sequence[str], whole: Sums, shared: str) -> dict[str, Figure]:
    values = coefficients.alpha_by_label(whole)
    given, compared = whole.values, int(whole.pairable)
    found = {}
    for position, label in enumerate(labels):
        reason = shared
        if not shared and not given[position]:
            reason = result.NEVER_GIVEN
        elif not shared and given[position] == given.sum():
            reason = result.ALL_ALIKE
        found[label] = _figure(values[position], compared, reason)
    return found


def _pairs(table: Table) -> Iterator[Pair]:
    """Every two annotators; of very many those alone that share a unit."""
    names = table.annotators
    few = len(names) <= MOST_ANNOTATORS
    for one in range(len(names)):
        for distance, confusion in enumerate(_with_later(table, one), 1):
            if few or confusion.any():
                yield _pair((names[one], names[one + distance]), confusion)


def _with_later(table: Table, one: int) -> Counts:
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


def _pair(names: tuple[str, str], confusion: Counts) -> Pair:
    units = int(confusion.sum())
    reason = "" if units else result.PAIR_SHARES_NOTHING
    if not reason and np.diagonal(confusion).max() == units:
        reason = result.PAIR_ALL_ALIKE
    return Pair(
        names,
        _figure(coefficients.cohen_kappa(confusion.astype(np.float64)), units, reason),
        tuple(tuple(map(int, row)) for row in confusion),
    )


def _confusions(table: Table, one: int, other: int) -> Numbers:
    """Which cell of two annotators' confusion matrix each pattern adds to, (patterns, cells)."""
    size = len(table.labels)
    cell = cells(table.patterns.rows, one, other, size)
    there = np.flatnonzero(cell != MISSING)
    ones = np.zeros((len(cell), size * size))
    ones[there, cell[there]] = 1
    return ones


def _with_intervals(found: Agreement, table: Table, each: Sums, wanted: Wanted) -> Agreement:
    source = urn(table)
    draws = Draws(source.over, source.count, wanted.seed, wanted.resamples)
    drawn = [Sums(block, each.labels) for block in _drawings(source, each.numbers, wanted)]

    def over(formula: Callable[[Sums], Numbers], figure: Figure) -> Figure:
        return _with_interval(figure, np.concatenate([formula(block) for block in drawn]), source)

    by_label = np.concatenate([coefficients.alpha_by_label(block) for block in drawn])
    return replace(
        found,
        percent=over(coefficients.percent, found.percent),
        fleiss_kappa=over(coefficients.fleiss_kappa, found.fleiss_kappa),
        krippendorff_alpha=over(coefficients.krippendorff_alpha, found.krippendorff_alpha),
        gwet_ac1=over(coefficients.gwet_ac1, found.gwet_ac1),
        alpha_by_label={
            label: _with_interval(figure, by_label[:, position], source)
            for position, (label, figure) in enumerate(found.alpha_by_label.items())
        },
        pairs=_pairs_with_intervals(found.pairs, table, source, wanted),
        draws=draws,
    )


def _drawings(source: Urn, of_patterns: Numbers, wanted: Wanted) -> Iterator[Numbers]:
    of_sorts = source.gathered(of_patterns)
    return source.drawings(of_sorts, wanted.seed, wanted.resamples, wanted.progress)


def _pairs_with_intervals(
    pairs: Sequence[Pair], table: Table, source: Urn, wanted: Wanted
) -> tuple[Pair, ...]:
    """The pairs with intervals, a few at a time: the same seed gives each the same drawings."""
    if len(pairs) > MOST_PAIRS:
        too_many = result.TOO_MANY_PAIRS
        return tuple(
            replace(each, kappa=replace(each.kappa, no_interval=too_many)) for each in pairs
        )
    size = len(table.labels)
    places = {name: at for at, name in enumerate(table.annotators)}
    defined = [at for at, pair in enumerate(pairs) if pair.kappa.value is not None]
    done = {at: replace(pair, kappa=_undrawn(pair.kappa)) for at, pair in enumerate(pairs)}
    step = max(1, BLOCK // max(1, len(table.patterns.times) * size * size))
    quiet = replace(wanted, progress=silently)
    for start in range(0, len(defined), step):
        some = defined[start : start + step]
        named = (pairs[at].annotators for at in some)
        of_pairs = [_confusions(table, places[one], places[other]) for one, other in named]
        kappas = np.concatenate(
            [
                coefficients.cohen_kappa(block.reshape(len(block), len(some), size, size))
                for block in _drawings(source, np.concatenate(of_pairs, axis=1), quiet)
            ]
        )
        for column, at in enumerate(some):
            kappa = _with_interval(pairs[at].kappa, kappas[:, column], source)
            done[at] = replace(pairs[at], kappa=kappa)
    return tuple(done.values())


def _undrawn(figure: Figure) -> Figure:
    return replace(figure, no_interval=result.UNDEFINED_FIGURE)


def _with_interval(figure: Figure, drawn: Numbers, source: Urn) -> Figure:
    if figure.value is None:
        return _undrawn(figure)
    if source.count < 2 or np.isnan(drawn).all():
        return replace(figure, no_interval=result.ONE_UNIT)
    return replace(figure, interval=middle(drawn), no_interval="")

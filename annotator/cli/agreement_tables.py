"""Prints coefficients of agreement as tables."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from annotator.cli.output import listed
from annotator.model.words import so_many
from annotator.stats import FEWEST
from annotator.stats.agreement.result import NOT_ASKED, Agreement, Figure
from annotator.stats.wording import NOTHING
from annotator.text.safe import Safe, visible

NAMES = {
    "percent": "observed agreement",
    "krippendorff_alpha": "Krippendorff’s α",
    "fleiss_kappa": "Fleiss’ κ",
    "gwet_ac1": "Gwet’s AC1",
}
USUAL = ("percent", "krippendorff_alpha", "fleiss_kappa")
# A matrix of more annotators than these is wider than a terminal.
MOST_COLUMNS = 9
MOST_NAMED = 6
# Krippendorff (2004), chapter 11.
RELIABLE, TENTATIVE = 0.8, 0.667


def print_agreement(
    console: Console, found: Agreement, *, ac1: bool = False, bands: bool = False
) -> None:
    """Print everything about one table of labels.

    Args:
        console: Where to.
        found: The coefficients.
        ac1: Whether Gwet's AC1 is among them.
        bands: Whether α is put into words as well.
    """
    console.print(Text(visible(compared(found)), "bold"))
    figures = [(NAMES[name], getattr(found, name)) for name in shown(ac1=ac1)]
    print_figures(console, "coefficient", figures)
    print_reasons(console, figures)
    print_intervals(console, found)
    if bands:
        console.print(Text(visible(band(found.krippendorff_alpha))))
    if not found.units.compared:
        return
    print_kappas(console, found)
    heading(console, "α of each label against the rest")
    print_figures(console, "label", found.alpha_by_label.items())
    print_reasons(console, found.alpha_by_label.items())
    print_missing_intervals(console, found.alpha_by_label.items())
    print_confusion(console, found)


def shown(*, ac1: bool) -> tuple[str, ...]:
    """The coefficients that are shown, by their names in a result."""
    return (*USUAL, "gwet_ac1") if ac1 else USUAL


def heading(console: Console, words: str) -> None:
    """Print a heading after an empty line."""
    console.print()
    console.print(Text(visible(words), "bold"))


def compared(found: Agreement) -> str:
    """How much is compared, in words."""
    units = found.units
    unequal = ""
    if units.fullest != units.compared:
        unequal = f"; Fleiss’ κ rests on the {units.fullest:,} with {units.most} labels each"
    return (
        f"{so_many(len(found.annotators), 'annotator')}; {units.compared:,} of "
        f"{so_many(units.total, 'unit')} have two labels or more, which makes "
        f"{so_many(units.pairs, 'pair')}{unequal}."
    )


def print_figures(console: Console, what: str, figures: Iterable[tuple[str, Figure]]) -> None:
    """Print figures below one another, each with its interval and the units it rests on."""
    table = plain_table(what, "figure", "95 % interval", "units")
    for name, figure in figures:
        table.add_row(Text(visible(name)), number(figure.value), ends(figure), f"{figure.units:,}")
    console.print(table)


def print_reasons(console: Console, figures: Iterable[tuple[str, Figure]]) -> None:
    """Print why figures are undefined, a line for each reason."""
    by_reason: dict[str, list[str]] = {}
    for name, figure in figures:
        if figure.reason:
            by_reason.setdefault(figure.reason, []).append(name)
    for reason, names in by_reason.items():
        verb = "is" if len(names) == 1 else "are"
        words = f"{listed(names, MOST_NAMED)} {verb} undefined: {reason}."
        console.print(Text(visible(words), "dim"))


def print_intervals(console: Console, found: Agreement) -> None:
    """Print over what the intervals are, and why figures that are defined have none."""
    basis = found.basis
    if basis is None:
        return
    if basis.count >= FEWEST[basis.over]:
        words = f"Intervals: jackknife over {basis.count:,} {basis.over}, on Student’s t."
        console.print(Text(visible(words), "dim"))
    print_missing_intervals(console, ((NAMES[name], getattr(found, name)) for name in USUAL))


def print_missing_intervals(console: Console, figures: Iterable[tuple[str, Figure]]) -> None:
    """Print why figures that are defined have no interval, a line for each reason."""
    defined = [(name, figure) for name, figure in figures if figure.value is not None]
    by_reason: dict[str, list[str]] = {}
    for name, figure in defined:
        if figure.interval is None and figure.no_interval != NOT_ASKED:
            by_reason.setdefault(figure.no_interval, []).append(name)
    for reason, names in by_reason.items():
        every = 1 < len(names) == len(defined)
        whose = "any of these" if every else listed(names, MOST_NAMED)
        console.print(Text(visible(f"No interval for {whose}: {reason}."), "dim"))


def band(figure: Figure) -> str:
    """What Krippendorff would call an α; the bands are his and fit no other coefficient."""
    if figure.value is None:
        return "α is undefined and falls into none of Krippendorff’s bands."
    if figure.value >= RELIABLE:
        return f"By Krippendorff’s bands (2004): reliable, at {RELIABLE:.3f} or above."
    if figure.value >= TENTATIVE:
        return f"By Krippendorff’s bands (2004): for tentative conclusions, from {TENTATIVE}."
    return f"By Krippendorff’s bands (2004): below {TENTATIVE}, not to be relied on."


def print_kappas(console: Console, found: Agreement) -> None:
    """Print Cohen's κ of every pair: a matrix, or the lowest where it would be too wide."""
    heading(console, "Cohen’s κ of each pair")
    if len(found.annotators) > MOST_COLUMNS:
        _print_lowest(console, found)
    else:
        _print_matrix(console, found)
    named = ((" and ".join(pair.annotators), pair.kappa) for pair in found.pairs)
    print_reasons(console, named)


def _print_matrix(console: Console, found: Agreement) -> None:
    names = found.annotators
    kappas = dict(zip(combinations(range(len(names)), 2), found.pairs, strict=True))
    table = plain_table("", *(str(at) for at in range(1, len(names))))
    for row, name in enumerate(names[1:], 1):
        cells = [number(kappas[column, row].kappa.value) for column in range(row)]
        table.add_row(Text(visible(f"{row + 1} {name}")), *cells)
    console.print(Text(visible(f"1 {names[0]}"), "dim"))
    console.print(table)


def _print_lowest(console: Console, found: Agreement) -> None:
    defined = sorted(
        (pair for pair in found.pairs if pair.kappa.value is not None),
        key=lambda pair: pair.kappa.value or 0,
    )
    console.print(Text(f"{len(defined)} pairs; the lowest and the highest:", "dim"))
    ends_of = defined if len(defined) <= 2 * MOST_COLUMNS else [*defined[:5], *defined[-5:]]
    print_figures(
        console, "pair", [(" and ".join(pair.annotators), pair.kappa) for pair in ends_of]
    )


def print_confusion(console: Console, found: Agreement) -> None:
    """Print which labels met which."""
    if len(found.labels) > 2 * MOST_COLUMNS:
        return
    heading(console, "Which labels meet")
    if len(found.pairs) == 1:
        one, other = found.annotators
        console.print(Text(visible(f"rows: {one}; columns: {other}"), "dim"))
    else:
        console.print(Text("every pair of annotators, in both directions", "dim"))
    table = _matrix(found, found.labels, found.labels)
    unlimited = console.options.update(max_width=10_000)
    if console.measure(table, options=unlimited).maximum > console.width:
        # Numbers for heads, said beside the rows, are narrower than the labels.
        rows = [f"{at} {label}" for at, label in enumerate(found.labels, 1)]
        table = _matrix(found, rows, [str(at) for at in range(1, len(rows) + 1)])
    console.print(table)


def _matrix(found: Agreement, rows: Sequence[str], columns: Sequence[str]) -> Table:
    table = plain_table("", *map(visible, columns))
    for name, counts in zip(rows, found.confusion, strict=True):
        table.add_row(Text(visible(name)), *(f"{count:,}" for count in counts))
    return table


def plain_table(first: str, *others: str) -> Table:
    """A table without lines: words on the left, numbers on the right of their columns."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    # A name that is cut may look like another one.
    table.add_column(Text(visible(first)), overflow="fold")
    for name in others:
        table.add_column(Text(visible(name)), justify="right")
    return table


def number(value: float | None) -> Safe:
    """A coefficient with three places, or a dash."""
    # A figure a hair below nought is not “-0.000”.
    return visible(NOTHING if value is None else f"{value:z.3f}")


def ends(figure: Figure) -> Safe:
    """An interval, or a dash."""
    if figure.interval is None:
        return visible(NOTHING)
    return visible(f"{figure.interval[0]:z.3f} to {figure.interval[1]:z.3f}")


def grid(console: Console, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows of words under heads; the first column is of words, the others of numbers."""
    table = plain_table(*heads)
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    console.print(table)

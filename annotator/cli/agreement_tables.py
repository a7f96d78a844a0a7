"""What `annotator agree` prints: tables of coefficients, and the text for a paper."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from annotator import __version__
from annotator.cli.output import join_names
from annotator.model.plurals import count_of_total, plural, verb_of_total
from annotator.project.agreement import AgreementInput, AgreementReport
from annotator.project.label_agreement import LabelAgreement
from annotator.report.research_paper import MethodsSection, latex_table, methods_paragraph
from annotator.stats import MINIMUM_CASES
from annotator.stats.agreement import pairing
from annotator.stats.agreement.coefficients import LevelAgreement
from annotator.stats.agreement.gold_scores import GoldScores
from annotator.stats.agreement.project_agreement import (
    AssistedAgreement,
    PeriodAgreement,
    ProjectAgreement,
    SelfAgreement,
)
from annotator.stats.agreement.result import NOT_ASKED, Agreement, Estimate, named_coefficients
from annotator.stats.agreement.table_agreement import PooledShare
from annotator.stats.measure_input import MeasureValue
from annotator.stats.measure_wording import DASH
from annotator.text.safe import Safe, safe_text

# A matrix of more annotators than these is wider than a terminal.
MOST_COLUMNS = 9
MOST_NAMED = 6
# Krippendorff (2004), chapter 11.
RELIABLE, TENTATIVE = 0.8, 0.667


def print_agreement(
    console: Console, agreement: Agreement, *, ac1: bool = False, bands: bool = False
) -> None:
    """Print everything about one table of labels.

    Args:
        console: The console to print on.
        agreement: The coefficients.
        ac1: Whether to include Gwet's AC1.
        bands: Whether to interpret α in words as well.
    """
    console.print(Text(safe_text(describe_units(agreement)), "bold"))
    figures = named_coefficients(agreement, ac1=ac1)
    print_figures(console, "coefficient", figures)
    print_reasons(console, figures)
    print_intervals(console, agreement)
    if bands:
        console.print(Text(safe_text(describe_band(agreement.krippendorff_alpha))))
    if not agreement.units.compared:
        return
    print_kappas(console, agreement)
    print_heading(console, "α of each label against the rest")
    print_figures(console, "label", agreement.alpha_by_label.items())
    print_reasons(console, agreement.alpha_by_label.items())
    print_missing_intervals(console, agreement.alpha_by_label.items())
    print_confusion(console, agreement)


def print_heading(console: Console, words: str) -> None:
    """Print an empty line and a heading."""
    console.print()
    console.print(Text(safe_text(words), "bold"))


def describe_units(agreement: Agreement) -> str:
    """The numbers of annotators, units and pairs, in words."""
    units = agreement.units
    unequal = ""
    if units.full_units != units.compared:
        full = plural(units.full_units, "unit")
        unequal = f" Fleiss’ κ uses the {full} with {units.max_labels} labels."
    return (
        f"{plural(len(agreement.annotators), 'annotator')}. "
        f"{count_of_total(units.compared, units.total, 'unit')} "
        f"{verb_of_total(units.compared, units.total, 'has', 'have')} two labels or more, "
        f"which makes {plural(units.pairs, 'pair')}.{unequal}"
    )


def print_figures(console: Console, what: str, figures: Iterable[tuple[str, Estimate]]) -> None:
    """Print a table of figures, each with its interval and the number of units it is based on."""
    table = plain_table(what, "value", "95% interval", "units")
    for name, figure in figures:
        table.add_row(
            Text(safe_text(name)),
            format_coefficient(figure.value),
            format_interval(figure),
            f"{figure.units:,}",
        )
    console.print(table)


def print_reasons(console: Console, figures: Iterable[tuple[str, Estimate]]) -> None:
    """Print why figures are undefined, one line per reason."""
    by_reason: dict[str, list[str]] = {}
    for name, figure in figures:
        if figure.reason:
            by_reason.setdefault(figure.reason, []).append(name)
    for reason, names in by_reason.items():
        verb = "is" if len(names) == 1 else "are"
        words = f"{join_names(names, MOST_NAMED)} {verb} undefined: {reason}."
        console.print(Text(safe_text(words), "dim"))


def print_intervals(console: Console, agreement: Agreement) -> None:
    """Print how the intervals were computed, and why some defined figures have none."""
    basis = agreement.basis
    if basis is None:
        return
    if basis.count >= MINIMUM_CASES[basis.over]:
        words = f"Intervals: jackknife over {basis.count:,} {basis.over}, with Student’s t."
        console.print(Text(safe_text(words), "dim"))
    print_missing_intervals(console, named_coefficients(agreement, ac1=False))


def print_missing_intervals(console: Console, figures: Iterable[tuple[str, Estimate]]) -> None:
    """Print why defined figures have no interval, one line per reason."""
    defined = [(name, figure) for name, figure in figures if figure.value is not None]
    by_reason: dict[str, list[str]] = {}
    for name, figure in defined:
        if figure.interval is None and figure.no_interval != NOT_ASKED:
            by_reason.setdefault(figure.no_interval, []).append(name)
    for reason, names in by_reason.items():
        every = 1 < len(names) == len(defined)
        whose = "these figures" if every else join_names(names, MOST_NAMED)
        console.print(Text(safe_text(f"No interval for {whose}: {reason}."), "dim"))


def describe_band(figure: Estimate) -> str:
    """Krippendorff's interpretation of an α; his bands do not apply to other coefficients."""
    if figure.value is None:
        return "α is undefined, so none of Krippendorff’s bands applies."
    if figure.value >= RELIABLE:
        return f"By Krippendorff’s bands (2004), α is reliable: {RELIABLE:.3f} or more."
    if figure.value >= TENTATIVE:
        return (
            "By Krippendorff’s bands (2004), α allows tentative conclusions: "
            f"between {TENTATIVE} and {RELIABLE:.3f}."
        )
    return f"By Krippendorff’s bands (2004), α is not reliable: below {TENTATIVE}."


def print_kappas(console: Console, agreement: Agreement) -> None:
    """Print Cohen's κ of each pair: a matrix, or a list if the matrix would be too wide."""
    print_heading(console, "Cohen’s κ of each pair")
    if len(agreement.annotators) > MOST_COLUMNS:
        _print_lowest(console, agreement)
    else:
        _print_matrix(console, agreement)
    named = ((" and ".join(pair.annotators), pair.kappa) for pair in agreement.pairs)
    print_reasons(console, named)


def _print_matrix(console: Console, agreement: Agreement) -> None:
    names = agreement.annotators
    kappas = dict(zip(combinations(range(len(names)), 2), agreement.pairs, strict=True))
    table = plain_table("", *(str(at) for at in range(1, len(names))))
    for row, name in enumerate(names[1:], 1):
        cells = [format_coefficient(kappas[column, row].kappa.value) for column in range(row)]
        table.add_row(Text(safe_text(f"{row + 1} {name}")), *cells)
    console.print(Text(safe_text(f"1 {names[0]}"), "dim"))
    console.print(table)


def _print_lowest(console: Console, agreement: Agreement) -> None:
    defined = sorted(
        (pair for pair in agreement.pairs if pair.kappa.value is not None),
        key=lambda pair: pair.kappa.value or 0,
    )
    ends_of = defined if len(defined) <= 2 * MOST_COLUMNS else [*defined[:5], *defined[-5:]]
    which = "" if ends_of is defined else ". The five lowest and the five highest:"
    console.print(Text(safe_text(f"{plural(len(defined), 'pair')}{which}"), "dim"))
    print_figures(
        console, "pair", [(" and ".join(pair.annotators), pair.kappa) for pair in ends_of]
    )


def print_confusion(console: Console, agreement: Agreement) -> None:
    """Print the confusion matrix, unless it has too many labels."""
    if len(agreement.labels) > 2 * MOST_COLUMNS:
        return
    print_heading(console, "Confusion matrix")
    if len(agreement.pairs) == 1:
        one, other = agreement.annotators
        console.print(Text(safe_text(f"Rows: {one}. Columns: {other}."), "dim"))
    else:
        console.print(Text("Each pair of annotators is counted in both directions.", "dim"))
    table = _matrix(agreement, agreement.labels, agreement.labels)
    unlimited = console.options.update(max_width=10_000)
    if console.measure(table, options=unlimited).maximum > console.width:
        # Numbers as headings, explained next to the rows, are narrower than the labels.
        rows = [f"{at} {label}" for at, label in enumerate(agreement.labels, 1)]
        table = _matrix(agreement, rows, [str(at) for at in range(1, len(rows) + 1)])
    console.print(table)


def _matrix(agreement: Agreement, rows: Sequence[str], columns: Sequence[str]) -> Table:
    table = plain_table("", *map(safe_text, columns))
    for name, counts in zip(rows, agreement.confusion, strict=True):
        table.add_row(Text(safe_text(name)), *(f"{count:,}" for count in counts))
    return table


def plain_table(first: str, *others: str) -> Table:
    """A table without lines: words aligned left, numbers aligned right."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    # A truncated name could look like another one.
    table.add_column(Text(safe_text(first)), overflow="fold")
    for name in others:
        table.add_column(Text(safe_text(name)), justify="right")
    return table


def format_coefficient(value: float | None) -> Safe:
    """A coefficient with three decimals, or a dash."""
    # The z prints a value just below zero as “0.000”, not “-0.000”.
    return safe_text(DASH if value is None else f"{value:z.3f}")


def format_interval(figure: Estimate) -> Safe:
    """An interval, or a dash."""
    if figure.interval is None:
        return safe_text(DASH)
    return safe_text(f"{figure.interval[0]:z.3f} to {figure.interval[1]:z.3f}")


def print_grid(console: Console, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under headings; the first column has words, the others numbers."""
    table = plain_table(*heads)
    for row in rows:
        table.add_row(*(Text(safe_text(cell)) for cell in row))
    console.print(table)


def print_project_agreement(
    console: Console, report: AgreementReport, *, ac1: bool = False, bands: bool = False
) -> None:
    """Print the agreement report of a project; with gold scores, only those.

    Args:
        console: The console to print on.
        report: The report.
        ac1: Whether to include Gwet's AC1.
        bands: Whether to interpret α in words as well.
    """
    if report.gold_scores is not None:
        for scores in report.gold_scores:
            _print_gold_scores(console, scores)
        return
    _print_overview(console, report.input)
    print_agreement(console, report.overall.tag, ac1=ac1, bands=bands)
    _print_assisted(console, report.assisted)
    if report.with_excluded is not None:
        _print_excluded(console, report.input.project.excluded, report.with_excluded)
    _print_other_fields(console, report.overall)
    _print_cuts(console, report.overall)
    if report.documents:
        _print_parts(console, "document", report.documents)
    if report.rounds:
        _print_parts(console, "round", report.rounds)
    for name, each in report.retests.items():
        _print_self_agreement(console, name, each)
    if report.periods:
        _print_over_time(console, report.periods)
    _print_disagreements(console, report.disagreements)


def _print_overview(console: Console, agreement_input: AgreementInput) -> None:
    facts = agreement_input.facts
    console.print(
        Text(safe_text(agreement_input.project.title or agreement_input.folder.name), "bold")
    )
    which = f"the {agreement_input.selection.passes} finished pass of each annotator"
    if agreement_input.selection.unfinished:
        which += ", or one in progress if none is finished"
    words = (
        f"{plural(facts.sets, 'set')} on {plural(facts.tagged, 'document')}, {facts.shared:,} "
        f"of them tagged by two or more annotators. Passes: {which}."
    )
    if facts.unfinished:
        words += f" Left out: {facts.unfinished:,} not finished (--unfinished includes them)."
    if facts.unusable:
        words += f" Marked unusable: {facts.unusable:,}."
    console.print(Text(safe_text(words), "dim"))
    console.print()


def _print_assisted(console: Console, found: AssistedAgreement | None) -> None:
    if found is None:
        return
    print_heading(console, "Tags with and without suggestions")
    assisted = count_of_total(found.assisted, found.tags, "tag")
    words = (
        f"{assisted} {verb_of_total(found.assisted, found.tags, 'was', 'were')} set with a "
        "suggestion in view. --suggested compares them with those that were withheld."
    )
    console.print(Text(safe_text(words), "dim"))
    figures = [
        ("α of tags set without suggestions", found.without.krippendorff_alpha),
        ("α of tags set with suggestions", found.with_suggestions.krippendorff_alpha),
    ]
    print_figures(console, "coefficient", figures)
    print_reasons(console, figures)
    print_missing_intervals(console, figures)


def _print_excluded(console: Console, reasons: Mapping[str, str], agreement: Agreement) -> None:
    print_heading(console, "Including excluded annotators")
    for name, reason in reasons.items():
        console.print(Text(safe_text(f"{name}: {reason}"), "dim"))
    figures = named_coefficients(agreement, ac1=False)
    print_figures(console, "coefficient", figures)
    print_missing_intervals(console, figures)


def _print_other_fields(console: Console, agreement: ProjectAgreement) -> None:
    print_heading(console, "Fields other than the tag")
    heads = ("", "value", "count", "95% interval", "units")
    alphas = [
        ("α of checkable", agreement.checkable.krippendorff_alpha),
        ("α of source kind", agreement.kind.krippendorff_alpha),
        ("α of link stance", agreement.stance.krippendorff_alpha),
    ]
    shares = [
        ("same source", agreement.source),
        ("F1 of links", agreement.links),
        ("F1 of links where tags agree", agreement.links_same_tags),
    ]
    # Undefined figures are listed once below, with the reason, and take no row of the table.
    rows = [
        [name, format_coefficient(each.value), "", format_interval(each), f"{each.units:,}"]
        for name, each in alphas
        if each.value is not None
    ]
    rows += [
        [name, *_share_cells(each), f"{each.estimate.units:,}"]
        for name, each in shares
        if each.estimate.value is not None
    ]
    if rows:
        print_grid(console, heads, rows)
    figures = [*alphas, *((name, each.estimate) for name, each in shares)]
    print_reasons(console, figures)
    print_missing_intervals(console, figures)


def _share_cells(found: PooledShare) -> list[str]:
    counts = f"{found.numerator}/{found.denominator}" if found.denominator else ""
    return [format_coefficient(found.estimate.value), counts, format_interval(found.estimate)]


def _print_cuts(console: Console, agreement: ProjectAgreement) -> None:
    cuts = agreement.segmentation
    if not cuts.differing or agreement.tokens is None:
        return
    alpha = agreement.tokens.krippendorff_alpha
    console.print()
    words = (
        f"{count_of_total(cuts.differing, cuts.documents, 'document')} "
        f"{verb_of_total(cuts.differing, cuts.documents, 'has', 'have')} different sentence "
        f"boundaries in different sets. {count_of_total(cuts.shared, cuts.spans, 'sentence')} "
        f"{verb_of_total(cuts.shared, cuts.spans, 'is', 'are')} in at least two sets and can be "
        f"compared. Computed over words, α is {format_coefficient(alpha.value)}{_between(alpha)}."
    )
    console.print(Text(safe_text(words)))


def _between(figure: Estimate) -> str:
    return "" if figure.interval is None else f" ({format_interval(figure)})"


def _print_parts(console: Console, what: str, found: Mapping[str, Agreement]) -> None:
    print_heading(console, f"By {what}")
    heads = (what, "α", "observed", "units", "annotators")
    rows = (
        [
            name,
            format_coefficient(each.krippendorff_alpha.value),
            format_coefficient(each.percent.value),
            f"{each.units.compared:,}",
            str(len(each.annotators)),
        ]
        for name, each in found.items()
    )
    print_grid(console, heads, rows)


def _print_self_agreement(console: Console, round_: str, found: Sequence[SelfAgreement]) -> None:
    print_heading(console, f"Round {round_}: each annotator compared with their own earlier pass")
    if not found:
        console.print(Text("No annotator has finished a second pass yet.", "dim"))
        return
    heads = ("annotator", "documents", "Cohen’s κ", "observed", "units")
    rows = (
        [
            each.annotator,
            str(each.documents),
            format_coefficient(each.kappa.value),
            format_coefficient(each.percent.value),
            f"{each.kappa.units:,}",
        ]
        for each in found
    )
    print_grid(console, heads, rows)


def _print_over_time(console: Console, found: Iterable[PeriodAgreement]) -> None:
    print_heading(console, "Each annotator compared with the others, over time")
    heads = ("annotator", "period", "documents", "α", "observed", "count")
    rows = (
        [
            each.annotator,
            str(each.number),
            str(each.documents),
            format_coefficient(each.alpha.value),
            *_share_cells(each.share)[:2],
        ]
        for each in found
    )
    print_grid(console, heads, rows)


def _print_disagreements(console: Console, found: Iterable[pairing.Disagreement]) -> None:
    found = list(found)
    if not found:
        return
    print_heading(console, "Largest disagreements")
    for each in found:
        console.print(Text(safe_text(f"{each.document}, sentence {each.number}: {each.text}")))
        tags = "; ".join(f"{name}: {tag}" for name, tag in each.tags.items())
        console.print(Text(safe_text(f"  {tags}"), "dim"))


def _print_gold_scores(console: Console, scores: GoldScores) -> None:
    print_heading(console, f"{scores.annotator} compared with the gold standard")
    tag = scores.same_tag
    same = f"{_format_estimate(tag)} ({tag.numerator}/{tag.denominator})"
    kappa = format_coefficient(scores.kappa.value)
    if scores.left_out:
        left = plural(scores.left_out, "sentence")
        words = f"Left out: {left} whose gold tag depends on {scores.annotator}’s own decision."
        console.print(Text(safe_text(words), "dim"))
    if not scores.same_tag.denominator:
        console.print(Text(safe_text(f"Undefined: {scores.same_tag.reason}."), "dim"))
        return
    console.print(Text(safe_text(f"Same tag: {same}. Cohen’s κ: {kappa}.")))
    if scores.assisted:
        assisted = count_of_total(scores.assisted, tag.denominator or 0, "sentence")
        words = f"The gold of {assisted} has votes made with suggestions."
        console.print(Text(safe_text(words), "dim"))
    print_reasons(console, [("Cohen’s κ", scores.kappa)])
    heads = ("tag", "precision", "count", "recall", "count", "F1")
    rows = (
        [
            score.tag,
            _format_estimate(score.precision),
            f"{score.precision.numerator}/{score.precision.denominator}",
            _format_estimate(score.recall),
            f"{score.recall.numerator}/{score.recall.denominator}",
            _format_estimate(score.f1),
        ]
        for score in scores.scores
    )
    print_grid(console, heads, rows)


def _format_estimate(value: MeasureValue) -> str:
    return f"{value.value:.3f}" if isinstance(value.value, float) else DASH


def print_for_paper(report: AgreementReport, *, table: bool, text: bool, ac1: bool) -> None:
    """Print the table, the paragraph, or both with an empty line between."""
    parts = []
    if table:
        annotators, others = len(report.facts.annotators), _other_figures(report.overall)
        parts.append(latex_table(report.overall.tag, others, annotators, ac1=ac1))
    if text:
        parts.append(methods_paragraph(_method(report)))
    click.echo(safe_text("\n\n".join(parts), newlines=True))


def _other_figures(agreement: ProjectAgreement) -> list[tuple[str, Estimate]]:
    return [
        (r"checkable ($\alpha$)", agreement.checkable.krippendorff_alpha),
        (r"kind of source ($\alpha$)", agreement.kind.krippendorff_alpha),
        (r"stance ($\alpha$)", agreement.stance.krippendorff_alpha),
        ("same source", agreement.source.estimate),
        ("links ($F_1$)", agreement.links.estimate),
        ("links where tags agree ($F_1$)", agreement.links_same_tags.estimate),
    ]


def _method(report: AgreementReport) -> MethodsSection:
    project, selection = report.input.project, report.input.selection
    rounds = tuple(each for each in project.rounds if selection.round in {None, each.id})
    return MethodsSection(
        report.facts,
        report.overall.tag,
        rounds,
        project.blind,
        selection.passes.value,
        selection.unfinished,
        __version__,
    )


MOST_ALIKE = 5
MOST_KAPPAS = 20


def print_label_agreement(
    console: Console, found: LabelAgreement, *, ac1: bool = False, bands: bool = False
) -> None:
    """Print everything about a table of labels."""
    for words in label_notes(found):
        console.print(Text(safe_text(words), "yellow"))
    print_agreement(console, found.agreement, ac1=ac1, bands=bands and found.level is None)
    if found.level is not None:
        _print_level(console, found.level, found.agreement, bands=bands)
    if found.disputed:
        print_heading(console, "Largest disagreements")
    for item, each in found.disputed:
        labels = "; ".join(f"{name}: {label}" for name, label in each.labels.items())
        console.print(Text.assemble(safe_text(item), ("  " + safe_text(labels), "dim")))


def print_label_table(found: LabelAgreement, *, ac1: bool) -> None:
    """Print the table for a paper."""
    further = [] if found.level is None else _level_figures(found.level)
    table = latex_table(found.agreement, further, ac1=ac1, heading="Labels as numbers")
    click.echo(safe_text(table, newlines=True))


def _level_figures(found: LevelAgreement) -> list[tuple[str, Estimate]]:
    """The figures that a measurement level adds to a table for a paper."""
    kappa = [("weighted $\\kappa$", found.kappas[0])] if len(found.kappas) == 1 else []
    return [(rf"Krippendorff's $\alpha$, {found.level}", found.alpha), *kappa]


def _print_level(console: Console, found: LevelAgreement, over: Agreement, *, bands: bool) -> None:
    print_heading(console, f"Labels as numbers, {found.level} level")
    pairs = list(zip(over.pairs, found.kappas, strict=True))
    figures = [(f"Krippendorff’s α, {found.level}", found.alpha)]
    figures += [
        (f"weighted κ, {' and '.join(pair.annotators)}", kappa)
        for pair, kappa in pairs[:MOST_KAPPAS]
    ]
    print_figures(console, "coefficient", figures)
    print_reasons(console, figures)
    print_missing_intervals(console, figures)
    if len(pairs) > MOST_KAPPAS:
        console.print(Text(f"--json lists the weighted κ of all {len(pairs):,} pairs.", "dim"))
    if bands:
        console.print(Text(safe_text(describe_band(found.alpha))))


def label_notes(found: LabelAgreement) -> Iterator[str]:
    """What you need to know about the table to read the figures, in sentences."""
    if found.missing:
        values = ", ".join(
            f"{_quote(value)} {times:,}" for value, times in sorted(found.missing.items())
        )
        rows = plural(sum(found.missing.values()), "row")
        yield f"Missing labels: {rows} ({values}). --missing sets which values count as missing."
    for what, groups in found.alike.items():
        for names in groups[:MOST_ALIKE]:
            listed = " and ".join(map(_quote, names))
            same = what == "labels" and found.level is not None
            counted = "are one number and count as the same" if same else "count as different"
            yield f"The {what} {listed} differ only in case or form. They {counted}."
        if len(groups) > MOST_ALIKE:
            yield f"--json lists {plural(len(groups) - MOST_ALIKE, 'more group')} of such {what}."
    if found.numbers and found.level is None:
        yield (
            "All labels are numbers, but they are treated as names, without order or distance. "
            "To compute α for numbers, use --level ordinal, --level interval or --level ratio."
        )


def _quote(value: str) -> str:
    return f"“{value}”" if value else "empty"

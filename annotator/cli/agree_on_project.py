"""Prints a project's agreement as tables."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from annotator.cli import agreement_tables as tables
from annotator.cli.agree_gathering import Gathered
from annotator.cli.agree_reckoning import Reckoned, Shown
from annotator.model.words import out_of, so_many, verb_of
from annotator.stats import pairing
from annotator.stats.agreement.against import Standing
from annotator.stats.agreement.project import Again, Compared, Stretch
from annotator.stats.agreement.result import Agreement, Figure
from annotator.stats.agreement.shares import Share
from annotator.stats.value import Value
from annotator.stats.wording import NOTHING
from annotator.text.safe import visible


def print_project(console: Console, gathered: Gathered, found: Reckoned, shown: Shown) -> None:
    """Print everything about a project that was asked for."""
    if shown.against_gold:
        for standing in found.standings:
            _print_standing(console, standing)
        return
    _print_opening(console, gathered)
    tables.print_agreement(console, found.whole.tag, ac1=shown.ac1, bands=shown.bands)
    if found.with_excluded is not None:
        _print_excluded(console, gathered, found)
    _print_besides(console, found.whole)
    _print_cuts(console, found.whole)
    if found.documents:
        _print_some(console, "document", found.documents)
    if found.rounds:
        _print_some(console, "round", found.rounds)
    for name, each in found.again.items():
        _print_again(console, name, each)
    if found.stretches:
        _print_stretches(console, found.stretches)
    _print_disagreements(console, found.disagreements)


def _print_opening(console: Console, gathered: Gathered) -> None:
    facts = gathered.facts
    console.print(Text(visible(gathered.project.title or gathered.folder.name), "bold"))
    which = f"the {gathered.choice.passes} finished passes"
    if gathered.choice.unfinished:
        which += ", or else those under work"
    words = (
        f"{so_many(facts.sets, 'set')} on {so_many(facts.tagged, 'document')}, "
        f"{facts.shared:,} of them tagged by two or more: {which}."
    )
    if facts.unfinished:
        words += f" Not finished and left out: {facts.unfinished}; --unfinished takes them in."
    if facts.unusable:
        words += f" Marked unusable: {facts.unusable}."
    console.print(Text(visible(words), "dim"))
    console.print()


def _print_excluded(console: Console, gathered: Gathered, found: Reckoned) -> None:
    tables.heading(console, "With those who are excluded")
    for name, reason in gathered.project.excluded.items():
        console.print(Text(visible(f"{name}: {reason}"), "dim"))
    assert found.with_excluded is not None  # noqa: S101 (asked by the caller)
    figures = [
        (tables.NAMES[name], getattr(found.with_excluded, name)) for name in tables.shown(ac1=False)
    ]
    tables.print_figures(console, "coefficient", figures)
    tables.print_missing_intervals(console, figures)


def _print_besides(console: Console, found: Compared) -> None:
    tables.heading(console, "Besides the tag")
    heads = ("", "figure", "of", "95 % interval", "units")
    alphas = [
        ("α of checkable", found.checkable.krippendorff_alpha),
        ("α of the kind of source", found.kind.krippendorff_alpha),
        ("α of a link’s stance", found.stance.krippendorff_alpha),
    ]
    shares = [
        ("same source", found.source),
        ("F1 of links, end to end", found.links),
        ("F1 of links where tags agree", found.links_same_tags),
    ]
    # What is undefined is said once, with its reason below, and takes no line of the table.
    rows = [
        [name, tables.number(each.value), "", tables.ends(each), f"{each.units:,}"]
        for name, each in alphas
        if each.value is not None
    ]
    rows += [
        [name, *_share_cells(each), f"{each.figure.units:,}"]
        for name, each in shares
        if each.figure.value is not None
    ]
    if rows:
        tables.grid(console, heads, rows)
    figures = [*alphas, *((name, each.figure) for name, each in shares)]
    tables.print_reasons(console, figures)
    tables.print_missing_intervals(console, figures)


def _share_cells(found: Share) -> list[str]:
    counts = f"{found.numerator}/{found.denominator}" if found.denominator else ""
    return [tables.number(found.figure.value), counts, tables.ends(found.figure)]


def _print_cuts(console: Console, found: Compared) -> None:
    cuts = found.cuts
    if not cuts.differing or found.tokens is None:
        return
    alpha = found.tokens.krippendorff_alpha
    console.print()
    words = (
        f"{out_of(cuts.differing, cuts.documents, 'document')} "
        f"{verb_of(cuts.differing, cuts.documents, 'is', 'are')} cut differently: "
        f"{out_of(cuts.shared, cuts.spans, 'sentence')} "
        f"{verb_of(cuts.shared, cuts.spans, 'stands', 'stand')} in two sets and "
        f"{verb_of(cuts.shared, cuts.spans, 'is', 'are')} compared. "
        f"Over words α is {tables.number(alpha.value)}{_between(alpha)}."
    )
    console.print(Text(visible(words)))


def _between(figure: Figure) -> str:
    return "" if figure.interval is None else f" ({tables.ends(figure)})"


def _print_some(console: Console, what: str, found: dict[str, Agreement]) -> None:
    tables.heading(console, f"By {what}")
    heads = (what, "α", "observed", "units", "annotators")
    rows = (
        [
            name,
            tables.number(each.krippendorff_alpha.value),
            tables.number(each.percent.value),
            f"{each.units.compared:,}",
            str(len(each.annotators)),
        ]
        for name, each in found.items()
    )
    tables.grid(console, heads, rows)


def _print_again(console: Console, round_: str, found: Sequence[Again]) -> None:
    tables.heading(console, f"Round {round_}: each annotator against the own earlier pass")
    if not found:
        console.print(Text("nobody has finished a second look yet", "dim"))
        return
    heads = ("annotator", "documents", "Cohen’s κ", "observed", "units")
    rows = (
        [
            each.annotator,
            str(each.documents),
            tables.number(each.kappa.value),
            tables.number(each.percent.value),
            f"{each.kappa.units:,}",
        ]
        for each in found
    )
    tables.grid(console, heads, rows)


def _print_stretches(console: Console, found: Iterable[Stretch]) -> None:
    tables.heading(console, "Each annotator against the others, over time")
    heads = ("annotator", "stretch", "documents", "α", "observed", "of")
    rows = (
        [
            each.annotator,
            str(each.number),
            str(each.documents),
            tables.number(each.alpha.value),
            *_share_cells(each.share)[:2],
        ]
        for each in found
    )
    tables.grid(console, heads, rows)


def _print_disagreements(console: Console, found: Iterable[pairing.Disagreement]) -> None:
    found = list(found)
    if not found:
        return
    tables.heading(console, "Most disagreed about")
    for each in found:
        console.print(Text(visible(f"{each.document}, sentence {each.number}: {each.text}")))
        tags = "; ".join(f"{name}: {tag}" for name, tag in each.tags.items())
        console.print(Text(visible(f"  {tags}"), "dim"))


def _print_standing(console: Console, standing: Standing) -> None:
    tables.heading(console, f"{standing.annotator} beside the gold")
    same = f"{_number(standing.same)} ({standing.same.numerator}/{standing.same.denominator})"
    kappa = tables.number(standing.kappa.value)
    if standing.left_out:
        left = so_many(standing.left_out, "sentence")
        words = f"Left out, for {standing.annotator} had a share in their gold: {left}."
        console.print(Text(visible(words), "dim"))
    if not standing.same.denominator:
        console.print(Text(visible(f"Undefined: {standing.same.reason}."), "dim"))
        return
    console.print(Text(visible(f"same tag {same}, Cohen’s κ {kappa}")))
    tables.print_reasons(console, [("Cohen’s κ", standing.kappa)])
    heads = ("tag", "precision", "of", "recall", "of", "F1")
    rows = (
        [
            score.tag,
            _number(score.precision),
            f"{score.precision.numerator}/{score.precision.denominator}",
            _number(score.recall),
            f"{score.recall.numerator}/{score.recall.denominator}",
            _number(score.f1),
        ]
        for score in standing.scores
    )
    tables.grid(console, heads, rows)


def _number(value: Value) -> str:
    return f"{value.value:.3f}" if isinstance(value.value, float) else NOTHING

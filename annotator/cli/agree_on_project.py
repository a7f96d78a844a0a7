"""Agreement over a project: reckoned, and printed as tables or as JSON."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.text import Text

from annotator.cli import agreement_tables as tables
from annotator.cli.agree_gathering import Gathered, gold_of, rounds
from annotator.stats import pairing
from annotator.stats.agreement.against import Standing, standard, standings
from annotator.stats.agreement.agreement import Wanted
from annotator.stats.agreement.project import (
    Compared,
    Scheme,
    Stretch,
    compare,
    over_time,
    tag_agreement,
)
from annotator.stats.agreement.project_records import (
    compared_record,
    disagreement_record,
    standing_records,
    stretch_records,
)
from annotator.stats.agreement.records import record
from annotator.stats.agreement.result import Agreement
from annotator.stats.agreement.shares import Share
from annotator.stats.value import Value
from annotator.stats.wording import NOTHING
from annotator.text.safe import visible


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown, and how.

    Attributes:
        seed: Of the intervals; None for none.
        ac1: Gwet's AC1 as well.
        bands: α in words.
        by_document: Each document by itself.
        by_round: Each round by itself.
        over_time: Each annotator against the others, stretch by stretch.
        against_gold: How each annotator stands to the gold.
        most: How many of the sentences most disagreed about.
    """

    seed: int | None
    ac1: bool = False
    bands: bool = False
    by_document: bool = False
    by_round: bool = False
    over_time: bool = False
    against_gold: bool = False
    most: int = 10


@dataclass(frozen=True)
class Reckoned:
    """All that was asked for about a project.

    Attributes:
        whole: Everything about all sets.
        with_excluded: On tags, with the excluded annotators; None where none is.
        documents: On tags, by document; empty where it was not asked for.
        rounds: On tags, by round; the same.
        stretches: Each annotator against the others; the same.
        standings: Each annotator beside the gold; the same.
        disagreements: The sentences most disagreed about.
    """

    whole: Compared
    with_excluded: Agreement | None
    documents: dict[str, Agreement]
    rounds: dict[str, Agreement]
    stretches: tuple[Stretch, ...]
    standings: tuple[Standing, ...]
    disagreements: tuple[pairing.Disagreement, ...]


def scheme_of(gathered: Gathered) -> Scheme:
    """What the project's sets are compared by."""
    return Scheme(gathered.tags, gathered.project.annotators, gathered.project.aliases)


def reckon(gathered: Gathered, shown: Shown) -> Reckoned:
    """All that was asked for about a project.

    Raises:
        Refused: The gold was asked for, and there is none.
    """
    scheme, readings = scheme_of(gathered), gathered.readings
    wanted = None if shown.seed is None else Wanted(shown.seed)
    everybody = (*readings, *gathered.excluded)
    settled = standard(gold_of(gathered)) if shown.against_gold else {}
    return Reckoned(
        compare(readings, scheme, wanted),
        tag_agreement(everybody, scheme, wanted) if gathered.excluded else None,
        {
            document: tag_agreement(same, scheme)
            for (document, _), same in pairing.by_document(readings).items()
            if shown.by_document and len(same) > 1
        },
        {
            name: tag_agreement(some, scheme, wanted)
            for name, some in rounds(gathered).items()
            if shown.by_round
        },
        over_time(readings, gathered.order, scheme) if shown.over_time else (),
        standings(readings, settled, gathered.tags) if shown.against_gold else (),
        pairing.disagreements(readings)[: shown.most],
    )


def as_record(gathered: Gathered, found: Reckoned) -> dict[str, Any]:
    """Everything for a JSON writer."""
    excluded = found.with_excluded
    return compared_record(found.whole) | {
        "disagreements": [disagreement_record(each) for each in found.disagreements],
        "excluded": dict(gathered.project.excluded),
        "with_excluded": record(excluded) if excluded else None,
        "by_document": {name: record(each) for name, each in found.documents.items()},
        "by_round": {name: record(each) for name, each in found.rounds.items()},
        "over_time": stretch_records(found.stretches),
        "against_gold": standing_records(found.standings),
        "sets": len(gathered.readings),
        "passes": gathered.choice.passes.value,
        "left_out": {"unfinished": gathered.unfinished, "unusable": gathered.unusable},
        "codebooks": [
            asdict(book) for book in {each.annotations.codebook for each in gathered.readings}
        ],
    }


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
    if found.stretches:
        _print_stretches(console, found.stretches)
    _print_disagreements(console, found.disagreements)


def _print_opening(console: Console, gathered: Gathered) -> None:
    documents = pairing.by_document(gathered.readings).values()
    several = sum(len(same) > 1 for same in documents)
    console.print(Text(visible(gathered.project.title or gathered.folder.name), "bold"))
    which = f"the {gathered.choice.passes} finished passes"
    if gathered.choice.unfinished:
        which += ", or else those under work"
    words = (
        f"{len(gathered.readings)} sets on {len(documents)} documents, of which {several} have two "
        f"sets or more: {which}."
    )
    if gathered.unfinished:
        words += f" Not finished and left out: {gathered.unfinished}; --unfinished takes them in."
    if gathered.unusable:
        words += f" Marked unusable: {gathered.unusable}."
    console.print(Text(words, "dim"))
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


def _print_besides(console: Console, found: Compared) -> None:
    tables.heading(console, "Besides the tag")
    heads = ("", "figure", "of", "95 % interval", "units")
    alphas = [
        ("checkable, α", found.checkable.krippendorff_alpha),
        ("kind of source, α", found.kind.krippendorff_alpha),
        ("stance of a link, α", found.stance.krippendorff_alpha),
    ]
    shares = [
        ("same source", found.source),
        ("links, F1 end to end", found.links),
        ("links, F1 where tags agree", found.links_same_tags),
    ]
    rows = [
        [name, tables.number(each.value), "", tables.ends(each), f"{each.units:,}"]
        for name, each in alphas
    ]
    rows += [[name, *_share_cells(each), f"{each.figure.units:,}"] for name, each in shares]
    tables.grid(console, heads, rows)
    figures = [*alphas, *((name, each.figure) for name, each in shares)]
    for name, figure in figures:
        if figure.reason:
            console.print(Text(f"{name} is undefined: {figure.reason}.", "dim"))


def _share_cells(found: Share) -> list[str]:
    counts = f"{found.numerator}/{found.denominator}" if found.denominator else ""
    return [tables.number(found.figure.value), counts, tables.ends(found.figure)]


def _print_cuts(console: Console, found: Compared) -> None:
    cuts = found.cuts
    if not cuts.differing or found.tokens is None:
        return
    alpha = found.tokens.krippendorff_alpha
    console.print()
    console.print(
        Text(
            f"{cuts.differing} of {cuts.documents} documents are cut differently: "
            f"{cuts.shared} of {cuts.spans} sentences stand in two sets and are compared. "
            f"Over words α is {tables.number(alpha.value)} ({tables.ends(alpha)})."
        )
    )


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
    console.print(Text(f"same tag {same}, Cohen’s κ {kappa}"))
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

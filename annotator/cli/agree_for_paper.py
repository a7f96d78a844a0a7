"""Prints a project's agreement for a paper: a LaTeX table, a paragraph on the method."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import click

from annotator import __version__
from annotator.cli.agree_gathering import Gathered, codebooks_of
from annotator.cli.agree_reckoning import Reckoned
from annotator.model.annotation import AnnotationSet
from annotator.model.gold import By
from annotator.report.agreement import Facts, latex, methods
from annotator.stats.agreement.project import Compared
from annotator.stats.agreement.result import Figure
from annotator.stats.pairing import by_document
from annotator.text.safe import visible


def print_for_paper(
    gathered: Gathered, found: Reckoned, *, table: bool, text: bool, ac1: bool
) -> None:
    """Print the table, the paragraph, or both with an empty line between."""
    parts = []
    if table:
        parts.append(latex(found.whole.tag, _besides(found.whole), ac1=ac1))
    if text:
        parts.append(methods(_facts(gathered, found)))
    click.echo(visible("\n\n".join(parts), newlines=True))


def _besides(found: Compared) -> list[tuple[str, Figure]]:
    return [
        (r"checkable ($\alpha$)", found.checkable.krippendorff_alpha),
        (r"kind of source ($\alpha$)", found.kind.krippendorff_alpha),
        (r"stance ($\alpha$)", found.stance.krippendorff_alpha),
        ("same source", found.source.figure),
        ("links ($F_1$)", found.links.figure),
        ("links where tags agree ($F_1$)", found.links_same_tags.figure),
    ]


def _facts(gathered: Gathered, found: Reckoned) -> Facts:
    documents = by_document(gathered.readings)
    chosen = gathered.choice.round
    rounds = tuple(each for each in gathered.project.rounds if chosen in {None, each.id})
    return Facts(
        replace(gathered.project, rounds=rounds),
        found.whole.tag,
        len(documents),
        sum(len(same) > 1 for same in documents.values()),
        codebooks_of(gathered.readings),
        gathered.choice.passes.value,
        gathered.choice.unfinished,
        __version__,
        _settled(found.gold),
    )


def _settled(gold: Iterable[AnnotationSet]) -> dict[str, int]:
    """How many gold sentences came about in each way."""
    ways = Counter(
        sentence.provenance.by
        for each in gold
        for sentence in each.sentences
        if sentence.body and sentence.provenance is not None
    )
    return {by.value: ways[by] for by in By if ways[by]}

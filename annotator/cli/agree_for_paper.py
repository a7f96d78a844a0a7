"""Prints a project's agreement for a paper: a LaTeX table, a paragraph on the method."""

import click

from annotator import __version__
from annotator.cli.agree_gathering import Gathered
from annotator.cli.agree_reckoning import Reckoned, facts_with
from annotator.report.agreement import Method, latex, methods
from annotator.stats.agreement.project import Compared
from annotator.stats.agreement.result import Figure
from annotator.text.safe import visible


def print_for_paper(
    gathered: Gathered, found: Reckoned, *, table: bool, text: bool, ac1: bool
) -> None:
    """Print the table, the paragraph, or both with an empty line between."""
    parts = []
    if table:
        everybody = len(gathered.facts.people)
        parts.append(latex(found.whole.tag, _besides(found.whole), everybody, ac1=ac1))
    if text:
        parts.append(methods(_method(gathered, found)))
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


def _method(gathered: Gathered, found: Reckoned) -> Method:
    chosen = gathered.choice.round
    rounds = tuple(each for each in gathered.project.rounds if chosen in {None, each.id})
    return Method(
        facts_with(gathered, found),
        found.whole.tag,
        rounds,
        gathered.project.blind,
        gathered.choice.passes.value,
        gathered.choice.unfinished,
        __version__,
    )

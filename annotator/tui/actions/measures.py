"""The measures so far: shown beside the article, and further down where there is no room."""

from functools import partial

from annotator.tui.actions.desk import Desk
from annotator.tui.commands import shown
from annotator.tui.widgets.measures import Measures, MeasuresView, Row

SHOWN = "-measured"
THE_OUTLET = "the outlet itself"


def measures(desk: Desk) -> None:
    """Show the measures so far, or put them away."""
    screen = desk.article.screen
    pane = next(iter(screen.query(Measures)), None)
    if pane is not None:
        pane.remove()
        screen.remove_class(SHOWN)
        return
    key = next(key for key, each in desk.keys.commands.items() if each.id == "measures_further")
    screen.query_one("#middle").mount(Measures(partial(gather, desk), shown(key)))
    screen.add_class(SHOWN)


def measures_further(desk: Desk) -> None:
    """Show the measures that there was no room for."""
    for pane in desk.article.screen.query(Measures):
        pane.further()


def gather(desk: Desk) -> MeasuresView:
    """What became of each claim and every figure, of the decisions so far.

    Nothing of the statistics is loaded before it is asked for.
    """
    from annotator.stats import wording  # noqa: PLC0415 (no key but this one needs them)
    from annotator.stats.claims import claims  # noqa: PLC0415
    from annotator.stats.index import view  # noqa: PLC0415
    from annotator.stats.measures import evaluate  # noqa: PLC0415

    prepared = view(desk.session.annotations, desk.session.codebook)
    values = evaluate(prepared)
    became = (
        Row(
            f"{claim.position + 1:>3} {claim.source.name if claim.source else THE_OUTLET}",
            wording.outcome(claim.outcomes),
        )
        for claim in claims(prepared)
    )
    figures = (
        Row(line.measure.id.replace("_", " "), line.figure) for line in wording.lines(values)
    )
    headings = (Row("The claims", heading=True), Row("The measures", heading=True))
    rows = (headings[0], *became, headings[1], *figures)
    return MeasuresView(wording.opening(values), rows)

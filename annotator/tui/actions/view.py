"""Commands that change what you see: search, reading view, measures, help, theme."""

from functools import partial

from annotator.model.navigation import next_position, text_test
from annotator.tui.actions.editor import Editor
from annotator.tui.commands import key_label
from annotator.tui.screens.dialogs import TextDialog
from annotator.tui.screens.help import HelpScreen
from annotator.tui.screens.reading import ReadingScreen
from annotator.tui.themes import THEMES
from annotator.tui.widgets.measures import MeasureRow, Measures, MeasuresView


async def search(editor: Editor) -> None:
    """Ask for words and go to the next place where they stand; no words end the search."""
    answer = await editor.ask(TextDialog("Find", editor.searched, "empty: end the search"))
    if answer is None:
        return
    editor.searched = answer.strip()
    editor.article.find(editor.searched)
    if editor.searched:
        next_match(editor)


def next_match(editor: Editor) -> None:
    """To the next sentence that holds the words searched for."""
    if not editor.searched:
        editor.show_message("Nothing is searched for yet; / asks for words.")
        return
    sentences = editor.session.annotations.sentences
    holds = text_test(editor.searched)
    position = next_position(sentences, editor.article.cursor, holds)
    if position is None:
        editor.show_message(f"“{editor.searched}” stands nowhere in the article.", alarm=True)
        return
    editor.article.move(position)
    found = [index for index, sentence in enumerate(sentences) if holds(sentence)]
    editor.show_message(f"“{editor.searched}”: {found.index(position) + 1} of {len(found)}")


async def read(editor: Editor) -> None:
    """Show the article as running text."""
    await editor.ask(ReadingScreen(editor.session))


async def help(editor: Editor) -> None:  # noqa: A001 (it is the command's name)
    """Show the codebook and the keys."""
    await editor.ask(HelpScreen(editor.session.codebook, editor.keys, editor.table))


def theme(editor: Editor) -> None:
    """Go on to the next theme."""
    app = editor.article.app
    following = THEMES.index(app.theme) + 1 if app.theme in THEMES else 0
    app.theme = THEMES[following % len(THEMES)]
    editor.show_message(f"Theme: {app.theme}")


MEASURES_CLASS = "-measured"
THE_OUTLET = "the outlet itself"


def measures(editor: Editor) -> None:
    """Show the measures so far, or put them away."""
    screen = editor.article.screen
    pane = next(iter(screen.query(Measures)), None)
    if pane is not None:
        pane.remove()
        screen.remove_class(MEASURES_CLASS)
        return
    key = next(key for key, each in editor.keys.commands.items() if each.id == "measures_further")
    screen.query_one("#middle").mount(Measures(partial(measures_view, editor), key_label(key)))
    screen.add_class(MEASURES_CLASS)


def measures_further(editor: Editor) -> None:
    """Show the measures that there was no room for."""
    for pane in editor.article.screen.query(Measures):
        pane.further()


def measures_view(editor: Editor) -> MeasuresView:
    """What became of each claim and every figure, of the decisions so far.

    Nothing of the statistics is loaded before it is asked for.
    """
    from annotator.stats import measure_wording  # noqa: PLC0415 (no key but this one needs them)
    from annotator.stats.claims import claims  # noqa: PLC0415
    from annotator.stats.measure_input import prepare_measure_input  # noqa: PLC0415
    from annotator.stats.measures import evaluate  # noqa: PLC0415

    measure_input = prepare_measure_input(editor.session.annotations, editor.session.codebook)
    values = evaluate(measure_input)
    became = (
        MeasureRow(
            f"{claim.position + 1:>3} {claim.source.name if claim.source else THE_OUTLET}",
            measure_wording.outcome_text(claim.outcomes),
        )
        for claim in claims(measure_input)
    )
    figures = (
        MeasureRow(line.measure.label, line.figure)
        for line in measure_wording.measure_lines(values)
    )
    headings = (MeasureRow("The claims", heading=True), MeasureRow("The measures", heading=True))
    rows = (headings[0], *became, headings[1], *figures)
    return MeasuresView(measure_wording.coverage_notice(values), rows)

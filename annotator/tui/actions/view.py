"""Commands that change what you see: search, reading view, measures, help, theme."""

import textwrap
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len

from annotator.model.navigation import next_position, text_test
from annotator.tui.actions.editor import Editor
from annotator.tui.screens.dialogs import TextDialog
from annotator.tui.screens.help import HelpScreen
from annotator.tui.themes import THEMES
from annotator.tui.widgets.measures import COLUMN, MeasureRow, Measures, MeasuresView
from annotator.tui.widgets.safe_content import nothing_found

if TYPE_CHECKING:
    from annotator.stats.claims import Claim
    from annotator.stats.measure_wording import MeasureLine
    from annotator.stats.set_content import SetContent


async def search(editor: Editor) -> None:
    """Ask for words. The article shows the next match while you type."""
    begin, before = editor.article.cursor, editor.searched

    def show(typed: str) -> str | None:
        words = typed.strip()
        editor.article.find(words)
        position = _match(editor, words, begin, 1) if words else None
        editor.article.move(begin if position is None else position)
        return nothing_found(words) if words and position is None else None

    hint = "enter: search   escape: cancel   empty: end the search"
    answer = await editor.ask(TextDialog("Find", before, "words in the article", hint, show))
    editor.article.move(begin)
    editor.searched = before if answer is None else answer.strip()
    if answer is not None and editor.searched:
        next_match(editor)


def next_match(editor: Editor) -> None:
    """Go to the next sentence that contains the words searched for."""
    for _ in range(editor.count or 1):
        _go_to_match(editor, 1)


def previous_match(editor: Editor) -> None:
    """Go to the previous sentence that contains the words searched for."""
    for _ in range(editor.count or 1):
        _go_to_match(editor, -1)


def end_search(editor: Editor) -> None:
    """End the search, so that every key tags again."""
    editor.searched = ""
    editor.show_message("The search has ended.")


def _go_to_match(editor: Editor, direction: int) -> None:
    words = editor.searched
    if not words:
        editor.show_message("There is no search. Press / to search.")
        return
    position = _match(editor, words, editor.article.cursor, direction)
    if position is None:
        editor.searched = ""
        editor.show_message(f"“{words}” is not in the article.", alarm=True)
        return
    editor.article.move(position)
    holds = text_test(words)
    sentences = editor.session.annotations.sentences
    found = [index for index, sentence in enumerate(sentences) if holds(sentence)]
    editor.show_message(f"“{words}”: {found.index(position) + 1} of {len(found)}")


def _match(editor: Editor, words: str, begin: int, direction: int) -> int | None:
    """The position of the next match in a direction. The search wraps around."""
    sentences = editor.session.annotations.sentences
    if direction > 0:
        return next_position(sentences, begin, text_test(words))
    last = len(sentences) - 1
    found = next_position(sentences[::-1], last - begin, text_test(words))
    return None if found is None else last - found


def read(editor: Editor) -> None:
    """Show the article as running text, or as a list of sentences again."""
    editor.article.read(reading=not editor.article.reading)


async def help(editor: Editor) -> None:  # noqa: A001 (it is the command's name)
    """Show the codebook and the keys."""
    await editor.ask(HelpScreen(editor.session.codebook, editor.keys, editor.table))


def theme(editor: Editor) -> None:
    """Move to the next theme."""
    app = editor.article.app
    following = THEMES.index(app.theme) + 1 if app.theme in THEMES else 0
    app.theme = THEMES[following % len(THEMES)]
    editor.show_message(f"Theme: {app.theme}")
    editor.remember(theme=app.theme)


MEASURES_CLASS = "-measured"


def measures(editor: Editor) -> None:
    """Show the measures so far, or put them away."""
    screen = editor.article.screen
    pane = next(iter(screen.query(Measures)), None)
    if pane is not None:
        pane.remove()
        screen.remove_class(MEASURES_CLASS)
        return
    key = editor.keys.label_of("measures_further", editor.table)
    pane = Measures(partial(measures_view, editor), key)
    screen.query_one("#middle").mount(pane, after=editor.article)
    screen.add_class(MEASURES_CLASS)
    editor.fit_panes()


def measures_further(editor: Editor) -> None:
    """Show the measures that there was no room for."""
    for pane in editor.article.screen.query(Measures):
        pane.further()


def measures_view(editor: Editor) -> MeasuresView:
    """The claims with their outcomes, the key figures, and all measures, as tagged so far.

    A set with only tags gets the shares of its tags. The statistics are loaded only when asked for.
    """
    from annotator.stats import measure_wording  # noqa: PLC0415 (only this key needs them)
    from annotator.stats.claims import claims  # noqa: PLC0415
    from annotator.stats.measure_input import prepare_measure_input  # noqa: PLC0415
    from annotator.stats.measures import evaluate  # noqa: PLC0415
    from annotator.stats.set_content import SetContent  # noqa: PLC0415

    annotations, codebook = editor.session.annotations, editor.session.codebook
    measure_input = prepare_measure_input(annotations, codebook)
    values = evaluate(measure_input)
    content = SetContent.of(annotations, codebook, measure_input)
    notice = measure_wording.short_coverage_notice(values)
    note = _paragraph(measure_wording.missing_note(content))
    if content.tags_only:
        return MeasuresView(notice, (*_tag_rows(content), *note))
    key_lines = measure_wording.key_lines(values, content)
    figures = (each for line in key_lines for each in _figure_rows(line))
    return MeasuresView(
        notice,
        (
            MeasureRow("Claims", heading=True),
            *_claim_rows(claims(measure_input), content),
            MeasureRow("Key figures", heading=True),
            *figures,
            *note,
            *_all_rows(measure_wording.measure_lines(values)),
        ),
    )


def _claim_rows(claims: "Iterable[Claim]", content: "SetContent") -> Iterator[MeasureRow]:
    from annotator.stats import measure_wording  # noqa: PLC0415

    for claim in claims:
        who = measure_wording.capitalized(measure_wording.claimant_name(claim))
        outcome = measure_wording.known_outcome_text(claim.outcomes, content)
        yield MeasureRow(f"{claim.position + 1:>3} {who}", outcome)


def _figure_rows(line: "MeasureLine") -> Iterator[MeasureRow]:
    """The name of a key figure, and below it its bar and its numbers."""
    if line.share is None:
        yield MeasureRow(line.measure.label, line.figure)
    else:
        yield MeasureRow(line.measure.label)
        yield MeasureRow("", line.figure, share=line.share)


def _all_rows(lines: "Iterable[MeasureLine]") -> Iterator[MeasureRow]:
    """Every measure under the heading of its group."""
    for group, members in groupby(lines, key=lambda line: line.measure.group):
        yield MeasureRow(group, heading=True)
        yield from (MeasureRow(line.measure.label, line.figure) for line in members)


def _tag_rows(content: "SetContent") -> Iterator[MeasureRow]:
    from annotator.stats import measure_wording  # noqa: PLC0415

    yield MeasureRow("Tags", heading=True)
    longest = max(map(cell_len, content.tags), default=0)
    for name, count in content.tags.items():
        figure = measure_wording.tag_share_text(count, content)
        share = count / content.tagged if content.tagged else 0.0
        yield MeasureRow(name + " " * (longest - cell_len(name)), figure, share=share)


def _paragraph(words: str) -> Iterator[MeasureRow]:
    """Words in rows as wide as the narrowest column, with an empty row before them."""
    if words:
        yield MeasureRow("")
        yield from map(MeasureRow, textwrap.wrap(words, COLUMN - 2))

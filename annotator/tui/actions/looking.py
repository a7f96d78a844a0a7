"""Looking: search, the reading view, the help, the theme."""

from annotator.model.navigation import containing, next_position
from annotator.tui.actions.desk import Desk
from annotator.tui.screens.dialogs import AskText
from annotator.tui.screens.help import HelpScreen
from annotator.tui.screens.reading import ReadingScreen

# Themes that take the terminal's own sixteen colours are black on black under NO_COLOR.
THEMES = ("textual-dark", "textual-light", "nord", "gruvbox", "solarized-light")


async def search(desk: Desk) -> None:
    """Ask for words and go to the next place where they stand; no words end the search."""
    answer = await desk.ask(AskText("Find", desk.searched, "empty: end the search"))
    if answer is None:
        return
    desk.searched = answer.strip()
    desk.article.find(desk.searched)
    if desk.searched:
        next_match(desk)


def next_match(desk: Desk) -> None:
    """To the next sentence that holds the words searched for."""
    if not desk.searched:
        desk.say("Nothing is searched for yet; / asks for words.")
        return
    sentences = desk.session.annotations.sentences
    holds = containing(desk.searched)
    position = next_position(sentences, desk.article.cursor, holds)
    if position is None:
        desk.say(f"“{desk.searched}” stands nowhere in the article.", alarm=True)
        return
    desk.article.move(position)
    found = [index for index, sentence in enumerate(sentences) if holds(sentence)]
    desk.say(f"“{desk.searched}”: {found.index(position) + 1} of {len(found)}")


async def read(desk: Desk) -> None:
    """Show the article as running text."""
    await desk.ask(ReadingScreen(desk.session))


async def help(desk: Desk) -> None:  # noqa: A001 (it is the command's name)
    """Show the codebook and the keys."""
    await desk.ask(HelpScreen(desk.session.codebook, desk.keys, desk.table))


def theme(desk: Desk) -> None:
    """Go on to the next theme."""
    app = desk.article.app
    following = THEMES.index(app.theme) + 1 if app.theme in THEMES else 0
    app.theme = THEMES[following % len(THEMES)]
    desk.say(f"Theme: {app.theme}")

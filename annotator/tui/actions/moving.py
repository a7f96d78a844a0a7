"""Moving through the article."""

from annotator.model.codebook import Role
from annotator.model.navigation import (
    Holds,
    flagged,
    incomplete,
    next_position,
    unsourced,
    untagged,
)
from annotator.tui.actions.desk import Desk
from annotator.tui.screens.dialogs import AskText


def down(desk: Desk) -> None:
    """To the next sentence."""
    desk.article.move(desk.article.cursor + 1)


def up(desk: Desk) -> None:
    """To the sentence before."""
    desk.article.move(desk.article.cursor - 1)


def page_down(desk: Desk) -> None:
    """One screen down."""
    desk.article.move_by_page(1)


def page_up(desk: Desk) -> None:
    """One screen up."""
    desk.article.move_by_page(-1)


def first(desk: Desk) -> None:
    """To the first sentence."""
    desk.article.move(0)


def last(desk: Desk) -> None:
    """To the last sentence."""
    desk.article.move(len(desk.session.annotations.sentences) - 1)


def extend_down(desk: Desk) -> None:
    """Select one sentence more below."""
    desk.article.move(desk.article.cursor + 1, extend=True)


def extend_up(desk: Desk) -> None:
    """Select one sentence more above."""
    desk.article.move(desk.article.cursor - 1, extend=True)


async def jump(desk: Desk) -> None:
    """To a sentence by its number."""
    total = len(desk.session.annotations.sentences)
    answer = await desk.ask(AskText(f"Go to sentence (1 to {total})"))
    if answer is None:
        return
    if answer.strip().isdecimal() and 1 <= int(answer) <= total:
        desk.article.move(int(answer) - 1)
    else:
        desk.say(f"There is no sentence “{answer}”; they are numbered 1 to {total}.", alarm=True)


def next_untagged(desk: Desk) -> None:
    """To the next sentence without a tag."""
    _go(desk, untagged, "Every sentence has a tag.")


def next_flagged(desk: Desk) -> None:
    """To the next sentence with a flag."""
    _go(desk, flagged, "No sentence is flagged.")


def next_incomplete(desk: Desk) -> None:
    """To the next sentence that lacks something; the outlet's own claims are shown at the last."""
    sentences, codebook = desk.session.annotations.sentences, desk.session.codebook
    position = next_position(sentences, desk.article.cursor, incomplete(codebook))
    if position is not None:
        desk.article.move(position)
        return
    _go(desk, unsourced(codebook), "Nothing is missing.")
    if codebook.role(sentences[desk.article.cursor].tag) is Role.CLAIM:
        desk.say("A claim without a source: the outlet's own word, or is somebody named?")


def _go(desk: Desk, holds: Holds, otherwise: str) -> None:
    position = next_position(desk.session.annotations.sentences, desk.article.cursor, holds)
    if position is None:
        desk.say(otherwise)
    else:
        desk.article.move(position)

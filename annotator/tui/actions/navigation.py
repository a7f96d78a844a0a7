"""Commands that move the cursor or the selection through the article."""

from annotator.model.codebook import Role
from annotator.model.navigation import (
    SentenceTest,
    incomplete_test,
    is_flagged,
    is_untagged,
    next_position,
    unsourced_test,
)
from annotator.tui.actions.editor import Editor
from annotator.tui.screens.dialogs import TextDialog


def down(desk: Editor) -> None:
    """To the next sentence."""
    desk.article.move(desk.article.cursor + 1)


def up(desk: Editor) -> None:
    """To the sentence before."""
    desk.article.move(desk.article.cursor - 1)


def page_down(desk: Editor) -> None:
    """One screen down."""
    desk.article.move_by_page(1)


def page_up(desk: Editor) -> None:
    """One screen up."""
    desk.article.move_by_page(-1)


def first(desk: Editor) -> None:
    """To the first sentence."""
    desk.article.move(0)


def last(desk: Editor) -> None:
    """To the last sentence."""
    desk.article.move(len(desk.session.annotations.sentences) - 1)


def extend_down(desk: Editor) -> None:
    """Select one sentence more below."""
    desk.article.move(desk.article.cursor + 1, extend=True)


def extend_up(desk: Editor) -> None:
    """Select one sentence more above."""
    desk.article.move(desk.article.cursor - 1, extend=True)


async def jump(desk: Editor) -> None:
    """To a sentence by its number."""
    total = len(desk.session.annotations.sentences)
    answer = await desk.ask(TextDialog(f"Go to sentence (1 to {total})"))
    if answer is None:
        return
    if answer.strip().isdecimal() and 1 <= int(answer) <= total:
        desk.article.move(int(answer) - 1)
    else:
        desk.show_message(
            f"There is no sentence “{answer}”; they are numbered 1 to {total}.", alarm=True
        )


def next_untagged(desk: Editor) -> None:
    """To the next sentence without a tag."""
    _go(desk, is_untagged, "Every sentence has a tag.")


def next_flagged(desk: Editor) -> None:
    """To the next sentence with a flag."""
    _go(desk, is_flagged, "No sentence is flagged.")


def next_incomplete(desk: Editor) -> None:
    """To the next sentence that lacks something; the outlet's own claims are shown at the last."""
    sentences, codebook = desk.session.annotations.sentences, desk.session.codebook
    position = next_position(sentences, desk.article.cursor, incomplete_test(codebook))
    if position is not None:
        desk.article.move(position)
        return
    _go(desk, unsourced_test(codebook), "Nothing is missing.")
    if codebook.role(sentences[desk.article.cursor].tag) is Role.CLAIM:
        desk.show_message("A claim without a source: the outlet's own word, or is somebody named?")


def _go(desk: Editor, holds: SentenceTest, otherwise: str) -> None:
    position = next_position(desk.session.annotations.sentences, desk.article.cursor, holds)
    if position is None:
        desk.show_message(otherwise)
    else:
        desk.article.move(position)

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


def down(editor: Editor) -> None:
    """Go to the next sentence."""
    editor.article.step(1)


def up(editor: Editor) -> None:
    """Go to the previous sentence."""
    editor.article.step(-1)


def page_down(editor: Editor) -> None:
    """Go down one screen."""
    editor.article.move_by_page(1)


def page_up(editor: Editor) -> None:
    """Go up one screen."""
    editor.article.move_by_page(-1)


def first(editor: Editor) -> None:
    """Go to the first sentence."""
    editor.article.move(0)


def last(editor: Editor) -> None:
    """Go to the last sentence."""
    editor.article.move(len(editor.session.annotations.sentences) - 1)


def extend_down(editor: Editor) -> None:
    """Add the next sentence to the selection."""
    editor.article.move(editor.article.cursor + 1, extend=True)


def extend_up(editor: Editor) -> None:
    """Add the previous sentence to the selection."""
    editor.article.move(editor.article.cursor - 1, extend=True)


async def jump(editor: Editor) -> None:
    """Go to a sentence by its number."""
    total, begin = len(editor.session.annotations.sentences), editor.article.cursor

    def show(typed: str) -> None:
        there = typed.strip().isdecimal() and 1 <= int(typed) <= total
        editor.article.move(int(typed) - 1 if there else begin)

    title, hint = f"Go to sentence (1 to {total})", "enter: go   escape: cancel"
    answer = await editor.ask(TextDialog(title, hint=hint, changed=show))
    if answer is None:
        editor.article.move(begin)
        return
    if answer.strip().isdecimal() and 1 <= int(answer) <= total:
        editor.article.move(int(answer) - 1)
    else:
        editor.show_message(
            f"There is no sentence “{answer}”. Sentences run from 1 to {total}.", alarm=True
        )


def next_untagged(editor: Editor) -> None:
    """Go to the next sentence without a tag."""
    _go(editor, is_untagged, "Every sentence has a tag.")


def next_flagged(editor: Editor) -> None:
    """Go to the next flagged sentence."""
    _go(editor, is_flagged, "No sentence is flagged.")


def next_incomplete(editor: Editor) -> None:
    """Go to the next incomplete sentence. When none is left, go to claims without a source."""
    sentences, codebook = editor.session.annotations.sentences, editor.session.codebook
    position = next_position(sentences, editor.article.cursor, incomplete_test(codebook))
    if position is not None:
        editor.article.move(position)
        return
    _go(editor, unsourced_test(codebook), "Nothing is missing.")
    if codebook.role(sentences[editor.article.cursor].tag) is Role.CLAIM:
        editor.show_message(
            "This claim has no source. Is it the outlet's own, or does the text name a source?"
        )


def _go(editor: Editor, holds: SentenceTest, otherwise: str) -> None:
    position = next_position(editor.session.annotations.sentences, editor.article.cursor, holds)
    if position is None:
        editor.show_message(otherwise)
    else:
        editor.article.move(position)

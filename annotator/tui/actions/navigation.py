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
    """To the next sentence."""
    editor.article.move(editor.article.cursor + 1)


def up(editor: Editor) -> None:
    """To the sentence before."""
    editor.article.move(editor.article.cursor - 1)


def page_down(editor: Editor) -> None:
    """One screen down."""
    editor.article.move_by_page(1)


def page_up(editor: Editor) -> None:
    """One screen up."""
    editor.article.move_by_page(-1)


def first(editor: Editor) -> None:
    """To the first sentence."""
    editor.article.move(0)


def last(editor: Editor) -> None:
    """To the last sentence."""
    editor.article.move(len(editor.session.annotations.sentences) - 1)


def extend_down(editor: Editor) -> None:
    """Select one sentence more below."""
    editor.article.move(editor.article.cursor + 1, extend=True)


def extend_up(editor: Editor) -> None:
    """Select one sentence more above."""
    editor.article.move(editor.article.cursor - 1, extend=True)


async def jump(editor: Editor) -> None:
    """To a sentence by its number."""
    total = len(editor.session.annotations.sentences)
    answer = await editor.ask(TextDialog(f"Go to sentence (1 to {total})"))
    if answer is None:
        return
    if answer.strip().isdecimal() and 1 <= int(answer) <= total:
        editor.article.move(int(answer) - 1)
    else:
        editor.show_message(
            f"There is no sentence “{answer}”; they are numbered 1 to {total}.", alarm=True
        )


def next_untagged(editor: Editor) -> None:
    """To the next sentence without a tag."""
    _go(editor, is_untagged, "Every sentence has a tag.")


def next_flagged(editor: Editor) -> None:
    """To the next sentence with a flag."""
    _go(editor, is_flagged, "No sentence is flagged.")


def next_incomplete(editor: Editor) -> None:
    """To the next sentence that lacks something; the outlet's own claims are shown at the last."""
    sentences, codebook = editor.session.annotations.sentences, editor.session.codebook
    position = next_position(sentences, editor.article.cursor, incomplete_test(codebook))
    if position is not None:
        editor.article.move(position)
        return
    _go(editor, unsourced_test(codebook), "Nothing is missing.")
    if codebook.role(sentences[editor.article.cursor].tag) is Role.CLAIM:
        editor.show_message(
            "A claim without a source: the outlet's own word, or is somebody named?"
        )


def _go(editor: Editor, holds: SentenceTest, otherwise: str) -> None:
    position = next_position(editor.session.annotations.sentences, editor.article.cursor, holds)
    if position is None:
        editor.show_message(otherwise)
    else:
        editor.article.move(position)

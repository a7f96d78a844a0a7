"""Commands that move the cursor or the selection through the article."""

from collections.abc import Callable, Container

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
from annotator.tui.jump_list import JumpList
from annotator.tui.prompts.mark import Mark, MarkPrompt
from annotator.tui.prompts.prompt import PromptAnswer, PromptExit
from annotator.tui.screens.dialogs import TextDialog

JumpStep = Callable[[JumpList, str, Container[str]], tuple[JumpList, str | None]]


def down(editor: Editor) -> None:
    """Go to the next sentence, or as many down as were counted."""
    _step(editor, 1)


def up(editor: Editor) -> None:
    """Go to the previous sentence, or as many up as were counted."""
    _step(editor, -1)


def _step(editor: Editor, direction: int) -> None:
    if editor.count is None:
        editor.article.step(direction)
    else:
        editor.article.move(editor.article.cursor + direction * editor.count)


def page_down(editor: Editor) -> None:
    """Go down one screen."""
    for _ in range(_times(editor)):
        editor.article.move_by_page(1)


def page_up(editor: Editor) -> None:
    """Go up one screen."""
    for _ in range(_times(editor)):
        editor.article.move_by_page(-1)


def _times(editor: Editor) -> int:
    """How often to do something: as often as there are sentences at the most."""
    return min(editor.count or 1, len(editor.session.annotations.sentences))


def first(editor: Editor) -> None:
    """Go to the first sentence, or to the one with the number that was typed."""
    editor.article.move((editor.count or 1) - 1)


def last(editor: Editor) -> None:
    """Go to the last sentence, or to the one with the number that was typed."""
    editor.article.move((editor.count or len(editor.session.annotations.sentences)) - 1)


def extend_down(editor: Editor) -> None:
    """Add the next sentence to the selection."""
    editor.article.move(editor.article.cursor + (editor.count or 1), extend=True)


def extend_up(editor: Editor) -> None:
    """Add the previous sentence to the selection."""
    editor.article.move(editor.article.cursor - (editor.count or 1), extend=True)


def select_block(editor: Editor) -> None:
    """Begin a block that every move extends, or end it."""
    if editor.article.selecting_block:
        editor.article.move(editor.article.cursor, extend=False)
    else:
        editor.article.select_block()


def set_mark(editor: Editor) -> None:
    """Mark the current sentence with a letter."""
    position = editor.article.cursor
    sentence = editor.session.annotations.sentences[position].id

    def decide(letter: str) -> None:
        editor.marks = {**editor.marks, letter: sentence}
        editor.show_message(f"Sentence {position + 1} has the mark {letter}.")

    _ask_letter(editor, f"Mark sentence {position + 1} with a letter", decide)


def go_to_mark(editor: Editor) -> None:
    """Go to a sentence that was marked."""
    if not _marks(editor):
        editor.show_message("No sentence has a mark. Set one first.")
        return

    def decide(letter: str) -> None:
        positions = editor.session.annotations.positions
        position = positions.get(editor.marks.get(letter, ""))
        if position is None:
            letters = ", ".join(mark.letter for mark in _marks(editor))
            editor.show_message(f"There is no mark {letter}. Marks: {letters}.", alarm=True)
            return
        origin = editor.session.annotations.sentences[editor.article.cursor].id
        editor.article.move(position)
        editor.record_jump(origin)

    _ask_letter(editor, "Go to the mark", decide)


def _ask_letter(editor: Editor, title: str, decide: Callable[[str], None]) -> None:
    def decided(result: PromptAnswer[str] | PromptExit) -> None:
        if isinstance(result, PromptAnswer):
            decide(result.value)

    editor.prompt(MarkPrompt(title, _marks(editor)), decided)


def _marks(editor: Editor) -> tuple[Mark, ...]:
    """The marks of sentences that still exist, in the order of their letters."""
    annotations = editor.session.annotations
    return tuple(
        Mark(letter, each, annotations.positions[each] + 1, annotations.sentence(each).text)
        for letter, each in sorted(editor.marks.items())
        if each in annotations.positions
    )


def jump_back(editor: Editor) -> None:
    """Go back to where the last jump began."""
    for _ in range(_times(editor)):
        _follow_jump(editor, JumpList.back, "There is no jump to go back from.")


def jump_forward(editor: Editor) -> None:
    """Go forward again after going back."""
    for _ in range(_times(editor)):
        _follow_jump(editor, JumpList.forward, "There is nothing to go forward to.")


def _follow_jump(editor: Editor, step: JumpStep, otherwise: str) -> None:
    annotations = editor.session.annotations
    current = annotations.sentences[editor.article.cursor].id
    editor.jumps, found = step(editor.jumps, current, annotations.positions)
    if found is None:
        editor.show_message(otherwise)
    else:
        editor.article.move(annotations.positions[found])


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
    for _ in range(_times(editor)):
        _go_once(editor, holds, otherwise)


def _go_once(editor: Editor, holds: SentenceTest, otherwise: str) -> None:
    position = next_position(editor.session.annotations.sentences, editor.article.cursor, holds)
    if position is None:
        editor.show_message(otherwise)
    else:
        editor.article.move(position)

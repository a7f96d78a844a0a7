"""Commands that edit a sentence: tag, note, flag, part, boundaries, and what an answer key adds."""

from collections.abc import Sequence
from itertools import pairwise

from annotator.model.annotation import Sentence, SetForm
from annotator.model.answer_key import AcceptTag, ExplainTag
from annotator.model.codebook import PARTS
from annotator.model.edits import (
    Batch,
    ClearTag,
    JoinSentences,
    SetFlag,
    SetNote,
    SetPart,
    SplitSentence,
    describe_join,
)
from annotator.model.prompt_level import PromptLevel
from annotator.tui.actions.editor import Editor
from annotator.tui.commands import key_label
from annotator.tui.screens.dialogs import (
    Choice,
    ChoiceDialog,
    SplitDialog,
    TextDialog,
    split_positions,
    yes_no_dialog,
)


def untag(editor: Editor) -> None:
    """Take the tag off."""
    editor.do(ClearTag(editor.selection))


def undo(editor: Editor) -> None:
    """Take the last edit back."""
    editor.apply_change(editor.session.undo(), "There is nothing to undo.")


def redo(editor: Editor) -> None:
    """Do again what was undone."""
    editor.apply_change(editor.session.redo(), "There is nothing to do again.")


async def note(editor: Editor) -> None:
    """Ask for a note on the sentence."""
    sentence = editor.session.annotations.sentences[editor.article.cursor]
    title = f"Note on {editor.article.cursor + 1}"
    answer = await editor.ask(TextDialog(title, sentence.note or "", "empty: no note"))
    if answer is not None:
        editor.do(SetNote(sentence.id, answer))


def flag(editor: Editor) -> None:
    """Flag what is selected, or take the flags off where all of it is flagged."""
    annotations = editor.session.annotations
    flags = [annotations.sentence(each).flag for each in editor.selection]
    editor.do(SetFlag(editor.selection, not all(flags)))


async def furniture(editor: Editor) -> None:
    """Ask which part of the furniture it is; furniture becomes body text at once."""
    annotations, selection = editor.session.annotations, editor.selection
    if not all(annotations.sentence(each).body for each in selection):
        editor.do(SetPart(selection, None))
        return
    terms = {term.id: term.name for term in editor.session.codebook.parts}
    choices = [Choice(part[0], terms.get(part, part), part) for part in PARTS]
    answer = await editor.ask(
        ChoiceDialog("Not a sentence of the article's body, but its", choices)
    )
    if answer is not None:
        editor.do(SetPart(selection, answer))


async def split(editor: Editor) -> None:
    """Ask where to cut the sentence in two."""
    sentence = editor.session.annotations.sentences[editor.article.cursor]
    if editor.session.frozen is not None:
        editor.show_message(editor.session.frozen, alarm=True)
        return
    if not split_positions(sentence.text):
        editor.show_message("A single word cannot be split.", alarm=True)
        return
    answer = await editor.ask(SplitDialog(sentence))
    if answer is not None:
        editor.do(SplitSentence(sentence.id, answer))


async def join(editor: Editor) -> None:
    """Join the sentence with the next one, or all that are selected; ask across a paragraph."""
    if editor.session.frozen is not None:
        editor.show_message(editor.session.frozen, alarm=True)
        return
    if editor.text is None:
        editor.show_message(
            "To join sentences the article must be there: open it, not its tags.", alarm=True
        )
        return
    annotations, selection = editor.session.annotations, editor.selection
    begin = annotations.positions[selection[0]]
    sentences = annotations.sentences[begin : begin + max(len(selection), 2)]
    if len(sentences) < 2:
        editor.show_message("The last sentence has none after it to be joined with.", alarm=True)
    elif await _may_cross(editor, sentences):
        _join(editor, sentences, editor.text)


async def _may_cross(editor: Editor, sentences: Sequence[Sentence]) -> bool:
    """Whether all of it is one paragraph, or the person wants to join across its end."""
    if len({each.paragraph for each in sentences}) == 1:
        return True
    numbers = [editor.session.annotations.positions[each.id] + 1 for each in sentences]
    title = f"Sentences {numbers[0]} to {numbers[-1]} stand in different paragraphs"
    question = yes_no_dialog(title, "join them all the same")
    return await editor.ask(question) == "y"


def _join(editor: Editor, sentences: Sequence[Sentence], text: str) -> None:
    """Join sentences that follow one another, as one edit, and say what that did."""
    annotations, first = editor.session.annotations, sentences[0].id
    edits = tuple(
        JoinSentences(first, text[left.span[1] : right.span[0]])
        for left, right in pairwise(sentences)
    )
    if editor.do(edits[0] if len(edits) == 1 else Batch(edits)):
        editor.article.move(editor.session.annotations.positions[first])
        key = next(
            key for key, each in editor.keys.by_key(editor.table).items() if each.id == "undo"
        )
        editor.show_message(
            f"{describe_join(annotations, sentences)}; {key_label(key)} takes it back"
        )


def advance(editor: Editor) -> None:
    """Go on after a tag, or stay."""
    editor.advancing = not editor.advancing
    editor.show_message(
        "A tag goes on to the next sentence." if editor.advancing else "A tag stays here."
    )


def change_asking(editor: Editor) -> None:
    """Go on to the next way of asking."""
    ways = tuple(PromptLevel)
    ask = ways[(ways.index(editor.prompt_settings.level) + 1) % len(ways)]
    editor.set_prompt_settings(editor.prompt_settings._replace(level=ask))
    said = {
        PromptLevel.TAGS: "A tag asks for nothing more.",
        PromptLevel.SOURCES: "A tag goes on to ask who says so.",
        PromptLevel.LINKS: "A tag goes on to ask who says so, and which claims it answers.",
    }
    editor.show_message(said[ask])


async def accept(editor: Editor) -> None:
    """Ask for a further tag that the key accepts; one that it accepts already is taken off."""
    sentence = _sentence(editor)
    if sentence is None:
        return
    if sentence.tag is None:
        editor.show_message("First give it the key's own tag.", alarm=True)
        return
    choices = [
        Choice(
            tag.key or str(number),
            f"{tag.name}, accepted already: take it off"
            if tag.id in sentence.accepted_tags
            else tag.name,
            tag.id,
        )
        for number, tag in enumerate(editor.session.codebook.tags, 1)
        if tag.id != sentence.tag
    ]
    title = f"In {editor.article.cursor + 1} the key accepts too"
    answer = await editor.ask(ChoiceDialog(title, choices))
    if answer is not None:
        editor.do(AcceptTag(sentence.id, answer, accepted=answer not in sentence.accepted_tags))


async def explain(editor: Editor) -> None:
    """Ask why the sentence has its tag."""
    sentence = _sentence(editor)
    if sentence is None:
        return
    title = f"Why is {editor.article.cursor + 1} what the key says?"
    hint = "students read it after their answer; empty: no explanation"
    answer = await editor.ask(TextDialog(title, sentence.explanation or "", hint))
    if answer is not None:
        editor.do(ExplainTag(sentence.id, answer))


def _sentence(editor: Editor) -> Sentence | None:
    """The sentence under the cursor where the set is a key; else that is said."""
    annotations = editor.session.annotations
    if annotations.form is SetForm.KEY:
        return annotations.sentences[editor.article.cursor]
    editor.show_message("Only in a key: `annotator key ARTICLE` opens one.", alarm=True)
    return None

"""Commands that edit a sentence: tag, note, flag, furniture, boundaries, and answer keys."""

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
from annotator.tui.actions import prompts
from annotator.tui.actions.editor import Editor
from annotator.tui.screens.dialogs import (
    Choice,
    ChoiceDialog,
    NoteDialog,
    SplitDialog,
    TextDialog,
    split_positions,
    yes_no_dialog,
)


def untag(editor: Editor) -> None:
    """Remove the tag."""
    editor.do(ClearTag(editor.selection))


def repeat(editor: Editor) -> None:
    """Give the last tag again, with its source and the cue that is proposed here.

    Before the first tag of a sitting, it is the tag of the sentence above.
    """
    last = editor.last_tag or prompts.tag_above(editor)
    if last is None:
        editor.show_message("There is no tag to repeat. Tag a sentence first.")
    else:
        prompts.repeat(editor, last)


def undo(editor: Editor) -> None:
    """Undo the last edit."""
    prompts.undo(editor)


def redo(editor: Editor) -> None:
    """Redo the edit that was undone."""
    editor.apply_change(editor.session.redo(), "There is nothing to redo.")


async def note(editor: Editor) -> None:
    """Ask for a note on the sentence."""
    sentence = editor.session.annotations.sentences[editor.article.cursor]
    title = f"Note on sentence {editor.article.cursor + 1}"
    answer = await editor.ask(NoteDialog(title, sentence.note or ""))
    if answer is not None:
        editor.do(SetNote(sentence.id, answer))


def flag(editor: Editor) -> None:
    """Flag the selected sentences, or remove the flags if all of them are flagged."""
    annotations = editor.session.annotations
    flags = [annotations.sentence(each).flag for each in editor.selection]
    editor.do(SetFlag(editor.selection, not all(flags)))


async def furniture(editor: Editor) -> None:
    """Ask which kind of furniture it is, and move on as after a tag.

    Furniture becomes body text without a question, and the cursor stays, since it has no tag yet.
    """
    annotations, selection = editor.session.annotations, editor.selection
    if not all(annotations.sentence(each).body for each in selection):
        editor.do(SetPart(selection, None))
        return
    terms = {term.id: term.name for term in editor.session.codebook.parts}
    choices = [Choice(part[0], terms.get(part, part), part) for part in PARTS]
    answer = await editor.ask(ChoiceDialog("Which part of the article is it?", choices))
    if answer is not None and editor.do(SetPart(selection, answer)):
        prompts.advance_cursor(editor)


async def split(editor: Editor) -> None:
    """Ask where to split the sentence."""
    sentence = editor.session.annotations.sentences[editor.article.cursor]
    if editor.session.frozen is not None:
        editor.show_message(editor.session.frozen, alarm=True)
        return
    if not split_positions(sentence.text):
        editor.show_message("A sentence of one word cannot be split.", alarm=True)
        return
    answer = await editor.ask(SplitDialog(sentence))
    if answer is not None:
        editor.do(SplitSentence(sentence.id, answer))


async def join(editor: Editor) -> None:
    """Join the sentence with the next one, or join the selected ones. Ask across paragraphs."""
    if editor.session.frozen is not None:
        editor.show_message(editor.session.frozen, alarm=True)
        return
    if editor.text is None:
        editor.show_message(
            "Joining needs the article's text. Open the article, not the annotation set.",
            alarm=True,
        )
        return
    annotations, selection = editor.session.annotations, editor.selection
    begin = annotations.positions[selection[0]]
    sentences = annotations.sentences[begin : begin + max(len(selection), 2)]
    if len(sentences) < 2:
        editor.show_message("There is no sentence after this one to join.", alarm=True)
    elif await _may_cross(editor, sentences):
        _join(editor, sentences, editor.text)


async def _may_cross(editor: Editor, sentences: Sequence[Sentence]) -> bool:
    """Whether all sentences are in one paragraph, or the person agrees to join paragraphs."""
    if len({each.paragraph for each in sentences}) == 1:
        return True
    numbers = [editor.session.annotations.positions[each.id] + 1 for each in sentences]
    title = f"Sentences {numbers[0]} to {numbers[-1]} are in different paragraphs"
    question = yes_no_dialog(title, "join them anyway")
    return await editor.ask(question) == "y"


def _join(editor: Editor, sentences: Sequence[Sentence], text: str) -> None:
    """Join consecutive sentences as one edit, and show what changed."""
    annotations, first = editor.session.annotations, sentences[0].id
    edits = tuple(
        JoinSentences(first, text[left.span[1] : right.span[0]])
        for left, right in pairwise(sentences)
    )
    if editor.do(edits[0] if len(edits) == 1 else Batch(edits)):
        editor.article.move(editor.session.annotations.positions[first], extend=False)
        key = editor.keys.label_of("undo", editor.table)
        editor.show_message(f"{describe_join(annotations, sentences)}. Press {key} to undo.")


def advance(editor: Editor) -> None:
    """Switch between moving on and staying after a tag."""
    editor.advancing = not editor.advancing
    editor.remember(advance=editor.advancing)
    editor.show_message(
        "A tag now moves to the next sentence."
        if editor.advancing
        else "A tag now stays on the sentence."
    )


def change_asking(editor: Editor) -> None:
    """Switch to the next level of questions after a tag."""
    ways = tuple(PromptLevel)
    ask = ways[(ways.index(editor.prompt_settings.level) + 1) % len(ways)]
    editor.set_prompt_settings(editor.prompt_settings._replace(level=ask))
    said = {
        PromptLevel.TAGS: "A tag now asks for nothing else.",
        PromptLevel.SOURCES: "A tag now asks for the source.",
        PromptLevel.LINKS: "A tag now asks for the source and the claims it answers.",
    }
    editor.show_message(said[ask])
    editor.remember(prompt_level=str(ask))


async def accept(editor: Editor) -> None:
    """Ask for another tag to accept in the answer key. An accepted tag is removed."""
    sentence = _sentence(editor)
    if sentence is None:
        return
    if sentence.tag is None:
        editor.show_message("Give the sentence a tag first.", alarm=True)
        return
    choices = [
        Choice(
            tag.key or str(number),
            f"{tag.name} (accepted: choose to remove)"
            if tag.id in sentence.accepted_tags
            else tag.name,
            tag.id,
        )
        for number, tag in enumerate(editor.session.codebook.tags, 1)
        if tag.id != sentence.tag
    ]
    title = f"Also accept for sentence {editor.article.cursor + 1}"
    answer = await editor.ask(ChoiceDialog(title, choices))
    if answer is not None:
        editor.do(AcceptTag(sentence.id, answer, accepted=answer not in sentence.accepted_tags))


async def explain(editor: Editor) -> None:
    """Ask why the sentence has its tag."""
    sentence = _sentence(editor)
    if sentence is None:
        return
    title = f"Why does sentence {editor.article.cursor + 1} have this tag?"
    hint = "students see it after they answer; leave empty for none"
    answer = await editor.ask(TextDialog(title, sentence.explanation or "", hint))
    if answer is not None:
        editor.do(ExplainTag(sentence.id, answer))


def _sentence(editor: Editor) -> Sentence | None:
    """The sentence under the cursor in an answer key. In other sets, None and a message."""
    annotations = editor.session.annotations
    if annotations.form is SetForm.KEY:
        return annotations.sentences[editor.article.cursor]
    editor.show_message(
        "This works only in an answer key. `annotator key ARTICLE` opens one.", alarm=True
    )
    return None

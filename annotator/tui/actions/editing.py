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


def untag(desk: Editor) -> None:
    """Take the tag off."""
    desk.do(ClearTag(desk.selection))


def undo(desk: Editor) -> None:
    """Take the last edit back."""
    desk.apply_change(desk.session.undo(), "There is nothing to undo.")


def redo(desk: Editor) -> None:
    """Do again what was undone."""
    desk.apply_change(desk.session.redo(), "There is nothing to do again.")


async def note(desk: Editor) -> None:
    """Ask for a note on the sentence."""
    sentence = desk.session.annotations.sentences[desk.article.cursor]
    title = f"Note on {desk.article.cursor + 1}"
    answer = await desk.ask(TextDialog(title, sentence.note or "", "empty: no note"))
    if answer is not None:
        desk.do(SetNote(sentence.id, answer))


def flag(desk: Editor) -> None:
    """Flag what is selected, or take the flags off where all of it is flagged."""
    annotations = desk.session.annotations
    flags = [annotations.sentence(each).flag for each in desk.selection]
    desk.do(SetFlag(desk.selection, not all(flags)))


async def furniture(desk: Editor) -> None:
    """Ask which part of the furniture it is; furniture becomes body text at once."""
    annotations, selection = desk.session.annotations, desk.selection
    if not all(annotations.sentence(each).body for each in selection):
        desk.do(SetPart(selection, None))
        return
    terms = {term.id: term.name for term in desk.session.codebook.parts}
    choices = [Choice(part[0], terms.get(part, part), part) for part in PARTS]
    answer = await desk.ask(ChoiceDialog("Not a sentence of the article's body, but its", choices))
    if answer is not None:
        desk.do(SetPart(selection, answer))


async def split(desk: Editor) -> None:
    """Ask where to cut the sentence in two."""
    sentence = desk.session.annotations.sentences[desk.article.cursor]
    if desk.session.frozen is not None:
        desk.show_message(desk.session.frozen, alarm=True)
        return
    if not split_positions(sentence.text):
        desk.show_message("A single word cannot be split.", alarm=True)
        return
    answer = await desk.ask(SplitDialog(sentence))
    if answer is not None:
        desk.do(SplitSentence(sentence.id, answer))


async def join(desk: Editor) -> None:
    """Join the sentence with the next one, or all that are selected; ask across a paragraph."""
    if desk.session.frozen is not None:
        desk.show_message(desk.session.frozen, alarm=True)
        return
    if desk.text is None:
        desk.show_message(
            "To join sentences the article must be there: open it, not its tags.", alarm=True
        )
        return
    annotations, selection = desk.session.annotations, desk.selection
    begin = annotations.positions[selection[0]]
    sentences = annotations.sentences[begin : begin + max(len(selection), 2)]
    if len(sentences) < 2:
        desk.show_message("The last sentence has none after it to be joined with.", alarm=True)
    elif await _may_cross(desk, sentences):
        _join(desk, sentences, desk.text)


async def _may_cross(desk: Editor, sentences: Sequence[Sentence]) -> bool:
    """Whether all of it is one paragraph, or the person wants to join across its end."""
    if len({each.paragraph for each in sentences}) == 1:
        return True
    numbers = [desk.session.annotations.positions[each.id] + 1 for each in sentences]
    title = f"Sentences {numbers[0]} to {numbers[-1]} stand in different paragraphs"
    question = yes_no_dialog(title, "join them all the same")
    return await desk.ask(question) == "y"


def _join(desk: Editor, sentences: Sequence[Sentence], text: str) -> None:
    """Join sentences that follow one another, as one edit, and say what that did."""
    annotations, first = desk.session.annotations, sentences[0].id
    edits = tuple(
        JoinSentences(first, text[left.span[1] : right.span[0]])
        for left, right in pairwise(sentences)
    )
    if desk.do(edits[0] if len(edits) == 1 else Batch(edits)):
        desk.article.move(desk.session.annotations.positions[first])
        key = next(key for key, each in desk.keys.by_key(desk.table).items() if each.id == "undo")
        desk.show_message(
            f"{describe_join(annotations, sentences)}; {key_label(key)} takes it back"
        )


def advance(desk: Editor) -> None:
    """Go on after a tag, or stay."""
    desk.advancing = not desk.advancing
    desk.show_message(
        "A tag goes on to the next sentence." if desk.advancing else "A tag stays here."
    )


def change_asking(desk: Editor) -> None:
    """Go on to the next way of asking."""
    ways = tuple(PromptLevel)
    ask = ways[(ways.index(desk.prompt_settings.level) + 1) % len(ways)]
    desk.set_prompt_settings(desk.prompt_settings._replace(level=ask))
    said = {
        PromptLevel.TAGS: "A tag asks for nothing more.",
        PromptLevel.SOURCES: "A tag goes on to ask who says so.",
        PromptLevel.LINKS: "A tag goes on to ask who says so, and which claims it answers.",
    }
    desk.show_message(said[ask])


async def accept(desk: Editor) -> None:
    """Ask for a further tag that the key accepts; one that it accepts already is taken off."""
    sentence = _sentence(desk)
    if sentence is None:
        return
    if sentence.tag is None:
        desk.show_message("First give it the key's own tag.", alarm=True)
        return
    choices = [
        Choice(
            tag.key or str(number),
            f"{tag.name}, accepted already: take it off"
            if tag.id in sentence.accepted_tags
            else tag.name,
            tag.id,
        )
        for number, tag in enumerate(desk.session.codebook.tags, 1)
        if tag.id != sentence.tag
    ]
    title = f"In {desk.article.cursor + 1} the key accepts too"
    answer = await desk.ask(ChoiceDialog(title, choices))
    if answer is not None:
        desk.do(AcceptTag(sentence.id, answer, accepted=answer not in sentence.accepted_tags))


async def explain(desk: Editor) -> None:
    """Ask why the sentence has its tag."""
    sentence = _sentence(desk)
    if sentence is None:
        return
    title = f"Why is {desk.article.cursor + 1} what the key says?"
    hint = "students read it after their answer; empty: no explanation"
    answer = await desk.ask(TextDialog(title, sentence.explanation or "", hint))
    if answer is not None:
        desk.do(ExplainTag(sentence.id, answer))


def _sentence(desk: Editor) -> Sentence | None:
    """The sentence under the cursor where the set is a key; else that is said."""
    annotations = desk.session.annotations
    if annotations.form is SetForm.KEY:
        return annotations.sentences[desk.article.cursor]
    desk.show_message("Only in a key: `annotator key ARTICLE` opens one.", alarm=True)
    return None

"""Commands for suggestions: take the one that is shown dimly, and take a second look."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from annotator.model.annotation import Answer, SuggestedField, SuggestedValue
from annotator.model.changes import Edit
from annotator.model.edits import (
    Batch,
    EditSource,
    KeepDecision,
    SetAnswers,
    SetCue,
    SetSource,
    SetTag,
    new_source,
    source_by_name,
)
from annotator.model.second_look import Difference
from annotator.tui.actions import prompts
from annotator.tui.actions.editor import Editor, LastTag
from annotator.tui.prompts.prompt import STANCE_SIGNS, PromptAnswer, PromptExit
from annotator.tui.prompts.prompt_keys import prompt_keys
from annotator.tui.prompts.second_look import SecondLook, SecondLookPrompt
from annotator.tui.sentence_suggester import cue_text, document_cue
from annotator.tui.suggestions import Ghost


def take_suggestion(editor: Editor) -> None:
    """Take the tag, the source and the cue that are shown dimly. Then ask for what is missing."""
    ghost = editor.ghost
    cursor = editor.session.annotations.sentences[editor.article.cursor].id
    if ghost is None or ghost.sentence != cursor or editor.selection != (cursor,):
        editor.show_message("No suggestion is shown here.")
        return
    if not editor.do(Batch(tuple(_ghost_edits(editor, ghost)))):
        return
    if ghost.tag is None:
        return
    editor.last_tag = LastTag(ghost.tag, (cursor,))
    prompts.ask_what_is_missing(editor, asks_source=not ghost.nobody)


def _ghost_edits(editor: Editor, ghost: Ghost) -> Iterator[Edit]:
    if ghost.tag is not None:
        yield SetTag((ghost.sentence,), ghost.tag)
    if ghost.source is not None:
        yield from prompts.source_edits(editor, ghost.source, ghost.cue)
    elif ghost.cue is not None:
        yield prompts.cue_edit(editor.session.annotations.sentence(ghost.sentence), ghost.cue)


# A second look


def next_difference(editor: Editor) -> None:
    """Show a suggestion that differs: at the cursor, or at the next sentence with one."""
    _look(editor, editor.article.cursor)


def _look(editor: Editor, first: int) -> None:
    """Look at the first difference from a position on, around the end of the article."""
    total = len(editor.session.annotations.sentences)
    for at in (*range(first, total), *range(first)):
        found = editor.differences(at)
        if found:
            editor.article.move(at, extend=False)
            _show(editor, at, found[0])
            return
    editor.show_message("No suggestion differs from your decisions.")


def _show(editor: Editor, at: int, difference: Difference) -> None:
    session, suggester = editor.session, editor.suggester
    sentence = session.annotations.sentences[at].id
    suggestion = difference.suggestion
    suggester.record(session, (sentence,), {difference.field: suggestion.value})
    prompt = SecondLookPrompt(
        difference.field.value,
        _words(editor, difference.field, difference.own),
        _words(editor, difference.field, suggestion.value),
        suggester.suggester.name,
        suggestion.reason,
        keys=prompt_keys(editor.keys),
    )
    editor.prompt(prompt, partial(_decide, editor, sentence, difference))


def _decide(
    editor: Editor,
    sentence: str,
    difference: Difference,
    result: PromptAnswer[SecondLook] | PromptExit,
) -> None:
    at = editor.session.annotations.positions[sentence]
    match result:
        case PromptExit.SKIP:
            last = len(editor.session.annotations.sentences) - 1
            _look(editor, at + 1 if at < last else 0)
        case PromptAnswer(value=SecondLook.TAKE):
            editor.suggester.answer(sentence, difference)
            editor.do(_taking(editor, sentence, difference))
            _look_here(editor, at)
        case PromptAnswer():
            editor.suggester.answer(sentence, difference)
            editor.do(KeepDecision(sentence, editor.session.shown.of(sentence)))
            _look_here(editor, at)


def _look_here(editor: Editor, at: int) -> None:
    """Look at the next difference of the same sentence, if there is one."""
    found = editor.differences(at)
    if found:
        _show(editor, at, found[0])


def _taking(editor: Editor, sentence: str, difference: Difference) -> Edit:
    """The edit that takes a suggestion."""
    annotations, value = editor.session.annotations, difference.suggestion.value
    match difference.field:
        case SuggestedField.TAG:
            return SetTag((sentence,), str(value))
        case SuggestedField.SOURCE:
            name = str(value)
            known = source_by_name(annotations, name) if name else None
            source = known or (new_source(annotations, name) if name else None)
            return SetSource((sentence,), source)
        case SuggestedField.KIND:
            own = annotations.source_of(annotations.sentence(sentence))
            kept = KeepDecision(sentence, editor.session.shown.of(sentence))
            edits = () if own is None else (EditSource(replace(own, kind=str(value))),)
            return Batch((*edits, kept))
        case SuggestedField.CUE:
            cue = document_cue(annotations, sentence, value)
            return SetCue(sentence, cue)
        case SuggestedField.ANSWERS:
            answers = tuple(each for each in value if isinstance(each, Answer))
            return SetAnswers((sentence,), answers)


# Values in words


def _words(editor: Editor, field: SuggestedField, value: SuggestedValue) -> str:
    """A value in words."""
    annotations, codebook = editor.session.annotations, editor.session.codebook
    match field:
        case SuggestedField.TAG:
            tag = codebook.tag(str(value))
            return tag.name if tag else str(value)
        case SuggestedField.SOURCE:
            return str(value) or "nobody"
        case SuggestedField.KIND:
            return codebook.kind_name(str(value)) if value else "no kind"
        case SuggestedField.CUE:
            cue = cue_text(annotations, value)
            return f"“{cue}”" if cue else "no cue"
        case SuggestedField.ANSWERS:
            answers = [each for each in value if isinstance(each, Answer)]
            return ", ".join(_answer(editor, each) for each in answers) or "no claim"


def _answer(editor: Editor, answer: Answer) -> str:
    """A claim by its number and its stance."""
    position = editor.session.annotations.positions.get(answer.claim)
    number = answer.claim if position is None else str(position + 1)
    return f"{number} {STANCE_SIGNS.get(answer.stance or '', '')}".rstrip()

"""Tagging, and the prompts that follow a tag: source, cue, answers."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from annotator.model.annotation import Cue, Sentence, Source, Span
from annotator.model.changes import Edit
from annotator.model.codebook import Role
from annotator.model.edits import (
    Batch,
    SetAnswers,
    SetCue,
    SetSource,
    SetTag,
    new_source,
    source_by_name,
)
from annotator.text.cues import likeliest, may_have_cue, word_spans
from annotator.text.names import guess_kind
from annotator.text.quotations import continues_quotation
from annotator.text.source_proposals import SourceProposal, propose_sources, sentence_before
from annotator.tui.actions.editor import Editor
from annotator.tui.prompts.answers import AnswerSelection, AnswersPrompt, ClaimChoices
from annotator.tui.prompts.cue import CuePrompt
from annotator.tui.prompts.prompt import PromptAnswer, PromptExit
from annotator.tui.prompts.source import SourceChoices, SourcePrompt

Value = TypeVar("Value")
Then = Callable[[], None]
Step = Callable[[Editor, Then], None]


def tag(editor: Editor, tag: str) -> None:
    """Tag the selected sentences, ask the questions after a tag, and move to the next sentence."""
    carried = _carried(editor, tag)
    edit: Edit = SetTag(editor.selection, tag)
    if carried is not None:
        edit = Batch((edit, SetSource(editor.selection, carried)))
    if not editor.do(edit):
        return
    if carried is not None:
        number = editor.article.cursor + 1
        name = editor.session.codebook.by_id[tag].name
        editor.show_message(
            f"{number}: {name}. The quotation continues, so its source is still {carried.name}."
        )
    _ask_on(editor)


def _ask_on(editor: Editor) -> None:
    """Ask for what is missing if the tag has a source, then move on."""
    session = editor.session
    sentence = session.annotations.sentence(editor.selection[0])
    if sentence.body and session.codebook.role(sentence.tag).attributes:
        _run(editor, (_ask_source, _ask_cue, _ask_answers))
    elif sentence.tag is not None:
        advance_cursor(editor)


def advance_cursor(editor: Editor) -> None:
    """Go to the next body sentence, unless the person chose to stay."""
    if editor.advancing:
        last = editor.article.selected.stop - 1
        editor.article.move(editor.position_after(last))


def _run(editor: Editor, steps: tuple[Step, ...]) -> None:
    if steps:
        steps[0](editor, partial(_run, editor, steps[1:]))
    else:
        advance_cursor(editor)


def _carried(editor: Editor, tag: str) -> Source | None:
    """The source of a quotation that continues in this sentence, or None."""
    annotations = editor.session.annotations
    attributes = editor.session.codebook.role(tag).attributes
    if not editor.prompt_settings.sources or not attributes or len(editor.selection) > 1:
        return None
    position = annotations.positions[editor.selection[0]]
    before = sentence_before(annotations.sentences, position)
    source = annotations.source_of(before) if before else None
    if source is None or annotations.sentences[position].source is not None:
        return None
    return source if continues_quotation(annotations.sentences, position) else None


# The steps: each asks only if something is missing, and then runs the next


def _ask_source(editor: Editor, then: Then) -> None:
    if not editor.prompt_settings.sources or all(each.source for each in _selected(editor)):
        then()
        return
    editor.prompt(
        SourcePrompt(source_choices(editor)),
        partial(_decided, editor, then, lambda chosen: set_source(editor, chosen)),
    )


def _ask_cue(editor: Editor, then: Then) -> None:
    sentences = _selected(editor)
    sentence = sentences[0]
    asked = editor.prompt_settings.sources and editor.prompt_settings.cues and len(sentences) == 1
    if not asked or not sentence.source or sentence.cue or not may_have_cue(sentence.text):
        then()
        return
    editor.prompt(
        cue_prompt(editor, sentence, likeliest(sentence.text)),
        partial(_decided, editor, then, lambda chosen: set_cue(editor, sentence, chosen)),
    )


def _ask_answers(editor: Editor, then: Then) -> None:
    sentence = _selected(editor)[0]
    answering = editor.session.codebook.role(sentence.tag).answers
    if not editor.prompt_settings.links or not answering or sentence.answers:
        then()
        return
    editor.prompt(
        answers_prompt(editor),
        partial(_decided, editor, then, lambda chosen: set_answers(editor, chosen)),
    )


def _decided(
    editor: Editor,
    then: Then,
    carry_out: Callable[[Value], bool],
    result: PromptAnswer[Value] | PromptExit,
) -> None:
    """Continue after a prompt: with its answer, without one, a step back, or not at all."""
    match result:
        case PromptAnswer(value=value):
            if carry_out(value):
                then()
        case PromptExit.SKIP:
            then()
        case PromptExit.BACK:
            editor.apply_change(editor.session.undo(), "There is nothing to undo.")
            if _selected(editor)[0].tag is not None:
                _ask_on(editor)


def _selected(editor: Editor) -> list[Sentence]:
    annotations = editor.session.annotations
    return [annotations.sentence(each) for each in editor.selection]


# The prompts for the cursor's sentence, and what their answers do


def source_choices(editor: Editor) -> SourceChoices:
    """The possible sources of the first selected sentence."""
    session = editor.session
    annotations = session.annotations
    position = annotations.positions[editor.selection[0]]
    proposed = propose_sources(annotations, position)
    there = {each.source.id for each in proposed if each.source}
    others = (each for each in annotations.sources if each.id not in there)
    before = sentence_before(annotations.sentences, position)
    source = annotations.source_of(before) if before else None
    return SourceChoices(
        proposed,
        session.codebook.kinds,
        guess_kind,
        tuple(SourceProposal(each.name, each.kind, each) for each in others),
        SourceProposal(source.name, source.kind, source) if source else None,
    )


def set_source(editor: Editor, proposal: SourceProposal) -> bool:
    """Set the chosen source on the selected sentences."""
    annotations = editor.session.annotations
    source = proposal.source or source_by_name(annotations, proposal.name)
    source = source or new_source(annotations, proposal.name, proposal.kind)
    return editor.do(SetSource(editor.selection, source))


def cue_prompt(editor: Editor, sentence: Sentence, span: Span | None) -> CuePrompt:
    """The cue prompt of a sentence, with `span` marked. The sentence has at least one word."""
    claim = editor.session.codebook.role(sentence.tag) is Role.CLAIM
    return CuePrompt.from_span(sentence.text, word_spans(sentence.text), span, claim=claim)


def set_cue(editor: Editor, sentence: Sentence, span: Span | None) -> bool:
    """Set the words in `span` as the cue of a sentence. None removes the cue."""
    if span is None:
        return editor.do(SetCue(sentence.id, None))
    start, end = span
    begin = sentence.span[0]
    return editor.do(
        SetCue(sentence.id, Cue(sentence.text[start:end], (begin + start, begin + end)))
    )


def answers_prompt(editor: Editor) -> AnswersPrompt:
    """The prompt of the claims that the cursor's sentence may answer. Current ones are chosen."""
    session, cursor = editor.session, editor.article.cursor
    sentence = session.annotations.sentences[cursor]
    silent = session.codebook.role(sentence.tag) is Role.NON_RESPONSE
    stances = () if silent else session.codebook.stances
    claims = ClaimChoices(session.annotations, session.codebook, cursor, stances)
    last = sentence.answers[-1].claim if sentence.answers else None
    return AnswersPrompt(claims, sentence.answers, at=last)


def set_answers(editor: Editor, chosen: AnswerSelection) -> bool:
    """Link the selected sentences to the chosen claims, and tag the new claims."""
    codebook = editor.session.codebook
    claim = next((each.id for each in codebook.tags if each.role is Role.CLAIM), None)
    answered = SetAnswers(editor.selection, chosen.answers)
    if not chosen.new_claims or claim is None:
        return editor.do(answered)
    return editor.do(Batch((SetTag(chosen.new_claims, claim), answered)))

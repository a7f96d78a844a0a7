"""Commands for attribution: source, cue, answers, checkable, and the dialogs of the sources."""

from dataclasses import replace

from annotator.model.annotation import AnnotationSet, Source
from annotator.model.changes import Edit
from annotator.model.codebook import Role
from annotator.model.edits import (
    Batch,
    EditSource,
    MergeSources,
    SetCheckable,
    SetSource,
    SetVia,
    new_source,
    source_by_name,
)
from annotator.text.cues import likeliest, word_spans
from annotator.text.source_proposals import sentence_before
from annotator.tui.actions import prompts
from annotator.tui.actions.editor import Editor
from annotator.tui.actions.prompts import source_choices
from annotator.tui.prompts.answers import AnswerSelection
from annotator.tui.prompts.prompt import PromptAnswer, PromptExit
from annotator.tui.screens.dialogs import Choice, ChoiceDialog, yes_no_dialog
from annotator.tui.screens.source_form import (
    SourceChoiceForm,
    SourceEditRequest,
    SourceFields,
    SourceForm,
    fields_of_source,
)

_NEW = "+"


async def ask_for_source(desk: Editor) -> None:
    """Who says what is selected, with kind, affiliation and relay."""
    annotations = desk.session.annotations
    sentences = [annotations.sentence(each) for each in desk.selection]
    first = sentences[0]
    given = fields_of_source(annotations.source_of(first), first.via)
    numbers = ", ".join(str(annotations.positions[each.id] + 1) for each in sentences[:3])
    title = f"Who says {numbers}{' …' if len(sentences) > 3 else ''}?"
    answer = await desk.ask(SourceChoiceForm(title, first.text, source_choices(desk), given))
    if isinstance(answer, SourceEditRequest):
        await _describe(desk, answer.source)
    elif answer is not None:
        _attribute(desk, answer, given.via)


def _attribute(desk: Editor, fields: SourceFields, via: str | None) -> None:
    """Carry the form out on what is selected, as one edit."""
    edits: list[Edit] = [SetSource(desk.selection, _filled(desk.session.annotations, fields))]
    if fields.via != via:
        edits.append(SetVia(desk.selection, fields.via))
    desk.do(edits[0] if len(edits) == 1 else Batch(tuple(edits)))


def _filled(annotations: AnnotationSet, fields: SourceFields) -> Source | None:
    """The source that the fields describe: the known one of this name, or a new one."""
    if fields.name is None:
        return None
    source = source_by_name(annotations, fields.name) or new_source(annotations, fields.name)
    return replace(
        source, kind=fields.kind, affiliation=fields.affiliation, concerned=fields.concerned
    )


async def ask_for_sources(desk: Editor) -> None:
    """The article's sources, one of them to be described; or a party that nobody quotes."""
    annotations = desk.session.annotations
    choices = [
        Choice(str(number) if number < 10 else " ", _line(desk, each), each.id)
        for number, each in enumerate(annotations.sources, 1)
    ]
    choices.append(Choice(_NEW, "a party that is concerned, whether it speaks or not", _NEW))
    answer = await desk.ask(ChoiceDialog("The sources of this article", choices))
    if answer == _NEW:
        await _add(desk)
    elif answer is not None:
        await _describe(desk, annotations.source_by_id[answer])


def _line(desk: Editor, source: Source) -> str:
    used = sum(each.source == source.id for each in desk.session.annotations.sentences)
    sentences = f"{used} sentence{'' if used == 1 else 's'}"
    concerned = "concerned" if source.concerned else ""
    said = (source.name, source.kind, source.affiliation, concerned, sentences)
    return " · ".join(each for each in said if each)


async def _add(desk: Editor) -> None:
    given = SourceFields(concerned=True)
    fields = await _form(desk, "Which party is concerned?", given)
    if fields is None or fields.name is None:
        return
    filled = _filled(desk.session.annotations, fields)
    if filled is not None and not filled.concerned and fields.known is None:
        desk.show_message(
            "A source that no sentence names stays only if it is concerned.", alarm=True
        )
    elif filled is not None:
        desk.do(EditSource(filled))


async def _describe(desk: Editor, source: Source) -> None:
    """Change what is said of a source everywhere; another's name merges the two."""
    fields = await _form(desk, "This source, everywhere in the article", fields_of_source(source))
    if fields is None or fields.name is None:
        return
    other = source_by_name(desk.session.annotations, fields.name)
    if other is not None and other.id != source.id:
        question = yes_no_dialog(f"“{other.name}” is a source too", "they are one: merge them")
        if await desk.ask(question) == "y":
            desk.do(MergeSources(source.id, other.id))
        return
    changed = replace(
        source,
        name=fields.name,
        kind=fields.kind,
        affiliation=fields.affiliation,
        concerned=fields.concerned,
    )
    desk.do(EditSource(changed))


async def _form(desk: Editor, title: str, given: SourceFields) -> SourceFields | None:
    hint = "another's name: merge   enter: keep   tab: next   escape: cancel"
    answer = await desk.ask(SourceForm(title, source_choices(desk), given, hint))
    return answer if isinstance(answer, SourceFields) else None


async def source(desk: Editor) -> None:
    """Open the dialog of the source."""
    await ask_for_source(desk)


async def sources(desk: Editor) -> None:
    """Open the list of the article's sources."""
    await ask_for_sources(desk)


def same_source(desk: Editor) -> None:
    """Take the source of the nearest sentence of the body before what is selected."""
    annotations = desk.session.annotations
    position = annotations.positions[desk.selection[0]]
    before = sentence_before(annotations.sentences, position)
    found = annotations.source_of(before) if before else None
    if found is None:
        desk.show_message("The sentence before has no source.", alarm=True)
    else:
        desk.do(SetSource(desk.selection, found))


def cue(desk: Editor) -> None:
    """Take the likeliest words; where there is a cue already, or none is likely, ask."""
    sentence = desk.session.annotations.sentences[desk.article.cursor]
    span = likeliest(sentence.text)
    if sentence.cue is None and span is not None:
        prompts.set_cue(desk, sentence, span)
        return
    if sentence.cue is None and sentence.tag is None:
        desk.show_message(
            "No words of saying are found in it; once it is tagged, e lets you choose some."
        )
        return
    if not word_spans(sentence.text):
        desk.show_message("There is no word in it.", alarm=True)
        return
    if sentence.cue is not None:
        begin = sentence.span[0]
        span = sentence.cue.span[0] - begin, sentence.cue.span[1] - begin

    def then(result: PromptAnswer[tuple[int, int] | None] | PromptExit) -> None:
        if isinstance(result, PromptAnswer):
            prompts.set_cue(desk, sentence, result.value)
        elif result is PromptExit.BACK:
            desk.apply_change(desk.session.undo(), "There is nothing to undo.")

    desk.prompt(prompts.cue_prompt(desk, sentence, span), then)


def answers(desk: Editor) -> None:
    """Ask which claims it answers."""
    codebook = desk.session.codebook
    sentence = desk.session.annotations.sentences[desk.article.cursor]
    if not codebook.role(sentence.tag).answers:
        names = [tag.name for tag in codebook.tags if tag.role.answers]
        desk.show_message(f"Only a {' or a '.join(names)} answers claims.", alarm=True)
        return

    def then(result: PromptAnswer[AnswerSelection] | PromptExit) -> None:
        if isinstance(result, PromptAnswer):
            prompts.set_answers(desk, result.value)
        elif result is PromptExit.BACK:
            desk.apply_change(desk.session.undo(), "There is nothing to undo.")
        elif result is PromptExit.SKIP and sentence.answers:
            prompts.set_answers(desk, AnswerSelection(()))

    desk.prompt(prompts.answers_prompt(desk), then)


def checkable(desk: Editor) -> None:
    """Say that what is selected could not be checked, or that it could."""
    annotations, codebook = desk.session.annotations, desk.session.codebook
    sentences = [annotations.sentence(each) for each in desk.selection]
    if not any(each.tag is None or codebook.role(each.tag) is Role.CLAIM for each in sentences):
        desk.show_message("Only of a claim it is said whether it could be checked.", alarm=True)
        return
    desk.do(SetCheckable(desk.selection, not all(each.checkable for each in sentences)))

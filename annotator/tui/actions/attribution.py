"""Commands for attribution: source, cue, answers, checkable, and the dialogs for sources."""

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
from annotator.model.plurals import verb
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


async def ask_for_source(editor: Editor) -> None:
    """Ask for the source of the selected sentences: name, kind, affiliation and via."""
    annotations = editor.session.annotations
    sentences = [annotations.sentence(each) for each in editor.selection]
    first = sentences[0]
    fields = fields_of_source(annotations.source_of(first), first.via)
    more = " …" if len(sentences) > 3 else ""
    numbers = ", ".join(str(annotations.positions[each.id] + 1) for each in sentences[:3])
    title = f"Source of {verb(len(sentences), 'sentence', 'sentences')} {numbers}{more}"
    answer = await editor.ask(SourceChoiceForm(title, first.text, source_choices(editor), fields))
    if isinstance(answer, SourceEditRequest):
        await _describe(editor, answer.source)
    elif answer is not None:
        _attribute(editor, answer, fields.via)


def _attribute(editor: Editor, fields: SourceFields, via: str | None) -> None:
    """Apply the form to the selected sentences, as one edit."""
    edits: list[Edit] = [SetSource(editor.selection, _filled(editor.session.annotations, fields))]
    if fields.via != via:
        edits.append(SetVia(editor.selection, fields.via))
    editor.do(edits[0] if len(edits) == 1 else Batch(tuple(edits)))


def _filled(annotations: AnnotationSet, fields: SourceFields) -> Source | None:
    """The source that the fields describe: the known source of this name, or a new one."""
    if fields.name is None:
        return None
    source = source_by_name(annotations, fields.name) or new_source(annotations, fields.name)
    return replace(
        source, kind=fields.kind, affiliation=fields.affiliation, concerned=fields.concerned
    )


async def ask_for_sources(editor: Editor) -> None:
    """List the article's sources to edit one, or to add a party that no sentence quotes."""
    annotations = editor.session.annotations
    choices = [
        Choice(str(number) if number < 10 else " ", _line(editor, each), each.id)
        for number, each in enumerate(annotations.sources, 1)
    ]
    choices.append(
        Choice(_NEW, "add a party that is concerned, even if no sentence quotes it", _NEW)
    )
    answer = await editor.ask(ChoiceDialog("Sources in this article", choices))
    if answer == _NEW:
        await _add(editor)
    elif answer is not None:
        await _describe(editor, annotations.source_by_id[answer])


def _line(editor: Editor, source: Source) -> str:
    used = sum(each.source == source.id for each in editor.session.annotations.sentences)
    sentences = f"{used} sentence{'' if used == 1 else 's'}"
    concerned = "concerned" if source.concerned else ""
    said = (source.name, source.kind, source.affiliation, concerned, sentences)
    return " · ".join(each for each in said if each)


async def _add(editor: Editor) -> None:
    given = SourceFields(concerned=True)
    fields = await _form(editor, "Add a concerned party", given)
    if fields is None or fields.name is None:
        return
    filled = _filled(editor.session.annotations, fields)
    if filled is not None and not filled.concerned and fields.known is None:
        editor.show_message(
            "Set concerned to yes. A source without sentences is kept only if it is concerned.",
            alarm=True,
        )
    elif filled is not None:
        editor.do(EditSource(filled))


async def _describe(editor: Editor, source: Source) -> None:
    """Edit a source everywhere. The name of another source merges the two."""
    fields = await _form(
        editor, "Edit this source everywhere in the article", fields_of_source(source)
    )
    if fields is None or fields.name is None:
        return
    other = source_by_name(editor.session.annotations, fields.name)
    if other is not None and other.id != source.id:
        question = yes_no_dialog(f"“{other.name}” is already a source", "merge the two sources")
        if await editor.ask(question) == "y":
            editor.do(MergeSources(source.id, other.id))
        return
    changed = replace(
        source,
        name=fields.name,
        kind=fields.kind,
        affiliation=fields.affiliation,
        concerned=fields.concerned,
    )
    editor.do(EditSource(changed))


async def _form(editor: Editor, title: str, fields: SourceFields) -> SourceFields | None:
    hint = "enter: save   tab: next   escape: cancel   type another source's name to merge"
    answer = await editor.ask(SourceForm(title, source_choices(editor), fields, hint))
    return answer if isinstance(answer, SourceFields) else None


async def source(editor: Editor) -> None:
    """Open the form for the source."""
    await ask_for_source(editor)


async def sources(editor: Editor) -> None:
    """Open the list of the article's sources."""
    await ask_for_sources(editor)


def same_source(editor: Editor) -> None:
    """Use the source of the nearest body sentence before the selection."""
    annotations = editor.session.annotations
    position = annotations.positions[editor.selection[0]]
    before = sentence_before(annotations.sentences, position)
    found = annotations.source_of(before) if before else None
    if found is None:
        editor.show_message("The previous sentence has no source.", alarm=True)
    else:
        editor.do(SetSource(editor.selection, found))


def cue(editor: Editor) -> None:
    """Mark the most likely cue. If there is a cue already, or none is likely, ask."""
    sentence = editor.session.annotations.sentences[editor.article.cursor]
    span = likeliest(sentence.text)
    if sentence.cue is None and span is not None:
        prompts.set_cue(editor, sentence, span)
        return
    if sentence.cue is None and sentence.tag is None:
        editor.show_message("No cue found. Tag the sentence first, then press e to mark a cue.")
        return
    if not word_spans(sentence.text):
        editor.show_message("The sentence has no words.", alarm=True)
        return
    if sentence.cue is not None:
        begin = sentence.span[0]
        span = sentence.cue.span[0] - begin, sentence.cue.span[1] - begin

    def then(result: PromptAnswer[tuple[int, int] | None] | PromptExit) -> None:
        if isinstance(result, PromptAnswer):
            prompts.set_cue(editor, sentence, result.value)
        elif result is PromptExit.BACK:
            editor.apply_change(editor.session.undo(), "There is nothing to undo.")

    editor.prompt(prompts.cue_prompt(editor, sentence, span), then)


def answers(editor: Editor) -> None:
    """Ask which claims the sentence answers."""
    codebook = editor.session.codebook
    sentence = editor.session.annotations.sentences[editor.article.cursor]
    if not codebook.role(sentence.tag).answers:
        names = [tag.name for tag in codebook.tags if tag.role.answers]
        editor.show_message(f"Only a {' or a '.join(names)} can answer claims.", alarm=True)
        return

    def then(result: PromptAnswer[AnswerSelection] | PromptExit) -> None:
        if isinstance(result, PromptAnswer):
            prompts.set_answers(editor, result.value)
        elif result is PromptExit.BACK:
            editor.apply_change(editor.session.undo(), "There is nothing to undo.")
        elif result is PromptExit.SKIP and sentence.answers:
            prompts.set_answers(editor, AnswerSelection(()))

    editor.prompt(prompts.answers_prompt(editor), then)


def checkable(editor: Editor) -> None:
    """Mark the selected claims as not checkable, or as checkable again."""
    annotations, codebook = editor.session.annotations, editor.session.codebook
    sentences = [annotations.sentence(each) for each in editor.selection]
    if not any(each.tag is None or codebook.role(each.tag) is Role.CLAIM for each in sentences):
        editor.show_message("Only claims can be marked as not checkable.", alarm=True)
        return
    editor.do(SetCheckable(editor.selection, not all(each.checkable for each in sentences)))

"""Commands for attribution: source, cue, answers, checkable, and the dialogs for sources."""

from dataclasses import replace

from annotator.model.annotation import AnnotationSet, Source, SuggestedField
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
from annotator.model.suggestion_settings import SuggestionMode
from annotator.text.cues import word_spans
from annotator.text.proposals import unranked
from annotator.tui.actions import prompts
from annotator.tui.actions.editor import Editor
from annotator.tui.actions.prompts import body_selection, proposals, source_choices, source_keys
from annotator.tui.screens.dialogs import Choice, ChoiceDialog, yes_no_dialog
from annotator.tui.screens.source_form import (
    SourceChoiceForm,
    SourceEditRequest,
    SourceFields,
    SourceForm,
    fields_of_source,
)

_NEW = "+"


async def ask_for_source(editor: Editor) -> bool:
    """Show the form for the source of the selected sentences. Gives whether it was saved."""
    annotations = editor.session.annotations
    sentences = [annotations.sentence(each) for each in body_selection(editor)]
    first = sentences[0]
    fields = fields_of_source(annotations.source_of(first), first.via)
    more = " …" if len(sentences) > 3 else ""
    numbers = ", ".join(str(annotations.positions[each.id] + 1) for each in sentences[:3])
    title = f"Source of {verb(len(sentences), 'sentence', 'sentences')} {numbers}{more}"
    choices = source_choices(editor, proposals(editor))
    prompts.record_choices(editor, choices)
    answer = await editor.ask(SourceChoiceForm(title, first.text, choices, fields))
    if isinstance(answer, SourceEditRequest):
        await _describe(editor, answer.source)
    elif answer is not None:
        return _attribute(editor, answer, fields.via)
    return False


def _attribute(editor: Editor, fields: SourceFields, via: str | None) -> bool:
    """Apply the form to the selected sentences, as one edit."""
    if fields.name is not None:
        prompts.record_kind(editor, fields.name)
    edits: list[Edit] = [
        SetSource(body_selection(editor), _filled(editor.session.annotations, fields))
    ]
    if fields.via != via:
        edits.append(SetVia(body_selection(editor), fields.via))
    return editor.do(edits[0] if len(edits) == 1 else Batch(tuple(edits)))


def _filled(annotations: AnnotationSet, fields: SourceFields) -> Source | None:
    """The source that the fields describe: the known source of this name, or a new one."""
    if fields.name is None:
        return None
    source = source_by_name(annotations, fields.name) or new_source(annotations, fields.name)
    return _described(source, fields)


def _described(source: Source, fields: SourceFields) -> Source:
    """The source with the values of the form, except for its name."""
    return replace(
        source,
        kind=fields.kind,
        affiliation=fields.affiliation,
        concerned=fields.concerned,
        standing=fields.standing,
        standing_reason=fields.standing_reason,
    )


async def ask_for_sources(editor: Editor) -> None:
    """List the article's sources to edit one, or to add a party that no sentence quotes."""
    annotations = editor.session.annotations
    keys = source_keys(editor).by_source
    choices = [
        Choice(keys.get(each.id, " "), _line(editor, each), each.id) for each in annotations.sources
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
    said = (source.name, source.kind, source.affiliation, concerned, source.standing, sentences)
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
    editor.do(EditSource(replace(_described(source, fields), name=fields.name)))


async def _form(editor: Editor, title: str, fields: SourceFields) -> SourceFields | None:
    hint = "enter: save   tab: next   escape: cancel   type another source's name to merge"
    # It is about no sentence, so that nothing could be recorded.
    own = source_choices(editor, unranked(editor.session.annotations))
    answer = await editor.ask(SourceForm(title, own, fields, hint))
    return answer if isinstance(answer, SourceFields) else None


def source(editor: Editor) -> None:
    """Ask for the source and the cue of the selected sentences."""
    prompts.ask_source(editor, _end, lambda: None)


def _end(back: prompts.Back) -> None:
    """Nothing follows a prompt that was opened by its own key."""


async def sources(editor: Editor) -> None:
    """Open the list of the article's sources."""
    await ask_for_sources(editor)


def last_source(editor: Editor) -> None:
    """Ask for the source of what was tagged last, then come back."""
    positions, begin = editor.session.annotations.positions, editor.article.cursor
    tagged = editor.last_tag.sentences if editor.last_tag is not None else ()
    there = [positions[each] for each in tagged if each in positions]
    if not there:
        editor.show_message("There is no tag yet. Tag a sentence first.")
        return
    prompts.select(editor, there[0], there[-1])

    def come_back() -> None:
        editor.article.move(begin, extend=False)

    prompts.ask_source(editor, lambda _: come_back(), come_back, stop=come_back)


def same_source(editor: Editor) -> None:
    """Use the source of the nearest body sentence before the selection."""
    found = prompts.source_before(editor)
    if found is None:
        editor.show_message("The previous sentence has no source.", alarm=True)
    else:
        editor.do(SetSource(body_selection(editor), found))


def cue(editor: Editor) -> None:
    """Mark the most likely cue. If there is a cue already, or none is likely, ask."""
    cursor = editor.article.cursor
    sentence = editor.session.annotations.sentences[cursor]
    span = prompts.likeliest_cue(editor, cursor, sentence.source)
    if sentence.cue is None and span is not None:
        prompts.set_cue(editor, sentence, span)
        return
    if sentence.cue is None and sentence.tag is None:
        listed = prompts.modes(editor)[SuggestedField.CUE] is SuggestionMode.LIST
        none = "No cue found. " if listed else ""
        editor.show_message(f"{none}Tag the sentence first, then press e to mark a cue.")
        return
    if not word_spans(sentence.text):
        editor.show_message("The sentence has no words.", alarm=True)
        return
    prompts.ask(
        editor,
        lambda: prompts.cue_prompt(editor, span),
        lambda chosen: prompts.set_cue(editor, sentence, chosen),
        _end,
        lambda: None,
    )


def answers(editor: Editor) -> None:
    """Ask which claims the sentence answers."""
    codebook = editor.session.codebook
    sentence = editor.session.annotations.sentences[editor.article.cursor]
    if not codebook.role(sentence.tag).answers:
        names = [tag.name for tag in codebook.tags if tag.role.answers]
        editor.show_message(f"Only a {' or a '.join(names)} can answer claims.", alarm=True)
        return
    prompts.ask_answers(editor, _end, lambda: None)


def checkable(editor: Editor) -> None:
    """Mark the selected claims as not checkable, or as checkable again."""
    annotations, codebook = editor.session.annotations, editor.session.codebook
    sentences = [annotations.sentence(each) for each in body_selection(editor)]
    if not any(each.tag is None or codebook.role(each.tag) is Role.CLAIM for each in sentences):
        editor.show_message("Only claims can be marked as not checkable.", alarm=True)
        return
    editor.do(SetCheckable(body_selection(editor), not all(each.checkable for each in sentences)))

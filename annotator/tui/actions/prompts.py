"""Tagging, and the prompts that follow a tag: source with cue, answers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from annotator.model.annotation import (
    Answer,
    Cue,
    Sentence,
    Source,
    Span,
    SuggestedField,
    SuggestedValue,
)
from annotator.model.changes import Edit, sentence_numbers
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
from annotator.model.lint import unused_fields
from annotator.model.name_folding import identifier
from annotator.model.navigation import body_sentence_before
from annotator.model.suggestion_settings import SuggestionMode
from annotator.text.claim_ranking import rank_claims
from annotator.text.proposals import Proposals, SourceProposal
from annotator.tui.actions.editor import Editor, LastTag
from annotator.tui.prompts.answers import (
    MOST_CLAIMS,
    AnswerSelection,
    AnswersPrompt,
    ClaimChoices,
)
from annotator.tui.prompts.cue import CuePrompt
from annotator.tui.prompts.prompt import Prompt, PromptAnswer, PromptExit
from annotator.tui.prompts.prompt_keys import KEPT_COMMANDS, prompt_keys
from annotator.tui.prompts.source import (
    NOBODY,
    Passage,
    SourceChoices,
    SourceDecision,
    SourceLine,
    SourcePrompt,
)
from annotator.tui.prompts.source_keys import SourceKeys, available_keys
from annotator.tui.prompts.word_mark import WordMark
from annotator.tui.suggestions import Ghost

Value = TypeVar("Value")
Back = Callable[[], None]
"""Undoes the step before a prompt."""
Then = Callable[[Back], None]
"""Continues after a prompt. It is given the way back."""
Step = Callable[[Editor, Then, Back], None]
_PASSAGES, _PASSAGES_AFTER = 60, 3
"""How many sentences before and after a name can be picked from."""


def tag(editor: Editor, tag: str) -> None:
    """Tag the selected sentences, ask the questions after a tag, and move to the next sentence."""
    proposed = _proposals_for(editor, tag)
    carried = _carried(editor, proposed)
    edit: Edit = SetTag(body_selection(editor), tag)
    if carried is not None:
        cue = carried.cue if editor.prompt_settings.cues else None
        record_source(editor, carried, cue)
        edit = Batch((edit, *_source_edits(editor, carried.source, cue)))
    if not editor.do(edit):
        return
    editor.last_tag = LastTag(tag, body_selection(editor))
    if message := _message_after(editor, tag, carried):
        editor.show_message(message)
    _ask_on(editor, partial(advance_cursor, editor), _steps(proposed))


def _message_after(editor: Editor, tag: str, carried: SourceProposal | None) -> str:
    """What a tag did besides: the source it took without asking, or the fields it does not use."""
    codebook = editor.session.codebook
    name, number = codebook.by_id[tag].name, editor.article.cursor + 1
    if carried is not None:
        key = editor.keys.label_of("last_source", editor.table)
        how = f" Press {key} to change the source." if key else ""
        return f"{number}: {name}. The quotation continues: {carried.name}.{how}"
    role = codebook.role(tag)
    unused = {field for each in _selected(editor) for field in unused_fields(each, role)}
    if not unused:
        return ""
    fields = " or ".join(sorted(unused))
    numbers = sentence_numbers(editor.session.annotations, body_selection(editor))
    return f"{numbers}: {name}. It uses no {fields}: kept in the file, not counted."


def repeat(editor: Editor, last: LastTag) -> None:
    """Tag the selected sentences as `last` was, with its source and the cue proposed here.

    Then ask for the claims that they answer, and move to the next sentence, as after any tag.
    """
    source = _source_of(editor, last)
    edits: tuple[Edit, ...] = (SetTag(body_selection(editor), last.tag),)
    if source is not None:
        edits += tuple(_source_edits(editor, source, _cue_for(editor, source)))
    if not editor.do(Batch(edits)):
        return
    editor.last_tag = LastTag(last.tag, body_selection(editor))
    name = editor.session.codebook.by_id[last.tag].name
    numbers = sentence_numbers(editor.session.annotations, body_selection(editor))
    editor.show_message(f"{numbers}: {name}{f', {source.name}' if source else ''}, as before.")
    _ask_on(editor, partial(advance_cursor, editor), (_ask_answers,))


def tag_above(editor: Editor) -> LastTag | None:
    """The tag of the body sentence before the selection, if the codebook has it."""
    sentences = editor.session.annotations.sentences
    above = body_sentence_before(sentences, editor.article.selected.start)
    if above is None or above.tag is None or above.tag not in editor.session.codebook.by_id:
        return None
    return LastTag(above.tag, (above.id,))


def _source_of(editor: Editor, last: LastTag) -> Source | None:
    """The source of the sentence that got a tag last. If the tag was undone, the source it had."""
    annotations = editor.session.annotations
    if last.sentences[0] in annotations.positions:
        sentence = annotations.sentence(last.sentences[0])
        if sentence.tag == last.tag:
            return annotations.source_of(sentence)
    if last.source is None:
        return None
    # It may have been undone, too, and another source may have its ID now.
    again = replace(last.source, id=identifier(last.source.name, annotations.source_by_id))
    return source_by_name(annotations, last.source.name) or again


def undo(editor: Editor) -> None:
    """Undo the last edit. The source of the last tag stays known, so that it can be repeated."""
    last = editor.last_tag
    if last is not None:
        editor.last_tag = last._replace(source=_source_of(editor, last) or last.source)
    editor.apply_change(editor.session.undo(), "There is nothing to undo.")


def _cue_for(editor: Editor, source: Source) -> Span | None:
    """The cue of the first selected sentence, or the one that a list has for a source."""
    sentence = _selected(editor)[0]
    if sentence.cue is not None or len(body_selection(editor)) > 1:
        return sentence.cue_span
    return likeliest_cue(editor, first_position(editor), source.id)


def likeliest_cue(editor: Editor, position: int, source: str | None) -> Span | None:
    """The likeliest cue of a sentence, if a list shows cues. It is recorded as shown.

    Args:
        editor: The editor.
        position: The position of the sentence.
        source: The ID of its source, or None.
    """
    if editor.suggester.settings.show[SuggestedField.CUE] is not SuggestionMode.LIST:
        return None
    annotations = editor.session.annotations
    sentence = annotations.sentences[position]
    cue = editor.suggester.ranked(annotations, position).cue_with(source)
    value = _moved(cue, sentence)
    editor.suggester.record(editor.session, (sentence.id,), {SuggestedField.CUE: value})
    return None if editor.suggester.holds(annotations, sentence.id) else cue


def _steps(proposed: Proposals | None = None) -> tuple[Step, ...]:
    """What is asked after a tag."""
    return (partial(_ask_source, proposed), _ask_answers)


def _ask_on(editor: Editor, done: Callable[[], None], steps: tuple[Step, ...]) -> None:
    """Take the steps that ask for what is missing if the tag has a source, then call `done`."""
    session = editor.session
    sentence = session.annotations.sentence(body_selection(editor)[0])
    if sentence.body and session.codebook.role(sentence.tag).attributes:
        _run(editor, steps, done, partial(_take_back, editor))
    elif sentence.tag is not None:
        done()


def ask_what_is_missing(editor: Editor, *, asks_source: bool) -> None:
    """Ask what a tag asks, unless it is there already, and move to the next sentence.

    Args:
        editor: The editor.
        asks_source: Whether the source is not decided yet.
    """
    steps = _steps() if asks_source else (_ask_answers,)
    _ask_on(editor, partial(advance_cursor, editor), steps)


def advance_cursor(editor: Editor) -> None:
    """Go to the next body sentence, unless the person chose to stay."""
    if editor.advancing:
        last = editor.article.selected.stop - 1
        editor.article.move(editor.position_after(last), extend=False)


def _run(editor: Editor, steps: tuple[Step, ...], done: Callable[[], None], back: Back) -> None:
    if steps:
        steps[0](editor, partial(_run, editor, steps[1:], done), back)
    else:
        done()


def _proposals_for(editor: Editor, tag: str) -> Proposals | None:
    """What is proposed if the source is asked for after this tag. A tag does not change it."""
    attributes = editor.session.codebook.role(tag).attributes
    asks = editor.prompt_settings.sources and attributes and _lacks_source(editor)
    return proposals(editor) if asks else None


def _lacks_source(editor: Editor) -> bool:
    return not all(each.source for each in _selected(editor))


def _carried(editor: Editor, proposed: Proposals | None) -> SourceProposal | None:
    """The source of a quotation that continues in the selected sentence, or None."""
    carried = proposed.carried if proposed is not None else None
    alone = len(body_selection(editor)) == 1 and _selected(editor)[0].body
    return carried if alone and carried is not None and carried.source is not None else None


def proposals(editor: Editor) -> Proposals:
    """What the prompt lists for the first selected sentence, the likeliest first or not."""
    return editor.suggester.proposals(
        editor.session.annotations, first_position(editor), body_selection(editor)
    )


def modes(editor: Editor) -> Mapping[SuggestedField, SuggestionMode]:
    """How each field's suggestions are shown for the selected sentences."""
    return editor.suggester.modes(editor.session.annotations, body_selection(editor))


# The steps: each asks only if something is missing, and then runs the next


def _ask_source(proposed: Proposals | None, editor: Editor, then: Then, back: Back) -> None:
    if editor.prompt_settings.sources and _lacks_source(editor):
        ask_source(editor, then, back, proposed)
    else:
        then(back)


def ask_source(
    editor: Editor,
    then: Then,
    back: Back,
    proposed: Proposals | None = None,
    stop: Callable[[], None] | None = None,
) -> None:
    """Ask for the source of the selected sentences, then continue.

    Args:
        editor: The editor.
        then: Continues. It is given the way back.
        back: Undoes the step before.
        proposed: What is proposed, if it is known already.
        stop: Called if the person leaves the prompt.
    """
    known = [proposed] if proposed is not None else []

    def make() -> SourcePrompt:
        # When it is asked again, other sources may exist.
        prompt = source_prompt(editor, known.pop() if known else proposals(editor))
        record_choices(editor, prompt.sources)
        return prompt

    def decide(decision: SourceDecision) -> bool:
        if decision.asks_for_details:
            editor.begin(_ask_details(editor, then, back))
            return False
        if decision.source is not None:
            record_kind(editor, decision.source.name)
        return set_source(editor, decision)

    ask(editor, make, decide, then, back, stop=stop)


async def _ask_details(editor: Editor, then: Then, back: Back) -> None:
    from annotator.tui.actions.attribution import ask_for_source  # noqa: PLC0415 (with dialogs)

    if await ask_for_source(editor):
        then(back)


def _ask_answers(editor: Editor, then: Then, back: Back) -> None:
    sentence = _selected(editor)[0]
    answering = editor.session.codebook.role(sentence.tag).answers
    if not editor.prompt_settings.links or not answering or sentence.answers:
        then(back)
    else:
        ask_answers(editor, then, back)


def ask_answers(editor: Editor, then: Then, back: Back) -> None:
    """Ask which claims the sentence answers, then continue."""
    ask(editor, partial(answers_prompt, editor), partial(set_answers, editor), then, back)


def ask(
    editor: Editor,
    make: Callable[[], Prompt[Value]],
    decide: Callable[[Value], bool],
    then: Then,
    back: Back,
    begin: int | None = None,
    stop: Callable[[], None] | None = None,
) -> None:
    """Show a prompt and continue with its answer, without one, a step back, or not at all.

    Args:
        editor: The editor.
        make: Makes the prompt.
        decide: Carries out an answer. Gives whether to continue.
        then: Continues. It is given the way back to this prompt.
        back: Undoes the step before this prompt.
        begin: The number of edits when the prompt was first shown. Later edits, such as `h` in
            the prompt, are undone before the prompt is left.
        stop: Called if the person leaves the prompt.
    """
    begin = editor.session.edit_count if begin is None else begin
    again = partial(ask, editor, make, decide, then, back, begin, stop)

    def decided(result: PromptAnswer[Value] | PromptExit) -> None:
        count = editor.session.edit_count
        match result:
            case PromptAnswer(value=value):
                if decide(value):
                    then(partial(_return_to, editor, again, count))
            case PromptExit.SKIP:
                then(again)
            case PromptExit.BACK if count > begin:
                _return_to(editor, again, count - 1)
            case PromptExit.BACK:
                back()
            case PromptExit.STOP if stop is not None:
                stop()

    editor.prompt(make(), decided)


def _return_to(editor: Editor, again: Callable[[], None], count: int) -> None:
    """Undo what was done since there were `count` edits, and ask again."""
    while editor.session.edit_count > count:
        _undo(editor)
    again()


def _take_back(editor: Editor) -> None:
    """Undo the last edit if it was here, and ask again for what is missing then."""
    last = editor.session.last_change
    if last is None or not {*last.diff.changed_positions} <= {*editor.article.selected}:
        return
    _undo(editor)
    _ask_on(editor, lambda: None, _steps())


def _undo(editor: Editor) -> None:
    """Undo one edit. The selection stays."""
    selected = editor.article.selected
    undo(editor)
    select(editor, selected.start, selected.stop - 1)


def body_selection(editor: Editor) -> tuple[str, ...]:
    """The IDs of the selected body sentences. If all are furniture, those of all of them."""
    annotations = editor.session.annotations
    body = tuple(each for each in editor.selection if annotations.sentence(each).body)
    return body or editor.selection


def first_position(editor: Editor) -> int:
    """The position of the first selected body sentence."""
    return editor.session.annotations.positions[body_selection(editor)[0]]


def select(editor: Editor, first: int, last: int) -> None:
    """Select the sentences from one position to another. The cursor is at the last one."""
    editor.article.move(first, extend=False)
    if last != first:
        editor.article.move(last, extend=True)


def _selected(editor: Editor) -> list[Sentence]:
    annotations = editor.session.annotations
    return [annotations.sentence(each) for each in body_selection(editor)]


# The keys of sources


def source_keys(editor: Editor) -> SourceKeys:
    """The keys of the article's sources. New sources get one first."""
    known = editor.source_keys.by_source
    new = [each.id for each in editor.session.annotations.sources if each.id not in known]
    if new:  # not at every move of the cursor, because the list of sources asks, too
        editor.source_keys = editor.source_keys.with_sources(new, _available_keys(editor))
    return editor.source_keys


def _available_keys(editor: Editor) -> tuple[str, ...]:
    commands = editor.keys.by_key(editor.table).items()
    kept = {key for key, command in commands if command.id in KEPT_COMMANDS}
    own = prompt_keys(editor.keys).characters
    return available_keys(own | {NOBODY} | kept | editor.keys.tag_keys)


def _rows(editor: Editor, proposed: Proposals) -> Iterator[SourceLine]:
    """The possible sources with their keys, and nobody."""
    annotations, keys = editor.session.annotations, source_keys(editor)
    free = keys.free(_available_keys(editor))
    nobody = SourceLine(NOBODY, None)
    if proposed.nobody:
        yield nobody
    for each in proposed.sources:
        # A source that was undone keeps its key, too.
        same = each.source.id if each.source else identifier(each.name, annotations.source_by_id)
        key = keys.by_source.get(same)
        yield SourceLine(next(free, "") if key is None and not each.source else key or "", each)
    listed = {each.source.id for each in proposed.sources if each.source}
    for source in annotations.sources:
        if source.id not in listed:
            yield SourceLine(keys.by_source.get(source.id, ""), _proposal(source))
    if not proposed.nobody:
        yield nobody


def _proposal(source: Source) -> SourceProposal:
    return SourceProposal(source.name, source.kind, source)


# The prompts for the selected sentences, and what their answers do


def source_choices(editor: Editor, proposed: Proposals) -> SourceChoices:
    """The possible sources of the first selected sentence."""
    session = editor.session
    annotations = session.annotations
    position = first_position(editor)
    source = source_before(editor)
    first = max(position - _PASSAGES, 0)
    passages = annotations.sentences[first : position + _PASSAGES_AFTER + 1]
    return SourceChoices(
        tuple(_rows(editor, proposed)),
        session.codebook.kinds,
        partial(guessed_kind, editor),
        _proposal(source) if source else None,
        proposed.cue,
        proposed.mentions,
        tuple(Passage(each.id, each.text, at) for at, each in enumerate(passages, first + 1)),
        position - first,
        editor.prompt_settings.cues and len(body_selection(editor)) == 1,
        editor.keys.tag_keys,
        session.codebook.role(annotations.sentences[position].tag) is Role.CLAIM,
        proposed.ranked,
        _ghost_source(editor),
    )


def guessed_kind(editor: Editor, name: str) -> str | None:
    """The likely kind of a new source of the selected sentences, if a list shows it."""
    return editor.suggester.kind_of(name, editor.session.annotations, body_selection(editor))


def _ghost_source(editor: Editor) -> SourceProposal | None:
    """The source that is suggested for a tagged sentence without one, if ghosts are shown."""
    sentences, annotations = body_selection(editor), editor.session.annotations
    if len(sentences) != 1 or not editor.suggester.settings.shows(SuggestionMode.GHOST):
        return None
    if editor.suggester.holds(annotations, sentences[0]):
        return None
    return _ghost(editor).source


def _ghost(editor: Editor) -> Ghost:
    return editor.suggester.ghost(
        editor.session.annotations,
        editor.session.codebook,
        first_position(editor),
        editor.prompt_settings,
    )


# The record of what is shown


def record_choices(editor: Editor, choices: SourceChoices) -> None:
    """Record the sources, the kind and the cue that a prompt shows, or those withheld."""
    listed = _listed_fields(editor)
    if listed:
        position = first_position(editor)
        found = editor.suggester.ranked(editor.session.annotations, position)
        listed = listed if found.ranked else frozenset()
        first = None if found.nobody else next(iter(found.sources), None)
        cue = None if first is None else first.cue or found.cue
        names = [each.name for each in found.sources]
        # Without a list of sources, no new source is shown whose kind could be guessed.
        listed -= set() if SuggestedField.SOURCE in listed else {SuggestedField.KIND}
        _record(editor, listed, _source_values(editor, first, cue), names)
    shown = choices.ghost
    if shown is None and len(body_selection(editor)) == 1 and _is_held(editor):
        shown = _ghost(editor).source
    if shown is not None:
        fields = _fields_shown_as(editor, SuggestionMode.GHOST) & _SOURCE_FIELDS
        _record(editor, fields, _source_values(editor, shown, shown.cue))


_SOURCE_FIELDS = frozenset([SuggestedField.SOURCE, SuggestedField.KIND, SuggestedField.CUE])


def _is_held(editor: Editor) -> bool:
    annotations = editor.session.annotations
    return any(editor.suggester.holds(annotations, each) for each in body_selection(editor))


def _fields_shown_as(editor: Editor, mode: SuggestionMode) -> frozenset[SuggestedField]:
    """The fields that the settings show in a way, also where they are withheld."""
    show = editor.suggester.settings.show
    return frozenset(each for each in SuggestedField if show[each] is mode)


def _listed_fields(editor: Editor) -> frozenset[SuggestedField]:
    """The fields of a source that a list shows. The cue is asked for one sentence only."""
    fields = _fields_shown_as(editor, SuggestionMode.LIST) & _SOURCE_FIELDS
    takes_cue = editor.prompt_settings.cues and len(body_selection(editor)) == 1
    return fields if takes_cue else fields - {SuggestedField.CUE}


def _source_values(
    editor: Editor, source: SourceProposal | None, cue: Span | None
) -> dict[SuggestedField, SuggestedValue]:
    """A suggested source with its cue and, if it is new, its kind, as they are recorded."""
    values: dict[SuggestedField, SuggestedValue] = {
        SuggestedField.SOURCE: source.name if source else "",
        SuggestedField.CUE: _moved(cue, _selected(editor)[0]),
    }
    if source is not None and source.source is None and source.kind:
        values[SuggestedField.KIND] = source.kind
    return values


def _moved(span: Span | None, sentence: Sentence) -> SuggestedValue:
    """A span of a sentence in code points of the document. Empty without a span."""
    begin = sentence.span[0]
    return () if span is None else (begin + span[0], begin + span[1])


def _record(
    editor: Editor,
    fields: frozenset[SuggestedField],
    values: Mapping[SuggestedField, SuggestedValue],
    names: Sequence[str] = (),
) -> None:
    """Record these values of the fields that are shown."""
    editor.suggester.record(
        editor.session,
        body_selection(editor),
        {field: value for field, value in values.items() if field in fields},
        {SuggestedField.SOURCE: names},
    )


def record_source(editor: Editor, source: SourceProposal, cue: Span | None) -> None:
    """Record a source that is taken with the tag, without a question."""
    _record(editor, _listed_fields(editor), _source_values(editor, source, cue), [source.name])


def record_kind(editor: Editor, name: str) -> None:
    """Record the kind that is guessed for a new source with this name."""
    kind = guessed_kind(editor, name)
    if kind and source_by_name(editor.session.annotations, name) is None:
        _record(editor, _listed_fields(editor), {SuggestedField.KIND: kind})


def source_before(editor: Editor) -> Source | None:
    """The source of the nearest body sentence before the selection."""
    annotations = editor.session.annotations
    before = body_sentence_before(annotations.sentences, first_position(editor))
    return annotations.source_of(before) if before else None


def source_prompt(editor: Editor, proposed: Proposals) -> SourcePrompt:
    """The prompt for the source of the selected sentences. The current source is highlighted."""
    choices, sentence = source_choices(editor, proposed), _selected(editor)[0]
    sources = [each.proposal.source if each.proposal else None for each in choices.rows]
    ids = [each.id if each else "" for each in sources]
    at = ids.index(sentence.source) if sentence.source in ids else 0 if choices.ranked else None
    prompt = SourcePrompt(choices, at, keys=prompt_keys(editor.keys))
    cue = sentence.cue_span
    if cue is None or cue == prompt.cue:
        return prompt
    return replace(prompt, corrected=WordMark.on(sentence.text, cue))


def set_source(editor: Editor, decision: SourceDecision) -> bool:
    """Set the chosen source on the selected sentences, and its cue, as one edit."""
    source = _source(editor, decision.source) if decision.source is not None else None
    if source is not None:
        # The list of sources is drawn with the edit, and would give the source another key.
        editor.source_keys = editor.source_keys.with_source(source.id, decision.key)
    return editor.do(Batch(tuple(_source_edits(editor, source, decision.cue))))


def _source(editor: Editor, proposal: SourceProposal) -> Source:
    """The source of the article that is meant, or a new one."""
    annotations = editor.session.annotations
    known = proposal.source or source_by_name(annotations, proposal.name)
    return known or new_source(annotations, proposal.name, proposal.kind)


def source_edits(editor: Editor, proposal: SourceProposal, cue: Span | None) -> Iterator[Edit]:
    """The edits that set a source of the selected sentences with its cue."""
    yield from _source_edits(editor, _source(editor, proposal), cue)


def _source_edits(editor: Editor, source: Source | None, cue: Span | None) -> Iterator[Edit]:
    yield SetSource(body_selection(editor), source)
    if editor.prompt_settings.cues and len(body_selection(editor)) == 1:
        yield cue_edit(_selected(editor)[0], cue)


def cue_edit(sentence: Sentence, span: Span | None) -> SetCue:
    """The edit that sets some words of a sentence as its cue. None removes the cue."""
    if span is None:
        return SetCue(sentence.id, None)
    start, end = span
    begin = sentence.span[0]
    return SetCue(sentence.id, Cue(sentence.text[start:end], (begin + start, begin + end)))


def cue_prompt(editor: Editor, span: Span | None) -> CuePrompt:
    """The prompt for the cursor's sentence: its cue is marked, or `span` if it has none."""
    sentence = editor.session.annotations.sentences[editor.article.cursor]
    mark = WordMark.on(sentence.text, sentence.cue_span or span)
    return CuePrompt(sentence.id, mark, prompt_keys(editor.keys))


def set_cue(editor: Editor, sentence: Sentence, span: Span | None) -> bool:
    """Set the words in `span` as the cue of a sentence. None removes the cue."""
    return editor.do(cue_edit(sentence, span))


def answers_prompt(editor: Editor) -> AnswersPrompt:
    """The prompt for the claims that the cursor's sentence may answer. Current ones are picked.

    In a list of suggestions, the likeliest claim is highlighted if none is picked.
    """
    session, listed = editor.session, modes(editor)[SuggestedField.ANSWERS] is SuggestionMode.LIST
    annotations, codebook = session.annotations, session.codebook
    cursor = _answering_position(editor)
    sentence = annotations.sentences[cursor]
    silent = codebook.role(sentence.tag) is Role.NON_RESPONSE
    ranked = rank_claims(annotations, codebook, cursor, enabled=listed)
    stances = () if silent else codebook.stances
    claims = ClaimChoices(annotations, codebook, cursor, stances, ranked)
    likeliest = next(iter(ranked), None) if listed else None
    at = sentence.answers[-1].claim if sentence.answers else likeliest
    prompt = AnswersPrompt(claims, sentence.answers, at=at, keys=prompt_keys(editor.keys))
    _record_answers(editor, prompt)
    return prompt


def _record_answers(editor: Editor, prompt: AnswersPrompt) -> None:
    """Record the claims that a prompt lists, or that a list would have."""
    if SuggestedField.ANSWERS not in _fields_shown_as(editor, SuggestionMode.LIST):
        return
    claims = prompt.claims
    ranked = rank_claims(claims.annotations, claims.codebook, claims.position)[:MOST_CLAIMS]
    likeliest = tuple(Answer(each, prompt.default_stance) for each in ranked[:1])
    field = SuggestedField.ANSWERS
    sentences = body_selection(editor)
    editor.suggester.record(editor.session, sentences, {field: likeliest}, {field: ranked})


def _answering_position(editor: Editor) -> int:
    """The position of the cursor's sentence. If that is furniture, of the first one that is not."""
    annotations, cursor = editor.session.annotations, editor.article.cursor
    if annotations.sentences[cursor].body:
        return cursor
    return first_position(editor)


def set_answers(editor: Editor, chosen: AnswerSelection) -> bool:
    """Link the selected sentences to the chosen claims, and tag the new claims."""
    codebook = editor.session.codebook
    claim = next((each.id for each in codebook.tags if each.role is Role.CLAIM), None)
    answered = SetAnswers(body_selection(editor), chosen.answers)
    if not chosen.new_claims or claim is None:
        return editor.do(answered)
    return editor.do(Batch((SetTag(chosen.new_claims, claim), answered)))

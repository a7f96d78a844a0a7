"""What is asked after a tag, one thing after the other: the source, the cue, the answers."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from annotator.model.annotation import Cue, Sentence, Source, Span
from annotator.model.codebook import Role
from annotator.model.edit import Edit
from annotator.model.edits import Answered, Cued, Tagged, Together
from annotator.model.sources import Attributed, named, new_source
from annotator.text.cues import likeliest, may_attribute, words
from annotator.text.names import guess_kind
from annotator.text.proposing import Proposal, proposals, sentence_before
from annotator.text.quotations import continues
from annotator.tui.actions.desk import Desk
from annotator.tui.prompts.answers import Answers, AnswersPrompt, Claims
from annotator.tui.prompts.cue import CuePrompt
from annotator.tui.prompts.prompt import Given, Way
from annotator.tui.prompts.source import SourcePrompt, Sources

Value = TypeVar("Value")
Then = Callable[[], None]
Step = Callable[[Desk, Then], None]


def tag(desk: Desk, tag: str) -> None:
    """Tag what is selected, ask for what is asked for, and go on to the next sentence."""
    carried = _carried(desk, tag)
    edit: Edit = Tagged(desk.selection, tag)
    if carried is not None:
        edit = Together((edit, Attributed(desk.selection, carried)))
    if not desk.do(edit):
        return
    if carried is not None:
        number = desk.article.cursor + 1
        name = desk.session.codebook.by_id[tag].name
        desk.say(f"{number}: {name}; the quotation goes on, and so does its source {carried.name}")
    _ask_on(desk)


def _ask_on(desk: Desk) -> None:
    """Ask for what is missing where the tag rests on a source, and go on."""
    session = desk.session
    sentence = session.annotations.sentence(desk.selection[0])
    if sentence.body and session.codebook.role(sentence.tag).attributes:
        _run(desk, (_ask_source, _ask_cue, _ask_answers))
    elif sentence.tag is not None:
        go_on(desk)


def go_on(desk: Desk) -> None:
    """To the next sentence of the body, unless the person wants to stay."""
    if desk.advancing:
        last = desk.article.selected.stop - 1
        desk.article.move(desk.onward(last))


def _run(desk: Desk, steps: tuple[Step, ...]) -> None:
    if steps:
        steps[0](desk, partial(_run, desk, steps[1:]))
    else:
        go_on(desk)


def _carried(desk: Desk, tag: str) -> Source | None:
    """The source that an open quotation carries on to the sentence; None where there is none."""
    annotations = desk.session.annotations
    attributes = desk.session.codebook.role(tag).attributes
    if not desk.asking.sources or not attributes or len(desk.selection) > 1:
        return None
    position = annotations.positions[desk.selection[0]]
    before = sentence_before(annotations.sentences, position)
    source = annotations.source_of(before) if before else None
    if source is None or annotations.sentences[position].source is not None:
        return None
    return source if continues(annotations.sentences, position) else None


# The steps: each asks only where something is missing, and goes on where nothing is


def _ask_source(desk: Desk, then: Then) -> None:
    if not desk.asking.sources or all(each.source for each in _selected(desk)):
        then()
        return
    desk.prompt(
        SourcePrompt(choice_of_sources(desk)),
        partial(_decided, desk, then, lambda chosen: attribute(desk, chosen)),
    )


def _ask_cue(desk: Desk, then: Then) -> None:
    sentences = _selected(desk)
    sentence = sentences[0]
    asked = desk.asking.sources and desk.asking.cues and len(sentences) == 1
    if not asked or not sentence.source or sentence.cue or not may_attribute(sentence.text):
        then()
        return
    desk.prompt(
        cue_prompt(desk, sentence, likeliest(sentence.text)),
        partial(_decided, desk, then, lambda chosen: set_cue(desk, sentence, chosen)),
    )


def _ask_answers(desk: Desk, then: Then) -> None:
    sentence = _selected(desk)[0]
    answering = desk.session.codebook.role(sentence.tag).answers
    if not desk.asking.links or not answering or sentence.answers:
        then()
        return
    desk.prompt(
        answers_prompt(desk),
        partial(_decided, desk, then, lambda chosen: set_answers(desk, chosen)),
    )


def _decided(
    desk: Desk, then: Then, carry_out: Callable[[Value], bool], result: Given[Value] | Way
) -> None:
    """Go on after a prompt: with its answer, without one, a step back, or not at all."""
    match result:
        case Given(value=value):
            if carry_out(value):
                then()
        case Way.SKIPPED:
            then()
        case Way.BACK:
            desk.turn(desk.session.undo(), "There is nothing to undo.")
            if _selected(desk)[0].tag is not None:
                _ask_on(desk)


def _selected(desk: Desk) -> list[Sentence]:
    annotations = desk.session.annotations
    return [annotations.sentence(each) for each in desk.selection]


# Prompts as they stand for the cursor's sentence, and what their answers do


def choice_of_sources(desk: Desk) -> Sources:
    """Who may be the source of the first sentence selected."""
    session = desk.session
    annotations = session.annotations
    position = annotations.positions[desk.selection[0]]
    proposed = proposals(annotations, position)
    there = {each.source.id for each in proposed if each.source}
    others = (each for each in annotations.sources if each.id not in there)
    before = sentence_before(annotations.sentences, position)
    source = annotations.source_of(before) if before else None
    return Sources(
        proposed,
        session.codebook.kinds,
        guess_kind,
        tuple(Proposal(each.name, each.kind, each) for each in others),
        Proposal(source.name, source.kind, source) if source else None,
    )


def attribute(desk: Desk, chosen: Proposal) -> bool:
    """Give what is selected the source chosen."""
    annotations = desk.session.annotations
    source = chosen.source or named(annotations, chosen.name)
    source = source or new_source(annotations, chosen.name, chosen.kind)
    return desk.do(Attributed(desk.selection, source))


def cue_prompt(desk: Desk, sentence: Sentence, span: Span | None) -> CuePrompt:
    """The words of a sentence with those of `span` marked; it has at least one word."""
    claim = desk.session.codebook.role(sentence.tag) is Role.CLAIM
    return CuePrompt.on(sentence.text, words(sentence.text), span, claim=claim)


def set_cue(desk: Desk, sentence: Sentence, span: Span | None) -> bool:
    """Take the words of `span` for the cue of a sentence, or no words."""
    if span is None:
        return desk.do(Cued(sentence.id, None))
    start, end = span
    begin = sentence.span[0]
    return desk.do(Cued(sentence.id, Cue(sentence.text[start:end], (begin + start, begin + end))))


def answers_prompt(desk: Desk) -> AnswersPrompt:
    """The claims that the cursor's sentence may answer, with those that it does picked."""
    session, cursor = desk.session, desk.article.cursor
    sentence = session.annotations.sentences[cursor]
    silent = session.codebook.role(sentence.tag) is Role.NON_RESPONSE
    stances = () if silent else session.codebook.stances
    claims = Claims(session.annotations, session.codebook, cursor, stances)
    last = sentence.answers[-1].claim if sentence.answers else None
    return AnswersPrompt(claims, sentence.answers, at=last)


def set_answers(desk: Desk, chosen: Answers) -> bool:
    """Link what is selected to the claims chosen, and make claims of what is to be one."""
    codebook = desk.session.codebook
    claim = next((each.id for each in codebook.tags if each.role is Role.CLAIM), None)
    answered = Answered(desk.selection, chosen.answers)
    if not chosen.made or claim is None:
        return desk.do(answered)
    return desk.do(Together((Tagged(chosen.made, claim), answered)))

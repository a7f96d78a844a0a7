"""Deciding who says so, by which words, what is answered, and whether it could be checked."""

from annotator.model.codebook import Role
from annotator.model.edits import Checkable
from annotator.model.sources import Attributed
from annotator.text.cues import likeliest, words
from annotator.text.proposing import sentence_before
from annotator.tui.actions import flow
from annotator.tui.actions.describing import ask_for_source, ask_for_sources
from annotator.tui.actions.desk import Desk
from annotator.tui.prompts.answers import Answers
from annotator.tui.prompts.prompt import Given, Way


async def source(desk: Desk) -> None:
    """Open the dialog of the source."""
    await ask_for_source(desk)


async def sources(desk: Desk) -> None:
    """Open the list of the article's sources."""
    await ask_for_sources(desk)


def same_source(desk: Desk) -> None:
    """Take the source of the nearest sentence of the body before what is selected."""
    annotations = desk.session.annotations
    position = annotations.positions[desk.selection[0]]
    before = sentence_before(annotations.sentences, position)
    found = annotations.source_of(before) if before else None
    if found is None:
        desk.say("The sentence before has no source.", alarm=True)
    else:
        desk.do(Attributed(desk.selection, found))


def cue(desk: Desk) -> None:
    """Take the likeliest words; where there is a cue already, or none is likely, ask."""
    sentence = desk.session.annotations.sentences[desk.article.cursor]
    span = likeliest(sentence.text)
    if sentence.cue is None and span is not None:
        flow.set_cue(desk, sentence, span)
        return
    if sentence.cue is None and sentence.tag is None:
        desk.say("No words of saying are found in it; once it is tagged, e lets you choose some.")
        return
    if not words(sentence.text):
        desk.say("There is no word in it.", alarm=True)
        return
    if sentence.cue is not None:
        begin = sentence.span[0]
        span = sentence.cue.span[0] - begin, sentence.cue.span[1] - begin

    def then(result: Given[tuple[int, int] | None] | Way) -> None:
        if isinstance(result, Given):
            flow.set_cue(desk, sentence, result.value)
        elif result is Way.BACK:
            desk.turn(desk.session.undo(), "There is nothing to undo.")

    desk.prompt(flow.cue_prompt(desk, sentence, span), then)


def answers(desk: Desk) -> None:
    """Ask which claims it answers."""
    codebook = desk.session.codebook
    sentence = desk.session.annotations.sentences[desk.article.cursor]
    if not codebook.role(sentence.tag).answers:
        names = [tag.name for tag in codebook.tags if tag.role.answers]
        desk.say(f"Only a {' or a '.join(names)} answers claims.", alarm=True)
        return

    def then(result: Given[Answers] | Way) -> None:
        if isinstance(result, Given):
            flow.set_answers(desk, result.value)
        elif result is Way.BACK:
            desk.turn(desk.session.undo(), "There is nothing to undo.")
        elif result is Way.SKIPPED and sentence.answers:
            flow.set_answers(desk, Answers(()))

    desk.prompt(flow.answers_prompt(desk), then)


def checkable(desk: Desk) -> None:
    """Say that what is selected could not be checked, or that it could."""
    annotations, codebook = desk.session.annotations, desk.session.codebook
    sentences = [annotations.sentence(each) for each in desk.selection]
    if not any(each.tag is None or codebook.role(each.tag) is Role.CLAIM for each in sentences):
        desk.say("Only of a claim it is said whether it could be checked.", alarm=True)
        return
    desk.do(Checkable(desk.selection, not all(each.checkable for each in sentences)))

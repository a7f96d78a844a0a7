"""The dialogs of the sources: who says so in all its fields; renamed, merged, concerned."""

from dataclasses import replace

from annotator.model.annotation import AnnotationSet, Source
from annotator.model.edit import Edit
from annotator.model.edits import Relayed, Together
from annotator.model.sources import Attributed, Described, Merged, named, new_source
from annotator.tui.actions.desk import Desk
from annotator.tui.actions.flow import choice_of_sources
from annotator.tui.screens.dialogs import Choice, Choose, yes_or_no
from annotator.tui.screens.source import ChooseSource, Describe, Fields, SourceForm, of_source

_NEW = "+"


async def ask_for_source(desk: Desk) -> None:
    """Who says what is selected, with kind, affiliation and relay."""
    annotations = desk.session.annotations
    sentences = [annotations.sentence(each) for each in desk.selection]
    first = sentences[0]
    given = of_source(annotations.source_of(first), first.via)
    numbers = ", ".join(str(annotations.positions[each.id] + 1) for each in sentences[:3])
    title = f"Who says {numbers}{' …' if len(sentences) > 3 else ''}?"
    answer = await desk.ask(ChooseSource(title, first.text, choice_of_sources(desk), given))
    if isinstance(answer, Describe):
        await _describe(desk, answer.source)
    elif answer is not None:
        _attribute(desk, answer, given.via)


def _attribute(desk: Desk, fields: Fields, via: str | None) -> None:
    """Carry the form out on what is selected, as one edit."""
    edits: list[Edit] = [Attributed(desk.selection, _filled(desk.session.annotations, fields))]
    if fields.via != via:
        edits.append(Relayed(desk.selection, fields.via))
    desk.do(edits[0] if len(edits) == 1 else Together(tuple(edits)))


def _filled(annotations: AnnotationSet, fields: Fields) -> Source | None:
    """The source that the fields describe: the known one of this name, or a new one."""
    if fields.name is None:
        return None
    source = named(annotations, fields.name) or new_source(annotations, fields.name)
    return replace(
        source, kind=fields.kind, affiliation=fields.affiliation, concerned=fields.concerned
    )


async def ask_for_sources(desk: Desk) -> None:
    """The article's sources, one of them to be described; or a party that nobody quotes."""
    annotations = desk.session.annotations
    choices = [
        Choice(str(number) if number < 10 else " ", _line(desk, each), each.id)
        for number, each in enumerate(annotations.sources, 1)
    ]
    choices.append(Choice(_NEW, "a party that is concerned, whether it speaks or not", _NEW))
    answer = await desk.ask(Choose("The sources of this article", choices))
    if answer == _NEW:
        await _add(desk)
    elif answer is not None:
        await _describe(desk, annotations.source_by_id[answer])


def _line(desk: Desk, source: Source) -> str:
    used = sum(each.source == source.id for each in desk.session.annotations.sentences)
    sentences = f"{used} sentence{'' if used == 1 else 's'}"
    concerned = "concerned" if source.concerned else ""
    said = (source.name, source.kind, source.affiliation, concerned, sentences)
    return " · ".join(each for each in said if each)


async def _add(desk: Desk) -> None:
    given = Fields(concerned=True)
    fields = await _form(desk, "Which party is concerned?", given)
    if fields is None or fields.name is None:
        return
    filled = _filled(desk.session.annotations, fields)
    if filled is not None and not filled.concerned and fields.known is None:
        desk.say("A source that no sentence names stays only if it is concerned.", alarm=True)
    elif filled is not None:
        desk.do(Described(filled))


async def _describe(desk: Desk, source: Source) -> None:
    """Change what is said of a source everywhere; another's name merges the two."""
    fields = await _form(desk, "This source, everywhere in the article", of_source(source))
    if fields is None or fields.name is None:
        return
    other = named(desk.session.annotations, fields.name)
    if other is not None and other.id != source.id:
        question = yes_or_no(f"“{other.name}” is a source too", "they are one: merge them")
        if await desk.ask(question) == "y":
            desk.do(Merged(source.id, other.id))
        return
    changed = replace(
        source,
        name=fields.name,
        kind=fields.kind,
        affiliation=fields.affiliation,
        concerned=fields.concerned,
    )
    desk.do(Described(changed))


async def _form(desk: Desk, title: str, given: Fields) -> Fields | None:
    hint = "another's name: merge   enter: keep   tab: next   escape: cancel"
    answer = await desk.ask(SourceForm(title, choice_of_sources(desk), given, hint))
    return answer if isinstance(answer, Fields) else None

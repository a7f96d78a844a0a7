"""Editing the sentence under the cursor, or those selected."""

from itertools import pairwise

from annotator.model.annotation import AnnotationSet
from annotator.model.asking import Ask
from annotator.model.boundaries import Join, Split
from annotator.model.codebook import PARTS
from annotator.model.edit import Edit
from annotator.model.edits import Flagged, Furnished, Noted, Together, Untagged
from annotator.tui.actions.desk import Desk
from annotator.tui.screens.dialogs import AskText, Choice, Choose
from annotator.tui.screens.split import SplitAt, places


def untag(desk: Desk) -> None:
    """Take the tag off."""
    desk.do(Untagged(desk.selection))


def undo(desk: Desk) -> None:
    """Take the last edit back."""
    desk.turn(desk.session.undo(), "There is nothing to undo.")


def redo(desk: Desk) -> None:
    """Do again what was undone."""
    desk.turn(desk.session.redo(), "There is nothing to do again.")


async def note(desk: Desk) -> None:
    """Ask for a note on the sentence."""
    sentence = desk.session.annotations.sentences[desk.article.cursor]
    title = f"Note on {desk.article.cursor + 1}"
    answer = await desk.ask(AskText(title, sentence.note or "", "empty: no note"))
    if answer is not None:
        desk.do(Noted(sentence.id, answer))


def flag(desk: Desk) -> None:
    """Flag what is selected, or take the flags off where all of it is flagged."""
    annotations = desk.session.annotations
    flags = [annotations.sentence(each).flag for each in desk.selection]
    desk.do(Flagged(desk.selection, not all(flags)))


async def furniture(desk: Desk) -> None:
    """Ask which part of the furniture it is; furniture becomes body text at once."""
    annotations, selection = desk.session.annotations, desk.selection
    if not all(annotations.sentence(each).body for each in selection):
        desk.do(Furnished(selection, None))
        return
    terms = {term.id: term.name for term in desk.session.codebook.parts}
    choices = [Choice(part[0], terms.get(part, part), part) for part in PARTS]
    answer = await desk.ask(Choose("Not a sentence of the article's body, but its", choices))
    if answer is not None:
        desk.do(Furnished(selection, answer))


async def split(desk: Desk) -> None:
    """Ask where to cut the sentence in two."""
    sentence = desk.session.annotations.sentences[desk.article.cursor]
    if desk.session.frozen is not None:
        desk.say(desk.session.frozen, alarm=True)
        return
    if not places(sentence.text):
        desk.say("A single word cannot be split.", alarm=True)
        return
    answer = await desk.ask(SplitAt(sentence))
    if answer is not None:
        desk.do(Split(sentence.id, answer))


def join(desk: Desk) -> None:
    """Join the sentence with the next one, or all that are selected."""
    if desk.text is None:
        desk.say("To join sentences the article must be there: open it, not its tags.", alarm=True)
        return
    selection = desk.selection
    edits = _joins(desk.session.annotations, selection, desk.text)
    if not edits:
        desk.say("The last sentence has none after it to be joined with.", alarm=True)
    elif desk.do(edits[0] if len(edits) == 1 else Together(edits)):
        desk.article.move(desk.session.annotations.positions[selection[0]])


def _joins(annotations: AnnotationSet, selection: tuple[str, ...], text: str) -> tuple[Edit, ...]:
    position = annotations.positions[selection[0]]
    end = position + max(len(selection), 2)
    return tuple(
        Join(selection[0], text[left.span[1] : right.span[0]])
        for left, right in pairwise(annotations.sentences[position:end])
    )


def advance(desk: Desk) -> None:
    """Go on after a tag, or stay."""
    desk.advancing = not desk.advancing
    desk.say("A tag goes on to the next sentence." if desk.advancing else "A tag stays here.")


def change_asking(desk: Desk) -> None:
    """Go on to the next way of asking."""
    ways = tuple(Ask)
    ask = ways[(ways.index(desk.asking.ask) + 1) % len(ways)]
    desk.ask_for(desk.asking._replace(ask=ask))
    said = {
        Ask.TAGS: "A tag asks for nothing more.",
        Ask.SOURCES: "A tag goes on to ask who says so.",
        Ask.LINKS: "A tag goes on to ask who says so, and which claims it answers.",
    }
    desk.say(said[ask])

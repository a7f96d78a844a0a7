"""Editing the sentence under the cursor, or those selected."""

from collections.abc import Sequence
from itertools import pairwise

from annotator.model.annotation import Sentence
from annotator.model.asking import Ask
from annotator.model.boundaries import Join, Split, joined_in_words
from annotator.model.codebook import PARTS
from annotator.model.edits import Flagged, Furnished, Noted, Together, Untagged
from annotator.tui.actions.desk import Desk
from annotator.tui.commands import shown
from annotator.tui.screens.dialogs import AskText, Choice, Choose, yes_or_no
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


async def join(desk: Desk) -> None:
    """Join the sentence with the next one, or all that are selected; ask across a paragraph."""
    if desk.session.frozen is not None:
        desk.say(desk.session.frozen, alarm=True)
        return
    if desk.text is None:
        desk.say("To join sentences the article must be there: open it, not its tags.", alarm=True)
        return
    annotations, selection = desk.session.annotations, desk.selection
    begin = annotations.positions[selection[0]]
    sentences = annotations.sentences[begin : begin + max(len(selection), 2)]
    if len(sentences) < 2:
        desk.say("The last sentence has none after it to be joined with.", alarm=True)
    elif await _may_cross(desk, sentences):
        _join(desk, sentences, desk.text)


async def _may_cross(desk: Desk, sentences: Sequence[Sentence]) -> bool:
    """Whether all of it is one paragraph, or the person wants to join across its end."""
    if len({each.paragraph for each in sentences}) == 1:
        return True
    numbers = [desk.session.annotations.positions[each.id] + 1 for each in sentences]
    title = f"Sentences {numbers[0]} to {numbers[-1]} stand in different paragraphs"
    question = yes_or_no(title, "join them all the same")
    return await desk.ask(question) == "y"


def _join(desk: Desk, sentences: Sequence[Sentence], text: str) -> None:
    """Join sentences that follow one another, as one edit, and say what that did."""
    annotations, first = desk.session.annotations, sentences[0].id
    edits = tuple(
        Join(first, text[left.span[1] : right.span[0]]) for left, right in pairwise(sentences)
    )
    if desk.do(edits[0] if len(edits) == 1 else Together(edits)):
        desk.article.move(desk.session.annotations.positions[first])
        key = next(key for key, each in desk.keys.by_key(desk.table).items() if each.id == "undo")
        desk.say(f"{joined_in_words(annotations, sentences)}; {shown(key)} takes it back")


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

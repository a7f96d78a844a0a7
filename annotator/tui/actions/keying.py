"""What an answer key has beyond an annotation set: further tags that are accepted, and reasons."""

from annotator.model.annotation import Form, Sentence
from annotator.model.keys import Accepted, Explained
from annotator.tui.actions.desk import Desk
from annotator.tui.screens.dialogs import AskText, Choice, Choose


async def accept(desk: Desk) -> None:
    """Ask for a further tag that the key accepts; one that it accepts already is taken off."""
    sentence = _sentence(desk)
    if sentence is None:
        return
    if sentence.tag is None:
        desk.say("First give it the key's own tag.", alarm=True)
        return
    choices = [
        Choice(
            tag.key or str(number),
            f"{tag.name}, accepted already: take it off" if tag.id in sentence.also else tag.name,
            tag.id,
        )
        for number, tag in enumerate(desk.session.codebook.tags, 1)
        if tag.id != sentence.tag
    ]
    title = f"In {desk.article.cursor + 1} the key accepts too"
    answer = await desk.ask(Choose(title, choices))
    if answer is not None:
        desk.do(Accepted(sentence.id, answer, accepted=answer not in sentence.also))


async def explain(desk: Desk) -> None:
    """Ask why the sentence has its tag."""
    sentence = _sentence(desk)
    if sentence is None:
        return
    title = f"Why is {desk.article.cursor + 1} what the key says?"
    hint = "students read it after their answer; empty: no explanation"
    answer = await desk.ask(AskText(title, sentence.explanation or "", hint))
    if answer is not None:
        desk.do(Explained(sentence.id, answer))


def _sentence(desk: Desk) -> Sentence | None:
    """The sentence under the cursor where the set is a key; else that is said."""
    annotations = desk.session.annotations
    if annotations.form is Form.KEY:
        return annotations.sentences[desk.article.cursor]
    desk.say("Only in a key: `annotator key ARTICLE` opens one.", alarm=True)
    return None

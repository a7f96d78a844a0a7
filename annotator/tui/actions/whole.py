"""What concerns the whole article: finished, unusable, saving, leaving."""

from annotator.model.annotation import Form, Status
from annotator.model.edits import Marked
from annotator.model.words import so_many, verb
from annotator.tui.actions.desk import Desk
from annotator.tui.screens.dialogs import AskText, Choice, Choose, yes_or_no


async def finish(desk: Desk) -> None:
    """Mark this pass finished; where it is, ask whether to go on in the next pass."""
    session = desk.session
    if session.annotations.status is Status.FINISHED:
        choices = [
            Choice("n", "begin the next pass; this one is kept as it is", "next"),
            Choice("o", "open this pass again", "open"),
        ]
        # A key has no passes; what may only be looked at cannot be opened again.
        key = session.annotations.form is Form.KEY
        choices = choices[1:] if key else choices[: 1 if session.read_only else 2]
        answer = await desk.ask(Choose("This pass is finished", choices))
        if answer == "next":
            await desk.begin_next_pass()
        elif answer == "open":
            desk.do(Marked(None))
        return
    left = session.progress.untagged
    without = f"{so_many(left, 'sentence')} {verb(left, 'has', 'have')} no tag yet"
    title = without if left else "All sentences are tagged"
    if await desk.ask(yes_or_no(title, "mark this pass finished")) == "y":
        desk.do(Marked(Status.FINISHED))


async def unusable(desk: Desk) -> None:
    """Mark the article unusable with a reason, or usable again."""
    annotations = desk.session.annotations
    if annotations.status is Status.UNUSABLE:
        title = f"This article is marked unusable: {annotations.reason}"
        if await desk.ask(yes_or_no(title, "mark it usable again")) == "y":
            desk.do(Marked(None))
        return
    reason = await desk.ask(AskText("Why is this article unusable?", "", "for example: not news"))
    if reason is None:
        return
    if reason.strip():
        desk.do(Marked(Status.UNUSABLE, reason.strip()))
    else:
        desk.say("An article is marked unusable only with a reason.", alarm=True)


def save(desk: Desk) -> None:
    """Try again to save."""
    desk.retry_saving()


async def save_as(desk: Desk) -> None:
    """Ask for another file and go on in it."""
    answer = await desk.ask(AskText("Save to which file from now on?", "", "path of a new file"))
    if answer and answer.strip():
        desk.save_elsewhere(answer.strip())


def leave(desk: Desk) -> None:
    """Close the screen."""
    desk.leave()

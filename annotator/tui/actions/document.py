"""Commands for the whole article: finish, unusable, save, leave."""

from annotator.model.annotation import SetForm, Status
from annotator.model.edits import SetStatus
from annotator.model.plurals import plural, verb
from annotator.tui.actions.editor import Editor
from annotator.tui.screens.dialogs import Choice, ChoiceDialog, TextDialog, yes_no_dialog


async def finish(editor: Editor) -> None:
    """Mark this pass finished. If it is finished, ask whether to begin the next pass."""
    session = editor.session
    if session.annotations.status is Status.FINISHED:
        choices = [
            Choice("n", "begin the next pass and keep this one as it is", "next"),
            Choice("o", "reopen this pass", "open"),
        ]
        # An answer key has no passes. A read-only set cannot be reopened.
        key = session.annotations.form is SetForm.KEY
        choices = choices[1:] if key else choices[: 1 if session.read_only else 2]
        answer = await editor.ask(ChoiceDialog("This pass is finished", choices))
        if answer == "next":
            await editor.begin_next_pass()
        elif answer == "open":
            editor.do(SetStatus(None))
        return
    await _ask_to_finish(editor)


async def _ask_to_finish(editor: Editor) -> bool:
    """Ask whether this pass is finished. Gives whether it is now."""
    left = editor.session.tag_counts.untagged
    without = f"{plural(left, 'sentence')} {verb(left, 'has', 'have')} no tag yet"
    title = without if left else "All sentences are tagged"
    answer = await editor.ask(yes_no_dialog(title, "mark this pass finished"))
    return answer == "y" and editor.do(SetStatus(Status.FINISHED))


async def finish_and_continue(editor: Editor) -> None:
    """Mark this pass finished, and open the next document to do. Ask only if tags are missing."""
    session = editor.session
    if session.annotations.status is None:
        ask = session.tag_counts.untagged and not session.read_only
        done = await _ask_to_finish(editor) if ask else editor.do(SetStatus(Status.FINISHED))
        if not done:
            return
    editor.open_document(None)


def next_document(editor: Editor) -> None:
    """Open the next document of the project."""
    editor.open_document(editor.count or 1)


def previous_document(editor: Editor) -> None:
    """Open the previous document of the project."""
    editor.open_document(-(editor.count or 1))


async def unusable(editor: Editor) -> None:
    """Mark the article unusable with a reason, or usable again."""
    annotations = editor.session.annotations
    if annotations.status is Status.UNUSABLE:
        title = f"This article is marked unusable: {annotations.reason}"
        if await editor.ask(yes_no_dialog(title, "mark it usable again")) == "y":
            editor.do(SetStatus(None))
        return
    reason = await editor.ask(
        TextDialog("Why is this article unusable?", "", "for example: not news")
    )
    if reason is None:
        return
    if reason.strip():
        editor.do(SetStatus(Status.UNUSABLE, reason.strip()))
    else:
        editor.show_message("Not marked. Type a reason to mark the article unusable.", alarm=True)


def save(editor: Editor) -> None:
    """Try again to save."""
    editor.retry_saving()


async def save_as(editor: Editor) -> None:
    """Ask for another file, and save to it from now on."""
    answer = await editor.ask(
        TextDialog("Save to another file from now on", "", "path of a new file")
    )
    if answer and answer.strip():
        editor.save_elsewhere(answer.strip())


def leave(editor: Editor) -> None:
    """Close the screen."""
    editor.leave()

"""What each command of the table does: one function for each, named as the command."""

from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from importlib import import_module

from annotator.tui.actions.editor import Editor
from annotator.tui.commands import COMMANDS

Action = Callable[[Editor], Awaitable[None] | None]
MODULES = ("attribution", "document", "editing", "navigation", "view")


@cache
def actions() -> Mapping[str, Action]:
    """The function of each command by the command's id.

    They are loaded with their dialogs when they are first asked for: the article is painted
    before that.
    """
    found: dict[str, Action] = {}
    for name in MODULES:
        module = import_module(f"annotator.tui.actions.{name}")
        for command in COMMANDS:
            if hasattr(module, command.id):
                found[command.id] = getattr(module, command.id)
    return found


def tag(editor: Editor, tag: str) -> None:
    """Tag what is selected, ask for what is asked for, and go on to the next sentence."""
    flow = import_module("annotator.tui.actions.prompts")
    flow.tag(editor, tag)

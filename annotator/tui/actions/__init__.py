"""The functions of the commands in the table: one for each, with the command's name."""

from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from importlib import import_module

from annotator.tui.actions.editor import Editor
from annotator.tui.commands import COMMANDS

Action = Callable[[Editor], Awaitable[None] | None]
MODULES = ("attribution", "document", "editing", "navigation", "sharing", "suggestions", "view")


@cache
def actions() -> Mapping[str, Action]:
    """The function of each command, by the command's ID.

    They are loaded with their dialogs when they are first needed, after the article is painted.
    """
    found: dict[str, Action] = {}
    for name in MODULES:
        module = import_module(f"annotator.tui.actions.{name}")
        for command in COMMANDS:
            if hasattr(module, command.id):
                found[command.id] = getattr(module, command.id)
    return found


def tag(editor: Editor, tag: str) -> None:
    """Tag the selected sentences, ask the questions after a tag, and move to the next sentence."""
    flow = import_module("annotator.tui.actions.prompts")
    flow.tag(editor, tag)

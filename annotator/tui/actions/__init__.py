"""What each command of the table does: one function for each, named as the command."""

from collections.abc import Awaitable, Callable

from annotator.tui.actions import deciding, editing, looking, moving, whole
from annotator.tui.actions.desk import Desk
from annotator.tui.commands import COMMANDS

Action = Callable[[Desk], Awaitable[None] | None]


def _actions() -> dict[str, Action]:
    found: dict[str, Action] = {}
    for module in (deciding, editing, looking, moving, whole):
        for command in COMMANDS:
            if hasattr(module, command.id):
                found[command.id] = getattr(module, command.id)
    return found


ACTIONS: dict[str, Action] = _actions()
"""The function of each command by the command's id."""

"""The hints at the screen's foot: the tags, then the commands that the table names there."""

from annotator.model.codebook import Codebook
from annotator.tui.commands import COMMANDS, Command, Keys, shown
from annotator.tui.widgets.keybar import Hint

_KEPT = frozenset({"help", "leave"})


def hints(
    codebook: Codebook, keys: Keys, table: tuple[Command, ...] = COMMANDS
) -> tuple[Hint, ...]:
    """A hint for each tag, and one for each command that has a word for the foot."""
    tags = [
        Hint(tag.key or str(number), tag.name, f"tag:{tag.id}")
        for number, tag in enumerate(codebook.tags, 1)
    ]
    commands = [
        Hint(shown(keys.of(command)[0]), command.footer, command.id, command.id in _KEPT)
        for command in table
        if command.footer
    ]
    return (*tags, *commands)

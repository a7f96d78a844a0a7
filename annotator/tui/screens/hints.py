"""The hints at the screen's foot: the tags, then the commands that the table names there."""

from annotator.model.codebook import Codebook
from annotator.tui.commands import COMMANDS, Command, Keys, shown
from annotator.tui.widgets.keybar import Hint

_KEPT = frozenset({"help", "leave"})


def hints(
    codebook: Codebook, keys: Keys, table: tuple[Command, ...] = COMMANDS, *, back: bool = False
) -> tuple[Hint, ...]:
    """A hint for each tag, and one for each command that has a word for the foot.

    Args:
        codebook: Its tags.
        keys: The keys that the commands have.
        table: The commands that there are.
        back: Whether leaving leads back to a list, and not out of the program.
    """
    words = {"leave": "back"} if back else {}
    tags = [
        Hint(tag.key or str(number), tag.name, f"tag:{tag.id}")
        for number, tag in enumerate(codebook.tags, 1)
    ]
    commands = [
        Hint(
            shown(keys.of(command)[0]),
            words.get(command.id, command.footer),
            command.id,
            command.id in _KEPT,
        )
        for command in table
        if command.footer
    ]
    return (*tags, *commands)

"""The commented file of settings that `annotator settings --init` writes."""

import textwrap
from collections.abc import Iterator

from annotator.storage.settings import SETTINGS
from annotator.storage.yaml_writer import quote
from annotator.tui.commands import Command
from annotator.tui.key_settings import every_command
from annotator.tui.themes import THEMES

_OPENING = """\
# The settings of annotator, for all articles on this computer.
# Remove the "# " before a line to use it. `annotator settings --check` finds mistakes.
"""
_KEYS = "keys"
_WIDTH = 98


def default_settings_text() -> str:
    """Every setting with its meaning, and every command with its keys, all as comments."""
    return "\n".join([_OPENING, *_settings(), *_keys(), ""])


def _settings() -> Iterator[str]:
    for each in SETTINGS:
        if each.name == _KEYS:
            continue
        themes = (
            f" One of {', '.join(THEMES)}, or a theme of Textual." if each.name == "theme" else ""
        )
        yield _comment(each.help + themes)
        yield f"# {each.name}: {each.example}\n"


def _keys() -> Iterator[str]:
    (keys,) = (each for each in SETTINGS if each.name == _KEYS)
    yield _comment(
        f"{keys.help} A key is a character, or a name such as f2, ctrl+e or shift+down. An empty "
        "list leaves a command without a key; it is still in the palette (ctrl+p). These are the "
        "keys of the program:"
    )
    yield "# keys:"
    every = tuple(every_command().values())
    for group in dict.fromkeys(each.group for each in every):
        yield f"#   # {group}"
        for command in (each for each in every if each.group == group):
            yield f"#   {command.id}: {_yaml_keys(command)}  # {command.title}"


def _yaml_keys(command: Command) -> str:
    return f"[{', '.join(map(quote, command.keys))}]"


def _comment(text: str) -> str:
    return textwrap.fill(
        text, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
    )

"""The check of a person's keys and theme: unknown names, unknown keys, and conflicts.

A key with a problem is not used: its command keeps the keys of the table.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import combinations
from typing import NamedTuple

from annotator.model.errors import Problem
from annotator.storage.codebooks import builtin
from annotator.storage.settings import Settings, SettingsFile
from annotator.storage.strict_yaml import by_line
from annotator.tui.commands import (
    ADJUDICATION_COMMANDS,
    ADJUDICATION_QUEUE_COMMANDS,
    COMMANDS,
    DOCUMENT_LIST_COMMANDS,
    Command,
    KeyBindings,
)
from annotator.tui.prompts.prompt_keys import DIALOG_COMMANDS, KEPT_COMMANDS, PROMPT_COMMANDS

KEY_NAMES = (
    *("enter", "escape", "tab", "space", "backspace", "delete", "insert"),
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
    *(f"f{number}" for number in range(1, 25)),
)
"""The names of keys without a character. `ctrl+`, `alt+` and `shift+` can precede a name."""
_MODIFIED = re.compile(r"(?:(?:ctrl|alt|shift)\+)+")
_TAKEN = {
    "ctrl+i": "A terminal sends “ctrl+i” as tab.",
    "ctrl+m": "A terminal sends “ctrl+m” as enter.",
    "ctrl+h": "A terminal sends “ctrl+h” as backspace.",
    "ctrl+p": "“ctrl+p” opens the command palette.",
    "ctrl+z": "“ctrl+z” suspends the program.",
}
"""Keys that no command can have, each with the reason."""
_EDITS_TEXT = frozenset(
    ["left", "right", "up", "down", "home", "end", "backspace", "delete", "space"]
)
_NEEDED = frozenset(["leave", "documents.leave", "prompt.accept", "prompt.cancel"]) | {
    each.id for each in DIALOG_COMMANDS[:2]
}
_FIXED = frozenset(["take"])
"""Commands whose keys are numbers of what they take."""

PLACES: tuple[tuple[Command, ...], ...] = (
    COMMANDS,
    ADJUDICATION_COMMANDS,
    DOCUMENT_LIST_COMMANDS,
    ADJUDICATION_QUEUE_COMMANDS,
    (*PROMPT_COMMANDS, *(each for each in COMMANDS if each.id in KEPT_COMMANDS)),
    DIALOG_COMMANDS,
)
"""The commands that are available at the same time. Two of them cannot have the same key."""
_WITH_TAGS = PLACES[:2] + PLACES[4:5]


def every_command() -> dict[str, Command]:
    """Every command that can have other keys, by ID."""
    every: dict[str, Command] = {}
    for command in (each for place in PLACES for each in place):
        # In another place, a command may have another title and group. Its first one counts.
        every.setdefault(command.id, command)
    return {name: command for name, command in every.items() if name not in _FIXED}


class _Finding(NamedTuple):
    """A problem, and the commands whose own keys are not used because of it."""

    problem: Problem
    commands: tuple[str, ...]


def check_settings(file: SettingsFile) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings that can be used, and all problems of the file, in the order of lines."""
    settings, problems = file.settings, list(file.problems)
    problems += _theme_problems(file)
    if any(each.path == "theme" for each in problems):
        settings = settings._replace(theme=None)
    # A command that gets its first keys back may have one that another command has now.
    while settings.keys and (found := list(_key_findings(file, settings.keys))):
        problems += (each.problem for each in found)
        refused = {name for each in found for name in each.commands}
        kept = {name: keys for name, keys in settings.keys.items() if name not in refused}
        settings = settings._replace(keys=kept)
    return settings, tuple(by_line(dict.fromkeys(problems)))


def _theme_problems(file: SettingsFile) -> Iterator[Problem]:
    theme = file.settings.theme
    if theme is None:
        return
    from annotator.tui.themes import THEMES  # noqa: PLC0415 (only if there is a theme)

    if theme in THEMES:
        return
    from textual.theme import BUILTIN_THEMES  # noqa: PLC0415 (most people have one of ours)

    known = (*THEMES, *BUILTIN_THEMES)
    if theme not in known:
        yield file.problem("theme", _unknown("theme", theme, known))


def _key_findings(file: SettingsFile, custom: Mapping[str, tuple[str, ...]]) -> Iterator[_Finding]:
    wrong = [each for name, keys in custom.items() for each in _own_findings(file, name, keys)]
    yield from wrong
    refused = {name for each in wrong for name in each.commands}
    kept = {name: keys for name, keys in custom.items() if name not in refused}
    yield from _conflicts(file, kept)


def _own_findings(file: SettingsFile, name: str, keys: tuple[str, ...]) -> Iterator[_Finding]:
    """What is wrong with the keys of one command, whatever the others have."""
    for message in _own_messages(name, keys):
        yield _Finding(file.problem(f"keys.{name}", message), (name,))


def _own_messages(name: str, keys: tuple[str, ...]) -> Iterator[str]:
    command = every_command().get(name)
    if command is None:
        if name in _FIXED:
            yield "Its keys are the numbers of the decisions and cannot be changed."
        else:
            yield _unknown("command", name, every_command())
        return
    if not keys and name in _NEEDED:
        yield f"“{command.title}” needs a key, because there is no other way to do it."
    for key in keys:
        message = _key_message(key) or _message_in_place(key, command)
        if message:
            yield message


def _key_message(key: str) -> str:
    """Why this is no key that a command can have. Empty if it can."""
    if key in _TAKEN:
        return f"{_TAKEN[key]} Choose another key."
    if len(key) == 1 and key.isdecimal():
        return f"“{key}” cannot be the key of a command, because digits are for tags and numbers."
    modifiers = _MODIFIED.match(key)
    before, base = (modifiers[0], key[modifiers.end() :]) if modifiers else ("", key)
    character = len(base) == 1 and base.isprintable() and base != " "
    if before == "shift+" and character:
        return f"Write “{base.upper()}” instead of “{key}”."
    if character or base in KEY_NAMES:
        return ""
    return _unknown("key", key, [f"{before}{each}" for each in KEY_NAMES])


def _message_in_place(key: str, command: Command) -> str:
    """Why this command cannot have this key. Empty if it can."""
    if command in DIALOG_COMMANDS and (len(key) == 1 or key in _EDITS_TEXT):
        return f"“{key}” is text in a dialog. Choose a key such as f2 or ctrl+d."
    tag = builtin().by_key.get(key)
    if tag is not None and any(command in place for place in _WITH_TAGS):
        return (
            f"“{key}” is the key of the tag “{tag.name}”, so it cannot be the key of "
            f"“{command.title}” (`{command.id}`). Choose another key."
        )
    return ""


def _conflicts(file: SettingsFile, custom: Mapping[str, tuple[str, ...]]) -> Iterator[_Finding]:
    """Pairs of commands with the same key in the same place, of which one key is the person's."""
    bindings, seen = KeyBindings(custom), set[frozenset[str]]()
    for place in PLACES:
        for one, other in combinations(place, 2):
            pair = frozenset([one.id, other.id])
            changed = sorted(
                pair & custom.keys(), key=lambda each: file.lines.get(f"keys.{each}", 0)
            )
            shared = set(bindings.keys_of(one)) & set(bindings.keys_of(other))
            if (
                changed
                and pair not in seen
                and shared
                and not shared <= _shared_by_default(one, other)
            ):
                seen.add(pair)
                yield _conflict(file, min(shared), (one, other), changed)


def _shared_by_default(one: Command, other: Command) -> set[str]:
    return set(one.keys) & set(other.keys)


def _conflict(
    file: SettingsFile, key: str, pair: tuple[Command, Command], changed: list[str]
) -> _Finding:
    last = changed[-1]
    other = next(each for each in pair if each.id != last)
    line = file.lines.get(f"keys.{other.id}") if other.id in changed else None
    where = f" in line {line}" if line else ""
    this = next(each for each in pair if each.id == last)
    message = (
        f"“{key}” is the key of both “{this.title}” (`{this.id}`) and “{other.title}” "
        f"(`{other.id}`){where}. Give one of them another key."
    )
    return _Finding(file.problem(f"keys.{last}", message), tuple(changed))


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name.casefold(), list(known), 1, 0.5)
    advice = f" Did you mean “{near[0]}”?" if near else " `annotator settings` lists them."
    return f"There is no {what} “{name}”.{advice}"

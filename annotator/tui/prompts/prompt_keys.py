"""The table of keys in prompts and dialogs. A prompt's code names a key by its first key here."""

import re
from collections.abc import Mapping
from functools import cached_property

from annotator.tui.commands import COMMANDS, Command, KeyBindings

IN_PROMPTS, IN_DIALOGS = "In prompts", "In dialogs"

PROMPT_COMMANDS: tuple[Command, ...] = (
    Command("prompt.accept", ("enter",), "Accept", "Take the highlighted answer.", IN_PROMPTS),
    Command(
        "prompt.cancel",
        ("escape",),
        "Leave",
        "Leave the prompt. In a part of it, such as typing, go back to the list.",
        IN_PROMPTS,
    ),
    Command(
        "prompt.back",
        ("backspace", "delete"),
        "Back",
        "Undo the step before. While you type or mark words, delete.",
        IN_PROMPTS,
    ),
    Command("prompt.undo", ("u",), "Undo", "Undo the step before.", IN_PROMPTS),
    Command("prompt.next", ("down", "j"), "Next", "Highlight the next answer.", IN_PROMPTS),
    Command("prompt.previous", ("up", "k"), "Previous", "Highlight the answer before.", IN_PROMPTS),
    Command(
        "prompt.toggle", ("space",), "Pick", "Pick or remove the highlighted claim.", IN_PROMPTS
    ),
    Command("prompt.type", ("/",), "Type", "Type the name of a source.", IN_PROMPTS),
    Command("prompt.pick", ("tab",), "Pick in text", "Mark the next name in the text.", IN_PROMPTS),
    Command(
        "prompt.pick_before",
        ("shift+tab",),
        "Pick before",
        "Go back to the name marked before.",
        IN_PROMPTS,
    ),
    Command("prompt.cue", ("e",), "Cue", "Correct the cue.", IN_PROMPTS),
    Command(
        "prompt.no_cue",
        ("-",),
        "No cue",
        "Take no cue with the source. Press again for the proposed cue.",
        IN_PROMPTS,
    ),
    Command(
        "prompt.same_source",
        (".",),
        "Same source",
        "Take the source of the previous sentence.",
        IN_PROMPTS,
    ),
    Command(
        "prompt.kind",
        ("=",),
        "Kind",
        "Change the kind of a new source. While you type, the arrow keys do this.",
        IN_PROMPTS,
    ),
    Command("prompt.details", ("s",), "Details", "Open the form with all fields.", IN_PROMPTS),
    Command(
        "prompt.make_claim",
        ("y",),
        "Make a claim",
        "Tag the sentence you picked as a claim.",
        IN_PROMPTS,
    ),
    Command(
        "prompt.left", ("left",), "Left", "Move a mark, or choose the kind before.", IN_PROMPTS
    ),
    Command(
        "prompt.right", ("right",), "Right", "Move a mark, or choose the next kind.", IN_PROMPTS
    ),
    Command("prompt.shrink", ("shift+left",), "Shrink", "Remove a word at the end.", IN_PROMPTS),
    Command("prompt.grow", ("shift+right",), "Grow", "Add a word at the end.", IN_PROMPTS),
    Command(
        "prompt.grow_start", ("shift+up",), "Grow start", "Add a word at the beginning.", IN_PROMPTS
    ),
    Command(
        "prompt.shrink_start",
        ("shift+down",),
        "Shrink start",
        "Remove a word at the beginning.",
        IN_PROMPTS,
    ),
    Command(
        "prompt.first_word", ("home",), "First word", "Move a mark to the first word.", IN_PROMPTS
    ),
    Command("prompt.last_word", ("end",), "Last word", "Move a mark to the last word.", IN_PROMPTS),
)
"""The commands of prompts. Digits and the keys of tags, sources and stances are not among them."""

DIALOG_COMMANDS: tuple[Command, ...] = (
    Command(
        "dialog.accept", ("enter",), "Accept", "Save, or take the highlighted line.", IN_DIALOGS
    ),
    Command("dialog.cancel", ("escape", "ctrl+c"), "Cancel", "Close without a change.", IN_DIALOGS),
    Command(
        "dialog.new_line",
        ("ctrl+j", "shift+enter", "alt+enter"),
        "New line",
        "Begin a new line in a note.",
        IN_DIALOGS,
    ),
    Command(
        "dialog.editor",
        ("ctrl+e",),
        "Editor",
        "Write the note in the program that `$EDITOR` names.",
        IN_DIALOGS,
    ),
    Command("dialog.next", ("tab",), "Next field", "Go to the next field.", IN_DIALOGS),
    Command(
        "dialog.previous", ("shift+tab",), "Previous field", "Go to the field before.", IN_DIALOGS
    ),
)
"""The commands of dialogs. All other keys are text there."""

KEPT_COMMANDS = frozenset({"checkable", "flag", "note", "help", "leave", "save"})
"""The commands of the editor whose keys keep their meaning in prompts."""

_SHOWN = {
    "enter": ("prompt.accept",),
    "esc": ("prompt.cancel",),
    "⌫": ("prompt.back",),
    "⌫ u": ("prompt.back", "prompt.undo"),
    "↑ ↓": ("prompt.previous", "prompt.next"),
    "↑ ↓ space": ("prompt.previous", "prompt.next", "prompt.toggle"),
    "tab ↓": ("prompt.pick", "prompt.next"),
    "← →": ("prompt.left", "prompt.right"),
    "home end": ("prompt.first_word", "prompt.last_word"),
    "=": ("prompt.kind",),
    "shift": ("prompt.shrink", "prompt.grow"),
    "shift ← →": ("prompt.shrink", "prompt.grow"),
    "shift ↑ ↓": ("prompt.grow_start", "prompt.shrink_start"),
    "tab": ("prompt.pick",),
    "shift+tab": ("prompt.pick_before",),
    "/": ("prompt.type",),
    "e": ("prompt.cue",),
    "-": ("prompt.no_cue",),
    ".": ("prompt.same_source",),
    "s": ("prompt.details",),
    "y": ("prompt.make_claim",),
    "h": ("checkable",),
}
"""The commands of keys as prompts show them."""

_IN_HINTS = {
    "enter": "dialog.accept",
    "escape": "dialog.cancel",
    "ctrl+j": "dialog.new_line",
    "ctrl+e": "dialog.editor",
    "tab": "dialog.next",
}
"""The commands of keys as the hints of dialogs show them."""


class PersonalKeys:
    """The keys of prompts or dialogs: those of a table, and those that a person changed.

    Args:
        custom: The changed keys, by the command's ID.
        table: The commands.
    """

    def __init__(
        self,
        custom: Mapping[str, tuple[str, ...]],
        table: tuple[Command, ...] = PROMPT_COMMANDS,
    ) -> None:
        self._bindings, self._table = KeyBindings(custom), table

    @cached_property
    def _first_keys(self) -> dict[str, str]:
        """The key that the code uses, by each key that can be pressed. Keys given up have none."""
        given_up = {key: "" for command in self._table for key in command.keys}
        return given_up | {
            key: command.keys[0]
            for command in self._table
            for key in self._bindings.keys_of(command)
        }

    def first_key(self, pressed: str) -> str:
        """The key by which the code knows the command of a pressed key.

        Empty if a person gave the key up. A key of no command is returned unchanged.
        """
        return self._first_keys.get(pressed, pressed)

    @cached_property
    def characters(self) -> frozenset[str]:
        """The characters that have a meaning, or had one before a person changed them."""
        return frozenset(key for key in self._first_keys if len(key) == 1)

    def label(self, command: str) -> str:
        """The first key of a command as it is shown."""
        return self._bindings.label(self._command(command))

    def runs(self, key: str, command: str) -> bool:
        """Whether a pressed key runs a command of the editor, such as `checkable`."""
        return key in self._bindings.keys_of(self._command(command))

    def _command(self, name: str) -> Command:
        return next(each for each in (*self._table, *COMMANDS) if each.id == name)

    def shown(self, key: str) -> str:
        """The keys that a prompt shows as `key`, as the person has them."""
        commands = _SHOWN.get(key, ())
        if not any(each in self._bindings.custom for each in commands):
            return key
        return " ".join(map(self.label, commands))

    def hint(self, words: str) -> str:
        """The words about keys with the keys that the person has."""
        shown = {
            each: _IN_HINTS[each] for each in _IN_HINTS if _IN_HINTS[each] in self._bindings.custom
        }
        for key, command in shown.items():
            words = re.sub(rf"(?<!\S){re.escape(key)}(?=:|\s|$)", self.label(command), words)
        return words


DEFAULT_PROMPT_KEYS = PersonalKeys({})


def shown_commands(shown: str) -> tuple[str, ...]:
    """The commands of keys as a prompt shows them, by ID."""
    return _SHOWN.get(shown, ())


def prompt_keys(keys: KeyBindings) -> PersonalKeys:
    """The keys of prompts."""
    return PersonalKeys(keys.custom)


def dialog_keys(keys: KeyBindings) -> PersonalKeys:
    """The keys of dialogs."""
    return PersonalKeys(keys.custom, DIALOG_COMMANDS)

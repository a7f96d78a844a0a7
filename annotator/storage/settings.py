"""The settings of the person at this computer: their name, theme, keys and what is asked for."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import platformdirs

from annotator.model.errors import DataError, Problem
from annotator.model.former_names import FORMER_SETTINGS
from annotator.model.prompt_level import PromptLevel
from annotator.storage.files import overwrite, read_limited
from annotator.storage.flat_yaml import FlatMapping, read_flat_mapping
from annotator.storage.system import make_folder
from annotator.storage.yaml_writer import entry_lines, quote

FOLDER_VARIABLE = "ANNOTATOR_CONFIG_DIR"
_MOST_BYTES = 100_000


class Settings(NamedTuple):
    """What the person has chosen once for all articles; None where they have not.

    Attributes:
        annotator: Their name.
        theme: The colors of the screen.
        prompt_level: What is asked for after a tag: one of `PromptLevel`.
        keys: The key for a command, by the command's id.
    """

    annotator: str | None = None
    theme: str | None = None
    prompt_level: str | None = None
    keys: Mapping[str, str] = MappingProxyType({})


_TEXTS = ("annotator", "theme", "prompt_level")


def settings_path() -> Path:
    """Where the settings are kept; the environment's `ANNOTATOR_CONFIG_DIR` may say where."""
    folder = os.environ.get(FOLDER_VARIABLE)
    return Path(folder or platformdirs.user_config_dir("annotator")) / "settings.yaml"


def read_settings(path: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings, and what is wrong with them; what is at fault has its default."""
    if not os.path.lexists(path):
        return Settings(), ()
    try:
        data = read_limited(path, _MOST_BYTES, "keep it to the settings")
    except DataError as problem:
        return Settings(), problem.problems
    said = read_flat_mapping(data, str(path))
    said.replace_former_names(FORMER_SETTINGS)
    _judge(said)
    texts = {name: said.texts.get(name) or None for name in _TEXTS}
    return Settings(**texts, keys=said.mappings.get("keys", {})), tuple(said.faults)


def change_settings(path: Path, change: Callable[[Settings], Settings]) -> Settings:
    """The settings after `change`, written to the file; the folder is made if need be.

    Raises:
        DataError: The file cannot be written, or has faults, which writing it would sweep away.
    """
    settings, problems = read_settings(path)
    if problems:
        raise DataError(problems)
    changed = change(settings)
    make_folder(path.parent)
    overwrite(path, _rendered(changed).encode())
    return changed


def _judge(said: FlatMapping) -> None:
    known = ", ".join((*_TEXTS, "keys"))
    for name in said.lines:
        if name in _TEXTS and name not in said.texts:
            said.refuse("is not a plain text; put it in quotes", name)
        elif name == "keys" and name not in said.mappings:
            said.refuse("is no list of “command: key” lines", name)
        elif name not in (*_TEXTS, "keys"):
            said.refuse(f"is no setting; those are {known}", name)
    level = said.texts.get("prompt_level", "")
    if level not in ("", *PromptLevel):
        del said.texts["prompt_level"]
        said.refuse(f"“{level}” is none of {', '.join(PromptLevel)}", "prompt_level")


def _rendered(settings: Settings) -> str:
    lines = [f"{name}: {quote(value)}" for name in _TEXTS if (value := getattr(settings, name))]
    if settings.keys:
        lines.append("keys:")
    for name, key in settings.keys.items():
        lines += [f"  {line}" for line in entry_lines(name, quote(key))]
    return "".join(f"{line}\n" for line in lines)

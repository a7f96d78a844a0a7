"""The settings of the person at this computer: name, theme, keys and prompt level."""

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
    """Settings for all articles. Settings that are not set are None.

    Attributes:
        annotator: Your name as an annotator.
        theme: The color theme of the screen.
        prompt_level: What to ask for after a tag: `tags` (nothing more), `sources` or `links`.
        keys: The key for a command, by command id.
        scroll_margin: The rows to keep above and below the current sentence. Without it, the
            sentence stays in the upper third.
    """

    annotator: str | None = None
    theme: str | None = None
    prompt_level: str | None = None
    keys: Mapping[str, str] = MappingProxyType({})
    scroll_margin: int | None = None


_TEXTS = ("annotator", "theme", "prompt_level")
_SCROLL_MARGIN = "scroll_margin"
_SINGLE = (*_TEXTS, _SCROLL_MARGIN)


def settings_path() -> Path:
    """The path of the settings. `ANNOTATOR_CONFIG_DIR` in the environment overrides it."""
    folder = os.environ.get(FOLDER_VARIABLE)
    return Path(folder or platformdirs.user_config_dir("annotator")) / "settings.yaml"


def read_settings(path: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings and their problems. A setting with a problem has its default."""
    if not os.path.lexists(path):
        return Settings(), ()
    try:
        data = read_limited(path, _MOST_BYTES, "Keep only settings in it.")
    except DataError as problem:
        return Settings(), problem.problems
    mapping = read_flat_mapping(data, str(path))
    mapping.replace_former_names(FORMER_SETTINGS)
    _check(mapping)
    texts = {name: mapping.texts.get(name) or None for name in _TEXTS}
    margin = mapping.texts.get(_SCROLL_MARGIN)
    settings = Settings(
        **texts,
        scroll_margin=int(margin) if margin else None,
        keys=mapping.mappings.get("keys", {}),
    )
    return settings, tuple(mapping.problems)


def change_settings(path: Path, change: Callable[[Settings], Settings]) -> Settings:
    """The settings after `change`, saved to the file. Its folder is created if necessary.

    Raises:
        DataError: The file cannot be written, or has problems, which saving would delete.
    """
    settings, problems = read_settings(path)
    if problems:
        raise DataError(problems)
    changed = change(settings)
    make_folder(path.parent)
    overwrite(path, _rendered(changed).encode())
    return changed


def _check(mapping: FlatMapping) -> None:
    known = ", ".join((*_SINGLE, "keys"))
    for name in mapping.lines:
        if name in _SINGLE and name not in mapping.texts:
            mapping.refuse("This must be plain text. Put it in quotes.", name)
        elif name == "keys" and name not in mapping.mappings:
            mapping.refuse("Write each line as “command: key”.", name)
        elif name not in (*_SINGLE, "keys"):
            mapping.refuse(f"Unknown setting. The settings are {known}.", name)
    level = mapping.texts.get("prompt_level", "")
    if level not in ("", *PromptLevel):
        del mapping.texts["prompt_level"]
        mapping.refuse(
            f"Unknown level “{level}”. Use one of {', '.join(PromptLevel)}.", "prompt_level"
        )
    margin = mapping.texts.get(_SCROLL_MARGIN, "")
    if margin and not (margin.isascii() and margin.isdecimal() and len(margin) <= 3):
        del mapping.texts[_SCROLL_MARGIN]
        mapping.refuse("This must be a number of rows, from 0 to 999.", _SCROLL_MARGIN)


def _rendered(settings: Settings) -> str:
    lines = [f"{name}: {quote(value)}" for name in _TEXTS if (value := getattr(settings, name))]
    if settings.scroll_margin is not None:
        lines.append(f"{_SCROLL_MARGIN}: {settings.scroll_margin}")
    if settings.keys:
        lines.append("keys:")
    for name, key in settings.keys.items():
        lines += [f"  {line}" for line in entry_lines(name, quote(key))]
    return "".join(f"{line}\n" for line in lines)

"""The settings of the person at this computer: name, theme, keys, questions, suggesters.

They are read by the strict reader. A change is written into the file as it is, so that comments and
order stay.
"""

import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import msgspec
import platformdirs

from annotator.model.errors import DataError, Problem
from annotator.model.former_names import FORMER_SETTINGS
from annotator.model.outside_suggesters import (
    DEFAULT_SECONDS,
    MAX_SECONDS,
    OutsideSuggester,
    suggester_faults,
)
from annotator.model.prompt_level import PromptLevel
from annotator.model.suggestion_settings import SuggestionMode
from annotator.storage.file_records import Id, Name, StrictRecord, one_of
from annotator.storage.files import overwrite, read_limited
from annotator.storage.strict_yaml import Steps, Tree, by_line, convert, parse_tree, path_text
from annotator.storage.system import SYSTEM, System, make_folder
from annotator.text.web_address import web_address

if TYPE_CHECKING:
    from ruamel.yaml import YAML

FOLDER_VARIABLE = "ANNOTATOR_CONFIG_DIR"
_MOST_BYTES = 100_000


class Settings(NamedTuple):
    """Settings for all articles. Settings that are not set are None. `SETTINGS` describes them."""

    annotator: str | None = None
    theme: str | None = None
    prompt_level: str | None = None
    advance: bool | None = None
    scroll_margin: int | None = None
    keys: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    suggestions: str | None = None
    suggesters: Mapping[str, OutsideSuggester] = MappingProxyType({})
    send_text_to: tuple[str, ...] = ()


class SettingDescription(NamedTuple):
    """A setting for people.

    Attributes:
        name: Its name in the file.
        default: What is used without it, in words.
        example: A value as the file has it.
        help: One sentence or two.
    """

    name: str
    default: str
    example: str
    help: str


SETTINGS: tuple[SettingDescription, ...] = (
    SettingDescription("annotator", "you are asked once", '"Ada"', "Your name as an annotator."),
    SettingDescription(
        "theme",
        "annotator-dark",
        "annotator-dark",
        "The color theme of the screen. `T` on the screen changes it.",
    ),
    SettingDescription(
        "prompt_level",
        "tags",
        "links",
        "What to ask for after a tag: `tags` (nothing more), `sources`, or `links` (also the "
        "claims it answers). `A` on the screen changes it. A project has its own.",
    ),
    SettingDescription(
        "advance",
        "true",
        "true",
        "Whether a tag moves to the next sentence: `true` or `false`. `a` on the screen changes "
        "it.",
    ),
    SettingDescription(
        "scroll_margin",
        "the upper third",
        "5",
        "The rows to keep above and below the current sentence. Without it, the sentence stays in "
        "the upper third.",
    ),
    SettingDescription(
        "keys",
        "the keys of the program",
        "{note: [m, f2]}",
        "The keys of commands, by command ID: one key, or a list of keys.",
    ),
    SettingDescription(
        "suggestions",
        "a list for source, kind and cue",
        "off",
        "How suggestions are shown in an article that is not in a project: `off`, `list`, "
        "`second-look` or `ghost`. A project has its own.",
    ),
    SettingDescription(
        "suggesters",
        "only those that are built in",
        '{my-model: {chat: "http://127.0.0.1:11434/v1", model: "llama3.1"}}',
        "What the names of your own suggesters stand for: a command, an address, a chat or an "
        "entry point. A project can name them, but cannot define them.",
    ),
    SettingDescription(
        "send_text_to",
        "only this computer",
        "[api.example.com]",
        "The hosts that may get the text of articles. `annotator suggest --send-text-to HOST` "
        "adds one.",
    ),
)
"""The settings in the order of `Settings`."""

SUGGESTER_SETTINGS: tuple[SettingDescription, ...] = (
    SettingDescription(
        "command",
        "none",
        "[python3, suggest.py]",
        "A program and its arguments. Relative paths start in the folder of the settings.",
    ),
    SettingDescription(
        "address",
        "none",
        '"http://127.0.0.1:8000/suggest"',
        "The address of a web service.",
    ),
    SettingDescription(
        "chat",
        "none",
        '"http://127.0.0.1:11434/v1"',
        "The address of a language model with the interface of OpenAI, up to `v1`.",
    ),
    SettingDescription(
        "entry_point",
        "none",
        "spacy-rules",
        "The name of an entry point of a Python package, in the group `annotator.suggesters`.",
    ),
    SettingDescription("model", "required for a chat", '"llama3.1"', "The model of the chat."),
    SettingDescription(
        "temperature",
        "the service decides",
        "0",
        "How much the answers of the chat vary, from 0 to 2.",
    ),
    SettingDescription(
        "key",
        "no key is sent",
        "MODEL_KEY",
        "The environment variable with the key of the address or the chat. Never the key itself.",
    ),
    SettingDescription(
        "version",
        "a hash",
        '"2"',
        "The version of the suggester. Change it when the suggester changes in a way that these "
        "settings do not show.",
    ),
    SettingDescription(
        "seconds",
        str(DEFAULT_SECONDS),
        "300",
        f"The time limit for a document in seconds, at most {MAX_SECONDS:,}.",
    ),
)
"""The fields of a suggester in the settings."""


_Text = Annotated[str, msgspec.Meta(description="text")]
_Rows = Annotated[int, msgspec.Meta(ge=0, le=999, description="a number of rows, from 0 to 999")]
_Keys = Annotated[
    str | list[str], msgspec.Meta(description="one key, or a list of keys in brackets")
]
_Hosts = Annotated[
    str | list[str], msgspec.Meta(description="the name of a host, or a list of names in brackets")
]
_Switch = Annotated[bool, msgspec.Meta(description="true or false")]
_Level = Annotated[str, one_of(PromptLevel)]
_Mode = Annotated[str, one_of(SuggestionMode)]


_Limit = Annotated[
    int,
    msgspec.Meta(
        ge=1, le=MAX_SECONDS, description=f"a whole number of seconds, from 1 to {MAX_SECONDS:,}"
    ),
]
_Temperature = Annotated[float, msgspec.Meta(ge=0, le=2, description="a number from 0 to 2")]
_HttpAddress = Annotated[
    str, msgspec.Meta(pattern="^https?://", description="an http or https address")
]
_Words = Annotated[
    list[Name], msgspec.Meta(min_length=1, description="a list: the program, then its arguments")
]


class OutsideSuggesterRecord(StrictRecord, kw_only=True):
    """What the name of a suggester stands for. It has one of the first four fields."""

    command: _Words | None = None
    address: _HttpAddress | None = None
    chat: _HttpAddress | None = None
    entry_point: Name | None = None
    model: Name | None = None
    temperature: _Temperature | None = None
    key: Name | None = None
    version: Name | None = None
    seconds: _Limit = DEFAULT_SECONDS


class SettingsRecord(StrictRecord, kw_only=True):
    """The settings as their file has them."""

    annotator: _Text | None = None
    theme: _Text | None = None
    prompt_level: _Level | None = None
    advance: _Switch | None = None
    scroll_margin: _Rows | None = None
    keys: dict[str, _Keys] | None = None
    suggestions: _Mode | None = None
    suggesters: dict[Id, OutsideSuggesterRecord] | None = None
    send_text_to: _Hosts | None = None


class SettingsFile(NamedTuple):
    """The settings, and the file they are from.

    Attributes:
        path: The file. It need not exist.
        settings: The settings. A setting with a problem has its default.
        problems: The problems, in the order of their lines.
        lines: The line of each setting and each key, by its path, for example `keys.note`.
    """

    path: Path
    settings: Settings
    problems: tuple[Problem, ...] = ()
    lines: Mapping[str, int] = MappingProxyType({})

    def problem(self, path: str, message: str) -> Problem:
        """A problem of the setting at a path."""
        return Problem(message, str(self.path), self.lines.get(path), path)


def settings_path() -> Path:
    """The path of the settings. `ANNOTATOR_CONFIG_DIR` in the environment overrides it."""
    folder = os.environ.get(FOLDER_VARIABLE)
    return Path(folder or platformdirs.user_config_dir("annotator")) / "settings.yaml"


def read_settings(path: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings and their problems. A setting with a problem has its default."""
    file = read_settings_file(path)
    return file.settings, file.problems


def read_settings_file(path: Path) -> SettingsFile:
    """The settings with their file. Whether keys and theme exist is not checked."""
    try:
        return _parsed(path, _bytes_of(path))
    except DataError as refused:
        return SettingsFile(path, Settings(), refused.problems)


def _parsed(path: Path, data: bytes) -> SettingsFile:
    if not _has_content(data):
        return SettingsFile(path, Settings())
    return _read(path, parse_tree(data, str(path)))


def _bytes_of(path: Path) -> bytes:
    if not os.path.lexists(path):
        return b""
    return read_limited(path, _MOST_BYTES, "Keep only settings in it.")


def _has_content(data: bytes) -> bool:
    """Whether there is more than comments."""
    lines = (line.strip() for line in data.splitlines())
    return any(line and not line.startswith(b"#") for line in lines)


class _Reading:
    """Settings that are read: their lines, their problems, and which have problems."""

    def __init__(self, file: str, lines: Mapping[str, int]) -> None:
        self.file, self.lines = file, lines
        self.refused: list[Steps] = []
        self.problems: list[Problem] = []

    def refuse(self, steps: Steps, message: str) -> None:
        path = path_text(steps)
        self.refused.append(steps)
        self.problems.append(Problem(message, self.file, self.lines.get(path), path))


def _read(path: Path, tree: Tree) -> SettingsFile:
    if not isinstance(tree.root, dict):
        tree.refuse((), "Write each line as “name: value”.")
        return SettingsFile(path, Settings(), tuple(tree.problems))
    reading = _Reading(str(path), _lines(tree, tree.root))
    for old, new in FORMER_SETTINGS.items():
        _replace_former_name(reading, tree.root, old, new)
    for name in [name for name, value in tree.root.items() if value == ""]:
        del tree.root[name]
    record = convert(reading, tree.root, (), SettingsRecord)
    if record is None:
        _remove(tree.root, reading.refused)
        record = convert(_Reading("", {}), tree.root, (), SettingsRecord)
    settings = _settings(record) if record else Settings()
    settings = settings._replace(suggesters=_usable_suggesters(reading, settings.suggesters))
    problems = by_line([*tree.problems, *reading.problems])
    return SettingsFile(path, settings, tuple(problems), reading.lines)


def _lines(tree: Tree, root: dict[str, Any]) -> dict[str, int]:
    """The line of each setting, also under its current name, and of each key."""
    lines = {name: tree.line((name,)) for name in root}
    lines |= {new: lines[old] for old, new in FORMER_SETTINGS.items() if old in lines}
    for name in ("keys", "suggesters"):
        lines |= {path_text(steps): tree.line(steps) for steps in _inside((name,), root.get(name))}
    return lines


def _inside(steps: Steps, node: Any) -> Iterator[Steps]:
    """The paths of the nodes inside a mapping."""
    for name, value in node.items() if isinstance(node, dict) else ():
        yield (*steps, name)
        yield from _inside((*steps, name), value)


def _replace_former_name(reading: _Reading, root: dict[str, Any], old: str, new: str) -> None:
    if old in root and new in root:
        reading.refuse((old,), f"This is the former name of “{new}”, which is here too. Keep one.")
        del root[old]
    elif old in root:
        root[new] = root.pop(old)


def _remove(root: dict[str, Any], refused: list[Steps]) -> None:
    """Remove the settings with problems, and of the keys only those with problems."""
    for first, *rest in refused:
        inside = root.get(str(first))
        if rest and isinstance(inside, dict):
            inside.pop(str(rest[0]), None)
        else:
            root.pop(str(first), None)


def _settings(record: SettingsRecord) -> Settings:
    keys = {command: _texts(each) for command, each in (record.keys or {}).items()}
    return Settings(
        record.annotator or None,
        record.theme or None,
        record.prompt_level,
        record.advance,
        record.scroll_margin,
        keys,
        record.suggestions,
        {name: _suggester(each) for name, each in (record.suggesters or {}).items()},
        _texts(record.send_text_to or ()),
    )


def _texts(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _suggester(record: OutsideSuggesterRecord) -> OutsideSuggester:
    fields = msgspec.structs.asdict(record)
    return OutsideSuggester(**fields | {"command": tuple(record.command or ())})


def _usable_suggesters(
    reading: _Reading, suggesters: Mapping[str, OutsideSuggester]
) -> Mapping[str, OutsideSuggester]:
    """The suggesters without problems. The problems of the others are reported."""
    usable = {}
    for name, suggester in suggesters.items():
        faults = list(suggester_faults(name, suggester))
        if suggester.url is not None and web_address(suggester.url) is None:
            faults.append(("address" if suggester.address else "chat", _BAD_ADDRESS))
        for field, message in faults:
            reading.refuse(("suggesters", name, *((field,) if field else ())), message)
        if not faults:
            usable[name] = suggester
    return usable


_BAD_ADDRESS = "This is not a plain web address."


# Changing the file


def change_settings(
    path: Path, change: Callable[[Settings], Settings], system: System = SYSTEM
) -> Settings:
    """The settings after `change`, saved to the file. Comments and everything else stay.

    Its folder is created if necessary.

    Raises:
        DataError: The file cannot be written, or has problems. Then nothing is changed.
    """
    data = _bytes_of(path)
    file = _parsed(path, data)
    if file.problems:
        raise DataError(file.problems)
    changed = change(file.settings)
    if changed != file.settings or not os.path.lexists(path):
        written = _with_changes(data, file.settings, changed)
        _require_same(path, written, changed)
        make_folder(path.parent, system=system)
        overwrite(path, written, system)
    return changed


def _require_same(path: Path, data: bytes, wanted: Settings) -> None:
    """Check that the file will be read as it is meant, before it is written."""
    if _parsed(path, data).settings != wanted:
        message = "The program cannot write this change into the file. Edit the file yourself."
        raise DataError(Problem(message, str(path)))


def _with_changes(data: bytes, before: Settings, after: Settings) -> bytes:
    """The content of the file with the settings that differ."""
    changed = {
        name: value for name, value in after._asdict().items() if value != getattr(before, name)
    }
    yaml = _round_trip()
    if not _has_content(data):
        comments = data.decode("utf-8-sig").rstrip("\n")
        return f"{comments}\n".lstrip("\n").encode() + _dumped(yaml, _new_values(changed))
    content = yaml.load(data)
    _rename_former(content)
    content.update(_new_values(changed))
    for name, value in changed.items():
        if value is None or value in ({}, ()):
            content.pop(name, None)
    return _dumped(yaml, content)


def _rename_former(content: Any) -> None:
    """Give settings under former names their names of today, with their places and comments."""
    for old, new in FORMER_SETTINGS.items():
        if old in content:
            place = list(content).index(old)
            comments = content.ca.items.pop(old, None)
            content.insert(place, new, content.pop(old))
            if comments is not None:
                content.ca.items[new] = comments


def _new_values(changed: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _yaml_value(value)
        for name, value in changed.items()
        if value is not None and value not in ({}, ())
    }


def _yaml_value(value: Any) -> Any:
    """A value as it is written: texts in double quotes, and one key without a list."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString  # noqa: PLC0415 (slow to load)

    if isinstance(value, str):
        return DoubleQuotedScalarString(value)
    if isinstance(value, Mapping):
        return {_yaml_value(name): _yaml_value(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return _yaml_value(value[0]) if len(value) == 1 else [_yaml_value(each) for each in value]
    return value


def _round_trip() -> "YAML":
    from ruamel.yaml import YAML  # noqa: PLC0415 (slow to load)

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _MOST_BYTES
    return yaml


def _dumped(yaml: "YAML", content: Any) -> bytes:
    if not content:
        return b""
    written = io.BytesIO()
    yaml.dump(content, written)
    return written.getvalue()

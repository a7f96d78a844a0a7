"""Strict YAML: a file's bytes become a tree of plain values with line numbers, then records.

Every scalar stays the string in the file until a record's type converts it. Anchors, aliases, tags,
merge keys, several documents and anything that could exhaust memory are refused. The tree is built
from the parser's events without recursion, because the C composer crashes on deep nesting before a
limit could be checked. A file of an older format version is upgraded in the tree.
"""

import re
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn, Protocol, TypeVar, Union, get_args, get_origin

import msgspec
import yaml

from annotator.model.errors import DataError, Problem
from annotator.model.former_names import FORMER_FIELDS, FORMER_VALUES, Names
from annotator.storage.files import read_limited
from annotator.text.strict_text import decode_utf8

Node = str | list["Node"] | dict[str, "Node"]
Steps = tuple[str | int, ...]
"""The path from the root to a node: keys, and positions from 0."""


def path_text(steps: Steps) -> str:
    """The path to a node as it is shown: `sentences[3].span`."""
    shown = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return shown.removeprefix(".")


def by_line(problems: Iterable[Problem]) -> list[Problem]:
    """All problems, in the order of their lines."""
    return sorted(problems, key=lambda problem: problem.line or 0)


class Tree:
    """The content of a file.

    Attributes:
        root: The root node.
        file: The file's path as the person would type it.
        problems: The problems found so far.
        refused: The paths of nodes that already have a problem and are not checked again.
        lines: The line of each child of a list or mapping, in order, by the parent's identity.
    """

    def __init__(self, root: Node, file: str) -> None:
        self.root = root
        self.file = file
        self.problems: list[Problem] = []
        self.refused: set[Steps] = set()
        self.lines: dict[int, list[int]] = {}

    def line(self, steps: Steps) -> int:
        """The line, from 1, of the node at `steps`, or of its nearest ancestor."""
        node, line = self.root, 1
        for step in steps:
            position = _position(node, step)
            if position is None:
                break
            line = self.lines[id(node)][position]
            node = node[step]  # type: ignore[index]  # _position found it there
        return line

    def value(self, steps: Steps, default: Node) -> Node:
        """The node at `steps`, or the default if there is none."""
        node = self.root
        for step in steps:
            if _position(node, step) is None:
                return default
            node = node[step]  # type: ignore[index]  # _position found it there
        return node

    def problem(self, steps: Steps, message: str) -> Problem:
        """A problem of the node at `steps`, with its place."""
        return Problem(message, self.file, self.line(steps), path_text(steps) or None)

    def refuse(self, steps: Steps, message: str) -> None:
        """Add a problem of the node at `steps`, unless an ancestor has one."""
        if not any(steps[:length] in self.refused for length in range(len(steps) + 1)):
            self.problems.append(self.problem(steps, message))


def _position(node: Node, step: str | int) -> int | None:
    if isinstance(node, dict):
        return next((at for at, key in enumerate(node) if key == step), None)
    inside = isinstance(node, list) and isinstance(step, int) and step < len(node)
    return step if inside and isinstance(step, int) else None


MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 32
MAX_NODES = 1_000_000
NEW_SET_DIVISOR = 4
"""A new set may use this part of the limits. The rest is for its tags."""
TOO_DEEP = f"This is nested deeper than {MAX_DEPTH} levels. Is it the right file?"

_TOO_LARGE = "It could not be opened again, so it was not written. Divide it."
LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
"""The YAML loader: the parser in C if it is available."""
# libyaml rejects the escape of a lone surrogate, but the parser in Python reads it.
_SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")
_UNPRINTABLE = "[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)


def read_bytes(path: Path) -> bytes:
    """The bytes of one of our files, at most `MAX_BYTES`.

    Raises:
        DataError: The file is too large, not an ordinary file, or cannot be read.
    """
    return read_limited(path, MAX_BYTES)


def check_size(data: bytes, name: str, values: int | None = None) -> bytes:
    """The bytes of a file to write, after a check that `load` accepts their size.

    Args:
        data: The bytes.
        name: The file's name in a problem.
        values: The number of values in it; counted if it is not known.

    Raises:
        DataError: The file would be too large to read again.
    """
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise DataError(Problem(f"The file would be larger than {limit} MB. {_TOO_LARGE}", name))
    # Every value takes at least one byte.
    if len(data) > MAX_NODES and (values or count_values(data)) > MAX_NODES:
        raise DataError(
            Problem(f"The file would have more than {MAX_NODES:,} values. {_TOO_LARGE}", name)
        )
    return data


def count_values(data: bytes) -> int:
    """The number of values in YAML: mappings, lists and texts, including field names."""
    return sum(
        isinstance(event, yaml.NodeEvent) for event in yaml.parse(data, Loader=_loader_for(data))
    )


def _loader_for(data: bytes) -> Any:
    return yaml.SafeLoader if _SURROGATE_ESCAPE.search(data) else LOADER


def parse_tree(data: bytes, file: str) -> Tree:
    """The tree of a file's bytes. Its `problems` list what strict YAML refuses.

    Raises:
        DataError: There is no tree: the file is empty, too large, too deep, or not YAML.
    """
    _refuse_large(data, file)
    text = decode_utf8(data, file, "The file is damaged, or has another encoding.")
    _refuse_conflicts(text, file)
    builder = _Builder(file)
    loader = _loader_for(data)
    try:
        for event in yaml.parse(text, Loader=loader):
            _ON_EVENT[type(event)](builder, event)
    except yaml.YAMLError as error:
        raise DataError(
            by_line([*builder.tree.problems, _syntax_problem(error, text, file)])
        ) from error
    if not builder.nodes:
        message = "The file is empty, so it is damaged. Restore it from a copy or from git."
        raise DataError(Problem(message, file))
    return builder.tree


def _refuse_large(data: bytes, file: str) -> None:
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise DataError(Problem(f"The file is larger than {limit} MB. Is it the right file?", file))


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _refuse_conflicts(text: str, file: str) -> None:
    message = (
        "This file has a merge conflict from git. Keep one version of these lines and delete the "
        "conflict markers."
    )
    lines = [_line_at(text, match.start()) for match in _CONFLICT.finditer(text)]
    if lines:
        raise DataError(by_line(Problem(message, file, line) for line in lines))


def _syntax_problem(error: yaml.YAMLError, text: str, file: str) -> Problem:
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        problem = error.problem or error.context
    else:
        match = re.search(_UNPRINTABLE, text)
        line = _line_at(text, match.start()) if match else None
        problem = "it contains a control character"
    # libyaml also counts the levels. It looks ahead, so it may reject a file before this check.
    if problem and "nesting depth" in problem:
        return Problem(TOO_DEEP, file, line)
    return Problem(
        f"This is not valid YAML: {problem}. Correct the line or restore a copy.", file, line
    )


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


@dataclass(slots=True)
class _Open:
    """A mapping or list that is not complete yet.

    Attributes:
        steps: The path to it.
        key: In a mapping: the key whose value comes next; None if a key comes next.
        is_known: Whether that value is added to the mapping.
    """

    node: list[Node] | dict[str, Node]
    steps: Steps
    lines: list[int]
    key: str | None = None
    key_line: int = 0
    is_known: bool = True

    @property
    def awaits_key(self) -> bool:
        return self.key is None and isinstance(self.node, dict)

    def here(self) -> Steps:
        """The path to the next child."""
        if isinstance(self.node, list):
            return (*self.steps, len(self.node))
        return self.steps if self.key is None else (*self.steps, self.key)


class _Builder:
    """Builds the tree from the parser's events."""

    def __init__(self, file: str) -> None:
        self.tree = Tree("", file)
        self.nodes = 0
        self._documents = 0
        self._open: list[_Open] = []

    def document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            self._stop(event, "A second YAML document begins here. Only one is allowed.")

    def scalar(self, event: yaml.ScalarEvent) -> None:
        self._count(event)
        if self._open and self._open[-1].awaits_key:
            self._key(event, self._open[-1])
        else:
            self._refuse_extras(event)
            self._place(event.value, _line(event))

    def alias(self, event: yaml.AliasEvent) -> None:
        self._count(event)
        self._refuse_as_key(event)
        self._refuse(event, f"The alias “*{event.anchor}” is not allowed. Write the value itself.")
        self._place("", _line(event))

    def begin(self, event: yaml.CollectionStartEvent) -> None:
        self._count(event)
        if len(self._open) == MAX_DEPTH:
            self._stop(event, TOO_DEEP)
        self._refuse_as_key(event)
        self._refuse_extras(event)
        steps = self._here()
        node: list[Node] | dict[str, Node] = {} if type(event) is yaml.MappingStartEvent else []
        self._place(node, _line(event))
        lines = self.tree.lines[id(node)] = []
        self._open.append(_Open(node, steps, lines))

    def end(self, event: yaml.CollectionEndEvent) -> None:
        self._open.pop()

    def nothing(self, event: yaml.Event) -> None:
        """Skip an event that has no content."""

    def _key(self, event: yaml.ScalarEvent, parent: _Open) -> None:
        parent.key, parent.key_line = event.value, _line(event)
        parent.is_known = event.value not in parent.node
        self._refuse_extras(event)
        if event.value == "<<" and event.implicit[0]:
            parent.is_known = False
            self._refuse(event, "The merge key “<<” is not allowed. Write the fields themselves.")
        elif not parent.is_known:
            self._refuse(event, f"The field “{event.value}” occurs twice. Keep one.")

    def _refuse_as_key(self, event: yaml.NodeEvent) -> None:
        if self._open and self._open[-1].awaits_key:
            self._stop(event, "A field's name must be text, not a list, a mapping or an alias.")

    def _refuse_extras(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._refuse(event, f"The anchor “&{event.anchor}” is not allowed. Remove it.")
        if event.tag is not None:
            self._refuse(event, f"The YAML tag “{event.tag}” is not allowed. Remove it.")

    def _place(self, node: Node, line: int) -> None:
        if not self._open:
            self.tree.root = node
            return
        parent = self._open[-1]
        if isinstance(parent.node, list):
            parent.node.append(node)
            parent.lines.append(line)
        elif parent.key is not None:
            if parent.is_known:
                parent.node[parent.key] = node
                parent.lines.append(parent.key_line)
            parent.key = None

    def _here(self) -> Steps:
        return self._open[-1].here() if self._open else ()

    def _refuse(self, event: yaml.Event, message: str) -> None:
        here = self._here()
        problem = Problem(message, self.tree.file, _line(event), path_text(here) or None)
        self.tree.problems.append(problem)
        self.tree.refused.add(here)

    def _stop(self, event: yaml.Event, message: str) -> NoReturn:
        problem = Problem(message, self.tree.file, _line(event))
        raise DataError(by_line([*self.tree.problems, problem]))

    def _count(self, event: yaml.Event) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._stop(event, f"The file has more than {MAX_NODES:,} values. Is it the right file?")


_ON_EVENT: dict[type[yaml.Event], Callable[[_Builder, Any], None]] = {
    yaml.StreamStartEvent: _Builder.nothing,
    yaml.StreamEndEvent: _Builder.nothing,
    yaml.DocumentStartEvent: _Builder.document,
    yaml.DocumentEndEvent: _Builder.nothing,
    yaml.ScalarEvent: _Builder.scalar,
    yaml.AliasEvent: _Builder.alias,
    yaml.SequenceStartEvent: _Builder.begin,
    yaml.MappingStartEvent: _Builder.begin,
    yaml.SequenceEndEvent: _Builder.end,
    yaml.MappingEndEvent: _Builder.end,
}


CURRENT_VERSIONS: Mapping[str, int] = {
    "attribution-annotations": 2,
    "attribution-key": 2,
    "attribution-gold": 2,
    "attribution-codebook": 1,
    "attribution-document": 1,
    "attribution-project": 1,
    "attribution-assignments": 1,
    "attribution-lesson": 1,
    "attribution-people": 1,
    "attribution-suggestions": 1,
    "attribution-evaluation": 1,
}

Upgrade = Callable[[dict[str, Node]], None]


def _needs_nothing(root: dict[str, Node]) -> None:
    """Upgrade to a version that only has more fields."""


UPGRADES: Mapping[tuple[str, int], Upgrade] = {
    ("attribution-annotations", 1): _needs_nothing,
    ("attribution-key", 1): _needs_nothing,
    ("attribution-gold", 1): _needs_nothing,
}
"""Functions that upgrade a tree's root in place by one version, by format name and version."""


def format_line(name: str, version: int | None = None) -> str:
    """The format and version as our files state them: `attribution-key/1`.

    Args:
        name: The name of the format.
        version: A version; None for the current one.
    """
    return f"{name}/{version or CURRENT_VERSIONS[name]}"


def upgrade_format(tree: Tree, *expected: str) -> str:
    """The name of a tree's format. The tree is upgraded to its current version.

    Args:
        tree: The tree. An older version is upgraded in place.
        expected: The names of the formats that are allowed.

    Raises:
        DataError: It has another format, or a version that is newer than this program.
    """
    if not isinstance(tree.root, dict):
        raise DataError(
            [
                *tree.problems,
                tree.problem((), "This is not a file of this program: it has no fields."),
            ]
        )
    stated = tree.root.get("format")
    match = re.fullmatch(r"([a-z-]+)/([0-9]{1,9})", stated if isinstance(stated, str) else "")
    if match is None or match[1] not in expected:
        formats = " or ".join(format_line(name) for name in expected)
        shown = f"“{stated}”" if isinstance(stated, str) else "missing"
        message = f"The format is {shown}, but it must be {formats}."
        raise DataError([*tree.problems, tree.problem(("format",), message)])
    _upgrade_to_current(tree, tree.root, match[1], int(match[2]))
    _replace_former_names(tree, match[1])
    return match[1]


def _upgrade_to_current(tree: Tree, root: dict[str, Node], name: str, version: int) -> None:
    if version > CURRENT_VERSIONS[name]:
        message = (
            f"A newer version of annotator wrote this file ({name}/{version}). This "
            f"version reads up to {format_line(name)}. "
            "Nothing was changed. Update annotator to open the file."
        )
        raise DataError(tree.problem(("format",), message))
    for old in range(version, CURRENT_VERSIONS[name]):
        if (name, old) not in UPGRADES:
            raise DataError(tree.problem(("format",), f"The format {name}/{old} does not exist."))
        UPGRADES[name, old](root)
    root["format"] = format_line(name)


class RecordReading(Protocol):
    """The source of the values of a record. It knows their places and collects their problems."""

    def refuse(self, steps: Steps, message: str) -> None:
        """Add a problem of the value at `steps`."""


T = TypeVar("T")
_LONGEST_QUOTATION = 40
# Half of a surrogate pair in place of a number is rejected with an error of its own.
_MISFITS = (msgspec.ValidationError, UnicodeEncodeError)


def convert(reading: RecordReading, value: Any, steps: Steps, wanted: type[T]) -> T | None:
    """The record in plain values; None if they have problems, which are added to `reading`.

    Args:
        reading: The source of the values: a tree, or a row of another format.
        value: A node of a tree, or a mapping of texts, numbers, booleans and lists.
        steps: The path to the value.
        wanted: The record's type.
    """
    try:
        return msgspec.convert(value, wanted, strict=False)
    except _MISFITS:
        for place, message in _problems(value, steps, wanted):
            reading.refuse(place, message)
        return None


def read_record(
    data: bytes,
    file: str,
    name: str,
    wanted: type[T],
    contradictions: Callable[[T], Iterable[tuple[Steps, str]]],
) -> T:
    """The record in a file's bytes, which contradicts itself nowhere.

    Args:
        data: The bytes.
        file: The file's name, for problems.
        name: The name of its format.
        wanted: The record's type.
        contradictions: Finds what a type cannot rule out: the path to it, and what is wrong.

    Raises:
        DataError: The file has problems. Each has its line and path.
    """
    tree = parse_tree(data, file)
    upgrade_format(tree, name)
    record = convert(tree, tree.root, (), wanted)
    for steps, message in contradictions(record) if record is not None else ():
        tree.refuse(steps, message)
    if record is None or tree.problems:
        raise DataError(by_line(tree.problems))
    return record


def convert_each(tree: Tree, name: str, wanted: type[T]) -> dict[int, T]:
    """The records in the list `name` of the root, by position. Those with problems are left out."""
    records = (
        convert(tree, node, (name, at), wanted) for at, node in enumerate(list_items(tree, name))
    )
    return {at: record for at, record in enumerate(records) if record is not None}


def list_items(tree: Tree, name: str) -> list[Node]:
    """The nodes in the list `name` of the root; empty if there is no such list."""
    nodes = tree.root.get(name) if isinstance(tree.root, dict) else None
    return nodes if isinstance(nodes, list) else []


_Found = Iterator[tuple[Steps, str]]


def _problems(node: Any, steps: Steps, wanted: Any) -> _Found:
    """All problems of a value and its parts. msgspec itself stops at the first one."""
    value_type = _possible_type(node, wanted)
    if node is None and value_type is not wanted:
        return
    wanted = value_type
    shape = get_origin(wanted) or wanted
    if shape is list and isinstance(node, list):
        for at, item in enumerate(node):
            yield from _problems(item, (*steps, at), get_args(wanted)[0])
    elif shape is dict and isinstance(node, dict):
        for key, value in node.items():
            yield from _problems_of_value(key, (*steps, key), get_args(wanted)[0])
            yield from _problems(value, (*steps, key), get_args(wanted)[1])
    elif _is_record(shape) and isinstance(node, dict):
        yield from _problems_of_fields(node, steps, shape)
    else:
        yield from _problems_of_value(node, steps, wanted)


def _problems_of_fields(node: dict[str, Any], steps: Steps, wanted: type[msgspec.Struct]) -> _Found:
    fields = {field.encode_name: field for field in msgspec.structs.fields(wanted)}
    for name, value in node.items():
        if name in fields:
            yield from _problems(value, (*steps, name), fields[name].type)
        else:
            yield (*steps, name), _unknown(name, list(fields))
    for name, field in fields.items():
        if field.required and name not in node:
            yield steps, f"The field “{name}” is missing."


def _unknown(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, 1)
    advice = f"Did you mean “{near[0]}”?" if near else f"Known fields: {', '.join(known)}."
    return f"Unknown field “{_quoted(name)}”. {advice}"


def _problems_of_value(node: Any, steps: Steps, wanted: Any) -> _Found:
    try:
        msgspec.convert(node, wanted, strict=False)
    except _MISFITS:
        nested = isinstance(node, list | dict)
        shown = _describe_type(type(node)) if nested else f"“{_quoted(str(node))}”"
        yield steps, f"This must be {_describe_type(wanted)}, not {shown}."


def _quoted(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTATION else f"{text[:_LONGEST_QUOTATION]}…"


def _describe_type(wanted: Any) -> str:
    """A type's values, in words."""
    if get_origin(wanted) is Annotated:
        metas = (meta for meta in get_args(wanted) if isinstance(meta, msgspec.Meta))
        return next(meta.description for meta in metas if meta.description)
    if get_origin(wanted) is Literal:
        return " or ".join(f"“{word}”" for word in get_args(wanted))
    return (
        "a list" if (get_origin(wanted) or wanted) is list else "a mapping with “name: value” lines"
    )


def _possible_type(node: Any, wanted: Any) -> Any:
    """Of several possible types the one for a mapping if this is one, otherwise the first."""
    if get_origin(wanted) not in {Union, types.UnionType}:
        return wanted
    possible = [each for each in get_args(wanted) if each is not types.NoneType]
    mappings = [each for each in possible if get_origin(each) is dict or _is_record(each)]
    return mappings[0] if mappings and isinstance(node, dict) else possible[0]


def _is_record(shape: Any) -> bool:
    return isinstance(shape, type) and issubclass(shape, msgspec.Struct)


def _replace_former_names(tree: Tree, name: str) -> None:
    """Rename fields and values that have a former name."""
    for path, new in FORMER_FIELDS.get(name, {}).items():
        *way, old = path.split(".")
        for steps, node in _mappings(tree.root, way):
            if old in node:
                _rename(tree, steps, node, old, new)
    for path, values in FORMER_VALUES.get(name, {}).items():
        *way, field = path.split(".")
        for _, node in _mappings(tree.root, way):
            _replace_value(node, field, values)


def _mappings(
    node: Node, way: Sequence[str], steps: Steps = ()
) -> Iterator[tuple[Steps, dict[str, Node]]]:
    """The mappings at a path. In the path, `tags[]` is each item of the list `tags`."""
    if not isinstance(node, dict):
        return
    if not way:
        yield steps, node
        return
    field = way[0].removesuffix("[]")
    inside = node.get(field, "")
    if field == way[0]:
        yield from _mappings(inside, way[1:], (*steps, field))
    elif isinstance(inside, list):
        for at, each in enumerate(inside):
            yield from _mappings(each, way[1:], (*steps, field, at))


def _rename(tree: Tree, steps: Steps, node: dict[str, Node], old: str, new: str) -> None:
    if new in node:
        message = f"“{old}” is the former name of “{new}”, which is here too. Keep one."
        tree.refuse((*steps, old), message)
        tree.refused.add((*steps, old))
        return
    # The order must stay, because the lines of the fields depend on it.
    fields = list(node.items())
    node.clear()
    node.update((new if name == old else name, value) for name, value in fields)


def _replace_value(node: dict[str, Node], field: str, values: Names) -> None:
    value = node.get(field)
    if isinstance(value, str) and value in values:
        node[field] = values[value]

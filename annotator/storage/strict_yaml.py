"""Strict YAML: a file's bytes become a tree of plain values with lines, and that becomes records.

Every scalar stays the string in the file until a record's type converts it. Anchors, aliases, tags,
merge keys and several documents are refused, and so is what would exhaust the machine. The tree is
built from the parser's events without recursion, because the C composer crashes on deep nesting
before any limit could be checked. A file of an older format version is upgraded in the tree.
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
from annotator.text.utf8 import decode_utf8

Node = str | list["Node"] | dict[str, "Node"]
Steps = tuple[str | int, ...]
"""The way from the root to a node: keys, and positions from 0."""


def path_text(steps: Steps) -> str:
    """The way to a node as it is shown: `sentences[3].span`."""
    shown = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return shown.removeprefix(".")


def by_line(problems: Iterable[Problem]) -> list[Problem]:
    """The faults in the order of the file, all of them."""
    return sorted(problems, key=lambda fault: fault.line or 0)


class Tree:
    """What a file says.

    Attributes:
        root: The file's content.
        file: The file's path as the person would type it.
        faults: What is wrong in it, as far as it is known.
        refused: The ways to nodes that are at fault already, and so are not judged again.
        lines: The line of each child of a list or mapping, in order, by the parent's identity.
    """

    def __init__(self, root: Node, file: str) -> None:
        self.root = root
        self.file = file
        self.faults: list[Problem] = []
        self.refused: set[Steps] = set()
        self.lines: dict[int, list[int]] = {}

    def line(self, steps: Steps) -> int:
        """The line, from 1, of the node at `steps`, or of the nearest one around it."""
        node, line = self.root, 1
        for step in steps:
            position = _position(node, step)
            if position is None:
                break
            line = self.lines[id(node)][position]
            node = node[step]  # type: ignore[index]  # _position found it there
        return line

    def problem(self, steps: Steps, message: str) -> Problem:
        """The fault `message` of the node at `steps`, with its place."""
        return Problem(message, self.file, self.line(steps), path_text(steps) or None)

    def refuse(self, steps: Steps, message: str) -> None:
        """Keep the fault `message` of the node at `steps`, unless a node around it has one."""
        if not any(steps[:length] in self.refused for length in range(len(steps) + 1)):
            self.faults.append(self.problem(steps, message))


def _position(node: Node, step: str | int) -> int | None:
    if isinstance(node, dict):
        return next((at for at, key in enumerate(node) if key == step), None)
    inside = isinstance(node, list) and isinstance(step, int) and step < len(node)
    return step if inside and isinstance(step, int) else None


MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 32
MAX_NODES = 1_000_000
NEW_SET_DIVISOR = 4
"""A set in which nothing is decided yet has this part of the limits: it is to grow by its tags."""
TOO_DEEP = f"this is nested deeper than {MAX_DEPTH} levels; no file of ours is"

_TOO_LARGE = "it could not be opened again, so it is not written; divide it"
LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
"""What reads YAML: the parser in C where there is one."""
# libyaml refuses the escape of a lone surrogate, which the parser in Python reads.
_SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")
_UNPRINTABLE = "[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file of ours, which are at most `MAX_BYTES`.

    Raises:
        DataError: It is larger, no ordinary file, or cannot be read.
    """
    return read_limited(path, MAX_BYTES)


def check_size(data: bytes, name: str, values: int | None = None) -> bytes:
    """The bytes of a file that is to be written: `load` refuses none of these for its size.

    Args:
        data: The bytes.
        name: What the file is called in a fault.
        values: How many values are in it; counted where that is not known.

    Raises:
        DataError: The file is too large to be read again, and is not to be written.
    """
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise DataError(Problem(f"would be larger than {limit} MB; {_TOO_LARGE}", name))
    # No value takes less than a byte.
    if len(data) > MAX_NODES and (values or count_values(data)) > MAX_NODES:
        raise DataError(Problem(f"would have more than {MAX_NODES:,} values; {_TOO_LARGE}", name))
    return data


def count_values(data: bytes) -> int:
    """How many values are in YAML: mappings, lists and texts, the names of fields among them."""
    return sum(
        isinstance(event, yaml.NodeEvent) for event in yaml.parse(data, Loader=_loader_for(data))
    )


def _loader_for(data: bytes) -> Any:
    return yaml.SafeLoader if _SURROGATE_ESCAPE.search(data) else LOADER


def parse_tree(data: bytes, file: str) -> Tree:
    """The tree of a file's bytes; what strict YAML refuses in it stands in the tree's `faults`.

    Raises:
        DataError: There is no tree: the file is empty, too large or deep, or not YAML.
    """
    _refuse_large(data, file)
    text = decode_utf8(data, file, "the file is damaged or in another encoding")
    _refuse_conflicts(text, file)
    builder = _Builder(file)
    loader = _loader_for(data)
    try:
        for event in yaml.parse(text, Loader=loader):
            _ON_EVENT[type(event)](builder, event)
    except yaml.YAMLError as error:
        raise DataError(
            by_line([*builder.tree.faults, _syntax_fault(error, text, file)])
        ) from error
    if not builder.nodes:
        message = "the file is empty: it is damaged; take it back from a copy or from git"
        raise DataError(Problem(message, file))
    return builder.tree


def _refuse_large(data: bytes, file: str) -> None:
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise DataError(Problem(f"the file is larger than {limit} MB; no file of ours is", file))


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _refuse_conflicts(text: str, file: str) -> None:
    message = (
        "git left both versions here when it merged; keep one of them and delete the lines "
        "with the conflict markers"
    )
    lines = [_line_at(text, match.start()) for match in _CONFLICT.finditer(text)]
    if lines:
        raise DataError(by_line(Problem(message, file, line) for line in lines))


def _syntax_fault(error: yaml.YAMLError, text: str, file: str) -> Problem:
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        problem = error.problem or error.context
    else:
        match = re.search(_UNPRINTABLE, text)
        line = _line_at(text, match.start()) if match else None
        problem = "a control character stands in it"
    # libyaml counts the levels too, and looks far enough ahead to refuse before we are asked.
    if problem and "nesting depth" in problem:
        return Problem(TOO_DEEP, file, line)
    return Problem(f"this is not YAML: {problem}; correct the line or take back a copy", file, line)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end is still to come.

    Attributes:
        steps: The way to it.
        key: Of a mapping: the key whose value comes next; None where a key comes next.
        is_known: Whether that value is taken into the mapping.
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
        """The way to the child that comes next."""
        if isinstance(self.node, list):
            return (*self.steps, len(self.node))
        return self.steps if self.key is None else (*self.steps, self.key)


class _Builder:
    """Makes the tree from the parser's events."""

    def __init__(self, file: str) -> None:
        self.tree = Tree("", file)
        self.nodes = 0
        self._documents = 0
        self._open: list[_Open] = []

    def document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            self._stop(event, "a second YAML document begins here; a file of ours has one")

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
        self._refuse(event, f"the alias “*{event.anchor}” is not allowed; write the value itself")
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
        """Pass over an event that carries no content."""

    def _key(self, event: yaml.ScalarEvent, parent: _Open) -> None:
        parent.key, parent.key_line = event.value, _line(event)
        parent.is_known = event.value not in parent.node
        self._refuse_extras(event)
        if event.value == "<<" and event.implicit[0]:
            parent.is_known = False
            self._refuse(event, "a merge key “<<” is not allowed; write the fields themselves")
        elif not parent.is_known:
            self._refuse(event, f"the field “{event.value}” is given twice; keep one")

    def _refuse_as_key(self, event: yaml.NodeEvent) -> None:
        if self._open and self._open[-1].awaits_key:
            self._stop(event, "a field's name is text, never a list, a mapping or an alias")

    def _refuse_extras(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._refuse(event, f"the anchor “&{event.anchor}” is not allowed; leave it out")
        if event.tag is not None:
            self._refuse(event, f"the YAML tag “{event.tag}” is not allowed; leave it out")

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
        self.tree.faults.append(problem)
        self.tree.refused.add(here)

    def _stop(self, event: yaml.Event, message: str) -> NoReturn:
        problem = Problem(message, self.tree.file, _line(event))
        raise DataError(by_line([*self.tree.faults, problem]))

    def _count(self, event: yaml.Event) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._stop(event, f"the file has more than {MAX_NODES:,} values; no file of ours has")


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
    "attribution-annotations": 1,
    "attribution-key": 1,
    "attribution-gold": 1,
    "attribution-codebook": 1,
    "attribution-document": 1,
    "attribution-project": 1,
    "attribution-assignments": 1,
}

Upgrade = Callable[[dict[str, Node]], None]
UPGRADES: Mapping[tuple[str, int], Upgrade] = {}
"""What makes a tree's root, in place, of one version that of the next, by the name and version."""


def format_line(name: str) -> str:
    """The format as a file of ours names it: `attribution-key/1`."""
    return f"{name}/{CURRENT_VERSIONS[name]}"


def upgrade_format(tree: Tree, *expected: str) -> str:
    """The name of the format that a tree is in, which is then in its current version.

    Args:
        tree: The tree; one of an older version is upgraded in place.
        expected: The names of the formats that may stand here.

    Raises:
        DataError: It is in none of these formats, or in a version that is newer than this program.
    """
    if not isinstance(tree.root, dict):
        raise DataError(
            [*tree.faults, tree.problem((), "this is no file of ours: it has no fields")]
        )
    stated = tree.root.get("format")
    match = re.fullmatch(r"([a-z-]+)/([0-9]{1,9})", stated if isinstance(stated, str) else "")
    if match is None or match[1] not in expected:
        wanted = " or ".join(format_line(name) for name in expected)
        shown = f"“{stated}”" if isinstance(stated, str) else "missing"
        message = f"the format is {shown}, and here it should be {wanted}"
        raise DataError([*tree.faults, tree.problem(("format",), message)])
    _upgrade_to_current(tree, tree.root, match[1], int(match[2]))
    _replace_former_names(tree, match[1])
    return match[1]


def _upgrade_to_current(tree: Tree, root: dict[str, Node], name: str, version: int) -> None:
    if version > CURRENT_VERSIONS[name]:
        message = (
            f"{name}/{version} was written by a newer annotator than this one, which reads up to "
            f"{format_line(name)}; nothing was changed; update annotator to open it"
        )
        raise DataError(tree.problem(("format",), message))
    for old in range(version, CURRENT_VERSIONS[name]):
        if (name, old) not in UPGRADES:
            raise DataError(tree.problem(("format",), f"there never was a format {name}/{old}"))
        UPGRADES[name, old](root)
    root["format"] = format_line(name)


class RecordReading(Protocol):
    """What a record is read for: it knows where things are, and keeps what is wrong with them."""

    def refuse(self, steps: Steps, message: str) -> None:
        """Keep the problem of the value at `steps`."""


T = TypeVar("T")
_LONGEST_QUOTATION = 40
# Half of a surrogate pair where a number should be is refused in a way of its own.
_MISFITS = (msgspec.ValidationError, UnicodeEncodeError)


def convert(reading: RecordReading, value: Any, steps: Steps, wanted: type[T]) -> T | None:
    """The record that plain values hold; None where they have problems, which `reading` then keeps.

    Args:
        reading: What the values were read from: a tree, or a row of another format.
        value: A node of a tree, or a mapping of texts, numbers, truth values and lists.
        steps: The way to the value.
        wanted: The record's type.
    """
    try:
        return msgspec.convert(value, wanted, strict=False)
    except _MISFITS:
        for place, message in _faults(value, steps, wanted):
            reading.refuse(place, message)
        return None


def convert_each(tree: Tree, name: str, wanted: type[T]) -> dict[int, T]:
    """The records in the list `name` of the tree's root, by position; those at fault are absent."""
    records = (
        convert(tree, node, (name, at), wanted) for at, node in enumerate(list_items(tree, name))
    )
    return {at: record for at, record in enumerate(records) if record is not None}


def list_items(tree: Tree, name: str) -> list[Node]:
    """The nodes in the list `name` of the tree's root; none where there is no such list."""
    nodes = tree.root.get(name) if isinstance(tree.root, dict) else None
    return nodes if isinstance(nodes, list) else []


_Found = Iterator[tuple[Steps, str]]


def _faults(node: Any, steps: Steps, wanted: Any) -> _Found:
    """Every fault of a value as far down as they go, while msgspec itself stops at the first."""
    value_type = _without_none(wanted)
    if node is None and value_type is not wanted:
        return
    wanted = value_type
    shape = get_origin(wanted) or wanted
    if shape is list and isinstance(node, list):
        for at, item in enumerate(node):
            yield from _faults(item, (*steps, at), get_args(wanted)[0])
    elif shape is dict and isinstance(node, dict):
        for key, value in node.items():
            yield from _faults(value, (*steps, key), get_args(wanted)[1])
    elif _is_record(shape) and isinstance(node, dict):
        yield from _faults_of_fields(node, steps, shape)
    else:
        yield from _faults_of_value(node, steps, wanted)


def _faults_of_fields(node: dict[str, Any], steps: Steps, wanted: type[msgspec.Struct]) -> _Found:
    fields = {field.encode_name: field for field in msgspec.structs.fields(wanted)}
    for name, value in node.items():
        if name in fields:
            yield from _faults(value, (*steps, name), fields[name].type)
        else:
            yield (*steps, name), _unknown(name, list(fields))
    for name, field in fields.items():
        if field.required and name not in node:
            yield steps, f"the field “{name}” is missing"


def _unknown(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, 1)
    advice = f"is it “{near[0]}”?" if near else f"there are: {', '.join(known)}"
    return f"there is no field “{_quoted(name)}” here; {advice}"


def _faults_of_value(node: Any, steps: Steps, wanted: Any) -> _Found:
    try:
        msgspec.convert(node, wanted, strict=False)
    except _MISFITS:
        nested = isinstance(node, list | dict)
        shown = _describe_type(type(node)) if nested else f"“{_quoted(str(node))}”"
        yield steps, f"this should be {_describe_type(wanted)}, not {shown}"


def _quoted(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTATION else f"{text[:_LONGEST_QUOTATION]}…"


def _describe_type(wanted: Any) -> str:
    """What a value of a type is, in words."""
    if get_origin(wanted) is Annotated:
        metas = (meta for meta in get_args(wanted) if isinstance(meta, msgspec.Meta))
        return next(meta.description for meta in metas if meta.description)
    if get_origin(wanted) is Literal:
        return " or ".join(f"“{word}”" for word in get_args(wanted))
    return "a list" if (get_origin(wanted) or wanted) is list else "fields of the form name: value"


def _without_none(wanted: Any) -> Any:
    if get_origin(wanted) in {Union, types.UnionType}:
        return next(each for each in get_args(wanted) if each is not types.NoneType)
    return wanted


def _is_record(shape: Any) -> bool:
    return isinstance(shape, type) and issubclass(shape, msgspec.Struct)


def _replace_former_names(tree: Tree, name: str) -> None:
    """Give fields and values that have a former name the one that they have today."""
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
    """The mappings that a way leads to; `tags[]` in it leads to each item of the list `tags`."""
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
        message = f"“{old}” is the former name of “{new}”, which is here too; keep one"
        tree.refuse((*steps, old), message)
        tree.refused.add((*steps, old))
        return
    # In their order: the lines of the fields are known by it.
    fields = list(node.items())
    node.clear()
    node.update((new if name == old else name, value) for name, value in fields)


def _replace_value(node: dict[str, Node], field: str, values: Names) -> None:
    value = node.get(field)
    if isinstance(value, str) and value in values:
        node[field] = values[value]

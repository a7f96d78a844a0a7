"""Strict YAML: plain mappings, lists and strings, each with its line, and nothing else.

Every scalar stays the string that stands in the file until a schema converts it. What YAML can do
beyond that (anchors, aliases, tags, merge keys, several documents) is refused, and so is what
would exhaust the machine. The tree is built from the parser's events without recursion, because
the C composer crashes on deep nesting before any limit could be looked at.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import yaml

from annotator.model.faults import Fault, Refused
from annotator.storage.files import read_limited
from annotator.storage.tree import Node, Steps, Tree, by_line, path_text
from annotator.text.decoding import decoded

MOST_BYTES = 16 * 1024 * 1024
DEEPEST = 32
MOST_NODES = 1_000_000
OF_A_NEW_SET = 4
"""A set in which nothing is decided yet has this part of the limits: it is to grow by its tags."""
TOO_DEEP = f"this is nested deeper than {DEEPEST} levels; no file of ours is"

_TOO_LARGE = "it could not be opened again, so it is not written; divide it"
_FAST = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
# libyaml refuses the escape of a lone surrogate, which the parser in Python reads.
_SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")
_UNPRINTABLE = "[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)


def read(path: Path) -> bytes:
    """The bytes of a file of ours, which are at most `MOST_BYTES`.

    Raises:
        Refused: It is larger, no ordinary file, or cannot be read.
    """
    return read_limited(path, MOST_BYTES)


def fit(data: bytes, name: str, values: int | None = None) -> bytes:
    """The bytes of a file that is to be written: `load` refuses none of these for its size.

    Args:
        data: The bytes.
        name: What the file is called in a fault.
        values: How many values are in it; counted where that is not known.

    Raises:
        Refused: The file is too large to be read again, and is not to be written.
    """
    if len(data) > MOST_BYTES:
        limit = MOST_BYTES // 1024 // 1024
        raise Refused(Fault(f"would be larger than {limit} MB; {_TOO_LARGE}", name))
    # No value takes less than a byte.
    if len(data) > MOST_NODES and (values or count(data)) > MOST_NODES:
        raise Refused(Fault(f"would have more than {MOST_NODES:,} values; {_TOO_LARGE}", name))
    return data


def count(data: bytes) -> int:
    """How many values are in YAML: mappings, lists and texts, the names of fields among them."""
    return sum(
        isinstance(event, yaml.NodeEvent) for event in yaml.parse(data, Loader=_loader_for(data))
    )


def _loader_for(data: bytes) -> Any:
    return yaml.SafeLoader if _SURROGATE_ESCAPE.search(data) else _FAST


def load(data: bytes, file: str) -> Tree:
    """The tree of a file's bytes; what strict YAML refuses in it stands in the tree's `faults`.

    Raises:
        Refused: There is no tree: the file is empty, too large or deep, or not YAML.
    """
    _refuse_large(data, file)
    text = decoded(data, file, "the file is damaged or in another encoding")
    _refuse_conflicts(text, file)
    builder = _Builder(file)
    loader = _loader_for(data)
    try:
        for event in yaml.parse(text, Loader=loader):
            _ON_EVENT[type(event)](builder, event)
    except yaml.YAMLError as error:
        raise Refused(by_line([*builder.tree.faults, _syntax_fault(error, text, file)])) from error
    if not builder.nodes:
        message = "the file is empty: it is damaged; take it back from a copy or from git"
        raise Refused(Fault(message, file))
    return builder.tree


def _refuse_large(data: bytes, file: str) -> None:
    if len(data) > MOST_BYTES:
        limit = MOST_BYTES // 1024 // 1024
        raise Refused(Fault(f"the file is larger than {limit} MB; no file of ours is", file))


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _refuse_conflicts(text: str, file: str) -> None:
    message = (
        "git left both versions here when it merged; keep one of them and delete the lines "
        "with the conflict markers"
    )
    lines = [_line_at(text, found.start()) for found in _CONFLICT.finditer(text)]
    if lines:
        raise Refused(by_line(Fault(message, file, line) for line in lines))


def _syntax_fault(error: yaml.YAMLError, text: str, file: str) -> Fault:
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        problem = error.problem or error.context
    else:
        found = re.search(_UNPRINTABLE, text)
        line = _line_at(text, found.start()) if found else None
        problem = "a control character stands in it"
    # libyaml counts the levels too, and looks far enough ahead to refuse before we are asked.
    if problem and "nesting depth" in problem:
        return Fault(TOO_DEEP, file, line)
    return Fault(f"this is not YAML: {problem}; correct the line or take back a copy", file, line)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end is still to come.

    Attributes:
        steps: The way to it.
        key: Of a mapping: the key whose value comes next; None where a key comes next.
        kept: Whether that value is taken into the mapping.
    """

    node: list[Node] | dict[str, Node]
    steps: Steps
    lines: list[int]
    key: str | None = None
    key_line: int = 0
    kept: bool = True

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
        if len(self._open) == DEEPEST:
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
        parent.kept = event.value not in parent.node
        self._refuse_extras(event)
        if event.value == "<<" and event.implicit[0]:
            parent.kept = False
            self._refuse(event, "a merge key “<<” is not allowed; write the fields themselves")
        elif not parent.kept:
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
            if parent.kept:
                parent.node[parent.key] = node
                parent.lines.append(parent.key_line)
            parent.key = None

    def _here(self) -> Steps:
        return self._open[-1].here() if self._open else ()

    def _refuse(self, event: yaml.Event, message: str) -> None:
        here = self._here()
        fault = Fault(message, self.tree.file, _line(event), path_text(here) or None)
        self.tree.faults.append(fault)
        self.tree.refused.add(here)

    def _stop(self, event: yaml.Event, message: str) -> NoReturn:
        fault = Fault(message, self.tree.file, _line(event))
        raise Refused(by_line([*self.tree.faults, fault]))

    def _count(self, event: yaml.Event) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self._stop(event, f"the file has more than {MOST_NODES:,} values; no file of ours has")


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

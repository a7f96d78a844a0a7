"""From a tree to records, with every fault named where it stands."""

import types
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from annotator.storage.tree import Node, Steps, Tree

T = TypeVar("T")
_LONGEST_QUOTATION = 40
# Half of a surrogate pair where a number should be is refused in a way of its own.
_MISFITS = (msgspec.ValidationError, UnicodeEncodeError)


def convert(tree: Tree, node: Node, steps: Steps, wanted: type[T]) -> T | None:
    """The record that a node of a tree holds; None where it has faults, which the tree then has.

    Args:
        tree: The tree.
        node: A node of it, or a part of one.
        steps: The way to the node.
        wanted: The record's type.
    """
    try:
        return msgspec.convert(node, wanted, strict=False)
    except _MISFITS:
        for place, message in _faults(node, steps, wanted):
            tree.refuse(place, message)
        return None


def convert_each(tree: Tree, name: str, wanted: type[T]) -> dict[int, T]:
    """The records in the list `name` of the tree's root, by position; those at fault are absent."""
    records = (convert(tree, node, (name, at), wanted) for at, node in enumerate(items(tree, name)))
    return {at: record for at, record in enumerate(records) if record is not None}


def items(tree: Tree, name: str) -> list[Node]:
    """The nodes in the list `name` of the tree's root; none where there is no such list."""
    nodes = tree.root.get(name) if isinstance(tree.root, dict) else None
    return nodes if isinstance(nodes, list) else []


_Found = Iterator[tuple[Steps, str]]


def _faults(node: Node, steps: Steps, wanted: Any) -> _Found:
    """Every fault of a node as far down as they go, while msgspec itself stops at the first."""
    wanted = _without_none(wanted)
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


def _faults_of_fields(node: dict[str, Node], steps: Steps, wanted: type[msgspec.Struct]) -> _Found:
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


def _faults_of_value(node: Node, steps: Steps, wanted: Any) -> _Found:
    try:
        msgspec.convert(node, wanted, strict=False)
    except _MISFITS:
        shown = f"“{_quoted(node)}”" if isinstance(node, str) else _words(type(node))
        yield steps, f"this should be {_words(wanted)}, not {shown}"


def _quoted(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTATION else f"{text[:_LONGEST_QUOTATION]}…"


def _words(wanted: Any) -> str:
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

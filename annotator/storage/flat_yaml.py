"""Flat YAML mappings, such as front matter and settings: texts, and mappings of texts."""

from typing import Any

from annotator.model.errors import DataError, Problem
from annotator.model.former_names import Names
from annotator.storage import strict_yaml
from annotator.storage.strict_yaml import Node, by_line


class FlatMapping:
    """What a flat mapping says.

    Attributes:
        file: The file's path as the person would type it.
        texts: The fields that have a text, and that text.
        mappings: The fields that have a mapping of texts, and that.
        lines: The line of the file, from 1, that each field stands in; of the others too.
        faults: What is wrong in it, as far as it is known.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.texts: dict[str, str] = {}
        self.mappings: dict[str, dict[str, str]] = {}
        self.lines: dict[str, int] = {}
        self.faults: list[Problem] = []

    def refuse(self, message: str, name: str) -> None:
        """Keep the fault `message` of the field `name`."""
        self.faults.append(Problem(message, self.file, self.lines.get(name), name))

    def replace_former_names(self, names: Names) -> None:
        """Give fields that have a former name the one of today, by the names of today."""
        for old, new in names.items():
            if old in self.lines and new in self.lines:
                self.refuse(f"is the former name of “{new}”, which is here too; keep one", old)
            for fields in (self.lines, self.texts, self.mappings):
                _rename(fields, old, new)


def read_flat_mapping(data: bytes, file: str) -> FlatMapping:
    """The fields of a flat mapping, with all that is wrong in it; none where it is empty.

    Args:
        data: The YAML, in UTF-8; empty lines before it keep the lines of the file it is from.
        file: The file's path as the person would type it.
    """
    found = FlatMapping(file)
    if not data.strip():
        return found
    try:
        tree = strict_yaml.parse_tree(data, file)
    except DataError as refused:
        found.faults.extend(refused.problems)
        return found
    found.faults.extend(by_line(tree.faults))
    if not isinstance(tree.root, dict):
        found.faults.append(Problem("is no list of “name: value” lines", file, tree.line(())))
        return found
    for name, value in tree.root.items():
        found.lines[name] = tree.line((name,))
        if isinstance(value, str):
            found.texts[name] = value
        elif (mapping := _texts(value)) is not None:
            found.mappings[name] = mapping
    return found


def _rename(fields: dict[str, Any], old: str, new: str) -> None:
    if old in fields:
        value = fields.pop(old)
        fields.setdefault(new, value)


def _texts(node: Node) -> dict[str, str] | None:
    if not isinstance(node, dict):
        return None
    texts = {name: value for name, value in node.items() if isinstance(value, str)}
    return texts if len(texts) == len(node) else None

"""Flat YAML mappings, such as front matter and settings: texts and mappings of texts."""

from typing import Any

from annotator.model.errors import DataError, Problem
from annotator.model.former_names import Names
from annotator.storage import strict_yaml
from annotator.storage.strict_yaml import Node, by_line


class FlatMapping:
    """The content of a flat mapping.

    Attributes:
        file: The file's path as the person would type it.
        texts: The fields with a text.
        mappings: The fields with a mapping of texts.
        lines: The line of each field in the file, from 1. It includes all other fields.
        problems: The problems found so far.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.texts: dict[str, str] = {}
        self.mappings: dict[str, dict[str, str]] = {}
        self.lines: dict[str, int] = {}
        self.problems: list[Problem] = []

    def refuse(self, message: str, name: str) -> None:
        """Add a problem of the field `name`."""
        self.problems.append(Problem(message, self.file, self.lines.get(name), name))

    def replace_former_names(self, names: Names) -> None:
        """Rename fields that have a former name."""
        for old, new in names.items():
            if old in self.lines and new in self.lines:
                self.refuse(
                    f"This is the former name of “{new}”, which is here too. Keep one.", old
                )
            for fields in (self.lines, self.texts, self.mappings):
                _rename(fields, old, new)


def read_flat_mapping(data: bytes, file: str) -> FlatMapping:
    """The fields of a flat mapping, with all problems in it. Empty YAML has no fields.

    Args:
        data: The YAML, in UTF-8. Empty lines before it preserve the file's line numbers.
        file: The file's path as the person would type it.
    """
    mapping = FlatMapping(file)
    if not data.strip():
        return mapping
    try:
        tree = strict_yaml.parse_tree(data, file)
    except DataError as refused:
        mapping.problems.extend(refused.problems)
        return mapping
    mapping.problems.extend(by_line(tree.problems))
    if not isinstance(tree.root, dict):
        mapping.problems.append(Problem("Write each line as “name: value”.", file, tree.line(())))
        return mapping
    for name, value in tree.root.items():
        mapping.lines[name] = tree.line((name,))
        if isinstance(value, str):
            mapping.texts[name] = value
        elif (texts := _texts(value)) is not None:
            mapping.mappings[name] = texts
    return mapping


def _rename(fields: dict[str, Any], old: str, new: str) -> None:
    if old in fields:
        value = fields.pop(old)
        fields.setdefault(new, value)


def _texts(node: Node) -> dict[str, str] | None:
    if not isinstance(node, dict):
        return None
    texts = {name: value for name, value in node.items() if isinstance(value, str)}
    return texts if len(texts) == len(node) else None

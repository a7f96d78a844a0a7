"""Flat YAML mappings of texts, such as front matter and the labels of an import."""

from annotator.model.errors import DataError, Problem
from annotator.storage import strict_yaml
from annotator.storage.strict_yaml import by_line


class FlatMapping:
    """The content of a flat mapping.

    Attributes:
        file: The file's path as the person would type it.
        texts: The fields with a text.
        lines: The line of each field in the file, from 1. It includes all other fields.
        problems: The problems found so far.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.texts: dict[str, str] = {}
        self.lines: dict[str, int] = {}
        self.problems: list[Problem] = []

    def refuse(self, message: str, name: str) -> None:
        """Add a problem of the field `name`."""
        self.problems.append(Problem(message, self.file, self.lines.get(name), name))


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
    return mapping

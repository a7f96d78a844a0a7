"""Flat YAML mappings, which front matter and settings are: texts, and mappings of texts."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import yaml

from annotator.model.faults import Fault


@dataclass(slots=True)
class Fields:
    """What a flat mapping says.

    Attributes:
        file: The file's path as the person would type it.
        texts: The fields that have a text, and that text.
        mappings: The fields that have a mapping of texts, and that.
        lines: The line of the file, from 1, that each field stands in; of the others too.
        faults: What is wrong in it, as far as it is known.
    """

    file: str
    texts: dict[str, str] = field(default_factory=dict)
    mappings: dict[str, dict[str, str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, message: str, name: str, line: int | None = None) -> None:
        """Keep the fault `message` of the field `name`."""
        place = line or self.lines.get(name)
        self.faults.append(Fault(message, self.file, place, name))


def read_fields(text: str, file: str, first_line: int = 1) -> Fields:
    """The fields of a flat mapping, with all that is wrong in it.

    Args:
        text: The YAML.
        file: The file's path as the person would type it.
        first_line: The line of the file that the text begins in.
    """
    found = Fields(file)
    for key, value in _pairs(text, found, first_line):
        name, line = str(key.value), key.start_mark.line + first_line
        if name in found.lines:
            found.refuse("stands there twice; keep one", name, line)
            continue
        found.lines[name] = line
        if isinstance(value, yaml.ScalarNode):
            found.texts[name] = str(value.value)
        elif (mapping := _texts(value)) is not None:
            found.mappings[name] = mapping
    return found


def _pairs(text: str, found: Fields, first_line: int) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    # The strict YAML of the annotation files can take this function's place.
    try:
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + first_line if error.problem_mark else None
        found.faults.append(Fault(f"is not YAML: {error.problem}", found.file, line))
        return []
    except (yaml.YAMLError, RecursionError):
        found.faults.append(Fault("is not YAML that can be read", found.file, first_line))
        return []
    if isinstance(root, yaml.MappingNode) and _all_text(key for key, _ in root.value):
        pairs: list[tuple[yaml.ScalarNode, yaml.Node]] = root.value
        return pairs
    if root is not None:
        found.faults.append(Fault("is no list of “name: value” lines", found.file, first_line))
    return []


def _texts(node: yaml.Node) -> dict[str, str] | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    if not _all_text(each for pair in node.value for each in pair):
        return None
    pairs = {str(key.value): str(value.value) for key, value in node.value}
    return pairs if len(pairs) == len(node.value) else None


def _all_text(nodes: Iterable[yaml.Node]) -> bool:
    return all(isinstance(node, yaml.ScalarNode) for node in nodes)

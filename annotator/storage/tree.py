"""What a YAML file says, as plain mappings, lists and strings that know their lines."""

from collections.abc import Iterable

from annotator.model.faults import Fault

Node = str | list["Node"] | dict[str, "Node"]
Steps = tuple[str | int, ...]
"""The way from the root to a node: keys, and positions from 0."""


def path_text(steps: Steps) -> str:
    """The way to a node as it is shown: `sentences[3].span`."""
    shown = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return shown.removeprefix(".")


def by_line(faults: Iterable[Fault]) -> list[Fault]:
    """The faults in the order of the file, all of them."""
    return sorted(faults, key=lambda fault: fault.line or 0)


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
        self.faults: list[Fault] = []
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

    def fault(self, steps: Steps, message: str) -> Fault:
        """The fault `message` of the node at `steps`, with its place."""
        return Fault(message, self.file, self.line(steps), path_text(steps) or None)

    def refuse(self, steps: Steps, message: str) -> None:
        """Keep the fault `message` of the node at `steps`, unless a node around it has one."""
        if not any(steps[:length] in self.refused for length in range(len(steps) + 1)):
            self.faults.append(self.fault(steps, message))


def _position(node: Node, step: str | int) -> int | None:
    if isinstance(node, dict):
        return next((at for at, key in enumerate(node) if key == step), None)
    inside = isinstance(node, list) and isinstance(step, int) and step < len(node)
    return step if inside and isinstance(step, int) else None

"""The formats of our files: which this version reads and writes, and the way up from older ones."""

import re
from collections.abc import Callable, Mapping

from annotator.model.faults import Refused
from annotator.storage.tree import Node, Tree

CURRENT: Mapping[str, int] = {
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


def line_of(name: str) -> str:
    """The format as a file of ours names it: `attribution-key/1`."""
    return f"{name}/{CURRENT[name]}"


def bring_up(tree: Tree, *expected: str) -> str:
    """The name of the format that a tree is in, which is then in its current version.

    Args:
        tree: The tree; one of an older version is upgraded in place.
        expected: The names of the formats that may stand here.

    Raises:
        Refused: It is in none of these formats, or in a version that is newer than this program.
    """
    if not isinstance(tree.root, dict):
        raise Refused([*tree.faults, tree.fault((), "this is no file of ours: it has no fields")])
    stated = tree.root.get("format")
    found = re.fullmatch(r"([a-z-]+)/([0-9]{1,9})", stated if isinstance(stated, str) else "")
    if found is None or found[1] not in expected:
        wanted = " or ".join(line_of(name) for name in expected)
        shown = f"“{stated}”" if isinstance(stated, str) else "missing"
        message = f"the format is {shown}, and here it should be {wanted}"
        raise Refused([*tree.faults, tree.fault(("format",), message)])
    _bring_up(tree, tree.root, found[1], int(found[2]))
    return found[1]


def _bring_up(tree: Tree, root: dict[str, Node], name: str, version: int) -> None:
    if version > CURRENT[name]:
        message = (
            f"{name}/{version} was written by a newer annotator than this one, which reads up to "
            f"{line_of(name)}; nothing was changed; update annotator to open it"
        )
        raise Refused(tree.fault(("format",), message))
    for old in range(version, CURRENT[name]):
        if (name, old) not in UPGRADES:
            raise Refused(tree.fault(("format",), f"there never was a format {name}/{old}"))
        UPGRADES[name, old](root)
    root["format"] = line_of(name)

"""Files of ours in other YAML that says the same: quotes, comments, order of keys, line breaks."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from annotator.storage import strict_yaml

LIKE_OURS: tuple[Callable[[str], str], ...] = (
    lambda text: text.replace("status: finished", 'status: "finished"'),
    lambda text: text.replace("status: unusable", "'status': 'unusable'"),
    lambda text: text.replace("status: finished", "status:   finished # done"),
    lambda text: text.replace("status: unusable", "status:\n  unusable"),
    lambda text: text.replace("  tag: claim", '  "tag": claim # sure'),
    lambda text: f"# by hand\n---\n{text}",
    lambda text: text.replace("\n", "\r\n"),
)
"""Rewritings by which a file stays almost as we write it."""


def rewritten(data: bytes, chance: random.Random) -> bytes:
    """The same in other YAML."""
    if chance.random() < 0.4:
        return chance.choice(LIKE_OURS)(data.decode()).encode()
    root = _shuffled(strict_yaml.parse_tree(data, "a file").root, chance)
    text = _dumped(
        root,
        default_flow_style=chance.choice([None, False, True]),
        default_style=chance.choice([None, '"', "'"]),
        width=chance.choice([20, 79, 10**9]),
        indent=chance.choice([2, 4]),
        allow_unicode=chance.random() < 0.5,
    )
    # PyYAML folds a few texts with NEL or U+FEFF so that it reads others back itself.
    if yaml.safe_load(text) != root:
        text = _dumped(root, default_style='"', width=10**9)
    return f"# {chance.random()}\n{text}# the end\n".encode()


def _dumped(root: Any, **style: Any) -> str:
    return str(yaml.dump(root, sort_keys=False, Dumper=_Dumper, **style))


def rewrite_all(folder: Path, chance: random.Random) -> None:
    """Rewrite every annotation set, gold, key and document of a project."""
    for path in sorted(_files(folder)):
        path.write_bytes(rewritten(path.read_bytes(), chance))


def _files(folder: Path) -> Iterator[Path]:
    for room in ("annotations", "gold", "keys", "documents"):
        yield from (folder / room).rglob("*.yaml")


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _shuffled(node: Any, chance: random.Random, name: str = "") -> Any:
    if isinstance(node, dict):
        keys = list(node)
        # The order of decisions, and of what each says, is that of people and not of fields.
        if name not in {"decisions", "decision"}:
            chance.shuffle(keys)
        inside = "decision" if name == "decisions" else None
        return {key: _shuffled(node[key], chance, inside or key) for key in keys}
    return [_shuffled(each, chance) for each in node] if isinstance(node, list) else node

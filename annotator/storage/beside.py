"""The hidden files that stand beside a file: locks, notes, and what is not yet in its place."""

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path

from annotator.storage.system import SYSTEM

_LONGEST_NAME = 255
_TOKEN = 8


def real(path: Path) -> Path:
    """Where the file itself is, links followed; it need not be there."""
    return Path(os.path.realpath(path))


def sibling(path: Path, ending: str) -> Path:
    """The hidden file that belongs to `path` and stands beside it: `.NAME` and the ending."""
    name = path.name
    if len(os.fsencode(name)) + len(ending) + _TOKEN + 2 > _LONGEST_NAME:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()[:32]
    return path.with_name(f".{name}{ending}")


def temporary_of(path: Path) -> Path:
    """A new name for what is to take the place of `path`."""
    return sibling(path, f".{os.urandom(_TOKEN // 2).hex()}.tmp")


def sweep(path: Path) -> None:
    """Remove what a save of `path` left when its process was killed; call it under the lock."""
    target = real(path)
    pattern = re.compile(re.escape(sibling(target, ".").name) + rf"[0-9a-f]{{{_TOKEN}}}\.tmp")
    with suppress(OSError):
        for name in os.listdir(target.parent):
            if pattern.fullmatch(name):
                SYSTEM.remove(target.parent / name)

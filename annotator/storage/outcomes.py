"""What the saver says of a save; the screen knows these before it needs the saver itself."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Saved:
    """Revision `revision`, or what makes it up, is on the disk in `path` and will last."""

    revision: int
    path: Path


@dataclass(frozen=True, slots=True)
class SaveFailed:
    """Revision `revision` is not saved, for this reason; it stays pending."""

    revision: int
    reason: str


@dataclass(frozen=True, slots=True)
class Conflicted:
    """The file was changed elsewhere; revision `revision` is safe in `copy_path` instead.

    What is saved from now on goes to `copy_path` too.
    """

    revision: int
    copy_path: Path
    reason: str


Outcome = Saved | SaveFailed | Conflicted

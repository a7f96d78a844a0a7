"""What the saver says of a save; the screen knows these before it needs the saver itself."""

from pathlib import Path
from typing import NamedTuple


class Saved(NamedTuple):
    """Revision `revision`, or what makes it up, is on the disk in `path` and will last."""

    revision: int
    path: Path


class SaveFailed(NamedTuple):
    """Revision `revision` is not saved, for this reason; it stays pending."""

    revision: int
    reason: str


class Conflicted(NamedTuple):
    """The file was changed elsewhere; revision `revision` is safe in `copy_path` instead.

    What is saved from now on goes to `copy_path` too.
    """

    revision: int
    copy_path: Path
    reason: str


Outcome = Saved | SaveFailed | Conflicted

"""Events of the saver: saved, failed, or saved to a copy because the file changed elsewhere."""

from pathlib import Path
from typing import NamedTuple


class SaveSuccess(NamedTuple):
    """Revision `revision`, or what makes it up, is on the disk in `path` and will last."""

    revision: int
    path: Path


class SaveFailure(NamedTuple):
    """Revision `revision` is not saved, for this reason; it stays pending."""

    revision: int
    reason: str


class SaveConflict(NamedTuple):
    """The file was changed elsewhere; revision `revision` is safe in `copy_path` instead.

    What is saved from now on goes to `copy_path` too.
    """

    revision: int
    copy_path: Path
    reason: str


SaveEvent = SaveSuccess | SaveFailure | SaveConflict

"""Events of the saver: saved, failed, or saved to a copy because the file was changed."""

from pathlib import Path
from typing import NamedTuple


class SaveSuccess(NamedTuple):
    """A revision that contains `revision` is safely on disk in `path`."""

    revision: int
    path: Path


class SaveFailure(NamedTuple):
    """Revision `revision` is not saved, for this reason. It stays pending."""

    revision: int
    reason: str


class SaveConflict(NamedTuple):
    """Another program changed the file. Revision `revision` is saved in `copy_path` instead.

    All later saves go to `copy_path` too.
    """

    revision: int
    copy_path: Path
    reason: str


SaveEvent = SaveSuccess | SaveFailure | SaveConflict

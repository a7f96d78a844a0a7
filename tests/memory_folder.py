"""Where the files of the tests are: in memory, where there is enough of it.

The program has the disk confirm every file that it saves, which takes ten milliseconds and more on
an ordinary disk, thousands of times in a run. A file system in memory takes the same calls and
confirms them at once. No test can tell a disk that lies about it from one that does not.
"""

import os
import shutil
from pathlib import Path

VARIABLE = "PYTEST_DEBUG_TEMPROOT"
MEMORY = Path("/dev/shm")  # noqa: S108 (pytest makes a folder there that only its user reads)
ENOUGH = 1_000_000_000
"""Bytes; a whole run takes less than a tenth of it."""


def use_memory() -> None:
    """Have pytest put its temporary folders in memory, if nothing else was asked for."""
    if VARIABLE not in os.environ and _has_room(MEMORY):
        os.environ[VARIABLE] = str(MEMORY)


def _has_room(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ENOUGH

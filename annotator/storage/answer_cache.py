"""The answers of chat models, in the person's cache folder, so that none is paid for twice."""

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

import platformdirs

from annotator.model.errors import DataError
from annotator.storage.files import overwrite, read_limited
from annotator.storage.system import UNSYNCED, make_private_folder

FOLDER_VARIABLE: Final = "ANNOTATOR_CACHE_DIR"


def cache_folder() -> Path:
    """The folder of answers. `ANNOTATOR_CACHE_DIR` in the environment overrides it."""
    folder = os.environ.get(FOLDER_VARIABLE)
    return Path(folder or platformdirs.user_cache_dir("annotator")) / "answers"


def _path(address: str, question: bytes) -> Path:
    # The name shows neither the question nor the address.
    return cache_folder() / f"{sha256(address.encode() + bytes(1) + question).hexdigest()}.json"


def cached_answer(address: str, question: bytes, most: int) -> bytes | None:
    """The answer of an address to a question; None if it is not known.

    Args:
        address: The address.
        question: The whole question.
        most: The maximum number of bytes. A larger file counts as unknown.
    """
    path = _path(address, question)
    with suppress(DataError):
        return read_limited(path, most) if path.exists() else None
    return None


def keep_answer(address: str, question: bytes, answer: bytes) -> None:
    """Keep an answer. If that is not possible, it is asked for again next time."""
    path = _path(address, question)
    with suppress(DataError):
        make_private_folder(path.parent)
        overwrite(path, answer, UNSYNCED)


def forget_answer(address: str, question: bytes) -> None:
    """Ask again next time."""
    with suppress(OSError):
        _path(address, question).unlink(missing_ok=True)

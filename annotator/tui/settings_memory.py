"""What is changed on the screen and remembered in the settings: theme, questions, moving on."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.model.errors import DataError
from annotator.storage.settings import change_settings
from annotator.storage.system import UNSYNCED, System

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor


class SettingsMemory:
    """Writes changes into the settings in a thread of its own, one after another.

    Args:
        path: The file of the settings.
        system: The system calls. A change need not survive a power failure.
    """

    def __init__(self, path: Path, system: System = UNSYNCED) -> None:
        self._path, self._system = path, system
        self._executor: ThreadPoolExecutor | None = None
        self._failed = False

    def remember(self, failed: Callable[[str], None], **changes: Any) -> "Future[None]":
        """Write settings by their names. `failed` gets a message, once, if that is not possible."""
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 (only for a change)

        if self._executor is None:
            self._executor = ThreadPoolExecutor(1, "settings")
        return self._executor.submit(self._write, failed, changes)

    def _write(self, failed: Callable[[str], None], changes: dict[str, Any]) -> None:
        try:
            change_settings(self._path, lambda each: each._replace(**changes), self._system)
        except DataError as refusal:
            if not self._failed:
                self._failed = True
                failed(f"This is not remembered. {refusal.problems[0]}")

    def close(self) -> None:
        """Wait until everything is written."""
        if self._executor is not None:
            self._executor.shutdown()

"""The start page as a teacher meets it: a process of its own, in a folder of its own."""

import subprocess
import sys
from pathlib import Path
from types import TracebackType


class StartProcess:
    """`annotator lesson` in a folder. It ends with the context."""

    def __init__(self, folder: Path, *options: str) -> None:
        command = [sys.executable, "-m", "annotator", "lesson", "--print-link", *options]
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.link = ""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if "/teach/in/" in line:
                self.link = line.strip()
            if "Ctrl+C" in line:
                break

    def __enter__(self) -> "StartProcess":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()

    def wait(self) -> int:
        """Wait until it has ended by itself. Gives the exit code."""
        self._process.communicate(timeout=20)
        return self._process.returncode

"""Programs that answer a line with a line. They get no keys, and end with everything they started.

A program runs in the folder of the person's settings, so that no file of a project can become part
of its command.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from io import BufferedReader
from pathlib import Path
from threading import Thread
from typing import IO, Final, cast

from annotator.model.errors import DataError

GRACE_SECONDS: Final = 2.0
"""How long a program may take to end after its last line."""

_KEPT_ERRORS = 2000
_CHUNK = 65_536
_ENVIRONMENT = frozenset(
    [
        *("HOME", "LANG", "LANGUAGE", "LOGNAME", "TMPDIR", "TZ", "USER"),
        # Programs on Windows do not start without these.
        *("APPDATA", "COMSPEC", "LOCALAPPDATA", "PATHEXT", "SYSTEMDRIVE", "SYSTEMROOT", "TEMP"),
        *("TMP", "USERNAME", "USERPROFILE", "WINDIR"),
    ]
)
"""The variables that a program gets, besides those of the locale and its own search path."""
# Without these, Python keeps its output back, and has another encoding on Windows.
_FOR_PYTHON = {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}


def program_environment(every: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment of a program: only variables that are known to hold no key.

    Args:
        every: The environment of this program.
    """
    allowed = {
        name: value
        for name, value in every.items()
        if name.upper() in _ENVIRONMENT or name.startswith("LC_")
    }
    return allowed | {"PATH": _absolute(every.get("PATH", os.defpath))} | _FOR_PYTHON


def _absolute(path: str) -> str:
    """The search path without folders that depend on the current one."""
    return os.pathsep.join(each for each in path.split(os.pathsep) if os.path.isabs(each))


def find_command(command: Sequence[str], folder: Path) -> list[str]:
    """The command with the whole path of its program.

    Args:
        command: The program and its arguments.
        folder: The folder that a relative path starts in.

    Raises:
        DataError: The program does not exist, or cannot be run.
    """
    program, *arguments = command
    inside = os.path.dirname(program) != "" or program.startswith("~")
    wanted = str(folder / Path(program).expanduser()) if inside else program
    path = None if inside else program_environment()["PATH"]
    found = shutil.which(wanted, path=path)
    # On Windows, the search begins in the current folder, which may be that of a project.
    if found is None or not os.path.isabs(found):
        where = f"It was looked for as {wanted}." if inside else "It is not on the search path."
        raise DataError(f"The program “{program}” cannot be run. {where} Correct your settings.")
    return [found, *arguments]


class Program:
    """A program that runs from its first line until it is closed, or fails.

    Args:
        command: The program with its whole path, and its arguments.
        folder: The folder that it runs in.
        most: The maximum number of bytes of an answer.
    """

    def __init__(self, command: Sequence[str], folder: Path, most: int) -> None:
        self._command, self._folder, self._most = command, folder, most
        self._run: _Run | None = None

    def ask(self, line: bytes, seconds: float) -> bytes:
        """The line with which it answers a line. After an error it starts again.

        Raises:
            DataError: It cannot be started, ended, took too long or answered too much.
        """
        if self._run is None:
            self._run = _Run(self._command, self._folder)
        try:
            return self._run.ask(line, seconds, self._most)
        except BaseException:
            self.close(grace=0)
            raise

    def close(self, grace: float = GRACE_SECONDS) -> None:
        """End it and all that it has started.

        Args:
            grace: The seconds that it gets to end by itself.
        """
        run, self._run = self._run, None
        if run is not None:
            run.end(grace)


class _Run:
    """One run of a program."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        try:
            # Its own session is its process group, and has no terminal.
            self._process = subprocess.Popen(  # noqa: S603 (it is the person's own command)
                command,
                bufsize=0,
                cwd=folder,
                env=program_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise DataError(f"The program {command[0]} cannot be started: {reason}.") from error
        self._input = cast("IO[bytes]", self._process.stdin)
        self._output = BufferedReader(cast("IO[bytes]", self._process.stdout), _CHUNK)  # type: ignore[type-var]
        self._errors = bytearray()
        self._listener = Thread(target=self._keep_errors, daemon=True)
        self._listener.start()
        self._worker: Thread | None = None
        self._answer = b""

    def ask(self, line: bytes, seconds: float, most: int) -> bytes:
        # Both writing and reading can block for ever. Only a second thread can be abandoned.
        self._worker = worker = Thread(target=self._exchange, args=(line, most), daemon=True)
        worker.start()
        worker.join(seconds)
        if worker.is_alive():
            message = f"It did not answer within {seconds:g} seconds."
            raise DataError(f"{message} A program must write each line out at once (flush).")
        if len(self._answer) > most:
            raise DataError(f"It answered more than {most:,} bytes for one document.")
        if not self._answer:
            raise DataError(self._ending())
        return self._answer

    def _exchange(self, line: bytes, most: int) -> None:
        rest = memoryview(line)
        # A program may end without reading everything. What it has written counts.
        with suppress(OSError):
            while rest:
                rest = rest[self._input.write(rest) :]
        self._answer = b""
        with suppress(OSError, ValueError):
            self._answer = self._output.readline(most + 1)

    def _keep_errors(self) -> None:
        errors = cast("IO[bytes]", self._process.stderr)
        with suppress(OSError, ValueError):
            while piece := errors.read(_CHUNK):
                self._errors += piece
                del self._errors[:-_KEPT_ERRORS]

    def _ending(self) -> str:
        """How it ended without an answer, with the last line that it complained with."""
        self.end(GRACE_SECONDS)
        lines = bytes(self._errors).decode("utf-8", "replace").strip().splitlines()
        said = f" Its last message: “{lines[-1].strip()}”" if lines else ""
        return f"It ended without an answer (exit code {self._process.returncode}).{said}"

    def end(self, grace: float) -> None:
        """End it, and everything that it has started."""
        if not self._is_busy():
            with suppress(OSError):
                self._input.close()
            # It has ended when its last output is closed. Until it is waited for, its number
            # cannot belong to another process.
            self._listener.join(grace)
        _kill_group(self._process)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(GRACE_SECONDS)
        self._listener.join(GRACE_SECONDS)
        if self._worker is not None:
            self._worker.join(GRACE_SECONDS)
        self._close_pipes()

    def _is_busy(self) -> bool:
        return self._worker is not None and self._worker.is_alive()

    def _close_pipes(self) -> None:
        """Close what no thread is reading any more. To close the rest would block."""
        with suppress(OSError):
            if not self._is_busy():
                self._input.close()
                self._output.close()
            if not self._listener.is_alive():
                cast("IO[bytes]", self._process.stderr).close()


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    if process.returncode is not None:
        return
    if os.name == "nt":
        tool = str(Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / "taskkill.exe")
        command = [tool, "/F", "/T", "/PID", str(process.pid)]
        with suppress(OSError):
            subprocess.run(command, check=False, capture_output=True)  # noqa: S603
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)

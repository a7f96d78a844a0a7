"""The real program in a real pseudo-terminal, and the screen that it draws there."""

import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from fcntl import ioctl
from pathlib import Path
from types import MappingProxyType, TracebackType

import pyte

PATIENCE = 60.0
ANNOTATOR = (sys.executable, "-m", "annotator")


class Terminal:
    """A program under a pseudo-terminal of 80 by 24.

    Args:
        arguments: The command line of `annotator`, or of a shell with `command`.
        settings: The folder of its settings.
        command: What is run with the arguments.
        environment: More variables.
    """

    def __init__(
        self,
        arguments: list[str],
        settings: Path,
        command: tuple[str, ...] = ANNOTATOR,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.output = b""
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = pty.openpty()
        ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        variables = {"TERM": "xterm-256color", "ANNOTATOR_CONFIG_DIR": str(settings), **environment}
        self.process = subprocess.Popen(
            [*command, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=os.environ | variables,
            start_new_session=command is ANNOTATOR,
        )
        os.close(slave)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
        os.close(self._master)

    def vanish(self) -> None:
        """Take the terminal away from the program, as when a connection breaks."""
        os.close(self._master)
        self._master = os.open(os.devnull, os.O_RDWR)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self._screen.display)

    def type(self, keys: str) -> None:
        """Press keys, given as the bytes that a terminal sends for them."""
        os.write(self._master, keys.encode())

    def read(self, seconds: float) -> None:
        """Draw what the program writes, for so long at the most."""
        readable, _, _ = select.select([self._master], [], [], seconds)
        if not readable:
            return
        try:
            data = os.read(self._master, 65_536)
        except OSError:
            return
        self.output += data
        self._stream.feed(data)

    def wait_for(self, holds: Callable[[str], bool], patience: float = PATIENCE) -> str:
        """The screen, once it holds.

        Raises:
            AssertionError: It never does.
        """
        end = time.monotonic() + patience
        while not holds(self.text):
            assert time.monotonic() < end, self.text
            self.read(0.05)
        return self.text

    def wait_for_end(self) -> int:
        """The exit code, with everything read that was still to come."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, self.text
            self.read(0.05)
        self.read(0.2)
        return self.process.returncode

    def kill(self, number: int = signal.SIGKILL) -> None:
        """End the program by a signal; by the one that it cannot see if none is named."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        if number == signal.SIGKILL:
            self.process.wait()

"""The class page as people meet it, on a port of its own: in a thread, or in its own process."""

import asyncio
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from annotator.cli.class_sittings import SittingOptions, begin_sitting, chosen_sections
from annotator.cli.roster import load_roster
from annotator.cli.serve import command as serve_command
from annotator.model.sitting import Sitting
from annotator.storage import sittings
from annotator.storage.layout import class_files
from annotator.web.connections import connection_limits
from annotator.web.server import class_server, open_socket
from annotator.web.site_security import parse_site
from annotator.web.sittings import LiveSittings
from annotator.web.teacher_links import TeacherLinks
from tests.project_factories import CLASS_DOCUMENT

MOST_DESKS = 16
"""How many instructors' browsers a test may open."""


FILES = 4096
"""How many files a server in a thread may open, for its limits."""


class ClassServer:
    """A class page on a port of this computer: its addresses."""

    sitting: Sitting

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.address = f"http://127.0.0.1:{port}"
        links = TeacherLinks(folder, time.time)
        self._links = [links.new_link() for _ in range(MOST_DESKS)]

    def _find_sitting(self) -> None:
        self.sitting = max(map(sittings.load, class_files(self.folder)), key=lambda each: each.date)

    @property
    def door(self) -> str:
        """What the QR code says."""
        return f"{self.address}/?code={self.sitting.code}"

    @property
    def desk(self) -> str:
        """A link for an instructor, which works once."""
        return f"{self.address}/teach/in/{self._links.pop()}"

    @property
    def teach(self) -> str:
        """Where the instructor's pages of the sitting are."""
        return f"/teach/{self.sitting.id}"


class ServerProcess(ClassServer):
    """A real server process that can be killed, and may open a limited number of files."""

    def __init__(self, folder: Path, port: int, *options: str, files: int | None = None) -> None:
        super().__init__(folder, port)
        command = [sys.executable, "-m", "annotator", "serve", str(folder), "--port", str(port)]
        command += ["--document", CLASS_DOCUMENT, *options]
        if files is not None:
            command = ["sh", "-c", f'ulimit -n {files}; exec "$@"', "sh", *command]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if b"Ctrl+C" in line:
                break
        self._find_sitting()

    def kill(self) -> None:
        """Kill it with -9."""
        if self._process.returncode is None:
            self._process.kill()
            self._process.communicate()

    def end(self) -> tuple[int, str]:
        """Have the system end it; the exit code, and what it said last."""
        self._process.terminate()
        said, _ = self._process.communicate(timeout=20)
        return self._process.returncode, said.decode()


class ServerThread(ClassServer):
    """A server in this process, with the options of `annotator serve`.

    It starts in a hundredth of the time of a process, and cannot be killed.
    """

    def __init__(self, folder: Path, port: int, *options: str) -> None:
        super().__init__(folder, port)
        arguments = [str(folder), "--document", CLASS_DOCUMENT, *options]
        given = serve_command.make_context("serve", arguments).params
        self._listening = open_socket("127.0.0.1", port)
        self._begun = threading.Event()
        self._server = class_server(
            _live_sittings(folder, given),
            parse_site(None, (), "127.0.0.1"),
            connection_limits(FILES),
            self._begun.set,
        )
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        assert self._begun.wait(10)
        self._find_sitting()

    def _run(self) -> None:
        asyncio.run(self._server.serve_beside(self._listening))

    def stop(self) -> None:
        """Save everything and stop."""
        self._server.should_exit = True
        self._thread.join(20)
        self._listening.close()


def _live_sittings(folder: Path, given: dict[str, Any]) -> LiveSittings:
    known = load_roster(given["roster"])
    live = LiveSittings(folder, given["practice"], known)
    options = SittingOptions(**{name: given[name] for name in SittingOptions._fields})
    for section in chosen_sections(given["sections"], known):
        begin_sitting(live, section, options)
    return live


def free_port() -> int:
    """A port that nobody listens on."""
    with open_socket("127.0.0.1", 0) as listening:
        return int(listening.getsockname()[1])

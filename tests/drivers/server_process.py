"""The class page as people meet it: a process of its own, on a port of its own."""

import subprocess
import sys
from pathlib import Path

from annotator.storage import sittings
from annotator.storage.layout import class_files
from annotator.web.server import open_socket
from tests.project_factories import CLASS_DOCUMENT


class ServerProcess:
    """A real server process that can be killed, and may open a limited number of files."""

    def __init__(self, folder: Path, port: int, *options: str, files: int | None = None) -> None:
        self.folder, self.port = folder, port
        self.address = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "annotator", "serve", str(folder), "--port", str(port)]
        command += ["--document", CLASS_DOCUMENT, *options]
        if files is not None:
            command = ["sh", "-c", f'ulimit -n {files}; exec "$@"', "sh", *command]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if b"Ctrl+C" in line:
                break
        self.sitting = max(map(sittings.load, class_files(folder)), key=lambda each: each.date)

    @property
    def door(self) -> str:
        """What the QR code says."""
        return f"{self.address}/?code={self.sitting.code}"

    @property
    def desk(self) -> str:
        """The instructor's link."""
        return f"{self.address}/teach/in/{self.sitting.secret}"

    @property
    def teach(self) -> str:
        """Where the instructor's pages of the sitting are."""
        return f"/teach/{self.sitting.id}"

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


def free_port() -> int:
    """A port that nobody listens on."""
    with open_socket("127.0.0.1", 0) as listening:
        return int(listening.getsockname()[1])

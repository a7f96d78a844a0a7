"""Time from the start of a process to its first paint, compared with an empty Textual app."""

import json
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from fcntl import ioctl
from pathlib import Path

from annotator.storage.sets import render
from bench.articles import opened

ROUNDS = 9
# As after an installation: modules are compiled once, not at every start.
COMPILED = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": tempfile.gettempdir() + "/bench"}
# The content of the installed command.
COMMAND = "import sys; from annotator.__main__ import main; sys.exit(main())"
ANNOTATOR = [sys.executable, "-c", COMMAND]
EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("harbour authority")
Empty().run()
"""


def run() -> dict[str, float]:
    """Median seconds to the first paint, run alternately, and their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        open_set = opened(Path(folder), 40)
        if open_set.write_lock is not None:
            open_set.write_lock.release()
        fresh = [*ANNOTATOR, f"{folder}/article-40.txt", "-a", "new"]
        open_set.file.path.write_bytes(render(open_set.annotations))
        ours = [*ANNOTATOR, f"{folder}/article-40.txt", "-a", "bench"]
        commands = (ours, fresh, [sys.executable, "-c", EMPTY])
        for command in commands:
            painted(command)
        times = [[painted(command) for command in commands] for _ in range(ROUNDS)]
    begun, new, empty = (statistics.median(column) for column in zip(*times, strict=True))
    return {
        "annotator_s": begun,
        "new_article_s": new,
        "empty_app_s": empty,
        "ratio": begun / empty,
        "ratio_of_a_new_article": new / empty,
    }


def painted(command: list[str]) -> float:
    """Seconds from the start of a command until it has drawn the expected word."""
    master, slave = pty.openpty()
    ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    begun = time.perf_counter()
    variables = os.environ | {"TERM": "xterm-256color"} | COMPILED
    process = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=variables, start_new_session=True
    )
    seen = b""
    while b"authority" not in seen and process.poll() is None:
        if select.select([master], [], [], 1)[0]:
            seen += os.read(master, 65_536)
    elapsed = time.perf_counter() - begun
    process.kill()
    process.wait()
    os.close(slave)
    os.close(master)
    return elapsed


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))

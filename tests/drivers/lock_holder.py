"""Another process that has a file open for writing."""

import subprocess
import sys
from pathlib import Path

HOLDING = """
import sys, time
from pathlib import Path
from annotator.storage.locks import try_lock
held = try_lock(Path(sys.argv[1]), "Ada")
print(type(held).__name__, flush=True)
sys.stdin.read()
"""


def holder(path: Path) -> "subprocess.Popen[str]":
    """Another process that holds the file until its standard input ends."""
    command = [sys.executable, "-c", HOLDING, str(path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "WriteLock\n"
    return process

"""Kill a saving program at random instants, over and over, and look at what it left behind.

A program for this loop writes lines to its standard output, and says "saved N" only when it has
shown revision N as saved; revisions go on rising from one run to the next.
"""

import random
import re
import signal
import subprocess
from collections.abc import Callable, Sequence

from tests.rounds import rounds

SAVED = re.compile(rb"^saved (\d+)$", re.MULTILINE)
KILLS = rounds(8, 300)


def kill_over_and_over(
    command: Sequence[str], revision_on_disk: Callable[[], int], kills: int = KILLS, seed: int = 0
) -> int:
    """Start the program, kill it at a random instant, and check that what it showed is there.

    Args:
        command: The program and its arguments.
        revision_on_disk: Reads the file, fails where it is not whole, and gives its revision.
        kills: How many times.
        seed: Of the instants.

    Returns:
        The last revision that was shown as saved.

    Raises:
        AssertionError: Something shown as saved is not in the file.
    """
    instants = random.Random(seed)  # noqa: S311 (no secret)
    shown = 0
    for _ in range(kills):
        said = _until_killed(command, instants.uniform(0, 0.06))
        shown = max([shown, *(int(number) for number in SAVED.findall(said))])
        found = revision_on_disk()
        assert found >= shown, f"revision {shown} was shown as saved; the file has {found}"
    return shown


def _until_killed(command: Sequence[str], seconds: float) -> bytes:
    """All that the program wrote until it was killed, `seconds` after its first line."""
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        return first + process.stdout.read()

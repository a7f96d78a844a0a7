"""Entry points of the group `annotator.suggesters`: functions of installed packages.

A function gets a document as plain data, and returns the proposals as plain data. It runs in a
process of its own, with the limits of every other program.
"""

import json
import os
import sys
from importlib.metadata import EntryPoint, entry_points

from annotator.model.errors import DataError

GROUP = "annotator.suggesters"


def find_entry_point(name: str) -> EntryPoint:
    """The entry point with this name.

    Raises:
        DataError: There is none, or more than one.
    """
    # A package that is found twice on the search path is listed twice.
    found = {(each.value, each.dist and each.dist.name): each for each in _every(name)}
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        packages = ", ".join(sorted({each.dist.name for each in found.values() if each.dist}))
        raise DataError(f"More than one package has the entry point “{name}”: {packages}.")
    known = ", ".join(sorted({each.name for each in _every()})) or "none"
    raise DataError(f"No package has the entry point “{name}” in {GROUP}. Installed: {known}.")


def _every(name: str | None = None) -> list[EntryPoint]:
    found = entry_points(group=GROUP)
    return [each for each in found if name in {None, each.name}]


def command_of(name: str) -> list[str]:
    """The command that runs an entry point. It loads nothing from the current folder."""
    return [sys.executable, "-P", "-m", "annotator.outside.entry_points", name]


def main(name: str) -> None:
    """Answer each line of the standard input with a line."""
    answers = os.fdopen(os.dup(1), "wb")
    # What the function itself prints is no answer.
    os.dup2(2, 1)
    suggest = find_entry_point(name).load()
    for line in sys.stdin.buffer:
        answers.write(json.dumps(suggest(json.loads(line))).encode("ascii") + b"\n")
        answers.flush()


if __name__ == "__main__":
    main(sys.argv[1])

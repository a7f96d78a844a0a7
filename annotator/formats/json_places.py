"""Where the elements of a JSON text stand, for what is found wrong in them once it is parsed."""

import json
import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from annotator.model.faults import Fault
from annotator.storage.tree import Steps, path_text

_BLANK = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Here:
    """A place in a JSON file.

    Attributes:
        file: The file as the person would type it.
        lines: The lines of elements, by the ways to them, as `lines_along` gives them.
        steps: The way from the root to this place.
    """

    file: str
    lines: Mapping[Steps, int] = field(default_factory=dict)
    steps: Steps = ()

    def at(self, *steps: str | int) -> "Here":
        """A place inside this one."""
        return replace(self, steps=(*self.steps, *steps))

    @property
    def line(self) -> int:
        """The line, from 1, of this place, or of the nearest one around it that is known."""
        ways = (self.steps[:length] for length in range(len(self.steps), -1, -1))
        return next((self.lines[way] for way in ways if way in self.lines), 1)

    @property
    def path(self) -> str:
        """The way to it as it is shown: `[0].annotations[1]`."""
        return path_text(self.steps)

    def fault(self, message: str) -> Fault:
        """The fault `message` of this place."""
        return Fault(message, self.file, self.line, self.path)

    def placed(self, fault: Fault) -> Fault:
        """A fault that was found inside this place, and knows no nearer one."""
        if fault.line is not None:
            return fault
        return fault._replace(line=self.line, path=fault.path or self.path or None)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.path}"


def lines_along(text: str, way: Sequence[str | None]) -> dict[Steps, int]:
    """The line, from 1, of each element along a way through a JSON text.

    Args:
        text: The text, which is known to be JSON.
        way: Keys from the root on; None stands for every element of a list.
    """
    found: dict[Steps, int] = {}
    line, last = 1, 0
    for steps, offset in _walk(text, 0, way, ()):
        line += text.count("\n", last, offset)
        last = offset
        found[steps] = line
    return found


def _walk(
    text: str, start: int, way: Sequence[str | None], steps: Steps
) -> Generator[tuple[Steps, int], None, int]:
    """Give each element on the way with its offset; the result is where the outermost one ends."""
    offset = _after_blank(text, start)
    yield steps, offset
    opening = text[offset]
    if not way or opening not in "{[":
        return _DECODER.raw_decode(text, offset)[1]
    offset = _after_blank(text, offset + 1)
    number = 0
    while text[offset] not in "}]":
        step: str | int = number
        if opening == "{":
            step, colon = _DECODER.raw_decode(text, offset)
            offset = _after_blank(text, _after_blank(text, colon) + 1)
        if way[0] == (step if opening == "{" else None):
            offset = yield from _walk(text, offset, way[1:], (*steps, step))
        else:
            offset = _DECODER.raw_decode(text, offset)[1]
        offset = _after_blank(text, offset)
        if text[offset] == ",":
            offset = _after_blank(text, offset + 1)
        number += 1
    return offset + 1


def _after_blank(text: str, start: int) -> int:
    found = _BLANK.match(text, start)
    return found.end() if found else start

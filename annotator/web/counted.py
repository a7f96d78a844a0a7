"""Which edits of the class page a set's file holds: a comment on its last line.

It is written in one step with the set itself, so that an edit and the fact that it was counted
become durable together. To every reader of the set it is a comment; a program that writes the set
anew without it loses nothing but the memory of which edits need not be sent again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

PAGES_KEPT = 8
PAGE = re.compile(r"[0-9a-f]{16}")
_LINE = re.compile(
    rb"\n# class page: at ([a-z][a-z0-9-]*|-); counted((?: [0-9a-f]{16}:[0-9]{1,9})*)\n\Z"
)


@dataclass(frozen=True, slots=True)
class Counted:
    """What the class page remembers of a set beside the set.

    Attributes:
        at: The sentence that the student was at.
        numbers: The last edit counted of each page, by the page's identity; the latest last.
    """

    at: str | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)

    def has(self, page: str, number: int) -> bool:
        """Whether this edit of a page was counted already."""
        return number <= self.numbers.get(page, 0)

    def after(self, page: str, number: int, at: str | None) -> "Counted":
        """The same with one edit more."""
        others = [pair for pair in self.numbers.items() if pair[0] != page][1 - PAGES_KEPT :]
        return Counted(at, {**dict(others), page: number})

    @property
    def line(self) -> bytes:
        """The last line of the file."""
        numbers = "".join(f" {page}:{number}" for page, number in self.numbers.items())
        return f"# class page: at {self.at or '-'}; counted{numbers}\n".encode()


def read(data: bytes) -> Counted:
    """What the last line of a set's file says; nothing where it does not speak of it."""
    found = _LINE.search(data)
    if found is None:
        return Counted()
    at = found[1].decode()
    pairs = (each.split(":") for each in found[2].decode().split())
    return Counted(None if at == "-" else at, {page: int(number) for page, number in pairs})

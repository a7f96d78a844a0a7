"""Which edits of the class page a set's file holds: a comment on its last line.

It is written in one step with the set itself, so that an edit and the fact that it was counted
become durable together. To every reader of the set it is a comment; a program that writes the set
anew without it loses nothing but the memory of which edits need not be sent again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

PAGES_KEPT = 8
EDITS_KEPT = 16
"""Of each page. A page sends one edit after another, so that only its last may come again; a tab
that was duplicated sends those again that had not been answered when it was."""

PAGE = re.compile(r"[0-9a-f]{16}")
_EDIT = rb"[0-9]{1,9}=[0-9a-f]{8}"
# A file of an earlier version has the last number alone.
_PAGE = rb"(?: [0-9a-f]{16}:(?:[0-9]{1,9}|%b(?:,%b)*))" % (_EDIT, _EDIT)
_LINE = re.compile(rb"\n# class page: at ([a-z][a-z0-9-]*|-); counted(%b*)\n\Z" % _PAGE)


class NumberTaken(Exception):  # noqa: N818 (it is what the page reads)
    """The number is of another edit, or of an earlier one that was never counted.

    Nothing has changed; the page sends the same under a new number.
    """


@dataclass(frozen=True, slots=True)
class Counted:
    """What the class page remembers of a set beside the set.

    Attributes:
        at: The sentence that the student was at.
        edits: The last edits counted of each page, by the page's identity; the latest page last.
            Each number has the digest of what was to be done.
    """

    at: str | None = None
    edits: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    def has(self, page: str, number: int, digest: str) -> bool:
        """Whether this very edit of a page was counted already.

        Raises:
            NumberTaken: The number cannot be this edit's.
        """
        known = self.edits.get(page, {})
        if known.get(number) == digest:
            return True
        if number <= max(known, default=0):
            raise NumberTaken("this number was counted for another edit, or is out of order")
        return False

    def after(self, page: str, number: int, digest: str, at: str | None) -> "Counted":
        """The same with one edit more."""
        others = [pair for pair in self.edits.items() if pair[0] != page][1 - PAGES_KEPT :]
        before = list(self.edits.get(page, {}).items())[1 - EDITS_KEPT :]
        return Counted(at, {**dict(others), page: {**dict(before), number: digest}})

    @property
    def line(self) -> bytes:
        """The last line of the file."""
        pages = "".join(f" {page}:{_listed(edits)}" for page, edits in self.edits.items())
        return f"# class page: at {self.at or '-'}; counted{pages}\n".encode()


def _listed(edits: Mapping[int, str]) -> str:
    return ",".join(
        f"{number}={digest}" if digest else f"{number}" for number, digest in edits.items()
    )


def read(data: bytes) -> Counted:
    """What the last line of a set's file says; nothing where it does not speak of it."""
    found = _LINE.search(data)
    if found is None:
        return Counted()
    at = found[1].decode()
    pages = (each.split(":") for each in found[2].decode().split())
    return Counted(None if at == "-" else at, {page: _edits(listed) for page, listed in pages})


def _edits(listed: str) -> dict[int, str]:
    pairs = (each.partition("=") for each in listed.split(","))
    return {int(number): digest for number, _, digest in pairs}

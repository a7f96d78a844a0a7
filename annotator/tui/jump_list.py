"""The list of jumps: where the cursor was before each, to go back and forward."""

from collections.abc import Container
from typing import NamedTuple

MOST_JUMPS = 100


class JumpList(NamedTuple):
    """The IDs of the sentences that jumps began at, the latest last.

    Attributes:
        behind: Where going back leads.
        ahead: Where going forward leads, after going back.
    """

    behind: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()

    def with_jump(self, origin: str) -> "JumpList":
        """The list after a jump from a sentence. There is nothing ahead then."""
        others = tuple(each for each in self.behind if each != origin)
        return JumpList((*others, origin)[-MOST_JUMPS:])

    def back(self, current: str, known: Container[str]) -> tuple["JumpList", str | None]:
        """The list after going back, and the sentence to go to, or None.

        Args:
            current: The sentence with the cursor.
            known: The sentences that still exist.
        """
        behind = [each for each in self.behind if each in known and each != current]
        if not behind:
            return self, None
        return JumpList(tuple(behind[:-1]), (*self.ahead, current)), behind[-1]

    def forward(self, current: str, known: Container[str]) -> tuple["JumpList", str | None]:
        """The list after going forward, and the sentence to go to, or None."""
        flipped, found = JumpList(self.ahead, self.behind).back(current, known)
        return JumpList(flipped.ahead, flipped.behind), found

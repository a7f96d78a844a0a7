"""What can be wrong in a person's data, and the one exception that says so."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple, Self

from annotator.model.words import so_many

MOST_QUOTED = 200
"""Of a value that stands in somebody's data a fault quotes so many characters."""

_MOST_SAID = 1000
_CUT = "…"
_LONG = re.compile(rf"“[^“]{{{MOST_QUOTED},}}”|\S{{{MOST_QUOTED},}}", re.DOTALL)

MOST_TOLD = 100
"""How many faults are named where all of them would be too much to read."""


def shortened(words: str) -> str:
    """The words, with no more of each value in them than a fault quotes.

    A value stands in quotation marks, or is a word by itself.
    """
    if len(words) <= MOST_QUOTED:
        return words
    words = _LONG.sub(_cut, words)
    return words if len(words) <= _MOST_SAID else f"{words[:_MOST_SAID]}{_CUT}"


def _cut(found: re.Match[str]) -> str:
    value = found[0].removeprefix("“").removesuffix("”")
    if len(value) <= MOST_QUOTED:
        return found[0]
    cut = f"{value[: MOST_QUOTED - len(_CUT)]}{_CUT}"
    return f"“{cut}”" if found[0].startswith("“") else cut


class _Fault(NamedTuple):
    message: str
    file: str | None = None
    line: int | None = None
    path: str | None = None


class Fault(_Fault):
    """One thing that is wrong: what, where, and what to do about it.

    Attributes:
        message: One clear sentence; it may quote untrusted text, which is shortened.
        file: The file's path as the person would type it, or None where there is none.
        line: The line in the file, counted from 1.
        path: The field, for example `sentences[3].span`; shortened too.
    """

    __slots__ = ()

    def __new__(
        cls, message: str, file: str | None = None, line: int | None = None, path: str | None = None
    ) -> Self:
        """The fault; what it quotes is shortened."""
        return super().__new__(cls, shortened(message), file, line, path and shortened(path))

    def within(self, file: str) -> "Fault":
        """The same fault, said of `file`."""
        return self._replace(file=file)

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        return ": ".join(part for part in (place, self.path, self.message) if part)


class Misfit(NamedTuple):
    """Something in a value that does not go with the rest of it, whatever file it came from.

    Attributes:
        steps: The way to it: names of fields, and positions from 0.
        message: What is wrong, in one sentence.
    """

    steps: tuple[str | int, ...]
    message: str

    def __str__(self) -> str:
        return self.message


class Refused(Exception):  # noqa: N818 (it is the word that the person reads)
    """The data is refused as it stands; nothing was changed.

    As a text it names the first faults and how many there are; `faults` has all of them.

    Args:
        faults: What is wrong, all of it at once; a plain string is one fault without a place.
    """

    def __init__(self, faults: str | Fault | Iterable[Fault]) -> None:
        if isinstance(faults, str):
            faults = Fault(faults)
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        more = len(self.faults) - MOST_TOLD
        told = [
            *map(str, self.faults[:MOST_TOLD]),
            *([f"and {so_many(more, 'more fault')}"] if more > 0 else []),
        ]
        super().__init__("\n".join(told))


class Faults:
    """The faults of several things, of which one that is refused does not hide the next.

    Within `with faults:` a refusal is kept, and the work goes on behind the block.

    Attributes:
        found: The faults so far.
    """

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def __enter__(self) -> None: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: object
    ) -> bool:
        if isinstance(error, Refused):
            self.found.extend(error.faults)
        return isinstance(error, Refused)

    def add(self, fault: Fault) -> None:
        """Keep one more."""
        self.found.append(fault)

    def refuse(self, told: Callable[[Iterable[Fault]], Iterable[Fault]] = iter) -> None:
        """End here where anything is wrong.

        Args:
            told: Which of the faults are told, and how.

        Raises:
            Refused: With them.
        """
        if self.found:
            raise Refused(told(self.found))

"""Errors in a person's data: one exception, and its problems with file, line, path and remedy."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple, Self

from annotator.model.plurals import plural

MAX_QUOTED = 200
"""Of a value that stands in somebody's data a fault quotes so many characters."""

_MAX_MESSAGE = 1000
_ELLIPSIS = "…"
_LONG = re.compile(rf"“[^“]{{{MAX_QUOTED},}}”|\S{{{MAX_QUOTED},}}", re.DOTALL)

MAX_LISTED = 100
"""How many faults are named where all of them would be too much to read."""


def shorten(words: str) -> str:
    """The words, with no more of each value in them than a fault quotes.

    A value stands in quotation marks, or is a word by itself.
    """
    if len(words) <= MAX_QUOTED:
        return words
    words = _LONG.sub(_shorten_value, words)
    return words if len(words) <= _MAX_MESSAGE else f"{words[:_MAX_MESSAGE]}{_ELLIPSIS}"


def _shorten_value(match: re.Match[str]) -> str:
    value = match[0].removeprefix("“").removesuffix("”")
    if len(value) <= MAX_QUOTED:
        return match[0]
    cut = f"{value[: MAX_QUOTED - len(_ELLIPSIS)]}{_ELLIPSIS}"
    return f"“{cut}”" if match[0].startswith("“") else cut


class _ProblemFields(NamedTuple):
    message: str
    file: str | None = None
    line: int | None = None
    path: str | None = None


class Problem(_ProblemFields):
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
        return super().__new__(cls, shorten(message), file, line, path and shorten(path))

    def in_file(self, file: str) -> "Problem":
        """The same fault, said of `file`."""
        return self._replace(file=file)

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        return ": ".join(part for part in (place, self.path, self.message) if part)


class Inconsistency(NamedTuple):
    """Something in a value that does not go with the rest of it, whatever file it came from.

    Attributes:
        steps: The way to it: names of fields, and positions from 0.
        message: What is wrong, in one sentence.
    """

    steps: tuple[str | int, ...]
    message: str

    def __str__(self) -> str:
        return self.message


class DataError(Exception):
    """The data is refused as it stands; nothing was changed.

    As a text it names the first faults and how many there are; `problems` has all of them.

    Args:
        problems: What is wrong, all of it at once; a plain string is one fault without a place.
    """

    def __init__(self, problems: str | Problem | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        more = len(self.problems) - MAX_LISTED
        told = [
            *map(str, self.problems[:MAX_LISTED]),
            *([f"and {plural(more, 'more fault')}"] if more > 0 else []),
        ]
        super().__init__("\n".join(told))


class ProblemCollector:
    """The faults of several things, of which one that is refused does not hide the next.

    Within `with faults:` a refusal is kept, and the work goes on behind the block.

    Attributes:
        problems: The faults so far.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def __enter__(self) -> None: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: object
    ) -> bool:
        if isinstance(error, DataError):
            self.problems.extend(error.problems)
        return isinstance(error, DataError)

    def add(self, problem: Problem) -> None:
        """Keep one more."""
        self.problems.append(problem)

    def raise_any(self, told: Callable[[Iterable[Problem]], Iterable[Problem]] = iter) -> None:
        """End here where anything is wrong.

        Args:
            told: Which of the faults are told, and how.

        Raises:
            DataError: With them.
        """
        if self.problems:
            raise DataError(told(self.problems))

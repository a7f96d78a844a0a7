"""Errors in a person's data: one exception with its problems (message, file, line, field)."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple, Self

from annotator.model.plurals import plural

MAX_QUOTED = 200
"""Maximum length of a quoted value in a message, in characters."""

_MAX_MESSAGE = 1000
_ELLIPSIS = "…"
_LONG = re.compile(rf"“[^“]{{{MAX_QUOTED},}}”|\S{{{MAX_QUOTED},}}", re.DOTALL)

MAX_LISTED = 100
"""Maximum number of problems in the text of an error."""


def shorten(text: str) -> str:
    """The text, with each long value in it cut to `MAX_QUOTED` characters.

    A value is in quotation marks, or is a single word.
    """
    if len(text) <= MAX_QUOTED:
        return text
    shortened = _LONG.sub(_shorten_value, text)
    if shortened != text:
        text = shortened
    return text if len(text) <= _MAX_MESSAGE else f"{text[:_MAX_MESSAGE]}{_ELLIPSIS}"


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
        message: One clear sentence, and what to do. It may quote untrusted text, which is
            shortened.
        file: The file's path as the person would type it, or None.
        line: The line in the file, counted from 1.
        path: The field, for example `sentences[3].span`. It is shortened too.
    """

    __slots__ = ()

    def __new__(
        cls, message: str, file: str | None = None, line: int | None = None, path: str | None = None
    ) -> Self:
        """The problem, with shortened quotations."""
        return super().__new__(cls, shorten(message), file, line, path and shorten(path))

    def in_file(self, file: str) -> "Problem":
        """The same problem in `file`."""
        return self._replace(file=file)

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        return ": ".join(part for part in (place, self.path, self.message) if part)


class Inconsistency(NamedTuple):
    """Something in a value that contradicts the rest of it, in any file.

    Attributes:
        steps: The path to it: names of fields, and positions from 0.
        message: What is wrong, in one sentence.
    """

    steps: tuple[str | int, ...]
    message: str

    def __str__(self) -> str:
        return self.message


class DataError(Exception):
    """The data was rejected. Nothing was changed.

    The text of the exception has the first problems and their total. `problems` has all of them.

    Args:
        problems: Everything that is wrong. A plain string is one problem without a place.
    """

    def __init__(self, problems: str | Problem | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        more = len(self.problems) - MAX_LISTED
        lines = [
            *map(str, self.problems[:MAX_LISTED]),
            *([f"and {plural(more, 'more problem')}"] if more > 0 else []),
        ]
        super().__init__("\n".join(lines))


class ProblemCollector:
    """Collects the problems of several items, so that one bad item does not hide the next.

    Within `with problems:` a DataError is collected, and the program continues after the block.

    Attributes:
        problems: The problems so far.
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
        """Add a problem."""
        self.problems.append(problem)

    def raise_any(self, select: Callable[[Iterable[Problem]], Iterable[Problem]] = iter) -> None:
        """Raise a DataError if there are problems.

        Args:
            select: Which of the problems the error has, and in what form.

        Raises:
            DataError: There are problems.
        """
        if self.problems:
            raise DataError(select(self.problems))

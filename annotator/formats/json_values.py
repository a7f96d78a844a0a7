"""Read JSON strictly, with the line of every error, and write it so that it can be read again."""

import json
import re
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.model.errors import DataError, Problem, ProblemCollector
from annotator.storage import strict_json
from annotator.storage.strict_yaml import Steps, path_text
from annotator.text.strict_text import decode_utf8

# Some readers treat these as the end of a line.
_CONTROLS = re.compile("[\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def json_text(value: Any, indent: int | None = None) -> str:
    """A value as JSON. Only halves of surrogate pairs, which UTF-8 cannot hold, are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def json_lines(records: Iterable[Any]) -> bytes:
    """Values as JSON Lines."""
    return "".join(f"{json_text(record)}\n" for record in records).encode()


def encode_utf8(text: str, file: str) -> bytes:
    """A text in UTF-8.

    Raises:
        DataError: The text contains half of a surrogate pair.
    """
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        message = (
            f"Character {error.start} is half of a surrogate pair, which UTF-8 cannot hold. "
            "Remove it or replace it."
        )
        raise DataError(Problem(message, file)) from error


def escape(value: Any) -> str:
    """A value on one line. A text has its controls escaped as in JSON. Other values become JSON."""
    text = json_text(value)
    line = text[1:-1] if isinstance(value, str) else text
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


_BLANK = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class JsonPlace:
    """A place in a JSON file.

    Attributes:
        file: The file as the person would type it.
        lines: The lines of elements by their paths, as `element_lines` gives them.
        steps: The path from the root to this place.
    """

    file: str
    lines: Mapping[Steps, int] = field(default_factory=dict)
    steps: Steps = ()

    def at(self, *steps: str | int) -> "JsonPlace":
        """A place inside this one."""
        return replace(self, steps=(*self.steps, *steps))

    @property
    def line(self) -> int:
        """The line of this place, from 1. If unknown, that of the nearest place around it."""
        ways = (self.steps[:length] for length in range(len(self.steps), -1, -1))
        return next((self.lines[way] for way in ways if way in self.lines), 1)

    @property
    def path(self) -> str:
        """Its path as shown: `[0].annotations[1]`."""
        return path_text(self.steps)

    def problem(self, message: str) -> Problem:
        """An error with this place."""
        return Problem(message, self.file, self.line, self.path)

    def with_place(self, problem: Problem) -> Problem:
        """An error from inside this place. If it has no line, it gets this line and path."""
        if problem.line is not None:
            return problem
        return problem._replace(line=self.line, path=problem.path or self.path or None)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.path}"


def element_lines(text: str, way: Sequence[str | None]) -> dict[Steps, int]:
    """The line, from 1, of each element along a path through a JSON text.

    Args:
        text: The text, which is valid JSON.
        way: Keys from the root on; None means every element of a list.
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
    """Yield each element on the path with its offset. Return where the outermost one ends."""
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
    match = _BLANK.match(text, start)
    return match.end() if match else start


_LONGEST_WORDS = 80


def parse_json(text: str, file: str, line: int = 1) -> Any:
    """The value of a JSON text.

    Args:
        text: The text.
        file: The file that it came from.
        line: The line, from 1, where it begins.

    Raises:
        DataError: The text is not JSON, is nested too deeply, or has an object with a name twice.
    """
    try:
        return strict_json.loads(text)
    except strict_json.DuplicateNameError as twice:
        raise DataError(Problem(str(twice), file, line)) from twice
    except json.JSONDecodeError as error:
        what = error.msg.removesuffix(" at")
        message = f"This is not JSON: {what} at character {error.colno} of the line. Correct it."
        raise DataError(Problem(message, file, line + error.lineno - 1)) from error
    except RecursionError as error:
        raise DataError(Problem("This JSON is nested too deeply to read.", file, line)) from error
    except ValueError as error:
        message = f"This JSON cannot be read: {str(error)[:_LONGEST_WORDS]}."
        raise DataError(Problem(message, file, line)) from error


def parse_json_lines(data: bytes, file: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON Lines file, each with its line. Empty lines are skipped.

    Raises:
        DataError: Some lines are not objects. It is raised after all valid lines were given, and
            has a problem for each of the others.
    """
    problems = ProblemCollector()
    for number, line in enumerate(decode_utf8(data, file).split("\n"), 1):
        if line.strip():
            value = None
            with problems:
                value = as_object(parse_json(line, file, number), file, number)
            if value is not None:
                yield number, value
    problems.raise_any()


def as_object(value: object, file: str, line: int | None = None) -> dict[str, Any]:
    """The value, which must be an object.

    Raises:
        DataError: The value is not an object.
    """
    if isinstance(value, dict):
        return value
    raise DataError(Problem("This must be an object, such as {“name”: value}.", file, line))


def as_list(value: object, file: str, path: str, line: int | None = None) -> list[Any]:
    """The value, which must be a list. None gives an empty list.

    Raises:
        DataError: The value is not a list.
    """
    if value is None:
        return []
    if isinstance(value, list):
        return value
    raise DataError(Problem("This must be a list.", file, line, path))


def as_objects(
    value: object, file: str, path: str, line: int | None = None
) -> list[dict[str, Any]]:
    """The value, which must be a list of objects. None gives an empty list.

    Raises:
        DataError: The value is not a list, or an element is not an object.
    """
    return [as_object(each, file, line) for each in as_list(value, file, path, line)]


def as_text(value: object, file: str, path: str, line: int | None = None) -> str:
    """The value, which must be a text.

    Raises:
        DataError: The value is not a text.
    """
    if isinstance(value, str):
        return value
    raise DataError(Problem("This must be text.", file, line, path))


def unused_fields(value: Mapping[str, Any], known: Collection[str], place: str) -> list[str]:
    """The nonempty fields of an object that are not imported, one line each.

    Args:
        value: The object.
        known: The names of fields that are imported or not relevant.
        place: The place of the object, as a prefix for each name.
    """
    nothing: tuple[object, ...] = (None, "", [], {})
    names = (name for name, each in value.items() if name not in known and each not in nothing)
    return [f"{place}{name}" for name in names]


def unused_in_lists(
    value: Mapping[str, Any], known: Mapping[str, Collection[str]], place: str
) -> Iterator[str]:
    """The nonempty fields of the objects in an object's lists that are not imported.

    Args:
        value: The object.
        known: The names of fields that are imported, by the name of the list.
        place: The place of the object, as a prefix for each name.
    """
    for name, names in known.items():
        for at, each in enumerate(value.get(name) or ()):
            yield from unused_fields(each, names, f"{place}{name}[{at}].")


def unescape(line: str) -> str:
    """The text that `escape` wrote on one line. Any other line is returned unchanged."""
    try:
        value = json.loads(f'"{line}"')
    except ValueError:
        return line
    return value if isinstance(value, str) else line


def as_span(start: object, end: object) -> tuple[int, int] | None:
    """The two values as a span, or None if they are not two whole numbers."""
    if type(start) is int and type(end) is int:
        return start, end
    return None

"""JSON and names of files, read strictly; every fault says where it is."""

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePath
from typing import Any

from annotator.model.faults import Fault, Faults, Refused
from annotator.text import strict_json
from annotator.text.decoding import decoded

_LONGEST_WORDS = 80


def json_value(text: str, file: str, line: int = 1) -> Any:
    """The value that a JSON text holds.

    Args:
        text: The text.
        file: The file that it came from.
        line: The line, from 1, where it begins.

    Raises:
        Refused: It is no JSON, nested too deep, or names something twice.
    """
    try:
        return strict_json.loads(text)
    except strict_json.GivenTwice as twice:
        raise Refused(Fault(str(twice), file, line)) from twice
    except json.JSONDecodeError as error:
        what = error.msg.removesuffix(" at")
        message = f"this is not JSON: {what} at character {error.colno} of the line"
        raise Refused(Fault(message, file, line + error.lineno - 1)) from error
    except RecursionError as error:
        raise Refused(Fault("this is nested too deep", file, line)) from error
    except ValueError as error:
        message = f"this is not JSON that can be used: {str(error)[:_LONGEST_WORDS]}"
        raise Refused(Fault(message, file, line)) from error


def json_lines(data: bytes, file: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON Lines file, each with its line; empty lines are passed over.

    Raises:
        Refused: Lines hold anything else; with all of them, once the others are given.
    """
    faults = Faults()
    for number, line in enumerate(decoded(data, file).split("\n"), 1):
        if line.strip():
            value = None
            with faults:
                value = an_object(json_value(line, file, number), file, number)
            if value is not None:
                yield number, value
    faults.refuse()


def an_object(value: object, file: str, line: int | None = None) -> dict[str, Any]:
    """The value, which must be an object.

    Raises:
        Refused: It is none.
    """
    if isinstance(value, dict):
        return value
    raise Refused(Fault("this should be an object: {“name”: value, …}", file, line))


def a_list(value: object, file: str, path: str, line: int | None = None) -> list[Any]:
    """The value, which must be a list; nothing at all is an empty one.

    Raises:
        Refused: It is none.
    """
    if value is None:
        return []
    if isinstance(value, list):
        return value
    raise Refused(Fault("this should be a list", file, line, path))


def objects(value: object, file: str, path: str, line: int | None = None) -> list[dict[str, Any]]:
    """The value, which must be a list of objects; nothing at all is an empty one.

    Raises:
        Refused: It is none.
    """
    return [an_object(each, file, line) for each in a_list(value, file, path, line)]


def a_text(value: object, file: str, path: str, line: int | None = None) -> str:
    """The value, which must be a text.

    Raises:
        Refused: It is none.
    """
    if isinstance(value, str):
        return value
    raise Refused(Fault("this should be a text", file, line, path))


def left(value: Mapping[str, Any], known: Collection[str], place: str) -> list[str]:
    """What an object says under names that nobody reads, a line for each that is not empty.

    Args:
        value: The object.
        known: The names that are read, and those that say nothing of the work.
        place: Where it is, as it is put before each name.
    """
    nothing: tuple[object, ...] = (None, "", [], {})
    names = (name for name, each in value.items() if name not in known and each not in nothing)
    return [f"{place}{name}" for name in names]


def stem(file: str) -> str:
    """The name of a file without folder and ending, as a document may be called by it."""
    return PurePath(file).stem or "article"


def unescaped(line: str) -> str:
    """The text that `escaped` wrote on one line; a line that it did not write is as it stands."""
    try:
        value = json.loads(f'"{line}"')
    except ValueError:
        return line
    return value if isinstance(value, str) else line


def a_span(start: object, end: object) -> tuple[int, int] | None:
    """The two values as a span; None where they are not two whole numbers."""
    if type(start) is int and type(end) is int:
        return start, end
    return None

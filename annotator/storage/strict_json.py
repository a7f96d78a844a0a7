"""JSON: read strictly, without duplicate names in an object, and written with indents."""

import json
from typing import Any

import msgspec


class DuplicateNameError(ValueError):
    """An object has one name twice. The message says which."""


def loads(text: str | bytes) -> Any:
    """The value of a JSON text.

    Raises:
        DuplicateNameError: An object has a name twice. ValueError: The text is not JSON.
        RecursionError: The value is nested too deep.
    """
    return json.loads(text, object_pairs_hook=_object)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise DuplicateNameError(f"The name “{twice}” occurs twice in one object. Keep one.")
    return made


def indented_json(value: Any, *, ascii_only: bool) -> str:
    """A value as JSON with an indent of two spaces, like `json.dumps` but much faster.

    Args:
        value: Plain data.
        ascii_only: Whether all other characters are escaped.
    """
    text = json.dumps(value, ensure_ascii=ascii_only)
    try:
        return str(msgspec.json.format(text, indent=2))
    except (UnicodeEncodeError, msgspec.DecodeError):
        # A lone surrogate, or a number that JSON does not allow.
        return json.dumps(value, ensure_ascii=ascii_only, indent=2)

"""JSON: read strictly, with no name given twice in an object, and written with indents."""

import json
from typing import Any

import msgspec


class DuplicateNameError(ValueError):
    """An object names one of its values twice; the words say which."""


def loads(text: str | bytes) -> Any:
    """The value that a JSON text holds.

    Raises:
        DuplicateNameError: A name is given twice in one object.
        ValueError: It is no JSON.
        RecursionError: It is nested too deep.
    """
    return json.loads(text, object_pairs_hook=_object)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise DuplicateNameError(f"the name “{twice}” is given twice in one object; keep one")
    return made


def indented_json(value: Any, *, ascii_only: bool) -> str:
    """A value as JSON, two spaces deep: what `json.dumps` writes, at a fraction of its time.

    Args:
        value: Plain data.
        ascii_only: Whether everything beyond ASCII is escaped.
    """
    text = json.dumps(value, ensure_ascii=ascii_only)
    try:
        return str(msgspec.json.format(text, indent=2))
    except (UnicodeEncodeError, msgspec.DecodeError):
        # A lone surrogate, or a number that JSON does not know.
        return json.dumps(value, ensure_ascii=ascii_only, indent=2)

"""JSON in which no name is given twice: what another reader would take for something else."""

import json
from typing import Any


class GivenTwice(ValueError):  # noqa: N818 (it is the word that the person reads)
    """An object names one of its values twice; the words say which."""


def loads(text: str | bytes) -> Any:
    """The value that a JSON text holds.

    Raises:
        GivenTwice: A name is given twice in one object.
        ValueError: It is no JSON.
        RecursionError: It is nested too deep.
    """
    return json.loads(text, object_pairs_hook=_object)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise GivenTwice(f"the name “{twice}” is given twice in one object; keep one")
    return made

"""JSON and text, written so that they can be read again as they were."""

import json
import re
from collections.abc import Iterable
from typing import Any

from annotator.model.faults import Fault, Refused

# Some readers take these for the end of a line.
_CONTROLS = re.compile("[\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def json_text(value: Any, indent: int | None = None) -> str:
    """A value as JSON; only lone surrogates, which no UTF-8 file can hold, are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def json_lines_of(records: Iterable[Any]) -> bytes:
    """Values as JSON Lines."""
    return "".join(f"{json_text(record)}\n" for record in records).encode()


def encoded(text: str, file: str) -> bytes:
    """A text in UTF-8.

    Raises:
        Refused: It holds a lone surrogate.
    """
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        message = f"character {error.start} is half of a surrogate pair, which UTF-8 cannot hold"
        raise Refused(Fault(message, file)) from error


def escaped(value: Any) -> str:
    """A value on one line: a text with its controls escaped as in JSON, anything else as JSON."""
    text = json_text(value)
    line = text[1:-1] if isinstance(value, str) else text
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", line)

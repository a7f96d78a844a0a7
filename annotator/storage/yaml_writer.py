"""Writing YAML: texts, fields, lists and mappings that YAML 1.1 and 1.2 readers read alike."""

import re
from functools import cache

from annotator.model.name_folding import is_identifier

ESCAPED = '"\\\\\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff'
"""The characters that are written as escapes, as part of a regular expression in brackets:
quotation marks, backslashes, unprintable characters, line ends of any reader, lone surrogates, and
marks that change the direction of text.
"""
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
# What a literal block can contain unchanged. No tabs, because some readers reject them at the start
# of a line.
_BLOCK = (
    "[\n -~\xa0-\u2027\u202f-\u2065\u2070-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*"
)
# A longer key needs a question mark in YAML.
_LONGEST_PLAIN_KEY = 1000


def quote(text: str) -> str:
    """A text in double quotes on one line."""
    return f'"{_escaped().sub(_escape, text)}"'


@cache
def _escaped() -> re.Pattern[str]:
    return re.compile(f"[{ESCAPED}]")


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    number = ord(character)
    return _SHORT.get(character) or (f"\\x{number:02X}" if number < 256 else f"\\u{number:04X}")


def unquote(quoted: str) -> str:
    """The text that `quote` wrote."""
    inside = quoted[1:-1]
    return _ESCAPE.sub(_character, inside) if "\\" in inside else inside


_ESCAPE = re.compile(r"\\(?:x([0-9A-F]{2})|u([0-9A-F]{4})|(.))")
_LONG = {short[1]: character for character, short in _SHORT.items()}


def _character(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    return chr(int(digits, 16)) if digits else _LONG[match[3]]


def block_text(text: str) -> str:
    """A long text as a literal block if that is exact, or else in double quotes."""
    if not text.strip() or not re.fullmatch(_BLOCK, text):
        return quote(text)
    chomping = "+" if text.endswith("\n") else "-"
    lines = text.removesuffix("\n").split("\n")
    return "\n".join([f"|2{chomping}", *(f"  {line}" if line else "" for line in lines)])


def id_or_quoted(text: str) -> str:
    """An id unchanged, and any other text in double quotes."""
    return text if is_identifier(text) else quote(text)


def entry_lines(name: str, value: str) -> tuple[str, ...]:
    """The lines of a field whose name can be any text. The value is already YAML."""
    quoted = quote(name)
    if len(quoted) > _LONGEST_PLAIN_KEY:
        return f"? {quoted}", f": {value}"
    return (f"{quoted}: {value}",)


def flow_mapping(*fields: str | None) -> str:
    """A mapping on one line. The fields are already YAML, and None is left out."""
    return f"{{{', '.join(each for each in fields if each is not None)}}}"


def flow_sequence(items: list[str]) -> str:
    """A list on one line. The items are already YAML."""
    return f"[{', '.join(items)}]"


def flow_value(value: object) -> str:
    """Plain data on one line: texts, numbers, truth values, lists, and mappings with plain keys."""
    match value:
        case dict():
            return flow_mapping(*(f"{each}: {flow_value(inner)}" for each, inner in value.items()))
        case list():
            return flow_sequence([flow_value(each) for each in value])
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case _:
            return id_or_quoted(str(value))


def text_field(name: str, value: str | None) -> str | None:
    """A field whose value is any text; None if there is no value."""
    return None if value is None else f"{name}: {quote(value)}"


def id_field(name: str, value: str | None) -> str | None:
    """A field whose value is an id, or a text that may look like one."""
    return None if value is None else f"{name}: {id_or_quoted(value)}"

"""Former names of fields, columns and values. They are still read, but never written.

A path names a field of a format: `tags[].colour` is the field `colour` of each item of `tags`.
"""

from collections.abc import Mapping

Names = Mapping[str, str]
"""The current name, by the former name."""

FORMER_KINDS: Names = {"organisation": "organization"}
"""Kinds of source."""
FORMER_COLORS: Names = {"grey": "gray"}
"""Colors of a tag."""
FORMER_COLUMNS: Names = {
    "also": "accepted_tags",
    "votes": "decisions",
    "before": "space_before",
    "after": "space_after",
    "unheard": "unused_sources",
}
"""Columns of rows, and fields of the same names in other formats."""
FORMER_SETTINGS: Names = {"ask": "prompt_level"}
"""Settings."""

FORMER_FIELDS: Mapping[str, Names] = {
    "attribution-key": {"sentences[].also": "accepted_tags"},
    "attribution-gold": {
        "sentences[].provenance.by": "basis",
        "sentences[].provenance.votes": "decisions",
    },
    "attribution-codebook": {"tags[].colour": "color"},
    "attribution-project": {"ask": "prompt_level", "aliases[].also": "variants"},
}
"""The fields of each format, by their former paths."""

_OF_SET: Mapping[str, Names] = {"sources[].kind": FORMER_KINDS}
FORMER_VALUES: Mapping[str, Mapping[str, Names]] = {
    "attribution-annotations": _OF_SET,
    "attribution-key": _OF_SET,
    "attribution-gold": _OF_SET,
    "attribution-codebook": {"kinds[].id": FORMER_KINDS, "tags[].color": FORMER_COLORS},
}
"""The values of each format, by the path of their field."""


def current_kind(kind: str) -> str:
    """The current name of a kind of source. Any other word is returned unchanged."""
    return FORMER_KINDS.get(kind, kind)

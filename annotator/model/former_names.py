"""Former names of fields, columns and values: files that have them are read, and none is written.

A path names a field of a format: `tags[].colour` is the field `colour` of each item of `tags`.
"""

from collections.abc import Mapping

Names = Mapping[str, str]
"""What is written today, by what was written before."""

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
"""Columns of rows, and what other formats say of a sentence or a set under the same names."""
FORMER_SETTINGS: Names = {"ask": "prompt_level"}
"""Fields of the settings."""

FORMER_FIELDS: Mapping[str, Names] = {
    "attribution-key": {"sentences[].also": "accepted_tags"},
    "attribution-gold": {
        "sentences[].provenance.by": "basis",
        "sentences[].provenance.votes": "decisions",
    },
    "attribution-codebook": {"tags[].colour": "color"},
    "attribution-project": {"ask": "prompt_level", "aliases[].also": "variants"},
}
"""The fields of each format by their former paths."""

_OF_SET: Mapping[str, Names] = {"sources[].kind": FORMER_KINDS}
FORMER_VALUES: Mapping[str, Mapping[str, Names]] = {
    "attribution-annotations": _OF_SET,
    "attribution-key": _OF_SET,
    "attribution-gold": _OF_SET,
    "attribution-codebook": {"kinds[].id": FORMER_KINDS, "tags[].color": FORMER_COLORS},
}
"""The values of each format, by the path of the field that has them."""


def current_kind(kind: str) -> str:
    """The name of today for a kind of source; any other word as it is."""
    return FORMER_KINDS.get(kind, kind)

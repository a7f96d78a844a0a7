"""Rows without the article's words, for articles that may not be passed on, and back again."""

import re
from collections.abc import Mapping
from typing import Any

from annotator.formats.columns import COLUMNS
from annotator.formats.reading import a_span
from annotator.model.faults import Refused

Record = dict[str, Any]
LONGEST_RUN = 3
"""A note that shares so many words in a row with the article quotes it."""

_WORD = re.compile(r"\w+")
_QUOTATION = re.compile('["“”„«»「」]')
_REMARKS = ("note", "explanation", "reason")


def without_text(record: Mapping[str, Any], text: str) -> Record:
    """A row without words of the article: its places, tags and sources are left.

    Args:
        record: The row, with all columns.
        text: The article's text.
    """
    kept = dict(record) | {column.name: None for column in COLUMNS if column.quotes}
    for name in _REMARKS:
        if kept[name] is not None and quotes(kept[name], text):
            kept[name] = None
    return kept


def quotes(remark: str, text: str) -> bool:
    """Whether a remark quotes an article: quotation marks, or a run of its words."""
    if _QUOTATION.search(remark):
        return True
    words = [word.casefold() for word in _WORD.findall(remark)]
    runs = (" ".join(words[at : at + LONGEST_RUN]) for at in range(len(words) - LONGEST_RUN + 1))
    own = f" {' '.join(word.casefold() for word in _WORD.findall(text))} "
    return any(f" {run} " in own for run in runs)


def with_text(record: Mapping[str, Any], text: str) -> Record:
    """A row with the words of the article put back where its places say.

    Raises:
        Refused: A place is not inside the text.
    """
    told = dict(record)
    told["text"] = _words(text, record.get("start"), record.get("end"))
    if record.get("cue_start") is not None:
        told["cue"] = _words(text, record.get("cue_start"), record.get("cue_end"))
    return told


def _words(text: str, start: object, end: object) -> str:
    span = a_span(start, end)
    if span is None or not 0 <= span[0] < span[1] <= len(text):
        raise Refused(f"[{start}, {end}) is no place in the text")
    return text[span[0] : span[1]]

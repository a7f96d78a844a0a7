"""Rows without the article's words, for articles that may not be passed on, and back again."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annotator.formats.columns import COLUMNS
from annotator.formats.reading import a_span
from annotator.model.faults import Refused

Record = dict[str, Any]
LONGEST_RUN = 3
"""A note that shares so many words in a row with the article quotes it."""
UNSPACED_RUN = 6
"""Of a script that puts no blanks between words: so many characters in a row."""

# Thai, Lao, Burmese, Khmer, and the scripts of Chinese and Japanese.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])\w)+")
_LETTER = re.compile(rf"[{_UNSPACED}]")
# An apostrophe inside a word is none; a single mark before a word is one.
_QUOTATION = re.compile(r"""["“”„‟«»‹›「」『』〝〞‘‚]|(?<!\w)'""")
_REMARKS = ("note", "explanation", "reason", "status_reason")


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
    words = _words_of(remark)
    own = f" {' '.join(_words_of(text))} "
    return any(f" {' '.join(run)} " in own for run in _runs(words))


def _words_of(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _runs(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """The shortest runs that count as quoted, from each word on."""
    for at, word in enumerate(words):
        length = UNSPACED_RUN if _LETTER.match(word) else LONGEST_RUN
        if at + length <= len(words):
            yield words[at : at + length]


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

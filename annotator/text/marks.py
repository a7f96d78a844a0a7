"""Marks that may stand behind a sentence's stop and belong to it, as regular expressions."""

import re
from typing import Final

INVISIBLE: Final = (
    "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff"
)
"""Characters that nobody sees (Unicode's default ignorables), for use in a class."""

BLANKS: Final = " \u00a0\u2000-\u200a\u202f"
"""Blanks of any width that may stand inside of quotation marks, for use in a class."""

_RAISED = "¹²³⁰⁴-⁹†‡§"
# Behind a stop and before a space the German and Nordic marks close too: „so.“ and »so.«
_CLOSERS = rf"[\"'”’»›)\]}}*_{_RAISED}{INVISIBLE}]|[“‘«‹](?![^\W\d_])"
# A closing mark may keep its distance, as French ones do; before a letter it opens.
_SET_OFF = rf"[{BLANKS}]+[»›”](?![^\W_])"
_ENTITY = r"&(?:quot|rdquo|rsquo|raquo|ldquo|#34|#0?39|#x22|#822[01]|#8217|#187);(?![^\W_])"
_REFERENCE = (
    r"[ \u00a0]?\[\d{1,3}(?:[,–-] ?\d{1,3})*\]|\[(?:[a-z]|note \d{1,3}|citation needed|sic)\]"
    r"|[ \u00a0]\(\d{1,3}\)\Z|\(\d{1,3}\)(?!\w)"
)

ENDING: Final = rf"{_REFERENCE}|{_SET_OFF}|{_ENTITY}|{_CLOSERS}"
"""One thing that may stand between a sentence's stop and its end."""

_PICTURES = (
    "\u203c\u2049\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\U000e0020-\U000e007f"
)
# A number sign within a word is no hashtag, and one behind & begins an entity.
_LINK = r"(?<![\w&])(?:https?://|www\.|pic\.|t\.co/|[#@])[^\s]+"
_TRAILING = re.compile(
    rf"(?:{_REFERENCE}|{_ENTITY}|{_LINK}|\((?:\d{{1,3}}|[A-Z][\w/ ]{{1,24}})\)"
    rf"|[\s\"'”’»›)\]}}*_{_RAISED}{INVISIBLE}{_PICTURES}]+)\Z"
)
_REACH = 200  # what trails behind a stop is short


def without_trailing_marks(text: str) -> str:
    """A paragraph without what follows its stop: closing marks, references, links, pictures."""
    begin = max(0, len(text) - _REACH)
    tail = text[begin:]
    while match := _TRAILING.search(tail):
        tail = tail[: match.start()]
    return text[:begin] + tail

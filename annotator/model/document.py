"""The document: an article with its metadata."""

import hashlib
import re
from dataclasses import dataclass
from typing import Final, NamedTuple

BLANK: Final = (
    r"\s|&(?:nbsp|ensp|emsp|thinsp|#(?:32|160|819[4-9]|820[0-2]|8239|x(?:[aA]0|20|202[fF]|200\d)));"
)
"""One piece of white space, or an entity of HTML that means one, as a regular expression."""

_BLANKS = re.compile(rf"(?:{BLANK})*+")


def is_blank(text: str) -> bool:
    """Whether a text between two sentences is nothing but white space and entities for it."""
    return _BLANKS.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of an article, and the hash that its text is recognised by.

    Attributes:
        id: Its folded name, which also names its files.
        sha256: Of the UTF-8 text after newlines are normalised and front matter is taken off.
    """

    id: str
    sha256: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    language: str = "en"


class Article(NamedTuple):
    """A document together with its text; every span of the document indexes this text."""

    document: Document
    text: str


def text_hash(text: str) -> str:
    """The SHA-256 of a text's UTF-8 form, in hex; a lone surrogate counts as its three bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

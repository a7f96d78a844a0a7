"""The document: an article with its metadata."""

import hashlib
from dataclasses import dataclass
from typing import NamedTuple


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

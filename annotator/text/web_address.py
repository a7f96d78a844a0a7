"""Addresses of articles on the web, and links to their sentences."""

import re
from urllib.parse import quote, urlsplit

from annotator.model.annotation import Document, Sentence

_WHOLE_WORDS, _EDGE_WORDS = 10, 4
"""Up to how many words a link has a whole sentence, and how many of a longer one at each end."""


def web_address(url: str | None) -> str | None:
    """A URL that may be linked to: http or https, with a host, of printable ASCII; else None."""
    if not url or re.fullmatch(r"[!-~]+", url) is None:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def sentence_link(document: Document, sentence: Sentence) -> str:
    """A link to a sentence: the article's address with the words to find, or `article.txt#s4`."""
    address = web_address(document.url)
    if address is None:
        return f"{document.id}.txt#{sentence.id}"
    page = address.partition(":~:")[0]
    return f"{page}{'' if '#' in page else '#'}:~:text={_text_directive(sentence.text)}"


def _text_directive(text: str) -> str:
    words = text.split()
    if len(words) <= _WHOLE_WORDS:
        return _encoded(words)
    return f"{_encoded(words[:_EDGE_WORDS])},{_encoded(words[-_EDGE_WORDS:])}"


def _encoded(words: list[str]) -> str:
    # A hyphen has a meaning of its own there.
    return quote(" ".join(words), safe="", errors="replace").replace("-", "%2D")

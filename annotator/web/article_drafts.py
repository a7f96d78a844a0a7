"""Articles that a teacher is about to add: pasted, opened or fetched, cleaned, and not yet stored.

A draft is shown to the teacher, who corrects its title, outlet and date before it is taken.
"""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from annotator.model.annotation import Article
from annotator.model.errors import DataError, Problem
from annotator.model.messages import CountMessage, Message
from annotator.storage.articles import (
    MAX_ARTICLE_BYTES,
    NO_METADATA,
    ArticleReading,
    Metadata,
    article_from_text,
    is_date,
)
from annotator.text.messages import Messages

if TYPE_CHECKING:
    from annotator.formats.fetching import Fetch, WebPage

SHORT_WORDS = 80
"""A fetched page with fewer words is probably not the whole article."""

MAX_TITLE_LENGTH = 300
_LONGEST_FIRST_LINE = 140
_BLANK_LINES = re.compile(r"\n[ \t\xa0]*\n\s*")
_SPACES = re.compile(r"[ \t\xa0]+")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_BYLINE = re.compile(r"(?:by|from|von|por)\b", re.IGNORECASE)
_FOR_SUBSCRIBERS = re.compile(rb'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.!?]) +(?=[A-ZÀ-Þ“„«¿¡`])")
_OF_A_TERMINAL = re.compile(r" --[a-z]|^--|`|pdftotext")


class ArticleDraft(NamedTuple):
    """An article before it is stored.

    Attributes:
        text: Its text, cleaned.
        name: What its name in the project is made from, if it has no title.
        metadata: What is known about it.
        notes: What the teacher should look at, each a sentence.
    """

    text: str
    name: str
    metadata: Metadata
    notes: tuple[str, ...] = ()

    @classmethod
    def of_text(cls, text: str, name: str, *known: str | None) -> "ArticleDraft":
        """The draft of a text, with its metadata in their order."""
        return cls(text, name, Metadata(*known))

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs of the text."""
        return tuple(filter(None, map(str.strip, self.text.split("\n\n"))))

    @property
    def words(self) -> int:
        """The number of words."""
        return len(self.text.split())

    def corrected(self, title: str, outlet: str, published: str) -> "ArticleDraft":
        """The draft with what the teacher typed."""
        known = self.metadata._replace(
            title=_one_line(title), outlet=_one_line(outlet), published=published.strip() or None
        )
        return self._replace(metadata=known)

    def article(self) -> Article:
        """The article.

        Raises:
            DataError: Its date is not a date.
        """
        published = self.metadata.published
        if published and not is_date(published):
            raise DataError(
                Message("“%(typed)s” is not a date. Write it like 2026-03-02.", typed=published)
            )
        name = self.metadata.title or self.name
        return article_from_text(self.text, name, self.metadata, self.name).article


def _one_line(typed: str) -> str | None:
    return " ".join(typed.split())[:MAX_TITLE_LENGTH] or None


def pasted(text: str) -> ArticleDraft:
    """The draft of a text that was pasted or typed.

    Raises:
        DataError: There is no text.
    """
    cleaned = _cleaned(text)
    if not any(map(str.isalnum, cleaned)):
        raise DataError(Message("There is no text yet. Paste the article, then choose Next."))
    first, _, rest = cleaned.partition("\n")
    known = Metadata(title=first if rest and _may_be_title(first) else None)
    return _draft(article_from_text(cleaned, "article", known, "article"), "article")


def _may_be_title(line: str) -> bool:
    """Whether the first line of an article is its title, and not a sentence or a byline."""
    ended = _SENTENCE_END.search(line) or _BYLINE.match(line)
    return len(line) <= _LONGEST_FIRST_LINE and not ended


def _cleaned(text: str) -> str:
    """A text with one blank line between paragraphs and no spaces at the ends of lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")
    plain = "\n".join(_SPACES.sub(" ", line).strip() for line in lines).strip()
    if "\n\n" not in plain and _has_a_paragraph_a_line(plain):
        plain = plain.replace("\n", "\n\n")
    return _BLANK_LINES.sub("\n\n", plain)


def _has_a_paragraph_a_line(text: str) -> bool:
    """Whether each line is a paragraph, and not a part of one that was broken at the margin."""
    lines = text.split("\n")
    ends = sum(_SENTENCE_END.search(line) is not None for line in lines)
    return len(lines) > 1 and ends * 10 >= len(lines) * 6


_PASTE_INSTEAD = Message("If you can open the file, copy its text and paste it here.")


def opened(data: bytes, name: str) -> ArticleDraft:
    """The draft of the article in a file that was opened.

    Raises:
        DataError: The file is empty, or holds no article.
    """
    from annotator.formats.articles import article_in  # noqa: PLC0415 (not every page needs it)

    if data.startswith(b"%PDF-"):
        raise DataError(
            Message(
                "%(file)s is a PDF, which cannot be read as an article. Open it, copy the text of "
                "the article, and paste it here.",
                file=name,
            )
        )
    if not data.strip():
        raise DataError(
            Message(
                "%(file)s is empty. Choose a file with the article.",
                file=name or Message("The file"),
            )
        )
    try:
        reading = article_in(data, name)
    except DataError as error:
        if "opy the" in str(error):
            raise
        raise DataError([*error.problems, Problem(_PASTE_INSTEAD)]) from error
    return _draft(reading, PurePath(name).stem)


def fetched(address: str, fetch: "Fetch | None" = None) -> ArticleDraft:
    """The draft of the article at an address. Waits for the network.

    Args:
        address: The address, with or without https:// before it.
        fetch: Fetches the page (default: over the network, but not from a private one).

    Raises:
        DataError: The page cannot be fetched, or holds no article.
    """
    from annotator.formats.articles import fetch_article, page_name  # noqa: PLC0415
    from annotator.formats.fetching import Fetcher, is_address  # noqa: PLC0415

    typed = address.strip()
    if not typed:
        raise DataError(
            Message("There is no address yet. Type or paste the address of the article.")
        )
    whole = typed if is_address(typed) else f"https://{typed}"
    seen: list[WebPage] = []
    reading = fetch_article(
        whole, NO_METADATA, _recording(fetch or Fetcher(), seen), MAX_ARTICLE_BYTES
    )
    draft = _draft(reading, page_name(whole))
    return draft._replace(notes=(*_doubts(draft, seen), *draft.notes))


def _recording(fetch: "Fetch", seen: "list[WebPage]") -> "Fetch":
    def recorded(address: str, most: int) -> "WebPage":
        seen.append(fetch(address, most))
        return seen[-1]

    return recorded


def _doubts(draft: ArticleDraft, seen: "list[WebPage]") -> Iterator[str]:
    """Why the page may not have the whole article."""
    if any(_FOR_SUBSCRIBERS.search(each.data) for each in seen):
        yield Message(
            "The outlet says that this page is for subscribers, so the text below may be only its "
            "beginning. If you may use the article, open it in your browser, copy its text and "
            "paste it here."
        )
    elif draft.words < SHORT_WORDS:
        yield CountMessage(
            "The page gave only %(num)s word. If that is not the whole article, open it in your "
            "browser, copy its text and paste it here.",
            "The page gave only %(num)s words. If that is not the whole article, open it in your "
            "browser, copy its text and paste it here.",
            draft.words,
        )


def _draft(reading: ArticleReading, name: str) -> ArticleDraft:
    document = reading.article.document
    known = Metadata(*(getattr(document, each) for each in Metadata._fields))
    notes = (for_a_page(each) for each in (*reading.warnings, *reading.notices))
    return ArticleDraft(reading.article.text, name, known, tuple(filter(None, notes)))


def problem_for_a_page(error: DataError, messages: Messages) -> str:
    """The problems of an error for someone who does not see a terminal."""
    found = dict.fromkeys(translated_problem(each, messages) for each in error.problems)
    told = " ".join(filter(None, found)) or for_a_page(str(error))
    return told or messages.gettext("This cannot be read.")


def translated_problem(problem: Problem, messages: Messages) -> str:
    """A problem in the language of a page, after its place; empty if only a terminal helps."""
    words = for_a_page(messages.translate(problem.message))
    return words and str(problem._replace(message=words))


def for_a_page(words: str) -> str:
    """A message without its sentences about commands and options, which a page does not have."""
    kept = [each for each in _SENTENCES.split(words) if not _OF_A_TERMINAL.search(each)]
    told = " ".join(kept)
    return told if not told or told.endswith((".", "!", "?")) else f"{told}."

"""Articles from web pages: the main text, title, outlet and date, by trafilatura."""

import re
from pathlib import PurePath

from annotator.formats.fetching import Fetch, Page
from annotator.formats.registry import require
from annotator.formats.taken import article_of_text
from annotator.model.faults import Fault, Refused
from annotator.storage.articles import Metadata, Reading, article_from, is_date

_LANGUAGE = re.compile(rb"""<html\b[^>]*?\blang\s*=\s*["']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)""")
_CHARSET = re.compile(rb"""<meta\b[^>]*?charset\s*=\s*["']?([A-Za-z0-9_-]{2,40})""", re.IGNORECASE)
_REACH = 4096


def fetched(address: str, given: Metadata, fetch: Fetch, most: int) -> Reading:
    """The article at an address.

    Args:
        address: Of http or https.
        given: What the options say; it goes before what the page says.
        fetch: Gives the page.
        most: How many bytes it may have.

    Raises:
        Refused: It cannot be fetched, or holds no article.
    """
    page = fetch(address, most)
    reading = _read(page, address, given.over(Metadata(url=address)))
    by = (f"{address}: {page.by}.",) if page.by else ()
    return reading._replace(warnings=(*by, *reading.warnings))


def _read(page: Page, address: str, said: Metadata) -> Reading:
    if page.kind in {"text/plain", "text/markdown"}:
        return article_from(page.data, name_of(page.address), said, page.charset)
    if page.kind not in {"text/html", "application/xhtml+xml"}:
        raise Refused(Fault(f"is {page.kind}, and neither a page nor a text", address))
    return article_of_page(page.data, address, said, page.charset)


def article_of_page(
    data: bytes, name: str, given: Metadata, encoding: str | None = None
) -> Reading:
    """The article in a page's HTML.

    Args:
        data: The page.
        name: Its file or address.
        given: What is known of it; it goes before what the page says.
        encoding: Of the page; None where it is to be seen from it.

    Raises:
        Refused: No main text is found, or trafilatura is not installed.
    """
    require("trafilatura")
    from trafilatura import bare_extraction  # noqa: PLC0415 (a quarter of a second)
    from trafilatura.settings import Document  # noqa: PLC0415

    # Of bytes trafilatura would unpack what looks packed, however large it then is.
    page = _decoded(data, name, encoding)
    try:
        found = bare_extraction(page, url=given.url, with_metadata=True, include_comments=False)
    except (RecursionError, ValueError, TypeError, AttributeError) as error:
        raise Refused(Fault("is no page that can be read", name)) from error
    lines = (found.text or "").split("\n") if isinstance(found, Document) else []
    text = "\n\n".join(filter(None, map(str.strip, lines)))
    if not isinstance(found, Document) or not text:
        raise Refused(Fault("holds no main text that is found; save it as a text file", name))
    language = _LANGUAGE.search(data[:_REACH])
    said = Metadata(
        title=found.title or None,
        outlet=found.sitename or None,
        url=given.url,
        published=found.date if found.date and is_date(found.date) else None,
        language=language[1].decode() if language else None,
    )
    return article_of_text(text, name_of(name), given.over(said), name)


def _decoded(data: bytes, name: str, encoding: str | None) -> str:
    """The text of a page: by the encoding given, or stated in it, or UTF-8, or the usual one."""
    stated = _CHARSET.search(data[:_REACH])
    for candidate in (encoding, "utf-8-sig", stated[1].decode() if stated else None):
        try:
            if candidate is not None:
                return data.decode(candidate)
        except UnicodeDecodeError:
            continue
        except LookupError as error:
            if candidate == encoding:
                raise Refused(Fault(f"there is no text encoding “{encoding}”", name)) from error
    return data.decode(encoding or "windows-1252", "replace")


def name_of(address: str) -> str:
    """What a page's document is called by: the last part of its path, or its host."""
    plain = re.sub(r"[?#].*", "", address).rstrip("/")
    return PurePath(plain).stem or "article"

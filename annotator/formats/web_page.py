"""Articles from web pages: the main text, title, outlet and date, by trafilatura."""

import re
from pathlib import PurePath
from typing import Any

from annotator.formats.fetching import Fetch, Page
from annotator.formats.registry import require
from annotator.formats.taken import article_of_text
from annotator.model.faults import Fault, Refused
from annotator.storage.articles import Metadata, Reading, article_from, is_date, refuse_other_files
from annotator.text.listed import listed

_LANGUAGE = re.compile(rb"""<html\b[^>]*?\blang\s*=\s*["']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)""")
_CHARSET = re.compile(rb"""<meta\b[^>]*?charset\s*=\s*["']?([A-Za-z0-9_-]{2,40})""", re.IGNORECASE)
_REACH = 4096

_STRUCK = frozenset(["del", "s", "strike", "rt", "rp", "rtc", "template"])
_INLINE = listed(
    "abbr acronym bdi bdo big cite code data dfn font ins kbd mark nobr q rb ruby samp small sub"
    " sup tt u var"
)
_PROSE = "ancestor::p or ancestor::li or ancestor::blockquote or ancestor::td or ancestor::dd"
_MAY_BE_UNSEEN = "//body//*[@hidden or @aria-hidden or @style or self::dialog or self::noscript]"
_UNSEEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_MARKS = {
    "de": ("„“", "‚‘"),
    "fr": ("«\u202f \u202f»", "“”"),
    "es": ("«»", "“”"),
    "it": ("«»", "“”"),
    "ru": ("«»", "„“"),
    "uk": ("«»", "„“"),
    "pl": ("„”", "«»"),
    "cs": ("„“", "‚‘"),
    "ja": ("「」", "『』"),
}
_ENGLISH_MARKS = ("“”", "‘’")
_QUOTED_ALREADY = tuple('"“”„«»‘‚「『')
# A number behind one of these measures something; behind any other word it counts a note.
_MEASURES = re.compile(r"(?:^|[\W\d])(?:[kcdmµn]?m|ft|in|mi|yd|[A-Za-z]|[A-Z][a-z])$|[\d)]$")
_NOTE_CLASS = re.compile(r"\b(?:reference|footnote|foot-note|noteref|endnote|citation|cite)", re.I)
_NOTE_MARK = re.compile(
    r"\s*(?:\[[^\]]*\]|\([\w*†‡§]{1,4}\)|[*†‡§]+|\d{1,3}(?:\s*[,–-]\s*\d{1,3})*)\s*"
)
_NOTE_LETTER = re.compile(r"\s*[a-z]\s*")
_STOPPED = re.compile(r"[.!?…][”’»\"')]*\s*$")
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


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
    refuse_other_files(data, name)
    require("trafilatura")
    from trafilatura import bare_extraction, load_html  # noqa: PLC0415 (a quarter of a second)
    from trafilatura.settings import Document  # noqa: PLC0415

    # Of bytes trafilatura would unpack what looks packed, however large it then is.
    page = _decoded(data, name, encoding)
    try:
        tree = _as_read(load_html(page))
        found = bare_extraction(tree, url=given.url, with_metadata=True, include_comments=False)
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


def _as_read(tree: Any) -> Any:
    """A page with the words of its sentences as a reader sees them: see `docs/formats.md`.

    Of markup inside a sentence trafilatura loses the words, or begins a paragraph with them.
    """
    if tree is None:
        raise ValueError("no markup")
    _drop_unseen(tree)
    for element in list(tree.iter("q")):
        _put_marks(element)
    for element in list(tree.iter("sup")):
        _raise_or_drop(element)
    for element in tree.xpath(f"//time[{_PROSE}]"):
        # The element itself stays: its attribute may say when the page was published.
        element.tail = "".join(element.itertext()) + (element.tail or "")
        del element[:]
        element.text = None
    for element in [each for each in tree.iter(*_INLINE) if each.getparent() is not None]:
        element.drop_tag()
    return tree


def _drop_unseen(tree: Any) -> None:
    """Drop what is struck out or hidden; hidden parts with most of the words are the page itself.

    A page that was saved while a question lay over it has all of its text hidden.
    """
    for element in list(tree.iter(*_STRUCK)):
        element.drop_tree()
    most = len(tree.text_content()) / 2
    for element in tree.xpath(_MAY_BE_UNSEEN):
        if _is_unseen(element) and len(element.text_content()) < most:
            element.drop_tree()


def _is_unseen(element: Any) -> bool:
    marked = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    closed = element.tag == "dialog" and element.get("open") is None
    return (
        marked
        or closed
        or element.tag == "noscript"
        or _UNSEEN.search(element.get("style") or "") is not None
    )


def _put_marks(element: Any) -> None:
    """Put around a `<q>` the quotation marks that a browser shows there."""
    if element.text_content().lstrip().startswith(_QUOTED_ALREADY):
        return
    languages = element.xpath("ancestor-or-self::*/@lang")
    language = languages[-1][:2].lower() if languages else "en"
    pairs = _MARKS.get(language, _ENGLISH_MARKS)
    pair = pairs[int(element.xpath("count(ancestor::q)")) % 2]
    opening, closing = pair[: len(pair) // 2], pair[(len(pair) + 1) // 2 :]
    element.text = opening + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + closing
    else:
        element.text += closing


def _raise_or_drop(element: Any) -> None:
    """Drop a raised mark that refers to a note; write other raised figures as such: m²."""
    text = element.text_content()
    if _refers(element, text):
        element.drop_tree()
    elif text.strip().lstrip("+-").isdigit():
        _set_text(element, text.translate(_RAISED))


def _refers(element: Any, text: str) -> bool:
    links = element.xpath(".//a[starts-with(@href, '#')] | ancestor::a[starts-with(@href, '#')]")
    if links or _NOTE_CLASS.search(element.get("class") or ""):
        return True
    if _NOTE_LETTER.fullmatch(text):
        return _STOPPED.search(_text_before(element)) is not None
    if not _NOTE_MARK.fullmatch(text):
        return False
    return not text.strip().isdigit() or not _MEASURES.search(_text_before(element))


def _text_before(element: Any) -> str:
    before = element.getprevious()
    if before is not None:
        return (before.tail or "") or before.text_content()
    return element.getparent().text or ""


def _set_text(element: Any, text: str) -> None:
    del element[:]
    element.text = text


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

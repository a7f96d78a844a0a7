"""Read articles from text files, web pages, Word documents and tables."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from annotator.formats.fetching import Fetch, Fetcher, WebPage, is_address
from annotator.formats.json_values import parse_json_lines
from annotator.formats.registry import require_package
from annotator.model.errors import DataError, Problem, ProblemCollector
from annotator.model.messages import Message
from annotator.storage.archives import UNREADABLE_ARCHIVE
from annotator.storage.articles import (
    MAX_ARTICLE_BYTES,
    NO_METADATA,
    ArticleReading,
    Metadata,
    article_from,
    article_from_text,
    is_date,
    refuse_other_files,
)
from annotator.storage.files import read_limited
from annotator.text.strict_text import csv_table
from annotator.text.word_lists import word_set

_LANGUAGE = re.compile(rb"""<html\b[^>]*?\blang\s*=\s*["']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)""")
_CHARSET = re.compile(rb"""<meta\b[^>]*?charset\s*=\s*["']?([A-Za-z0-9_-]{2,40})""", re.IGNORECASE)
_REACH = 4096

_STRUCK = frozenset(["del", "s", "strike", "rt", "rp", "rtc", "template"])
_INLINE = word_set(
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
# A superscript number after one of these is a measure. After any other word it refers to a note.
_MEASURES = re.compile(r"(?:^|[\W\d])(?:[kcdmµn]?m|ft|in|mi|yd|[A-Za-z]|[A-Z][a-z])$|[\d)]$")
_NOTE_CLASS = re.compile(r"\b(?:reference|footnote|foot-note|noteref|endnote|citation|cite)", re.I)
_NOTE_MARK = re.compile(
    r"\s*(?:\[[^\]]*\]|\([\w*†‡§]{1,4}\)|[*†‡§]+|\d{1,3}(?:\s*[,–-]\s*\d{1,3})*)\s*"
)
_NOTE_LETTER = re.compile(r"\s*[a-z]\s*")
_STOPPED = re.compile(r"[.!?…][”’»\"')]*\s*$")
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def fetch_article(address: str, given: Metadata, fetch: Fetch, most: int) -> ArticleReading:
    """The article at an address.

    Args:
        address: An http or https address.
        given: The metadata from the options; it takes precedence over that of the page.
        fetch: Fetches the page.
        most: The maximum size in bytes.

    Raises:
        DataError: The page cannot be fetched, or has no article.
    """
    page = fetch(address, most)
    article_file = _read(page, address, given.with_defaults(Metadata(url=address)))
    by = (f"{address}: {page.proxy_note}.",) if page.proxy_note else ()
    return article_file._replace(warnings=(*by, *article_file.warnings))


def _read(page: WebPage, address: str, said: Metadata) -> ArticleReading:
    if page.kind in {"text/plain", "text/markdown"}:
        return article_from(page.data, page_name(page.address), said, page.charset)
    if page.kind not in {"text/html", "application/xhtml+xml"}:
        raise DataError(
            Problem(Message("is %(kind)s, not a web page or a text", kind=page.kind), address)
        )
    return article_from_page(page.data, address, said, page.charset)


def article_from_page(
    data: bytes, name: str, given: Metadata, encoding: str | None = None
) -> ArticleReading:
    """The article in a page's HTML.

    Args:
        data: The page.
        name: Its file or address.
        given: Known metadata; it takes precedence over that of the page.
        encoding: The encoding of the page; None to detect it.

    Raises:
        DataError: No main text is found, or trafilatura is not installed.
    """
    refuse_other_files(data, name)
    require_package("trafilatura")
    from trafilatura import bare_extraction, load_html  # noqa: PLC0415 (a quarter of a second)
    from trafilatura.settings import Document  # noqa: PLC0415

    # Given bytes, trafilatura would unpack what looks compressed, however large the result.
    page = _decoded(data, name, encoding)
    try:
        tree = _as_read(load_html(page))
        found = bare_extraction(tree, url=given.url, with_metadata=True, include_comments=False)
    except (RecursionError, ValueError, TypeError, AttributeError) as error:
        raise DataError(Problem(Message("cannot be read as a web page"), name)) from error
    lines = (found.text or "").split("\n") if isinstance(found, Document) else []
    text = "\n\n".join(filter(None, map(str.strip, lines)))
    if not isinstance(found, Document) or not text:
        words = Message("no main text was found in it. Copy the article into a text file instead.")
        raise DataError(Problem(words, name))
    language = _LANGUAGE.search(data[:_REACH])
    said = Metadata(
        title=found.title or None,
        outlet=found.sitename or None,
        url=given.url,
        published=found.date if found.date and is_date(found.date) else None,
        language=language[1].decode() if language else None,
    )
    return article_from_text(text, page_name(name), given.with_defaults(said), name)


def _as_read(tree: Any) -> Any:
    """A page with the words of its sentences as a reader sees them.

    trafilatura loses the words of markup inside a sentence, or starts a paragraph with them.
    """
    if tree is None:
        raise ValueError("no markup")
    _drop_unseen(tree)
    for element in list(tree.iter("q")):
        _put_marks(element)
    for element in list(tree.iter("sup")):
        _raise_or_drop(element)
    for element in tree.xpath(f"//time[{_PROSE}]"):
        # The element itself stays, because its attribute may have the date of publication.
        element.tail = "".join(element.itertext()) + (element.tail or "")
        del element[:]
        element.text = None
    for element in [each for each in tree.iter(*_INLINE) if each.getparent() is not None]:
        element.drop_tag()
    return tree


def _drop_unseen(tree: Any) -> None:
    """Drop text that is struck out or hidden, unless the hidden part has most of the words.

    A page that was saved while a dialog covered it has all of its text hidden.
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
    """Add the quotation marks that a browser shows around a `<q>`."""
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
    """Drop a superscript that refers to a note; write other numbers as superscripts: m²."""
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
    """The text of a page, decoded by the given encoding, UTF-8, its own one, or Windows-1252."""
    stated = _CHARSET.search(data[:_REACH])
    for candidate in (encoding, "utf-8-sig", stated[1].decode() if stated else None):
        try:
            if candidate is not None:
                return data.decode(candidate)
        except UnicodeDecodeError:
            continue
        except LookupError as error:
            if candidate == encoding:
                raise DataError(
                    Problem(f"“{encoding}” is not a known text encoding.", name)
                ) from error
    return data.decode(encoding or "windows-1252", "replace")


def page_name(address: str) -> str:
    """The name for the document of a page: the last part of its path, or its host."""
    plain = re.sub(r"[?#].*", "", address).rstrip("/")
    return PurePath(plain).stem or "article"


MAX_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 64_000_000
MAX_COMPRESSION_RATIO = 200
_FEW_BYTES = 1_000_000

# Deleted or moved text, codes of fields, properties, and pronunciation guides.
_LEFT_OUT = word_set(
    "del moveFrom delText instrText delInstrText rPr pPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr rt"
    " rubyPr ctrlPr"
)
_TYPED = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_OFF = frozenset(["0", "false", "off"])
_OF_A_FONT = range(0xE000, 0xF900)  # private-use characters that only their own font can show
_END = "\0"  # the end of a paragraph; no text contains it


def article_from_word(data: bytes, file: str, given: Metadata) -> ArticleReading:
    """The article in a .docx file.

    Args:
        data: The content of the file.
        file: Its name.
        given: Known metadata; it takes precedence over that of the file.

    Raises:
        DataError: It is not a .docx file, unpacks to too much, or has no text.
    """
    refuse_other_files(data, file, word=True)
    require_package("docx")
    _refuse_bombs(data, file)
    import docx  # noqa: PLC0415 (a sixth of a second)

    try:
        document = docx.Document(io.BytesIO(data))
        reader = _Reader(document)
        paragraphs, notes = reader.paragraphs(document.element.body), list(reader.of_notes())
        title = document.core_properties.title
    except _UNREADABLE_WORD as error:
        raise DataError(
            Problem(Message("cannot be read as a .docx file. Is it complete?"), file)
        ) from error
    known = given.with_defaults(Metadata(title=title or None))
    text = "\n\n".join((*paragraphs, *notes))
    article_file = article_from_text(text, PurePath(file).stem, known, file)
    return article_file._replace(warnings=(*article_file.warnings, *_about_notes(len(notes), file)))


def _about_notes(notes: int, file: str) -> Iterator[str]:
    if notes:
        what = "1 footnote is" if notes == 1 else f"{notes} footnotes are"
        yield str(Problem(f"{what} at the end of the text, in the order of the references", file))


class _Reader:
    """Reads the text of a document's elements as Word shows it, with all changes accepted."""

    def __init__(self, document: Any) -> None:
        self._relations = document.part.rels.values()
        self._styles = {_attribute(each, "styleId"): each for each in document.styles.element}
        self._notes: dict[tuple[str, str], None] = {}
        self._boxes: list[str] = []

    def paragraphs(self, element: Any) -> list[str]:
        """The nonempty paragraphs inside an element, in order."""
        text = "".join(self._pieces(element))
        return list(filter(None, (each.strip() for each in text.split(_END))))

    def of_notes(self) -> Iterator[str]:
        """The text of each note that the text read so far refers to."""
        for kind, number in self._notes:
            for note in self._elements_of(kind):
                if _attribute(note, "id") == number:
                    yield "\n".join(self.paragraphs(note))

    def _elements_of(self, kind: str) -> list[Any]:
        from docx.oxml import parse_xml  # noqa: PLC0415 (loaded already, by who made this)

        parts = [each.target_part for each in self._relations if each.reltype.endswith(f"/{kind}s")]
        return [note for part in parts for note in parse_xml(part.blob)]

    def _pieces(self, element: Any) -> Iterator[str]:
        """The text inside an element, with `_END` after each paragraph."""
        for child in element:
            name = _name(child)
            if name in _LEFT_OUT or self._is_gone(child, name):
                continue
            if name in _NOTES:
                self._notes.setdefault((_NOTES[name], _attribute(child, "id")))
            elif name == "txbxContent":
                self._boxes += self.paragraphs(child)
            elif name == "p":
                yield from self._paragraph(child)
            elif name in _TYPED or name in {"t", "sym"}:
                yield _typed(child, name)
            else:
                yield from self._pieces(_shown(child) if name == "AlternateContent" else child)

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        """Its text, followed by the text of the text boxes anchored in it.

        If its paragraph mark is deleted or hidden, the next paragraph continues on the same line.
        """
        yield from self._pieces(paragraph)
        mark = _child(_child(paragraph, "pPr"), "rPr")
        if any(_is_on(_child(mark, name)) for name in ("del", "moveFrom", "vanish")):
            return
        yield _END
        boxes, self._boxes = self._boxes, []
        yield from (f"{box}{_END}" for box in boxes)

    def _is_gone(self, element: Any, name: str) -> bool:
        """Whether a run is hidden, a row or cell is deleted, or a control is not filled in."""
        if name == "r":
            return self._is_hidden(element)
        signs = {
            "tr": ("trPr", "del"),
            "tc": ("tcPr", "cellDel"),
            "sdt": ("sdtPr", "showingPlcHdr"),
        }
        properties, sign = signs.get(name, ("", ""))
        return _is_on(_child(_child(element, properties), sign))

    def _is_hidden(self, run: Any) -> bool:
        """Whether a run is hidden, by itself or by a style; the nearest setting decides."""
        own = _child(run, "rPr")
        paragraph = next((each for each in run.iterancestors() if _name(each) == "p"), None)
        said = (
            _child(own, "vanish"),
            self._of_style(_child(own, "rStyle")),
            self._of_style(_child(_child(paragraph, "pPr"), "pStyle")),
        )
        return _is_on(next((each for each in said if each is not None), None))

    def _of_style(self, named: Any) -> Any:
        """The hiding setting of a style or of the nearest style it is based on; None if unset."""
        seen: set[str] = set()
        while named is not None and _attribute(named, "val") not in seen:
            seen.add(_attribute(named, "val"))
            style = self._styles.get(_attribute(named, "val"))
            said = _child(_child(style, "rPr"), "vanish")
            if said is not None:
                return said
            named = _child(style, "basedOn")
        return None


def _name(element: Any) -> str:
    """The name of an element without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _child(element: Any, name: str) -> Any:
    children = () if element is None else element
    return next((each for each in children if _name(each) == name), None)


def _attribute(element: Any, name: str) -> str:
    found = (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name)
    return next(found, "")


def _is_on(sign: Any) -> bool:
    return sign is not None and _attribute(sign, "val").lower() not in _OFF


def _typed(element: Any, name: str) -> str:
    if name == "t":
        return element.text or ""
    if name == "sym":
        code = int(_attribute(element, "char") or "0", 16)
        return "" if code in _OF_A_FONT or not code else chr(code)
    return _TYPED[name]


def _shown(alternatives: Any) -> Any:
    """The first alternative of an element that has text; each has the same text."""
    held = (each for each in alternatives if any(_name(part) == "t" for part in each.iter()))
    return next(held, ())


_UNREADABLE_WORD: tuple[type[Exception], ...] = (
    *UNREADABLE_ARCHIVE,
    *(KeyError, SyntaxError, AttributeError, RecursionError, TypeError),
)


def _refuse_bombs(data: bytes, file: str) -> None:
    """Check that the archive does not unpack to more than a document does, without unpacking it.

    No more of an entry is ever read than its stated size.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except UNREADABLE_ARCHIVE as error:
        raise DataError(
            Problem(Message("is not a .docx file, because it is not a zip archive"), file)
        ) from error
    size = sum(entry.file_size for entry in entries)
    times = size // max(len(data), 1)
    if (
        len(entries) > MAX_ENTRIES
        or size > MAX_UNPACKED_BYTES
        or (times > MAX_COMPRESSION_RATIO and size > _FEW_BYTES)
    ):
        message = Message(
            "unpacks to %(parts)s parts and %(size)s bytes, too much for a document",
            parts=format(len(entries), ","),
            size=format(size, ","),
        )
        raise DataError(Problem(message, file))


PAGE_ENDINGS, WORD_ENDINGS, TABLE_ENDINGS, TEXT_ENDINGS = (
    (".html", ".htm", ".xhtml"),
    (".docx",),
    (".csv", ".jsonl"),
    (".txt", ".md"),
)
ENDINGS = (*TEXT_ENDINGS, *PAGE_ENDINGS, *WORD_ENDINGS, *TABLE_ENDINGS)
TABLE_COLUMNS = ("id", "text", *Metadata._fields)
"""The columns of a table with one article per row."""

_MOST_OF_TABLE = 1_000_000_000
_HINT = "Give --max-size BYTES to read it anyway."


@dataclass(frozen=True, slots=True)
class ArticleOptions:
    """How articles are read.

    Attributes:
        encoding: The encoding of text files, if it is not one that is recognized.
        most: The maximum size of an article in bytes.
        columns: The file's names of columns in `TABLE_COLUMNS`, if they differ.
        fetch: Fetches the page at an address.
    """

    encoding: str | None = None
    most: int = MAX_ARTICLE_BYTES
    columns: Mapping[str, str] = field(default_factory=dict)
    fetch: Fetch = field(default_factory=Fetcher)


def needs_conversion(name: str) -> bool:
    """Whether this is a page or .docx file, which is converted to text before it is tagged."""
    return is_address(name) or Path(name).suffix.lower() in {*PAGE_ENDINGS, *WORD_ENDINGS}


def is_table(name: str) -> bool:
    """Whether a file is a table with one article per row."""
    return Path(name).suffix.lower() in TABLE_ENDINGS


def read_articles(
    name: str, given: Metadata = NO_METADATA, ways: ArticleOptions | None = None
) -> Iterator[ArticleReading]:
    """The articles in a file or at an address.

    Args:
        name: The file as the person would type it, or an address.
        given: Metadata from the options; it takes precedence over that of the article.
        ways: How to read.

    Raises:
        DataError: It cannot be read, or has no text.
    """
    ways = ways or ArticleOptions()
    ending = Path(name).suffix.lower()
    if is_address(name):
        yield fetch_article(name, given, ways.fetch, ways.most)
    elif ending in TABLE_ENDINGS:
        yield from _rows(name, ending, given, ways)
    else:
        data = read_limited(Path(name), ways.most, _HINT)
        yield article_in(data, name, given, ways.encoding)


def article_in(
    data: bytes, name: str, given: Metadata = NO_METADATA, encoding: str | None = None
) -> ArticleReading:
    """The article in the bytes of a text, a web page or a Word document.

    Args:
        data: The content of the file.
        name: Its name. The ending says what it is.
        given: Known metadata; it takes precedence over that of the article.
        encoding: The encoding of a text or a page, if it is not one that is recognized.

    Raises:
        DataError: It cannot be read, or has no text.
    """
    ending = Path(name).suffix.lower()
    if ending in PAGE_ENDINGS:
        return article_from_page(data, name, given, encoding)
    if ending in WORD_ENDINGS:
        return article_from_word(data, name, given)
    return article_from(data, name, given, encoding)


def _rows(
    name: str, ending: str, given: Metadata, ways: ArticleOptions
) -> Iterator[ArticleReading]:
    data = read_limited(Path(name), _MOST_OF_TABLE)
    rows: Iterator[tuple[int, Mapping[str, object]]] = (
        csv_table(data, name, raw=False).rows if ending == ".csv" else parse_json_lines(data, name)
    )
    theirs = {column: ways.columns.get(column, column) for column in TABLE_COLUMNS}
    problems = ProblemCollector()
    for line, row in rows:
        if _has_labels(row):
            message = (
                "has labeled sentences in its rows instead of articles. "
                f"To import it into a project, run `annotator import DIR {name}`."
            )
            raise DataError(Problem(message, name, line))
        said = {column: row.get(named) for column, named in theirs.items()}
        text = said["text"]
        if not isinstance(text, str):
            message = f"has no text in column “{theirs['text']}”. Name it with --column text=NAME."
            problems.add(Problem(message, name, line))
            continue
        own = Metadata(*(str(said[name]) if said[name] else None for name in Metadata._fields))
        known = str(said["id"]) if said["id"] is not None else f"{Path(name).stem}-{line}"
        with problems:
            yield article_from_text(text, known, given.with_defaults(own), name, line)
    problems.raise_any()


def _has_labels(row: Mapping[str, object]) -> bool:
    """Whether a row is a tagged sentence from an export of ours, or has labels with positions."""
    ours = "tag" in row and not row.keys().isdisjoint(["annotator", "sentence", "start", "span"])
    placed = (row.get(name) for name in ("entities", "label", "labels", "spans", "relations"))
    theirs = (each[0] for each in placed if isinstance(each, list) and each)
    return ours or any(isinstance(each, list | dict) for each in theirs)

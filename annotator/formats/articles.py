"""Articles as they come: texts, pages, addresses, .docx, and tables with one in each row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.formats.fetching import Fetch, Fetcher, is_address
from annotator.formats.reading import json_lines
from annotator.formats.taken import article_of_text
from annotator.formats.web_page import article_of_page, fetched
from annotator.formats.word import article_of_word
from annotator.model.faults import Fault, Faults, Refused
from annotator.storage.articles import MOST_BYTES, NOTHING, Metadata, Reading, read_article
from annotator.storage.files import read_limited
from annotator.text.spreadsheet import csv_table

PAGES, WORD, TABLES, TEXTS = (
    (".html", ".htm", ".xhtml"),
    (".docx",),
    (".csv", ".jsonl"),
    (".txt", ".md"),
)
ENDINGS = (*TEXTS, *PAGES, *WORD, *TABLES)
OF_TABLE = ("id", "text", *Metadata._fields)
"""The columns of a table with an article in each row."""

_MOST_OF_TABLE = 1_000_000_000
_HINT = "give --max-size BYTES to read it all the same"


@dataclass(frozen=True, slots=True)
class Ways:
    """How articles are read.

    Attributes:
        encoding: Of text files, where it is not one that is recognised.
        most: How many bytes an article may have.
        columns: Their name for a column of `OF_TABLE`, where it is another.
        fetch: Gives the page at an address.
    """

    encoding: str | None = None
    most: int = MOST_BYTES
    columns: Mapping[str, str] = field(default_factory=dict)
    fetch: Fetch = field(default_factory=Fetcher)


def is_made_text(name: str) -> bool:
    """Whether what is named has to be made a text before it can be tagged: a page or a .docx."""
    return is_address(name) or Path(name).suffix.lower() in {*PAGES, *WORD}


def is_table(name: str) -> bool:
    """Whether a file has an article in each row."""
    return Path(name).suffix.lower() in TABLES


def articles_in(
    name: str, given: Metadata = NOTHING, ways: Ways | None = None
) -> Iterator[Reading]:
    """The articles that a file or an address holds.

    Args:
        name: The file as the person would type it, or an address.
        given: What the options say; it goes before what the article says.
        ways: How to read.

    Raises:
        Refused: It cannot be read, or holds no text.
    """
    ways = ways or Ways()
    ending = Path(name).suffix.lower()
    if is_address(name):
        yield fetched(name, given, ways.fetch, ways.most)
    elif ending in PAGES:
        data = read_limited(Path(name), ways.most, _HINT)
        yield article_of_page(data, name, given, ways.encoding)
    elif ending in WORD:
        yield article_of_word(read_limited(Path(name), ways.most, _HINT), name, given)
    elif ending in TABLES:
        yield from _rows(name, ending, given, ways)
    else:
        yield read_article(Path(name), given, ways.encoding, ways.most)


def _rows(name: str, ending: str, given: Metadata, ways: Ways) -> Iterator[Reading]:
    data = read_limited(Path(name), _MOST_OF_TABLE)
    rows: Iterator[tuple[int, Mapping[str, object]]] = (
        csv_table(data, name, raw=False).rows if ending == ".csv" else json_lines(data, name)
    )
    theirs = {column: ways.columns.get(column, column) for column in OF_TABLE}
    faults = Faults()
    for line, row in rows:
        if _has_labels(row):
            message = (
                "has sentences with labels in its rows, and no articles; take it into a project "
                f"with `annotator import DIR {name}`"
            )
            raise Refused(Fault(message, name, line))
        said = {column: row.get(named) for column, named in theirs.items()}
        text = said["text"]
        if not isinstance(text, str):
            message = f"has no text in the column “{theirs['text']}”; name it with --column text=…"
            faults.add(Fault(message, name, line))
            continue
        own = Metadata(*(str(said[name]) if said[name] else None for name in Metadata._fields))
        known = str(said["id"]) if said["id"] is not None else f"{Path(name).stem}-{line}"
        with faults:
            yield article_of_text(text, known, given.over(own), name, line)
    faults.refuse()


def _has_labels(row: Mapping[str, object]) -> bool:
    """Whether a row is one of our exports, a sentence with its tag, or has labels with places."""
    ours = "tag" in row and not row.keys().isdisjoint(["annotator", "sentence", "start", "span"])
    placed = (row.get(name) for name in ("entities", "label", "labels", "spans", "relations"))
    theirs = (each[0] for each in placed if isinstance(each, list) and each)
    return ours or any(isinstance(each, list | dict) for each in theirs)

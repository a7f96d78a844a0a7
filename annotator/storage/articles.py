"""Articles as they come: decoded strictly, front matter taken off, newlines made one kind."""

import codecs
import re
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from annotator.model.document import Article, Document, text_hash
from annotator.model.faults import Fault, Refused
from annotator.model.names import file_name
from annotator.storage.emit import text_field
from annotator.storage.fields import Fields, read_fields
from annotator.storage.files import read_limited

MOST_BYTES = 5_000_000
STANDARD_INPUT = "-"
_LONGEST_FRONT_MATTER = 65_536
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    # Its BOM begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, None),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Metadata(NamedTuple):
    """What is said of an article beside its text; None where nothing is.

    Attributes:
        published: A date as ISO 8601 has it: 2026-03-02, with or without a time.
        language: A language tag: en, pt-BR.
    """

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None

    def over(self, said: "Metadata") -> "Metadata":
        """What this says, and where it says nothing, what `said` does."""
        pairs = zip(self, said, strict=True)
        return Metadata(*(said if own is None else own for own, said in pairs))


class Reading(NamedTuple):
    """An article that was read, and what the person should know of how.

    Attributes:
        article: The article.
        warnings: What is to be said of reading it.
        line: Where it stands in a table of articles, from 1; None for a file of its own.
    """

    article: Article
    warnings: tuple[str, ...] = ()
    line: int | None = None


NOTHING = Metadata()
_KNOWN = frozenset(Metadata._fields)
_NAMES_A_FIELD = re.compile(rf"^(?:{'|'.join(sorted(_KNOWN))})[ \t]*:(?=\s|$)", re.MULTILINE)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n+|\Z)", re.DOTALL | re.MULTILINE)


def read_article(
    path: Path, given: Metadata = NOTHING, encoding: str | None = None, most: int = MOST_BYTES
) -> Reading:
    """The article in a text file.

    Args:
        path: The file, as the person would type it.
        given: What the options say; it goes before what the front matter says.
        encoding: Of the file, where it is not one that is recognised.
        most: How many bytes the file may have.

    Raises:
        Refused: The file cannot be read, or holds no text; every fault says what to do.
    """
    data = read_limited(path, most, "give --max-size BYTES to read it all the same")
    return article_from(data, str(path), given, encoding)


def article_from(
    data: bytes, name: str, given: Metadata = NOTHING, encoding: str | None = None
) -> Reading:
    r"""The article in these bytes.

    Its text is what follows the front matter and the empty lines after that, with every kind of
    newline as "\n"; otherwise it is as it came.

    Args:
        data: The whole file.
        name: The file's path as the person would type it, or "-" for standard input.
        given: What the options say; it goes before what the front matter says.
        encoding: Of the bytes, where it is not one that is recognised.

    Raises:
        Refused: The bytes are no text, the text is empty, or its front matter is faulty.
    """
    shown = "standard input" if name == STANDARD_INPUT else name
    whole = _decoded(data, shown, encoding).replace("\r\n", "\n").replace("\r", "\n")
    said, warnings, text = _front_matter(whole, shown)
    reason = unfit(text)
    if reason is not None:
        raise Refused(Fault(reason, shown))
    metadata = given.over(said)
    stem = (metadata.title or "") if name == STANDARD_INPUT else Path(name).stem
    return Reading(new_article(stem, text, metadata), warnings)


def new_article(name: str, text: str, known: Metadata) -> Article:
    """The article with this text.

    Args:
        name: What its id is folded from; where it is empty, the id is `article`.
        text: All of it, with one kind of newline.
        known: What is said of it.
    """
    document = Document(
        file_name(name) if name.strip() else "article",
        text_hash(text),
        known.title,
        known.outlet,
        known.url,
        known.published,
        known.language or "en",
    )
    return Article(document, text)


def unfit(text: str) -> str | None:
    """Why a text is no article, in words; None where it can be tagged."""
    if not text.strip():
        return "holds no text; there is nothing to tag"
    return "is not text: it holds NUL" if "\0" in text else None


def render(article: Article) -> bytes:
    """The text file of an article, which `article_from` reads as it is; metadata stands before it.

    A text that begins with an empty line would lose that line behind front matter, and goes
    without; so does one whose metadata is too long to be looked for.
    """
    document = article.document
    fields = [text_field(name, getattr(document, name)) for name in Metadata._fields]
    lines = [line for line in fields if line is not None]
    published = document.published
    head = "\n".join(["---", *lines, "---", "\n"])
    unread = article.text.startswith("\n") or (published and not is_date(published))
    if unread or len(head) > _LONGEST_FRONT_MATTER:
        head = ""
    return f"{head}{article.text}".encode("utf-8", "surrogatepass")


def _decoded(data: bytes, file: str, encoding: str | None) -> str:
    bom, recognised = next(
        ((bom, name) for bom, name in _BOMS if data.startswith(bom)), (b"", "utf-8")
    )
    name = encoding or recognised
    if name is None:
        raise Refused(Fault("is UTF-32; give --encoding utf-32", file))
    try:
        text = data.decode(name) if encoding else data[len(bom) :].decode(name)
    except UnicodeDecodeError as error:
        at = error.start + (0 if encoding else len(bom))
        raise Refused(Fault(_undecodable(name, at, data), file)) from error
    except (LookupError, UnicodeError, ValueError) as error:
        message = f"there is no text encoding “{name}”; --encoding takes names such as latin-1"
        raise Refused(Fault(message, file)) from error
    _refuse_binary(text, file)
    return text.removeprefix("\ufeff")


def _undecodable(encoding: str, at: int, data: bytes) -> str:
    return (
        f"is not {encoding.upper()}: byte {at} (0x{data[at : at + 1].hex()}) fits nothing; "
        "give --encoding NAME if it is another encoding, such as windows-1252"
    )


def _refuse_binary(text: str, file: str) -> None:
    at = text.find("\0")
    if at >= 0:
        message = (
            f"is not text: character {at} is NUL; "
            "give a text file, or --encoding NAME (utf-16-le, for example)"
        )
        raise Refused(Fault(message, file, text.count("\n", 0, at) + 1))


def _front_matter(text: str, file: str) -> tuple[Metadata, tuple[str, ...], str]:
    """What a block at the very start says, its warnings, and the text without it.

    A text may begin with a rule, "---", and have another one further down: only a block that
    names one of our fields at the start of a line is front matter.
    """
    block = _FRONT_MATTER.match(text, 0, _LONGEST_FRONT_MATTER)
    if block is None or not _NAMES_A_FIELD.search(block[1]):
        return NOTHING, (), text
    # In place of the first rule, an empty line: the lines of the faults are then the file's.
    said = read_fields(b"\n" + block[1].encode("utf-8", "surrogatepass"), file)
    unknown = (
        Fault(f"is none of {', '.join(sorted(_KNOWN))}; it is left out", file, line, name)
        for name, line in said.lines.items()
        if name not in _KNOWN
    )
    return _metadata(said), tuple(map(str, unknown)), text[block.end() :]


def _metadata(said: Fields) -> Metadata:
    known = {name: said.texts.get(name) for name in said.lines if name in _KNOWN}
    for name, value in known.items():
        if value is None:
            said.refuse("is not a plain text; put it in quotes", name)
    published = known.get("published")
    if published and not is_date(published):
        said.refuse(f"“{published}” is no date; write it as 2026-03-02", "published")
    if said.faults:
        raise Refused(said.faults)
    return Metadata(**{name: value or None for name, value in known.items()})


def is_date(text: str) -> bool:
    """Whether a text is a date as ISO 8601 has it, with or without a time."""
    for reader in (date.fromisoformat, datetime.fromisoformat):
        try:
            reader(text)
        except ValueError:
            continue
        return True
    return False

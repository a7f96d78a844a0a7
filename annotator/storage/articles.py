"""Articles as they come: decoded strictly, front matter taken off, newlines made one kind."""

import codecs
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from annotator.model.annotation import Article, Document, text_hash
from annotator.model.errors import DataError, Problem
from annotator.model.name_folding import file_name
from annotator.storage.files import read_limited
from annotator.storage.flat_yaml import FlatMapping, read_flat_mapping
from annotator.storage.layout import YAML_ENDINGS
from annotator.storage.yaml_writer import text_field

MAX_ARTICLE_BYTES = 5_000_000
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

    def with_defaults(self, said: "Metadata") -> "Metadata":
        """What this says, and where it says nothing, what `said` does."""
        pairs = zip(self, said, strict=True)
        return Metadata(*(said if own is None else own for own, said in pairs))


class ArticleReading(NamedTuple):
    """An article that was read, and what the person should know of how.

    Attributes:
        article: The article.
        warnings: What is to be said of reading it.
        line: Where it stands in a table of articles, from 1; None for a file of its own.
        notices: What is to be said once, when its text is cut.
    """

    article: Article
    warnings: tuple[str, ...] = ()
    line: int | None = None
    notices: tuple[str, ...] = ()


_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}\d{0,2}|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});")
# What UTF-8 looks like in Windows-1252 and Latin-1, and the sign for what could not be read.
_MOJIBAKE = re.compile(
    '[ÃÂÐÑ][\x80-\xaa\xac-\xba\xbc-\xbf„†‡‰€™œžŸŠŒŽ]|â€[\x80-\xbf™œ˜š“”¦¢"]|ï»¿|\ufffd'
)

NO_METADATA = Metadata()
_IMPORT = "take it into a project with `annotator import DIR {}`"
_AS_TEXT = "save its text as a .txt file"
_OURS = {
    "annotations": f"an annotation set; open it with `annotator {{}}`, or {_IMPORT}",
    "key": f"an answer key; grade with it by `annotator grade`, or {_IMPORT}",
    "gold": f"gold; {_IMPORT}",
    "codebook": "a codebook; make a project with it by `annotator init DIR --codebook {}`",
    "document": "a document of a project; open it with `annotator {}`",
    "project": "a project's settings; `annotator status` takes the folder that it is in",
    "assignments": "a project's assignments; `annotator assign` and `status` read them",
    "class": "a class of a project; `annotator serve` opens it",
    "release": f"a release; {_IMPORT}",
}
_OUR_FORMAT = re.compile(
    r"""^(?:\{\s*)?["']?format["']?[ \t]*:\s*["']?attribution-([a-z]+)/\d""", re.MULTILINE
)
_FIRST_LINES = re.compile(r"(?:\s|---[^\n]*\n|#[^\n]*\n|%[^\n]*\n)*")
_PICTURE = ("a picture", "type its text into a .txt file")
_SOUND = ("sound or video", "write down what is said in a .txt file")
_SHEET = ("a spreadsheet", "save it as CSV with an article in each row, for `annotator add DIR`")
_PDF = ("a PDF", f"{_AS_TEXT}, for example with pdftotext")
_WRITER = ("a text processor's file", "save it as .docx or as a .txt file")
_OPEN_OR_ADD = "open it with `annotator {}`, or take it into a project with `annotator add DIR {}`"
_PAGE = ("a web page", "give its name the ending .html")
_WORD = ("a Word file", "give its name the ending .docx")
_PACKED = ("an archive", "unpack it first")
_ROWS = ("a table", "save it as CSV with an article in each row, for `annotator add DIR`")
_LABELS = ("JSON", f"where it is another tool's export, {_IMPORT}")
_MARKED = ("another tool's export", _IMPORT)
_YAML = ("YAML, and none of our files", _AS_TEXT)
# By their first bytes, wherever those stand; a file of one kind may have the ending of another.
_BY_BYTES = (
    (rb"%PDF-", _PDF),
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|II\*\0|MM\0\*|BM.{4}\0{4}", _PICTURE),
    (rb".{4}ftyp(?:hei[cfx]|avif|mif1)", _PICTURE),
    (rb"ID3|OggS|fLaC|RIFF....(?:WAVE|AVI )|.{4}ftyp|\x1aE\xdf\xa3", _SOUND),
    (rb"\xd0\xcf\x11\xe0|\{\\rtf", _WRITER),
    (rb"PAR1", _MARKED),
    (rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!", _PACKED),
)
_IN_ZIP = (
    (b"word/document.xml", _WORD),
    (b"xl/workbook.xml", _SHEET),
    (b"opendocument.spreadsheet", _SHEET),
    (b"opendocument.text", _WRITER),
    (b"application/epub", ("a book", _AS_TEXT)),
    (b"ppt/presentation.xml", ("slides", _AS_TEXT)),
)
_BY_ENDING = {
    **dict.fromkeys(YAML_ENDINGS, _YAML),
    **dict.fromkeys([".json", ".jsonl"], _LABELS),
    **dict.fromkeys([".ann", ".xmi", ".conll", ".parquet"], _MARKED),
    **dict.fromkeys([".tsv", ".csv", ".xls", ".xlsx", ".ods"], _ROWS),
    **dict.fromkeys([".doc", ".odt", ".rtf", ".pages"], _WRITER),
    **dict.fromkeys([".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff"], _PICTURE),
    ".pdf": _PDF,
    ".zip": _PACKED,
    ".svg": _PICTURE,
}
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_KNOWN = frozenset(Metadata._fields)
_NAMES_A_FIELD = re.compile(rf"^(?:{'|'.join(sorted(_KNOWN))})[ \t]*:(?=\s|$)", re.MULTILINE)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n+|\Z)", re.DOTALL | re.MULTILINE)


def read_article(
    path: Path,
    given: Metadata = NO_METADATA,
    encoding: str | None = None,
    most: int = MAX_ARTICLE_BYTES,
) -> ArticleReading:
    """The article in a text file.

    Args:
        path: The file, as the person would type it.
        given: What the options say; it goes before what the front matter says.
        encoding: Of the file, where it is not one that is recognised.
        most: How many bytes the file may have.

    Raises:
        DataError: The file cannot be read, or holds no text; every fault says what to do.
    """
    data = read_limited(path, most, "give --max-size BYTES to read it all the same")
    return article_from(data, str(path), given, encoding)


def article_from(
    data: bytes, name: str, given: Metadata = NO_METADATA, encoding: str | None = None
) -> ArticleReading:
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
    refuse_other_files(data, shown)
    whole = _decoded(data, shown, encoding).replace("\r\n", "\n").replace("\r", "\n")
    _refuse_other_texts(whole, shown)
    said, warnings, text = _front_matter(whole, shown)
    reason = unfit_reason(text)
    if reason is not None:
        raise DataError(Problem(reason, shown))
    metadata = given.with_defaults(said)
    stem = (metadata.title or "") if name == STANDARD_INPUT else Path(name).stem
    article = new_article(stem, text, metadata)
    return ArticleReading(article, warnings, notices=notices_of(article, shown))


def notices_of(article: Article, shown: str) -> tuple[str, ...]:
    """What is to be said once of an article that is likely to be cut badly, or has odd characters.

    Args:
        article: The article.
        shown: The file that it came from, as the person would type it.
    """
    return tuple(_notices(article, shown))


def _notices(article: Article, shown: str) -> Iterator[str]:
    from annotator.text.sentences import has_language_tables  # noqa: PLC0415 (only where a text is read)

    language = article.document.language
    if not has_language_tables(language):
        yield f"No rules for the language “{language}”: sentences are cut by English rules."
    entities = _ENTITY.findall(article.text)
    if entities:
        count = f"{len(entities)} HTML entities" if len(entities) > 1 else "an HTML entity"
        line = _line_of(_ENTITY, article.text)
        yield (
            f"{shown}:{line}: the text has {count} (“{entities[0]}”). They are kept as they are; "
            "replace them with the characters they stand for if you can."
        )
    garbled = _MOJIBAKE.search(article.text)
    if garbled:
        line = _line_of(_MOJIBAKE, article.text)
        yield (
            f"{shown}:{line}: “{garbled[0]}” looks like text read in the wrong encoding. "
            "Get the text again, or correct it before you tag it."
        )


def _line_of(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.search(text)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def refuse_other_files(data: bytes, name: str, *, word: bool = False) -> None:
    """See that a file is no PDF, picture, spreadsheet or the like, whatever its name says.

    Args:
        data: The file.
        name: As the person would type it.
        word: Whether a Word file is what is wanted.

    Raises:
        DataError: It is one; what to do with it is said.
    """
    found = next((kind for first, kind in _BY_BYTES if re.match(first, data, re.DOTALL)), None)
    if data.startswith(b"PK\x03\x04"):
        found = next((kind for part, kind in _IN_ZIP if part in data), None if word else _PACKED)
    if found is not None and not (word and found is _WORD):
        raise DataError(_is_other(name, *found))


def _refuse_other_texts(text: str, name: str) -> None:
    """See that a text is no file of ours or of another tool, by what it says and by its name."""
    ending = Path(name).suffix.lower()
    ours = _our_format(text, whole=ending in YAML_ENDINGS)
    if ours is not None:
        raise DataError(Problem(f"is {_OURS[ours]}".replace("{}", name), name))
    found = _BY_ENDING.get(ending)
    if found is None and _MARKUP.match(text):
        found = _PAGE
    if found is None and _is_json(text):
        found = _LABELS
    if found is not None:
        raise DataError(_is_other(name, *found))


def _is_other(name: str, what: str, remedy: str) -> Problem:
    if remedy.endswith(Path(name).suffix.lower() or "."):
        # Its name is right; not every command takes the text out of such a file.
        remedy = _OPEN_OR_ADD
    return Problem(f"is {what}, and no article; {remedy}".replace("{}", name), name)


def _our_format(text: str, *, whole: bool) -> str | None:
    """Which of our files a text is; in YAML that a person has changed the line may stand lower."""
    start = _FIRST_LINES.match(text[:_LONGEST_FRONT_MATTER])
    begin = start.end() if start else 0
    search = _OUR_FORMAT.search if whole else _OUR_FORMAT.match
    match = search(text, 0 if whole else begin)
    return match[1] if match and match[1] in _OURS else None


def _is_json(text: str) -> bool:
    """Whether a text is JSON, or its first line is, as in JSON Lines."""
    if not text.lstrip().startswith(("{", "[")):
        return False
    for part in (text, text.strip().split("\n", 1)[0]):
        try:
            return isinstance(json.loads(part), dict | list)
        except (ValueError, RecursionError):
            continue
    return False


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


def unfit_reason(text: str) -> str | None:
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
        raise DataError(Problem("is UTF-32; give --encoding utf-32", file))
    try:
        text = data.decode(name) if encoding else data[len(bom) :].decode(name)
    except UnicodeDecodeError as error:
        at = error.start + (0 if encoding else len(bom))
        raise DataError(Problem(_undecodable(name, at, data), file)) from error
    except (LookupError, UnicodeError, ValueError) as error:
        message = f"there is no text encoding “{name}”; --encoding takes names such as latin-1"
        raise DataError(Problem(message, file)) from error
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
        raise DataError(Problem(message, file, text.count("\n", 0, at) + 1))


def _front_matter(text: str, file: str) -> tuple[Metadata, tuple[str, ...], str]:
    """What a block at the very start says, its warnings, and the text without it.

    A text may begin with a rule, "---", and have another one further down: only a block that
    names one of our fields at the start of a line is front matter.
    """
    block = _FRONT_MATTER.match(text, 0, _LONGEST_FRONT_MATTER)
    if block is None or not _NAMES_A_FIELD.search(block[1]):
        return NO_METADATA, (), text
    # In place of the first rule, an empty line: the lines of the faults are then the file's.
    said = read_flat_mapping(b"\n" + block[1].encode("utf-8", "surrogatepass"), file)
    unknown = (
        Problem(f"is none of {', '.join(sorted(_KNOWN))}; it is left out", file, line, name)
        for name, line in said.lines.items()
        if name not in _KNOWN
    )
    return _metadata(said), tuple(map(str, unknown)), text[block.end() :]


def _metadata(said: FlatMapping) -> Metadata:
    known = {name: said.texts.get(name) for name in said.lines if name in _KNOWN}
    for name, value in known.items():
        if value is None:
            said.refuse("is not a plain text; put it in quotes", name)
    published = known.get("published")
    if published and not is_date(published):
        said.refuse(f"“{published}” is no date; write it as 2026-03-02", "published")
    if said.faults:
        raise DataError(said.faults)
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


def article_from_text(
    text: str, name: str, known: Metadata, file: str, line: int | None = None
) -> ArticleReading:
    """The article with this text, its newlines made one kind.

    Args:
        text: The text.
        name: What its id is made of.
        known: What is known of it; a date that is none is left out, and that is said.
        file: Where it comes from.
        line: The line there.

    Raises:
        DataError: The text is empty or holds NUL.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    reason = unfit_reason(plain)
    if reason is not None:
        raise DataError(Problem(reason, file, line))
    published = known.published
    if not published or is_date(published):
        article = new_article(name, plain, known)
        return ArticleReading(article, line=line, notices=notices_of(article, file))
    warning = Problem(f"“{published}” is no date and is left out", file, line, "published")
    article = new_article(name, plain, known._replace(published=None))
    return ArticleReading(article, (str(warning),), line, notices_of(article, file))

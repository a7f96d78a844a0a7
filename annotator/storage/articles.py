"""Articles from files: decoded strictly, without front matter, with one kind of newline."""

import codecs
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from annotator.model.annotation import Article, Document, text_hash
from annotator.model.errors import DataError, Problem
from annotator.model.messages import Message
from annotator.model.name_folding import file_name
from annotator.storage.files import read_limited
from annotator.storage.flat_yaml import FlatMapping, read_flat_mapping
from annotator.storage.layout import YAML_ENDINGS
from annotator.storage.yaml_writer import text_field
from annotator.text.lazy_pattern import lazy_pattern

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
    """An article's metadata. Fields without a value are None.

    Attributes:
        published: A date in ISO 8601: 2026-03-02, with or without a time.
        language: A language tag: en, pt-BR.
    """

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None

    def with_defaults(self, other: "Metadata") -> "Metadata":
        """This metadata, with the missing fields filled from `other`."""
        pairs = zip(self, other, strict=True)
        return Metadata(*(default if own is None else own for own, default in pairs))


class ArticleReading(NamedTuple):
    """An article that was read from a file, and messages about it.

    Attributes:
        article: The article.
        warnings: Warnings about the file.
        line: Its line in a table of articles, from 1; None if it has a file of its own.
        notices: Messages to show once, when the text is cut into sentences.
    """

    article: Article
    warnings: tuple[str, ...] = ()
    line: int | None = None
    notices: tuple[str, ...] = ()


_ENTITY = lazy_pattern(r"&(?:[A-Za-z]{2,8}\d{0,2}|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});")
# UTF-8 read as Windows-1252 or Latin-1, and the replacement character.
_MOJIBAKE = lazy_pattern(
    '[ÃÂÐÑ][\x80-\xaa\xac-\xba\xbc-\xbf„†‡‰€™œžŸŠŒŽ]|â€[\x80-\xbf™œ˜š“”¦¢"]|ï»¿|\ufffd'
)

NO_METADATA = Metadata()
_IMPORT = "Import it into a project with `annotator import DIR {}`."
_AS_TEXT = Message("Save its text as a .txt file.")
_OURS = {
    "annotations": f"an annotation set. Open it with `annotator {{}}`. {_IMPORT}",
    "key": f"an answer key. Use it with `annotator grade`. {_IMPORT}",
    "gold": f"gold. {_IMPORT}",
    "codebook": "a codebook. Create a project with it: `annotator init DIR --codebook {}`.",
    "document": "a document of a project. Open it with `annotator {}`.",
    "project": "a project file. Run `annotator status` with its folder.",
    "assignments": "a project's assignments. `annotator assign` and `annotator status` read them.",
    "class": "a class of a project. `annotator serve` opens it.",
    "release": f"a release. {_IMPORT}",
}
_OUR_FORMAT = lazy_pattern(
    r"""^(?:\{\s*)?["']?format["']?[ \t]*:\s*["']?attribution-([a-z]+)/\d""", re.MULTILINE
)
_FIRST_LINES = lazy_pattern(r"(?:\s|---[^\n]*\n|#[^\n]*\n|%[^\n]*\n)*")
_PICTURE = (Message("a picture"), Message("Type its text into a .txt file."))
_SOUND = (Message("sound or video"), Message("Write what is said into a .txt file."))
_SHEET = (
    Message("a spreadsheet"),
    "Save it as CSV with one article per row, for `annotator add DIR`.",
)
_PDF = (Message("a PDF"), "Save its text as a .txt file, for example with pdftotext.")
_WRITER = (Message("a word processor file"), Message("Save it as a .docx or .txt file."))
_OPEN_OR_ADD = "Open it with `annotator {}`, or add it to a project with `annotator add DIR {}`."
_PAGE = (Message("a web page"), Message("Give its name the ending .html."))
_WORD = (Message("a Word file"), Message("Give its name the ending .docx."))
_PACKED = (Message("an archive"), Message("Unpack it first."))
_ROWS = (Message("a table"), "Save it as CSV with one article per row, for `annotator add DIR`.")
_LABELS = (Message("JSON"), f"Is it an export from another tool? {_IMPORT}")
_MARKED = (Message("an export from another tool"), _IMPORT)
_YAML = (Message("YAML"), _AS_TEXT)
# By their first bytes, at any place. A file of one kind can have the ending of another.
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
    (b"application/epub", (Message("a book"), _AS_TEXT)),
    (b"ppt/presentation.xml", (Message("slides"), _AS_TEXT)),
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
_MARKUP = lazy_pattern(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_KNOWN = frozenset(Metadata._fields)
_NAMES_A_FIELD = lazy_pattern(rf"^(?:{'|'.join(sorted(_KNOWN))})[ \t]*:(?=\s|$)", re.MULTILINE)
_FRONT_MATTER = lazy_pattern(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n+|\Z)", re.DOTALL | re.MULTILINE)


def read_article(
    path: Path,
    options: Metadata = NO_METADATA,
    encoding: str | None = None,
    most: int = MAX_ARTICLE_BYTES,
) -> ArticleReading:
    """The article in a text file.

    Args:
        path: The file, as the person would type it.
        options: Metadata from the command line. It overrides the front matter.
        encoding: The file's encoding, if it is not detected.
        most: Maximum file size in bytes.

    Raises:
        DataError: The file cannot be read, or has no text. Every problem says what to do.
    """
    data = read_limited(path, most, "Give --max-size BYTES to read it anyway.")
    return article_from(data, str(path), options, encoding)


def article_from(
    data: bytes, name: str, options: Metadata = NO_METADATA, encoding: str | None = None
) -> ArticleReading:
    r"""The article in these bytes.

    Its text begins after the front matter and the empty lines that follow. Every newline becomes
    "\n". Nothing else changes.

    Args:
        data: The file's bytes.
        name: The file's path as the person would type it, or "-" for standard input.
        options: Metadata from the command line. It overrides the front matter.
        encoding: The encoding of the bytes, if it is not detected.

    Raises:
        DataError: The bytes are not text, the text is empty, or the front matter has problems.
    """
    shown = "standard input" if name == STANDARD_INPUT else name
    refuse_other_files(data, shown)
    whole = _decoded(data, shown, encoding).replace("\r\n", "\n").replace("\r", "\n")
    _refuse_other_texts(whole, shown)
    front_matter, warnings, text = _front_matter(whole, shown)
    reason = unfit_reason(text)
    if reason is not None:
        raise DataError(Problem(reason, shown))
    metadata = options.with_defaults(front_matter)
    stem = (metadata.title or "") if name == STANDARD_INPUT else Path(name).stem
    article = new_article(stem, text, metadata)
    return ArticleReading(article, warnings, notices=notices_of(article, shown))


def notices_of(article: Article, shown: str) -> tuple[str, ...]:
    """Messages about an article that may be cut badly or has unusual characters.

    Args:
        article: The article.
        shown: The article's file, as the person would type it.
    """
    return tuple(_notices(article, shown))


def _notices(article: Article, shown: str) -> Iterator[str]:
    language = article.document.language
    if not _has_language_tables(language):
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


def _has_language_tables(language: str) -> bool:
    if language == "en":  # an English article that is opened again needs no rules for sentences
        return True
    from annotator.text.sentences import has_language_tables  # noqa: PLC0415

    return has_language_tables(language)


def _line_of(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.search(text)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def refuse_other_files(data: bytes, name: str, *, word: bool = False) -> None:
    """Reject a PDF, picture, spreadsheet or the like, whatever its name.

    Args:
        data: The file's bytes.
        name: Its path as the person would type it.
        word: Whether a Word file is accepted.

    Raises:
        DataError: It is such a file. The message says what to do with it.
    """
    found = next((kind for first, kind in _BY_BYTES if re.match(first, data, re.DOTALL)), None)
    if data.startswith(b"PK\x03\x04"):
        found = next((kind for part, kind in _IN_ZIP if part in data), None if word else _PACKED)
    if found is not None and not (word and found is _WORD):
        raise DataError(_is_other(name, *found))


def _refuse_other_texts(text: str, name: str) -> None:
    """Reject a text that is one of our files or an export, by its content and its name."""
    ending = Path(name).suffix.lower()
    ours = _our_format(text, whole=ending in YAML_ENDINGS)
    if ours is not None:
        raise DataError(Problem(f"This is {_OURS[ours]}".replace("{}", name), name))
    found = _BY_ENDING.get(ending)
    if found is None and _MARKUP.match(text):
        found = _PAGE
    if found is None and _is_json(text):
        found = _LABELS
    if found is not None:
        raise DataError(_is_other(name, *found))


def _is_other(name: str, what: str, remedy: str) -> Problem:
    suffix = Path(name).suffix.lower()
    if suffix and remedy.endswith(f"{suffix}."):
        # Its name is right, but not every command reads the text of such a file.
        remedy = _OPEN_OR_ADD
    words = Message(
        "This is %(what)s, not an article. %(remedy)s",
        what=what,
        remedy=remedy.replace("{}", name) if "{}" in remedy else remedy,
    )
    return Problem(words, name)


def _our_format(text: str, *, whole: bool) -> str | None:
    """The name of our format that a text has. In edited YAML its line may not be the first."""
    start = _FIRST_LINES.match(text[:_LONGEST_FRONT_MATTER])
    begin = start.end() if start else 0
    search = _OUR_FORMAT.search if whole else _OUR_FORMAT.match
    match = search(text, 0 if whole else begin)
    return match[1] if match and match[1] in _OURS else None


def _is_json(text: str) -> bool:
    """Whether a text, or its first line, is JSON (the latter as in JSON Lines)."""
    if not text.lstrip().startswith(("{", "[")):
        return False
    import json  # noqa: PLC0415 (only for what looks like JSON)

    for part in (text, text.strip().split("\n", 1)[0]):
        try:
            return isinstance(json.loads(part), dict | list)
        except (ValueError, RecursionError):
            continue
    return False


def new_article(name: str, text: str, known: Metadata) -> Article:
    """The article with this text.

    Args:
        name: The name that its id is made from. If it is empty, the id is `article`.
        text: The whole text, with one kind of newline.
        known: Its metadata.
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
    """Why a text cannot be tagged, as a sentence; None if it can."""
    if not text.strip():
        return Message("The file has no text, so there is nothing to tag.")
    return Message("This is not text: it has NUL characters.") if "\0" in text else None


def render(article: Article) -> bytes:
    """The text file of an article, with its metadata. `article_from` reads it back unchanged.

    The metadata is left out if it is too long, or if the text begins with an empty line, which
    would be lost after front matter.
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
    bom, recognized = next(
        ((bom, name) for bom, name in _BOMS if data.startswith(bom)), (b"", "utf-8")
    )
    name = encoding or recognized
    if name is None:
        raise DataError(Problem(Message("This is UTF-32. Give --encoding utf-32."), file))
    try:
        text = data.decode(name) if encoding else data[len(bom) :].decode(name)
    except UnicodeDecodeError as error:
        at = error.start + (0 if encoding else len(bom))
        raise DataError(Problem(_undecodable(name, at, data), file)) from error
    except (LookupError, UnicodeError, ValueError) as error:
        message = f"Unknown encoding “{name}”. --encoding takes names such as latin-1."
        raise DataError(Problem(message, file)) from error
    _refuse_binary(text, file)
    return text.removeprefix("\ufeff")


def _undecodable(encoding: str, at: int, data: bytes) -> str:
    return Message(
        "This is not %(encoding)s: byte %(place)s (0x%(byte)s) is invalid. "
        "If it has another encoding, such as windows-1252, give --encoding NAME.",
        encoding=encoding.upper(),
        place=at,
        byte=data[at : at + 1].hex(),
    )


def _refuse_binary(text: str, file: str) -> None:
    at = text.find("\0")
    if at >= 0:
        message = Message(
            "This is not text: character %(place)s is NUL. "
            "Choose a text file, or give --encoding NAME (for example utf-16-le).",
            place=at,
        )
        raise DataError(Problem(message, file, text.count("\n", 0, at) + 1))


def _front_matter(text: str, file: str) -> tuple[Metadata, tuple[str, ...], str]:
    """The front matter at the start of a text, its warnings, and the text without it.

    A text can begin with a line "---" and have another one later. Only a block with one of our
    field names at the start of a line is front matter.
    """
    block = _FRONT_MATTER.match(text, 0, _LONGEST_FRONT_MATTER)
    if block is None or not _NAMES_A_FIELD.search(block[1]):
        return NO_METADATA, (), text
    # An empty line replaces the first "---", so that problems have the file's line numbers.
    mapping = read_flat_mapping(b"\n" + block[1].encode("utf-8", "surrogatepass"), file)
    unknown = (
        Problem(
            f"Ignored unknown field. Known fields: {', '.join(sorted(_KNOWN))}.", file, line, name
        )
        for name, line in mapping.lines.items()
        if name not in _KNOWN
    )
    return _metadata(mapping), tuple(map(str, unknown)), text[block.end() :]


def _metadata(mapping: FlatMapping) -> Metadata:
    known = {name: mapping.texts.get(name) for name in mapping.lines if name in _KNOWN}
    for name, value in known.items():
        if value is None:
            mapping.refuse(Message("This must be plain text. Put it in quotes."), name)
    published = known.get("published")
    if published and not is_date(published):
        words = Message("“%(typed)s” is not a date. Write it like 2026-03-02.", typed=published)
        mapping.refuse(words, "published")
    if mapping.problems:
        raise DataError(mapping.problems)
    return Metadata(**{name: value or None for name, value in known.items()})


def is_date(text: str) -> bool:
    """Whether a text is a date in ISO 8601, with or without a time."""
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
    """The article with this text, with one kind of newline.

    Args:
        text: The text.
        name: The name that its id is made from.
        known: Its metadata. An invalid date is left out, with a warning.
        file: The file that it comes from.
        line: Its line in that file.

    Raises:
        DataError: The text is empty or has NUL characters.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    reason = unfit_reason(plain)
    if reason is not None:
        raise DataError(Problem(reason, file, line))
    published = known.published
    if not published or is_date(published):
        article = new_article(name, plain, known)
        return ArticleReading(article, line=line, notices=notices_of(article, file))
    warning = Problem(
        f"Ignored the date “{published}”. Write it like 2026-03-02.", file, line, "published"
    )
    article = new_article(name, plain, known._replace(published=None))
    return ArticleReading(article, (str(warning),), line, notices_of(article, file))

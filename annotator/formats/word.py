"""Articles from .docx files, by python-docx: the paragraphs of the body, and the title."""

import io
import zipfile
from pathlib import PurePath

from annotator.formats.registry import require
from annotator.formats.taken import article_of_text
from annotator.model.faults import Fault, Refused
from annotator.storage.articles import Metadata, Reading

MOST_ENTRIES = 2_000
MOST_BYTES = 64_000_000
MOST_TIMES = 200
_FEW_BYTES = 1_000_000


def article_of_word(data: bytes, file: str, given: Metadata) -> Reading:
    """The article in a .docx file.

    Args:
        data: The file.
        file: Its name.
        given: What is known of it; it goes before what the file says.

    Raises:
        Refused: It is no such file, unpacks to too much, or holds no text.
    """
    require("docx")
    _refuse_bombs(data, file)
    import docx  # noqa: PLC0415 (a sixth of a second)

    try:
        document = docx.Document(io.BytesIO(data))
        paragraphs = [paragraph.text.strip() for paragraph in document.paragraphs]
        title = document.core_properties.title
    except (KeyError, ValueError, SyntaxError, AttributeError, OSError, RecursionError,
            zipfile.BadZipFile, IndexError, TypeError, NotImplementedError) as error:  # fmt: skip
        raise Refused(Fault("is no .docx file that can be read; is it whole?", file)) from error
    text = "\n\n".join(filter(None, paragraphs))
    known = given.over(Metadata(title=title or None))
    return article_of_text(text, PurePath(file).stem, known, file)


def _refuse_bombs(data: bytes, file: str) -> None:
    """See that the archive unpacks to no more than a document does; nothing is unpacked here.

    What an entry says of its size is the most that is ever read of it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused(Fault("is no .docx file: it is no zip archive", file)) from error
    size = sum(entry.file_size for entry in entries)
    times = size // max(len(data), 1)
    if (
        len(entries) > MOST_ENTRIES
        or size > MOST_BYTES
        or (times > MOST_TIMES and size > _FEW_BYTES)
    ):
        message = f"unpacks to {len(entries):,} parts and {size:,} bytes, more than any document"
        raise Refused(Fault(message, file))

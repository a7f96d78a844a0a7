"""An article made of a text that some format gave, and of what is known of it."""

from annotator.model.document import Article, Document, text_hash
from annotator.model.faults import Fault, Refused
from annotator.model.names import file_name
from annotator.storage.articles import Metadata, Reading, is_date


def article_of_text(
    text: str, name: str, known: Metadata, file: str, line: int | None = None
) -> Reading:
    """The article with this text, its newlines made one kind.

    Args:
        text: The text.
        name: What its id is made of.
        known: What is known of it; a date that is none is left out, and that is said.
        file: Where it comes from.
        line: The line there.

    Raises:
        Refused: The text is empty or holds NUL.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    if not plain.strip():
        raise Refused(Fault("holds no text; there is nothing to tag", file, line))
    if "\0" in plain:
        raise Refused(Fault("is not text: it holds NUL", file, line))
    published, warnings = known.published, tuple[str, ...]()
    if published and not is_date(published):
        fault = Fault(f"“{published}” is no date and is left out", file, line, "published")
        published, warnings = None, (str(fault),)
    document = Document(
        file_name(name) if name.strip() else "article",
        text_hash(plain),
        known.title,
        known.outlet,
        known.url,
        published,
        known.language or "en",
    )
    return Reading(Article(document, plain), warnings)

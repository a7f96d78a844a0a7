"""An article made of a text that some format gave, and of what is known of it."""

from annotator.model.faults import Fault, Refused
from annotator.storage.articles import Metadata, Reading, is_date, new_article, notices_of, unfit


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
    reason = unfit(plain)
    if reason is not None:
        raise Refused(Fault(reason, file, line))
    published = known.published
    if not published or is_date(published):
        article = new_article(name, plain, known)
        return Reading(article, line=line, notices=notices_of(article, file))
    warning = Fault(f"“{published}” is no date and is left out", file, line, "published")
    article = new_article(name, plain, known._replace(published=None))
    return Reading(article, (str(warning),), line, notices_of(article, file))

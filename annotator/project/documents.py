"""Articles as documents: read the article of a location, segment it, add it to a project."""

import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from annotator.model.annotation import Article, Document, SegmentedDocument
from annotator.model.codebook import CodebookReference
from annotator.model.errors import DataError, Problem
from annotator.model.plurals import plural
from annotator.project.locate import DocumentLocation, Location, SetLocation
from annotator.storage import documents, layout, strict_yaml
from annotator.storage.articles import STANDARD_INPUT, ArticleReading, article_from, read_article
from annotator.storage.files import replace_file
from annotator.storage.layout import document_files
from annotator.storage.sets import has_room_for_tags
from annotator.storage.system import make_folder


class AddStatus(StrEnum):
    """The result of adding an article."""

    ADDED = "added"
    DUPLICATE = "there"
    NAME_CLASH = "clashes"


@dataclass(frozen=True, slots=True)
class AddResult:
    """The result of adding an article, and the document that it became or clashes with."""

    status: AddStatus
    document: str


class DocumentAdder:
    """The documents of a project, to which articles are added one by one.

    Args:
        folder: The project's folder; lock it with `project_store.lock_project`.

    Raises:
        DataError: A document in it cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        from annotator.storage.headers import DocumentIndex  # noqa: PLC0415 (only to add articles)

        self._folder = folder
        self._known = DocumentIndex.from_paths(document_files(folder))
        make_folder(layout.documents_folder(folder))

    def __len__(self) -> int:
        return len(self._known.by_hash)

    def add(self, article: Article) -> AddResult:
        """Segment an article and save it as a document before this returns.

        An article whose text is already in the project is skipped, whatever its name.

        Raises:
            DataError: The file cannot be written.
        """
        document = article.document
        there = self._known.by_hash.get(document.sha256)
        if there is not None:
            return AddResult(AddStatus.DUPLICATE, there)
        other = self._known.clashing_document(document.id)
        if other is not None:
            return AddResult(AddStatus.NAME_CLASH, other)
        path = layout.document_path(self._folder, document.id)
        replace_file(path, documents.render(segment_article(article)), None)
        self._known.add(document.id, document.sha256)
        return AddResult(AddStatus.ADDED, document.id)


def describe_clash(entry: AddResult, *, in_table: bool) -> str:
    """Why an article whose name clashes was not added, and what to do.

    Args:
        entry: The result of adding it.
        in_table: Whether it is a row of a table instead of a file of its own.
    """
    remedy = "Give the row another id" if in_table else "Rename the file"
    return (
        f"its name clashes with the document “{entry.document}”, which has a different text. "
        f"{remedy} and add it again."
    )


LoadedArticle = ArticleReading | SegmentedDocument
"""An article that was read as text, or a document of a project, which has its sentences."""


def load_article(place: Location) -> LoadedArticle | None:
    """The article of a location; None for a set with no article next to it.

    Raises:
        DataError: The article cannot be read.
    """
    if isinstance(place, SetLocation):
        return load_article(place.on) if place.on is not None else None
    if isinstance(place, DocumentLocation):
        return documents.load(place.article)
    if str(place.article) != STANDARD_INPUT:
        return read_article(place.article, place.metadata, place.encoding, place.most)
    data = sys.stdin.buffer.read(place.most + 1)
    if len(data) > place.most:
        message = f"has more than {place.most:,} bytes. To read more, use --max-size BYTES."
        raise DataError(Problem(message, "standard input"))
    return article_from(data, STANDARD_INPUT, place.metadata, place.encoding)


def segmented(found: LoadedArticle) -> SegmentedDocument:
    """An article with its sentences; a text is segmented only here, which is the slowest step.

    Raises:
        DataError: A set of it would be too large to be read again.
    """
    return found if isinstance(found, SegmentedDocument) else segment_article(found.article)


def segment_article(article: Article) -> SegmentedDocument:
    """An article split into its sentences.

    Raises:
        DataError: A set of it would be too large to be read again.
    """
    # Loading the sentence splitter is slow, and an existing set does not need it.
    from annotator.text.cutting import cut  # noqa: PLC0415

    document = article.document
    if 4 * len(article.text) > 3 * strict_yaml.MAX_BYTES:
        raise DataError(_too_long(document, f"{len(article.text):,} characters"))
    found = SegmentedDocument.from_segments(
        article, cut(article.text, document.language, title=document.title)
    )
    if not has_room_for_tags(found.new_set("", CodebookReference("", "", ""))):
        raise DataError(_too_long(document, plural(len(found.sentences), "sentence")))
    return found


def _too_long(document: Document, much: str) -> Problem:
    message = (
        f"has {much}, which is too long for one article. Once tagged, it could not be opened "
        "again. Split it into several files."
    )
    return Problem(message, document.id)

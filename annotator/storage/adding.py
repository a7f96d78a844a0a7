"""Taking articles into a project: each becomes a document of its own, whole or not at all."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from annotator.model.document import Article
from annotator.storage import documents, projects
from annotator.storage.catalogue import Catalogue, document_paths
from annotator.storage.files import replace
from annotator.storage.system import make_folder
from annotator.storage.targets import cut_article


class Fate(StrEnum):
    """What became of an article."""

    ADDED = "added"
    THERE = "there"
    CLASHES = "clashes"


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of an article, and the document that it is, or that is in its way."""

    fate: Fate
    document: str


class Shelf:
    """The documents of a project, to which articles are added one by one.

    Args:
        folder: The project's folder; hold it with `project_writing.writing`.

    Raises:
        Refused: A document that is there cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known = Catalogue.of(document_paths(folder))
        make_folder(folder / "documents")

    def __len__(self) -> int:
        return len(self._known.by_hash)

    def add(self, article: Article) -> Entry:
        """Cut an article and keep it as a document, on the disk when this comes back.

        An article whose text is there already is passed over, whatever its name.

        Raises:
            Refused: The file cannot be written.
        """
        document = article.document
        there = self._known.by_hash.get(document.sha256)
        if there is not None:
            return Entry(Fate.THERE, there)
        other = self._known.clash(document.id)
        if other is not None:
            return Entry(Fate.CLASHES, other)
        path = projects.document_path(self._folder, document.id)
        replace(path, documents.render(cut_article(article)), None)
        self._known.enter(document.id, document.sha256)
        return Entry(Fate.ADDED, document.id)


def clash_words(entry: Entry, *, in_table: bool) -> str:
    """Why an article whose name clashes was not taken, and what to do.

    Args:
        entry: What became of it.
        in_table: Whether it is a row of a table, and no file of its own.
    """
    remedy = "give the row another id" if in_table else "rename the file"
    return (
        f"its name would be that of the document “{entry.document}”, whose text is another; "
        f"{remedy} and add it again"
    )

"""The documents of a project without their texts: which there are, and how each is recognised."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator.model.codebook import TITLE
from annotator.model.document import Document
from annotator.storage import documents, projects, strict_yaml
from annotator.storage.files import matching
from annotator.storage.headers import body_length_of, metadata_of


def document_paths(folder: Path) -> list[Path]:
    """The files of a project's documents, in the order of their ids."""
    return sorted(matching(folder, "documents/*.yaml"), key=lambda path: path.stem)


def document_ids(folder: Path) -> list[str]:
    """The ids of a project's documents, in order."""
    return [path.stem for path in document_paths(folder)]


def metadata(path: Path) -> Document:
    """What is known of a document; its text is not looked at.

    Raises:
        Refused: The file cannot be read, or is laid out otherwise than ours and has faults.
    """
    return metadata_of(strict_yaml.read(path), str(path))


def title_of(path: Path) -> str | None:
    """The title of a document: from its metadata, else as it stands in the text; None without.

    Raises:
        Refused: The file cannot be read, or has faults.
    """
    stated = metadata(path).title
    if stated:
        return stated
    cut = documents.load(path)
    return next((each.text for each in cut.sentences[:3] if each.part == TITLE), None)


def text_hash_of(path: Path) -> str:
    """The hash that a document's text is recognised by.

    Raises:
        Refused: The file cannot be read, or is no document.
    """
    return metadata(path).sha256


@dataclass(slots=True)
class Catalogue:
    """The documents that a project has, found by their texts' hashes and by their names.

    Attributes:
        by_hash: The ids by the hashes.
    """

    by_hash: dict[str, str] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=set)
    _stems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, paths: Iterable[Path]) -> "Catalogue":
        """The catalogue of documents' files.

        Raises:
            Refused: One of them cannot be read.
        """
        catalogue = cls()
        for path in paths:
            catalogue.enter(path.stem, text_hash_of(path))
        return catalogue

    def enter(self, document: str, sha256: str) -> None:
        """Take a document in."""
        self.by_hash[sha256] = document
        self._ids.add(document)
        self._stems.setdefault(projects.without_number(document), document)

    def clash(self, document: str) -> str | None:
        """The document whose files would meet those of this id; None where there is none.

        A name that is another one with a number after a dot is that one's later pass.
        """
        if document in self._ids:
            return document
        stem = projects.without_number(document)
        if stem in self._ids:
            return stem
        later = self._stems.get(document)
        return later if later != document else None


def outlets(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """The id of each document and its outlet; nothing in its place where it has none."""
    for path in paths:
        yield path.stem, metadata(path).outlet or ""


def body_length(path: Path) -> int:
    """How many sentences the body of a document has.

    Raises:
        Refused: The file cannot be read, or has faults.
    """
    return body_length_of(strict_yaml.read(path), str(path))

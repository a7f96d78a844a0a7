"""An index of a project's documents without their texts: metadata by hash and by name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator.model.annotation import Document
from annotator.model.codebook import TITLE
from annotator.storage import documents, layout, strict_yaml
from annotator.storage.headers import body_length_of, metadata_of


def document_metadata(path: Path) -> Document:
    """A document's metadata. The text is not read if the file has our layout.

    Raises:
        DataError: The file cannot be read, or has problems.
    """
    return metadata_of(strict_yaml.read_bytes(path), str(path))


def document_title(path: Path) -> str | None:
    """A document's title: from its metadata, or else from its text; None if it has none.

    Raises:
        DataError: The file cannot be read, or has problems.
    """
    stated = document_metadata(path).title
    if stated:
        return stated
    segmented = documents.load(path)
    return next((each.text for each in segmented.sentences[:3] if each.part == TITLE), None)


def document_text_hash(path: Path) -> str:
    """The hash that identifies a document's text.

    Raises:
        DataError: The file cannot be read, or is not a document.
    """
    return document_metadata(path).sha256


@dataclass(slots=True)
class DocumentIndex:
    """A project's documents, indexed by the hash of their text and by name.

    Attributes:
        by_hash: The ids, by hash.
    """

    by_hash: dict[str, str] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=set)
    _stems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_paths(cls, paths: Iterable[Path]) -> "DocumentIndex":
        """The index of these document files.

        Raises:
            DataError: A file cannot be read.
        """
        catalog = cls()
        for path in paths:
            catalog.add(path.stem, document_text_hash(path))
        return catalog

    def add(self, document: str, sha256: str) -> None:
        """Add a document."""
        self.by_hash[sha256] = document
        self._ids.add(document)
        self._stems.setdefault(layout.without_pass_number(document), document)

    def clashing_document(self, document: str) -> str | None:
        """The document whose files would have the same names as this one's; None if there is none.

        A name that ends in a dot and a number could be a later pass of another document.
        """
        if document in self._ids:
            return document
        stem = layout.without_pass_number(document)
        if stem in self._ids:
            return stem
        later = self._stems.get(document)
        return later if later != document else None


def document_outlets(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """The id of each document with its outlet; an empty outlet if it has none."""
    for path in paths:
        yield path.stem, document_metadata(path).outlet or ""


def body_length(path: Path) -> int:
    """The number of sentences in a document's body.

    Raises:
        DataError: The file cannot be read, or has problems.
    """
    return body_length_of(strict_yaml.read_bytes(path), str(path))

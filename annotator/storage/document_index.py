"""The documents of a project without their texts: their metadata, found by hash and by name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator.model.annotation import Document
from annotator.model.codebook import TITLE
from annotator.storage import documents, layout, strict_yaml
from annotator.storage.headers import body_length_of, metadata_of


def document_metadata(path: Path) -> Document:
    """What is known of a document; its text is not looked at.

    Raises:
        DataError: The file cannot be read, or is laid out otherwise than ours and has faults.
    """
    return metadata_of(strict_yaml.read_bytes(path), str(path))


def document_title(path: Path) -> str | None:
    """The title of a document: from its metadata, else as it stands in the text; None without.

    Raises:
        DataError: The file cannot be read, or has faults.
    """
    stated = document_metadata(path).title
    if stated:
        return stated
    segmented = documents.load(path)
    return next((each.text for each in segmented.sentences[:3] if each.part == TITLE), None)


def document_text_hash(path: Path) -> str:
    """The hash that a document's text is recognised by.

    Raises:
        DataError: The file cannot be read, or is no document.
    """
    return document_metadata(path).sha256


@dataclass(slots=True)
class DocumentIndex:
    """The documents that a project has, found by their texts' hashes and by their names.

    Attributes:
        by_hash: The ids by the hashes.
    """

    by_hash: dict[str, str] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=set)
    _stems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_paths(cls, paths: Iterable[Path]) -> "DocumentIndex":
        """The catalogue of documents' files.

        Raises:
            DataError: One of them cannot be read.
        """
        catalogue = cls()
        for path in paths:
            catalogue.add(path.stem, document_text_hash(path))
        return catalogue

    def add(self, document: str, sha256: str) -> None:
        """Take a document in."""
        self.by_hash[sha256] = document
        self._ids.add(document)
        self._stems.setdefault(layout.without_pass_number(document), document)

    def clashing_document(self, document: str) -> str | None:
        """The document whose files would meet those of this id; None where there is none.

        A name that is another one with a number after a dot is that one's later pass.
        """
        if document in self._ids:
            return document
        stem = layout.without_pass_number(document)
        if stem in self._ids:
            return stem
        later = self._stems.get(document)
        return later if later != document else None


def document_outlets(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """The id of each document and its outlet; nothing in its place where it has none."""
    for path in paths:
        yield path.stem, document_metadata(path).outlet or ""


def body_length(path: Path) -> int:
    """How many sentences the body of a document has.

    Raises:
        DataError: The file cannot be read, or has faults.
    """
    return body_length_of(strict_yaml.read_bytes(path), str(path))

"""The documents of a project without their texts: which there are, and how each is recognised."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator.model.codebook import TITLE
from annotator.model.document import Document
from annotator.storage import documents, projects, strict_yaml
from annotator.storage.convert import convert
from annotator.storage.records import DocumentRecord

_HASH = re.compile(rb'^sha256: "([0-9a-f]{64})"$', re.MULTILINE)
_TEXT = re.compile(rb"^text:", re.MULTILINE)
_FURNITURE = b", part: "
_SENTENCE = re.compile(rb"^- \{id: [^}]*\}$", re.MULTILINE)


def document_paths(folder: Path) -> list[Path]:
    """The files of a project's documents, in the order of their ids."""
    return sorted((folder / "documents").glob("*.yaml"), key=lambda path: path.stem)


def document_ids(folder: Path) -> list[str]:
    """The ids of a project's documents, in order."""
    return [path.stem for path in document_paths(folder)]


def metadata(path: Path) -> Document:
    """What is known of a document; its text is not looked at.

    Raises:
        Refused: The file cannot be read, or its head has faults.
    """
    head = _head(path)
    tree = strict_yaml.load(head, str(path))
    if isinstance(tree.root, dict):
        tree.root.pop("format", None)
        record = convert(tree, tree.root, (), DocumentRecord)
        if record is not None and not tree.faults:
            return documents.document_of(record)
    # Laid out by hand, or faulty: the whole of it is then read, and refused with its lines.
    whole = documents.load(path)
    return whole.article.document


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
    found = _HASH.search(_head(path))
    return found[1].decode() if found else metadata(path).sha256


def _head(path: Path) -> bytes:
    data = strict_yaml.read(path)
    text = _TEXT.search(data)
    return data[: text.start()] if text else data


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
    data = strict_yaml.read(path)
    # The last place of the line: a text may hold one that looks like it.
    lines = data[data.rfind(b"\nsentences:") :].split(b"\n")[2:-1]
    if lines and all(_SENTENCE.fullmatch(line) for line in lines):
        return sum(_FURNITURE not in line for line in lines)
    cut = documents.parse(data, str(path))
    return sum(sentence.body for sentence in cut.sentences)

"""The documents of a project: read from and written to their files."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from annotator.model.annotation import (
    Article,
    Document,
    SegmentedDocument,
    Sentence,
    Span,
    text_hash,
)
from annotator.model.errors import DataError, Inconsistency
from annotator.model.lint import PartialSet, set_inconsistencies, text_inconsistencies
from annotator.storage import strict_yaml
from annotator.storage.file_records import CutRecord, DocumentFileRecord, DocumentRecord
from annotator.storage.strict_yaml import by_line, convert, format_line, upgrade_format
from annotator.storage.yaml_writer import block_text, flow_mapping, id_field, text_field

_FORMAT = "attribution-document"
# Maximum number of values that a reader counts: before the sentences, and in one sentence.
_MOST_OF_HEAD, _MOST_OF_CUT = 25, 11


def load(path: Path) -> SegmentedDocument:
    """The article and its sentences in a document's file.

    Raises:
        DataError: The file cannot be read, or has problems.
    """
    return parse(strict_yaml.read_bytes(path), str(path))


# A class opens the same document for each of its students.
@lru_cache(maxsize=2)
def parse(data: bytes, file: str) -> SegmentedDocument:
    """The article and its sentences in a document's bytes.

    Raises:
        DataError: The file has problems, each with its line and path: for example its text does not
            match its hash, or its sentences do not cover the text.
    """
    tree = strict_yaml.parse_tree(data, file)
    upgrade_format(tree, _FORMAT)
    record = convert(tree, tree.root, (), DocumentFileRecord)
    if record is None:
        raise DataError(by_line(tree.problems))
    segmented = _cut_article(record)
    for inconsistency in _misfits(segmented):
        tree.refuse(inconsistency.steps, inconsistency.message)
    if tree.problems:
        raise DataError(by_line(tree.problems))
    return segmented


def render(segmented: SegmentedDocument) -> bytes:
    """The file of a document.

    Raises:
        DataError: The file would be too large to read again.
    """
    lines = (line for line in _lines(segmented) if line is not None)
    data = "".join(f"{line}\n" for line in lines).encode()
    values = _MOST_OF_HEAD + _MOST_OF_CUT * len(segmented.sentences)
    return strict_yaml.check_size(data, segmented.article.document.id, values)


def document_of(record: DocumentRecord) -> Document:
    """The document that a record describes."""
    return Document(
        id=record.id,
        sha256=record.sha256,
        title=record.title,
        outlet=record.outlet,
        url=record.url,
        published=record.published,
        language=record.language,
    )


def _cut_article(record: DocumentFileRecord) -> SegmentedDocument:
    sentences = tuple(_sentence(each, record.text) for each in record.sentences)
    return SegmentedDocument(Article(document_of(record), record.text), sentences, record.next_id)


def _sentence(record: CutRecord, text: str) -> Sentence:
    start, end = record.span
    own = text[max(start, 0) : max(end, 0)]
    return Sentence(record.id, record.span, record.paragraph, own, record.part)


def _misfits(segmented: SegmentedDocument) -> Iterator[Inconsistency]:
    if text_hash(segmented.article.text) != segmented.article.document.sha256:
        message = (
            "The text has changed since it was added: its sha256 does not match. "
            "Restore the file from git or a copy."
        )
        yield Inconsistency(("text",), message)
    sentences = dict(enumerate(segmented.sentences))
    yield from set_inconsistencies(PartialSet(sentences, {}, (), (), segmented.next_id))
    yield from text_inconsistencies(segmented.article.text, segmented.sentences)


def _lines(segmented: SegmentedDocument) -> Iterator[str | None]:
    yield f"format: {format_line(_FORMAT)}"
    yield from document_fields(segmented.article.document)
    yield f"text: {block_text(segmented.article.text)}"
    yield f"next_id: {segmented.next_id}"
    yield "sentences:" if segmented.sentences else "sentences: []"
    for sentence in segmented.sentences:
        yield "- " + flow_mapping(
            id_field("id", sentence.id),
            span_field(sentence.span),
            f"paragraph: {sentence.paragraph}",
            id_field("part", sentence.part),
        )


def document_fields(described: Document) -> Iterator[str | None]:
    """The fields of a document's metadata."""
    yield id_field("id", described.id)
    yield text_field("title", described.title)
    yield text_field("outlet", described.outlet)
    yield text_field("url", described.url)
    yield text_field("published", described.published)
    yield id_field("language", described.language)
    yield text_field("sha256", described.sha256)


def span_field(place: Span) -> str:
    """A span on one line."""
    return f"span: [{place[0]}, {place[1]}]"

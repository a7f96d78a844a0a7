"""The documents of a project: metadata, text and sentences, from and to their files."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from annotator.model.annotation import Sentence
from annotator.model.beginning import CutArticle
from annotator.model.document import Article, Document, text_hash
from annotator.model.faults import Misfit, Refused
from annotator.model.structure import Parts, misfits, misfits_with
from annotator.storage import strict_yaml
from annotator.storage.convert import convert
from annotator.storage.emit import block, flow, word_field
from annotator.storage.records import CutRecord, DocumentFileRecord, DocumentRecord
from annotator.storage.rendering import document_fields, span
from annotator.storage.tree import by_line
from annotator.storage.versions import bring_up, line_of

_FORMAT = "attribution-document"
# How many values a reader counts at most: of all that stands before the sentences, and of one.
_MOST_OF_HEAD, _MOST_OF_CUT = 25, 11


def load(path: Path) -> CutArticle:
    """The article in a document's file, and its sentences.

    Raises:
        Refused: It cannot be read, or has faults.
    """
    return parse(strict_yaml.read(path), str(path))


# A class opens the same one for each of its students.
@lru_cache(maxsize=2)
def parse(data: bytes, file: str) -> CutArticle:
    """The article that a document's bytes hold, and its sentences.

    Raises:
        Refused: With everything that is wrong in it, each fault with its line and path; its text
            is not the one that was hashed when it was added, or its sentences do not cover it.
    """
    tree = strict_yaml.load(data, file)
    bring_up(tree, _FORMAT)
    record = convert(tree, tree.root, (), DocumentFileRecord)
    if record is None:
        raise Refused(by_line(tree.faults))
    cut = _cut_article(record)
    for misfit in _misfits(cut):
        tree.refuse(misfit.steps, misfit.message)
    if tree.faults:
        raise Refused(by_line(tree.faults))
    return cut


def render(cut: CutArticle) -> bytes:
    """The file of a document.

    Raises:
        Refused: It would be too large to be read again.
    """
    lines = (line for line in _lines(cut) if line is not None)
    data = "".join(f"{line}\n" for line in lines).encode()
    values = _MOST_OF_HEAD + _MOST_OF_CUT * len(cut.sentences)
    return strict_yaml.fit(data, cut.article.document.id, values)


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


def _cut_article(record: DocumentFileRecord) -> CutArticle:
    sentences = tuple(_sentence(each, record.text) for each in record.sentences)
    return CutArticle(Article(document_of(record), record.text), sentences, record.next_id)


def _sentence(record: CutRecord, text: str) -> Sentence:
    start, end = record.span
    own = text[max(start, 0) : max(end, 0)]
    return Sentence(record.id, record.span, record.paragraph, own, record.part)


def _misfits(cut: CutArticle) -> Iterator[Misfit]:
    if text_hash(cut.article.text) != cut.article.document.sha256:
        message = (
            "the text is not the one that was added: its sha256 is another; bring the file back "
            "as it was, from git or a copy"
        )
        yield Misfit(("text",), message)
    sentences = dict(enumerate(cut.sentences))
    yield from misfits(Parts(sentences, {}, (), (), cut.next_id))
    yield from misfits_with(cut.article.text, cut.sentences)


def _lines(cut: CutArticle) -> Iterator[str | None]:
    yield f"format: {line_of(_FORMAT)}"
    yield from document_fields(cut.article.document)
    yield f"text: {block(cut.article.text)}"
    yield f"next_id: {cut.next_id}"
    yield "sentences:" if cut.sentences else "sentences: []"
    for sentence in cut.sentences:
        yield "- " + flow(
            word_field("id", sentence.id),
            span(sentence.span),
            f"paragraph: {sentence.paragraph}",
            word_field("part", sentence.part),
        )

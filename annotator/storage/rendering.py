"""Annotation sets, answer keys and gold, to the bytes of their files."""

from collections.abc import Iterator

from annotator.model.annotation import (
    AnnotationSet,
    Answer,
    Cue,
    Provenance,
    Sentence,
    Source,
    Span,
)
from annotator.model.document import Document
from annotator.storage import strict_yaml
from annotator.storage.emit import entry, flow, quote, sequence, text_field, word, word_field
from annotator.storage.versions import line_of

# How many values a reader counts: at most of all that stands before the sentences, and of a source.
_MOST_OF_HEAD, _MOST_OF_SOURCE = 45, 11
_BARE_VALUES = 11  # the mapping, and the fields id, span, paragraph and text


def render(annotations: AnnotationSet) -> bytes:
    """The file of an annotation set, key or gold.

    Raises:
        Refused: It would be too large to be read again.
    """
    return Renderer().render(annotations)


class Renderer:
    """Writes one set again and again, and only what has changed since anew.

    A sentence's lines are kept for as long as the very same sentence is in the set.
    """

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Sentence, bytes, int]] = {}

    def render(self, annotations: AnnotationSet) -> bytes:
        """The file of the set.

        Raises:
            Refused: It would be too large to be read again.
        """
        known, kept = self._kept, dict[int, tuple[Sentence, bytes, int]]()
        for sentence in annotations.sentences:
            identity = id(sentence)
            there = known.get(identity)
            kept[identity] = there or (sentence, _block(sentence), _values_of(sentence))
        self._kept = kept
        blocks = [kept[id(sentence)] for sentence in annotations.sentences]
        head = _head(annotations)
        values = _MOST_OF_HEAD + _MOST_OF_SOURCE * len(annotations.sources)
        values += sum(values for _, _, values in blocks)
        data = b"".join([head, *(block for _, block, _ in blocks)])
        return strict_yaml.fit(data, annotations.document.id, values)


def room_for_set(annotations: AnnotationSet) -> bool:
    """Whether a set that has just begun leaves room within the reader's limits for its tags."""
    part = strict_yaml.OF_A_NEW_SET
    values = sum(map(_values_of, annotations.sentences))
    size = sum(len(_block(sentence)) for sentence in annotations.sentences)
    return values <= strict_yaml.MOST_NODES // part and size <= strict_yaml.MOST_BYTES * 3 // part


def _values_of(sentence: Sentence) -> int:
    """How many values a reader of the sentence's lines counts."""
    plain = (
        *(sentence.part, sentence.tag, sentence.source, sentence.via, sentence.note),
        *(sentence.seconds, sentence.explanation, sentence.flag or None),
        None if sentence.checkable else False,
    )
    answers = sum(5 if each.stance else 3 for each in sentence.answers)
    return (
        _BARE_VALUES
        + 2 * sum(each is not None for each in plain)
        + (8 if sentence.cue else 0)
        + (2 + answers if sentence.answers else 0)
        + (2 + len(sentence.also) if sentence.also else 0)
        + (_values_of_provenance(sentence.provenance) if sentence.provenance else 0)
    )


def _values_of_provenance(provenance: Provenance) -> int:
    texts = sum(each is not None for each in (provenance.by, provenance.curator, provenance.reason))
    votes = sum(2 + 2 * len(vote) for vote in provenance.votes.values())
    return 2 + 2 * texts + (2 + votes if provenance.votes else 0)


def _head(annotations: AnnotationSet) -> bytes:
    lines = filter(None, _head_lines(annotations))
    return "".join(f"{line}\n" for line in lines).encode()


def _head_lines(annotations: AnnotationSet) -> Iterator[str | None]:
    book = annotations.codebook
    yield f"format: {line_of(f'attribution-{annotations.form.value}')}"
    yield f"document: {document(annotations.document)}"
    yield text_field("annotator", annotations.annotator)
    yield "codebook: " + flow(
        word_field("name", book.name),
        text_field("version", book.version),
        text_field("sha256", book.sha256),
    )
    yield word_field("status", annotations.status)
    yield text_field("reason", annotations.reason)
    yield f"next_id: {annotations.next_id}"
    if annotations.sources:
        yield "sources:"
    for source in annotations.sources:
        yield f"- {_source(source)}"
    yield "sentences:" if annotations.sentences else "sentences: []"


def document(described: Document) -> str:
    """A document's metadata on one line."""
    return flow(*document_fields(described))


def document_fields(described: Document) -> Iterator[str | None]:
    """A document's metadata, field by field."""
    yield word_field("id", described.id)
    yield text_field("title", described.title)
    yield text_field("outlet", described.outlet)
    yield text_field("url", described.url)
    yield text_field("published", described.published)
    yield word_field("language", described.language)
    yield text_field("sha256", described.sha256)


def span(place: Span) -> str:
    """A span on one line."""
    return f"span: [{place[0]}, {place[1]}]"


def _source(source: Source) -> str:
    return flow(
        word_field("id", source.id),
        text_field("name", source.name),
        word_field("kind", source.kind),
        text_field("affiliation", source.affiliation),
        "concerned: true" if source.concerned else None,
    )


def _block(sentence: Sentence) -> bytes:
    lines = (line for line in _sentence_lines(sentence) if line is not None)
    return ("- " + "\n  ".join(lines) + "\n").encode()


def _sentence_lines(sentence: Sentence) -> Iterator[str | None]:
    yield f"id: {word(sentence.id)}"
    yield span(sentence.span)
    yield f"paragraph: {sentence.paragraph}"
    yield f"text: {quote(sentence.text)}"
    yield word_field("part", sentence.part)
    yield word_field("tag", sentence.tag)
    yield word_field("source", sentence.source)
    yield text_field("via", sentence.via)
    yield _cue(sentence.cue) if sentence.cue else None
    yield from _answers(sentence.answers)
    yield None if sentence.checkable else "checkable: false"
    yield text_field("note", sentence.note)
    yield "flag: true" if sentence.flag else None
    yield None if sentence.seconds is None else f"seconds: {sentence.seconds}"
    yield f"also: {sequence([word(tag) for tag in sentence.also])}" if sentence.also else None
    yield text_field("explanation", sentence.explanation)
    yield from _provenance(sentence.provenance) if sentence.provenance else ()


def _cue(cue: Cue) -> str:
    return f"cue: {flow(text_field('text', cue.text), span(cue.span))}"


def _answers(answers: tuple[Answer, ...]) -> Iterator[str]:
    if answers:
        yield "answers:"
    for answer in answers:
        fields = word_field("claim", answer.claim), word_field("stance", answer.stance)
        yield f"- {flow(*fields)}"


def _provenance(provenance: Provenance) -> Iterator[str]:
    yield "provenance:"
    yield f"  by: {word(provenance.by)}"
    if provenance.curator is not None:
        yield f"  curator: {quote(provenance.curator)}"
    if provenance.reason is not None:
        yield f"  reason: {quote(provenance.reason)}"
    if provenance.votes:
        yield "  votes:"
    for annotator, vote in provenance.votes.items():
        fields = [f"{word(name)}: {word(value)}" for name, value in vote.items()]
        yield from (f"    {line}" for line in entry(annotator, flow(*fields)))

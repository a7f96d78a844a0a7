"""Annotation sets, answer keys and gold: read from and written to YAML files."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, NamedTuple

from annotator.model.annotation import (
    SENTENCE_FIELDS,
    SOURCE_FIELDS,
    AnnotationSet,
    Answer,
    Cue,
    FieldType,
    Provenance,
    Sentence,
    SetForm,
    Shown,
    Source,
    Status,
)
from annotator.model.codebook import CodebookReference
from annotator.model.errors import DataError, Problem
from annotator.model.lint import PartialSet, set_inconsistencies
from annotator.storage import strict_yaml
from annotator.storage.documents import document_fields, document_of, span_field
from annotator.storage.file_records import (
    SENTENCE_RECORDS,
    NamedSourceRecord,
    SetRecord,
    SourceRecord,
    UndecidedSentenceRecord,
    source_fields,
)
from annotator.storage.shown_records import plain_shown, shown_from
from annotator.storage.strict_yaml import (
    Tree,
    by_line,
    convert,
    convert_each,
    format_line,
    list_items,
    upgrade_format,
)
from annotator.storage.yaml_writer import (
    entry_lines,
    flow_mapping,
    flow_sequence,
    flow_value,
    id_field,
    id_or_quoted,
    quote,
    text_field,
)

# Maximum number of values that a reader counts before the sources.
_MOST_OF_HEAD = 49
_VALUES_OF_SOURCE = 5  # the mapping, and the fields id and name
_BARE_VALUES = 11  # the mapping, and the fields id, span, paragraph and text


def render(annotations: AnnotationSet) -> bytes:
    """The file of an annotation set, key or gold.

    Raises:
        DataError: The file would be too large to read again.
    """
    return SetRenderer().render(annotations)


def render_checked(annotations: AnnotationSet, file: str) -> bytes:
    """The file of a set, after a test that it can be read back. A script can make any set.

    Args:
        annotations: The set.
        file: The file's path, for problems.

    Raises:
        DataError: The file could not be read again, with all problems, or would be read as a
            different set.
    """
    data = render(annotations)
    try:
        read = parse(data, file)
    except DataError as refusal:
        # There is no file yet, so there are no lines.
        raise DataError([each._replace(line=None) for each in refusal.problems]) from refusal
    if read != annotations:
        message = "The set cannot be saved: a file would give another value back."
        raise DataError(Problem(message, file, path=_first_difference(annotations, read)))
    return data


def _first_difference(one: AnnotationSet, other: AnnotationSet) -> str:
    """The first field that differs. For sentences, the first field of the first one that does."""
    for at, (left, right) in enumerate(zip(one.sentences, other.sentences, strict=True)):
        if left != right:
            return f"sentences[{at}].{_differing_field(left, right)}"
    return _differing_field(one, other)


def _differing_field(one: Sentence | AnnotationSet, other: object) -> str:
    names = (each.name for each in fields(one))
    return next(name for name in names if getattr(one, name) != getattr(other, name))


class _Written(NamedTuple):
    """A sentence, its source, its lines, and the number of values in them."""

    sentence: Sentence
    source: Source | None
    lines: bytes
    values: int


class SetRenderer:
    """Writes one set repeatedly. Only changed sentences are written again.

    A sentence's lines are cached while the same sentence object is in the set. What became of a
    suggestion depends on the source's name, too.
    """

    def __init__(self) -> None:
        self._kept: dict[int, _Written] = {}

    def render(self, annotations: AnnotationSet) -> bytes:
        """The file of the set.

        Raises:
            DataError: The file would be too large to read again.
        """
        known, kept = self._kept, dict[int, _Written]()
        for sentence in annotations.sentences:
            identity, source = id(sentence), annotations.source_of(sentence)
            there = known.get(identity)
            if there is None or (sentence.shown and there.source != source):
                there = _Written(sentence, source, _block(sentence, source), _values_of(sentence))
            kept[identity] = there
        self._kept = kept
        blocks = [kept[id(sentence)] for sentence in annotations.sentences]
        head = "".join(f"{line}\n" for line in _head_lines(annotations) if line)
        values = _MOST_OF_HEAD + sum(map(_values_of_source, annotations.sources))
        values += sum(each.values for each in blocks)
        data = b"".join([head.encode(), *(each.lines for each in blocks)])
        return strict_yaml.check_size(data, annotations.document.id, values)


def has_room_for_tags(annotations: AnnotationSet) -> bool:
    """Whether a new set leaves room for its tags within the reader's limits."""
    part = strict_yaml.NEW_SET_DIVISOR
    values = sum(map(_values_of, annotations.sentences))
    size = sum(len(_block(sentence, None)) for sentence in annotations.sentences)
    return values <= strict_yaml.MAX_NODES // part and size <= strict_yaml.MAX_BYTES * 3 // part


def _values_of(sentence: Sentence) -> int:
    """The number of values that a reader counts in the sentence's lines."""
    values = _BARE_VALUES
    for field in SENTENCE_FIELDS:
        value = field.value_in(sentence)
        if value is not None:
            count = _VALUE_COUNTS.get(field.type)
            values += 2 if count is None else count(value)
    return values


def _values_of_source(source: Source) -> int:
    """The number of values that a reader counts in the source's line."""
    return _VALUES_OF_SOURCE + 2 * sum(
        field.value_in(source) is not None for field in SOURCE_FIELDS
    )


def _values_of_answers(answers: tuple[Answer, ...]) -> int:
    return 2 + sum(5 if each.stance else 3 for each in answers)


def _values_of_provenance(provenance: Provenance) -> int:
    texts = sum(
        each is not None for each in (provenance.basis, provenance.curator, provenance.reason)
    )
    values = sum(2 + 2 * len(record) for record in provenance.decisions.values())
    return 2 + 2 * texts + (2 + values if provenance.decisions else 0)


# A field of any other type has two values: its name and its content.
_VALUE_COUNTS: Mapping[FieldType, Callable[[Any], int]] = {
    FieldType.CUE: lambda _: 8,
    FieldType.ANSWERS: _values_of_answers,
    FieldType.IDS: lambda ids: 2 + len(ids),
    FieldType.PROVENANCE: _values_of_provenance,
    FieldType.SHOWN: lambda shown: (
        2 + sum(_VALUES_OF_SHOWN + _values_in_shown(each) for each in shown)
    ),
}
_VALUES_OF_SHOWN = 20  # the mapping, and the fields that are not lists


def _values_in_shown(shown: Shown) -> int:
    lists = (shown.offered, shown.value, shown.was or ())
    return sum(1 + 5 * len(each) for each in lists if not isinstance(each, str))


def _head_lines(annotations: AnnotationSet) -> Iterator[str | None]:
    book = annotations.codebook
    yield f"format: {format_line(f'attribution-{annotations.form.value}', _version(annotations))}"
    yield f"document: {flow_mapping(*document_fields(annotations.document))}"
    yield text_field("annotator", annotations.annotator)
    yield "codebook: " + flow_mapping(
        id_field("name", book.name),
        text_field("version", book.version),
        text_field("sha256", book.sha256),
    )
    yield id_field("status", annotations.status)
    yield text_field("reason", annotations.reason)
    yield text_field("sitting", annotations.sitting)
    yield None if annotations.vote is None else f"vote: {annotations.vote}"
    yield f"next_id: {annotations.next_id}"
    if annotations.sources:
        yield "sources:"
    for source in annotations.sources:
        yield f"- {_source_line(source)}"
    yield "sentences:" if annotations.sentences else "sentences: []"


def _version(annotations: AnnotationSet) -> int:
    """The oldest version of the format that has all fields of the set."""
    return 2 if any(each.shown for each in annotations.sentences) else 1


def _source_line(source: Source) -> str:
    return flow_mapping(
        id_field("id", source.id),
        text_field("name", source.name),
        *(
            part
            for field in SOURCE_FIELDS
            if (value := field.value_in(source)) is not None
            for part in _FIELD_LINES[field.type](field.name, value)
        ),
    )


def _block(sentence: Sentence, source: Source | None) -> bytes:
    lines = (line for line in _sentence_lines(sentence, source) if line is not None)
    return ("- " + "\n  ".join(lines) + "\n").encode()


def _sentence_lines(sentence: Sentence, source: Source | None) -> Iterator[str | None]:
    yield f"id: {id_or_quoted(sentence.id)}"
    yield span_field(sentence.span)
    yield f"paragraph: {sentence.paragraph}"
    yield f"text: {quote(sentence.text)}"
    for field in SENTENCE_FIELDS:
        value = field.value_in(sentence)
        if field.type is FieldType.SHOWN:
            yield from _shown_lines(field.name, plain_shown(sentence, source))
        elif value is not None:
            yield from _FIELD_LINES[field.type](field.name, value)


def _shown_lines(name: str, shown: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    if shown:
        yield f"{name}:"
    for suggested, values in shown.items():
        # The words `true` and `false` are plain, and a reader of ours converts them.
        entries = (
            f"{each}: {value if each == 'taken' else flow_value(value)}"
            for each, value in values.items()
        )
        yield f"  {suggested}: {flow_mapping(*entries)}"


def _cue_lines(name: str, cue: Cue) -> Iterator[str | None]:
    yield f"{name}: {flow_mapping(text_field('text', cue.text), span_field(cue.span))}"


def _answer_lines(name: str, answers: tuple[Answer, ...]) -> Iterator[str]:
    yield f"{name}:"
    for answer in answers:
        fields = id_field("claim", answer.claim), id_field("stance", answer.stance)
        yield f"- {flow_mapping(*fields)}"


def _provenance_lines(name: str, provenance: Provenance) -> Iterator[str]:
    yield f"{name}:"
    yield f"  basis: {id_or_quoted(provenance.basis)}"
    if provenance.curator is not None:
        yield f"  curator: {quote(provenance.curator)}"
    if provenance.reason is not None:
        yield f"  reason: {quote(provenance.reason)}"
    if provenance.decisions:
        yield "  decisions:"
    for annotator, record in provenance.decisions.items():
        fields = [f"{id_or_quoted(name)}: {id_or_quoted(value)}" for name, value in record.items()]
        yield from (f"    {line}" for line in entry_lines(annotator, flow_mapping(*fields)))


def _id_lines(name: str, value: str) -> Iterator[str | None]:
    yield id_field(name, value)


# The lines of a record of suggestions depend on the sentence's source, too.
_FIELD_LINES: Mapping[FieldType, Callable[[str, Any], Iterable[str | None]]] = {
    FieldType.PART: _id_lines,
    FieldType.ID: _id_lines,
    FieldType.SOURCE: _id_lines,
    FieldType.TEXT: lambda name, value: (text_field(name, value),),
    FieldType.CUE: _cue_lines,
    FieldType.ANSWERS: _answer_lines,
    FieldType.FLAG: lambda name, value: (f"{name}: {'true' if value else 'false'}",),
    FieldType.COUNT: lambda name, value: (f"{name}: {value}",),
    FieldType.IDS: lambda name, ids: (f"{name}: {flow_sequence(list(map(id_or_quoted, ids)))}",),
    FieldType.PROVENANCE: _provenance_lines,
    FieldType.KIND: _id_lines,
    FieldType.STANDING: _id_lines,
}


_FORMS = {f"attribution-{form.value}": form for form in SetForm}


def parse(data: bytes, file: str) -> AnnotationSet:
    """The annotation set, key or gold in a file's bytes.

    Args:
        data: The file's bytes.
        file: The file's path as the person would type it, for problems.

    Raises:
        DataError: The file has problems. Each has its line and path.
    """
    return set_from_tree(strict_yaml.parse_tree(data, file))


def set_from_tree(tree: Tree) -> AnnotationSet:
    """The annotation set, key or gold in a tree, read from any format.

    Raises:
        DataError: The tree has problems. Each has its line and path.
    """
    form = _FORMS[upgrade_format(tree, *_FORMS)]
    head = convert(tree, tree.root, (), SetRecord)
    sources = {
        at: _source(each) for at, each in convert_each(tree, "sources", SourceRecord).items()
    }
    records = convert_each(tree, "sentences", SENTENCE_RECORDS[form])
    sentences = {at: _sentence(each) for at, each in records.items()}
    next_id = head.next_id if head else None
    parts = PartialSet(sentences, sources, _ids(tree, "sentences"), _ids(tree, "sources"), next_id)
    for inconsistency in set_inconsistencies(parts):
        tree.refuse(inconsistency.steps, inconsistency.message)
    if tree.problems or head is None:
        raise DataError(by_line(tree.problems))
    return _set(head, form, tuple(sources.values()), tuple(sentences.values()))


def _ids(tree: Tree, name: str) -> set[str]:
    """The ids in a list of the root, including those of unreadable items."""
    ids = (item.get("id") for item in list_items(tree, name) if isinstance(item, dict))
    return {each for each in ids if isinstance(each, str)}


def _set(
    head: SetRecord, form: SetForm, sources: tuple[Source, ...], sentences: tuple[Sentence, ...]
) -> AnnotationSet:
    reference = head.codebook
    return AnnotationSet(
        document=document_of(head.document),
        annotator=head.annotator,
        codebook=CodebookReference(reference.name, reference.version, reference.sha256),
        sentences=sentences,
        sources=sources,
        next_id=head.next_id,
        status=Status(head.status) if head.status else None,
        reason=head.reason,
        form=form,
        sitting=head.sitting,
        vote=head.vote,
    )


def _source(record: NamedSourceRecord) -> Source:
    return Source(record.id, record.name, **source_fields(record))


def _sentence(record: UndecidedSentenceRecord) -> Sentence:
    values = (
        (field.name, getattr(record, field.name, None), _FROM_RECORD.get(field.type))
        for field in SENTENCE_FIELDS
    )
    return Sentence(
        record.id,
        record.span,
        record.paragraph,
        record.text,
        **{
            name: value if convert is None else convert(value)
            for name, value, convert in values
            if value is not None
        },
    )


# Fields that a record and the model share are copied.
_FROM_RECORD: Mapping[FieldType, Callable[[Any], Any]] = {
    FieldType.CUE: lambda cue: Cue(cue.text, cue.span),
    FieldType.ANSWERS: lambda answers: tuple(Answer(each.claim, each.stance) for each in answers),
    FieldType.IDS: tuple,
    FieldType.PROVENANCE: lambda gold: Provenance(
        gold.basis, gold.curator, gold.reason, gold.decisions
    ),
    FieldType.SHOWN: shown_from,
}


def read_set(path: Path) -> tuple[AnnotationSet, bytes]:
    """The set in a file, and the file's bytes.

    Raises:
        DataError: The file cannot be read, or has problems. The error has all of them.
    """
    data = strict_yaml.read_bytes(path)
    return parse(data, str(path)), data

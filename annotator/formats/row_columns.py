"""The columns of a row, declared once and in order, with their values for a set.

Every format that writes rows has these columns. Formats that label spans of a text use the same
names for the facts about a sentence.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from annotator.model.annotation import (
    SENTENCE_FIELDS,
    SOURCE_FIELDS,
    AnnotationSet,
    Document,
    FieldType,
    Sentence,
    SentenceField,
    Source,
)
from annotator.model.former_names import FORMER_COLUMNS, current_kind
from annotator.project.pass_selection import NumberedSet
from annotator.storage.shown_records import plain_shown


class ColumnKind(StrEnum):
    """The type of a column."""

    TEXT = "text"
    WHOLE = "whole number"
    FLAG = "true or false"
    WORDS = "list of ids"
    ANSWERS = "list of claims and stances"
    SOURCES = "list of sources"
    DECISIONS = "decisions by annotator"
    SUGGESTIONS = "suggestions by field"


STRUCTURED_KINDS = frozenset(
    {ColumnKind.WORDS, ColumnKind.DECISIONS, ColumnKind.SOURCES, ColumnKind.SUGGESTIONS}
)
"""The types of columns that are JSON where a format has only text."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: Its name.
        kind: Its type.
        meaning: A short description.
        quotes_article: Whether it contains text of the article.
    """

    name: str
    kind: ColumnKind
    meaning: str
    quotes_article: bool = False


TEXT, WHOLE, FLAG = ColumnKind.TEXT, ColumnKind.WHOLE, ColumnKind.FLAG

DOCUMENT_COLUMNS = (
    Column("document", TEXT, "the document's id"),
    Column("title", TEXT, "the article's title"),
    Column("outlet", TEXT, "the outlet that published it"),
    Column("url", TEXT, "its web address"),
    Column("published", TEXT, "its date of publication (ISO 8601)"),
    Column("language", TEXT, "its language"),
    Column("sha256", TEXT, "the SHA-256 of its text in UTF-8"),
)
SET_COLUMNS = (
    Column("annotator", TEXT, "the annotator's name"),
    Column("form", TEXT, "`annotations`, `key` or `gold`"),
    Column("pass", WHOLE, "the number of the annotator's pass, from 1"),
    Column("status", TEXT, "`finished` or `unusable`"),
    Column("status_reason", TEXT, "why it is unusable"),
    Column("sitting", TEXT, "for a pass made in class: the sitting"),
    Column("vote", WHOLE, "for a pass made in class: the number of the vote"),
    Column("codebook", TEXT, "the codebook's name"),
    Column("codebook_version", TEXT, "its version"),
    Column("codebook_sha256", TEXT, "the SHA-256 of its file"),
    Column("next_id", WHOLE, "the number of the next new sentence"),
)
PLACE_COLUMNS = (
    Column("sentence", TEXT, "the sentence's id, which never changes"),
    Column("start", WHOLE, "where it begins, in code points of the text from 0"),
    Column("end", WHOLE, "where it ends (exclusive)"),
    Column("paragraph", WHOLE, "its paragraph, from 1"),
    Column("text", TEXT, "its text", quotes_article=True),
)
_KIND_OF_TYPE: Mapping[FieldType, ColumnKind] = {
    FieldType.ANSWERS: ColumnKind.ANSWERS,
    FieldType.FLAG: FLAG,
    FieldType.COUNT: WHOLE,
    FieldType.IDS: ColumnKind.WORDS,
    FieldType.SHOWN: ColumnKind.SUGGESTIONS,
}
_FURTHER_COLUMNS: Mapping[FieldType, Sequence[Column]] = {
    FieldType.SOURCE: (
        Column("source_id", TEXT, "the source's id in this set"),
        *(
            Column(each.name, _KIND_OF_TYPE.get(each.type, TEXT), each.meaning)
            for each in SOURCE_FIELDS
        ),
    ),
    FieldType.CUE: (
        Column("cue_start", WHOLE, "where the cue begins, in code points of the text from 0"),
        Column("cue_end", WHOLE, "where the cue ends (exclusive)"),
    ),
    FieldType.PROVENANCE: (
        Column("curator", TEXT, "in gold: the curator who decided"),
        Column("reason", TEXT, "in gold: why a decision was needed"),
        Column("decisions", ColumnKind.DECISIONS, "in gold: the decision of each annotator"),
    ),
}
"""The further columns of a field of this type, after the column with the field's name."""


def _columns_of(field: SentenceField) -> tuple[Column, ...]:
    kind = _KIND_OF_TYPE.get(field.type, TEXT)
    own = Column(field.name, kind, field.meaning, quotes_article=field.type is FieldType.CUE)
    return (own, *_FURTHER_COLUMNS.get(field.type, ()))


DECISION_COLUMNS = tuple(column for field in SENTENCE_FIELDS for column in _columns_of(field))
ROW_COLUMNS = (
    Column("space_before", TEXT, "the white space before the sentence"),
    Column("space_after", TEXT, "in the row of the last sentence: the white space after it"),
    Column(
        "unused_sources",
        ColumnKind.SOURCES,
        "in the row of the first sentence: sources of the set that no sentence names",
    ),
)
HEADER_NAMES = tuple(column.name for column in (*DOCUMENT_COLUMNS, *SET_COLUMNS))
"""The columns of a document and of a set, without those of its sentences."""
COLUMNS = (*DOCUMENT_COLUMNS, *SET_COLUMNS, *PLACE_COLUMNS, *DECISION_COLUMNS, *ROW_COLUMNS)
COLUMNS_BY_NAME: Mapping[str, Column] = {column.name: column for column in COLUMNS}

DEFAULTS: Mapping[str, object] = {
    **{each.name: each.default for each in SENTENCE_FIELDS if each.type is FieldType.FLAG},
    **{each.name: each.default for each in SOURCE_FIELDS if each.type is FieldType.FLAG},
    "pass": 1,
}
"""The values of columns that are left out; any other column is then empty."""

NEEDED_COLUMNS: Mapping[str, Sequence[str]] = {
    **dict.fromkeys((each.name for each in SOURCE_FIELDS), ("source", "source_id")),
    **dict.fromkeys(("cue_start", "cue_end"), ("cue",)),
    **dict.fromkeys(("curator", "reason", "decisions"), ("provenance",)),
}
"""The columns that describe another column, which they need; any one of those listed is enough."""


Record = dict[str, Any]


def current_columns(values: Mapping[str, Any], known: Container[str] = COLUMNS_BY_NAME) -> Record:
    """Values with the current names of their columns, and with current values.

    Args:
        values: The values by the names in a file.
        known: The columns to rename; a former name of any other column is kept.
    """
    found = {
        new: value
        for name, value in values.items()
        if (new := current_column(name, known)) == name or new not in values
    }
    if isinstance(found.get("kind"), str):
        found["kind"] = current_kind(found["kind"])
    return found


def current_column(name: str, known: Container[str] = COLUMNS_BY_NAME) -> str:
    """The current name of a column; any other name unchanged."""
    new = FORMER_COLUMNS.get(name, name)
    return new if new in known else name


def document_values(document: Document) -> Record:
    """The columns of a document, all of them."""
    return {
        "document": document.id,
        "title": document.title,
        "outlet": document.outlet,
        "url": document.url,
        "published": document.published,
        "language": document.language,
        "sha256": document.sha256,
    }


def set_values(numbered_set: NumberedSet) -> Record:
    """The columns of a set, all of them."""
    annotations = numbered_set.annotations
    return {
        "annotator": annotations.annotator,
        "form": annotations.form.value,
        "pass": numbered_set.number,
        "status": annotations.status.value if annotations.status else None,
        "status_reason": annotations.reason,
        "sitting": annotations.sitting,
        "vote": annotations.vote,
        "codebook": annotations.codebook.name,
        "codebook_version": annotations.codebook.version,
        "codebook_sha256": annotations.codebook.sha256,
        "next_id": annotations.next_id,
    }


def place_values(sentence: Sentence) -> Record:
    """The position of a sentence, and its text."""
    return {
        "sentence": sentence.id,
        "start": sentence.span[0],
        "end": sentence.span[1],
        "paragraph": sentence.paragraph,
        "text": sentence.text,
    }


def decision_values(annotations: AnnotationSet, sentence: Sentence) -> Record:
    """The decisions about a sentence, all columns in their order."""
    values: Record = {}
    for field in SENTENCE_FIELDS:
        value = getattr(sentence, field.name)
        values[field.name] = _TO_COLUMN[field.type](value) if field.type in _TO_COLUMN else value
    values["shown"] = plain_shown(sentence, annotations.source_of(sentence))
    values |= _further_values(annotations, sentence)
    return {column.name: values[column.name] for column in DECISION_COLUMNS}


def _further_values(annotations: AnnotationSet, sentence: Sentence) -> Record:
    """The columns of a source, a cue and a gold decision; a source is given by its name."""
    cue, gold = sentence.cue, sentence.provenance
    source = annotations.source_of(sentence)
    return {
        "source": source.name if source else None,
        "source_id": source.id if source else None,
        **{
            each.name: getattr(source, each.name) if source else each.default
            for each in SOURCE_FIELDS
        },
        "cue_start": cue.span[0] if cue else None,
        "cue_end": cue.span[1] if cue else None,
        "curator": gold.curator if gold else None,
        "reason": gold.reason if gold else None,
        "decisions": {name: dict(each) for name, each in gold.decisions.items()} if gold else {},
    }


_TO_COLUMN: Mapping[FieldType, Callable[[Any], object]] = {
    FieldType.CUE: lambda cue: cue.text if cue else None,
    FieldType.ANSWERS: lambda answers: [
        {"claim": each.claim, "stance": each.stance} for each in answers
    ],
    FieldType.IDS: list,
    FieldType.PROVENANCE: lambda gold: gold.basis if gold else None,
}


def source_values(sources: Sequence[Source]) -> list[Record]:
    """Sources as plain values."""
    return [
        {
            "id": source.id,
            "name": source.name,
            **{each.name: getattr(source, each.name) for each in SOURCE_FIELDS},
        }
        for source in sources
    ]


def unused_sources(annotations: AnnotationSet) -> list[Record]:
    """The sources of a set that no sentence names."""
    used = {sentence.source for sentence in annotations.sentences}
    return source_values([source for source in annotations.sources if source.id not in used])

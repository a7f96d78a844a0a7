"""The records that files are made of: one per mapping, with its fields, types and defaults."""

from typing import Any, Literal

from msgspec import Struct

from annotator.model.annotation import Form
from annotator.storage.values import (
    Decider,
    FileName,
    Flag,
    Id,
    Kind,
    Name,
    Ordinal,
    Part,
    RoleName,
    Seconds,
    Sha256,
    Span,
    Stance,
    StatusName,
    Text,
)


class Record(Struct, forbid_unknown_fields=True):
    """A mapping with these fields and no others."""


class DocumentRecord(Record):
    """An article's metadata, and the hash that its text is recognised by."""

    id: FileName
    sha256: Sha256
    title: Text | None = None
    outlet: Text | None = None
    url: Text | None = None
    published: Text | None = None
    language: Text = "en"


class CodebookReferenceRecord(Record):
    """Which codebook a set was made with."""

    name: Text
    version: Text
    sha256: Sha256


class SourceRecord(Record):
    """Who says it."""

    id: Id
    name: Name
    kind: Kind | None = None
    affiliation: Text | None = None
    concerned: Flag = False


class CueRecord(Record):
    """The words that attribute, and where in the document they stand."""

    text: Text
    span: Span


class AnswerRecord(Record):
    """A link to a claim."""

    claim: Id
    stance: Stance | None = None


class ProvenanceRecord(Record):
    """How a gold sentence came by its decision."""

    by: Decider
    curator: Text | None = None
    reason: Text | None = None
    votes: dict[Text, dict[Id, Text]] = {}


class SentenceRecord(Record):
    """One sentence and what was decided about it."""

    id: Id
    span: Span
    paragraph: Ordinal
    text: Text
    part: Part | None = None
    tag: Id | None = None
    source: Id | None = None
    via: Text | None = None
    cue: CueRecord | None = None
    answers: list[AnswerRecord] = []
    checkable: Flag = True
    note: Text | None = None
    flag: Flag = False
    seconds: Seconds | None = None


class KeySentenceRecord(SentenceRecord):
    """A sentence of an answer key."""

    also: list[Id] = []
    explanation: Text | None = None


class GoldSentenceRecord(SentenceRecord):
    """A sentence of a gold set."""

    provenance: ProvenanceRecord | None = None


class SetRecord(Record, kw_only=True):
    """An annotation set, of which the sources and sentences are still to be converted."""

    format: Text
    document: DocumentRecord
    annotator: Name
    codebook: CodebookReferenceRecord
    status: StatusName | None = None
    reason: Text | None = None
    next_id: Ordinal
    sources: list[Any] = []
    sentences: list[Any]


class AnnotationsRecord(SetRecord, kw_only=True):
    """One annotator's work on one document."""

    format: Literal["attribution-annotations/1"]
    sources: list[SourceRecord] = []
    sentences: list[SentenceRecord]


class KeyRecord(SetRecord, kw_only=True):
    """An instructor's answer key to one document."""

    format: Literal["attribution-key/1"]
    sources: list[SourceRecord] = []
    sentences: list[KeySentenceRecord]


class GoldRecord(SetRecord, kw_only=True):
    """The adjudicated annotation of one document."""

    format: Literal["attribution-gold/1"]
    sources: list[SourceRecord] = []
    sentences: list[GoldSentenceRecord]


SENTENCES: dict[Form, type[SentenceRecord]] = {
    Form.ANNOTATIONS: SentenceRecord,
    Form.KEY: KeySentenceRecord,
    Form.GOLD: GoldSentenceRecord,
}


class CutRecord(Record):
    """Where one sentence of a document stands."""

    id: Id
    span: Span
    paragraph: Ordinal
    part: Part | None = None


class DocumentFileRecord(DocumentRecord, kw_only=True):
    """A project's document: its metadata, its text and how it is cut."""

    format: Literal["attribution-document/1"]
    text: Text
    next_id: Ordinal
    sentences: list[CutRecord]


class RuleRecord(Record):
    """A rule and a sentence that shows it."""

    rule: Text
    example: Text = ""


class NearMissRecord(Record):
    """A sentence that looks like a tag and takes another one."""

    text: Text
    instead: Id
    why: Text = ""


class TagRecord(Record, kw_only=True):
    """A tag."""

    id: Id
    name: Name
    key: Text | None = None
    mark: Text
    colour: Text
    role: RoleName
    definition: Text
    decision: Text = ""
    rules: list[RuleRecord] = []
    examples: list[Text] = []
    near_misses: list[NearMissRecord] = []


class StepRecord(Record):
    """A step in the order of decision."""

    tag: Id
    question: Text


class TermRecord(Record):
    """A kind of source, a stance or a kind of furniture."""

    id: Id
    name: Name
    key: Text | None = None
    definition: Text = ""
    example: Text = ""


class CodebookRecord(Record, kw_only=True):
    """The tags and how to decide between them; terms left out are those of the built-in one."""

    format: Literal["attribution-codebook/1"]
    name: Name
    version: Text
    language: Text = "en"
    title: Text = ""
    introduction: Text = ""
    order: list[StepRecord] = []
    tags: list[TagRecord]
    rules: list[RuleRecord] = []
    kinds: list[TermRecord] | None = None
    stances: list[TermRecord] | None = None
    parts: list[TermRecord] | None = None

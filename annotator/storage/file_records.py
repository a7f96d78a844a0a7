"""The records in our files: one class for each mapping, with the types and defaults of its fields.

What other formats say of a set and its sentences in columns has records of the same types.

The description of a type is what an error says that a value should be.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from annotator.model.annotation import SetForm, Status
from annotator.model.codebook import KINDS, PARTS, STANCES, Role
from annotator.model.gold_basis import GoldBasis
from annotator.model.name_folding import MAX_NAME_LENGTH, YAML_WORDS

# In Python `$` alone lets a newline follow; to a JSON Schema the second half says nothing.
_END = r"$(?!\n)"


def one_of(words: Iterable[str]) -> Meta:
    """The type of a field that takes these words alone."""
    listed = [str(word) for word in words]
    return Meta(
        pattern=f"^(?:{'|'.join(listed)}){_END}",
        description=f"one of {', '.join(listed)}",
        extra_json_schema={"enum": listed},
    )


Id = Annotated[
    str,
    Meta(
        pattern=f"^(?!(?:{'|'.join(sorted(YAML_WORDS))}){_END})[a-z][a-z0-9-]*{_END}",
        description=(
            "an id: a small letter, then small letters, digits and hyphens, "
            "and no word that YAML takes for a truth value or null"
        ),
    ),
]
FileName = Annotated[
    str,
    Meta(
        pattern=rf"^(?!\.)[a-z0-9._-]{{1,{MAX_NAME_LENGTH}}}{_END}",
        description=(
            f"a folded name: at most {MAX_NAME_LENGTH} small letters, digits, dots, hyphens "
            "and underscores, with no dot before them"
        ),
    ),
]
InsidePath = Annotated[
    str,
    Meta(
        pattern=rf"^(?!/)(?!(?:.*/)?\.\.(?:/|$))[^\\:\x00-\x1f]+{_END}",
        description="a path inside the project's folder, with forward slashes and without “..”",
    ),
]
Sha256 = Annotated[
    str,
    Meta(pattern=f"^[0-9a-f]{{64}}{_END}", description="a SHA-256 in 64 small hex digits"),
]
Text = Annotated[str, Meta(description="a text")]
Name = Annotated[str, Meta(pattern=r"\S", description="a text that is not empty")]
Flag = Annotated[bool, Meta(description="true or false")]
Ordinal = Annotated[int, Meta(ge=1, description="a whole number from 1")]
Seconds = Annotated[int, Meta(ge=0, description="a whole number of seconds")]
Share = Annotated[float, Meta(ge=0, le=1, description="a number from 0 to 1")]
Span = Annotated[
    tuple[int, int],
    Meta(description="two whole numbers, [start, end], that count code points of the text"),
]
Kind = Annotated[str, one_of(KINDS)]
Stance = Annotated[str, one_of(STANCES)]
Part = Annotated[str, one_of(PARTS)]
RoleName = Annotated[str, one_of(Role)]
StatusName = Annotated[str, one_of(Status)]
Decider = Annotated[str, one_of(GoldBasis)]
FormName = Annotated[str, one_of(SetForm)]
Position = Annotated[int, Meta(description="a whole number of code points")]
PassNumber = Annotated[int, Meta(ge=1, lt=100_000, description="the number of a pass, from 1")]


class StrictRecord(Struct, forbid_unknown_fields=True):
    """A mapping with these fields and no others."""


class DocumentRecord(StrictRecord):
    """An article's metadata, and the hash that its text is recognised by."""

    id: FileName
    sha256: Sha256
    title: Text | None = None
    outlet: Text | None = None
    url: Text | None = None
    published: Text | None = None
    language: Text = "en"


class CodebookReferenceRecord(StrictRecord):
    """Which codebook a set was made with."""

    name: Text
    version: Text
    sha256: Sha256


class SourceRecord(StrictRecord):
    """Who says it."""

    id: Id
    name: Name
    kind: Kind | None = None
    affiliation: Text | None = None
    concerned: Flag = False


class CueRecord(StrictRecord):
    """The words that attribute, and where in the document they stand."""

    text: Text
    span: Span


class AnswerRecord(StrictRecord):
    """A link to a claim."""

    claim: Id
    stance: Stance | None = None


class ProvenanceRecord(StrictRecord):
    """How a gold sentence came by its decision."""

    basis: Decider
    curator: Text | None = None
    reason: Text | None = None
    decisions: dict[Text, dict[Id, Text]] = {}


class SentenceRecord(StrictRecord):
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

    accepted_tags: list[Id] = []
    explanation: Text | None = None


class GoldSentenceRecord(SentenceRecord):
    """A sentence of a gold set."""

    provenance: ProvenanceRecord | None = None


class SetRecord(StrictRecord, kw_only=True):
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


SENTENCE_RECORDS: dict[SetForm, type[SentenceRecord]] = {
    SetForm.ANNOTATIONS: SentenceRecord,
    SetForm.KEY: KeySentenceRecord,
    SetForm.GOLD: GoldSentenceRecord,
}


class CutRecord(StrictRecord):
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


class RuleRecord(StrictRecord):
    """A rule and a sentence that shows it."""

    rule: Text
    example: Text = ""


class NearMissRecord(StrictRecord):
    """A sentence that looks like a tag and takes another one."""

    text: Text
    instead: Id
    why: Text = ""


class TagRecord(StrictRecord, kw_only=True):
    """A tag."""

    id: Id
    name: Name
    key: Text | None = None
    mark: Text
    color: Text
    role: RoleName
    definition: Text
    decision: Text = ""
    rules: list[RuleRecord] = []
    examples: list[Text] = []
    near_misses: list[NearMissRecord] = []


class StepRecord(StrictRecord):
    """A step in the order of decision."""

    tag: Id
    question: Text


class TermRecord(StrictRecord):
    """A kind of source, a stance or a kind of furniture."""

    id: Id
    name: Name
    key: Text | None = None
    definition: Text = ""
    example: Text = ""


class CodebookRecord(StrictRecord, kw_only=True):
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


class HeaderRecord(Struct, kw_only=True):
    """What a file says of a document and a set, by columns, with the types that our files have."""

    title: Text | None = None
    outlet: Text | None = None
    url: Text | None = None
    published: Text | None = None
    language: Text | None = None
    annotator: Name
    form: FormName = "annotations"
    number: PassNumber = field(default=1, name="pass")
    status: StatusName | None = None
    status_reason: Text | None = None
    codebook: Text
    codebook_version: Text
    codebook_sha256: Sha256
    next_id: Ordinal | None = None


class RowSourceRecord(Struct, kw_only=True):
    """What a file says of a source, by columns."""

    source: Name | None = None
    source_id: Id | None = None
    kind: Kind | None = None
    affiliation: Text | None = None
    concerned: Flag = False


class RowRecord(RowSourceRecord, kw_only=True):
    """What a file says of a sentence, by columns, with the types that our files have."""

    sentence: Id
    start: Position
    end: Position
    paragraph: Ordinal
    text: Text
    part: Part | None = None
    tag: Id | None = None
    via: Text | None = None
    cue: Text | None = None
    cue_start: Position | None = None
    cue_end: Position | None = None
    answers: list[AnswerRecord] = []
    checkable: Flag = True
    note: Text | None = None
    flag: Flag = False
    seconds: Seconds | None = None
    accepted_tags: list[Id] = []
    explanation: Text | None = None
    provenance: Decider | None = None
    curator: Text | None = None
    reason: Text | None = None
    decisions: dict[Text, dict[Id, Text]] = {}

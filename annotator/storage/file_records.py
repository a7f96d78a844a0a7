"""The records in our files: one class for each mapping, with field types and defaults.

Columns of other formats, with data about a set and its sentences, have records of the same types.

An error uses a type's description to say what a value must be.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, TypeVar, cast

from msgspec import Meta, Struct, defstruct, field

from annotator.model.annotation import (
    SENTENCE_FIELDS,
    SOURCE_FIELDS,
    Exposure,
    FieldType,
    SentenceField,
    SetForm,
    SourceField,
    Standing,
    Status,
    SuggestedField,
)
from annotator.model.codebook import KINDS, PARTS, STANCES, Role
from annotator.model.decisions import GoldBasis
from annotator.model.name_folding import MAX_NAME_LENGTH, YAML_WORDS
from annotator.model.suggestions import Taken

# In Python, `$` alone allows a newline after it. The second half has no effect in JSON Schema.
_END = r"$(?!\n)"


def one_of(words: Iterable[str]) -> Meta:
    """The type of a field that accepts only these words."""
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
            "an id: a lowercase letter, then lowercase letters, digits and hyphens, "
            "but not a word that YAML reads as true, false or null"
        ),
    ),
]
FileName = Annotated[
    str,
    Meta(
        pattern=rf"^(?!\.)[a-z0-9._-]{{1,{MAX_NAME_LENGTH}}}{_END}",
        description=(
            f"a folded name: at most {MAX_NAME_LENGTH} lowercase letters, digits, dots, hyphens "
            "and underscores, not starting with a dot"
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
    Meta(pattern=f"^[0-9a-f]{{64}}{_END}", description="a SHA-256: 64 lowercase hex digits"),
]
Text = Annotated[str, Meta(description="text")]
Name = Annotated[str, Meta(pattern=r"\S", description="text that is not empty")]
Flag = Annotated[bool, Meta(description="true or false")]
Ordinal = Annotated[int, Meta(ge=1, description="a whole number from 1")]
Seconds = Annotated[int, Meta(ge=0, description="a whole number of seconds")]
Share = Annotated[float, Meta(ge=0, le=1, description="a number from 0 to 1")]
Span = Annotated[
    tuple[int, int],
    Meta(description="two whole numbers, [start, end]: positions in the text in code points"),
]
Kind = Annotated[str, one_of(KINDS)]
Stance = Annotated[str, one_of(STANCES)]
Part = Annotated[str, one_of(PARTS)]
RoleName = Annotated[str, one_of(Role)]
StandingName = Annotated[str, one_of(Standing)]
StatusName = Annotated[str, one_of(Status)]
Decider = Annotated[str, one_of(GoldBasis)]
ExposureName = Annotated[str, one_of(Exposure)]
TakenName = Annotated[str, one_of(Taken)]
FormName = Annotated[str, one_of(SetForm)]
Position = Annotated[int, Meta(description="a whole number of code points")]
PassNumber = Annotated[int, Meta(ge=1, lt=100_000, description="the number of a pass, from 1")]


class StrictRecord(Struct, forbid_unknown_fields=True):
    """A mapping with exactly these fields."""


class DocumentRecord(StrictRecord):
    """An article's metadata, and the hash of its text."""

    id: FileName
    sha256: Sha256
    title: Text | None = None
    outlet: Text | None = None
    url: Text | None = None
    published: Text | None = None
    language: Text = "en"


class CodebookReferenceRecord(StrictRecord):
    """The codebook that a set was made with."""

    name: Text
    version: Text
    sha256: Sha256


class CueRecord(StrictRecord):
    """The cue: attributing words and their place in the document."""

    text: Text
    span: Span


class AnswerRecord(StrictRecord):
    """A link to a claim."""

    claim: Id
    stance: Stance | None = None


_Base = TypeVar("_Base", bound=Struct)


def _extended(
    base: type[_Base], name: str, text: str, own: Iterable[tuple[str, Any, Any]]
) -> type[_Base]:
    """A record with the fields of `base` and more."""
    made = defstruct(name, own, bases=(base,), kw_only=True, namespace={"__doc__": text})
    return cast("type[_Base]", made)


class ShownValueRecord(StrictRecord, kw_only=True):
    """A suggestion for one field of a sentence, and what became of it, without its values.

    `taken` and `rank` are computed from the values. They are written for other programs.
    """

    by: Id
    version: Text
    offered: list[Text] = []
    when: ExposureName
    taken: TakenName = "false"
    rank: Ordinal | None = None
    held: Flag = False


_IdOrNothing = Annotated[
    str, Meta(pattern=rf"^(?:[a-z][a-z0-9-]*)?{_END}", description="an id, or empty")
]
_SpanOrNothing = Annotated[
    list[int], Meta(max_length=2, description="[start, end] in code points, or an empty list")
]
SUGGESTED_VALUE_TYPES: Mapping[SuggestedField, Any] = {
    SuggestedField.TAG: _IdOrNothing,
    SuggestedField.SOURCE: Text,
    SuggestedField.KIND: _IdOrNothing,
    SuggestedField.CUE: _SpanOrNothing,
    SuggestedField.ANSWERS: list[AnswerRecord],
}
"""The type of each field's value. Every value can be empty: nothing is suggested."""


def _shown_record(suggested: SuggestedField) -> Any:
    """The record of a suggestion for this field."""
    wanted = SUGGESTED_VALUE_TYPES[suggested]
    own: list[Any] = [("value", wanted), ("was", wanted | None, None)]
    name = f"Shown{suggested.capitalize()}Record"
    return _extended(ShownValueRecord, name, f"A suggested {suggested}.", own)


ShownRecord: Any = defstruct(
    "ShownRecord",
    [(each.value, _shown_record(each) | None, None) for each in SuggestedField],
    bases=(StrictRecord,),
    kw_only=True,
    namespace={"__doc__": "What was suggested for a sentence, by field."},
)


class ProvenanceRecord(StrictRecord):
    """How a gold sentence was decided."""

    basis: Decider
    curator: Text | None = None
    reason: Text | None = None
    decisions: dict[Text, dict[Id, Text]] = {}


_FIELD_TYPES: Mapping[FieldType, Any] = {
    FieldType.PART: Part | None,
    FieldType.ID: Id | None,
    FieldType.SOURCE: Id | None,
    FieldType.TEXT: Text | None,
    FieldType.CUE: CueRecord | None,
    FieldType.ANSWERS: list[AnswerRecord],
    FieldType.FLAG: Flag,
    FieldType.COUNT: Seconds | None,
    FieldType.IDS: list[Id],
    FieldType.PROVENANCE: ProvenanceRecord | None,
    FieldType.SHOWN: ShownRecord | None,
    FieldType.KIND: Kind | None,
    FieldType.STANDING: StandingName | None,
}


_RecordField = tuple[str, Any, Any]


def _fields(wanted: Iterable[SentenceField | SourceField]) -> list[_RecordField]:
    """The fields of a record, with the types and defaults of the model."""
    return [(each.name, _FIELD_TYPES[each.type], _default(each)) for each in wanted]


def _default(of: SentenceField | SourceField) -> Any:
    if of.type is FieldType.SHOWN:
        return None
    return field(default_factory=list) if of.default == () else of.default


class NamedSourceRecord(StrictRecord):
    """A source by its id and name alone."""

    id: Id
    name: Name


SourceRecord = _extended(NamedSourceRecord, "SourceRecord", "A source.", _fields(SOURCE_FIELDS))


def source_fields(record: object) -> dict[str, Any]:
    """The fields of a source in a record that has them all."""
    return {each.name: getattr(record, each.name) for each in SOURCE_FIELDS}


class UndecidedSentenceRecord(StrictRecord):
    """A sentence without decisions."""

    id: Id
    span: Span
    paragraph: Ordinal
    text: Text


def _fields_of_form(form: SetForm | None = None) -> list[_RecordField]:
    return _fields(each for each in SENTENCE_FIELDS if each.form is form)


SentenceRecord = _extended(
    UndecidedSentenceRecord,
    "SentenceRecord",
    "A sentence and the decisions about it.",
    _fields_of_form(),
)
KeySentenceRecord = _extended(
    SentenceRecord,
    "KeySentenceRecord",
    "A sentence of an answer key.",
    _fields_of_form(SetForm.KEY),
)
GoldSentenceRecord = _extended(
    SentenceRecord,
    "GoldSentenceRecord",
    "A sentence of a gold set.",
    _fields_of_form(SetForm.GOLD),
)
SENTENCE_RECORDS: Mapping[SetForm, type[UndecidedSentenceRecord]] = {
    SetForm.ANNOTATIONS: SentenceRecord,
    SetForm.KEY: KeySentenceRecord,
    SetForm.GOLD: GoldSentenceRecord,
}


class SetRecord(StrictRecord, kw_only=True):
    """An annotation set whose sources and sentences are not converted yet."""

    format: Text
    document: DocumentRecord
    annotator: Name
    codebook: CodebookReferenceRecord
    status: StatusName | None = None
    reason: Text | None = None
    sitting: FileName | None = None
    vote: Ordinal | None = None
    next_id: Ordinal
    sources: list[Any] = []
    sentences: list[Any]


def _set_record(name: str, text: str, form: SetForm) -> type[SetRecord]:
    """The record of a form of set, including its sources and sentences."""
    sources: Any = SourceRecord
    sentences: Any = SENTENCE_RECORDS[form]
    own: list[Any] = [
        ("format", Literal[f"attribution-{form.value}/1", f"attribution-{form.value}/2"]),
        ("sources", list[sources], field(default_factory=list)),
        ("sentences", list[sentences]),
    ]
    return _extended(SetRecord, name, text, own)


AnnotationsRecord = _set_record(
    "AnnotationsRecord", "One annotator's work on one document.", SetForm.ANNOTATIONS
)
KeyRecord = _set_record("KeyRecord", "An answer key to one document.", SetForm.KEY)
GoldRecord = _set_record("GoldRecord", "The gold annotation of one document.", SetForm.GOLD)


class CutRecord(StrictRecord):
    """The place of one sentence in a document."""

    id: Id
    span: Span
    paragraph: Ordinal
    part: Part | None = None


class DocumentFileRecord(DocumentRecord, kw_only=True):
    """A project's document: metadata, text and sentences."""

    format: Literal["attribution-document/1"]
    text: Text
    next_id: Ordinal
    sentences: list[CutRecord]


class RuleRecord(StrictRecord):
    """A rule, a sentence that it fits and one that it does not fit."""

    rule: Text
    example: Text = ""
    near_miss: Text = ""
    name: Text = ""
    id: Id | None = None


class NearMissRecord(StrictRecord):
    """A sentence that looks like one tag but takes another."""

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
    """A step of the order of decision."""

    tag: Id
    question: Text


class TermRecord(StrictRecord):
    """A kind of source, a stance or a kind of furniture."""

    id: Id
    name: Name
    key: Text | None = None
    definition: Text = ""
    example: Text = ""


class ChangeRecord(StrictRecord):
    """The rules that changed since an earlier version of the codebook, by their ids."""

    since: Text
    rules: list[Id]


class CodebookRecord(StrictRecord, kw_only=True):
    """The tags and the rules for them. Lists of terms that are left out are the built-in ones."""

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
    changes: list[ChangeRecord] = []


class HeaderRecord(Struct, kw_only=True):
    """The columns with data about a document and a set, with the types of our files."""

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
    sitting: FileName | None = None
    vote: Ordinal | None = None
    codebook: Text
    codebook_version: Text
    codebook_sha256: Sha256
    next_id: Ordinal | None = None


class RowSourceNameRecord(Struct, kw_only=True):
    """The columns that name a source."""

    source: Name | None = None
    source_id: Id | None = None


RowSourceRecord = _extended(
    RowSourceNameRecord,
    "RowSourceRecord",
    "The columns with data about a source.",
    _fields(SOURCE_FIELDS),
)


class RowPlaceRecord(RowSourceNameRecord, kw_only=True):
    """The columns that together form one field of a sentence."""

    sentence: Id
    start: Position
    end: Position
    paragraph: Ordinal
    text: Text
    cue: Text | None = None
    cue_start: Position | None = None
    cue_end: Position | None = None
    answers: list[AnswerRecord] = []
    provenance: Decider | None = None
    curator: Text | None = None
    reason: Text | None = None
    decisions: dict[Text, dict[Id, Text]] = {}


SINGLE_COLUMN_FIELDS = tuple(
    each for each in SENTENCE_FIELDS if each.name not in RowPlaceRecord.__struct_fields__
)
"""The fields of a sentence that have one column each."""
RowRecord = _extended(
    RowPlaceRecord,
    "RowRecord",
    "The columns with data about a sentence, with the types of our files.",
    _fields((*SOURCE_FIELDS, *SINGLE_COLUMN_FIELDS)),
)

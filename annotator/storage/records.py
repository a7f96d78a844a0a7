"""The records that files are made of: one per mapping, with its fields, types and defaults.

The description of a type is what a fault says that a value should be.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from annotator.model.annotation import Form, Status
from annotator.model.codebook import KINDS, PARTS, STANCES, Role
from annotator.model.names import LONGEST, YAML_WORDS
from annotator.model.project import Ask, Purpose

PROVENANCES = ("unanimous", "majority", "single", "adjudicated", "unresolved")
# In Python `$` alone lets a newline follow; to a JSON Schema the second half says nothing.
_END = r"$(?!\n)"


def _one_of(words: Iterable[str]) -> Meta:
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
        pattern=rf"^(?!\.)[a-z0-9._-]{{1,{LONGEST}}}{_END}",
        description=(
            f"a folded name: at most {LONGEST} small letters, digits, dots, hyphens "
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
Kind = Annotated[str, _one_of(KINDS)]
Stance = Annotated[str, _one_of(STANCES)]
Part = Annotated[str, _one_of(PARTS)]
RoleName = Annotated[str, _one_of(Role)]
StatusName = Annotated[str, _one_of(Status)]
Decider = Annotated[str, _one_of(PROVENANCES)]
PurposeName = Annotated[str, _one_of(Purpose)]
AskName = Annotated[str, _one_of(Ask)]


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


class RoundRecord(Record):
    """A round of annotation: which documents, by which codebook, what for."""

    id: Id
    purpose: PurposeName = "main"
    codebook: InsidePath | None = None
    documents: list[FileName] = []


class OverlapRecord(Record):
    """Which share of the documents several annotators tag, and how many of them."""

    share: Share
    copies: Ordinal = 2
    by_outlet: Flag = False


class ExcludedRecord(Record):
    """An annotator whose work is left out of the agreement, and why."""

    annotator: Name
    reason: Name


class AliasRecord(Record):
    """One source under several names, across documents."""

    name: Name
    also: list[Name]


class ProjectRecord(Record):
    """What holds for all the documents of a project."""

    format: Literal["attribution-project/1"]
    title: Text = ""
    codebook: InsidePath | None = None
    annotators: list[Name] = []
    rounds: list[RoundRecord] = []
    overlap: OverlapRecord | None = None
    excluded: list[ExcludedRecord] = []
    blind: Flag = True
    ask: AskName = "tags"
    cues: Flag = True
    record_times: Flag = False
    aliases: list[AliasRecord] = []

"""The records that a project's head and its assignments are made of."""

from typing import Annotated, Literal

import msgspec

from annotator.model.asking import Ask
from annotator.model.project import Purpose
from annotator.storage.records import Record
from annotator.storage.values import (
    FileName,
    Flag,
    Id,
    InsidePath,
    Name,
    Ordinal,
    Share,
    Text,
    one_of,
)

PurposeName = Annotated[str, one_of(Purpose)]
AskName = Annotated[str, one_of(Ask)]


class RoundRecord(Record):
    """A round of annotation: which documents, by which codebook, what for."""

    id: Id
    purpose: PurposeName = "main"
    codebook: InsidePath | None = None
    documents: list[FileName] = msgspec.field(default_factory=list)


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
    annotators: list[Name] = msgspec.field(default_factory=list)
    rounds: list[RoundRecord] = msgspec.field(default_factory=list)
    overlap: OverlapRecord | None = None
    excluded: list[ExcludedRecord] = msgspec.field(default_factory=list)
    blind: Flag = True
    ask: AskName = "tags"
    cues: Flag = True
    record_times: Flag = False
    aliases: list[AliasRecord] = msgspec.field(default_factory=list)


class AssignedRecord(Record):
    """Who tags a document in a round, and as which of their passes."""

    id: FileName
    annotators: list[Name]
    pass_: Ordinal = msgspec.field(default=1, name="pass")


class AssignmentsRecord(Record, kw_only=True):
    """Who tags what in one round."""

    format: Literal["attribution-assignments/1"]
    round: Id
    seed: Text = ""
    documents: list[AssignedRecord] = msgspec.field(default_factory=list)

"""The project: what holds for many documents and several annotators."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from annotator.model.name_folding import file_name
from annotator.model.prompt_level import PromptLevel


class RoundPurpose(StrEnum):
    """What a round of annotation is for."""

    PILOT = "pilot"
    MAIN = "main"
    RETEST = "retest"


@dataclass(frozen=True, slots=True)
class Round:
    """A round of annotation.

    Attributes:
        id: Its id.
        purpose: What it is for.
        codebook: The codebook's file, from the project's folder; None for the project's own.
        documents: The ids of its documents.
    """

    id: str
    purpose: RoundPurpose = RoundPurpose.MAIN
    codebook: str | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much is tagged by several annotators.

    Attributes:
        share: Of the documents, from 0 to 1.
        copies: How many annotators each of them gets.
        by_outlet: Whether the share is taken from each outlet.
    """

    share: float
    copies: int = 2
    by_outlet: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who tags a document in a round, and as which of their passes over it.

    Attributes:
        document: Its id.
        annotators: Their names.
        number: Of the pass, from 1; a retest is a later one.
    """

    document: str
    annotators: tuple[str, ...]
    number: int = 1


@dataclass(frozen=True, slots=True)
class RoundAssignments:
    """Who tags what in one round.

    Attributes:
        round: The round's id.
        seed: The chance that it was assigned by.
        entries: In the order of the documents' ids.
    """

    round: str
    seed: str = ""
    entries: tuple[Assignment, ...] = ()


@dataclass(frozen=True)
class Project:
    """What a project's head file says; its documents and sets are files of their own.

    Attributes:
        title: For people.
        codebook: The codebook's file, from the project's folder; None for the built-in one.
        annotators: Their names as they write them.
        rounds: In the order in which they are worked on.
        overlap: None where nothing was decided.
        excluded: Annotators who are left out of the agreement, each with the reason.
        blind: Whether annotators do not see one another's work.
        prompt_level: What they are asked for.
        cues: Whether that includes cues.
        record_times: Whether the seconds spent on each sentence are kept.
        aliases: Other names of sources, each with the name that it counts as.
    """

    title: str = ""
    codebook: str | None = None
    annotators: tuple[str, ...] = ()
    rounds: tuple[Round, ...] = ()
    overlap: Overlap | None = None
    excluded: Mapping[str, str] = field(default_factory=dict)
    blind: bool = True
    prompt_level: PromptLevel = PromptLevel.TAGS
    cues: bool = True
    record_times: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_folder(self) -> Mapping[str, str]:
        """The annotators' names by the names of their folders, which are theirs folded."""
        return {file_name(name): name for name in self.annotators}

    @cached_property
    def excluded_folders(self) -> frozenset[str]:
        """The folders of those who are left out: a name is theirs however a file has it."""
        return frozenset(map(file_name, self.excluded))

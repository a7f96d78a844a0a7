"""The project: settings shared by many documents and annotators."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from annotator.model.name_folding import file_name
from annotator.model.prompt_level import PromptLevel
from annotator.model.suggestion_settings import NO_SUGGESTIONS, SuggestionSettings


class RoundPurpose(StrEnum):
    """The purpose of a round of annotation."""

    PILOT = "pilot"
    MAIN = "main"
    RETEST = "retest"


@dataclass(frozen=True, slots=True)
class Round:
    """A round of annotation.

    Attributes:
        id: Its id.
        purpose: Its purpose.
        codebook: Path of the codebook's file from the project's folder; None for the project's own.
        documents: The ids of its documents.
        suggestions: Its own settings of suggestions; None for the project's.
    """

    id: str
    purpose: RoundPurpose = RoundPurpose.MAIN
    codebook: str | None = None
    documents: tuple[str, ...] = ()
    suggestions: SuggestionSettings | None = None


@dataclass(frozen=True, slots=True)
class Overlap:
    """The documents that several annotators tag.

    Attributes:
        share: Share of the documents, from 0 to 1.
        copies: Number of annotators for each of them.
        by_outlet: Whether the share is taken from each outlet separately.
    """

    share: float
    copies: int = 2
    by_outlet: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """A document of a round, its annotators, and the number of the pass.

    Attributes:
        document: The document's id.
        annotators: The annotators' names.
        number: The number of the pass, from 1. A retest has a higher one.
    """

    document: str
    annotators: tuple[str, ...]
    number: int = 1


@dataclass(frozen=True, slots=True)
class RoundAssignments:
    """All assignments of one round.

    Attributes:
        round: The round's id.
        seed: The random seed of the assignment.
        entries: The assignments, in the order of the documents' ids.
    """

    round: str
    seed: str = ""
    entries: tuple[Assignment, ...] = ()


@dataclass(frozen=True)
class Project:
    """The content of a project file. Documents and sets have files of their own.

    Attributes:
        title: The title, for people.
        codebook: Path of the codebook's file from the project's folder; None for the built-in one.
        annotators: The annotators' names, as they write them.
        rounds: The rounds, in the order of the work.
        overlap: The overlap; None if it is not set.
        excluded: Annotators who are left out of the agreement, each with the reason.
        blind: Whether annotators cannot see each other's work.
        prompt_level: What annotators are asked for.
        cues: Whether annotators are asked for cues.
        record_times: Whether the seconds spent on each sentence are recorded.
        aliases: Other names of sources, each with the name that replaces it.
        suggestions: The settings of suggestions; None if they are not set.
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
    suggestions: SuggestionSettings | None = None

    def suggestions_in(self, round_: Round | None) -> SuggestionSettings:
        """The settings of suggestions in a round, or in no round.

        Only its own settings show suggestions in a pilot or a retest.
        """
        if round_ is not None and round_.suggestions is not None:
            return round_.suggestions
        if round_ is not None and round_.purpose is not RoundPurpose.MAIN:
            return NO_SUGGESTIONS
        default = NO_SUGGESTIONS if self.blind else SuggestionSettings()
        return self.suggestions or default

    @property
    def suggesters(self) -> frozenset[str]:
        """The names of the suggesters in its settings and those of its rounds."""
        found = (self.suggestions, *(each.suggestions for each in self.rounds))
        return frozenset(each.by for each in found if each is not None)

    @cached_property
    def by_folder(self) -> Mapping[str, str]:
        """The annotators' names, by the names of their folders (the folded names)."""
        return {file_name(name): name for name in self.annotators}

    @cached_property
    def excluded_folders(self) -> frozenset[str]:
        """The folders of the excluded annotators. They match names in any spelling."""
        return frozenset(map(file_name, self.excluded))

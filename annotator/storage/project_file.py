"""The project file, `project.yaml`: read and written. Also the records of assignments."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Annotated, Literal

import msgspec

from annotator.model.annotation import SuggestedField
from annotator.model.errors import Inconsistency
from annotator.model.name_folding import file_name
from annotator.model.project import Overlap, Project, Round, RoundPurpose
from annotator.model.prompt_level import PromptLevel
from annotator.model.suggestion_settings import (
    MODES,
    NOTHING_SHOWN,
    RULES,
    SOURCES_IN_LIST,
    SuggestionMode,
    SuggestionSettings,
    modes_of,
)
from annotator.storage import strict_yaml
from annotator.storage.file_records import (
    FileName,
    Flag,
    Id,
    InsidePath,
    Name,
    Ordinal,
    Share,
    StrictRecord,
    Text,
    one_of,
)
from annotator.storage.strict_yaml import Steps, format_line, read_record
from annotator.storage.yaml_writer import (
    flow_mapping,
    flow_sequence,
    id_field,
    id_or_quoted,
    quote,
    text_field,
)

PurposeName = Annotated[str, one_of(RoundPurpose)]
PromptLevelName = Annotated[str, one_of(PromptLevel)]
ModeName = Annotated[str, one_of(SuggestionMode)]
SuggestedFieldName = Annotated[str, one_of(SuggestedField)]


class SuggestionSettingsRecord(StrictRecord):
    """Which suggestions annotators see, how, and for which share of sentences none."""

    by: Id = RULES
    show: ModeName | dict[SuggestedFieldName, ModeName] | None = None
    hold: Share = 0.0
    seed: Text = ""
    by_annotator: Flag = False


class RoundRecord(StrictRecord):
    """A round of annotation: its documents, codebook, purpose and suggestions."""

    id: Id
    purpose: PurposeName = "main"
    codebook: InsidePath | None = None
    documents: list[FileName] = msgspec.field(default_factory=list)
    suggestions: SuggestionSettingsRecord | None = None


class OverlapRecord(StrictRecord):
    """The share of the documents that several annotators tag, and the number of annotators."""

    share: Share
    copies: Ordinal = 2
    by_outlet: Flag = False


class ExcludedRecord(StrictRecord):
    """An annotator who is left out of the agreement, and the reason."""

    annotator: Name
    reason: Name


class AliasRecord(StrictRecord):
    """Several names of one source, in all documents."""

    name: Name
    variants: list[Name]


class ProjectRecord(StrictRecord):
    """The settings of a project, for all its documents."""

    format: Literal["attribution-project/1"]
    title: Text = ""
    codebook: InsidePath | None = None
    annotators: list[Name] = msgspec.field(default_factory=list)
    rounds: list[RoundRecord] = msgspec.field(default_factory=list)
    overlap: OverlapRecord | None = None
    excluded: list[ExcludedRecord] = msgspec.field(default_factory=list)
    blind: Flag = True
    prompt_level: PromptLevelName = "tags"
    cues: Flag = True
    record_times: Flag = False
    aliases: list[AliasRecord] = msgspec.field(default_factory=list)
    suggestions: SuggestionSettingsRecord | None = None


class AssignedRecord(StrictRecord):
    """The annotators of a document in a round, and the number of the pass."""

    id: FileName
    annotators: list[Name]
    pass_: Ordinal = msgspec.field(default=1, name="pass")


class AssignmentsRecord(StrictRecord, kw_only=True):
    """The assignments of one round."""

    format: Literal["attribution-assignments/1"]
    round: Id
    seed: Text = ""
    documents: list[AssignedRecord] = msgspec.field(default_factory=list)


_FORMAT = "attribution-project"


# A class opens the same project for each of its students.
@lru_cache(maxsize=2)
def parse(data: bytes, file: str) -> Project:
    """The project in the bytes of its project file.

    Raises:
        DataError: The file has problems. Each has its line and path.
    """
    return _project(read_record(data, file, _FORMAT, ProjectRecord, _misfits))


def render(project: Project) -> bytes:
    """The project file. Default values are left out."""
    lines = (line for line in _lines(project) if line is not None)
    return strict_yaml.check_size("".join(f"{line}\n" for line in lines).encode(), "project.yaml")


def _lines(project: Project) -> Iterator[str | None]:
    default = Project()
    yield f"format: {format_line(_FORMAT)}"
    yield text_field("title", project.title or None)
    yield text_field("codebook", project.codebook)
    yield from _list("annotators", map(quote, project.annotators))
    yield from _list("rounds", map(_round_line, project.rounds))
    yield f"overlap: {_overlap_line(project.overlap)}" if project.overlap else None
    yield from _list(
        "excluded",
        (
            flow_mapping(text_field("annotator", name), text_field("reason", reason))
            for name, reason in project.excluded.items()
        ),
    )
    yield None if project.blind == default.blind else f"blind: {_truth(project.blind)}"
    yield (
        None
        if project.prompt_level == default.prompt_level
        else f"prompt_level: {project.prompt_level}"
    )
    yield None if project.cues == default.cues else f"cues: {_truth(project.cues)}"
    yield "record_times: true" if project.record_times else None
    if project.suggestions is not None:
        yield f"suggestions: {_suggestions_line(project.suggestions)}"
    yield from _list("aliases", _alias_lines(project.aliases))


def _list(name: str, items: Iterable[str]) -> Iterator[str]:
    """A list with one item per line, so that git can merge two people's additions."""
    lines = [f"- {item}" for item in items]
    yield from (f"{name}:", *lines) if lines else ()


def _round_line(round_: Round) -> str:
    purpose = None if round_.purpose is RoundPurpose.MAIN else id_field("purpose", round_.purpose)
    documents = flow_sequence([id_or_quoted(each) for each in round_.documents])
    return flow_mapping(
        id_field("id", round_.id),
        purpose,
        text_field("codebook", round_.codebook),
        f"documents: {documents}" if round_.documents else None,
        f"suggestions: {_suggestions_line(round_.suggestions)}" if round_.suggestions else None,
    )


def _suggestions_line(settings: SuggestionSettings) -> str:
    return flow_mapping(
        None if settings.by == RULES else id_field("by", settings.by),
        f"show: {_modes_text(settings.show)}",
        f"hold: {settings.hold!r}" if settings.hold else None,
        text_field("seed", settings.seed or None),
        "by_annotator: true" if settings.by_annotator else None,
    )


def _modes_text(show: Mapping[SuggestedField, SuggestionMode]) -> str:
    """One word if one mode gives all of them, otherwise the mode of each field that is not off."""
    word = next((each for each in SuggestionMode if modes_of(each) == show), None)
    shown = [each for each in SuggestedField if show[each] is not SuggestionMode.OFF]
    return word or flow_mapping(*(f"{each}: {show[each]}" for each in shown))


def _overlap_line(overlap: Overlap) -> str:
    return flow_mapping(
        f"share: {overlap.share!r}",
        f"copies: {overlap.copies}",
        "by_outlet: true" if overlap.by_outlet else None,
    )


def _alias_lines(aliases: Mapping[str, str]) -> Iterator[str]:
    variants: dict[str, list[str]] = {}
    for name, counts_as in aliases.items():
        variants.setdefault(counts_as, []).append(quote(name))
    for name, names in variants.items():
        yield flow_mapping(text_field("name", name), f"variants: {flow_sequence(names)}")


def _settings(record: SuggestionSettingsRecord) -> SuggestionSettings:
    return SuggestionSettings(
        record.by, _modes(record.show), record.hold, record.seed, record.by_annotator
    )


def _modes(
    show: str | Mapping[str, str] | None,
) -> Mapping[SuggestedField, SuggestionMode]:
    if show is None:
        return SOURCES_IN_LIST
    if isinstance(show, str):
        return modes_of(SuggestionMode(show))
    given = {SuggestedField(field): SuggestionMode(mode) for field, mode in show.items()}
    return {**NOTHING_SHOWN, **given}


def _impossible_modes(
    record: SuggestionSettingsRecord | None, steps: Steps
) -> Iterator[Inconsistency]:
    show = record.show if record is not None else None
    for field, mode in show.items() if isinstance(show, dict) else ():
        possible = MODES[SuggestedField(field)]
        if mode not in possible:
            words = ", ".join(each for each in SuggestionMode if each in possible)
            message = f"“{field}” cannot be shown as “{mode}”. Choose one of {words}."
            yield Inconsistency((*steps, "show", field), message)


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _misfits(record: ProjectRecord) -> Iterator[Inconsistency]:
    seen: dict[str, str] = {}
    for position, name in enumerate(record.annotators):
        other = seen.setdefault(file_name(name), name)
        if other != name or record.annotators.index(name) != position:
            message = f"“{other}” and “{name}” would share a folder. Change one of the names."
            yield Inconsistency(("annotators", position), message)
    for position, excluded in enumerate(record.excluded):
        if excluded.annotator not in record.annotators:
            message = f"“{excluded.annotator}” is not an annotator of this project."
            yield Inconsistency(("excluded", position, "annotator"), message)
    yield from _impossible_modes(record.suggestions, ("suggestions",))
    for position, each in enumerate(record.rounds):
        yield from _impossible_modes(each.suggestions, ("rounds", position, "suggestions"))


def _project(record: ProjectRecord) -> Project:
    return Project(
        title=record.title,
        codebook=record.codebook,
        annotators=tuple(record.annotators),
        rounds=tuple(_round(each) for each in record.rounds),
        overlap=_overlap(record.overlap) if record.overlap else None,
        excluded={each.annotator: each.reason for each in record.excluded},
        blind=record.blind,
        prompt_level=PromptLevel(record.prompt_level),
        cues=record.cues,
        record_times=record.record_times,
        aliases={name: alias.name for alias in record.aliases for name in alias.variants},
        suggestions=_settings(record.suggestions) if record.suggestions else None,
    )


def _round(record: RoundRecord) -> Round:
    return Round(
        record.id,
        RoundPurpose(record.purpose),
        record.codebook,
        tuple(record.documents),
        _settings(record.suggestions) if record.suggestions else None,
    )


def _overlap(record: OverlapRecord) -> Overlap:
    return Overlap(record.share, record.copies, record.by_outlet)

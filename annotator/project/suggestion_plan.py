"""The plan of a study of suggestions: its design, from a project if there is one, and its size."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Any

from annotator.model.annotation import AnnotationSet, SuggestedField
from annotator.model.errors import DataError
from annotator.model.project import Project
from annotator.project.project_sets import FileMapper, read_project_sets
from annotator.stats.agreement.suggestion_plan import (
    MOST_DOCUMENTS,
    POWER,
    STUDIES,
    StudyDesign,
    documents_needed,
    power,
    smallest_effect,
)
from annotator.storage import layout
from annotator.storage.headers import body_length

EFFECTS = (0.03, 0.05, 0.08, 0.1, 0.15, 0.2)
"""The effects that a plan has if none is named."""
LEAST_AGREEMENT, MOST_AGREEMENT = 0.05, 0.95
_ROUNDING = 1e-9
# With fewer decisions, a project's own agreement with the suggester is not used.
_ENOUGH_DECISIONS = 30


@dataclass(frozen=True, slots=True)
class DesignChoices:
    """What the person states about a study. None is taken from the project, or is a default.

    Attributes:
        hold: The share of sentences for which suggestions are withheld.
        annotators: The number of annotators of each document.
        sentences: The number of sentences with a suggestion in a document.
        agreement: The share of sentences on which annotators agree with unseen suggestions.
    """

    hold: float | None = None
    annotators: int | None = None
    sentences: float | None = None
    agreement: float | None = None


@dataclass(frozen=True, slots=True)
class PlannedEffect:
    """What it takes to see an effect.

    Attributes:
        effect: The effect, as a share.
        documents: The number of documents, or None if `MOST_DOCUMENTS` are too few.
        sentences: The number of sentences with a suggestion in them.
        withheld: The number of these for which it is withheld.
        project_power: How often a study of the project's documents sees it; None without a project.
    """

    effect: float
    documents: int | None
    sentences: int | None
    withheld: int | None
    project_power: float | None


@dataclass(frozen=True, slots=True)
class SuggestionPlan:
    """The plan of a study.

    Attributes:
        design: The study, with the number of the project's documents if there is one.
        effects: What it takes to see each effect.
        project: Whether there is a project.
        smallest: The smallest effect that the project's documents show; None if there is none.
    """

    design: StudyDesign
    effects: tuple[PlannedEffect, ...]
    project: bool = False
    smallest: float | None = None


def plan_study(
    folder: Path | None,
    choices: DesignChoices,
    effects: Sequence[float] = (),
    each: FileMapper = map,
) -> SuggestionPlan:
    """The plan of a study of suggestions.

    Args:
        folder: The project's folder; None for a study without a project.
        choices: What is stated about the study.
        effects: The effects, as shares; none for the usual ones.
        each: How files are read: one after another, or on all cores.

    Raises:
        DataError: It is not a project, or an effect is impossible: agreement cannot exceed 1.
    """
    design = _stated(StudyDesign() if folder is None else _design_of(folder, each), choices)
    room = 1 - design.agreement
    if any(effect > room + _ROUNDING for effect in effects):
        raise DataError(
            f"Annotators agree with {design.agreement:.0%} of the suggestions that they do not "
            f"see, so an effect has at most {room * 100:.0f} points. Change --effect or "
            "--agreement."
        )
    wanted = effects or [effect for effect in EFFECTS if effect <= room + _ROUNDING]
    in_project = folder is not None and design.documents > 0
    return SuggestionPlan(
        design,
        tuple(_planned(replace(design, effect=each), in_project=in_project) for each in wanted),
        in_project,
        smallest_effect(design) if in_project else None,
    )


def _stated(design: StudyDesign, choices: DesignChoices) -> StudyDesign:
    return replace(
        design,
        hold=design.hold if choices.hold is None else choices.hold,
        annotators=choices.annotators or design.annotators,
        sentences=choices.sentences or design.sentences,
        agreement=design.agreement if choices.agreement is None else choices.agreement,
    )


def _planned(design: StudyDesign, *, in_project: bool) -> PlannedEffect:
    documents = documents_needed(design)
    sentences = None if documents is None else round(documents * design.sentences)
    return PlannedEffect(
        design.effect,
        documents,
        sentences,
        None if sentences is None else round(sentences * design.hold),
        power(design) if in_project else None,
    )


# A project


def _design_of(folder: Path, each: FileMapper) -> StudyDesign:
    """The design that a project's documents, settings and earlier suggestions give."""
    project = layout.load_project(folder)
    lengths = [body_length(path) for path in layout.document_files(folder)]
    usual = StudyDesign()
    design = StudyDesign(
        documents=len(lengths),
        sentences=fmean(lengths) if lengths else usual.sentences,
        annotators=project.overlap.copies if project.overlap else usual.annotators,
        hold=_hold(project),
    )
    return _with_record(design, [one.annotations for one in read_project_sets(folder, each).sets])


def _hold(project: Project) -> float:
    settings = (project.suggestions, *(each.suggestions for each in project.rounds))
    return next((each.hold for each in settings if each and each.hold), StudyDesign().hold)


def _with_record(design: StudyDesign, sets: Sequence[AnnotationSet]) -> StudyDesign:
    """The design with the agreement with suggestions that were withheld, if there are enough."""
    withheld = [
        sentence.tag == shown.value
        for annotations in sets
        for sentence in annotations.sentences
        if sentence.tag is not None
        for shown in sentence.shown
        if shown.field is SuggestedField.TAG and shown.held
    ]
    if len(withheld) < _ENOUGH_DECISIONS:
        return design
    agreement = min(max(fmean(withheld), LEAST_AGREEMENT), MOST_AGREEMENT)
    return replace(design, agreement=agreement)


def plan_record(plan: SuggestionPlan) -> dict[str, Any]:
    """The plan for a JSON writer."""
    design = plan.design
    return {
        "assumptions": {
            "annotators": design.annotators,
            "sentences": design.sentences,
            "hold": design.hold,
            "agreement": design.agreement,
        },
        "power": POWER,
        "simulated_studies": STUDIES,
        "most_documents": MOST_DOCUMENTS,
        "effects": [
            {
                "effect": each.effect,
                "documents": each.documents,
                "sentences": each.sentences,
                "withheld": each.withheld,
                "power_in_project": each.project_power,
            }
            for each in plan.effects
        ],
        "project": {"documents": design.documents, "smallest_effect": plan.smallest}
        if plan.project
        else None,
    }

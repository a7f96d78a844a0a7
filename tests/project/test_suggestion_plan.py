"""A plan takes from the project what the project has, and what is stated counts instead."""

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.model.annotation import Exposure
from annotator.model.errors import DataError
from annotator.model.project import Overlap
from annotator.model.suggestion_settings import SuggestionSettings
from annotator.project.suggestion_plan import DesignChoices, plan_record, plan_study
from annotator.storage.files import overwrite
from annotator.storage.layout import annotations_path
from annotator.storage.sets import render
from tests.project_factories import a_project
from tests.stats.agreement.suggested_studies import a_study

NOTHING_STATED = DesignChoices()


def test_without_a_project_the_usual_study_is_planned() -> None:
    plan = plan_study(None, NOTHING_STATED, [0.15])
    assert plan_record(plan)["assumptions"] == {
        "annotators": 2,
        "sentences": 20,
        "hold": 0.25,
        "agreement": 0.7,
    }
    (found,) = plan.effects
    assert found.documents is not None
    assert found.sentences == found.documents * 20
    assert found.withheld == round(found.documents * 5)
    assert (found.project_power, plan_record(plan)["project"]) == (None, None)


def test_a_project_gives_its_documents_sentences_annotators_and_withheld_share(
    tmp_path: Path,
) -> None:
    settings = SuggestionSettings(hold=0.5, seed="1")
    folder = a_project(tmp_path / "p", overlap=Overlap(1.0, 3), suggestions=settings)
    plan = plan_study(folder, NOTHING_STATED, [0.2])
    design = plan.design
    assert (design.documents, design.sentences, design.annotators, design.hold) == (3, 3, 3, 0.5)
    assert plan.effects[0].project_power == 0
    assert plan.smallest is None


def test_what_is_stated_counts_instead(tmp_path: Path) -> None:
    folder = a_project(tmp_path / "p")
    stated = DesignChoices(hold=0.4, annotators=4, sentences=30, agreement=0.6)
    design = plan_study(folder, stated, [0.2]).design
    assert (design.sentences, design.annotators, design.hold) == (30, 4, 0.4)
    assert design.agreement == 0.6


def test_agreement_with_withheld_suggestions_is_taken_from_the_sets(tmp_path: Path) -> None:
    folder = a_project(tmp_path / "p")
    sets = list(a_study(1, 0.1, documents=12))
    for each in sets:
        path = annotations_path(folder, each.annotator, each.document.id)
        path.parent.mkdir(parents=True, exist_ok=True)
        overwrite(path, render(each))
    held = [s for each in sets for s in each.sentences if s.shown[0].exposure is Exposure.NEVER]
    same = sum(each.tag == each.shown[0].value for each in held)
    design = plan_study(folder, NOTHING_STATED, [0.15]).design
    assert design.agreement == pytest.approx(same / len(held))


def test_an_effect_beyond_full_agreement_is_refused() -> None:
    with pytest.raises(DataError, match="at most 10 points"):
        plan_study(None, replace(NOTHING_STATED, agreement=0.9), [0.11])
    assert plan_study(None, DesignChoices(agreement=0.8), [0.2]).effects[0].documents


def test_a_project_without_documents_is_planned_as_if_there_were_none(tmp_path: Path) -> None:
    folder = a_project(tmp_path / "p")
    for path in folder.glob("documents/*"):
        path.unlink()
    plan = plan_study(folder, NOTHING_STATED, [0.2])
    assert plan_record(plan)["project"] is None

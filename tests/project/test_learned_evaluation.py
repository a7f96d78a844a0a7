"""The learned suggester is judged only by models that had not seen the document."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from annotator.model.annotation import AnnotationSet
from annotator.project import learned_evaluation
from annotator.project.learned_evaluation import LearnedOutOfFold
from annotator.project.learning import gather_decisions, learn, store_model, untagged
from annotator.project.model_fitting import Example
from annotator.project.suggester_evaluation import OutOfFold
from annotator.storage.codebooks import builtin
from annotator.text.learned_suggester import LearnedModels
from tests.learned import a_decided_project, a_decided_set, some_models


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = a_decided_project(tmp_path / "p")
    store_model(folder, learn(gather_decisions(folder, "Ada"), 4))
    return folder


def _known(number: int) -> AnnotationSet:
    return a_decided_set(number, builtin().reference)


def test_no_document_is_suggested_by_a_model_that_has_seen_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted: dict[int, set[str]] = {}
    used: list[set[str]] = []

    def fit(examples: Sequence[Example]) -> LearnedModels:
        models = some_models()
        fitted[id(models)] = {each.document for each in examples}
        kept.append(models)
        return models

    def suggest(_document: object, _codebook: object, models: LearnedModels, _fields: object):  # type: ignore[no-untyped-def]
        used.append(fitted.get(id(models), set()))
        return {}

    kept: list[LearnedModels] = []
    monkeypatch.setattr(learned_evaluation, "fit", fit)
    monkeypatch.setattr(learned_evaluation, "suggest", suggest)
    suggester = LearnedOutOfFold(folder)
    for number in range(8):
        suggester.suggest_out_of_fold(untagged(_known(number)), builtin())
        assert used[-1]
        assert f"d{number}" not in used[-1]


def test_a_document_that_it_never_saw_is_suggested_by_the_stored_model(folder: Path) -> None:
    suggester = LearnedOutOfFold(folder)
    assert isinstance(suggester, OutOfFold)
    new = untagged(_known(99))
    assert suggester.suggest_out_of_fold(new, builtin()) == suggester.suggest(new, builtin())

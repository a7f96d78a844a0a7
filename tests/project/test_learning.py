"""Learning from a project's own decisions."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Exposure, SetForm, Shown, SuggestedField
from annotator.model.errors import DataError
from annotator.model.suggestion_settings import LEARNED
from annotator.project.learning import (
    FOLDS,
    LearningResult,
    draw_folds,
    gather_decisions,
    learn,
    store_model,
    untagged,
)
from annotator.project.model_fitting import Example, fit
from annotator.project.suggester_evaluation import OutOfFold
from annotator.project.suggesters import open_suggester
from annotator.storage import layout
from annotator.storage.codebooks import builtin
from annotator.storage.files import overwrite
from annotator.storage.learned_models import LearnedModel, read_model
from annotator.storage.sets import render
from annotator.storage.suggestion_evaluations import read_evaluation
from annotator.text.learned_suggester import LearnedModels
from tests.learned import HABIT, a_decided_project, a_decided_set, decided_sets, keep

SEED = 4


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> LearningResult:
    folder = a_decided_project(tmp_path_factory.mktemp("project"))
    return learn(gather_decisions(folder, "Ada"), SEED)


@pytest.fixture(scope="module")
def model(result: LearningResult) -> LearnedModel:
    return result.model


# The decisions


def test_an_annotators_decisions_are_found_whatever_the_case_of_the_name(tmp_path: Path) -> None:
    decisions = gather_decisions(a_decided_project(tmp_path), "ada")
    assert (decisions.by, len(decisions.sets), decisions.sentences) == ("Ada", 8, 96)


@pytest.mark.parametrize(("by", "words"), [("Cleo", "Ada"), ("gold", "0 documents")])
def test_who_has_decided_nothing_teaches_nothing(tmp_path: Path, by: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        gather_decisions(a_decided_project(tmp_path), by)


def test_too_few_documents_are_one_sentence_with_what_is_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="48 tagged sentences in 4 documents"):
        gather_decisions(a_decided_project(tmp_path, 4), "Ada")


def test_gold_teaches_like_an_annotator(tmp_path: Path) -> None:
    folder = a_decided_project(tmp_path)
    for each in decided_sets(6, builtin().reference):
        path = layout.gold_path(folder, each.document.id)
        path.parent.mkdir(exist_ok=True)
        overwrite(path, render(replace(each, form=SetForm.GOLD, annotator="Curator")))
    decisions = gather_decisions(folder, "gold")
    assert (decisions.by, len(decisions.sets)) == ("gold", 6)


def shown_once(folder: Path, by: str, exposure: Exposure) -> None:
    """Suggest the first tag of the first document, as its set records it."""
    first = a_decided_set(0, builtin().reference)
    shown = (
        Shown(SuggestedField.TAG, by, "1", "claim", exposure, held=exposure is Exposure.NEVER),
    )
    sentences = (replace(first.sentences[0], shown=shown), *first.sentences[1:])
    keep(folder, replace(first, sentences=sentences))


def test_decisions_with_suggestions_of_a_learned_model_are_refused_unless_asked_for(
    tmp_path: Path,
) -> None:
    folder = a_decided_project(tmp_path)
    shown_once(folder, LEARNED, Exposure.BEFORE)
    with pytest.raises(DataError, match="1 decision of “Ada” was made with"):
        gather_decisions(folder, "Ada")
    assert gather_decisions(folder, "Ada", assisted=True).assisted == 1


@pytest.mark.parametrize(
    ("by", "exposure"), [("rules", Exposure.BEFORE), (LEARNED, Exposure.NEVER)]
)
def test_other_and_withheld_suggestions_do_not_matter(
    tmp_path: Path, by: str, exposure: Exposure
) -> None:
    folder = a_decided_project(tmp_path)
    shown_once(folder, by, exposure)
    assert gather_decisions(folder, "Ada").assisted == 0


# The figures


@given(st.sets(st.text(max_size=5), min_size=1, max_size=20), st.integers())
def test_each_document_is_in_one_fold_whatever_their_order(names: set[str], seed: int) -> None:
    folds = draw_folds(sorted(names), seed)
    assert sorted(each for fold in folds for each in fold) == sorted(names)
    assert len(folds) == min(FOLDS, len(names))
    assert max(map(len, folds)) - min(map(len, folds)) <= 1
    assert draw_folds(sorted(names, reverse=True), seed) == folds


def test_no_model_of_a_fold_has_seen_the_documents_that_it_is_judged_on(tmp_path: Path) -> None:
    decisions = gather_decisions(a_decided_project(tmp_path), "Ada")
    seen: list[set[str]] = []

    def remembered(examples: Sequence[Example]) -> LearnedModels:
        seen.append({each.document for each in examples})
        return fit(examples[:20])

    learn(decisions, SEED, fitted=remembered)
    every = {each.document.id for each in decisions.sets}
    folds = draw_folds(every, SEED)
    assert seen == [*(every - fold for fold in folds), every]


def test_a_habit_that_no_rule_knows_is_learned_and_beats_the_rules(model: LearnedModel) -> None:
    for field in (SuggestedField.CUE, SuggestedField.SOURCE):
        score = model.scores[field]
        assert score.learned is not None
        assert score.rules is not None
        assert (score.learned > 0.9, score.rules < 0.2) == (True, True)
        assert field in model.fields


def test_the_same_seed_gives_the_same_model(tmp_path: Path, model: LearnedModel) -> None:
    again = learn(gather_decisions(a_decided_project(tmp_path), "Ada"), SEED)
    assert again.model.sha256 == model.sha256


# The suggester


def opened(folder: Path, model: LearnedModel) -> None:
    store_model(folder, LearningResult(model, ()))
    with open_suggester(LEARNED, folder):
        pass


def test_what_was_learned_is_suggested_for_a_new_document(
    tmp_path: Path, result: LearningResult
) -> None:
    folder, model = a_decided_project(tmp_path), result.model
    path = store_model(folder, result)
    assert read_model(path) == model
    new = a_decided_set(99, builtin().reference)
    with open_suggester(LEARNED, folder) as suggester:
        assert suggester.suggester.sha256 == model.sha256
        found = suggester.suggest(untagged(new), builtin())
    fields = {field for each in found.values() for field in each}
    assert fields == set(model.fields)
    for sentence in new.sentences:
        if HABIT in sentence.text and SuggestedField.CUE in fields:
            assert sentence.cue is not None
            assert found[sentence.id][SuggestedField.CUE][0].value == sentence.cue.span


def test_the_evaluation_is_of_documents_that_the_model_had_not_seen(
    tmp_path: Path, result: LearningResult
) -> None:
    folder = a_decided_project(tmp_path)
    store_model(folder, result)
    kept = read_evaluation(layout.evaluation_path(folder, LEARNED))
    assert (kept.out_of_fold, kept.inflated, kept.suggester.sha256) == (
        True,
        False,
        result.model.sha256,
    )
    assert sum(each.cases for each in kept.tags) == kept.sentences == 96
    with open_suggester(LEARNED, folder) as suggester:
        assert isinstance(suggester, OutOfFold)
        with pytest.raises(DataError, match="annotator learn"):
            suggester.suggest_out_of_fold(
                untagged(a_decided_set(0, builtin().reference)), builtin()
            )


def test_nothing_is_suggested_until_the_rules_are_beaten(
    tmp_path: Path, model: LearnedModel
) -> None:
    even = {field: replace(each, better=False) for field, each in model.scores.items()}
    with pytest.raises(DataError, match="does not beat “rules”"):
        opened(a_decided_project(tmp_path), replace(model, scores=even))


def test_a_model_over_other_rules_is_refused(tmp_path: Path, model: LearnedModel) -> None:
    with pytest.raises(DataError, match="The rules have changed"):
        opened(a_decided_project(tmp_path), replace(model, rules="0" * 64))


def test_without_a_model_or_a_project_the_next_step_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="annotator learn"):
        open_suggester(LEARNED, a_decided_project(tmp_path))
    with pytest.raises(DataError, match="Name the project"):
        open_suggester(LEARNED)

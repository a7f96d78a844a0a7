"""The plan of a study of suggestions is what simulated studies with a planted effect see."""

from dataclasses import replace

import numpy as np
import pytest

from annotator.stats.agreement.suggestion_plan import (
    MOST_DOCUMENTS,
    StudyDesign,
    documents_needed,
    power,
    simulate,
    smallest_effect,
)
from annotator.stats.intervals import difference_interval

USUAL = StudyDesign()


@pytest.mark.parametrize("effect", [0.0, 0.08, 0.15])
def test_the_interval_contains_a_planted_effect_in_93_to_97_percent(effect: float) -> None:
    studies = simulate(replace(USUAL, effect=effect), 2_000, np.random.default_rng(2026))
    found = [difference_interval(each, "documents")[0] for each in studies]
    contained = sum(each is not None and each[0] <= effect <= each[1] for each in found)
    assert 0.93 <= contained / 2_000 <= 0.97


def test_simulated_studies_have_the_effect_and_the_agreement_that_they_are_to_have() -> None:
    sums = simulate(replace(USUAL, documents=20_000, effect=0.1), 1, np.random.default_rng(1))
    shown_same, shown, withheld_same, withheld = sums[0].sum(axis=0)
    assert withheld_same / withheld == pytest.approx(0.7, abs=0.01)
    assert shown_same / shown == pytest.approx(0.8, abs=0.01)
    assert withheld / (shown + withheld) == pytest.approx(0.25, abs=0.01)
    assert (shown + withheld) / 20_000 == pytest.approx(40, rel=0.02)


def test_more_documents_or_a_larger_effect_give_more_power() -> None:
    small, large = (power(replace(USUAL, documents=each)) for each in (20, 80))
    assert small < large
    assert power(replace(USUAL, effect=0.04)) < power(USUAL) < power(replace(USUAL, effect=0.16))


def test_as_many_documents_as_planned_have_the_power_and_far_fewer_do_not() -> None:
    documents = documents_needed(replace(USUAL, effect=0.1))
    assert documents is not None
    assert power(replace(USUAL, effect=0.1, documents=documents)) >= 0.8
    assert power(replace(USUAL, effect=0.1, documents=documents // 2)) < 0.7


def test_forty_sentences_show_nothing() -> None:
    assert power(StudyDesign(documents=2, effect=0.3)) == 0
    assert smallest_effect(StudyDesign(documents=2)) is None


def test_an_effect_too_small_for_any_plan_has_none() -> None:
    assert documents_needed(StudyDesign(effect=0.001, sentences=4)) is None
    assert MOST_DOCUMENTS >= 1_000


def test_the_smallest_effect_of_a_study_is_seen_and_a_smaller_one_is_not() -> None:
    found = smallest_effect(USUAL)
    assert found is not None
    assert power(replace(USUAL, effect=found)) >= 0.8
    assert power(replace(USUAL, effect=found - 0.02)) < 0.8


def test_a_plan_is_the_same_each_time() -> None:
    assert power(USUAL) == power(USUAL)


def test_an_effect_as_large_as_there_is_room_for_can_be_simulated() -> None:
    design = StudyDesign(agreement=0.7, effect=0.3)
    assert (simulate(design, 5, np.random.default_rng(1))[..., 0] >= 0).all()

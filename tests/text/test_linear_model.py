"""A linear classifier of plain weights."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.linear_model import LinearModel, softmax

MODEL = LinearModel(("a", "b"), (0.5, 0.0), {"sun": (1.0, -1.0), "rain": (-2.0, 3.0)})


def test_a_score_is_the_sum_of_the_bias_and_the_weights_of_the_features() -> None:
    assert MODEL.scores(["sun", "rain"]) == [-0.5, 2.0]


def test_features_that_were_never_seen_count_nothing() -> None:
    assert MODEL.scores(["snow"]) == [0.5, 0.0]


def test_the_likeliest_class_is_first() -> None:
    assert list(MODEL.probabilities(["rain"])) == ["b", "a"]
    assert list(MODEL.probabilities(["sun"])) == ["a", "b"]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6))
def test_shares_are_positive_or_zero_and_one_in_sum_and_keep_the_order(scores: list[float]) -> None:
    shares = softmax(scores)
    assert sum(shares) == pytest.approx(1)
    assert all(0 <= each <= 1 and math.isfinite(each) for each in shares)
    assert shares[scores.index(max(scores))] == max(shares)

"""The one interval that everything uses."""

from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from annotator.stats.intervals import (
    AMOUNT_LIMITS,
    SHARE_LIMITS,
    jackknife_interval,
    ratio_interval,
    t_quantile,
)
from tests.statements import states

FIGURES = st.lists(st.floats(0.01, 0.99), min_size=5, max_size=30)


def of_mean(
    figures: list[float], limits: tuple[float, float] = SHARE_LIMITS
) -> tuple[float, float]:
    found, why = ratio_interval(np.array(figures), np.ones(len(figures)), limits, "documents")
    assert found is not None, why
    return found


@pytest.mark.parametrize("freedom", [4, 5, 6, 9, 19, 49, 1_000, 1_000_000])
def test_the_quantile_is_students(freedom: int) -> None:
    assert t_quantile(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), abs=1e-3)


def test_over_a_narrow_spread_it_is_the_textbooks_interval_of_a_mean() -> None:
    figures = [0.500, 0.501, 0.499, 0.502, 0.498, 0.503]
    expected = stats.t.interval(0.95, 5, np.mean(figures), stats.sem(figures))
    assert of_mean(figures) == pytest.approx(expected, abs=1e-5)


@given(FIGURES, st.randoms())
def test_it_does_not_depend_on_the_order(figures: list[float], random: object) -> None:
    if len(set(figures)) > 1:
        shuffled = sorted(figures, key=lambda _: random.random())  # type: ignore[attr-defined]
        found = [
            ratio_interval(np.array(each), np.ones(len(each)), SHARE_LIMITS, "documents")
            for each in (figures, shuffled)
        ]
        assert found[0] == found[1]


@given(FIGURES)
def test_it_holds_the_figure_and_never_leaves_its_limits(figures: list[float]) -> None:
    found, _ = ratio_interval(np.array(figures), np.ones(len(figures)), SHARE_LIMITS, "documents")
    if found is not None:
        assert 0 <= found[0] <= np.mean(figures) + 1e-9
        assert np.mean(figures) - 1e-9 <= found[1] <= 1
    low, high = ratio_interval(
        np.array(figures), np.ones(len(figures)), AMOUNT_LIMITS, "documents"
    )[0] or (
        0.0,
        1.0,
    )
    assert 0 <= low <= high < inf


def test_over_too_few_there_is_none_and_the_reason_has_the_numbers() -> None:
    assert jackknife_interval(0.5, np.array([0.4, 0.5, 0.6, 0.5]), SHARE_LIMITS) == (
        None,
        "at least 5 documents are needed (found: 4)",
    )
    nine = np.array([0.4 + 0.025 * step for step in range(9)])
    found, why = jackknife_interval(0.5, nine, SHARE_LIMITS, support=3)
    assert (found, why) == (None, "at least 5 documents are needed (found: 3)")
    assert jackknife_interval(0.5, nine, SHARE_LIMITS, "units")[1] == (
        "at least 10 units are needed (found: 9)"
    )


def test_what_is_alike_everywhere_or_rests_on_one_document_has_none() -> None:
    assert jackknife_interval(1.0, np.ones(9), SHARE_LIMITS)[1].startswith(
        "all documents give the same figure"
    )
    without = np.array([0.5, 0.6, 0.5, 0.6, nan])
    interval, reason = jackknife_interval(0.5, without, SHARE_LIMITS)
    assert interval is None
    assert states(reason, "documents", "one")


def test_alike_cases_count_as_often_as_they_are_there() -> None:
    without = np.array([0.4, 0.5, 0.5, 0.6, 0.6, 0.6])
    grouped = jackknife_interval(
        0.5, np.array([0.4, 0.5, 0.6]), SHARE_LIMITS, times=np.array([1, 2, 3])
    )
    assert grouped[0] == pytest.approx(jackknife_interval(0.5, without, SHARE_LIMITS)[0])

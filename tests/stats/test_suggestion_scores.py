"""F1 of first suggestions, by class."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.stats.suggestion_scores import PairedCounts, ScoreCounts, f1_difference, macro_f1

TAGS = ("claim", "confirmation", "background")
pairs = st.lists(st.tuples(st.sampled_from(TAGS), st.sampled_from(TAGS)), min_size=1, max_size=30)


def counts(decided: list[tuple[str | None, str | None]], *, classes: bool = True) -> ScoreCounts:
    found = ScoreCounts()
    for own, suggested in decided:
        found.add(own, suggested, classes=classes)
    return found


@given(pairs)
def test_the_mean_over_tags_is_that_of_scikit_learn(decided: list[tuple[str, str]]) -> None:
    from sklearn.metrics import f1_score  # noqa: PLC0415 (slow to load)

    own, suggested = zip(*decided, strict=True)
    wanted = f1_score(own, suggested, labels=sorted(set(own)), average="macro", zero_division=0)
    assert macro_f1([counts([*decided])]) == pytest.approx(wanted)


def test_values_that_are_no_classes_count_as_one_class() -> None:
    found = counts([("Orr", "Orr"), ("Penn", "Orr"), (None, "Orr"), ("Orr", None)], classes=False)
    assert macro_f1([found]) == pytest.approx(2 / (3 + 3))


def test_without_any_own_value_there_is_no_figure() -> None:
    assert math.isnan(macro_f1([counts([(None, "Orr")])]))


def test_the_difference_is_over_the_sums_of_the_documents() -> None:
    right, wrong = counts([("claim", "claim")]), counts([("claim", "background")])
    documents = [PairedCounts(right, wrong), PairedCounts(right, right)]
    assert f1_difference(documents) == pytest.approx(1 - 2 / 3)

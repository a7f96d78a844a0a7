"""Which tags of a suggester may be shown."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import SuggestedField
from annotator.model.codebook import CodebookReference
from annotator.model.suggestion_evaluation import (
    SuggesterEvaluation,
    TagPrecision,
    without_unproven_tags,
)
from annotator.model.suggestions import Suggester, Suggestion

RULES = Suggester("rules", "1", "a" * 64)
BOOK = CodebookReference("attribution", "2", "c" * 64)
PROVEN = SuggesterEvaluation(RULES, BOOK, "gold", 3, 90, tags=(TagPrecision("claim", 50, 60),))


@pytest.mark.parametrize(
    ("right", "cases", "shown"),
    [(18, 30, True), (17, 30, False), (29, 29, False), (0, 0, False), (59, 100, False)],
)
def test_a_tag_is_shown_from_thirty_cases_and_a_precision_of_0_6(
    right: int, cases: int, shown: bool
) -> None:
    assert TagPrecision("claim", right, cases).is_shown is shown


def test_only_the_suggester_and_codebook_that_were_evaluated_show_a_tag() -> None:
    assert PROVEN.shown_tags(RULES, BOOK) == {"claim"}
    assert PROVEN.shown_tags(replace(RULES, sha256="b" * 64), BOOK) == frozenset()
    assert PROVEN.shown_tags(RULES, BOOK._replace(version="3")) == frozenset()


def test_an_evaluation_with_its_own_help_shows_nothing() -> None:
    assert replace(PROVEN, inflated=True).shown_tags(RULES, BOOK) == frozenset()


tags = st.lists(st.sampled_from(["claim", "background", "confirmation"]), unique=True)


@given(tags, tags)
def test_no_tag_that_is_not_proven_is_left(suggested: list[str], proven: list[str]) -> None:
    source = (Suggestion("Ann Lee"),)
    fields = {
        SuggestedField.TAG: tuple(map(Suggestion, suggested)),
        SuggestedField.SOURCE: source,
    }
    kept = without_unproven_tags(fields, proven)
    assert kept[SuggestedField.SOURCE] == source
    left = [each.value for each in kept.get(SuggestedField.TAG, ())]
    assert set(left) <= set(proven)
    assert left[:1] == [each for each in suggested[:1] if each in proven]

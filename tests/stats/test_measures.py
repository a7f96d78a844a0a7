"""The measures: the worked example, a second implementation, what is undefined."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings

from annotator.model.annotation import AnnotationSet
from annotator.model.codebook import Codebook, Role
from annotator.stats.measure_formulas import NO_TAG
from annotator.stats.measure_input import MeasureValue
from annotator.stats.measures import (
    MEASURE_BY_ID,
    MEASURES,
    MeasureKind,
    MeasureValues,
    is_provisional,
    measure,
)
from tests.factories import FOUR_TAGS, a_codebook_of, a_numbered_sentence, a_set_of
from tests.rounds import rounds
from tests.statements import states
from tests.stats.brute_force import measured
from tests.stats.examples import (
    SOURCES,
    WORKED_FIGURES,
    WORKED_SHARES,
    A,
    measure_sentences,
    ratio,
    worked_example,
)
from tests.strategies import MeasureCase, measure_cases

ANNOTATED_FIELDS = (
    "tag",
    "source",
    "via",
    "cue",
    "answers",
    "checkable",
    "note",
    "flag",
    "seconds",
)
FIRST_FOUND = settings(max_examples=2000, phases=[Phase.generate])
"""Any example will do: the smallest is not looked for."""


@pytest.fixture(scope="module")
def worked() -> MeasureValues:
    return measure(worked_example(), FOUR_TAGS)


@pytest.mark.parametrize("name", WORKED_SHARES)
def test_the_worked_example_gives_each_share_with_numerator_and_denominator(
    worked: MeasureValues, name: str
) -> None:
    numerator, denominator = WORKED_SHARES[name]
    assert worked[name] == MeasureValue(numerator / denominator, numerator, denominator)


@pytest.mark.parametrize("name", WORKED_FIGURES)
def test_the_worked_example_gives_each_count_flag_band_and_number(
    worked: MeasureValues, name: str
) -> None:
    expected = WORKED_FIGURES[name]
    wanted = pytest.approx(expected, abs=5e-5) if isinstance(expected, float) else expected
    assert worked[name].value == wanted
    assert ratio(worked[name]) == (None, None)


def test_the_worked_example_has_every_measure_and_no_other() -> None:
    assert {*WORKED_SHARES, *WORKED_FIGURES} == set(MEASURE_BY_ID)


@given(measure_cases())
@settings(max_examples=rounds(50, 400))
def test_every_measure_is_what_a_second_implementation_finds(case: MeasureCase) -> None:
    slow = measured(case)
    for name, value in measure(case.annotations, case.codebook).items():
        assert _plain(value) == _expected(slow.get(name)), name


@pytest.mark.parametrize("name", ANNOTATED_FIELDS)
def test_the_second_implementation_meets_sentences_with_each_field_and_without(name: str) -> None:
    for there in (True, False):
        find(measure_cases(), partial(_has_a_sentence, name, there), settings=FIRST_FOUND)


def _has_a_sentence(name: str, there: bool, case: MeasureCase) -> bool:
    return any(bool(getattr(each, name)) is there for each in case.annotations.sentences)


def _plain(value: MeasureValue) -> Any:
    if value.denominator is not None:
        return value.value, value.numerator, value.denominator
    return pytest.approx(value.value) if isinstance(value.value, float) else value.value


def _expected(found: Any) -> Any:
    if isinstance(found, tuple):
        numerator, denominator = found
        return (numerator / denominator if denominator else None), numerator, denominator
    return found


@given(measure_cases())
@settings(max_examples=rounds(20, 400))
def test_a_figure_lies_in_its_range_or_is_undefined_with_a_reason(case: MeasureCase) -> None:
    for name, value in measure(case.annotations, case.codebook).items():
        assert value.defined != bool(value.reason), name
        if MEASURE_BY_ID[name].range == "0 to 1" and isinstance(value.value, float):
            assert 0 <= value.value <= 1, name
        assert (value.denominator is None) or MEASURE_BY_ID[name].kind is MeasureKind.SHARE


def test_an_article_without_sentences_has_no_share_and_counts_nothing() -> None:
    _nothing_is_known(measure_sentences())


def test_an_article_of_furniture_alone_is_as_one_without_sentences() -> None:
    _nothing_is_known(
        measure_sentences(
            a_numbered_sentence(1, "claim", "a", part="title"),
            a_numbered_sentence(2, "confirmation", "official", "1 supports", part="caption"),
        )
    )


def _nothing_is_known(found: MeasureValues) -> None:
    defined = {name: value.value for name, value in found.items() if value.defined}
    assert defined == {
        "independence_unknown": 0,
        "uncorroborated_unnamed_claims": 0,
        "unverified_disclosures": 0,
        "named_band": "0",
    }
    assert not is_provisional(found)


def test_while_nothing_is_tagged_coverage_is_0_and_all_else_is_provisional() -> None:
    found = measure_sentences(a_numbered_sentence(1, None, "a"), a_numbered_sentence(2, None))
    assert found["coverage"] == MeasureValue(0.0, 0, 2)
    assert found["attributable_share"].reason == NO_TAG
    assert is_provisional(found)


def test_a_tag_without_a_role_counts_as_tagged_and_nowhere_else() -> None:
    codebook = a_codebook_of(Role.CLAIM, Role.NONE)
    found = measure(
        a_set_of(a_numbered_sentence(1, "claim"), a_numbered_sentence(2, "none", "a")), codebook
    )
    assert ratio(found["coverage"]) == (2, 2)
    assert ratio(found["attributable_share"]) == (1, 2)
    assert ratio(found["attribution_rate"]) == (0, 1)


def test_a_tag_that_the_codebook_lacks_counts_as_one_without_a_role() -> None:
    found = measure_sentences(
        a_numbered_sentence(1, "claim"), a_numbered_sentence(2, "stranger", "a")
    )
    assert ratio(found["attributable_share"]) == (1, 2)


def test_a_measure_whose_role_no_tag_has_is_undefined_with_that_reason() -> None:
    codebook = a_codebook_of(Role.CLAIM, Role.BACKGROUND)
    found = measure(a_set_of(a_numbered_sentence(1, "claim", "a"), sources=(A,)), codebook)
    rate = found["corroboration_rate"]
    assert rate == MeasureValue(None, reason=rate.reason)
    assert states(rate.reason, Role.CONFIRMATION)
    assert not found["independence_unknown"].defined
    assert found["another_party_speaks_rate"].reason.endswith("confirmation or non-response")
    assert found["dependence"] == MeasureValue(1.0, 1, 1)


def test_tags_that_share_a_role_are_counted_together() -> None:
    codebook = a_codebook_of(Role.CLAIM, Role.CLAIM, Role.CONFIRMATION)
    article = a_set_of(
        a_numbered_sentence(1, "claim", "a"),
        a_numbered_sentence(2, "claim-1"),
        a_numbered_sentence(3, "confirmation", "b", "2 supports"),
        sources=SOURCES,
    )
    assert ratio(measure(article, codebook)["claim_attribution_rate"]) == (1, 2)
    assert ratio(measure(article, codebook)["corroboration_rate"]) == (1, 2)


def test_a_project_that_renames_its_tags_gets_the_same_figures(worked: MeasureValues) -> None:
    renamed, codebook = _renamed(worked_example(), FOUR_TAGS)
    assert measure(renamed, codebook) == worked


def _renamed(article: AnnotationSet, codebook: Codebook) -> tuple[AnnotationSet, Codebook]:
    tags = tuple(tag._replace(id=f"x-{tag.id}") for tag in codebook.tags)
    sentences = tuple(replace(each, tag=f"x-{each.tag}") for each in article.sentences)
    return replace(article, sentences=sentences), replace(codebook, tags=tags)


def test_every_measure_is_declared_once_and_in_full() -> None:
    assert len(MEASURE_BY_ID) == len(MEASURES)
    for each in MEASURES:
        assert each.formula, each.id
        assert each.meaning, each.id
        assert each.sentence, each.id
        assert each.warning, each.id
        assert bool(each.sentence_if_false) == (each.kind is MeasureKind.FLAG), each.id
        assert each.companion is None or each.companion in MEASURE_BY_ID, each.id

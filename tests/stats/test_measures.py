"""The measures: the worked example, a second implementation, and the edges of the definitions."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from annotator.model.annotation import AnnotationSet, Source
from annotator.model.codebook import Codebook, Role
from annotator.stats.declaration import Kind
from annotator.stats.measures import BY_ID, MEASURES, Values, measure, provisional
from annotator.stats.value import Value
from tests.stats.brute_force import measured
from tests.stats.build import (
    FOUR,
    WORKED_FIGURES,
    WORKED_SHARES,
    annotations,
    codebook,
    sentence,
    worked_example,
)
from tests.stats.strategies import Case, cases

A = Source("a", "A", "person")
B = Source("b", "B", "organisation")
OUTLET = Source("outlet", "the outlet", "reporter")
OFFICIAL = Source("official", "an official", "unnamed")
AIDE = Source("aide", "an aide", "unnamed")
SOURCES = (A, B, OUTLET, OFFICIAL, AIDE)


def values(*sentences: Any, sources: tuple[Source, ...] = SOURCES) -> Values:
    return measure(annotations(*sentences, sources=sources), FOUR)


def ratio(value: Value) -> tuple[int | None, int | None]:
    return value.numerator, value.denominator


@pytest.fixture(scope="module")
def worked() -> Values:
    return measure(worked_example(), FOUR)


@pytest.mark.parametrize("name", WORKED_SHARES)
def test_the_worked_example_gives_each_share_with_numerator_and_denominator(
    worked: Values, name: str
) -> None:
    numerator, denominator = WORKED_SHARES[name]
    assert worked[name] == Value(numerator / denominator, numerator, denominator)


@pytest.mark.parametrize("name", WORKED_FIGURES)
def test_the_worked_example_gives_each_count_flag_band_and_number(
    worked: Values, name: str
) -> None:
    expected = WORKED_FIGURES[name]
    wanted = pytest.approx(expected, abs=5e-5) if isinstance(expected, float) else expected
    assert worked[name].value == wanted
    assert ratio(worked[name]) == (None, None)


def test_the_worked_example_has_every_measure_and_no_other() -> None:
    assert {*WORKED_SHARES, *WORKED_FIGURES} == set(BY_ID)


@given(cases())
@settings(max_examples=400, deadline=None)
def test_every_measure_is_what_a_second_implementation_finds(case: Case) -> None:
    slow = measured(case)
    for name, value in measure(case.annotations, case.codebook).items():
        assert _plain(value) == _expected(slow.get(name)), name


def _plain(value: Value) -> Any:
    if value.denominator is not None:
        return value.value, value.numerator, value.denominator
    return pytest.approx(value.value) if isinstance(value.value, float) else value.value


def _expected(found: Any) -> Any:
    if isinstance(found, tuple):
        numerator, denominator = found
        return (numerator / denominator if denominator else None), numerator, denominator
    return found


@given(cases())
@settings(max_examples=200, deadline=None)
def test_a_figure_lies_in_its_range_or_is_undefined_with_a_reason(case: Case) -> None:
    for name, value in measure(case.annotations, case.codebook).items():
        assert value.defined != bool(value.reason), name
        if BY_ID[name].range == "0 to 1" and isinstance(value.value, float):
            assert 0 <= value.value <= 1, name
        assert (value.denominator is None) or BY_ID[name].kind is Kind.SHARE


def test_an_article_without_sentences_has_no_share_and_counts_nothing() -> None:
    _nothing_is_known(values())


def test_an_article_of_furniture_alone_is_as_one_without_sentences() -> None:
    _nothing_is_known(
        values(
            sentence(1, "claim", "a", part="title"),
            sentence(2, "confirmation", "official", "1 supports", part="caption"),
        )
    )


def _nothing_is_known(found: Values) -> None:
    defined = {name: value.value for name, value in found.items() if value.defined}
    assert defined == {
        "independence_unknown": 0,
        "uncorroborated_unnamed_claims": 0,
        "unverified_disclosures": 0,
        "named_band": "0",
    }
    assert not provisional(found)


def test_while_nothing_is_tagged_coverage_is_0_and_all_else_is_provisional() -> None:
    found = values(sentence(1, None, "a"), sentence(2, None))
    assert found["coverage"] == Value(0.0, 0, 2)
    assert found["attributable_share"].reason == "no sentence has a tag yet"
    assert provisional(found)


def test_a_tag_without_a_role_counts_as_tagged_and_nowhere_else() -> None:
    book = codebook(Role.CLAIM, Role.NONE)
    found = measure(annotations(sentence(1, "claim"), sentence(2, "none", "a")), book)
    assert ratio(found["coverage"]) == (2, 2)
    assert ratio(found["attributable_share"]) == (1, 2)
    assert ratio(found["attribution_rate"]) == (0, 1)


def test_a_tag_that_the_codebook_lacks_counts_as_one_without_a_role() -> None:
    found = values(sentence(1, "claim"), sentence(2, "stranger", "a"))
    assert ratio(found["attributable_share"]) == (1, 2)


def test_a_claim_without_a_source_is_the_outlets_and_its_own_check_is_not_independent() -> None:
    found = values(sentence(1, "claim"), sentence(2, "confirmation", "outlet", "1 supports"))
    assert found["corroboration_rate"].value == 1
    assert found["reporter_verified_rate"].value == 1
    assert found["independent_corroboration_rate"].value == 0


def test_a_claim_without_a_source_is_independently_supported_by_any_known_source() -> None:
    found = values(sentence(1, "claim"), sentence(2, "confirmation", "official", "1 supports"))
    assert found["independent_corroboration_rate"].value == 1


def test_a_claimant_that_repeats_itself_is_not_independent_and_no_other_party() -> None:
    found = values(sentence(1, "claim", "a"), sentence(2, "confirmation", "a", "1 supports"))
    assert found["corroboration_rate"].value == 1
    assert found["independent_corroboration_rate"].value == 0
    assert found["another_party_speaks_rate"].value == 0


def test_two_speakers_of_one_affiliation_are_not_independent_however_it_is_spelt() -> None:
    found = values(
        sentence(1, "claim", "x"),
        sentence(2, "confirmation", "y", "1 supports"),
        sources=(
            Source("x", "X", "person", "Ministry of  Works"),
            Source("y", "Y", "person", "ministry of works"),
        ),
    )
    assert found["independent_corroboration_rate"].value == 0


def test_an_affiliation_that_is_not_known_does_not_join_two_sources() -> None:
    found = values(
        sentence(1, "claim", "x"),
        sentence(2, "confirmation", "y", "1 supports"),
        sources=(Source("x", "X", "person", ""), Source("y", "Y", "person", "")),
    )
    assert found["independent_corroboration_rate"].value == 1


def test_of_two_unnamed_sources_nobody_can_tell_whether_they_are_independent() -> None:
    found = values(
        sentence(1, "claim", "official"), sentence(2, "confirmation", "aide", "1 supports")
    )
    assert found["independent_corroboration_rate"].value == 0
    assert found["independence_unknown"].value == 1
    assert found["uncorroborated_unnamed_claims"].value == 1


def test_a_claim_that_a_named_source_supports_too_is_not_of_unknown_independence() -> None:
    found = values(
        sentence(1, "claim", "official"),
        sentence(2, "confirmation", "aide", "1 supports"),
        sentence(3, "confirmation", "a", "1 supports"),
    )
    assert found["independence_unknown"].value == 0
    assert found["uncorroborated_unnamed_claims"].value == 0


def test_full_support_outweighs_partial_support() -> None:
    found = values(
        sentence(1, "claim", "a"),
        sentence(2, "confirmation", "b", "1 partial"),
        sentence(3, "confirmation", "outlet", "1 supports"),
    )
    assert found["corroboration_rate"].value == 1
    assert found["partial_corroboration_rate"].value == 0


def test_a_confirmation_without_a_stance_supports() -> None:
    found = values(sentence(1, "claim", "a"), sentence(2, "confirmation", "b", "1"))
    assert found["corroboration_rate"].value == 1


def test_a_stance_left_on_a_non_response_supports_nothing() -> None:
    found = values(sentence(1, "claim", "a"), sentence(2, "non-response", "b", "1 supports"))
    assert found["corroboration_rate"].value == 0
    assert found["another_party_speaks_rate"].value == 1


def test_only_claims_of_the_body_can_be_answered() -> None:
    found = values(
        sentence(1, "claim", "a"),
        sentence(2, "claim", "a", part="caption"),
        sentence(3, "background"),
        sentence(4, "confirmation", "b", "2 supports, 3 supports, 4 supports, 99 supports"),
    )
    assert ratio(found["corroboration_rate"]) == (0, 1)
    assert ratio(found["another_party_speaks_rate"]) == (0, 1)


def test_answers_left_on_a_claim_or_a_background_sentence_are_ignored() -> None:
    found = values(
        sentence(1, "claim", "a"),
        sentence(2, "claim", "b", "1 supports"),
        sentence(3, "background", "b", "1 contradicts"),
    )
    assert ratio(found["corroboration_rate"]) == (0, 2)
    assert ratio(found["disputed_rate"]) == (0, 2)


def test_a_source_left_on_a_background_or_untagged_sentence_is_ignored() -> None:
    concerned = Source("k", "K", "person", concerned=True)
    found = values(sentence(1, "background", "k"), sentence(2, None, "k"), sources=(concerned,))
    assert found["concerned_heard_rate"] == Value(0.0, 0, 1)
    assert found["named_band"].value == "0"
    assert found["single_source"].reason == "no claim or confirmation has a source"


def test_checkable_left_off_a_sentence_that_is_no_claim_is_ignored() -> None:
    found = values(
        sentence(1, "claim", "a"),
        sentence(2, "confirmation", "b", "1 supports", checkable=False),
    )
    assert found["corroboration_rate"].value == 1
    assert found["checkable_dependence"] == Value(0.5, 1, 2)


def test_a_source_id_that_no_source_has_is_no_source() -> None:
    found = values(sentence(1, "claim", "nobody"))
    assert found["claim_attribution_rate"] == Value(0.0, 0, 1)


def test_a_kind_that_is_unknown_or_not_given_is_neither_named_nor_unnamed() -> None:
    strange = (Source("x", "X", "rumour"), Source("y", "Y"))
    found = values(sentence(1, "claim", "x"), sentence(2, "claim", "y"), sources=strange)
    assert found["named_band"].value == "0"
    assert found["unnamed_source_share"] == Value(0.0, 0, 2)
    assert found["dependence"] == Value(0.5, 1, 2)


def test_an_article_that_rests_on_its_reporter_alone_depends_on_nobody() -> None:
    found = values(sentence(1, "confirmation", "outlet"))
    assert found["dependence"] == Value(0.0, 0, 1)
    assert found["single_source"].value is False
    assert found["effective_sources"].value == 1


def test_one_source_other_than_the_reporter_makes_an_article_single_source() -> None:
    found = values(sentence(1, "claim", "official"), sentence(2, "claim", "official"))
    assert found["single_source"].value is True
    assert found["evenness"].reason == "evenness needs two sources"


@pytest.mark.parametrize(
    ("count", "band"), [(0, "0"), (1, "1"), (2, "2-3"), (3, "2-3"), (4, "4+"), (7, "4+")]
)
def test_named_sources_are_counted_in_bands(count: int, band: str) -> None:
    sources = tuple(Source(f"n{number}", "N", "document") for number in range(count))
    sentences = (sentence(number, "claim", f"n{number}") for number in range(count))
    assert values(*sentences, sources=sources)["named_band"].value == band


@pytest.mark.parametrize("count", [2, 3, 5, 7, 10, 49])
def test_equally_used_sources_are_as_many_as_they_count_for(count: int) -> None:
    sources = tuple(Source(f"n{number}", "N", "person") for number in range(count))
    found = values(
        *(sentence(number, "claim", f"n{number}") for number in range(count)), sources=sources
    )
    assert found["effective_sources"].value == pytest.approx(count)
    assert found["evenness"].value == pytest.approx(1)


def test_parties_are_those_who_answer_or_are_silent_the_reporter_aside() -> None:
    found = values(
        sentence(1, "claim", "a"),
        sentence(2, "non-response", "b", "1"),
        sentence(3, "non-response", "outlet", "1"),
        sentence(4, "confirmation", "a"),
    )
    assert ratio(found["nonresponse_rate"]) == (1, 2)
    assert ratio(found["mixed_response_rate"]) == (0, 2)
    assert found["unverified_disclosures"].value == 1


def test_a_measure_whose_role_no_tag_has_is_undefined_with_that_reason() -> None:
    book = codebook(Role.CLAIM, Role.BACKGROUND)
    found = measure(annotations(sentence(1, "claim", "a"), sources=(A,)), book)
    assert found["corroboration_rate"] == Value(
        None, reason="no tag of the codebook has the role confirmation"
    )
    assert not found["independence_unknown"].defined
    assert found["another_party_speaks_rate"].reason.endswith("confirmation or non-response")
    assert found["dependence"] == Value(1.0, 1, 1)


def test_tags_that_share_a_role_are_counted_together() -> None:
    book = codebook(Role.CLAIM, Role.CLAIM, Role.CONFIRMATION)
    article = annotations(
        sentence(1, "claim", "a"),
        sentence(2, "claim-1"),
        sentence(3, "confirmation", "b", "2 supports"),
        sources=SOURCES,
    )
    assert ratio(measure(article, book)["claim_attribution_rate"]) == (1, 2)
    assert ratio(measure(article, book)["corroboration_rate"]) == (1, 2)


def test_a_project_that_renames_its_tags_gets_the_same_figures(worked: Values) -> None:
    renamed, book = _renamed(worked_example(), FOUR)
    assert measure(renamed, book) == worked


def _renamed(article: AnnotationSet, book: Codebook) -> tuple[AnnotationSet, Codebook]:
    tags = tuple(replace(tag, id=f"x-{tag.id}") for tag in book.tags)
    sentences = tuple(replace(each, tag=f"x-{each.tag}") for each in article.sentences)
    return replace(article, sentences=sentences), replace(book, tags=tags)


def test_every_measure_is_declared_once_and_in_full() -> None:
    assert len(BY_ID) == len(MEASURES)
    for each in MEASURES:
        assert each.formula, each.id
        assert each.meaning, each.id
        assert each.warning, each.id
        assert each.beside is None or each.beside in BY_ID, each.id

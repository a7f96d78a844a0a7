"""The edges of the definitions: who is independent, what is a link, what is left over."""

import pytest

from annotator.model.annotation import Source
from annotator.stats import measure_formulas
from annotator.stats.measure_input import MeasureValue
from tests.factories import a_numbered_sentence
from tests.stats.examples import measure_sentences, ratio


def test_a_claim_without_a_source_is_the_outlets_and_its_own_check_is_not_independent() -> None:
    found = measure_sentences(
        a_numbered_sentence(1, "claim"),
        a_numbered_sentence(2, "confirmation", "outlet", "1 supports"),
    )
    assert found["corroboration_rate"].value == 1
    assert found["reporter_verified_rate"].value == 1
    assert found["independent_corroboration_rate"].value == 0


def test_a_claim_without_a_source_is_independently_supported_by_any_known_source() -> None:
    found = measure_sentences(
        a_numbered_sentence(1, "claim"),
        a_numbered_sentence(2, "confirmation", "official", "1 supports"),
    )
    assert found["independent_corroboration_rate"].value == 1


def test_a_claimant_that_repeats_itself_is_not_independent_and_no_other_party() -> None:
    found = measure_sentences(
        a_numbered_sentence(1, "claim", "a"),
        a_numbered_sentence(2, "confirmation", "a", "1 supports"),
    )
    assert found["corroboration_rate"].value == 1
    assert found["independent_corroboration_rate"].value == 0
    assert found["another_party_speaks_rate"].value == 0


def test_two_speakers_of_one_affiliation_are_not_independent_however_it_is_spelt() -> None:
    found = measure_sentences(
        a_numbered_sentence(1, "claim", "x"),
        a_numbered_sentence(2, "confirmation", "y", "1 supports"),
        sources=(
            Source("x", "X", "person", "Ministry of  Works"),
            Source("y", "Y", "person", "ministry of works"),
        ),
    )
    assert found["independent_corroboration_rate"].value == 0


def test_an_affiliation_that_is_not_known_does_not_join_two_sources() -> None:
    found = measure_sentences(
        a_numbered_sentence(1, "claim", "x"),
        a_numbered_sentence(2, "confirmation", "y", "1 supports"),
        sources=(Source("x", "X", "person", ""), Source("y", "Y", "person", "")),
    )
    assert found["independent_corroboration_rate"].value == 1


def test_of_two_unnamed_sources_nobody_can_tell_whether_they_are_independent() -> None:
    found = measure_sentences(
        a_numbered_sentence(1, "claim", "official"),
        a_numbered_sentence(2, "confirmation", "aide", "1 supports"),
    )
    assert found["independent_corroboration_rate"].value == 0
    assert found["independence_unknown"].value == 1
    assert found["uncorroborated_unnamed_claims"].value == 1


def test_a_claim_that_a_named_source_supports_too_is_not_of_unknown_independence() -> None:
    found = measure_sentences(
        a_numbered_sentence(1, "claim", "official"),
        a_numbered_sentence(2, "confirmation", "aide", "1 supports"),
        a_numbered_sentence(3, "confirmation", "a", "1 supports"),
    )
    assert found["independence_unknown"].value == 0
    assert found["uncorroborated_unnamed_claims"].value == 0


def test_full_support_outweighs_partial_support() -> None:
    found = measure_sentences(
        a_numbered_sentence(1, "claim", "a"),
        a_numbered_sentence(2, "confirmation", "b", "1 partial"),
        a_numbered_sentence(3, "confirmation", "outlet", "1 supports"),
    )
    assert found["corroboration_rate"].value == 1
    assert found["partial_corroboration_rate"].value == 0


def test_a_confirmation_without_a_stance_supports() -> None:
    found = measure_sentences(
        a_numbered_sentence(1, "claim", "a"), a_numbered_sentence(2, "confirmation", "b", "1")
    )
    assert found["corroboration_rate"].value == 1


def test_a_stance_left_on_a_non_response_supports_nothing() -> None:
    found = measure_sentences(
        a_numbered_sentence(1, "claim", "a"),
        a_numbered_sentence(2, "non-response", "b", "1 supports"),
    )
    assert found["corroboration_rate"].value == 0
    assert found["another_party_speaks_rate"].value == 1


def test_only_claims_of_the_body_can_be_answered() -> None:
    found = measure_sentences(
        a_numbered_sentence(1, "claim", "a"),
        a_numbered_sentence(2, "claim", "a", part="caption"),
        a_numbered_sentence(3, "background"),
        a_numbered_sentence(
            4, "confirmation", "b", "2 supports, 3 supports, 4 supports, 99 supports"
        ),
    )
    assert ratio(found["corroboration_rate"]) == (0, 1)
    assert ratio(found["another_party_speaks_rate"]) == (0, 1)


def test_answers_left_on_a_claim_or_a_background_sentence_are_ignored() -> None:
    found = measure_sentences(
        a_numbered_sentence(1, "claim", "a"),
        a_numbered_sentence(2, "claim", "b", "1 supports"),
        a_numbered_sentence(3, "background", "b", "1 contradicts"),
    )
    assert ratio(found["corroboration_rate"]) == (0, 2)
    assert ratio(found["disputed_rate"]) == (0, 2)


def test_a_source_left_on_a_background_or_untagged_sentence_is_ignored() -> None:
    concerned = Source("k", "K", "person", concerned=True)
    found = measure_sentences(
        a_numbered_sentence(1, "background", "k"),
        a_numbered_sentence(2, None, "k"),
        sources=(concerned,),
    )
    assert found["concerned_heard_rate"] == MeasureValue(0.0, 0, 1)
    assert found["named_band"].value == "0"
    assert found["single_source"].reason == measure_formulas.NO_SOURCED


def test_checkable_left_off_a_sentence_that_is_no_claim_is_ignored() -> None:
    found = measure_sentences(
        a_numbered_sentence(1, "claim", "a"),
        a_numbered_sentence(2, "confirmation", "b", "1 supports", checkable=False),
    )
    assert found["corroboration_rate"].value == 1
    assert found["checkable_dependence"] == MeasureValue(0.5, 1, 2)


def test_an_unknown_source_id_counts_as_no_source() -> None:
    found = measure_sentences(a_numbered_sentence(1, "claim", "nobody"))
    assert found["claim_attribution_rate"] == MeasureValue(0.0, 0, 1)


def test_a_kind_that_is_unknown_or_not_given_is_neither_named_nor_unnamed() -> None:
    strange = (Source("x", "X", "rumour"), Source("y", "Y"))
    found = measure_sentences(
        a_numbered_sentence(1, "claim", "x"), a_numbered_sentence(2, "claim", "y"), sources=strange
    )
    assert found["named_band"].value == "0"
    assert found["unnamed_source_share"] == MeasureValue(0.0, 0, 2)
    assert found["dependence"] == MeasureValue(0.5, 1, 2)


def test_an_article_that_rests_on_its_reporter_alone_depends_on_nobody() -> None:
    found = measure_sentences(a_numbered_sentence(1, "confirmation", "outlet"))
    assert found["dependence"] == MeasureValue(0.0, 0, 1)
    assert found["single_source"].value is False
    assert found["effective_sources"].value == 1


def test_one_source_other_than_the_reporter_makes_an_article_single_source() -> None:
    found = measure_sentences(
        a_numbered_sentence(1, "claim", "official"), a_numbered_sentence(2, "claim", "official")
    )
    assert found["single_source"].value is True
    assert found["evenness"].reason == measure_formulas.ONE_SOURCE


@pytest.mark.parametrize(
    ("count", "band"), [(0, "0"), (1, "1"), (2, "2-3"), (3, "2-3"), (4, "4+"), (7, "4+")]
)
def test_named_sources_are_counted_in_bands(count: int, band: str) -> None:
    sources = tuple(Source(f"n{number}", "N", "document") for number in range(count))
    sentences = (a_numbered_sentence(number, "claim", f"n{number}") for number in range(count))
    assert measure_sentences(*sentences, sources=sources)["named_band"].value == band


@pytest.mark.parametrize("count", [2, 3, 5, 7, 10, 49])
def test_equally_used_sources_are_as_many_as_they_count_for(count: int) -> None:
    sources = tuple(Source(f"n{number}", "N", "person") for number in range(count))
    found = measure_sentences(
        *(a_numbered_sentence(number, "claim", f"n{number}") for number in range(count)),
        sources=sources,
    )
    assert found["effective_sources"].value == pytest.approx(count)
    assert found["evenness"].value == pytest.approx(1)


def test_parties_are_those_who_answer_or_are_silent_the_reporter_aside() -> None:
    found = measure_sentences(
        a_numbered_sentence(1, "claim", "a"),
        a_numbered_sentence(2, "non-response", "b", "1"),
        a_numbered_sentence(3, "non-response", "outlet", "1"),
        a_numbered_sentence(4, "confirmation", "a"),
    )
    assert ratio(found["nonresponse_rate"]) == (1, 2)
    assert ratio(found["mixed_response_rate"]) == (0, 2)
    assert found["unverified_disclosures"].value == 1

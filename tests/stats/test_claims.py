"""The list of an article's claims and what became of each."""

import pytest
from hypothesis import given, settings

from annotator.model.annotation import Source
from annotator.model.codebook import Role
from annotator.stats.claims import (
    OUTCOME_COMBINATIONS,
    Claim,
    ClaimOutcome,
    SourceCounts,
    claims,
    count_outcomes,
    source_counts,
)
from annotator.stats.measure_input import prepare_measure_input
from annotator.stats.measures import measure
from tests.factories import FOUR_TAGS, a_codebook_of, a_numbered_sentence, a_set_of
from tests.rounds import rounds
from tests.stats.examples import worked_example
from tests.strategies import MeasureCase, measure_cases

SOURCES = (
    Source("a", "A", "person"),
    Source("b", "B", "organization"),
    Source("outlet", "the outlet", "reporter"),
)


def first_claim(*answers: tuple[str, str, str]) -> Claim:
    """The claim of an article in which these sentences (tag, source, stance) answer it."""
    replies = (
        a_numbered_sentence(number, tag, source or None, f"1 {stance}".strip())
        for number, (tag, source, stance) in enumerate(answers, 2)
    )
    article = a_set_of(a_numbered_sentence(1, "claim", "a"), *replies, sources=SOURCES)
    return claims(prepare_measure_input(article, FOUR_TAGS))[0]


def test_the_worked_example_lists_its_claims_with_what_became_of_each() -> None:
    found = claims(prepare_measure_input(worked_example(), FOUR_TAGS))
    assert [(claim.sentence, claim.checkable, claim.outcomes) for claim in found] == [
        ("s1", True, (ClaimOutcome.SUPPORTED,)),
        ("s2", True, (ClaimOutcome.PARTLY_SUPPORTED,)),
        ("s6", False, (ClaimOutcome.NOT_ADDRESSED,)),
        ("s7", False, (ClaimOutcome.NOT_ADDRESSED,)),
        ("s13", False, (ClaimOutcome.NOT_ADDRESSED,)),
    ]


def test_a_claim_names_who_says_it_and_who_answers_in_the_order_of_the_article() -> None:
    claim = claims(prepare_measure_input(worked_example(), FOUR_TAGS))[0]
    assert claim.source is None
    assert [
        (reply.sentence, reply.source and reply.source.id, reply.stance, reply.independent)
        for reply in claim.replies
    ] == [
        ("s3", "t", None, True),
        ("s4", "k", "partial", True),
        ("s8", "outlet", "supports", False),
    ]


@pytest.mark.parametrize(
    ("answers", "outcomes"),
    [
        ([], [ClaimOutcome.NOT_ADDRESSED]),
        ([("confirmation", "b", "supports")], [ClaimOutcome.SUPPORTED]),
        ([("confirmation", "b", "partial")], [ClaimOutcome.PARTLY_SUPPORTED]),
        ([("confirmation", "b", "contradicts")], [ClaimOutcome.DISPUTED]),
        ([("non-response", "b", "")], [ClaimOutcome.DECLINED]),
        ([("non-response", "", "")], [ClaimOutcome.DECLINED]),
    ],
)
def test_each_kind_of_answer_has_its_outcome(
    answers: list[tuple[str, str, str]], outcomes: list[ClaimOutcome]
) -> None:
    assert list(first_claim(*answers).outcomes) == outcomes


def test_support_and_dispute_are_both_shown() -> None:
    found = first_claim(("confirmation", "b", "contradicts"), ("confirmation", "a", "supports"))
    assert found.outcomes == (ClaimOutcome.SUPPORTED, ClaimOutcome.DISPUTED)


def test_support_in_full_outweighs_support_in_part() -> None:
    found = first_claim(("confirmation", "b", "partial"), ("confirmation", "a", "supports"))
    assert found.outcomes == (ClaimOutcome.SUPPORTED,)


def test_silence_is_no_outcome_where_somebody_else_speaks_but_is_listed() -> None:
    found = first_claim(("non-response", "b", ""), ("confirmation", "outlet", "partial"))
    assert found.outcomes == (ClaimOutcome.PARTLY_SUPPORTED,)
    assert [reply.sentence for reply in found.replies] == ["s2", "s3"]


def test_what_the_outlet_could_not_verify_is_nobodys_silence() -> None:
    found = first_claim(("non-response", "outlet", ""))
    assert found.outcomes == (ClaimOutcome.NOT_ADDRESSED,)
    assert found.replies[0].by_reporter


def test_without_a_tag_for_claims_there_are_none() -> None:
    article = a_set_of(a_numbered_sentence(1, "confirmation", "a"), sources=SOURCES)
    assert claims(prepare_measure_input(article, a_codebook_of(Role.CONFIRMATION))) == ()


def test_the_tally_has_a_place_for_everything_that_can_become_of_a_claim() -> None:
    found = count_outcomes(claims(prepare_measure_input(worked_example(), FOUR_TAGS)))
    assert list(found) == list(OUTCOME_COMBINATIONS)
    assert found[ClaimOutcome.NOT_ADDRESSED,] == 3


@given(measure_cases(FOUR_TAGS))
@settings(max_examples=rounds(40, 400))
def test_each_claim_is_tallied_once_and_agrees_with_the_measures(case: MeasureCase) -> None:
    measure_input = prepare_measure_input(case.annotations, case.codebook)
    found = claims(measure_input)
    assert sum(count_outcomes(found).values()) == len(measure_input.claims)
    supported = {each.sentence for each in found if ClaimOutcome.SUPPORTED in each.outcomes}
    independent = {
        each.sentence
        for each in found
        if each.checkable and any(r.independent and r.stance == "supports" for r in each.replies)
    }
    assert independent == measure_input.independently_corroborated
    assert independent <= supported


def told(found: tuple[SourceCounts, ...]) -> list[tuple[str | None, int, int, int]]:
    return [
        (
            each.source.name if each.source else None,
            each.claims,
            each.confirmations,
            each.non_responses,
        )
        for each in found
    ]


def test_the_worked_example_speaks_as_in_its_table() -> None:
    assert told(source_counts(prepare_measure_input(worked_example(), FOUR_TAGS))) == [
        ("A", 4, 0, 0),
        ("K", 0, 1, 1),
        ("the outlet", 0, 1, 0),
        ("T", 0, 0, 1),
        ("Q", 0, 0, 0),
        (None, 1, 0, 0),
    ]


def test_a_source_that_nobody_names_is_told_only_where_it_is_concerned() -> None:
    sources = worked_example().sources
    found = source_counts(
        prepare_measure_input(a_set_of(a_numbered_sentence(1), sources=sources), FOUR_TAGS)
    )
    assert [each.source.id for each in found if each.source] == ["t", "k", "q"]


@given(measure_cases())
@settings(max_examples=rounds(25, 400))
def test_every_sentence_on_somebodys_word_is_counted_once(case: MeasureCase) -> None:
    measure_input = prepare_measure_input(case.annotations, case.codebook)
    found = source_counts(measure_input)
    assert sum(each.total for each in found) == len(measure_input.attributable)
    assert sum(each.statements for each in found if each.source) == len(measure_input.sourced)


@given(measure_cases(FOUR_TAGS))
@settings(max_examples=rounds(25, 400))
def test_the_first_speaker_who_is_no_reporter_is_the_one_that_dependence_measures(
    case: MeasureCase,
) -> None:
    most = measure(case.annotations, case.codebook)["dependence"].numerator
    found = source_counts(prepare_measure_input(case.annotations, case.codebook))
    others = [each.statements for each in found if each.source and each.source.kind != "reporter"]
    assert (others or [0])[0] == (most or 0)

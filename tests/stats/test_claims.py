"""The list of an article's claims and what became of each."""

import pytest
from hypothesis import given, settings

from annotator.model.annotation import Source
from annotator.model.codebook import Role
from annotator.stats.claims import EVERY_OUTCOME, Claim, Outcome, claims, tally
from annotator.stats.index import view
from tests.stats.build import FOUR, annotations, codebook, sentence, worked_example
from tests.stats.strategies import Case, cases

SOURCES = (
    Source("a", "A", "person"),
    Source("b", "B", "organisation"),
    Source("outlet", "the outlet", "reporter"),
)


def first_claim(*answers: tuple[str, str, str]) -> Claim:
    """The claim of an article in which these sentences (tag, source, stance) answer it."""
    replies = (
        sentence(number, tag, source or None, f"1 {stance}".strip())
        for number, (tag, source, stance) in enumerate(answers, 2)
    )
    article = annotations(sentence(1, "claim", "a"), *replies, sources=SOURCES)
    return claims(view(article, FOUR))[0]


def test_the_worked_example_lists_its_claims_with_what_became_of_each() -> None:
    found = claims(view(worked_example(), FOUR))
    assert [(claim.sentence, claim.checkable, claim.outcomes) for claim in found] == [
        ("s1", True, (Outcome.SUPPORTED,)),
        ("s2", True, (Outcome.PARTLY,)),
        ("s6", False, (Outcome.NOBODY,)),
        ("s7", False, (Outcome.NOBODY,)),
        ("s13", False, (Outcome.NOBODY,)),
    ]


def test_a_claim_names_who_says_it_and_who_answers_in_the_order_of_the_article() -> None:
    claim = claims(view(worked_example(), FOUR))[0]
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
        ([], [Outcome.NOBODY]),
        ([("confirmation", "b", "supports")], [Outcome.SUPPORTED]),
        ([("confirmation", "b", "partial")], [Outcome.PARTLY]),
        ([("confirmation", "b", "contradicts")], [Outcome.DISPUTED]),
        ([("non-response", "b", "")], [Outcome.UNANSWERED]),
        ([("non-response", "", "")], [Outcome.UNANSWERED]),
    ],
)
def test_each_kind_of_answer_has_its_outcome(
    answers: list[tuple[str, str, str]], outcomes: list[Outcome]
) -> None:
    assert list(first_claim(*answers).outcomes) == outcomes


def test_support_and_dispute_are_both_shown() -> None:
    found = first_claim(("confirmation", "b", "contradicts"), ("confirmation", "a", "supports"))
    assert found.outcomes == (Outcome.SUPPORTED, Outcome.DISPUTED)


def test_support_in_full_outweighs_support_in_part() -> None:
    found = first_claim(("confirmation", "b", "partial"), ("confirmation", "a", "supports"))
    assert found.outcomes == (Outcome.SUPPORTED,)


def test_silence_is_no_outcome_where_somebody_else_speaks_but_is_listed() -> None:
    found = first_claim(("non-response", "b", ""), ("confirmation", "outlet", "partial"))
    assert found.outcomes == (Outcome.PARTLY,)
    assert [reply.sentence for reply in found.replies] == ["s2", "s3"]


def test_what_the_outlet_could_not_verify_is_nobodys_silence() -> None:
    found = first_claim(("non-response", "outlet", ""))
    assert found.outcomes == (Outcome.NOBODY,)
    assert found.replies[0].by_reporter


def test_without_a_tag_for_claims_there_are_none() -> None:
    article = annotations(sentence(1, "confirmation", "a"), sources=SOURCES)
    assert claims(view(article, codebook(Role.CONFIRMATION))) == ()


def test_the_tally_has_a_place_for_everything_that_can_become_of_a_claim() -> None:
    found = tally(claims(view(worked_example(), FOUR)))
    assert list(found) == list(EVERY_OUTCOME)
    assert found[Outcome.NOBODY,] == 3


@given(cases(FOUR))
@settings(max_examples=150, deadline=None)
def test_each_claim_is_tallied_once_and_agrees_with_the_measures(case: Case) -> None:
    prepared = view(case.annotations, case.codebook)
    found = claims(prepared)
    assert sum(tally(found).values()) == len(prepared.claims)
    supported = {each.sentence for each in found if Outcome.SUPPORTED in each.outcomes}
    independent = {
        each.sentence
        for each in found
        if each.checkable and any(r.independent and r.stance == "supports" for r in each.replies)
    }
    assert independent == prepared.independently_corroborated
    assert independent <= supported

"""What gold says of its sentences."""

from dataclasses import replace

import pytest

from annotator.model.annotation import Provenance
from annotator.model.gold_basis import (
    GAP,
    SLIP,
    GoldBasis,
    codebook_gaps,
    count_by_basis,
    describe_provenance,
    is_unresolved,
)
from tests.factories import a_sentence, a_set
from tests.model.adjudication_examples import CLAIM, case, work

TWO = {"Ada": {"tag": "claim"}, "Ben": {"tag": "claim"}}


@pytest.mark.parametrize(
    ("provenance", "words"),
    [
        (None, "not decided"),
        (Provenance(GoldBasis.UNANIMOUS, decisions=TWO), "unanimous (2 annotators)"),
        (Provenance(GoldBasis.MAJORITY, decisions=TWO | {"Cleo": {}}), "majority of 3 annotators"),
        (
            Provenance(GoldBasis.SINGLE, decisions={"Ada": {}}),
            "single: tagged only by Ada, so there is no agreement",
        ),
        (Provenance(GoldBasis.ADJUDICATED, "Grace"), "decided by Grace"),
        (Provenance(GoldBasis.ADJUDICATED, "Grace", GAP), "decided by Grace: gap in the codebook"),
        (Provenance(GoldBasis.UNRESOLVED), "unresolved"),
        (Provenance(GoldBasis.UNRESOLVED, decisions=TWO), "unresolved among 2 annotators"),
    ],
)
def test_how_gold_was_decided_is_described_in_words(
    provenance: Provenance | None, words: str
) -> None:
    assert describe_provenance(provenance) == words


def test_a_blind_curator_is_not_told_whose_a_single_decision_is() -> None:
    single = Provenance(GoldBasis.SINGLE, decisions={"Ada": {}})
    assert "Ada" in describe_provenance(single)
    assert "Ada" not in describe_provenance(single, blind=True)


def test_sentences_of_the_body_are_counted_by_how_they_came_about() -> None:
    title = {"part": "title"}
    adjudication = case(work("Ada", CLAIM, title, CLAIM), work("Ben", CLAIM, title))
    assert count_by_basis(adjudication.gold) == {
        GoldBasis.UNANIMOUS: 1,
        GoldBasis.MAJORITY: 0,
        GoldBasis.SINGLE: 1,
        GoldBasis.ADJUDICATED: 0,
        GoldBasis.UNRESOLVED: 1,
    }


def test_a_sentence_waits_where_nobody_has_decided_and_where_gold_does_not_say() -> None:
    assert is_unresolved(a_sentence())
    assert is_unresolved(a_sentence(provenance=Provenance(GoldBasis.UNRESOLVED)))
    assert not is_unresolved(a_sentence(provenance=Provenance(GoldBasis.SINGLE)))


def test_gold_that_does_not_say_is_counted_as_unresolved_and_furniture_not_at_all() -> None:
    gold = a_set(a_sentence("One."), a_sentence("By Ada", part="byline"))
    assert count_by_basis(gold)[GoldBasis.UNRESOLVED] == 1
    assert sum(count_by_basis(gold).values()) == 1


def test_only_what_was_decided_for_want_of_a_rule_is_a_gap() -> None:
    gap = a_sentence("One.", provenance=Provenance(GoldBasis.ADJUDICATED, "Cy", GAP))
    slip = a_sentence("Two.", provenance=Provenance(GoldBasis.ADJUDICATED, "Cy", SLIP))
    gold = a_set(gap, slip, "Three.")
    ((of, sentence),) = codebook_gaps([gold, replace(gold, sentences=())])
    assert (of, sentence.text) == (gold, "One.")

"""What gold says of its sentences."""

from dataclasses import replace

import pytest

from annotator.model.annotation import Provenance
from annotator.model.gold import GAP, SLIP, By, came_about, counted, gaps, is_open
from tests.builders import a_sentence, a_set
from tests.model.voting import CLAIM, case, work

TWO = {"Ada": {"tag": "claim"}, "Ben": {"tag": "claim"}}


@pytest.mark.parametrize(
    ("provenance", "words"),
    [
        (None, "not decided"),
        (Provenance(By.UNANIMOUS, votes=TWO), "unanimous, by 2"),
        (Provenance(By.MAJORITY, votes=TWO | {"Cleo": {}}), "by a majority of 3"),
        (Provenance(By.SINGLE, votes={"Ada": {}}), "single: Ada alone, no agreement"),
        (Provenance(By.ADJUDICATED, "Grace"), "decided by Grace"),
        (Provenance(By.ADJUDICATED, "Grace", GAP), "decided by Grace: gap in the codebook"),
        (Provenance(By.UNRESOLVED), "unresolved"),
        (Provenance(By.UNRESOLVED, votes=TWO), "unresolved between 2"),
    ],
)
def test_how_gold_came_about_is_said_in_words(provenance: Provenance | None, words: str) -> None:
    assert came_about(provenance) == words


def test_a_blind_curator_is_not_told_whose_a_single_decision_is() -> None:
    single = Provenance(By.SINGLE, votes={"Ada": {}})
    assert came_about(single, blind=True) == "single: one annotator alone, no agreement"


def test_sentences_of_the_body_are_counted_by_how_they_came_about() -> None:
    title = {"part": "title"}
    found = case(work("Ada", CLAIM, title, CLAIM), work("Ben", CLAIM, title))
    assert counted(found.gold) == {
        By.UNANIMOUS: 1,
        By.MAJORITY: 0,
        By.SINGLE: 1,
        By.ADJUDICATED: 0,
        By.UNRESOLVED: 1,
    }


def test_a_sentence_waits_where_nobody_has_decided_and_where_gold_does_not_say() -> None:
    assert is_open(a_sentence())
    assert is_open(a_sentence(provenance=Provenance(By.UNRESOLVED)))
    assert not is_open(a_sentence(provenance=Provenance(By.SINGLE)))


def test_gold_that_does_not_say_is_counted_as_unresolved_and_furniture_not_at_all() -> None:
    gold = a_set(a_sentence("One."), a_sentence("By Ada", part="byline"))
    assert counted(gold)[By.UNRESOLVED] == 1
    assert sum(counted(gold).values()) == 1


def test_only_what_was_decided_for_want_of_a_rule_is_a_gap() -> None:
    gap = a_sentence("One.", provenance=Provenance(By.ADJUDICATED, "Cy", GAP))
    slip = a_sentence("Two.", provenance=Provenance(By.ADJUDICATED, "Cy", SLIP))
    gold = a_set(gap, slip, "Three.")
    ((of, sentence),) = gaps([gold, replace(gold, sentences=())])
    assert (of, sentence.text) == (gold, "One.")

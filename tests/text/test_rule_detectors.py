from dataclasses import replace

import pytest

from annotator.model.annotation import AnnotationSet, Answer, Sentence
from annotator.model.codebook import CONTRADICTS, PARTIAL
from annotator.storage.codebooks import builtin
from annotator.text.rule_detectors import DETECTORS, rule_hits
from tests.factories import BACKGROUND, CLAIM, CONFIRMATION, NON_RESPONSE, a_sentence, a_set

RULES = tuple(builtin().rule_by_id.values())


def hits(sentence: Sentence) -> set[str]:
    """The rules whose detectors hit this sentence of a set."""
    annotations = a_set(sentence)
    return {
        detector.rule
        for found in rule_hits(annotations, builtin(), RULES).values()
        for detector in found
    }


def test_every_detector_is_for_a_rule_that_changed_since_version_1() -> None:
    (change,) = builtin().changes
    assert {each.rule for each in DETECTORS} <= set(change.rules)
    assert set(change.rules) - {each.rule for each in DETECTORS} == {"disputed-later"}


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("equal-clauses", a_sentence("The bank declined, and two customers said so.", CLAIM)),
        ("cue-without-source", a_sentence("It reportedly shut.", CLAIM, source="owls")),
        (
            "cue-without-source",
            a_sentence("It reportedly shut.", CLAIM, cue="reportedly"),
        ),
        ("relay", a_sentence("It shut.", CLAIM, via="Echo")),
        ("continued-speech", a_sentence("It shut.", CLAIM, source="owls")),
        ("checkable", a_sentence("We will never close.", CLAIM)),
        ("figure", a_sentence("The plant opened in 1974.", CLAIM)),
        ("undisputed-past", a_sentence("It fell because of rot.", BACKGROUND)),
        ("these-allegations", a_sentence("She rejected these allegations.", CONFIRMATION)),
        ("asked-by-another-outlet", a_sentence("It declined to talk to Echo.", NON_RESPONSE)),
        ("answers-forward", a_sentence("The bank denied it.", CONFIRMATION)),
        ("announcing", a_sentence("He went on:", CLAIM)),
        ("furniture", a_sentence("Read more", part="other")),
    ],
)
def test_a_detector_hits_what_its_rule_is_about(rule: str, sentence: Sentence) -> None:
    assert rule in hits(sentence)


def test_a_denial_of_one_claim_and_part_of_another_is_hit() -> None:
    answers = (Answer("s1", CONTRADICTS), Answer("s2", PARTIAL))
    assert "half-denied" in hits(
        replace(a_sentence("We hid nothing.", CONFIRMATION), answers=answers)
    )


@pytest.mark.parametrize(
    "sentence",
    [
        a_sentence("The dam is old.", BACKGROUND),
        a_sentence("Some 40 households had no water in 1974.", CLAIM),
        a_sentence("A fire destroyed the store and the mill.", CLAIM),
        a_sentence("By Ruth Abara", part="byline"),
    ],
)
def test_a_plain_sentence_is_not_hit(sentence: Sentence) -> None:
    assert hits(sentence) == set()


def test_a_rule_that_did_not_change_has_no_hits() -> None:
    annotations: AnnotationSet = a_set(a_sentence("He went on:", CLAIM))
    assert rule_hits(annotations, builtin(), ()) == {}

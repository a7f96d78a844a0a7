"""What a curator's edit of gold decides, and what it leaves to the rules."""

from dataclasses import replace

import pytest

from annotator.model.adjudicating import Decided, Taken, reasoned, signed
from annotator.model.adjudication import Case
from annotator.model.annotation import AnnotationSet
from annotator.model.edit import Edit
from annotator.model.edits import Flagged, Noted, Tagged, Untagged
from annotator.model.gold import GAP, SLIP, By
from annotator.model.session import Session
from annotator.model.sources import Described
from tests.model.voting import (
    BACKGROUND,
    BOOK,
    CLAIM,
    OWLS,
    case,
    session,
    votes,
    ways,
    work,
)

AGREED = (work("Ada", CLAIM, CLAIM, BACKGROUND), work("Ben", CLAIM, CLAIM, CLAIM))


def done(found: Case, *edits: Edit, reason: str | None = None) -> AnnotationSet:
    """The gold after a curator's edits."""
    open_ = session(found)
    for edit in edits:
        open_.do(signed(edit, open_.annotations, BOOK, "Cy", votes(found), reason))
    return open_.annotations


def by(gold: AnnotationSet) -> list[str]:
    return [each.provenance.by for each in gold.sentences if each.provenance]


@pytest.mark.parametrize(
    ("edit", "decided"),
    [
        (Tagged(("s1",), "background"), ["s1"]),
        (Tagged(("s1", "s2"), "background"), ["s1", "s2"]),
        # A tag that is there already is confirmed by it.
        (Tagged(("s1",), "claim"), ["s1"]),
        (Noted("s2", "why"), ["s2"]),
        # The source of the first two has another name, which is another vote.
        (Described(replace(OWLS, name="Barn Owls")), ["s1", "s2"]),
        (Described(replace(OWLS, kind="organisation")), []),
        (Flagged(("s1",), True), []),
        (Untagged(("s4",)), []),
    ],
)
def test_an_edit_decides_what_it_changes_and_nothing_else(edit: Edit, decided: list[str]) -> None:
    gold = done(case(*AGREED), edit)
    assert [each.id for each in gold.sentences if _is_decided(gold, each.id)] == decided


def _is_decided(gold: AnnotationSet, sentence: str) -> bool:
    provenance = gold.sentence(sentence).provenance
    return provenance is not None and provenance.by == By.ADJUDICATED


def test_taking_the_tag_off_makes_a_sentence_unresolved() -> None:
    assert by(done(case(*AGREED), Untagged(("s1",)))) == [
        By.UNRESOLVED,
        By.UNANIMOUS,
        By.UNRESOLVED,
        By.UNRESOLVED,
    ]


def test_a_decision_keeps_its_reason_until_it_gets_another() -> None:
    found = case(*AGREED)
    gold = done(found, Tagged(("s3",), "claim"), reason=GAP)
    more = Session(gold, BOOK)
    more.do(signed(Noted("s3", "why"), gold, BOOK, "Cy", votes(found)))
    assert _reason(more.annotations) == GAP
    more.do(reasoned(more.annotations, ["s3"], SLIP))
    assert _reason(more.annotations) == SLIP
    more.do(reasoned(more.annotations, ["s3"], None))
    assert _reason(more.annotations) is None


def _reason(gold: AnnotationSet) -> str | None:
    provenance = gold.sentence("s3").provenance
    assert provenance is not None
    return provenance.reason


def test_what_waits_is_what_is_open_or_asked_again_and_undo_brings_it_back() -> None:
    found = case(*AGREED)
    open_ = session(found)
    taken = Taken("s3", found.decisions["s3"]["Ben"], "Ben")
    assert _waiting(found, open_) == ["s3", "s4"]
    open_.do(signed(taken, open_.annotations, BOOK, "Cy", votes(found)))
    assert _waiting(found, open_) == ["s4"]
    open_.undo()
    assert _waiting(found, open_) == ["s3", "s4"]


def _waiting(found: Case, open_: Session) -> list[str]:
    return [each.id for each in open_.annotations.sentences if found.waits(each)]


def test_a_sentence_asked_again_says_whose_vote_is_new_or_another_until_it_is_decided() -> None:
    ada, ben = work("Ada", CLAIM), work("Ben", BACKGROUND)
    gold = done(case(ada, ben), Tagged(("s1",), "claim"))
    later = case(ada, work("Ben", {"tag": "non-response"}), work("Cleo", BACKGROUND), earlier=gold)
    assert later.changed("s1") == {"Ben": {"tag": "background"}, "Cleo": {}}
    open_ = session(later)
    assert _waiting(later, open_)[0] == "s1"
    open_.do(Decided(None, ("s1",), "Cy", votes(later)))
    assert "s1" not in _waiting(later, open_)


def test_what_was_not_asked_again_has_not_changed() -> None:
    assert case(*AGREED).changed("s1") == {}


def test_a_flag_on_a_sentence_that_a_rule_decided_outlives_the_sitting() -> None:
    gold = done(case(*AGREED), Flagged(("s1",), True))
    again = case(*AGREED, earlier=gold)
    assert again.gold.sentence("s1").flag
    assert ways(again)[0] == By.UNANIMOUS


def test_gold_that_does_not_say_how_it_came_about_is_its_curators_decision() -> None:
    found = case(*AGREED)
    silent = tuple(replace(each, provenance=None) for each in found.gold.sentences)
    gold = replace(found.gold, annotator="Dee", sentences=silent)
    later = case(work("Ada", CLAIM, BACKGROUND), earlier=gold)
    assert [each.tag for each in later.gold.sentences] == ["claim", "claim", None, None]
    assert ways(later) == [By.ADJUDICATED, By.ADJUDICATED, By.UNRESOLVED, By.UNRESOLVED]
    assert later.again == ("s2",)


def test_only_what_a_curator_decided_gets_another_reason() -> None:
    gold = done(case(*AGREED), Tagged(("s1",), "background"))
    edit = reasoned(gold, ("s1", "s2", "s4"), GAP)
    assert edit.sentences == ("s1",)
    after = edit.apply(gold, BOOK)
    assert [each.provenance.reason for each in after.sentences if each.provenance] == [
        GAP,
        None,
        None,
        None,
    ]


def test_a_decision_that_is_taken_is_named_by_its_tag_or_its_part_and_whose_it_is() -> None:
    found = case(*AGREED, work("Cleo", {"tag": "gone"}, {"part": "caption"}))
    said = [
        Taken(each, found.decisions[each][who], who).words(found.gold, BOOK)
        for each, who in (("s1", "Ada"), ("s1", "Cleo"), ("s2", "Cleo"))
    ]
    assert said == [
        "1: claim, as Ada has it",
        "1: gone, as Cleo has it",
        "2: furniture (caption), as Cleo has it",
    ]

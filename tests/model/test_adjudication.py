"""From several annotators' sets to gold."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.adjudicating import Decided, Taken, reasoned
from annotator.model.adjudication import Adjudicating, Case, adjudication
from annotator.model.annotation import AnnotationSet, Answer, Sentence, Source
from annotator.model.edits import Tagged, Untagged
from annotator.model.gold import GAP, By, gaps
from annotator.model.structure import misfits
from tests.builders import a_document, a_sentence, parts_of
from tests.model.voting import (
    BACKGROUND,
    BOOK,
    CLAIM,
    CUT,
    OWLS,
    PORT,
    WORDS,
    case,
    session,
    votes,
    ways,
    work,
)


def test_each_sentence_says_how_it_came_about_with_the_votes() -> None:
    found = case(
        work("Bo", CLAIM, CLAIM, BACKGROUND), work("Ada", CLAIM, BACKGROUND, {}, BACKGROUND)
    )
    assert ways(found) == [By.UNANIMOUS, By.UNRESOLVED, By.SINGLE, By.SINGLE]
    assert found.open == ("s2",)
    second = found.gold.sentence("s2")
    assert second.tag is None
    assert second.provenance is not None
    assert second.provenance.votes == {
        "Ada": {"tag": "background"},
        "Bo": {"tag": "claim", "source": "Night Owls"},
    }


def test_a_sentence_that_nobody_tagged_is_open() -> None:
    assert case(work("Ada"), work("Bo")).open == ("s1", "s2", "s3", "s4")


def test_a_majority_decides_only_where_it_is_wanted_and_half_is_none() -> None:
    sets = [
        work(name, first, second)
        for name, first, second in [
            ("Ada", CLAIM, CLAIM),
            ("Bo", CLAIM, BACKGROUND),
            ("Cid", BACKGROUND, CLAIM),
            ("Dee", CLAIM, BACKGROUND),
        ]
    ]
    assert ways(case(*sets))[:2] == [By.UNRESOLVED, By.UNRESOLVED]
    assert ways(case(*sets, majority=True))[:2] == [By.MAJORITY, By.UNRESOLVED]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (CLAIM, CLAIM | {"source": "port"}, False),
        (CLAIM, CLAIM | {"source": None}, False),
        (CLAIM, CLAIM | {"checkable": False}, False),
        (CLAIM, {"part": "title"}, False),
        ({"part": "title"}, {"part": "title"}, True),
        (CLAIM, CLAIM | {"note": "sure?", "via": "a friend"}, True),
        # What an earlier tag left behind counts for nothing.
        (BACKGROUND, BACKGROUND | {"source": "port", "checkable": False}, True),
        (CLAIM, CLAIM | {"answers": (Answer("s3"),)}, True),
    ],
)
def test_unanimous_means_the_same_tag_source_links_and_checkable(
    one: dict[str, Any], other: dict[str, Any], same: bool
) -> None:
    found = case(work("Ada", one), work("Bo", other))
    assert ways(found)[0] == (By.UNANIMOUS if same else By.UNRESOLVED)


def test_links_are_compared_with_their_stances_in_any_order() -> None:
    both = (Answer("s1", "supports"), Answer("s2", "partial"))
    other = {"tag": "confirmation", "source": "port"}
    ada = work("Ada", CLAIM, CLAIM, other | {"answers": both})
    assert ways(case(ada, work("Bo", CLAIM, CLAIM, other | {"answers": both[::-1]})))[2] == (
        By.UNANIMOUS
    )
    stance = (Answer("s1", "contradicts"), both[1])
    assert ways(case(ada, work("Bo", CLAIM, CLAIM, other | {"answers": stance})))[2] == (
        By.UNRESOLVED
    )


def test_cue_and_note_come_from_the_first_annotator_by_name() -> None:
    bo, ada = work("Bo", CLAIM | {"note": "b"}), work("Ada", CLAIM | {"note": "a"})
    assert case(bo, ada).gold.sentence("s1").note == "a"


def test_sources_of_one_folded_name_become_one() -> None:
    bo = work("Bo", {"tag": "claim", "source": "x"}, sources=(Source("x", "night  OWLS"),))
    ada = work("Ada", CLAIM, {"tag": "claim", "source": "port"}, sources=(OWLS, PORT))
    found = case(bo, ada)
    assert ways(found)[:2] == [By.UNANIMOUS, By.SINGLE]
    assert [each.name for each in found.gold.sources] == ["Night Owls", "Port"]


def test_sources_of_one_id_and_two_names_stay_two() -> None:
    bo = work("Bo", {}, {"tag": "claim", "source": "port"}, sources=(Source("port", "Porter"),))
    ada = work("Ada", {"tag": "claim", "source": "port"}, sources=(PORT,))
    gold = case(bo, ada).gold
    assert [(each.id, each.name) for each in gold.sources] == [
        ("port", "Port"),
        ("porter", "Porter"),
    ]
    assert gold.sentence("s2").source == "porter"


def test_an_alias_makes_two_names_one_source() -> None:
    bo = work("Bo", {"tag": "claim", "source": "o"}, sources=(Source("o", "the Owls"),))
    found = case(bo, work("Ada", CLAIM), aliases={"The owls": "Night Owls"})
    assert ways(found)[0] == By.UNANIMOUS
    assert [each.name for each in found.gold.sources] == ["Night Owls"]


def test_a_set_of_another_text_has_no_vote() -> None:
    other = replace(work("Bo", BACKGROUND), document=a_document(sha256="e" * 64))
    assert ways(case(work("Ada", CLAIM), other))[0] == By.SINGLE


def test_a_sentence_cut_otherwise_has_no_vote_of_that_annotator() -> None:
    bo = work("Bo", CLAIM, CLAIM)
    whole = a_sentence(f"{WORDS[0]} {WORDS[1]}", tag="background")
    joined = replace(bo, sentences=(whole, *bo.sentences[2:]))
    assert ways(case(work("Ada", CLAIM), joined))[:2] == [By.SINGLE, By.UNRESOLVED]


def decided(found: Case, annotator: str, sentence: str, reason: str | None = None) -> AnnotationSet:
    """The gold after taking one annotator's decision."""
    work_ = session(found)
    taken = Taken(sentence, found.decisions[sentence][annotator], annotator)
    change = work_.do(Decided(taken, (sentence,), "Cy", votes(found), reason))
    assert change is not None
    assert change.words == f"1: claim, as {annotator} has it, decided by Cy"
    return work_.annotations


def test_taking_one_annotators_decision_takes_all_of_it_and_can_be_undone() -> None:
    found = case(work("Ada", CLAIM | {"note": "why"}), work("Bo", BACKGROUND))
    gold = decided(found, "Ada", "s1", GAP)
    first = gold.sentence("s1")
    assert (first.tag, first.source, first.note) == ("claim", "night-owls", "why")
    assert first.provenance is not None
    assert (first.provenance.by, first.provenance.curator) == (By.ADJUDICATED, "Cy")
    assert gaps([gold]) == ((gold, first),)
    again = session(found)
    again.do(Decided(Taken("s1", found.decisions["s1"]["Ada"]), ("s1",), "Cy", votes(found)))
    again.undo()
    assert again.annotations == found.gold


def test_deciding_afresh_signs_it_and_untagging_opens_it_again() -> None:
    found = case(work("Ada", CLAIM), work("Bo", BACKGROUND))
    open_ = session(found)
    open_.do(Decided(Tagged(("s1",), "non-response"), ("s1",), "Cy", votes(found)))
    assert open_.annotations.sentence("s1").provenance is not None
    assert case(earlier=open_.annotations).open == ("s2", "s3", "s4")
    open_.do(Decided(Untagged(("s1",)), ("s1",), "Cy", votes(found)))
    assert case(earlier=open_.annotations).open == ("s1", "s2", "s3", "s4")


def test_a_reason_can_be_given_later_to_what_is_decided() -> None:
    found = case(work("Ada", CLAIM), work("Bo", BACKGROUND))
    gold = decided(found, "Ada", "s1")
    given_ = reasoned(gold, ["s1", "s2"], GAP).apply(gold, BOOK)
    assert [each.id for _, each in gaps([given_])] == ["s1"]


def test_a_decision_stays_when_annotations_come_and_only_what_changed_is_asked_again() -> None:
    ada, bo = work("Ada", CLAIM, BACKGROUND), work("Bo", BACKGROUND, BACKGROUND)
    gold = decided(case(ada, bo), "Ada", "s1")
    same = case(ada, bo, earlier=gold)
    assert (same.gold.sentences, same.again) == (gold.sentences, ())
    agreeing = case(ada, bo, work("Cid", CLAIM), earlier=gold)
    assert (agreeing.gold.sentence("s1").tag, agreeing.again) == ("claim", ())
    other = case(ada, bo, work("Cid", {"tag": "non-response"}, BACKGROUND), earlier=gold)
    assert (other.gold.sentence("s1").tag, other.again) == ("claim", ("s1",))
    assert other.pending == ("s1", "s3", "s4")
    assert ways(other)[1] == By.UNANIMOUS


def test_what_is_asked_again_is_asked_until_it_is_decided_anew() -> None:
    ada, bo = work("Ada", CLAIM), work("Bo", BACKGROUND)
    gold = decided(case(ada, bo), "Ada", "s1")
    cid = work("Cid", {"tag": "non-response"})
    asked = case(ada, bo, cid, earlier=gold)
    assert case(ada, bo, cid, earlier=asked.gold).again == ("s1",)
    accepted = session(asked)
    accepted.do(Decided(None, ("s1",), "Cy", votes(asked)))
    assert accepted.annotations.sentence("s1").tag == "claim"
    assert case(ada, bo, cid, earlier=accepted.annotations).again == ()


def test_a_decision_on_a_sentence_that_is_gone_is_named_and_not_dropped_in_silence() -> None:
    gold = decided(case(work("Ada", CLAIM), work("Bo", BACKGROUND)), "Ada", "s1")
    shorter = CUT._replace(sentences=CUT.sentences[1:])
    found = adjudication(shorter, [], Adjudicating(BOOK, "Cy"), gold)
    assert [each.id for each in found.lost] == ["s1"]


def test_decisions_on_another_text_are_named_and_carried_over_to_no_sentence() -> None:
    gold = decided(case(work("Ada", CLAIM), work("Bo", BACKGROUND)), "Ada", "s1")
    older = replace(gold, document=a_document(sha256="e" * 64))
    found = case(work("Ada", BACKGROUND), earlier=older)
    assert [each.id for each in found.lost] == ["s1"]
    assert ways(found)[0] == By.SINGLE


fields = st.fixed_dictionaries(
    {
        "tag": st.sampled_from((None, "claim", "claim", "confirmation", "background")),
        "source": st.sampled_from((None, "night-owls", "port")),
        "checkable": st.booleans(),
        "part": st.sampled_from((None, None, None, "title")),
        "answers": st.sampled_from(((), (Answer("s1", "supports"),))),
        "note": st.sampled_from((None, "hm")),
    }
)
works = st.lists(st.lists(fields, min_size=4, max_size=4), max_size=4).map(
    lambda all_: [work(f"annotator {n}", *each) for n, each in enumerate(all_)]
)


@given(works, st.booleans())
def test_gold_is_whole_says_of_each_sentence_how_and_depends_on_no_order(
    sets: list[AnnotationSet], majority: bool
) -> None:
    found = case(*sets, majority=majority)
    assert list(misfits(parts_of(found.gold))) == []
    assert len(ways(found)) == len(WORDS)
    assert case(*reversed(sets), majority=majority) == found
    for sentence in found.gold.sentences:
        _check(sentence, found, majority=majority)


def _check(sentence: Sentence, found: Case, *, majority: bool) -> None:
    provenance, own = sentence.provenance, list(found.votes(sentence.id).values())
    assert provenance is not None
    assert list(provenance.votes.values()) == own
    most = max((own.count(each) for each in own), default=0)
    match provenance.by:
        case By.UNANIMOUS:
            assert most == len(own) > 1
        case By.MAJORITY:
            assert majority
            assert len(own) / 2 < most < len(own)
        case By.SINGLE:
            assert len(own) == 1
        case _:
            assert sentence.id in found.open
            assert most < len(own) or not own


@given(works, works)
def test_what_a_curator_decided_survives_whatever_comes(
    before: list[AnnotationSet], after: list[AnnotationSet]
) -> None:
    first = case(*before)
    open_ = session(first)
    edit = Tagged(tuple(each.id for each in first.gold.sentences if each.body), "background")
    if edit.sentences:
        open_.do(Decided(edit, edit.sentences, "Cy", votes(first)))
    later = case(*after, earlier=open_.annotations)
    for sentence in edit.sentences:
        assert later.gold.sentence(sentence).tag == "background"
        assert sentence not in later.open

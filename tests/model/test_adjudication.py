"""From several annotators' sets to gold."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.adjudication import (
    Adjudicate,
    AdjudicationSettings,
    AdoptDecision,
    DocumentAdjudication,
    adjudicate_document,
    adjudication_edit,
    decision_views,
    reason_edit,
)
from annotator.model.annotation import (
    AnnotationSet,
    Answer,
    Article,
    SegmentedDocument,
    Sentence,
    Source,
    text_hash,
)
from annotator.model.changes import Edit
from annotator.model.decisions import GAP, SLIP, GoldBasis, codebook_gaps
from annotator.model.edits import ClearTag, EditSource, SetFlag, SetNote, SetTag
from annotator.model.lint import set_inconsistencies
from annotator.model.session import Session
from tests.factories import BOOK, a_codebook, a_document, a_sentence, a_set, parts_of
from tests.model.adjudication_examples import (
    BACKGROUND,
    CLAIM,
    CUT,
    OWLS,
    PORT,
    WORDS,
    bases,
    case,
    session,
    votes,
    work,
)
from tests.statements import states


def test_each_sentence_says_how_it_came_about_with_the_votes() -> None:
    adjudication = case(
        work("Bo", CLAIM, CLAIM, BACKGROUND), work("Ada", CLAIM, BACKGROUND, {}, BACKGROUND)
    )
    assert bases(adjudication) == [
        GoldBasis.UNANIMOUS,
        GoldBasis.UNRESOLVED,
        GoldBasis.SINGLE,
        GoldBasis.SINGLE,
    ]
    assert adjudication.unresolved == ("s2",)
    second = adjudication.gold.sentence("s2")
    assert second.tag is None
    assert second.provenance is not None
    assert second.provenance.decisions == {
        "Ada": {"tag": "background"},
        "Bo": {"tag": "claim", "source": "Night Owls"},
    }


def test_a_sentence_that_nobody_tagged_is_open() -> None:
    assert case(work("Ada"), work("Bo")).unresolved == ("s1", "s2", "s3", "s4")


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
    assert bases(case(*sets))[:2] == [GoldBasis.UNRESOLVED, GoldBasis.UNRESOLVED]
    assert bases(case(*sets, majority=True))[:2] == [GoldBasis.MAJORITY, GoldBasis.UNRESOLVED]


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
    adjudication = case(work("Ada", one), work("Bo", other))
    assert bases(adjudication)[0] == (GoldBasis.UNANIMOUS if same else GoldBasis.UNRESOLVED)


def test_links_are_compared_with_their_stances_in_any_order() -> None:
    both = (Answer("s1", "supports"), Answer("s2", "partial"))
    other = {"tag": "confirmation", "source": "port"}
    ada = work("Ada", CLAIM, CLAIM, other | {"answers": both})
    assert bases(case(ada, work("Bo", CLAIM, CLAIM, other | {"answers": both[::-1]})))[2] == (
        GoldBasis.UNANIMOUS
    )
    stance = (Answer("s1", "contradicts"), both[1])
    assert bases(case(ada, work("Bo", CLAIM, CLAIM, other | {"answers": stance})))[2] == (
        GoldBasis.UNRESOLVED
    )


def test_cue_and_note_come_from_the_first_annotator_by_name() -> None:
    bo, ada = work("Bo", CLAIM | {"note": "b"}), work("Ada", CLAIM | {"note": "a"})
    assert case(bo, ada).gold.sentence("s1").note == "a"


def test_sources_of_one_folded_name_become_one() -> None:
    bo = work("Bo", {"tag": "claim", "source": "x"}, sources=(Source("x", "night  OWLS"),))
    ada = work("Ada", CLAIM, {"tag": "claim", "source": "port"}, sources=(OWLS, PORT))
    adjudication = case(bo, ada)
    assert bases(adjudication)[:2] == [GoldBasis.UNANIMOUS, GoldBasis.SINGLE]
    assert [each.name for each in adjudication.gold.sources] == ["Night Owls", "Port"]


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
    adjudication = case(bo, work("Ada", CLAIM), aliases={"The owls": "Night Owls"})
    assert bases(adjudication)[0] == GoldBasis.UNANIMOUS
    assert [each.name for each in adjudication.gold.sources] == ["Night Owls"]


def test_a_set_of_another_text_has_no_vote() -> None:
    other = replace(work("Bo", BACKGROUND), document=a_document(sha256="e" * 64))
    assert bases(case(work("Ada", CLAIM), other))[0] == GoldBasis.SINGLE


def test_a_sentence_cut_otherwise_has_no_vote_of_that_annotator() -> None:
    bo = work("Bo", CLAIM, CLAIM)
    whole = a_sentence(f"{WORDS[0]} {WORDS[1]}", tag="background")
    joined = replace(bo, sentences=(whole, *bo.sentences[2:]))
    assert bases(case(work("Ada", CLAIM), joined))[:2] == [GoldBasis.SINGLE, GoldBasis.UNRESOLVED]


def decided(
    adjudication: DocumentAdjudication, annotator: str, sentence: str, reason: str | None = None
) -> AnnotationSet:
    """The gold after taking one annotator's decision."""
    work_ = session(adjudication)
    edit = AdoptDecision(sentence, adjudication.decisions[sentence][annotator], annotator)
    change = work_.apply(Adjudicate(edit, (sentence,), "Cy", votes(adjudication), reason))
    assert change is not None
    assert states(change.description, "1", "claim", annotator, "Cy")
    return work_.annotations


def test_taking_one_annotators_decision_takes_all_of_it_and_can_be_undone() -> None:
    adjudication = case(work("Ada", CLAIM | {"note": "why"}), work("Bo", BACKGROUND))
    gold = decided(adjudication, "Ada", "s1", GAP)
    first = gold.sentence("s1")
    assert (first.tag, first.source, first.note) == ("claim", "night-owls", "why")
    assert first.provenance is not None
    assert (first.provenance.basis, first.provenance.curator) == (GoldBasis.ADJUDICATED, "Cy")
    assert codebook_gaps([gold]) == ((gold, first),)
    again = session(adjudication)
    again.apply(
        Adjudicate(
            AdoptDecision("s1", adjudication.decisions["s1"]["Ada"]),
            ("s1",),
            "Cy",
            votes(adjudication),
        )
    )
    again.undo()
    assert again.annotations == adjudication.gold


def test_deciding_afresh_signs_it_and_untagging_opens_it_again() -> None:
    adjudication = case(work("Ada", CLAIM), work("Bo", BACKGROUND))
    open_ = session(adjudication)
    open_.apply(Adjudicate(SetTag(("s1",), "non-response"), ("s1",), "Cy", votes(adjudication)))
    assert open_.annotations.sentence("s1").provenance is not None
    assert case(earlier=open_.annotations).unresolved == ("s2", "s3", "s4")
    open_.apply(Adjudicate(ClearTag(("s1",)), ("s1",), "Cy", votes(adjudication)))
    assert case(earlier=open_.annotations).unresolved == ("s1", "s2", "s3", "s4")


def test_a_reason_can_be_given_later_to_what_is_decided() -> None:
    adjudication = case(work("Ada", CLAIM), work("Bo", BACKGROUND))
    gold = decided(adjudication, "Ada", "s1")
    given_ = reason_edit(gold, ["s1", "s2"], GAP).apply(gold, BOOK)
    assert [each.id for _, each in codebook_gaps([given_])] == ["s1"]


def test_a_decision_stays_when_annotations_come_and_only_what_changed_is_asked_again() -> None:
    ada, bo = work("Ada", CLAIM, BACKGROUND), work("Bo", BACKGROUND, BACKGROUND)
    gold = decided(case(ada, bo), "Ada", "s1")
    same = case(ada, bo, earlier=gold)
    assert (same.gold.sentences, same.to_review) == (gold.sentences, ())
    agreeing = case(ada, bo, work("Cid", CLAIM), earlier=gold)
    assert (agreeing.gold.sentence("s1").tag, agreeing.to_review) == ("claim", ())
    other = case(ada, bo, work("Cid", {"tag": "non-response"}, BACKGROUND), earlier=gold)
    assert (other.gold.sentence("s1").tag, other.to_review) == ("claim", ("s1",))
    assert other.pending == ("s1", "s3", "s4")
    assert bases(other)[1] == GoldBasis.UNANIMOUS


def test_what_is_asked_again_is_asked_until_it_is_decided_anew() -> None:
    ada, bo = work("Ada", CLAIM), work("Bo", BACKGROUND)
    gold = decided(case(ada, bo), "Ada", "s1")
    cid = work("Cid", {"tag": "non-response"})
    asked = case(ada, bo, cid, earlier=gold)
    assert case(ada, bo, cid, earlier=asked.gold).to_review == ("s1",)
    accepted = session(asked)
    accepted.apply(Adjudicate(None, ("s1",), "Cy", votes(asked)))
    assert accepted.annotations.sentence("s1").tag == "claim"
    assert case(ada, bo, cid, earlier=accepted.annotations).to_review == ()


def test_a_decision_on_a_sentence_that_is_gone_is_named_and_not_dropped_in_silence() -> None:
    gold = decided(case(work("Ada", CLAIM), work("Bo", BACKGROUND)), "Ada", "s1")
    shorter = CUT._replace(sentences=CUT.sentences[1:])
    adjudication = adjudicate_document(shorter, [], AdjudicationSettings(BOOK, "Cy"), gold)
    assert [each.id for each in adjudication.missing_sentences] == ["s1"]


def test_decisions_on_another_text_are_named_and_carried_over_to_no_sentence() -> None:
    gold = decided(case(work("Ada", CLAIM), work("Bo", BACKGROUND)), "Ada", "s1")
    older = replace(gold, document=a_document(sha256="e" * 64))
    adjudication = case(work("Ada", BACKGROUND), earlier=older)
    assert [each.id for each in adjudication.missing_sentences] == ["s1"]
    assert bases(adjudication)[0] == GoldBasis.SINGLE


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
    adjudication = case(*sets, majority=majority)
    assert list(set_inconsistencies(parts_of(adjudication.gold))) == []
    assert len(bases(adjudication)) == len(WORDS)
    assert case(*reversed(sets), majority=majority) == adjudication
    for sentence in adjudication.gold.sentences:
        _check(sentence, adjudication, majority=majority)


def _check(sentence: Sentence, adjudication: DocumentAdjudication, *, majority: bool) -> None:
    provenance, own = sentence.provenance, list(adjudication.records(sentence.id).values())
    assert provenance is not None
    assert list(provenance.decisions.values()) == own
    most = max((own.count(each) for each in own), default=0)
    match provenance.basis:
        case GoldBasis.UNANIMOUS:
            assert most == len(own) > 1
        case GoldBasis.MAJORITY:
            assert majority
            assert len(own) / 2 < most < len(own)
        case GoldBasis.SINGLE:
            assert len(own) == 1
        case _:
            assert sentence.id in adjudication.unresolved
            assert most < len(own) or not own


@given(works, works)
def test_what_a_curator_decided_survives_whatever_comes(
    before: list[AnnotationSet], after: list[AnnotationSet]
) -> None:
    first = case(*before)
    open_ = session(first)
    edit = SetTag(tuple(each.id for each in first.gold.sentences if each.body), "background")
    if edit.sentences:
        open_.apply(Adjudicate(edit, edit.sentences, "Cy", votes(first)))
    later = case(*after, earlier=open_.annotations)
    for sentence in edit.sentences:
        assert later.gold.sentence(sentence).tag == "background"
        assert sentence not in later.unresolved


SIX_SENTENCES = tuple(f"Sentence {number}." for number in range(6))
TEXT = " ".join(SIX_SENTENCES)
DOCUMENT = a_document(sha256=text_hash(TEXT))
NAMES = ("Ada", "Ben", "Cleo")


def case_of_six() -> DocumentAdjudication:
    """Six sentences that three annotators tagged."""
    base = a_set(*SIX_SENTENCES, document=DOCUMENT)
    sets = [
        a_set(
            *(a_sentence(each.text, "claim", start=each.span[0]) for each in base.sentences),
            document=DOCUMENT,
            annotator=name,
        )
        for name in NAMES
    ]
    segmented = SegmentedDocument(Article(DOCUMENT, TEXT), base.sentences, base.next_id)
    return adjudicate_document(segmented, sets, AdjudicationSettings(a_codebook(), "Grace"))


def test_decisions_stand_in_the_order_of_names() -> None:
    assert [each.annotator for each in decision_views(case_of_six(), "s1")] == list(NAMES)


def test_a_blind_curator_sees_no_name_and_no_order_to_know_anybody_by() -> None:
    adjudication = case_of_six()
    orders = set()
    for sentence in adjudication.gold.sentences:
        shown = decision_views(adjudication, sentence.id, blind=True)
        assert [each.annotator for each in shown] == [None] * 3
        # Each decision is an object of its own, by which the test alone knows whose it is.
        own = {id(each): name for name, each in adjudication.decisions[sentence.id].items()}
        orders.add(tuple(own[id(each.decision)] for each in shown))
    assert len(orders) > 1


def test_the_order_that_a_blind_curator_sees_is_always_the_same() -> None:
    assert decision_views(case_of_six(), "s2", blind=True) == decision_views(
        case_of_six(), "s2", blind=True
    )


AGREED = (work("Ada", CLAIM, CLAIM, BACKGROUND), work("Ben", CLAIM, CLAIM, CLAIM))


def done(
    adjudication: DocumentAdjudication, *edits: Edit, reason: str | None = None
) -> AnnotationSet:
    """The gold after a curator's edits."""
    open_ = session(adjudication)
    for edit in edits:
        open_.apply(
            adjudication_edit(edit, open_.annotations, BOOK, "Cy", votes(adjudication), reason)
        )
    return open_.annotations


def by(gold: AnnotationSet) -> list[str]:
    return [each.provenance.basis for each in gold.sentences if each.provenance]


@pytest.mark.parametrize(
    ("edit", "decided"),
    [
        (SetTag(("s1",), "background"), ["s1"]),
        (SetTag(("s1", "s2"), "background"), ["s1", "s2"]),
        # A tag that is there already is confirmed by it.
        (SetTag(("s1",), "claim"), ["s1"]),
        (SetNote("s2", "why"), ["s2"]),
        # The source of the first two has another name, which is another vote.
        (EditSource(replace(OWLS, name="Barn Owls")), ["s1", "s2"]),
        (EditSource(replace(OWLS, kind="organization")), []),
        (SetFlag(("s1",), True), []),
        (ClearTag(("s4",)), []),
    ],
)
def test_an_edit_decides_what_it_changes_and_nothing_else(edit: Edit, decided: list[str]) -> None:
    gold = done(case(*AGREED), edit)
    assert [each.id for each in gold.sentences if _is_decided(gold, each.id)] == decided


def _is_decided(gold: AnnotationSet, sentence: str) -> bool:
    provenance = gold.sentence(sentence).provenance
    return provenance is not None and provenance.basis == GoldBasis.ADJUDICATED


def test_taking_the_tag_off_makes_a_sentence_unresolved() -> None:
    assert by(done(case(*AGREED), ClearTag(("s1",)))) == [
        GoldBasis.UNRESOLVED,
        GoldBasis.UNANIMOUS,
        GoldBasis.UNRESOLVED,
        GoldBasis.UNRESOLVED,
    ]


def test_a_decision_keeps_its_reason_until_it_gets_another() -> None:
    adjudication = case(*AGREED)
    gold = done(adjudication, SetTag(("s3",), "claim"), reason=GAP)
    more = Session(gold, BOOK)
    more.apply(adjudication_edit(SetNote("s3", "why"), gold, BOOK, "Cy", votes(adjudication)))
    assert _reason(more.annotations) == GAP
    more.apply(reason_edit(more.annotations, ["s3"], SLIP))
    assert _reason(more.annotations) == SLIP
    more.apply(reason_edit(more.annotations, ["s3"], None))
    assert _reason(more.annotations) is None


def _reason(gold: AnnotationSet) -> str | None:
    provenance = gold.sentence("s3").provenance
    assert provenance is not None
    return provenance.reason


def test_what_waits_is_what_is_open_or_asked_again_and_undo_brings_it_back() -> None:
    adjudication = case(*AGREED)
    open_ = session(adjudication)
    edit = AdoptDecision("s3", adjudication.decisions["s3"]["Ben"], "Ben")
    assert _waiting(adjudication, open_) == ["s3", "s4"]
    open_.apply(adjudication_edit(edit, open_.annotations, BOOK, "Cy", votes(adjudication)))
    assert _waiting(adjudication, open_) == ["s4"]
    open_.undo()
    assert _waiting(adjudication, open_) == ["s3", "s4"]


def _waiting(adjudication: DocumentAdjudication, open_: Session) -> list[str]:
    return [each.id for each in open_.annotations.sentences if adjudication.is_pending(each)]


def test_a_sentence_asked_again_says_whose_vote_is_new_or_another_until_it_is_decided() -> None:
    ada, ben = work("Ada", CLAIM), work("Ben", BACKGROUND)
    gold = done(case(ada, ben), SetTag(("s1",), "claim"))
    later = case(ada, work("Ben", {"tag": "non-response"}), work("Cleo", BACKGROUND), earlier=gold)
    assert later.changed_records("s1") == {"Ben": {"tag": "background"}, "Cleo": {}}
    open_ = session(later)
    assert _waiting(later, open_)[0] == "s1"
    open_.apply(Adjudicate(None, ("s1",), "Cy", votes(later)))
    assert "s1" not in _waiting(later, open_)


def test_what_was_not_asked_again_has_not_changed() -> None:
    assert case(*AGREED).changed_records("s1") == {}


def test_a_flag_on_a_sentence_that_a_rule_decided_outlives_the_sitting() -> None:
    gold = done(case(*AGREED), SetFlag(("s1",), True))
    again = case(*AGREED, earlier=gold)
    assert again.gold.sentence("s1").flag
    assert bases(again)[0] == GoldBasis.UNANIMOUS


def test_gold_that_does_not_say_how_it_came_about_is_its_curators_decision() -> None:
    adjudication = case(*AGREED)
    silent = tuple(replace(each, provenance=None) for each in adjudication.gold.sentences)
    gold = replace(adjudication.gold, annotator="Dee", sentences=silent)
    later = case(work("Ada", CLAIM, BACKGROUND), earlier=gold)
    assert [each.tag for each in later.gold.sentences] == ["claim", "claim", None, None]
    assert bases(later) == [
        GoldBasis.ADJUDICATED,
        GoldBasis.ADJUDICATED,
        GoldBasis.UNRESOLVED,
        GoldBasis.UNRESOLVED,
    ]
    assert later.to_review == ("s2",)


def test_only_what_a_curator_decided_gets_another_reason() -> None:
    gold = done(case(*AGREED), SetTag(("s1",), "background"))
    edit = reason_edit(gold, ("s1", "s2", "s4"), GAP)
    assert edit.sentences == ("s1",)
    after = edit.apply(gold, BOOK)
    assert [each.provenance.reason for each in after.sentences if each.provenance] == [
        GAP,
        None,
        None,
        None,
    ]


def test_a_decision_that_is_taken_is_named_by_its_tag_or_its_part_and_whose_it_is() -> None:
    adjudication = case(*AGREED, work("Cleo", {"tag": "gone"}, {"part": "caption"}))
    said = [
        AdoptDecision(each, adjudication.decisions[each][who], who).describe(
            adjudication.gold, BOOK
        )
        for each, who in (("s1", "Ada"), ("s1", "Cleo"), ("s2", "Cleo"))
    ]
    facts = [("1", "claim", "Ada"), ("1", "gone", "Cleo"), ("2", "furniture", "caption", "Cleo")]
    assert [states(text, *each) for text, each in zip(said, facts, strict=True)] == [True] * 3

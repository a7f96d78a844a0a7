"""Decisions made comparable."""

from dataclasses import replace
from typing import Any

import pytest

from annotator.model.annotation import (
    Answer,
    Exposure,
    Provenance,
    Shown,
    Source,
    SuggestedField,
)
from annotator.model.decisions import (
    ASSISTED,
    GAP,
    SLIP,
    Decision,
    GoldBasis,
    SourceIndex,
    codebook_gaps,
    comparison_key,
    count_by_basis,
    decision_of,
    decisions_by_sentence,
    describe_provenance,
    folded_aliases,
    is_unresolved,
    same_decision,
    source_key,
)
from tests.factories import BOOK, a_sentence, a_set, a_source
from tests.model.adjudication_examples import CLAIM, case, work

OWLS = a_source("Night Owls")


def of_tag(tag: str | None, **fields: Any) -> Decision:
    """What is decided of the second of two sentences that has everything, left over or not."""
    sentence = a_sentence(
        "The port said no.", tag, source=OWLS.id, via="the Weekly", cue="said", note="why?",
        answers=(Answer("s1", "partial"),), checkable=False, **fields,
    )  # fmt: skip
    annotations = a_set("One.", sentence, sources=(OWLS,))
    ids = {each.span: each.id for each in annotations.sentences}
    return decision_of(annotations.sentences[1], annotations, BOOK, ids)


def test_a_confirmation_uses_all_but_checkable() -> None:
    found = of_tag("confirmation")
    assert (found.source, found.via, found.cue is None) == (OWLS, "the Weekly", False)
    assert (found.answers, found.checkable) == ((Answer("s1", "partial"),), True)


def test_a_claim_answers_nothing_and_alone_may_be_unfit_to_be_checked() -> None:
    found = of_tag("claim")
    assert (found.source, found.via, found.answers, found.checkable) == (
        OWLS, "the Weekly", (), False,
    )  # fmt: skip


def test_background_and_furniture_use_the_note_alone() -> None:
    assert of_tag("background") == Decision("background", note="why?")
    assert of_tag(None, part="title") == Decision(None, "title", note="why?")


def test_a_link_to_a_sentence_that_the_document_has_not_is_left_out() -> None:
    sentence = a_sentence("Two.", "confirmation", answers=(Answer("s1"), Answer("s9")))
    annotations = a_set("One.", sentence)
    second = annotations.sentences[1]
    assert decision_of(second, annotations, BOOK, {second.span: "s2"}).answers == ()
    first = annotations.sentences[0]
    known = {first.span: "a", second.span: "b"}
    assert decision_of(second, annotations, BOOK, known).answers == (Answer("a"),)


def test_a_vote_has_what_agreement_hangs_on_and_no_empty_fields() -> None:
    assert of_tag("confirmation").record == {
        "tag": "confirmation", "source": "Night Owls", "answers": "s1 partial",
    }  # fmt: skip
    assert of_tag("claim").record == {"tag": "claim", "source": "Night Owls", "checkable": "false"}
    assert of_tag(None, part="title").record == {"part": "title"}


def test_answers_stand_in_a_vote_in_one_order() -> None:
    both = (Answer("s2"), Answer("s1", "supports"))
    assert Decision("confirmation", answers=both).record["answers"] == "s1 supports, s2"


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"tag": "claim", "source": "night  OWLS"}, True),
        ({"tag": "claim", "source": "the owls"}, True),
        ({"tag": "claim", "source": "Owls"}, False),
        ({"tag": "claim"}, False),
        ({"tag": "Claim", "source": "Night Owls"}, False),
    ],
)
def test_sources_are_the_same_by_their_folded_names_and_aliases(
    other: dict[str, str], same: bool
) -> None:
    aliases = folded_aliases({"The Owls": "Night Owls"})
    assert same_decision({"tag": "claim", "source": "Night Owls"}, other, aliases) is same


def test_without_aliases_every_name_counts_as_itself() -> None:
    assert source_key(" The  Owls ") == "the owls"
    assert comparison_key({"source": "A"}) == comparison_key({"source": "a"})


def test_who_gave_no_tag_or_cut_otherwise_decided_nothing() -> None:
    base = a_set("One.", "Two.", "By Ada").sentences
    ada = a_set(a_sentence("One.", "claim"), "Two.", a_sentence("By Ada", part="byline"))
    bo = a_set("One. Two.", annotator="Bo")
    found = decisions_by_sentence(base, [bo, ada], BOOK)
    assert {name: list(each) for name, each in found.items()} == {
        "s1": ["Ada"], "s2": [], "s3": ["Ada"],
    }  # fmt: skip


def test_decisions_stand_in_the_order_of_names() -> None:
    sets = [a_set(a_sentence("One.", "claim"), annotator=name) for name in ("Bo", "Ada")]
    assert list(decisions_by_sentence(sets[0].sentences, sets, BOOK)["s1"]) == ["Ada", "Bo"]


def test_sources_of_one_folded_name_are_one_and_the_first_word_on_them_counts() -> None:
    registry = SourceIndex({})
    registry.add([Source("owls", "Night Owls", None, "The Barn")])
    registry.add([Source("x", "night  OWLS", "person", "A Tree", concerned=True)])
    registry.add([Source("y", "Night Owls", "organization")])
    assert registry.sources == (Source("owls", "Night Owls", "person", "The Barn", True),)


def test_an_alias_is_the_source_that_it_counts_as_under_that_name() -> None:
    registry = SourceIndex({"The Owls": "Night Owls"})
    registry.add([Source("the-owls", "the owls")])
    registry.add([Source("n", "Night Owls", "organization")])
    assert registry.sources == (Source("the-owls", "Night Owls", "organization"),)
    found = registry.source(Source("z", "THE OWLS"))
    assert found == registry.sources[0]


def test_an_id_that_another_source_has_makes_way_for_a_new_one() -> None:
    registry = SourceIndex({})
    registry.add([Source("port", "Port"), Source("port", "Port Authority")])
    assert [each.id for each in registry.sources] == ["port", "port-authority"]


def test_no_source_is_none_and_one_that_was_never_added_is_a_fault_of_ours() -> None:
    assert SourceIndex({}).source(None) is None
    with pytest.raises(KeyError):
        SourceIndex({}).source(Source("port", "Port"))


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
        (
            Provenance(GoldBasis.UNANIMOUS, decisions={**TWO, "Cleo": {ASSISTED: "tag"}}),
            "unanimous (3 annotators), 1 of 3 votes assisted",
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


AFTER = Exposure.AFTER


@pytest.mark.parametrize(
    ("tag", "shown", "fields"),
    [
        ("claim", Shown(SuggestedField.SOURCE, "rules", "1", "x"), ["source"]),
        ("background", Shown(SuggestedField.SOURCE, "rules", "1", "x"), []),
        ("claim", Shown(SuggestedField.ANSWERS, "rules", "1", ()), []),
        ("confirmation", Shown(SuggestedField.ANSWERS, "rules", "1", ()), ["answers"]),
        ("claim", Shown(SuggestedField.TAG, "rules", "1", "claim", Exposure.NEVER), []),
        ("claim", Shown(SuggestedField.TAG, "rules", "1", "claim", AFTER), []),
        (
            "claim",
            Shown(SuggestedField.TAG, "rules", "1", "claim", AFTER, was="background"),
            ["tag"],
        ),
    ],
)
def test_a_decision_is_assisted_if_a_suggestion_came_before_it_or_changed_it(
    tag: str, shown: Shown, fields: list[str]
) -> None:
    assert list(of_tag(tag, shown=(shown,)).assisted) == fields


def test_whether_a_vote_was_assisted_makes_no_other_vote_of_it() -> None:
    plain = {"tag": "claim"}
    assert same_decision(plain, {**plain, ASSISTED: "tag"})


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

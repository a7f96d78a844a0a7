from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import AnnotationSet, Form, Status
from annotator.model.faults import Refused
from annotator.model.keys import Accepted, Explained, Outcome, Reply, asked, outcome, tallies
from annotator.model.session import Session
from tests.builders import (
    BACKGROUND,
    CLAIM,
    CONFIRMATION,
    NON_RESPONSE,
    a_codebook,
    a_sentence,
    a_set,
)

BOOK = a_codebook()
TAGS = st.sampled_from([tag.id for tag in BOOK.tags])


def a_key() -> AnnotationSet:
    return a_set(
        a_sentence("By Ada.", part="byline"),
        a_sentence("The port is closed.", CLAIM, also=(BACKGROUND,)),
        a_sentence("The mayor denied it.", CONFIRMATION),
        a_sentence("Nobody knows why."),
        form=Form.KEY,
    )


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        (CLAIM, Outcome.SAME),
        (BACKGROUND, Outcome.ACCEPTED),
        (CONFIRMATION, Outcome.OTHER),
        (None, Outcome.UNTAGGED),
    ],
)
def test_a_tag_is_the_keys_own_or_accepted_or_another_or_none(
    tag: str | None, expected: Outcome
) -> None:
    assert outcome(a_key().sentence("s2"), tag) is expected
    assert expected.counts is (expected in {Outcome.SAME, Outcome.ACCEPTED})


def test_a_key_asks_for_its_tagged_body_and_for_nothing_else() -> None:
    assert [sentence.id for sentence in asked(a_key())] == ["s2", "s3"]


def test_an_accepted_tag_and_an_explanation_are_edits_that_can_be_undone() -> None:
    session = Session(a_key(), BOOK)
    session.do(Accepted("s3", NON_RESPONSE))
    change = session.do(Explained("s3", " It answers the claim. "))
    assert change is not None
    assert change.words == "3: explained"
    sentence = session.annotations.sentence("s3")
    assert (sentence.also, sentence.explanation) == ((NON_RESPONSE,), "It answers the claim.")
    session.undo()
    session.undo()
    assert session.annotations == a_key()


def test_an_alternative_and_an_explanation_are_taken_off_again() -> None:
    key = Accepted("s2", BACKGROUND, accepted=False).apply(a_key(), BOOK)
    assert key.sentence("s2").also == ()
    explained = Explained("s2", "because").apply(key, BOOK)
    assert Explained("s2", "").apply(explained, BOOK) == key


def test_accepting_twice_changes_nothing() -> None:
    assert Session(a_key(), BOOK).do(Accepted("s2", BACKGROUND)) is None


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (Accepted("s2", "rumour"), "no tag “rumour”"),
        (Accepted("s2", CLAIM), "the key's own"),
        (Accepted("s4", CLAIM), "4 has no tag in the key"),
    ],
)
def test_an_alternative_that_means_nothing_is_refused(edit: Accepted, said: str) -> None:
    with pytest.raises(Refused, match=said):
        edit.apply(a_key(), BOOK)


def test_a_finished_key_can_still_be_made_better() -> None:
    session = Session(replace(a_key(), status=Status.FINISHED), BOOK)
    assert session.do(Explained("s2", "because")) is not None


@pytest.mark.parametrize("edit", [Accepted("s2", BACKGROUND), Explained("s2", "because")])
def test_only_a_key_accepts_and_explains(edit: Accepted | Explained) -> None:
    with pytest.raises(Refused, match="no key"):
        edit.apply(replace(a_key(), form=Form.ANNOTATIONS), BOOK)


@given(st.lists(st.tuples(TAGS, st.lists(TAGS, max_size=2), st.none() | TAGS)))
def test_every_reply_stands_in_one_tally_under_one_outcome(
    drawn: list[tuple[str, list[str], str | None]],
) -> None:
    sentences = [a_sentence(tag=tag, also=tuple(also)) for tag, also, _ in drawn]
    replies = [
        Reply(sentence, tag, outcome(sentence, tag))
        for sentence, (_, _, tag) in zip(sentences, drawn, strict=True)
    ]
    found = tallies(replies, BOOK)
    assert sum(tally.count(each) for tally in found for each in Outcome) == len(replies)
    assert sorted(t.tag for t in found) == sorted({sentence.tag or "" for sentence in sentences})
    assert sum(sum(t.taken_for.values()) for t in found) == sum(
        each.outcome is Outcome.OTHER for each in replies
    )

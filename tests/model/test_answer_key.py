from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import AnnotationSet, SetForm, Status
from annotator.model.answer_key import (
    AcceptTag,
    ExplainTag,
    KeyOutcome,
    KeyReply,
    Practice,
    blank_copy,
    compare_tag,
    key_sentences,
    tag_tallies,
    verdict,
)
from annotator.model.codebook import NearMiss
from annotator.model.errors import DataError
from annotator.model.session import Session
from tests.factories import (
    BACKGROUND,
    BOOK,
    CLAIM,
    CONFIRMATION,
    NON_RESPONSE,
    a_codebook,
    a_sentence,
    a_set,
    a_source,
    a_tag,
)
from tests.statements import states

TAGS = st.sampled_from([tag.id for tag in BOOK.tags])


def a_key() -> AnnotationSet:
    return a_set(
        a_sentence("By Ada.", part="byline"),
        a_sentence("The port is closed.", CLAIM, accepted_tags=(BACKGROUND,)),
        a_sentence("The mayor denied it.", CONFIRMATION),
        a_sentence("Nobody knows why."),
        form=SetForm.KEY,
    )


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        (CLAIM, KeyOutcome.SAME),
        (BACKGROUND, KeyOutcome.ACCEPTED),
        (CONFIRMATION, KeyOutcome.OTHER),
        (None, KeyOutcome.UNTAGGED),
    ],
)
def test_a_tag_is_the_keys_own_or_accepted_or_another_or_none(
    tag: str | None, expected: KeyOutcome
) -> None:
    assert compare_tag(a_key().sentence("s2"), tag) is expected
    assert expected.is_correct is (expected in {KeyOutcome.SAME, KeyOutcome.ACCEPTED})


def test_a_key_asks_for_its_tagged_body_and_for_nothing_else() -> None:
    assert [sentence.id for sentence in key_sentences(a_key())] == ["s2", "s3"]


def test_an_accepted_tag_and_an_explanation_are_edits_that_can_be_undone() -> None:
    session = Session(a_key(), BOOK)
    session.apply(AcceptTag("s3", NON_RESPONSE))
    change = session.apply(ExplainTag("s3", " It answers the claim. "))
    assert change is not None
    assert change.description == "3: explained"
    sentence = session.annotations.sentence("s3")
    assert (sentence.accepted_tags, sentence.explanation) == (
        (NON_RESPONSE,),
        "It answers the claim.",
    )
    session.undo()
    session.undo()
    assert session.annotations == a_key()


def test_an_alternative_and_an_explanation_are_taken_off_again() -> None:
    key = AcceptTag("s2", BACKGROUND, accepted=False).apply(a_key(), BOOK)
    assert key.sentence("s2").accepted_tags == ()
    explained = ExplainTag("s2", "because").apply(key, BOOK)
    assert ExplainTag("s2", "").apply(explained, BOOK) == key


def test_accepting_twice_changes_nothing() -> None:
    assert Session(a_key(), BOOK).apply(AcceptTag("s2", BACKGROUND)) is None


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (AcceptTag("s2", "rumour"), "no tag “rumour”"),
        (AcceptTag("s2", CLAIM), "the key's own"),
        (AcceptTag("s4", CLAIM), "4"),
    ],
)
def test_an_alternative_that_means_nothing_is_refused(edit: AcceptTag, said: str) -> None:
    with pytest.raises(DataError, match=said):
        edit.apply(a_key(), BOOK)


def test_a_finished_key_can_still_be_made_better() -> None:
    session = Session(replace(a_key(), status=Status.FINISHED), BOOK)
    assert session.apply(ExplainTag("s2", "because")) is not None


@pytest.mark.parametrize("edit", [AcceptTag("s2", BACKGROUND), ExplainTag("s2", "because")])
def test_only_a_key_accepts_and_explains(edit: AcceptTag | ExplainTag) -> None:
    with pytest.raises(DataError):
        edit.apply(replace(a_key(), form=SetForm.ANNOTATIONS), BOOK)


@given(st.lists(st.tuples(TAGS, st.lists(TAGS, max_size=2), st.none() | TAGS)))
def test_every_reply_stands_in_one_tally_under_one_outcome(
    drawn: list[tuple[str, list[str], str | None]],
) -> None:
    sentences = [a_sentence(tag=tag, accepted_tags=tuple(also)) for tag, also, _ in drawn]
    replies = [
        KeyReply(sentence, tag, compare_tag(sentence, tag))
        for sentence, (_, _, tag) in zip(sentences, drawn, strict=True)
    ]
    found = tag_tallies(replies, BOOK)
    assert sum(tally.count(each) for tally in found for each in KeyOutcome) == len(replies)
    assert sorted(t.tag for t in found) == sorted({sentence.tag or "" for sentence in sentences})
    assert sum(sum(t.taken_for.values()) for t in found) == sum(
        each.outcome is KeyOutcome.OTHER for each in replies
    )


MISS = NearMiss("The ministry confirmed talks.", CLAIM, "Nobody had said so.")
PRACTICE_BOOK = a_codebook(
    a_tag(CLAIM, decision="Is something put forward?"),
    a_tag(CONFIRMATION, key="f", mark="F", near_misses=(MISS,)),
    a_tag(NON_RESPONSE),
    a_tag(BACKGROUND),
)


def a_practice_key() -> AnnotationSet:
    return a_set(
        a_sentence("By Ada.", part="byline"),
        a_sentence(
            "The port is closed.", CLAIM, accepted_tags=(BACKGROUND,), explanation="It is news."
        ),
        a_sentence("The mayor confirmed it.", CLAIM),
        a_sentence("It was silent.", NON_RESPONSE),
        form=SetForm.KEY,
    )


@pytest.mark.parametrize(
    ("sentence", "tag", "facts"),
    [
        (
            "s2",
            CLAIM,
            (("claim",), ("background",), ("It is news.",)),
        ),
        ("s2", BACKGROUND, (("claim", "background"), ("It is news.",))),
        (
            "s2",
            CONFIRMATION,
            (("claim", "confirmation"), ("background",), ("It is news.",)),
        ),
        (
            "s3",
            CONFIRMATION,
            (
                ("claim", "confirmation"),
                ("Is something put forward?",),
                ("“The ministry confirmed talks.” Nobody had said so.",),
            ),
        ),
        ("s4", CLAIM, (("non-response", "claim"), ("what a non-response is",))),
    ],
)
def test_the_key_says_at_once_whether_it_agrees_and_why(
    sentence: str, tag: str, facts: tuple[tuple[str, ...], ...]
) -> None:
    lines = Practice(a_practice_key(), PRACTICE_BOOK).verdict(sentence, tag).lines
    assert len(lines) == len(facts)
    for line, stated in zip(lines, facts, strict=True):
        assert states(line, *stated)


def test_what_the_key_says_differs_by_the_outcome() -> None:
    practice = Practice(a_practice_key(), PRACTICE_BOOK)
    verdicts = [practice.verdict("s2", tag) for tag in (CLAIM, BACKGROUND, CONFIRMATION)]
    assert [each.outcome for each in verdicts] == [
        KeyOutcome.SAME, KeyOutcome.ACCEPTED, KeyOutcome.OTHER,
    ]  # fmt: skip
    assert len({each.headline for each in verdicts}) == 3


def test_a_sentence_without_a_tag_is_told_the_keys() -> None:
    told = verdict(a_practice_key().sentence("s4"), None, PRACTICE_BOOK)
    assert states(told.headline, "non-response")


def test_practice_goes_through_what_the_key_asks_for() -> None:
    practice = Practice(a_practice_key(), PRACTICE_BOOK)
    seen = []
    while practice.next_unanswered is not None:
        seen.append(practice.next_unanswered.id)
        practice = practice.with_answer(practice.next_unanswered.id, CLAIM)
    assert seen == ["s2", "s3", "s4"]


def test_the_summary_counts_the_first_answer_however_often_one_tries_again() -> None:
    practice = (
        Practice(a_practice_key(), PRACTICE_BOOK)
        .with_answer("s2", CONFIRMATION)
        .with_answer("s2", CLAIM)
    )
    practice = practice.with_answer("s4", NON_RESPONSE)
    agreed, unanswered, claim, silence = practice.summary_lines
    assert states(agreed, "1 of 2 answers")
    assert states(unanswered, "1 of 3 sentences")
    assert states(claim, "claim", "0 of 1", "confirmation", "1")
    assert states(silence, "non-response", "1 of 1")


def test_an_accepted_tag_counts_as_correct_and_not_as_a_confusion() -> None:
    practice = Practice(a_practice_key(), PRACTICE_BOOK).with_answer("s2", BACKGROUND)
    assert states(practice.summary_lines[0], "1 of 1 answer")
    assert practice.summary[0].taken_for == {}


def test_practice_leaves_the_key_as_it_is() -> None:
    practice = Practice(a_practice_key(), PRACTICE_BOOK)
    practice.with_answer("s2", BACKGROUND)
    assert practice == Practice(a_practice_key(), PRACTICE_BOOK)


def test_a_blank_sheet_has_the_keys_sentences_and_none_of_its_answers() -> None:
    key = replace(a_practice_key(), status=Status.FINISHED, sources=(a_source(),))
    sheet = blank_copy(key, "Bo")
    assert [each.text for each in sheet.sentences] == [each.text for each in key.sentences]
    assert (sheet.form, sheet.status, sheet.sources) == (SetForm.ANNOTATIONS, None, ())
    assert {(each.tag, each.accepted_tags, each.explanation) for each in sheet.sentences} == {
        (None, (), None)
    }
    assert sheet.sentences[0].part == "byline"

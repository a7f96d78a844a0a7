"""Splitting and joining sentences."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from annotator.model.annotation import AnnotationSet, Answer
from annotator.model.boundaries import Join, Split
from annotator.model.faults import Refused
from tests.builders import CLAIM, CONFIRMATION, a_codebook, a_sentence, a_set, a_source
from tests.strategies import tagged_articles

BOOK = a_codebook()
TEXT = "It is dark, they said, and cold."


@given(tagged_articles(), st.data())
def test_split_and_joined_again_a_sentence_is_as_it_was(
    article: tuple[str, AnnotationSet], data: DataObject
) -> None:
    text, before = article
    sentence = data.draw(st.sampled_from(before.sentences))
    start, end = sentence.span
    try:
        split = Split(sentence.id, data.draw(st.integers(start, end))).apply(before, BOOK)
    except Refused:
        return
    left, right = split.sentences[split.positions[sentence.id] :][:2]
    joined = Join(left.id, text[left.span[1] : right.span[0]]).apply(split, BOOK)
    assert joined == replace(before, next_id=before.next_id + 1)


def test_the_left_half_keeps_the_id_and_everything() -> None:
    whole = a_sentence(TEXT, CLAIM, source="they", note="why?", flag=True)
    after = Split("s1", 23).apply(a_set(whole, sources=(a_source("They"),)), BOOK)
    left, right = after.sentences
    assert left == replace(whole, text="It is dark, they said,", span=(0, 22))
    assert (right.id, right.text, right.span, right.tag) == ("s2", "and cold.", (23, 32), None)
    assert after.next_id == 3


@pytest.mark.parametrize(
    ("at", "left", "right"),
    [(23, "they said", None), (11, None, "they said"), (17, None, None)],
)
def test_a_cue_goes_with_the_half_that_holds_it_whole(
    at: int, left: str | None, right: str | None
) -> None:
    before = a_set(a_sentence(TEXT, cue="they said"))
    halves = Split("s1", at).apply(before, BOOK).sentences
    assert [half.cue.text if half.cue else None for half in halves] == [left, right]
    dropped = left is None and right is None
    assert ("is dropped" in Split("s1", at).words(before, BOOK)) is dropped


@pytest.mark.parametrize("at", [-5, 0, 32, 99])
def test_a_sentence_is_not_split_at_its_ends_or_beyond(at: int) -> None:
    with pytest.raises(Refused):
        Split("s1", at).apply(a_set(TEXT), BOOK)


def test_the_left_decision_holds_in_a_joined_sentence() -> None:
    before = a_set(
        a_sentence("One.", CLAIM, note="first"),
        a_sentence("Two.", CONFIRMATION, note="second", flag=True, answers=("s1",)),
    )
    (joined,) = Join("s1", " ").apply(before, BOOK).sentences
    assert (joined.id, joined.tag, joined.answers) == ("s1", CLAIM, ())
    assert (joined.note, joined.flag, joined.text) == ("first\nsecond", True, "One. Two.")


def test_the_right_decision_holds_where_the_left_has_none() -> None:
    before = a_set(
        a_sentence("They said it.", CLAIM),
        a_sentence("The minister stated,", answers=("s1",)),
        a_sentence("it is so.", CONFIRMATION, source="minister", cue="so"),
        sources=(a_source("Minister"),),
    )
    joined = Join("s2", " ").apply(before, BOOK).sentence("s2")
    assert (joined.tag, joined.source) == (CONFIRMATION, "minister")
    assert joined.cue is not None
    assert joined.answers == (Answer("s1", "supports"),)


def test_links_to_the_right_half_lead_to_the_joined_sentence_once() -> None:
    before = a_set(
        "One.",
        "Two.",
        a_sentence("Three.", CONFIRMATION, answers=(Answer("s1", "partial"), Answer("s2"))),
    )
    after = Join("s1", " ").apply(before, BOOK)
    assert after.sentence("s3").answers == (Answer("s1", "partial"),)


def test_a_source_that_only_the_dropped_decision_named_leaves() -> None:
    before = a_set(
        a_sentence("One.", CLAIM),
        a_sentence("Two.", CLAIM, source="owls"),
        sources=(a_source("Owls"),),
    )
    assert Join("s1", " ").apply(before, BOOK).sources == ()


def test_a_join_across_a_paragraphs_end_keeps_the_text_between() -> None:
    before = a_set("The minister stated,", "it is so.")
    first, second = before.sentences
    apart = replace(second, span=(second.span[0] + 1, second.span[1] + 1), paragraph=2)
    (joined,) = Join("s1", "\n\n").apply(replace(before, sentences=(first, apart)), BOOK).sentences
    assert joined.text == "The minister stated,\n\nit is so."
    assert joined.paragraph == 1


def test_body_text_joined_with_furniture_is_body_text() -> None:
    before = a_set(a_sentence("OSLO (AP) —", part="dateline"), a_sentence("It is dark."))
    assert Join("s1", " ").apply(before, BOOK).sentences[0].part is None


def test_the_last_sentence_has_none_to_be_joined_with() -> None:
    with pytest.raises(Refused, match="last sentence"):
        Join("s1", "").apply(a_set(), BOOK)


def test_text_that_is_not_white_space_is_never_joined_over() -> None:
    with pytest.raises(Refused, match="is not as it was"):
        Join("s1", "x").apply(a_set("One.", "Two."), BOOK)


@pytest.mark.parametrize(
    ("left", "right", "together"), [(3, 4, 7), (3, None, 3), (None, 4, 4), (None, None, None)]
)
def test_the_seconds_of_both_halves_are_the_seconds_of_the_joined_sentence(
    left: int | None, right: int | None, together: int | None
) -> None:
    before = a_set(a_sentence("One.", seconds=left), a_sentence("Two.", seconds=right))
    assert Join("s1", " ").apply(before, BOOK).sentences[0].seconds == together


def test_whom_the_source_is_quoted_through_is_kept_by_the_decision_that_holds() -> None:
    said = a_sentence("One.", CLAIM, source="owls", via="port")
    sources = (a_source("Owls"), a_source("Port"))
    for halves in ((said, a_sentence("Two.", CLAIM)), (a_sentence("Two."), said)):
        (joined,) = Join("s1", " ").apply(a_set(*halves, sources=sources), BOOK).sentences
        assert (joined.source, joined.via) == ("owls", "port")

"""The difference between two sets."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from annotator.model.annotation import AnnotationSet, Cue, contains_cue, without_unused_sources
from annotator.model.changes import (
    Diff,
    answer_index,
    change_sentences,
    linked_positions,
    sentence_numbers,
)
from annotator.model.edits import SetNote, SplitSentence
from annotator.model.errors import DataError
from annotator.model.session import Session
from tests.factories import CLAIM, a_codebook, a_sentence, a_set, a_source
from tests.strategies import annotation_sets, edits, tagged_articles


@given(annotation_sets(), annotation_sets())
def test_a_difference_leads_forth_and_its_inverse_back(
    one: AnnotationSet, other: AnnotationSet
) -> None:
    diff = Diff.between(one, other)
    assert diff.apply(one) == other
    assert diff.inverse.apply(other) == one
    assert diff.inverse.inverse == diff


@given(annotation_sets())
def test_a_set_does_not_differ_from_itself(annotations: AnnotationSet) -> None:
    assert not Diff.between(annotations, annotations)


def test_only_the_changed_sentences_are_kept() -> None:
    before = a_set("One.", "Two.", "Three.")
    first, second, third = before.sentences
    after = replace(before, sentences=(first, replace(second, tag=CLAIM), third))
    diff = Diff.between(before, after)
    assert diff.changed_positions == (1,)
    assert diff.keeps_order
    assert [replacement.before for replacement in diff.replacements] == [(second,)]


def test_a_sentence_more_is_one_swap_that_moves_the_others() -> None:
    before = a_set("One.", "Two.", "Three.")
    first, _, third = before.sentences
    diff = Diff.between(before, replace(before, sentences=(first, third)))
    assert len(diff.replacements) == 1
    assert not diff.keeps_order


def test_a_sentence_split_in_two_touches_its_halves_and_none_beside_them() -> None:
    before = a_set("One.", "Two of them.", "Three.", "Four.")
    after = SplitSentence("s2", before.sentence("s2").span[0] + 4).apply(before, a_codebook())
    diff = Diff.between(before, after)
    assert diff.changed_positions == (1, 2)
    assert [replacement.before for replacement in diff.replacements] == [(before.sentences[1],)]


def test_a_changed_head_is_a_difference_without_swaps() -> None:
    before = a_set("One.")
    diff = Diff.between(before, replace(before, sources=(a_source(),)))
    assert diff
    assert diff.replacements == ()


def test_a_set_that_keeps_its_order_keeps_its_index() -> None:
    before = a_set("One.", "Two.")
    after = replace(before, annotator="Ben")
    assert Diff.between(before, after).apply(before).positions is before.positions


def test_a_source_that_is_described_recomputed_is_named_and_one_that_comes_is_not() -> None:
    before = a_set("One.", sources=(a_source(), a_source("Port")))
    after = replace(before, sources=(a_source(), a_source("Port", kind="person"), a_source("New")))
    assert Diff.between(before, after).changed_sources == {"port"}
    assert Diff.between(before, before).changed_sources == set()


THREE = a_set("One.", "Two.", "Three.")
OWLS, PORT = a_source("Owls"), a_source("Port", concerned=True)


@pytest.mark.parametrize(
    ("sentences", "said"),
    [
        (("s2",), "2"),
        (("s1", "s2"), "1-2"),
        (("s3", "s1", "s2"), "1-3"),
        (("s3", "s1"), "1, 3"),
        ((), ""),
    ],
)
def test_sentences_are_named_by_their_positions(sentences: tuple[str, ...], said: str) -> None:
    assert sentence_numbers(THREE, sentences) == said


def test_what_a_change_leaves_equal_stays_the_very_same() -> None:
    after = change_sentences(THREE, ["s1", "s2"], lambda each: replace(each, flag=each.id == "s2"))
    assert after.sentences[0] is THREE.sentences[0]
    assert [each.flag for each in after.sentences] == [False, True, False]


def test_a_source_that_no_sentence_names_is_removed_unless_it_is_concerned() -> None:
    named = a_set(a_sentence(source="owls"), sources=(OWLS, PORT))
    assert without_unused_sources(named) is named
    unnamed = a_set("One.", sources=(OWLS, PORT))
    assert without_unused_sources(unnamed).sources == (PORT,)


@pytest.mark.parametrize(
    ("cue", "held"),
    [
        (Cue("said", (13, 17)), True),
        (Cue("It said", (10, 17)), True),
        (Cue("said", (12, 16)), False),
        (Cue("said", (9, 13)), False),
        (Cue("", (13, 13)), False),
        (Cue("so.", (18, 21)), True),
    ],
)
def test_a_cue_is_held_where_its_words_stand_at_its_span(cue: Cue, held: bool) -> None:
    assert contains_cue(a_sentence("It said so.", start=10), cue) is held


@given(tagged_articles(), st.data())
def test_after_every_edit_it_is_as_if_counted_recomputed(
    article: tuple[str, AnnotationSet], data: DataObject
) -> None:
    text, annotations = article
    session = Session(annotations, a_codebook())
    for _ in range(data.draw(st.integers(1, 6))):
        try:
            session.apply(data.draw(edits(text, session.annotations)))
        except (DataError, KeyError):
            continue
        recomputed = {claim: set(each) for claim, each in answer_index(session.annotations).items()}
        assert {claim: set(each) for claim, each in session.answer_index.items()} == recomputed
    while session.undo():
        pass
    assert {claim: set(each) for claim, each in session.answer_index.items()} == {
        claim: set(each) for claim, each in answer_index(annotations).items()
    }


def test_an_edit_that_changes_no_link_costs_nothing() -> None:
    session = Session(a_set("One.", a_sentence("Two.", answers=("s1",))), a_codebook())
    before = session.answer_index
    session.apply(SetNote("s2", "why"))
    assert session.answer_index is before


def test_a_sentence_is_linked_with_what_it_answers_and_what_answers_it() -> None:
    annotations = a_set(
        "One.", a_sentence("Two.", answers=("s1",)), a_sentence("Three.", answers=("s2",))
    )
    answered = answer_index(annotations)
    assert [linked_positions(annotations, answered, at) for at in range(3)] == [(1,), (0, 2), (1,)]

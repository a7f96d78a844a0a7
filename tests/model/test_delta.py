"""The difference between two sets."""

from dataclasses import replace

from hypothesis import given

from annotator.model.annotation import AnnotationSet
from annotator.model.boundaries import Split
from annotator.model.delta import Delta
from tests.builders import CLAIM, a_codebook, a_set, a_source
from tests.strategies import annotation_sets


@given(annotation_sets(), annotation_sets())
def test_a_difference_leads_forth_and_its_inverse_back(
    one: AnnotationSet, other: AnnotationSet
) -> None:
    delta = Delta.between(one, other)
    assert delta.apply(one) == other
    assert delta.inverse.apply(other) == one
    assert delta.inverse.inverse == delta


@given(annotation_sets())
def test_a_set_does_not_differ_from_itself(annotations: AnnotationSet) -> None:
    assert not Delta.between(annotations, annotations)


def test_only_the_changed_sentences_are_kept() -> None:
    before = a_set("One.", "Two.", "Three.")
    first, second, third = before.sentences
    after = replace(before, sentences=(first, replace(second, tag=CLAIM), third))
    delta = Delta.between(before, after)
    assert delta.touched == (1,)
    assert delta.keeps_order
    assert [swap.before for swap in delta.swaps] == [(second,)]


def test_a_sentence_more_is_one_swap_that_moves_the_others() -> None:
    before = a_set("One.", "Two.", "Three.")
    first, _, third = before.sentences
    delta = Delta.between(before, replace(before, sentences=(first, third)))
    assert len(delta.swaps) == 1
    assert not delta.keeps_order


def test_a_sentence_split_in_two_touches_its_halves_and_none_beside_them() -> None:
    before = a_set("One.", "Two of them.", "Three.", "Four.")
    after = Split("s2", before.sentence("s2").span[0] + 4).apply(before, a_codebook())
    delta = Delta.between(before, after)
    assert delta.touched == (1, 2)
    assert [swap.before for swap in delta.swaps] == [(before.sentences[1],)]


def test_a_changed_head_is_a_difference_without_swaps() -> None:
    before = a_set("One.")
    delta = Delta.between(before, replace(before, sources=(a_source(),)))
    assert delta
    assert delta.swaps == ()


def test_a_set_that_keeps_its_order_keeps_its_index() -> None:
    before = a_set("One.", "Two.")
    after = replace(before, annotator="Ben")
    assert Delta.between(before, after).apply(before).positions is before.positions


def test_a_source_that_is_described_anew_is_named_and_one_that_comes_is_not() -> None:
    before = a_set("One.", sources=(a_source(), a_source("Port")))
    after = replace(before, sources=(a_source(), a_source("Port", kind="person"), a_source("New")))
    assert Delta.between(before, after).redescribed == {"port"}
    assert Delta.between(before, before).redescribed == set()

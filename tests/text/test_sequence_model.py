"""Labels of a sequence, decoded with the algorithm of Viterbi."""

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from annotator.text.sequence_model import SequenceModel

LABELS = ("O", "B-cue", "I-cue")
weights = st.floats(-5, 5)
rows = st.tuples(weights, weights, weights)
features = st.sampled_from("abcde")


@composite
def models(draw: DrawFn) -> SequenceModel:
    transitions = draw(st.tuples(rows, rows, rows))
    return SequenceModel(LABELS, transitions, draw(st.dictionaries(features, rows)))


def score(model: SequenceModel, items: list[list[str]], labels: tuple[str, ...]) -> float:
    """The score of labels, by the definition."""
    places = [LABELS.index(each) for each in labels]
    emitted = sum(
        model.weights[each][place]
        for place, item in zip(places, items, strict=True)
        for each in item
        if each in model.weights
    )
    return emitted + sum(model.transitions[a][b] for a, b in pairwise(places))


@given(models(), st.lists(st.lists(features, max_size=4), max_size=5))
def test_no_other_labels_have_a_higher_score(model: SequenceModel, items: list[list[str]]) -> None:
    found = model.label(items)
    assert len(found) == len(items)
    best = max(score(model, items, each) for each in product(LABELS, repeat=len(items)))
    assert score(model, items, found) == pytest.approx(best)


def test_an_empty_sequence_has_no_labels() -> None:
    assert SequenceModel(LABELS, ((0.0,) * 3,) * 3, {}).label([]) == ()

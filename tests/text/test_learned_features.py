"""What a learned model sees, and what decisions teach it."""

from dataclasses import replace

import pytest
from hypothesis import given

from annotator.model.annotation import AnnotationSet
from annotator.text.learned_features import (
    CUE,
    LABELS,
    SOURCE,
    labeled_span,
    sentence_features,
    word_labels,
    word_sequence,
)
from annotator.text.names import tokens
from tests.factories import CLAIM, a_sentence, a_set, a_source
from tests.strategies import annotation_sets

PENN = a_source("Dora Penn", id="dora-penn")


def spans(annotations: AnnotationSet, position: int) -> tuple[str | None, str | None]:
    """The words that are labeled as the cue and as the source."""
    text = annotations.sentences[position].text
    labels = word_labels(annotations, position)
    found = (labeled_span(tokens(text), labels, each) for each in (CUE, SOURCE))
    first, second = (None if each is None else text[slice(*each)] for each in found)
    return first, second


def test_the_words_of_the_cue_and_of_the_name_are_labeled() -> None:
    sentence = a_sentence("“No,” said Dora Penn on Monday.", CLAIM, cue="said", source="dora-penn")
    assert spans(a_set(sentence, sources=(PENN,)), 0) == ("said", "Dora Penn")


def test_a_cue_of_several_words_is_labeled_as_one() -> None:
    sentence = a_sentence("It closed, according to Dora Penn.", CLAIM, cue="according to")
    assert spans(a_set(sentence), 0) == ("according to", None)


@pytest.mark.parametrize(
    ("text", "words"), [("She said it closed.", "She"), ("“We left,” Penn said.", "Penn")]
)
def test_a_pronoun_or_a_short_name_stands_for_the_source(text: str, words: str) -> None:
    before = a_sentence("Dora Penn said no.", CLAIM, cue="said", source="dora-penn")
    sentence = a_sentence(text, CLAIM, cue="said", source="dora-penn")
    assert spans(a_set(before, sentence, sources=(PENN,)), 1) == ("said", words)


def test_a_source_that_is_named_elsewhere_has_no_words() -> None:
    sentence = a_sentence("The bridge is closed.", CLAIM, source="dora-penn")
    assert spans(a_set(sentence, sources=(PENN,)), 0) == (None, None)


@given(annotation_sets())
def test_features_come_from_the_text_and_not_from_decisions(annotations: AnnotationSet) -> None:
    bare = replace(
        annotations, sentences=tuple(each.without_decisions for each in annotations.sentences)
    )
    for position in range(len(bare.sentences)):
        own, others = annotations.sentences, bare.sentences
        assert sentence_features(own, position) == sentence_features(others, position)
        assert word_sequence(own, position) == word_sequence(others, position)


@given(annotation_sets())
def test_each_word_has_features_and_a_label(annotations: AnnotationSet) -> None:
    for position in range(len(annotations.sentences)):
        sequence = word_sequence(annotations.sentences, position)
        labels = word_labels(annotations, position)
        assert len(sequence.words) == len(sequence.features) == len(labels)
        assert set(labels) <= set(LABELS)

"""What holds in every set."""

from dataclasses import replace

from hypothesis import given

from annotator.model.annotation import AnnotationSet
from annotator.model.structure import misfits, misfits_with
from tests.builders import a_set, a_source, parts_of
from tests.strategies import annotation_sets, tagged_articles

TEXT = "One. Two."


@given(annotation_sets())
def test_a_sound_set_contradicts_nothing(annotations: AnnotationSet) -> None:
    assert not list(misfits(parts_of(annotations)))


@given(tagged_articles())
def test_a_set_goes_with_the_text_it_was_made_on(article: tuple[str, AnnotationSet]) -> None:
    text, annotations = article
    assert not list(misfits_with(text, annotations.sentences))


def test_two_sources_have_two_ids() -> None:
    annotations = a_set(sources=(a_source("Owls"), a_source("OWLS")))
    (misfit,) = misfits(parts_of(annotations))
    assert misfit.steps == ("sources", 1, "id")


def test_a_sentence_missing_at_the_end_is_noticed_by_the_text() -> None:
    (misfit,) = misfits_with(TEXT, a_set("One.").sentences)
    assert "cut short" in misfit.message


def test_a_sentence_missing_before_another_is_noticed_by_the_text() -> None:
    (misfit,) = misfits_with(TEXT, a_set("One.", "Two.").sentences[1:])
    assert misfit.message == "the document's text before s2, from 0 on, is in no sentence"


def test_a_sentence_that_stands_elsewhere_is_noticed_by_the_text() -> None:
    first, second = a_set("One.", "Two.").sentences
    (misfit,) = misfits_with(TEXT, (first, replace(second, text="Too.")))
    assert misfit.steps == ("sentences", 1, "span")


def test_a_text_without_any_sentence_is_noticed() -> None:
    assert list(misfits_with(TEXT, ()))
    assert not list(misfits_with(" \n", ()))

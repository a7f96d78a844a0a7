"""Suggestions by models over the signals of the rules."""

from dataclasses import replace

from annotator.model.annotation import SuggestedField
from annotator.model.suggestions import FieldSuggestions
from annotator.project.learning import untagged
from annotator.text.learned_suggester import LearnedModels, suggest
from tests.factories import BACKGROUND, BOOK, CLAIM, a_codebook, a_sentence, a_set, a_tag
from tests.learned import HABIT, some_models

TEXT = ("The bridge opened in 1902.", f"Ravi Orr {HABIT} that it was closed.", "It rained.")


def suggestions(*texts: str, models: LearnedModels | None = None) -> list[FieldSuggestions]:
    found = suggest(untagged(a_set(*texts)), BOOK, models or some_models())
    return list(found.values())


def values(suggested: FieldSuggestions, field: SuggestedField) -> list[object]:
    return [each.value for each in suggested.get(field, ())]


def test_tags_have_the_likeliest_first_with_its_probability() -> None:
    first, second, _ = suggestions(*TEXT)
    assert values(first, SuggestedField.TAG)[0] == BACKGROUND
    best = second[SuggestedField.TAG][0]
    assert best.value == CLAIM
    assert best.score is not None
    assert 0.5 < best.score < 1


def test_cues_and_sources_have_their_places_in_the_document() -> None:
    document = untagged(a_set(*TEXT))
    second = suggest(document, BOOK, some_models())["s2"]
    whole = " ".join(TEXT)
    at = whole.index(HABIT)
    assert values(second, SuggestedField.CUE) == [(at, at + len(HABIT))]
    source = second[SuggestedField.SOURCE][0]
    assert source.value == "Ravi Orr"
    assert source.span is not None
    assert whole[slice(*source.span)].endswith("Orr")


def test_a_sentence_of_nobody_gets_no_source_and_no_cue() -> None:
    first, _, third = suggestions(*TEXT)
    for each in (first, third):
        assert values(each, SuggestedField.SOURCE) == [""]
        assert values(each, SuggestedField.CUE) == [()]


def test_a_tag_outside_the_codebook_is_not_suggested() -> None:
    book = a_codebook(a_tag(BACKGROUND))
    found = suggest(untagged(a_set(*TEXT)), book, some_models())
    assert {each for one in found.values() for each in values(one, SuggestedField.TAG)} == {
        BACKGROUND
    }


def test_only_the_asked_fields_are_suggested() -> None:
    document = untagged(a_set(*TEXT))
    whole = suggest(document, BOOK, some_models())
    for field in (SuggestedField.TAG, SuggestedField.SOURCE, SuggestedField.CUE):
        alone = suggest(document, BOOK, some_models(), [field])
        assert alone == {key: {field: each[field]} for key, each in whole.items()}


def test_furniture_gets_no_suggestions() -> None:
    sentences = (a_sentence(TEXT[0], part="title"), a_sentence(TEXT[1]))
    assert list(suggest(untagged(a_set(*sentences)), BOOK, some_models())) == ["s2"]


def test_without_any_model_nothing_but_nobody_is_suggested() -> None:
    for each in suggestions(*TEXT, models=replace(some_models(), tags=None, words=None)):
        assert SuggestedField.TAG not in each
        assert values(each, SuggestedField.CUE) == [()]

"""Scores of a suggester: the same as those of another implementation, and intervals around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Answer, SuggestedField
from annotator.model.suggestions import FieldSuggestions, Suggestion
from annotator.stats.agreement.pairing import ComparableSet
from annotator.stats.agreement.suggester_scores import (
    NOTHING,
    FieldScore,
    SuggestedDocument,
    SuggesterScores,
    suggester_scores,
)
from tests.factories import FOUR_TAGS, a_document, a_sentence, a_set, a_source

TAGS = [each.id for each in FOUR_TAGS.tags]
Pairs = list[tuple[str, str | None]]


def a_comparison(pairs: Pairs, document: int = 0) -> SuggestedDocument:
    """A document in which each sentence has a decided and a suggested tag."""
    sentences = (a_sentence(tag=decided) for decided, _ in pairs)
    reference = a_set(*sentences, document=a_document(id=f"d{document}"))
    suggestions: dict[str, FieldSuggestions] = {
        f"s{number}": {SuggestedField.TAG: (Suggestion(tag),)}
        for number, (_, tag) in enumerate(pairs, 1)
        if tag
    }
    return SuggestedDocument(ComparableSet(reference, FOUR_TAGS), suggestions)


def scores_of(*documents: SuggestedDocument) -> SuggesterScores:
    return suggester_scores(documents, FOUR_TAGS, {})


def field(scores: SuggesterScores, name: str) -> FieldScore:
    return next(each for each in scores.fields if each.id == name)


pairs = st.lists(st.tuples(st.sampled_from(TAGS), st.sampled_from([*TAGS, None])), min_size=1)


@given(pairs)
def test_scores_of_tags_are_those_of_another_implementation(pairs: Pairs) -> None:
    from sklearn.metrics import (  # noqa: PLC0415 (heavy, and only here)
        cohen_kappa_score,
        precision_recall_fscore_support,
    )

    scores = scores_of(a_comparison(pairs))
    decided = [one for one, _ in pairs]
    suggested = [other or NOTHING for _, other in pairs]
    expected = precision_recall_fscore_support(decided, suggested, labels=TAGS, zero_division=0)
    for score, *values in zip(scores.tags, *expected[:3], strict=True):
        found = (score.precision, score.recall, score.f1)
        assert [each.estimate.value or 0.0 for each in found] == pytest.approx(values)
    used = [at for at, tag in enumerate(TAGS) if tag in decided or tag in suggested]
    mean = sum(expected[2][at] for at in used) / len(used)
    assert scores.macro_f1.value == pytest.approx(mean)
    if scores.kappa.value is not None:
        assert scores.kappa.value == pytest.approx(cohen_kappa_score(decided, suggested))


@given(st.lists(pairs, min_size=5, max_size=8))
def test_intervals_are_around_the_figures(documents: list[Pairs]) -> None:
    scores = scores_of(*(a_comparison(each, at) for at, each in enumerate(documents)))
    figures = [each.precision.estimate for each in scores.tags]
    for each in [*figures, scores.macro_f1, scores.same_tag.estimate]:
        if each.interval is not None and each.value is not None:
            assert 0 <= each.interval[0] <= each.value <= each.interval[1] <= 1


def test_always_saying_the_commonest_tag_is_known() -> None:
    scores = scores_of(a_comparison([("claim", "claim"), ("claim", None), ("background", None)]))
    assert scores.commonest == "claim"
    assert scores.always_commonest.numerator == 2
    assert scores.same_tag.numerator == 1


@pytest.mark.parametrize(
    ("suggested", "right"),
    [
        ("Port of Calder", {"source_exact", "source_head", "source_listed"}),
        ("port of calder", {"source_exact", "source_head", "source_listed"}),
        ("Port", {"source_head"}),
        ("Ann Lee", set()),
    ],
)
def test_a_source_is_right_by_its_name_or_by_its_main_word(suggested: str, right: set[str]) -> None:
    source = a_source("Port of Calder")
    reference = a_set(a_sentence(tag="claim", source=source.id), sources=(source,))
    suggestions = {"s1": {SuggestedField.SOURCE: (Suggestion(suggested),)}}
    scores = scores_of(SuggestedDocument(ComparableSet(reference, FOUR_TAGS), suggestions))
    for name in ("source_exact", "source_head", "source_listed"):
        assert field(scores, name).recall.numerator == (name in right), name


def test_a_source_can_be_in_the_list() -> None:
    source = a_source("Ann Lee")
    reference = a_set(a_sentence(tag="claim", source=source.id), sources=(source,))
    listed = (Suggestion(""), Suggestion("Ravi Orr"), Suggestion("Ann Lee"))
    suggestions = {"s1": {SuggestedField.SOURCE: listed}}
    scores = scores_of(SuggestedDocument(ComparableSet(reference, FOUR_TAGS), suggestions))
    assert field(scores, "source_listed").recall.numerator == 1
    assert field(scores, "source_exact").recall.numerator == 0
    assert field(scores, "source_exact").precision.denominator == 0


@pytest.mark.parametrize(
    ("span", "right"),
    [((5, 9), {"cue_any", "cue_exact", "cue_overlap"}), ((4, 7), {"cue_any", "cue_overlap"}),
     ((0, 4), {"cue_any"})],
)  # fmt: skip
def test_a_cue_is_there_or_overlaps_or_is_the_same(span: tuple[int, int], right: set[str]) -> None:
    reference = a_set(a_sentence("They said so.", "claim", cue="said"))
    suggestions = {"s1": {SuggestedField.CUE: (Suggestion(span),)}}
    scores = scores_of(SuggestedDocument(ComparableSet(reference, FOUR_TAGS), suggestions))
    for name in ("cue_any", "cue_exact", "cue_overlap"):
        assert field(scores, name).precision.numerator == (name in right), name


def test_links_count_each_with_and_without_its_stance() -> None:
    reference = a_set(
        a_sentence(tag="claim"),
        a_sentence(tag="claim"),
        a_sentence(tag="confirmation", answers=(Answer("s1", "supports"), Answer("s2", "partial"))),
    )
    answers = (Answer("s1", "contradicts"), Answer("s2", "partial"))
    suggestions = {"s3": {SuggestedField.ANSWERS: (Suggestion(answers),)}}
    scores = scores_of(SuggestedDocument(ComparableSet(reference, FOUR_TAGS), suggestions))
    assert field(scores, "links").f1.estimate.value == 1
    assert field(scores, "links_with_stance").precision.numerator == 1


def test_scores_that_are_probabilities_have_no_error_of_calibration() -> None:
    reference = a_set(*(a_sentence(tag="claim" if at < 8 else "background") for at in range(10)))
    suggestions: dict[str, FieldSuggestions] = {
        f"s{at}": {SuggestedField.TAG: (Suggestion("claim", 0.8),)} for at in range(1, 11)
    }
    scores = scores_of(SuggestedDocument(ComparableSet(reference, FOUR_TAGS), suggestions))
    tag = next(each for each in scores.calibrations if each.field is SuggestedField.TAG)
    assert tag.error == pytest.approx(0)
    assert [each.count for each in tag.bins] == [10]
    others = [each.error for each in scores.calibrations if each is not tag]
    assert others == [None] * len(others)


def test_sentences_that_are_left_out_do_not_count() -> None:
    whole = a_comparison([("claim", "claim"), ("claim", "background")])
    less = SuggestedDocument(whole.reference, whole.suggestions, frozenset({"s2"}))
    assert scores_of(less).same_tag.estimate.value == 1


def test_nothing_to_compare_has_reasons_and_no_figures() -> None:
    scores = scores_of()
    assert scores.macro_f1.value is None
    assert scores.macro_f1.reason
    assert scores.kappa.reason
    assert not scores.commonest

"""The finding in one sentence, and the evidence behind the six figures."""

import re

import pytest
from hypothesis import given, settings

from annotator.model.annotation import AnnotationSet, Answer
from annotator.report.article import ArticleReport
from annotator.report.finding import OUTCOME_PHRASES, ArticleFinding, KeyFigure
from annotator.stats.claims import OUTCOME_COMBINATIONS
from annotator.storage.codebooks import builtin
from tests.factories import a_codebook, a_sentence, a_set, a_source
from tests.report.examples import HARBOUR
from tests.rounds import rounds
from tests.strategies import MeasureCase, measure_cases

ADA = a_source("Ada")
CLAIM = a_sentence(tag="claim", source=ADA.id)


def finding_of(annotations: AnnotationSet) -> ArticleFinding:
    return ArticleReport(annotations, a_codebook()).finding


def figure(annotations: AnnotationSet, measure: str) -> KeyFigure:
    report = ArticleReport(annotations, builtin())
    return next(each for each in report.key_figures if each.measure.id == measure)


def numbers_in(text: str) -> list[int]:
    return [int(each) for each in re.findall(r"\d+", text)]


def test_the_sample_has_eight_claims_of_which_five_are_checkable() -> None:
    found = ArticleReport(HARBOUR, builtin()).finding
    assert numbers_in(found.opening) == [8, 5]
    assert [numbers_in(each) for each in found.outcomes] == [[2], [1], [1], [1]]
    assert found.caveat == ""


@pytest.mark.parametrize(
    "annotations",
    [
        a_set(a_sentence(part="title")),
        a_set("It is."),
        a_set(a_sentence(tag="background")),
        a_set(a_sentence(tag="claim"), a_sentence(tag="claim")),
        a_set(CLAIM, CLAIM, sources=(ADA,)),
        a_set(a_sentence(tag="claim", source=ADA.id, checkable=False), sources=(ADA,)),
    ],
    ids=["empty", "untagged", "no claim", "only tags", "sourced", "not checkable"],
)
def test_each_case_has_an_opening_of_its_own(annotations: AnnotationSet) -> None:
    assert finding_of(annotations).opening != finding_of(a_set(CLAIM, sources=(ADA,))).opening


def test_a_set_that_only_has_tags_says_nothing_about_outcomes() -> None:
    found = finding_of(a_set(a_sentence(tag="claim"), a_sentence(tag="background")))
    assert numbers_in(found.text) == [1, 2]
    assert found.outcomes == ()


def test_a_set_without_links_says_nothing_about_outcomes() -> None:
    unlinked = a_sentence(tag="confirmation", source=ADA.id)
    found = finding_of(a_set(CLAIM, unlinked, sources=(ADA,)))
    assert numbers_in(found.opening) == [1]
    assert found.outcomes == ()


def test_figures_are_marked_as_provisional_while_sentences_are_untagged() -> None:
    assert numbers_in(finding_of(a_set(CLAIM, "It is.", sources=(ADA,))).caveat) == [1, 2]


def test_every_outcome_has_a_phrase() -> None:
    assert set(OUTCOME_PHRASES) == set(OUTCOME_COMBINATIONS)
    assert len(set(OUTCOME_PHRASES.values())) == len(OUTCOME_COMBINATIONS)


@given(measure_cases())
@settings(max_examples=rounds(25, 200))
def test_the_outcomes_add_up_to_the_checkable_claims(case: MeasureCase) -> None:
    report = ArticleReport(case.annotations, case.codebook)
    if report.finding.outcomes:
        counts = [numbers_in(each)[0] for each in report.finding.outcomes]
        assert sum(counts) == len(report.measure_input.checkable_claims)


@given(measure_cases())
@settings(max_examples=rounds(40, 300))
def test_the_evidence_is_as_much_as_the_figure_says(case: MeasureCase) -> None:
    report = ArticleReport(case.annotations, case.codebook)
    assert tuple(each.measure for each in report.key_figures) == report.content.key_measures
    for each in report.key_figures:
        value = report.values[each.measure.id]
        if not value.defined:
            assert each.evidence == ()
            continue
        numerator, denominator = value.numerator or 0, value.denominator or 0
        counted = sum(len(one.numbers) for one in each.evidence)
        if each.measure.id == "claim_attribution_rate":
            assert counted == denominator - numerator
        elif each.measure.id == "unnamed_source_share":
            assert len(each.evidence) == numerator
        elif each.measure.id == "nonresponse_rate":
            assert len(each.evidence) == (numerator or denominator)
        else:
            assert counted == numerator


def test_a_silent_party_is_named_with_its_sentences() -> None:
    silent = a_sentence(tag="non-response", source=ADA.id, answers=(Answer("s1"),))
    found = figure(a_set(CLAIM, silent, sources=(ADA,)), "nonresponse_rate")
    assert [(each.name, each.numbers) for each in found.evidence] == [("Ada", (2,))]

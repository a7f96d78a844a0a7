"""The sources of an article as cards: what is recorded on each of the five questions."""

import re

import pytest
from hypothesis import given

from annotator.model.annotation import AnnotationSet, Answer, Source
from annotator.report.article import ArticleReport
from annotator.report.source_cards import (
    CardAnswer,
    CardVerdict,
    Question,
    SourceCard,
    cards_fragment,
    cards_page,
    cards_style,
    revealed_cards,
    source_cards,
    voices,
)
from annotator.stats.claims import claims
from annotator.stats.measure_input import prepare_measure_input
from annotator.storage.codebooks import builtin
from tests.factories import a_sentence, a_set, a_source
from tests.hostile import CORPUS
from tests.report.examples import HARBOUR
from tests.strategies import MeasureCase, measure_cases

PORT = a_source("Port", affiliation="City")
GRID = a_source("Grid", concerned=True)
NURSE = a_source("Ana Roe", kind="person")
OUTLET = a_source("Weekly", kind="reporter")
CLAIM = a_sentence("The port is shut.", "claim", source=PORT.id)


def answered(by: Source, *stances: str, tag: str = "confirmation") -> AnnotationSet:
    """A claim of the port, and one answer to it for each stance."""
    replies = [
        a_sentence("So it is.", tag, source=by.id, answers=(Answer("s1", each),))
        for each in stances
    ]
    return a_set(CLAIM, *replies, sources=(PORT, by))


def card(annotations: AnnotationSet, source: Source) -> SourceCard:
    found = source_cards(annotations, builtin()).cards
    return next(each for each in found if each.source.id == source.id)


def answer(annotations: AnnotationSet, source: Source, question: Question) -> CardAnswer:
    (found,) = (each for each in card(annotations, source).answers if each.question is question)
    return found


def verdict(annotations: AnnotationSet, source: Source, question: Question) -> CardVerdict:
    return answer(annotations, source, question).verdict


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("person", CardVerdict.YES),
        ("organization", CardVerdict.YES),
        ("document", CardVerdict.YES),
        ("reporter", CardVerdict.YES),
        ("unnamed", CardVerdict.NO),
        (None, CardVerdict.UNKNOWN),
    ],
)
def test_whether_it_is_named_is_told_by_its_kind(kind: str | None, expected: CardVerdict) -> None:
    by = a_source("Ana Roe", kind=kind)
    assert verdict(answered(by, "supports"), by, Question.NAMED) is expected


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (GRID, CardVerdict.NO),
        (a_source("Ana Roe", kind="person", affiliation="GRID"), CardVerdict.NO),
        (a_source("Ana Roe", kind="person", affiliation="city"), CardVerdict.PARTLY),
        (NURSE, CardVerdict.YES),
        (OUTLET, CardVerdict.YES),
    ],
)
def test_whether_it_is_independent_is_told_by_what_it_is_tied_to(
    by: Source, expected: CardVerdict
) -> None:
    others = tuple(each for each in (PORT, GRID) if each.id != by.id)
    annotations = a_set(
        CLAIM,
        a_sentence("So it is.", "confirmation", source=by.id, answers=(Answer("s1", "supports"),)),
        sources=(by, *others),
    )
    assert verdict(annotations, by, Question.INDEPENDENT) is expected


def test_a_source_that_only_asserts_is_not_called_independent() -> None:
    annotations = answered(NURSE, "supports")
    assert verdict(annotations, PORT, Question.INDEPENDENT) is CardVerdict.UNKNOWN


@pytest.mark.parametrize(
    ("by", "stance", "claimant", "answering"),
    [
        (NURSE, "supports", CardVerdict.YES, CardVerdict.YES),
        (NURSE, "partial", CardVerdict.NO, CardVerdict.UNKNOWN),
        (NURSE, "contradicts", CardVerdict.NO, CardVerdict.UNKNOWN),
        (a_source("Quay", affiliation="City"), "supports", CardVerdict.NO, CardVerdict.NO),
    ],
)
def test_several_stand_for_a_claim_only_if_an_independent_source_supports_it(
    by: Source, stance: str, claimant: CardVerdict, answering: CardVerdict
) -> None:
    annotations = answered(by, stance)
    assert verdict(annotations, PORT, Question.MULTIPLE) is claimant
    assert verdict(annotations, by, Question.MULTIPLE) is answering


@pytest.mark.parametrize(
    ("by", "stance", "expected"),
    [
        (NURSE, "supports", CardVerdict.YES),
        (NURSE, "partial", CardVerdict.YES),
        (NURSE, "contradicts", CardVerdict.PARTLY),
        (OUTLET, "contradicts", CardVerdict.YES),
    ],
)
def test_a_source_verifies_what_it_supports_and_the_outlet_what_it_checks(
    by: Source, stance: str, expected: CardVerdict
) -> None:
    annotations = answered(by, stance)
    found = answer(annotations, by, Question.VERIFIES)
    assert (found.verdict, [each.number for each in found.places]) == (expected, [1])
    assert verdict(annotations, PORT, Question.VERIFIES) is CardVerdict.NO


def test_a_party_that_gave_no_answer_neither_verifies_nor_asserts() -> None:
    silent = a_sentence("It declined.", "non-response", source=GRID.id, answers=(Answer("s1"),))
    annotations = a_set(CLAIM, silent, sources=(PORT, GRID))
    found = answer(annotations, GRID, Question.VERIFIES)
    assert (found.verdict, [each.sentence for each in found.places]) == (
        CardVerdict.UNKNOWN,
        ["s2"],
    )


def test_a_concerned_party_that_no_sentence_quotes_has_a_card() -> None:
    annotations = a_set(CLAIM, sources=(PORT, GRID, NURSE))
    assert [each.source for each in source_cards(annotations, builtin()).cards] == [PORT, GRID]


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ("informed", CardVerdict.YES),
        ("uninformed", CardVerdict.NO),
        ("unclear", CardVerdict.UNKNOWN),
        (None, CardVerdict.UNKNOWN),
    ],
)
def test_whether_it_can_know_is_what_people_judged(
    standing: str | None, expected: CardVerdict
) -> None:
    by = a_source("Ana Roe", standing=standing, standing_reason="was there")
    found = answer(answered(by, "supports"), by, Question.AUTHORITATIVE)
    assert found.verdict is expected
    assert ("was there" in found.reason) is (standing is not None)


@given(measure_cases())
def test_a_claim_has_several_voices_if_an_independent_source_supports_it(
    case: MeasureCase,
) -> None:
    measured = prepare_measure_input(case.annotations, case.codebook)
    several = {each.sentence for each in claims(measured) if voices(each) > 1}
    assert several & measured.checkable_claims == measured.independently_corroborated


@given(measure_cases())
def test_each_card_answers_every_question_once_and_in_order(case: MeasureCase) -> None:
    for each in source_cards(case.annotations, case.codebook).cards:
        assert [one.question for one in each.answers] == list(Question)


def test_the_claims_of_the_outlet_itself_are_listed_beside_the_cards() -> None:
    found = source_cards(HARBOUR, builtin())
    assert [each.number for each in found.unsourced] == [3]


def test_the_page_links_each_sentence_to_the_article_below() -> None:
    html = cards_page([ArticleReport(HARBOUR, builtin())], with_articles=True)
    targets = set(re.findall(r'href="#(a1-\d+)"', html))
    assert targets
    assert targets <= set(re.findall(r'id="(a1-\d+)"', html))


def test_a_page_without_articles_links_to_none() -> None:
    reports = [ArticleReport(HARBOUR, builtin())] * 2
    assert 'href="#a' not in cards_page(reports, with_articles=False)


def test_a_set_without_sources_gives_no_card() -> None:
    found = source_cards(a_set(a_sentence(tag="claim")), builtin())
    assert found.cards == ()
    assert "<li" not in cards_fragment(found)


def test_a_class_sees_the_cards_only_after_the_whole_key() -> None:
    tagged = [each.id for each in HARBOUR.sentences if each.tag]
    found = revealed_cards(HARBOUR, builtin(), tagged)
    assert found == source_cards(HARBOUR, builtin())
    for missing in (tagged[:-1], tagged[1:], []):
        assert revealed_cards(HARBOUR, builtin(), missing) is None


def test_a_key_without_sources_gives_a_class_no_cards() -> None:
    key = a_set(a_sentence(tag="claim"))
    assert revealed_cards(key, builtin(), ["s1"]) is None


def test_a_page_with_the_fragment_and_the_style_has_all_its_classes() -> None:
    fragment, style = cards_fragment(source_cards(HARBOUR, builtin())), cards_style()
    assert "source-card" in fragment
    assert ".source-card " in style


@pytest.mark.parametrize("text", CORPUS)
def test_hostile_text_is_shown_as_text(text: str) -> None:
    by = a_source(text, id="by", affiliation=text, standing="unclear", standing_reason=text)
    fragment = cards_fragment(source_cards(answered(by, "supports"), builtin()))
    assert "<script" not in fragment
    assert "<img" not in fragment

"""Figures over many articles, and over several annotators of one."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.annotation import Sentence, Source
from annotator.model.codebook import Codebook, Role
from annotator.stats.corpus import (
    MEASURE_COLUMNS,
    NOWHERE_DEFINED,
    AverageIntervals,
    MeasuredSet,
    annotator_ranges,
    corpus_articles,
    corpus_record,
    macro_averages,
    measure_rows,
    measured_set_record,
    micro_averages,
)
from annotator.stats.intervals import corpus_intervals
from annotator.stats.measure_formulas import NO_SOURCED
from annotator.stats.measures import MEASURE_BY_ID, MEASURES, measure
from tests.factories import FOUR_TAGS, a_codebook_of, a_numbered_sentence, a_set_of
from tests.rounds import rounds
from tests.statements import states
from tests.stats.examples import worked_example
from tests.strategies import MeasureCase, measure_cases

A = Source("a", "A", "person")


def measured(
    *sentences: Sentence,
    document: str = "one",
    annotator: str = "Ada",
    codebook: Codebook = FOUR_TAGS,
) -> MeasuredSet:
    found = a_set_of(*sentences, sources=(A,), document=document, annotator=annotator)
    return MeasuredSet(found.document, annotator, measure(found, codebook))


def claims(sourced: int, of: int, document: str, annotator: str = "Ada") -> MeasuredSet:
    """An article of claims, some of which have the source A."""
    sentences = (
        a_numbered_sentence(number, "claim", "a" if number < sourced else None)
        for number in range(of)
    )
    return measured(*sentences, document=document, annotator=annotator)


def test_micro_adds_sentences_and_macro_averages_articles() -> None:
    corpus = corpus_articles([claims(1, 1, "one"), claims(1, 4, "two")])
    total = micro_averages(corpus)["claim_attribution_rate"]
    assert (total.value, total.numerator, total.denominator) == (2 / 5, 2, 5)
    mean = macro_averages(corpus)["claim_attribution_rate"]
    assert (mean.value, mean.articles) == ((1 + 1 / 4) / 2, 2)


def test_articles_where_a_measure_is_undefined_stay_out_of_its_mean() -> None:
    corpus = corpus_articles([claims(1, 2, "one"), measured(document="two")])
    mean = macro_averages(corpus)["claim_attribution_rate"]
    assert (mean.value, mean.articles) == (0.5, 1)


def test_a_measure_that_is_defined_in_no_article_says_so() -> None:
    corpus = corpus_articles([measured()])
    assert micro_averages(corpus)["coverage"].reason == NOWHERE_DEFINED
    assert macro_averages(corpus)["coverage"].reason == NOWHERE_DEFINED
    assert macro_averages(corpus)["coverage"].value is None


def test_a_count_has_its_mean_and_a_flag_the_share_of_articles_where_it_is_true() -> None:
    one = measured(a_numbered_sentence(1, "claim", "a"), document="one")
    two = measured(
        a_numbered_sentence(1, "claim"), a_numbered_sentence(2, "background"), document="two"
    )
    found = macro_averages(corpus_articles([one, two]))
    assert (found["single_source"].value, found["single_source"].articles) == (1.0, 1)
    assert found["unverified_disclosures"].value == 0


def test_a_band_has_a_distribution_over_the_articles_and_no_mean() -> None:
    found = macro_averages(
        corpus_articles([claims(1, 1, "one"), claims(0, 1, "two"), claims(0, 1, "three")])
    )
    assert found["named_band"].value is None
    assert found["named_band"].distribution == {"0": 2, "1": 1, "2-3": 0, "4+": 0}


def test_an_article_weighs_the_same_however_many_annotators_it_had() -> None:
    corpus = corpus_articles(
        [claims(1, 2, "one"), claims(2, 4, "one", "Bo"), claims(0, 1, "two", "Bo")]
    )
    total = micro_averages(corpus)["claim_attribution_rate"]
    assert (total.numerator, total.denominator) == (1.5, 4)
    assert macro_averages(corpus)["claim_attribution_rate"].value == 0.25
    assert macro_averages(corpus)["claim_attribution_rate"].articles == 2
    assert macro_averages(corpus)["named_band"].distribution == {"0": 1, "1": 1, "2-3": 0, "4+": 0}


def test_sets_of_the_same_id_but_another_text_are_two_articles() -> None:
    one = measured(document="one")
    other = a_set_of(document="one")
    document = type(other.document)("one", "f" * 64)
    assert len(corpus_articles([one, MeasuredSet(document, "Bo", one.values)])) == 2


def test_several_annotators_of_an_article_span_a_range() -> None:
    (article,) = corpus_articles(
        [claims(1, 4, "one"), claims(3, 4, "one", "Bo"), measured(document="one", annotator="Cy")]
    )
    found = annotator_ranges(article)
    assert found["claim_attribution_rate"].low == 0.25
    assert found["claim_attribution_rate"].high == 0.75
    assert (found["claim_attribution_rate"].annotators, found["coverage"].total_annotators) == (
        2,
        3,
    )
    assert (found["named_band"].low, found["named_band"].high) == ("0", "1")
    assert found["evenness"].low is None


def test_a_missing_role_makes_a_measure_undefined_in_the_corpus_too() -> None:
    lone = measured(a_numbered_sentence(1, "claim"), codebook=a_codebook_of(Role.CLAIM))
    assert micro_averages(corpus_articles([lone]))["disputed_rate"].value is None


def test_an_interval_needs_five_articles_where_the_measure_is_defined() -> None:
    assert corpus_intervals(())["coverage"].macro is None
    some = [claims(number % 3, 3, f"n{number}") for number in range(5)]
    of_five, of_four = (corpus_intervals(corpus_articles(each)) for each in (some, some[:4]))
    assert of_five["claim_attribution_rate"].macro is not None
    assert of_four["claim_attribution_rate"] == AverageIntervals(
        None, None, "at least 5 articles are needed (found: 4)"
    )
    with_an_empty_one = corpus_articles([*some[:4], measured(document="empty")])
    found = corpus_intervals(with_an_empty_one)["claim_attribution_rate"]
    assert states(found.reason, "5 articles", "4")


def test_articles_that_are_all_alike_have_no_interval_and_say_why() -> None:
    found = corpus_intervals(corpus_articles(claims(1, 2, f"n{number}") for number in range(9)))
    assert found["claim_attribution_rate"].macro is None
    assert found["claim_attribution_rate"].reason.startswith("all articles give the same figure")


def test_the_interval_of_a_mean_has_the_width_that_theory_expects() -> None:
    # Half of 100 articles at 1 and half at 0: standard error 0.05, 95 % within 1.98 of it.
    corpus = corpus_articles(claims(number % 2, 1, f"n{number}") for number in range(100))
    low, high = corpus_intervals(corpus)["claim_attribution_rate"].macro or (0, 0)
    assert low == pytest.approx(0.402, abs=0.005)
    assert high == pytest.approx(0.598, abs=0.005)


@given(st.permutations(range(12)))
def test_intervals_do_not_depend_on_the_order_of_the_sets(order: list[int]) -> None:
    sets = [claims(at % 4, 4 + at % 3, f"n{at // 2}", "Ada" if at % 2 else "Bo") for at in order]
    first = [
        claims(at % 4, 4 + at % 3, f"n{at // 2}", "Ada" if at % 2 else "Bo") for at in range(12)
    ]
    assert corpus_intervals(corpus_articles(sets)) == corpus_intervals(corpus_articles(first))


def test_only_shares_have_a_micro_interval_and_a_band_has_none() -> None:
    corpus = corpus_articles(claims(number % 3, 3, f"n{number}") for number in range(6))
    found = corpus_intervals(corpus)
    assert found["claim_attribution_rate"].micro is not None
    assert found["effective_sources"].micro is None
    assert "named_band" not in found


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 6)), min_size=5, max_size=9))
def test_an_interval_holds_its_figure_and_stays_inside_the_figures_limits(
    sizes: list[tuple[int, int]],
) -> None:
    corpus = corpus_articles(claims(min(a, b), b, f"n{at}") for at, (a, b) in enumerate(sizes))
    found = corpus_intervals(corpus)["claim_attribution_rate"]
    for ends, value in (
        (found.micro, micro_averages(corpus)["claim_attribution_rate"].value),
        (found.macro, macro_averages(corpus)["claim_attribution_rate"].value),
    ):
        assert value is not None
        assert ends is None or 0 <= ends[0] < value < ends[1] <= 1


@given(st.lists(measure_cases(), min_size=5, max_size=8))
@settings(max_examples=rounds(15, 120))
def test_every_interval_of_random_articles_holds_figures_of_the_right_range(
    found: list[MeasureCase],
) -> None:
    corpus = corpus_articles(
        MeasuredSet(
            type(each.annotations.document)(f"n{number}", "0" * 64),
            "Ada",
            measure(each.annotations, each.codebook),
        )
        for number, each in enumerate(found)
    )
    for name, interval in corpus_intervals(corpus).items():
        assert interval.macro is not None or interval.reason, name
        for low, high in filter(None, (interval.micro, interval.macro)):
            assert 0 <= low <= high, name


def test_one_article_by_one_annotator_is_its_own_corpus() -> None:
    article = worked_example()
    values = measure(article, FOUR_TAGS)
    corpus = corpus_articles([MeasuredSet(article.document, "Ada", values)])
    for each in MEASURES:
        value = values[each.id]
        if value.denominator is not None:
            assert micro_averages(corpus)[each.id].value == value.value
        if not isinstance(value.value, str):
            assert macro_averages(corpus)[each.id].value == value.value


def worked_set(name: str = "Ada") -> MeasuredSet:
    article = worked_example()
    return MeasuredSet(article.document, name, measure(article, FOUR_TAGS))


def test_a_document_has_its_id_its_annotator_and_every_measure() -> None:
    found = measured_set_record(worked_set())
    assert (found["id"], found["annotator"]) == ("harbour", "Ada")
    assert list(found["measures"]) == list(MEASURE_BY_ID)
    assert found["measures"]["attribution_rate"] == {
        "value": 8 / 9,
        "numerator": 8,
        "denominator": 9,
    }


def test_a_figure_that_is_not_a_share_has_no_numerator_or_denominator() -> None:
    found = measured_set_record(worked_set())["measures"]
    assert found["named_band"] == {"value": "2-3", "numerator": None, "denominator": None}
    assert found["single_source"]["value"] is False


def test_an_undefined_measure_is_null_with_its_reason() -> None:
    article = a_set_of(a_numbered_sentence(1, "background"))
    found = measured_set_record(MeasuredSet(article.document, "Ada", measure(article, FOUR_TAGS)))[
        "measures"
    ]
    assert found["dependence"] == {
        "value": None,
        "numerator": 0,
        "denominator": 0,
        "reason": NO_SOURCED,
    }


def test_the_corpus_has_micro_macro_interval_and_the_number_of_articles() -> None:
    sets = [worked_set("Ada"), worked_set("Bo")]
    found = corpus_record(sets, corpus_intervals(corpus_articles(sets)))
    assert list(found) == ["documents", "corpus"]
    assert [each["annotator"] for each in found["documents"]] == ["Ada", "Bo"]
    corpus = found["corpus"]
    assert list(corpus) == ["micro", "macro", "interval", "articles"]
    assert corpus["articles"] == 1
    assert corpus["micro"]["attribution_rate"] == {
        "value": 8 / 9,
        "numerator": 8,
        "denominator": 9,
    }
    assert corpus["macro"]["attribution_rate"] == {"value": 8 / 9, "articles": 1}
    assert corpus["macro"]["named_band"]["distribution"] == {"0": 0, "1": 0, "2-3": 1, "4+": 0}
    assert corpus["interval"]["coverage"]["macro"] is None


def test_everything_is_plain_json_even_of_nothing() -> None:
    for sets in ([], [worked_set()]):
        found = corpus_record(sets, corpus_intervals(corpus_articles(sets)))
        assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_rows_have_a_cell_for_every_column_and_flags_in_small_letters() -> None:
    written = io.StringIO()
    csv.writer(written).writerows([MEASURE_COLUMNS, *measure_rows([worked_set()])])
    read = list(csv.DictReader(io.StringIO(written.getvalue())))
    assert len(read) == len(MEASURE_BY_ID)
    by_name = {each["measure"]: each for each in read}
    assert by_name["single_source"]["value"] == "false"
    assert by_name["dependence"]["numerator"] == "4"
    assert by_name["named_band"]["denominator"] == ""

"""Figures over many articles, and over several annotators of one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.annotation import Sentence, Source
from annotator.model.codebook import Codebook, Role
from annotator.stats.bootstrap import intervals
from annotator.stats.corpus import Interval, Measured, articles, macro, micro, ranges
from annotator.stats.measures import MEASURES, measure
from tests.stats.build import FOUR, annotations, codebook, sentence, worked_example
from tests.stats.strategies import Case, cases

A = Source("a", "A", "person")
SEED = 7


def measured(
    *sentences: Sentence, document: str = "one", annotator: str = "Ada", book: Codebook = FOUR
) -> Measured:
    found = annotations(*sentences, sources=(A,), document=document, annotator=annotator)
    return Measured(found.document, annotator, measure(found, book))


def claims(sourced: int, of: int, document: str, annotator: str = "Ada") -> Measured:
    """An article of claims, some of which have the source A."""
    sentences = (
        sentence(number, "claim", "a" if number < sourced else None) for number in range(of)
    )
    return measured(*sentences, document=document, annotator=annotator)


def test_micro_adds_sentences_and_macro_averages_articles() -> None:
    corpus = articles([claims(1, 1, "one"), claims(1, 4, "two")])
    total = micro(corpus)["claim_attribution_rate"]
    assert (total.value, total.numerator, total.denominator) == (2 / 5, 2, 5)
    mean = macro(corpus)["claim_attribution_rate"]
    assert (mean.value, mean.articles) == ((1 + 1 / 4) / 2, 2)


def test_articles_where_a_measure_is_undefined_stay_out_of_its_mean() -> None:
    corpus = articles([claims(1, 2, "one"), measured(document="two")])
    mean = macro(corpus)["claim_attribution_rate"]
    assert (mean.value, mean.articles) == (0.5, 1)


def test_a_measure_that_is_defined_nowhere_says_so() -> None:
    corpus = articles([measured()])
    assert micro(corpus)["coverage"].reason == "it is undefined in every article"
    assert macro(corpus)["coverage"].reason == "it is undefined in every article"
    assert macro(corpus)["coverage"].value is None


def test_a_count_has_its_mean_and_a_flag_the_share_of_articles_where_it_is_true() -> None:
    one = measured(sentence(1, "claim", "a"), document="one")
    two = measured(sentence(1, "claim"), sentence(2, "background"), document="two")
    found = macro(articles([one, two]))
    assert (found["single_source"].value, found["single_source"].articles) == (1.0, 1)
    assert found["unverified_disclosures"].value == 0


def test_a_band_has_a_distribution_over_the_articles_and_no_mean() -> None:
    found = macro(articles([claims(1, 1, "one"), claims(0, 1, "two"), claims(0, 1, "three")]))
    assert found["named_band"].value is None
    assert found["named_band"].distribution == {"0": 2, "1": 1, "2-3": 0, "4+": 0}


def test_an_article_weighs_the_same_however_many_annotators_it_had() -> None:
    corpus = articles([claims(1, 2, "one"), claims(2, 4, "one", "Bo"), claims(0, 1, "two", "Bo")])
    total = micro(corpus)["claim_attribution_rate"]
    assert (total.numerator, total.denominator) == (1.5, 4)
    assert macro(corpus)["claim_attribution_rate"].value == 0.25
    assert macro(corpus)["claim_attribution_rate"].articles == 2
    assert macro(corpus)["named_band"].distribution == {"0": 1, "1": 1, "2-3": 0, "4+": 0}


def test_sets_of_the_same_id_but_another_text_are_two_articles() -> None:
    one = measured(document="one")
    other = annotations(document="one")
    document = type(other.document)("one", "f" * 64)
    assert len(articles([one, Measured(document, "Bo", one.values)])) == 2


def test_several_annotators_of_an_article_span_a_range() -> None:
    (article,) = articles(
        [claims(1, 4, "one"), claims(3, 4, "one", "Bo"), measured(document="one", annotator="Cy")]
    )
    found = ranges(article)
    assert found["claim_attribution_rate"].low == 0.25
    assert found["claim_attribution_rate"].high == 0.75
    assert (found["claim_attribution_rate"].annotators, found["coverage"].of) == (2, 3)
    assert (found["named_band"].low, found["named_band"].high) == ("0", "1")
    assert found["evenness"].low is None


def test_a_missing_role_makes_a_measure_undefined_in_the_corpus_too() -> None:
    lone = measured(sentence(1, "claim"), book=codebook(Role.CLAIM))
    assert micro(articles([lone]))["disputed_rate"].value is None


def test_the_same_seed_gives_the_same_intervals_and_another_seed_others() -> None:
    corpus = articles(claims(number % 7, 7, f"n{number}") for number in range(20))
    assert intervals(corpus, SEED) == intervals(corpus, SEED)
    assert intervals(corpus, SEED) != intervals(corpus, SEED + 1)


def test_an_interval_needs_two_articles_where_the_measure_is_defined() -> None:
    assert intervals((), SEED)["coverage"].macro is None
    found = intervals(articles([claims(1, 2, "one"), measured(document="two")]), SEED)
    assert found["claim_attribution_rate"].reason == "it is defined in fewer than two articles"


def test_articles_that_are_all_alike_have_an_interval_of_no_width() -> None:
    corpus = articles(claims(1, 2, f"n{number}") for number in range(5))
    assert intervals(corpus, SEED)["claim_attribution_rate"].micro == (0.5, 0.5)


def test_the_interval_of_a_mean_has_the_width_that_theory_expects() -> None:
    # Half of 100 articles at 1 and half at 0: standard error 0.05, 95 % within 1.96 of it.
    corpus = articles(claims(number % 2, 1, f"n{number}") for number in range(100))
    low, high = intervals(corpus, SEED, 4_000)["claim_attribution_rate"].macro or (0, 0)
    assert low == pytest.approx(0.402, abs=0.02)
    assert high == pytest.approx(0.598, abs=0.02)


def test_a_corpus_larger_than_one_block_is_drawn_in_several(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    corpus = articles(claims(number % 7, 7, f"n{number}") for number in range(20))
    whole = intervals(corpus, SEED)
    monkeypatch.setattr("annotator.stats.bootstrap.BLOCK", 50)
    assert intervals(corpus, SEED) == whole


def test_only_shares_have_a_micro_interval_and_a_band_has_none() -> None:
    corpus = articles([claims(1, 2, "one"), claims(0, 2, "two")])
    found = intervals(corpus, SEED)
    assert found["independence_unknown"] == Interval(None, (0.0, 0.0))
    assert "named_band" not in found


@given(st.lists(cases(), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_every_interval_of_random_articles_holds_figures_of_the_right_range(
    found: list[Case],
) -> None:
    corpus = articles(
        Measured(
            type(each.annotations.document)(f"n{number}", "0" * 64),
            "Ada",
            measure(each.annotations, each.codebook),
        )
        for number, each in enumerate(found)
    )
    for name, interval in intervals(corpus, SEED, 50).items():
        assert (interval.macro is None) == bool(interval.reason), name
        for low, high in filter(None, (interval.micro, interval.macro)):
            assert 0 <= low <= high, name


def test_one_article_by_one_annotator_is_its_own_corpus() -> None:
    article = worked_example()
    values = measure(article, FOUR)
    corpus = articles([Measured(article.document, "Ada", values)])
    for each in MEASURES:
        value = values[each.id]
        if value.denominator is not None:
            assert micro(corpus)[each.id].value == value.value
        if not isinstance(value.value, str):
            assert macro(corpus)[each.id].value == value.value

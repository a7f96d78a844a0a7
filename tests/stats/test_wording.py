"""Plain words for the figures of one article."""

from hypothesis import given, settings

from annotator.model.annotation import Sentence, Source
from annotator.stats import wording
from annotator.stats.claims import claims
from annotator.stats.corpus import Measured, Range, articles, ranges
from annotator.stats.index import view
from annotator.stats.measures import BY_ID, Values, measure
from annotator.stats.value import Value
from tests.stats.build import FOUR, annotations, sentence, worked_example
from tests.stats.strategies import Case, cases

A = Source("a", "A", "person")


def values(*sentences: Sentence) -> Values:
    return measure(annotations(*sentences, sources=(A,)), FOUR)


def says(name: str, *sentences: Sentence) -> str:
    return wording.line(BY_ID[name], values(*sentences)).says


def test_every_measure_has_its_words() -> None:
    assert list(wording.SAYS) == list(BY_ID)


@given(cases())
@settings(max_examples=150, deadline=None)
def test_the_words_are_whole_sentences_without_a_hole_left(case: Case) -> None:
    for line in wording.lines(measure(case.annotations, case.codebook)):
        assert line.says[0].isupper() or line.says[0].isdigit()
        assert line.says.endswith(".")
        assert line.warning.endswith(".")
        assert not set(line.says) & set("[]{}|_")
        assert line.figure


def test_the_words_agree_with_the_numbers_that_they_go_with() -> None:
    one, two = sentence(1, "claim", "a"), sentence(2, "claim", "a")
    assert says("claim_attribution_rate", one) == "1 of 1 claim says whose it is."
    assert says("claim_attribution_rate", one, two) == "2 of 2 claims say whose they are."
    assert says("named_band", one) == "1 named source."


def test_an_undefined_figure_is_a_dash_and_says_why() -> None:
    line = wording.line(BY_ID["disputed_rate"], values())
    assert line.figure == "–"
    assert line.says == "Disputed rate is undefined: there is no checkable claim."


def test_what_is_to_be_read_together_stands_on_one_line() -> None:
    line = wording.line(BY_ID["effective_sources"], measure(worked_example(), FOUR))
    assert line.figure == "2.38"
    assert line.says == (
        "The article is spread as widely as over 2.4 equally used sources; "
        "0 of 6 sourced sentences rest on an unnamed source."
    )


def test_the_opening_says_first_how_much_is_tagged() -> None:
    assert wording.opening(values()) == "The body has no sentence."
    assert wording.opening(values(sentence(1, "claim"))) == "1 of 1 sentence has a tag."
    assert wording.opening(values(sentence(1, "claim"), sentence(2, None))) == (
        "Provisional, for 1 of 2 sentences has a tag: every figure may change."
    )


def test_figures_are_short() -> None:
    assert wording.figure(Value(8 / 9, 8, 9)) == "8/9 (89%)"
    assert wording.figure(Value(None, 0, 0, "nothing")) == "–"
    assert wording.figure(Value(0)) == "0"
    assert wording.figure(Value(True)) == "yes"
    assert wording.figure(Value("2-3")) == "2-3"


def test_a_single_source_is_said_in_either_way() -> None:
    lone = sentence(1, "claim", "a")
    assert says("single_source", lone) == "Everything sourced rests on one source."
    found = wording.line(BY_ID["single_source"], measure(worked_example(), FOUR))
    assert found.says == "Not everything sourced rests on one source other than the outlet."


def test_a_claim_is_told_with_who_says_it_what_became_of_it_and_by_whom() -> None:
    first, second, third, *_ = claims(view(worked_example(), FOUR))
    assert wording.claim(first) == (
        "Said by the outlet itself: supported; T gave no answer (3); supported in part by K (4); "
        "supported by the outlet (8)."
    )
    assert wording.claim(second).startswith("Said by A: partly supported; T gave no answer (3)")
    assert wording.claim(third) == "Said by A, not checkable: nobody spoke."


def test_the_outlets_own_check_that_failed_is_told_as_such() -> None:
    article = annotations(
        sentence(1, "claim", "a"),
        sentence(2, "non-response", "outlet", "1"),
        sentence(3, "confirmation", None, "1 contradicts"),
        sources=(A, Source("outlet", "The Weekly", "reporter")),
    )
    (found,) = claims(view(article, FOUR))
    assert wording.claim(found) == (
        "Said by A: disputed; The Weekly could not verify it (2); "
        "contradicted by somebody not named as a source (3)."
    )


def test_braces_and_brackets_in_a_name_are_only_a_name() -> None:
    odd = Source("a", "{n} [d x|y]", "person")
    article = annotations(sentence(1, "claim", "a"), sources=(odd,))
    (found,) = claims(view(article, FOUR))
    assert wording.claim(found) == "Said by {n} [d x|y]: nobody spoke."


def test_a_range_says_how_many_annotators_it_spans() -> None:
    article = worked_example()
    found = Measured(article.document, "Ada", measure(article, FOUR))
    other = Measured(article.document, "Bo", values(sentence(1, "claim")))
    spans = ranges(articles([found, other])[0])
    assert wording.span(spans["attribution_rate"]) == "0.00 to 0.89 (2 of 2 annotators)"
    assert wording.span(spans["evenness"]) == "0.79 (1 of 2 annotators)"
    assert wording.span(Range(None, None, 0, 2)) == "– (0 of 2 annotators)"

"""Plain words for the figures of one article."""

from hypothesis import given, settings

from annotator.model.annotation import Sentence, Source
from annotator.stats import measure_formulas, measure_wording
from annotator.stats.claims import claims
from annotator.stats.corpus import (
    AnnotatorRange,
    MacroAverage,
    MeasuredSet,
    MicroAverage,
    annotator_ranges,
    corpus_articles,
)
from annotator.stats.measure_input import MeasureValue, prepare_measure_input
from annotator.stats.measures import MEASURE_BY_ID, MeasureValues, measure
from tests.factories import FOUR_TAGS, a_numbered_sentence, a_set_of
from tests.rounds import rounds
from tests.statements import states
from tests.stats.examples import worked_example
from tests.strategies import MeasureCase, measure_cases

A = Source("a", "A", "person")


def values(*sentences: Sentence) -> MeasureValues:
    return measure(a_set_of(*sentences, sources=(A,)), FOUR_TAGS)


def says(name: str, *sentences: Sentence) -> str:
    return measure_wording.measure_line(MEASURE_BY_ID[name], values(*sentences)).says


@given(measure_cases())
@settings(max_examples=rounds(40, 400))
def test_the_words_are_whole_sentences_without_a_hole_left(case: MeasureCase) -> None:
    for line in measure_wording.measure_lines(measure(case.annotations, case.codebook)):
        assert line.says[0].isupper() or line.says[0].isdigit()
        assert line.says.endswith(".")
        assert line.warning.endswith(".")
        assert not set(line.says) & set("[]{}|_")
        assert line.figure


def test_the_words_agree_with_the_numbers_that_they_go_with() -> None:
    one, two = a_numbered_sentence(1, "claim", "a"), a_numbered_sentence(2, "claim", "a")
    assert states(says("claim_attribution_rate", one), "1 of 1 claim")
    assert states(says("claim_attribution_rate", one, two), "2 of 2 claims")
    assert states(says("named_band", one), "1", "source")


def test_an_undefined_figure_is_a_dash_and_says_why() -> None:
    line = measure_wording.measure_line(MEASURE_BY_ID["disputed_rate"], values())
    assert line.figure == "–"
    assert measure_formulas.NO_CHECKABLE in line.says
    assert line.share is None


def test_what_is_to_be_read_together_stands_on_one_line() -> None:
    line = measure_wording.measure_line(
        MEASURE_BY_ID["effective_sources"], measure(worked_example(), FOUR_TAGS)
    )
    assert line.figure == "2.38"
    assert states(line.says, "2.4", "0 of 6")


def test_the_opening_says_first_how_much_is_tagged() -> None:
    one, two = a_numbered_sentence(1, "claim"), a_numbered_sentence(2, None)
    assert measure_formulas.NO_SENTENCE[1:] in measure_wording.coverage_notice(values())
    whole, part = (measure_wording.coverage_notice(values(*each)) for each in ((one,), (one, two)))
    assert states(whole, "1 of 1 sentence")
    assert states(part, "1 of 2 sentences")
    assert part.startswith("Provisional")
    assert "provisional" not in whole.lower()


def test_figures_are_short() -> None:
    assert measure_wording.value_text(MeasureValue(8 / 9, 8, 9)) == "8/9 (89%)"
    assert measure_wording.value_text(MeasureValue(None, 0, 0, "nothing")) == "–"
    assert measure_wording.value_text(MeasureValue(0)) == "0"
    assert measure_wording.value_text(MeasureValue(True)) == "yes"
    assert measure_wording.value_text(MeasureValue("2-3")) == "2-3"


def test_a_single_source_is_said_in_either_way() -> None:
    lone = a_numbered_sentence(1, "claim", "a")
    single = says("single_source", lone)
    assert states(single, "one source")
    found = measure_wording.measure_line(
        MEASURE_BY_ID["single_source"], measure(worked_example(), FOUR_TAGS)
    )
    assert found.says != single
    assert states(found.says, "several sources", "outlet")


def test_a_claim_is_told_with_who_says_it_what_became_of_it_and_by_whom() -> None:
    first, second, third, *_ = claims(prepare_measure_input(worked_example(), FOUR_TAGS))
    parts = measure_wording.claim_text(first).split(";")
    facts = [("outlet", "supported"), ("T", "3"), ("part", "K", "4"), ("outlet", "8")]
    assert [states(part, *each) for part, each in zip(parts, facts, strict=True)] == [True] * 4
    said, answered, *_ = measure_wording.claim_text(second).split(";")
    assert states(said, "A", "partly supported")
    assert states(answered, "T", "3")
    assert states(measure_wording.claim_text(third), "A", "not checkable")


def test_the_outlets_own_check_that_failed_is_told_as_such() -> None:
    article = a_set_of(
        a_numbered_sentence(1, "claim", "a"),
        a_numbered_sentence(2, "non-response", "outlet", "1"),
        a_numbered_sentence(3, "confirmation", None, "1 contradicts"),
        sources=(A, Source("outlet", "The Weekly", "reporter")),
    )
    (found,) = claims(prepare_measure_input(article, FOUR_TAGS))
    said, checked, answered = measure_wording.claim_text(found).split(";")
    assert states(said, "A", "disputed")
    assert states(checked, "The Weekly", "not verify", "2")
    assert states(answered, "contradicted", "3")


def test_braces_and_brackets_in_a_name_are_only_a_name() -> None:
    odd = Source("a", "{n} [d x|y]", "person")
    article = a_set_of(a_numbered_sentence(1, "claim", "a"), sources=(odd,))
    (found,) = claims(prepare_measure_input(article, FOUR_TAGS))
    assert "{n} [d x|y]" in measure_wording.claim_text(found)


def test_a_range_says_how_many_annotators_it_spans() -> None:
    article = worked_example()
    found = MeasuredSet(article.document, "Ada", measure(article, FOUR_TAGS))
    other = MeasuredSet(article.document, "Bo", values(a_numbered_sentence(1, "claim")))
    spans = annotator_ranges(corpus_articles([found, other])[0])
    assert (
        measure_wording.range_text(spans["attribution_rate"]) == "0.00 to 0.89 (2 of 2 annotators)"
    )
    assert measure_wording.range_text(spans["evenness"]) == "0.79 (1 of 2 annotators)"
    assert measure_wording.range_text(AnnotatorRange(None, None, 0, 2)) == "– (0 of 2 annotators)"


def test_a_micro_figure_is_printed_with_its_sums() -> None:
    assert measure_wording.micro_text(MicroAverage(0.3, 12.0, 40.0)) == "12/40 (30%)"
    assert (
        measure_wording.micro_text(MicroAverage(0.3, 123456.0, 411520.0)) == "123456/411520 (30%)"
    )


def test_means_over_annotators_are_rounded_and_whole_sums_are_not() -> None:
    assert measure_wording.micro_text(MicroAverage(0.25, 2.5, 10.0)) == "2.5/10 (25%)"


def test_what_has_no_micro_figure_has_a_dash() -> None:
    assert measure_wording.micro_text(None) == "–"
    assert measure_wording.micro_text(MicroAverage(None, 0, 0, "nowhere")) == "–"


def test_a_macro_figure_is_a_share_a_number_or_a_distribution() -> None:
    assert measure_wording.macro_text("disputed_rate", MacroAverage(0.125, 8)) == "12%"
    assert measure_wording.macro_text("single_source", MacroAverage(0.5, 2)) == "50%"
    assert measure_wording.macro_text("effective_sources", MacroAverage(2.3811, 8)) == "2.38"
    bands = MacroAverage(None, 3, {"0": 0.0, "1": 1.5, "2-3": 1.0, "4+": 0.5}, "no mean")
    assert measure_wording.macro_text("named_band", bands) == "0: 0, 1: 1.5, 2-3: 1, 4+: 0.5"


def test_what_is_nowhere_defined_has_a_dash() -> None:
    assert (
        measure_wording.macro_text("disputed_rate", MacroAverage(None, 0, None, "nowhere")) == "–"
    )
    assert (
        measure_wording.macro_text("named_band", MacroAverage(None, 0, {"0": 0.0}, "nowhere"))
        == "–"
    )


def test_an_interval_has_the_form_of_its_figure() -> None:
    assert measure_wording.interval_text("disputed_rate", (0.1, 0.456)) == "10% to 46%"
    assert measure_wording.interval_text("evenness", (0.1, 0.456)) == "0.10 to 0.46"
    assert measure_wording.interval_text("evenness", None) == "–"

"""Plain words for the figures of many articles."""

from annotator.stats import corpus_wording as wording
from annotator.stats.corpus import Macro, Micro


def test_a_micro_figure_is_printed_with_its_sums() -> None:
    assert wording.micro_figure(Micro(0.3, 12.0, 40.0)) == "12/40 (30%)"
    assert wording.micro_figure(Micro(0.3, 123456.0, 411520.0)) == "123456/411520 (30%)"


def test_means_over_annotators_are_rounded_and_whole_sums_are_not() -> None:
    assert wording.micro_figure(Micro(0.25, 2.5, 10.0)) == "2.5/10 (25%)"


def test_what_has_no_micro_figure_has_a_dash() -> None:
    assert wording.micro_figure(None) == "–"
    assert wording.micro_figure(Micro(None, 0, 0, "nowhere")) == "–"


def test_a_macro_figure_is_a_share_a_number_or_a_distribution() -> None:
    assert wording.macro_figure("disputed_rate", Macro(0.125, 8)) == "12%"
    assert wording.macro_figure("single_source", Macro(0.5, 2)) == "50%"
    assert wording.macro_figure("effective_sources", Macro(2.3811, 8)) == "2.38"
    bands = Macro(None, 3, {"0": 0.0, "1": 1.5, "2-3": 1.0, "4+": 0.5}, "no mean")
    assert wording.macro_figure("named_band", bands) == "0: 0, 1: 1.5, 2-3: 1, 4+: 0.5"


def test_what_is_nowhere_defined_has_a_dash() -> None:
    assert wording.macro_figure("disputed_rate", Macro(None, 0, None, "nowhere")) == "–"
    assert wording.macro_figure("named_band", Macro(None, 0, {"0": 0.0}, "nowhere")) == "–"


def test_an_interval_has_the_form_of_its_figure() -> None:
    assert wording.ends("disputed_rate", (0.1, 0.456)) == "10% to 46%"
    assert wording.ends("evenness", (0.1, 0.456)) == "0.10 to 0.46"
    assert wording.ends("evenness", None) == "–"

"""The intervals of coefficients: leave one document out at a time, however a table comes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.stats.agreement.label_matrix import LabelMatrix
from annotator.stats.agreement.result import TOO_MANY_PAIRS, UNDEFINED_FIGURE, Agreement, Estimate
from annotator.stats.agreement.table_agreement import agreement
from annotator.stats.intervals import COEFFICIENT_LIMITS, jackknife_interval
from tests.statements import states
from tests.stats.agreement import brute_force
from tests.stats.agreement.tables import table
from tests.strategies import LABELS, label_tables


def noisy(units: int, clusters: int = 0, seed: int = 3) -> LabelMatrix:
    """Three annotators who mostly agree, with holes."""
    random = np.random.default_rng(seed)
    codes = np.tile(random.integers(0, 4, units), (3, 1))
    codes = np.where(random.random(codes.shape) < 0.3, random.integers(-1, 4, codes.shape), codes)
    groups = np.arange(units) % clusters if clusters else None
    return LabelMatrix(codes.astype(np.int8), LABELS, ("Ada", "Bo", "Cy"), groups)


def figures(agreement: Agreement) -> list[Estimate]:
    group = [
        agreement.percent,
        agreement.krippendorff_alpha,
        agreement.fleiss_kappa,
        agreement.gwet_ac1,
    ]
    return [*group, *agreement.alpha_by_label.values(), *(pair.kappa for pair in agreement.pairs)]


@pytest.mark.parametrize("clusters", [0, 12])
def test_an_interval_is_that_of_leaving_out_one_at_a_time(clusters: int) -> None:
    whole = noisy(48, clusters)
    groups = np.arange(48) if whole.clusters is None else whole.clusters
    left = [
        LabelMatrix(whole.codes[:, groups != each], LABELS, whole.annotators)
        for each in np.unique(groups)
        if ((whole.codes[:, groups == each] >= 0).sum(axis=0) > 1).any()
    ]
    found = agreement(whole, intervals=True)
    over = "documents" if clusters else "units"
    for figure, values in (
        (found.krippendorff_alpha, [brute_force.alpha(each) for each in left]),
        (found.pairs[0].kappa, [agreement(each).pairs[0].kappa.value for each in left]),
    ):
        assert figure.value is not None
        expected, _ = jackknife_interval(
            figure.value, np.array(values, float), COEFFICIENT_LIMITS, over
        )
        # A unit that two of three share changes no κ of another pair, but counts as a case there.
        assert figure.interval == pytest.approx(expected, abs=0.01)


@given(st.permutations(range(40)), st.permutations(range(3)), st.booleans())
def test_no_figure_and_no_interval_depends_on_the_order_of_anything(
    units: list[int], people: list[int], in_documents: bool
) -> None:
    whole = noisy(40, 8 if in_documents else 0)
    names = tuple(f"annotator {9 - at}" for at in people)
    clusters = None if whole.clusters is None else 7 - whole.clusters[units]
    other = LabelMatrix(whole.codes[people][:, units], LABELS, names, clusters)
    one, two = (agreement(each, intervals=True) for each in (whole, other))
    assert one.percent == two.percent
    assert one.krippendorff_alpha == two.krippendorff_alpha
    assert one.fleiss_kappa == two.fleiss_kappa
    assert one.gwet_ac1 == two.gwet_ac1
    assert one.alpha_by_label == two.alpha_by_label
    kappas = [sorted((p.kappa.value, p.kappa.interval) for p in each.pairs) for each in (one, two)]
    assert kappas[0] == kappas[1]


def test_intervals_change_no_figure_and_every_defined_one_has_one() -> None:
    whole = noisy(90, 6)
    plain, found = agreement(whole), agreement(whole, intervals=True)
    assert found.percent.value == plain.percent.value
    assert found.basis is not None
    assert (found.basis.over, found.basis.count) == ("documents", 6)
    for figure in figures(found):
        assert figure.value is not None
        assert figure.interval is not None
        assert figure.interval[0] < figure.value < figure.interval[1]


def test_a_pair_that_shares_few_documents_has_no_interval_among_many() -> None:
    whole = noisy(120, 12)
    codes = whole.codes.copy()
    assert whole.clusters is not None
    codes[2, whole.clusters > 3] = -1
    found = agreement(replace(whole, codes=codes), intervals=True)
    assert found.krippendorff_alpha.interval is not None
    assert found.pairs[0].kappa.interval is not None
    assert found.pairs[1].kappa.no_interval == "at least 5 documents are needed (found: 4)"


def test_a_label_of_few_documents_has_no_interval_among_many() -> None:
    whole = noisy(120, 12)
    codes = whole.codes.copy()
    assert whole.clusters is not None
    codes[:, whole.clusters > 2] = np.minimum(codes[:, whole.clusters > 2], 2)
    found = agreement(replace(whole, codes=codes), intervals=True)
    assert found.alpha_by_label["claim"].interval is not None
    assert states(found.alpha_by_label["background"].no_interval, "5 documents", "3")


def test_one_unit_and_an_undefined_figure_have_no_interval_and_say_why() -> None:
    one = agreement(table("a", "b"), intervals=True)
    assert states(one.percent.no_interval, "10 units", "1")
    alike = agreement(table("aa", "aa"), intervals=True)
    assert alike.krippendorff_alpha.no_interval == UNDEFINED_FIGURE
    assert alike.pairs[0].kappa.no_interval == UNDEFINED_FIGURE
    assert agreement(table(), intervals=True).percent.no_interval == UNDEFINED_FIGURE


@given(label_tables(annotators=(0, 4)), st.booleans())
def test_of_any_table_at_all_each_figure_has_an_interval_or_says_why_not(
    whole: LabelMatrix, in_documents: bool
) -> None:
    clusters = np.arange(whole.units) % 6 if in_documents and whole.units > 5 else None
    for figure in figures(agreement(replace(whole, clusters=clusters), intervals=True)):
        assert (figure.interval is None) == bool(figure.no_interval)
        assert figure.value is not None or figure.interval is None


def test_a_crowd_has_no_interval_for_each_of_its_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.stats.agreement.table_agreement.MOST_PAIRS", 2)
    found = agreement(noisy(60), intervals=True)
    assert found.krippendorff_alpha.interval is not None
    assert {pair.kappa.no_interval for pair in found.pairs} == {TOO_MANY_PAIRS}

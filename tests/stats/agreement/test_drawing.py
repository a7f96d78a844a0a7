"""Intervals: drawn by counts, the same as if rows were drawn one by one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.stats.agreement.agreement import Wanted, agreement
from annotator.stats.agreement.result import Agreement
from annotator.stats.agreement.table import Table
from tests.stats.agreement import brute_force
from tests.stats.agreement.tables import LABELS, table, tables


def noisy(units: int, clusters: int = 0, seed: int = 3) -> Table:
    """Three annotators who mostly agree, with holes."""
    random = np.random.default_rng(seed)
    codes = np.tile(random.integers(0, 4, units), (3, 1))
    codes = np.where(random.random(codes.shape) < 0.3, random.integers(-1, 4, codes.shape), codes)
    groups = np.arange(units) % clusters if clusters else None
    return Table(codes.astype(np.int8), LABELS, ("Ada", "Bo", "Cy"), groups)


def ends(found: Agreement) -> tuple[float, float]:
    assert found.krippendorff_alpha.interval is not None
    return found.krippendorff_alpha.interval


@pytest.mark.parametrize("clusters", [0, 12])
def test_an_interval_is_that_of_drawing_rows_one_by_one(clusters: int) -> None:
    whole = noisy(120, clusters)
    random = np.random.default_rng(9)
    drawn = []
    for _ in range(120):
        if clusters:
            chosen = random.integers(clusters, size=clusters)
            units = np.concatenate([np.flatnonzero(whole.clusters == each) for each in chosen])
        else:
            units = random.integers(120, size=120)
        value = brute_force.alpha(Table(whole.codes[:, units], LABELS, whole.annotators))
        assert value is not None
        drawn.append(value)
    expected = np.quantile(drawn, [0.025, 0.975])
    assert ends(agreement(whole, Wanted(1))) == pytest.approx(expected, abs=0.05)


def test_the_same_seed_gives_the_same_intervals_and_another_seed_others() -> None:
    whole = noisy(60)
    assert agreement(whole, Wanted(7)) == agreement(whole, Wanted(7))
    assert ends(agreement(whole, Wanted(7))) != ends(agreement(whole, Wanted(8)))


def test_intervals_change_no_figure_and_every_defined_one_has_one() -> None:
    whole = noisy(60, 6)
    plain, drawn = agreement(whole), agreement(whole, Wanted(7))
    assert drawn.percent.value == plain.percent.value
    assert drawn.draws is not None
    assert (drawn.draws.over, drawn.draws.count) == ("documents", 6)
    for figure in (*drawn.alpha_by_label.values(), *(pair.kappa for pair in drawn.pairs)):
        assert figure.value is not None
        assert figure.interval is not None
        assert figure.interval[0] <= figure.value <= figure.interval[1]


def test_the_interval_of_a_pair_is_the_same_however_many_pairs_are_drawn_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = noisy(60, 6)
    expected = agreement(whole, Wanted(7)).pairs
    monkeypatch.setattr("annotator.stats.agreement.agreement.BLOCK", 1)
    assert agreement(whole, Wanted(7)).pairs == expected


def test_one_unit_and_an_undefined_figure_have_no_interval_and_say_why() -> None:
    one = agreement(table("a", "b"), Wanted(7))
    assert one.percent.interval is None
    assert one.percent.no_interval == "there is only one unit to draw from"
    alike = agreement(table("aa", "aa"), Wanted(7))
    assert alike.krippendorff_alpha.no_interval == "the figure itself is undefined"
    assert alike.pairs[0].kappa.no_interval == "the figure itself is undefined"


@given(tables(annotators=(0, 4)), st.booleans())
def test_of_any_table_at_all_each_figure_has_an_interval_or_says_why_not(
    whole: Table, in_documents: bool
) -> None:
    clusters = np.arange(whole.units) % 3 if in_documents and whole.units > 2 else None
    found = agreement(replace(whole, clusters=clusters), Wanted(7, 50))
    figures = [found.percent, found.krippendorff_alpha, found.fleiss_kappa, found.gwet_ac1]
    for figure in (*figures, *found.alpha_by_label.values(), *(p.kappa for p in found.pairs)):
        assert (figure.interval is None) == bool(figure.no_interval)
        assert figure.value is not None or figure.interval is None


def test_a_table_without_units_has_no_figure_and_no_interval() -> None:
    assert agreement(table(), Wanted(7)).percent.no_interval == "the figure itself is undefined"


def test_a_crowd_has_no_interval_for_each_of_its_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.stats.agreement.agreement.MOST_PAIRS", 2)
    found = agreement(noisy(60), Wanted(7))
    assert found.krippendorff_alpha.interval is not None
    assert {pair.kappa.no_interval for pair in found.pairs} == {
        "there are too many pairs to draw intervals for each"
    }


def test_progress_is_told_of_every_drawing() -> None:
    told: list[int] = []
    agreement(noisy(60), Wanted(7, 500, told.append))
    assert sum(told) == 500

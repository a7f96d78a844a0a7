"""Each coefficient gives the published values, and what its oracles and its definition give."""

import warnings

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray

from annotator.stats.agreement.coefficients import (
    MeasurementLevel,
    level_agreement,
    most_disputed_units,
)
from annotator.stats.agreement.label_matrix import MISSING, LabelMatrix
from annotator.stats.agreement.result import (
    ALL_ALIKE,
    NEVER_GIVEN,
    NOTHING_SHARED,
    PAIR_ALL_ALIKE,
    Estimate,
)
from annotator.stats.agreement.table_agreement import agreement
from annotator.stats.intervals import COEFFICIENT_LIMITS, jackknife_interval
from tests.stats.agreement import brute_force
from tests.stats.agreement.oracles import cohen_kappa_score, fleiss_kappa
from tests.stats.agreement.tables import (
    ARTSTEIN_POESIO,
    FLEISS_1971,
    KRIPPENDORFF_C,
    from_confusion,
    from_counts,
    table,
)
from tests.strategies import label_tables


def same(figure: Estimate, expected: float | None) -> bool:
    """Whether a figure is the expected one to 1e-9, or both are undefined."""
    if figure.value is None or expected is None or np.isnan(expected):
        return figure.value is None and (expected is None or bool(np.isnan(expected)))
    return figure.value == pytest.approx(expected, abs=1e-9)


def test_krippendorffs_c_data_has_the_nominal_alpha_that_he_printed() -> None:
    found = agreement(table(*KRIPPENDORFF_C))
    assert found.krippendorff_alpha.value == pytest.approx(0.743, abs=5e-4)
    assert (found.units.total, found.units.compared) == (12, 11)


def test_fleiss_psychiatrists_have_the_kappa_that_he_printed() -> None:
    found = agreement(from_counts(FLEISS_1971))
    assert found.fleiss_kappa.value == pytest.approx(0.430, abs=5e-4)
    assert found.percent.value == pytest.approx(0.556, abs=1e-3)
    assert (found.units.max_labels, found.units.full_units) == (6, 30)


def test_artstein_and_poesios_coders_have_their_observed_agreement_and_pi() -> None:
    found = agreement(from_confusion(ARTSTEIN_POESIO))
    assert found.percent.value == pytest.approx(0.88)
    assert found.fleiss_kappa.value == pytest.approx(0.79953, abs=5e-6)
    assert found.confusion == tuple(tuple(row) for row in ARTSTEIN_POESIO)


def reliability(labels: LabelMatrix) -> NDArray[np.float64]:
    """The table as the krippendorff package takes it."""
    data = labels.codes.astype(np.float64)
    data[labels.codes == MISSING] = np.nan
    return data


def krippendorffs(data: NDArray[np.float64]) -> float:
    """α by the krippendorff package; NaN where it refuses or divides by zero."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return float(krippendorff.alpha(data, level_of_measurement="nominal"))
        except ValueError:
            return np.nan


@given(label_tables())
def test_alpha_is_that_of_the_krippendorff_package(labels: LabelMatrix) -> None:
    assert same(agreement(labels).krippendorff_alpha, krippendorffs(reliability(labels)))


@given(label_tables())
def test_alpha_of_a_label_is_that_of_the_package_with_the_other_labels_made_one(
    labels: LabelMatrix,
) -> None:
    by_label = agreement(labels).alpha_by_label
    for position, label in enumerate(labels.labels):
        data = np.where(labels.codes == MISSING, np.nan, labels.codes == position)
        assert same(by_label[label], krippendorffs(data))


@given(label_tables(annotators=(2, 4)))
def test_cohens_kappa_of_each_pair_is_that_of_scikit_learn(found: LabelMatrix) -> None:
    for pair in agreement(found).pairs:
        one, other = (found.codes[found.annotators.index(name)] for name in pair.annotators)
        both = (one != MISSING) & (other != MISSING)
        assert pair.kappa.units == both.sum()
        expected = np.nan
        if both.any():
            labels = list(range(len(found.labels)))
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                expected = cohen_kappa_score(one[both], other[both], labels=labels)
        assert same(pair.kappa, expected)


@given(label_tables(holes=False))
def test_fleiss_kappa_is_that_of_statsmodels(labels: LabelMatrix) -> None:
    counts = np.stack([(labels.codes == each).sum(axis=0) for each in range(len(labels.labels))], 1)
    with np.errstate(all="ignore"):
        assert same(agreement(labels).fleiss_kappa, fleiss_kappa(counts))


@given(label_tables())
def test_with_holes_fleiss_kappa_is_that_of_the_units_with_the_most_labels(
    labels: LabelMatrix,
) -> None:
    given_labels = (labels.codes != MISSING).sum(axis=0)
    fullest = given_labels == given_labels.max()
    counts = np.stack([(labels.codes == each).sum(axis=0) for each in range(len(labels.labels))], 1)
    expected = np.nan
    if given_labels.max() > 1:
        with np.errstate(all="ignore"):
            expected = fleiss_kappa(counts[fullest])
    result = agreement(labels)
    assert same(result.fleiss_kappa, expected)
    assert result.fleiss_kappa.units == (fullest.sum() if given_labels.max() > 1 else 0)


@given(label_tables())
def test_each_coefficient_is_what_its_definition_gives_unit_by_unit(labels: LabelMatrix) -> None:
    result = agreement(labels)
    assert same(result.percent, brute_force.percent(labels))
    assert same(result.krippendorff_alpha, brute_force.alpha(labels))
    assert same(result.gwet_ac1, brute_force.gwet_ac1(labels))


@given(label_tables())
def test_every_figure_is_defined_or_says_why_not(labels: LabelMatrix) -> None:
    result = agreement(labels)
    figures = [
        *(result.percent, result.fleiss_kappa, result.krippendorff_alpha, result.gwet_ac1),
        *result.alpha_by_label.values(),
        *(pair.kappa for pair in result.pairs),
    ]
    for figure in figures:
        assert (figure.value is None) == bool(figure.reason)
        assert figure.value is None or figure.value <= 1


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (("aaa", "aaa"), ALL_ALIKE),
        (("ab..", "..ab"), NOTHING_SHARED),
        (("abab",), NOTHING_SHARED),
        ((), NOTHING_SHARED),
    ],
)
def test_where_alpha_is_undefined_it_says_why(rows: tuple[str, ...], reason: str) -> None:
    found = agreement(table(*rows))
    for figure in (found.krippendorff_alpha, found.fleiss_kappa, found.gwet_ac1):
        assert figure.value is None
        assert figure.reason.startswith(reason)


def test_two_who_always_gave_the_same_one_label_agree_in_full_and_have_no_kappa() -> None:
    found = agreement(table("aaa", "aaa", labels="ab"))
    assert found.percent.value == 1
    assert found.pairs[0].kappa.reason == PAIR_ALL_ALIKE
    assert found.alpha_by_label["b"].reason == NEVER_GIVEN


def test_of_more_than_two_the_confusion_counts_each_pair_in_both_directions() -> None:
    found = agreement(table("ab", "aa", ".b"))
    assert found.confusion == ((2, 2), (2, 2))
    assert [pair.cells for pair in found.pairs] == [
        ((0, 0, 1), (1, 0, 1)),
        ((1, 1, 1),),
        ((0, 1, 1),),
    ]
    assert found.units.pairs == 4


def test_of_a_crowd_the_pairs_that_share_nothing_are_not_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = ("ab..", "ba..", "..ab", "..ab")
    assert len(agreement(table(*rows)).pairs) == 6
    monkeypatch.setattr("annotator.stats.agreement.table_agreement.MOST_ANNOTATORS", 3)
    found = agreement(table(*rows))
    assert [pair.kappa.units for pair in found.pairs] == [2, 2]
    assert found.units.pairs == 4


def test_units_on_which_more_pairs_differ_come_first_with_everybodys_labels() -> None:
    found = most_disputed_units(table("aaab", "aab.", "abca"), 9)
    assert [(each.unit, round(each.share, 2)) for each in found] == [(2, 1.0), (3, 1.0), (1, 0.67)]
    assert found[1].labels == {"annotator 0": "b", "annotator 2": "a"}


def test_no_more_are_given_than_are_wanted() -> None:
    assert [each.unit for each in most_disputed_units(table("aaaa", "bbbb"), 2)] == [0, 1]
    assert most_disputed_units(table("aaaa", "bbbb"), 0) == ()


@given(label_tables())
def test_every_unit_with_two_different_labels_is_found_once(found: LabelMatrix) -> None:
    differing = [
        unit
        for unit, labels in enumerate(found.codes.T)
        if len({int(each) for each in labels if each != MISSING}) > 1
    ]
    disputed = most_disputed_units(found, found.units)
    assert sorted(each.unit for each in disputed) == differing
    shares = [each.share for each in disputed]
    assert shares == sorted(shares, reverse=True)


NUMBERS = ("0", "1", "2.5", "7")
LEVELS = [MeasurementLevel.ORDINAL, MeasurementLevel.INTERVAL, MeasurementLevel.RATIO]


def numeric(whole: LabelMatrix) -> LabelMatrix:
    return LabelMatrix(whole.codes, NUMBERS[: len(whole.labels)], whole.annotators)


def package(whole: LabelMatrix, level: MeasurementLevel) -> float:
    values = np.array([float(each) for each in whole.labels])
    data = np.where(whole.codes == MISSING, np.nan, values[whole.codes])
    return float(krippendorff.alpha(data, level_of_measurement=level.value))


@pytest.mark.parametrize(
    ("level", "published"),
    [
        (MeasurementLevel.ORDINAL, 0.815),
        (MeasurementLevel.INTERVAL, 0.849),
        (MeasurementLevel.RATIO, 0.797),
    ],
)
def test_krippendorffs_data_c_give_his_values(level: MeasurementLevel, published: float) -> None:
    whole = table(*KRIPPENDORFF_C, labels="12345")
    found = level_agreement(whole, level, agreement(whole))
    assert found.alpha.value == pytest.approx(published, abs=5e-4)


@pytest.mark.parametrize("level", LEVELS)
@given(whole=label_tables())
def test_alpha_for_a_level_of_measurement_is_that_of_the_krippendorff_package(
    level: MeasurementLevel, whole: LabelMatrix
) -> None:
    whole = numeric(whole)
    found = agreement(whole)
    alpha = level_agreement(whole, level, found).alpha
    if found.krippendorff_alpha.value is None:
        assert (alpha.value, alpha.reason) == (None, found.krippendorff_alpha.reason)
    else:
        assert alpha.value == pytest.approx(package(whole, level), abs=1e-9)


@given(label_tables(annotators=(2, 2), holes=False))
def test_weighted_kappa_is_that_of_scikit_learn(whole: LabelMatrix) -> None:
    whole = numeric(whole)
    found = agreement(whole)
    (kappa,) = level_agreement(whole, MeasurementLevel.ORDINAL, found).kappas
    if kappa.value is not None:
        labels = list(range(len(whole.labels)))
        expected = cohen_kappa_score(*whole.codes, labels=labels, weights="quadratic")
        assert kappa.value == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("level", LEVELS)
def test_its_interval_is_that_of_leaving_out_one_unit_at_a_time(level: MeasurementLevel) -> None:
    random = np.random.default_rng(5)
    truth = random.integers(0, 4, 30)
    codes = np.where(random.random((2, 30)) < 0.7, truth, random.integers(0, 4, (2, 30)))
    whole = LabelMatrix(codes.astype(np.int8), NUMBERS, ("Ada", "Bo"))
    found = level_agreement(whole, level, agreement(whole), intervals=True)
    left = [LabelMatrix(np.delete(codes, at, axis=1), NUMBERS, ("Ada", "Bo")) for at in range(30)]
    others = [level_agreement(each, level, agreement(each)) for each in left]
    for figure, values in (
        (found.alpha, [each.alpha.value for each in others]),
        (found.kappas[0], [each.kappas[0].value for each in others]),
    ):
        assert figure.value is not None
        expected, _ = jackknife_interval(
            figure.value, np.array(values, float), COEFFICIENT_LIMITS, "units"
        )
        assert figure.interval == pytest.approx(expected, abs=1e-9)

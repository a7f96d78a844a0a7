"""Labels that are numbers."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given

from annotator.stats.agreement.label_matrix import MISSING, LabelMatrix
from annotator.stats.agreement.measurement_levels import MeasurementLevel, level_agreement
from annotator.stats.agreement.table_agreement import agreement
from annotator.stats.intervals import COEFFICIENT_LIMITS, jackknife_interval
from tests.stats.agreement.oracles import cohen_kappa_score
from tests.stats.agreement.tables import KRIPPENDORFF_C, table
from tests.strategies import label_tables

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
def test_alpha_is_that_of_the_krippendorff_package(
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

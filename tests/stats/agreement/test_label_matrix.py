import numpy as np
import pytest
from hypothesis import given

from annotator.stats.agreement import label_matrix as module
from annotator.stats.agreement.label_matrix import MISSING, Label, LabelMatrix, matrix_of_labels
from annotator.stats.agreement.table_agreement import agreement
from tests.strategies import label_tables


def test_labels_given_one_by_one_make_a_table_with_holes() -> None:
    labels = matrix_of_labels(
        [Label(1, "Ada", "x", "d1"), Label(1, "Bo", "y", "d1"), Label(2, "Bo", "x", "d2")],
        labels=("z", "y", "x"),
    )
    assert labels.labels == ("z", "y", "x")
    assert labels.annotators == ("Ada", "Bo")
    assert labels.codes.tolist() == [[2, MISSING], [1, 2]]
    assert labels.clusters is not None
    assert labels.clusters.tolist() == [0, 1]


def test_units_of_one_document_alone_are_no_clusters() -> None:
    assert matrix_of_labels([Label(1, "Ada", "x", "d"), Label(2, "Ada", "x", "d")]).clusters is None


@given(label_tables())
def test_the_patterns_are_the_rows_of_the_table_each_as_often_as_it_occurs(
    labels: LabelMatrix,
) -> None:
    patterns = labels.patterns
    assert (patterns.rows[:, patterns.of_unit] == labels.codes).all()
    assert (np.bincount(patterns.of_unit) == patterns.times).all()
    assert len({tuple(row) for row in patterns.rows.T}) == len(patterns.times)


@given(label_tables(annotators=(4, 6)))
def test_rows_are_told_apart_however_many_there_could_be(labels: LabelMatrix) -> None:
    expected = agreement(labels)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "FEW_PATTERNS", 0)
        patch.setattr(module, "LARGEST_KEY", 100)
        again = LabelMatrix(labels.codes, labels.labels, labels.annotators)
        assert (again.patterns.rows[:, again.patterns.of_unit] == labels.codes).all()
        assert agreement(again).krippendorff_alpha.value == pytest.approx(
            expected.krippendorff_alpha.value, abs=1e-12
        )


def test_a_hundred_annotators_and_many_labels_are_no_trouble() -> None:
    codes = np.random.default_rng(1).integers(-1, 300, (100, 50)).astype(np.int16)
    names = tuple(f"a{number}" for number in range(100))
    labels = LabelMatrix(codes, tuple(str(number) for number in range(300)), names)
    assert len(labels.patterns.times) == 50

"""Time of all agreement coefficients, compared with the krippendorff package on the same table."""

import json
import statistics
import time
from collections.abc import Callable

import krippendorff
import numpy as np
from numpy.typing import NDArray

from annotator.stats.agreement.label_matrix import MISSING, LabelMatrix
from annotator.stats.agreement.table_agreement import agreement

UNITS, ANNOTATORS, LABELS = 1_000_000, 5, ("claim", "confirmation", "non-response", "background")
HOLES, AGREED = 0.2, 0.7
ROUNDS = 3


def run() -> dict[str, float]:
    """Median seconds of both on the same table, run alternately, and their ratio.

    Our time is for all coefficients, the package's only for α. Intervals are timed separately.
    """
    codes = _codes()
    data = np.where(codes == MISSING, np.nan, codes)
    theirs, ours = [], []
    for _ in range(ROUNDS):
        theirs.append(_seconds(lambda: krippendorff.alpha(data, level_of_measurement="nominal")))
        ours.append(_seconds(lambda: agreement(_table(codes))))
    package, all_of_ours = statistics.median(theirs), statistics.median(ours)
    return {
        "units": UNITS,
        "krippendorff_s": package,
        "annotator_s": all_of_ours,
        "with_intervals_s": _seconds(lambda: agreement(_table(codes), intervals=True)),
        "times_as_fast": package / all_of_ours,
        "ratio": all_of_ours / package,
    }


def _codes() -> NDArray[np.int8]:
    random = np.random.default_rng(1)
    truth = random.integers(0, len(LABELS), UNITS)
    codes = random.integers(0, len(LABELS), (ANNOTATORS, UNITS))
    codes = np.where(random.random(codes.shape) < AGREED, truth, codes)
    codes[random.random(codes.shape) < HOLES] = MISSING
    return codes.astype(np.int8)


def _table(codes: NDArray[np.int8]) -> LabelMatrix:
    # A new table each time, because a table caches its row counts.
    return LabelMatrix(codes, LABELS, tuple(f"annotator {number}" for number in range(ANNOTATORS)))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))

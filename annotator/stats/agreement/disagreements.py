"""The units of a table on which annotators differ most."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from annotator.stats.agreement.coefficients import sums_of_each
from annotator.stats.agreement.table import MISSING, Table


@dataclass(frozen=True, slots=True)
class Disputed:
    """A unit on which annotators differ.

    Attributes:
        unit: Its position in the table.
        labels: Everybody's labels by annotator.
        share: Of the pairs of labels, how many differ.
    """

    unit: int
    labels: Mapping[str, str]
    share: float


def most_disputed(table: Table, most: int) -> tuple[Disputed, ...]:
    """Up to `most` units on which annotators differ: by share, then labels, then position."""
    patterns = table.patterns
    sums = sums_of_each(patterns.rows, len(table.labels))
    differing = sums.pairable - sums.agreement
    given = (patterns.rows != MISSING).sum(axis=0)
    # Patterns are put in order, and not units: of these there may be millions.
    order = np.lexsort((-given, -differing))
    found: list[int] = []
    for pattern in order[differing[order] > 0]:
        if len(found) >= most:
            break
        units = np.flatnonzero(patterns.of_unit == pattern)
        found += [int(unit) for unit in units[: most - len(found)]]
    return tuple(
        Disputed(unit, _labels(table, unit), float(differing[patterns.of_unit[unit]]))
        for unit in found
    )


def _labels(table: Table, unit: int) -> dict[str, str]:
    return {
        name: table.labels[code]
        for name, code in zip(table.annotators, table.codes[:, unit], strict=True)
        if code != MISSING
    }

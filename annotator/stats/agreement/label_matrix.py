"""Labels that annotators gave to units, and their matrix, with its columns counted by pattern.

Every coefficient depends only on how often each pattern occurs. Four labels and five annotators
make 3,125 different patterns at most, so a million units are read once, to count their patterns.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Label:
    """One label that an annotator gave a unit.

    Attributes:
        unit: The unit; whatever can be told apart.
        annotator: The annotator's name.
        label: The label.
        cluster: The document that the unit belongs to.
    """

    unit: object
    annotator: str
    label: str
    cluster: object = None


@dataclass(frozen=True, slots=True)
class UnitRatio:
    """What one unit adds to a share over pairs of annotators.

    Attributes:
        unit: The unit.
        cluster: The document that it belongs to.
        numerator: How many count.
        denominator: Out of how many.
    """

    unit: object
    cluster: object
    numerator: int
    denominator: int


MISSING = -1
# Up to so many possible rows are counted in an array of that length; more are sorted.
FEW_PATTERNS = 2**20
LARGEST_KEY = 2**62

Codes = NDArray[np.signedinteger]
Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class LabelMatrix:
    """Who gave which unit which label.

    Attributes:
        codes: For each annotator and unit, (annotators, units), the position of the label in
            `labels`, or `MISSING_LABELS`.
        labels: The labels that there are, whether or not somebody gave them.
        annotators: Their names, in the order of the rows of `codes`.
        clusters: For each unit the number, from 0, of the document that it belongs to; None where
            the units belong to nothing.
    """

    codes: Codes
    labels: tuple[str, ...]
    annotators: tuple[str, ...]
    clusters: Counts | None = None

    @property
    def units(self) -> int:
        """How many units there are."""
        return int(self.codes.shape[1])

    @cached_property
    def patterns(self) -> "LabelPatterns":
        """The different rows of the table, and how often each occurs."""
        keys, base = _keys(self.codes, len(self.labels) + 1)
        return _label_patterns(self.codes, keys, base)

    @cached_property
    def unordered_patterns(self) -> "LabelPatterns":
        """The different rows once more, whoever gave which label: each is sorted.

        What all annotators have together rests on these, and so no sum depends on their order.
        """
        own = self.patterns
        rows = np.sort(own.rows, axis=0)
        found = _label_patterns(rows, *_keys(rows, len(self.labels) + 1))
        times = np.bincount(found.of_unit, own.times, minlength=found.rows.shape[1])
        return LabelPatterns(found.rows, times.astype(np.int64), found.of_unit[own.of_unit])


@dataclass(frozen=True, eq=False)
class LabelPatterns:
    """The different rows of a table.

    Attributes:
        rows: Each different row once, (annotators, patterns).
        times: How often each occurs, (patterns,).
        of_unit: Which of them each unit is, (units,).
    """

    rows: Codes
    times: Counts
    of_unit: Counts


def _keys(codes: Codes, base: int) -> tuple[Counts, int]:
    """One number for each unit that is the same for equal rows, and a bound that all are below."""
    keys: Counts = np.zeros(codes.shape[1], np.int64)
    bound = 1
    for row in codes:
        if bound > LARGEST_KEY // base:
            # The numbers would no longer fit: the rows so far are numbered anew, without gaps.
            known, numbers = np.unique(keys, return_inverse=True)
            keys, bound = numbers.astype(np.int64), len(known)
        keys *= base
        keys += row
        keys += 1
        bound *= base
    return keys, bound


def _label_patterns(codes: Codes, keys: Counts, bound: int) -> LabelPatterns:
    if bound > FEW_PATTERNS:
        _, first, of_unit, times = np.unique(
            keys, return_index=True, return_inverse=True, return_counts=True
        )
        return LabelPatterns(codes[:, first], times, of_unit)
    times = np.bincount(keys, minlength=bound).astype(np.int64)
    there = np.flatnonzero(times)
    number = np.zeros(bound, np.int64)
    number[there] = np.arange(len(there))
    first = np.zeros(bound, np.int64)
    first[keys] = np.arange(len(keys))
    return LabelPatterns(codes[:, first[there]], times[there], number[keys])


def smallest_integer_type(labels: int) -> type[np.signedinteger]:
    """The narrowest integer type for the positions of that many labels and for a missing one."""
    return next(
        (kind for kind in (np.int8, np.int16, np.int32) if labels <= np.iinfo(kind).max), np.int64
    )


def matrix_of_labels(
    given: Iterable[Label],
    labels: Sequence[str] = (),
    annotators: Sequence[str] = (),
) -> LabelMatrix:
    """The table of labels that were given one by one; of two for one cell the later one holds.

    Args:
        given: The labels.
        labels: Labels that there are, in their order; those met besides come after them, sorted.
        annotators: Annotators in their order; those met besides come after them.
    """
    given = list(given)
    besides = sorted({each.label for each in given} - set(labels))
    return matrix_of_columns(
        encode(each.unit for each in given),
        encode((each.annotator for each in given), annotators),
        encode((each.label for each in given), [*labels, *besides]),
        encode(each.cluster for each in given),
    )


@dataclass(frozen=True, slots=True)
class CodedColumn:
    """Names, and the position of each item's name among them."""

    names: tuple[object, ...]
    codes: Counts


def encode(items: Iterable[object], known: Sequence[object] = ()) -> CodedColumn:
    """The different items in the order first met, after those already known."""
    positions = {name: position for position, name in enumerate(known)}
    codes = [positions.setdefault(item, len(positions)) for item in items]
    return CodedColumn(tuple(positions), np.array(codes, np.int64))


def column_of_codes(names: Sequence[object], codes: "array[int]") -> CodedColumn:
    """A column whose items are numbered already, in 64 bits each."""
    return CodedColumn(tuple(names), np.frombuffer(codes, np.int64))


def matrix_of_columns(
    unit: CodedColumn,
    annotator: CodedColumn,
    label: CodedColumn,
    cluster: CodedColumn | None = None,
) -> LabelMatrix:
    """The table of labels given one by one, each column numbered; see `matrix_of_labels`."""
    shape = len(annotator.names), len(unit.names)
    codes = np.full(shape, MISSING, smallest_integer_type(len(label.names)))
    codes[annotator.codes, unit.codes] = label.codes
    clusters = None
    if cluster is not None and len(cluster.names) > 1:
        clusters = np.zeros(len(unit.names), np.int64)
        clusters[unit.codes] = cluster.codes
    return LabelMatrix(codes, _texts(label), _texts(annotator), clusters)


def _texts(column: CodedColumn) -> tuple[str, ...]:
    return tuple(str(name) for name in column.names)


def sort_names(column: CodedColumn, key: Callable[[str], Any] = str) -> CodedColumn:
    """The same column with its names sorted, by a key where one is given."""
    order = sorted(range(len(column.names)), key=lambda at: key(str(column.names[at])))
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    return CodedColumn(tuple(column.names[at] for at in order), places[column.codes])


def repeated_labels(unit: CodedColumn, annotator: CodedColumn) -> list[tuple[int, int]]:
    """Where one annotator labelled one unit more than once: the first time and each later one."""
    cells = unit.codes * len(annotator.names) + annotator.codes
    _, first, which = np.unique(cells, return_index=True, return_inverse=True)
    first_time = first[which]
    again = np.flatnonzero(first_time != np.arange(len(cells)))
    return [(int(first_time[at]), int(at)) for at in again]

"""The matrix of labels that annotators gave to units, with its columns counted by pattern.

Every coefficient depends only on how often each pattern occurs. Four labels and five annotators
make at most 3,125 different patterns, so a million units are read only once to count them.
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
        unit: The unit. It can be any hashable value.
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
        numerator: What it adds to the numerator.
        denominator: What it adds to the denominator.
    """

    unit: object
    cluster: object
    numerator: int
    denominator: int


MISSING = -1
# Up to this number of possible rows are counted in an array of that length; more are sorted.
FEW_PATTERNS = 2**20
LARGEST_KEY = 2**62

Codes = NDArray[np.signedinteger]
Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class LabelMatrix:
    """The label that each annotator gave to each unit.

    Attributes:
        codes: For each annotator and unit, (annotators, units), the position of the label in
            `labels`, or `MISSING`.
        labels: All possible labels, whether or not they were used.
        annotators: The annotators' names, in the order of the rows of `codes`.
        clusters: For each unit the number, from 0, of its document, or None if units have no
            documents.
    """

    codes: Codes
    labels: tuple[str, ...]
    annotators: tuple[str, ...]
    clusters: Counts | None = None

    @property
    def units(self) -> int:
        """The number of units."""
        return int(self.codes.shape[1])

    @cached_property
    def patterns(self) -> "LabelPatterns":
        """The different rows of the table, and how often each occurs."""
        keys, base = _keys(self.codes, len(self.labels) + 1)
        return _label_patterns(self.codes, keys, base)

    @cached_property
    def unordered_patterns(self) -> "LabelPatterns":
        """The different rows with their labels sorted, whichever annotator gave them.

        Coefficients of all annotators together use these, so no sum depends on the annotators'
        order.
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
        of_unit: The pattern of each unit, (units,).
    """

    rows: Codes
    times: Counts
    of_unit: Counts


def _keys(codes: Codes, base: int) -> tuple[Counts, int]:
    """One number per unit that is the same for equal rows, and a bound above all of them."""
    keys: Counts = np.zeros(codes.shape[1], np.int64)
    bound = 1
    for row in codes:
        if bound > LARGEST_KEY // base:
            # The numbers would no longer fit, so the rows so far are renumbered without gaps.
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
    """The smallest integer type for the positions of that many labels and for `MISSING`."""
    return next(
        (kind for kind in (np.int8, np.int16, np.int32) if labels <= np.iinfo(kind).max), np.int64
    )


def matrix_of_labels(
    given: Iterable[Label],
    labels: Sequence[str] = (),
    annotators: Sequence[str] = (),
) -> LabelMatrix:
    """The matrix of a list of labels. If a cell has two, the later one counts.

    Args:
        given: The labels.
        labels: Known labels in their order. Others come after them, sorted.
        annotators: Known annotators in their order. Others come after them.
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
    """A column whose items are already numbered, in 64 bits each."""
    return CodedColumn(tuple(names), np.frombuffer(codes, np.int64))


def matrix_of_columns(
    unit: CodedColumn,
    annotator: CodedColumn,
    label: CodedColumn,
    cluster: CodedColumn | None = None,
) -> LabelMatrix:
    """The matrix of a list of labels whose columns are numbered. See `matrix_of_labels`."""
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
    """The same column with its names sorted by a key."""
    order = sorted(range(len(column.names)), key=lambda at: key(str(column.names[at])))
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    return CodedColumn(tuple(column.names[at] for at in order), places[column.codes])


def repeated_labels(unit: CodedColumn, annotator: CodedColumn) -> list[tuple[int, int]]:
    """Where an annotator labeled a unit more than once: the first row and each later row."""
    cells = unit.codes * len(annotator.names) + annotator.codes
    _, first, which = np.unique(cells, return_index=True, return_inverse=True)
    first_time = first[which]
    again = np.flatnonzero(first_time != np.arange(len(cells)))
    return [(int(first_time[at]), int(at)) for at in again]

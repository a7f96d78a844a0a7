"""Agreement over a CSV file with one label per row."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from pathlib import Path
from typing import Any

from annotator.model.errors import DataError, Problem
from annotator.model.name_folding import fold_name
from annotator.stats.agreement.coefficients import (
    DisputedUnit,
    LevelAgreement,
    MeasurementLevel,
    level_agreement,
    level_agreement_record,
    most_disputed_units,
)
from annotator.stats.agreement.label_matrix import (
    CodedColumn,
    LabelMatrix,
    column_of_codes,
    matrix_of_columns,
    repeated_labels,
    sort_names,
)
from annotator.stats.agreement.result import Agreement, coefficients_record
from annotator.stats.agreement.table_agreement import agreement
from annotator.storage.input_tables import LabelColumn, LabelTable, read_label_table

# A matrix of more different numbers is slow.
MOST_NUMBERS = 2_000
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_BLANKS = re.compile(r"[\s_\u2010-\u2015-]+")
# A table of more cells does not fit in the memory of most computers.
MOST_CELLS = 2**30


@dataclass(frozen=True)
class LabelAgreement:
    """The agreement over a table, and the items with the largest disagreements.

    Attributes:
        agreement: The coefficients.
        disputed: The items by their names.
        level: The figures for labels as numbers; None if the labels are treated as names.
        missing: The number of rows without a label, by the value in the label column.
        alike: Names that differ only in case or form, by what they name.
        numbers: Whether all labels are numbers.
    """

    agreement: Agreement
    disputed: tuple[tuple[str, DisputedUnit], ...]
    level: LevelAgreement | None
    missing: Mapping[str, int]
    alike: Mapping[str, Sequence[Sequence[str]]]
    numbers: bool

    @property
    def record(self) -> dict[str, Any]:
        """Everything as plain data for a JSON writer."""
        found = coefficients_record(self.agreement)
        if self.level is not None:
            found |= level_agreement_record(self.level, self.agreement)
        return found | {
            "disagreements": [
                {"item": item, "labels": dict(each.labels), "share": each.share}
                for item, each in self.disputed
            ],
            "level": (self.level.level if self.level else MeasurementLevel.NOMINAL).value,
            "missing": {"rows": sum(self.missing.values()), "values": dict(self.missing)},
            "differ_in_case_or_form": {
                what: list(map(list, each)) for what, each in self.alike.items()
            },
        }


@dataclass(frozen=True, slots=True)
class LabelOptions:
    """What to compute about a table.

    Attributes:
        columns: The names of the columns of the items, the annotators and the labels.
        most: The number of most disputed items to list.
        intervals: Whether to compute intervals.
        missing: The values that mean a missing label; empty for the defaults.
        level: The measurement level of the labels.
    """

    columns: tuple[str, str, str]
    most: int
    intervals: bool
    missing: Sequence[str] = ()
    level: MeasurementLevel = MeasurementLevel.NOMINAL


def compute_label_agreement(
    path: Path, options: LabelOptions, advance: Callable[[int], None] = lambda _: None
) -> LabelAgreement:
    """The agreement of the labels in a CSV file.

    Args:
        path: The file.
        options: What to compute.
        advance: Called with the number of bytes read so far.

    Raises:
        DataError: The file has errors, an annotator gave an item two labels, or labels are not
            numbers although the level needs numbers.
    """
    read = _read(path, options, advance)
    alike = _alike(read)
    numbers = all(_number(name) is not None for name in read.labels.names)
    if options.level is not MeasurementLevel.NOMINAL:
        read.labels = _as_numbers(read, options.level)
    table = table_of_rows(read)
    names = read.items.names
    disputed = tuple((names[each.unit], each) for each in most_disputed_units(table, options.most))
    found = agreement(table, intervals=options.intervals)
    level = None
    if options.level is not MeasurementLevel.NOMINAL:
        level = level_agreement(table, options.level, found, intervals=options.intervals)
    return LabelAgreement(found, disputed, level, read.missing, alike, numbers)


def _alike(read: LabelTable) -> dict[str, list[list[str]]]:
    """Labels, annotators and items that differ only in case or form."""
    columns = {"labels": read.labels, "annotators": read.annotators, "items": read.items}
    found = {what: _groups(column.names) for what, column in columns.items()}
    return {what: groups for what, groups in found.items() if groups}


def _groups(names: Iterable[str]) -> list[list[str]]:
    groups: dict[object, list[str]] = {}
    for name in names:
        groups.setdefault(_form(name), []).append(name)
    return sorted(sorted(each) for each in groups.values() if len(each) > 1)


def _form(name: str) -> object:
    """A name without case, Unicode composition, blanks and dashes."""
    number = _number(name)
    plain = fold_name(name)
    return number if number is not None else _BLANKS.sub("", plain) or plain


def _number(name: str) -> float | None:
    """The number that a label is, or None."""
    if _NUMBER.fullmatch(name) is None:
        return None
    number = float(name)
    return number if isfinite(number) else None


def _as_numbers(read: LabelTable, level: MeasurementLevel) -> LabelColumn:
    """The labels as numbers; equal numbers are written the same way.

    Raises:
        DataError: A label is not a number, or is below 0 at the ratio level, or there are too many
            different ones.
    """
    numbers = [_number(name) for name in read.labels.names]
    problems = [
        Problem(f"“{name}” {wrong}", read.file, read.lines[read.labels.codes.index(at)])
        for at, (name, number) in enumerate(zip(read.labels.names, numbers, strict=True))
        if (wrong := _wrong(number, level))
    ]
    if problems:
        raise DataError(problems)
    if len(set(numbers)) > MOST_NUMBERS:
        message = (
            f"has {len(set(numbers)):,} different numbers. --level allows at most {MOST_NUMBERS:,}."
        )
        raise DataError(Problem(message, read.file))
    written = [f"{number:.17g}" for number in numbers if number is not None]
    column = LabelColumn()
    for code in read.labels.codes:
        column.add(written[code])
    return column


def _wrong(number: float | None, level: MeasurementLevel) -> str:
    if number is None:
        return (
            f"is not a number, and --level {level} needs numbers. "
            "If it means that the label is missing, name it with --missing."
        )
    if level is MeasurementLevel.RATIO and number < 0:
        return "is below 0. --level ratio needs labels of 0 or more."
    return ""


def _read(path: Path, options: LabelOptions, advance: Callable[[int], None]) -> LabelTable:
    read = read_label_table(path, options.columns, advance, options.missing)
    if not read.lines:
        missing = sum(read.missing.values())
        besides = f" (rows without one: {missing:,})" if missing else ""
        raise DataError(Problem(f"has no row with a label{besides}", str(path)))
    return read


def table_of_rows(read: LabelTable) -> LabelMatrix:
    """The table of the rows, with annotators and labels in alphabetical order.

    Raises:
        DataError: An annotator gave an item two labels, each listed with its line; or the table is
            too large.
    """
    items, annotators = _numbered(read.items), sort_names(_numbered(read.annotators))
    again = repeated_labels(items, annotators)
    if again:
        raise DataError(_repeated_labels(read, again))
    cells = len(items.names) * len(annotators.names)
    if cells > MOST_CELLS:
        size = f"{len(items.names):,} items by {len(annotators.names):,} annotators"
        raise DataError(Problem(f"is too large: {size}. Use a part of it.", read.file))
    return matrix_of_columns(items, annotators, sort_names(_numbered(read.labels), _label_order))


def _label_order(name: str) -> tuple[float, str]:
    """Numbers sort by size, and before all names."""
    number = _number(name)
    return (inf if number is None else number), name


def _numbered(column: LabelColumn) -> CodedColumn:
    return column_of_codes(column.names, column.codes)


def _repeated_labels(read: LabelTable, again: list[tuple[int, int]]) -> list[Problem]:
    return [_fault(read, first, later) for first, later in again]


def _fault(read: LabelTable, first: int, later: int) -> Problem:
    item = read.items.names[read.items.codes[later]]
    annotator = read.annotators.names[read.annotators.codes[later]]
    message = (
        f"“{annotator}” already labeled “{item}” in line {read.lines[first]}. "
        "Remove one of the two rows."
    )
    return Problem(message, read.file, read.lines[later])

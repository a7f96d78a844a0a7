"""Agreement over a CSV file that has a row for each label."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from pathlib import Path
from typing import Any

from annotator.model.errors import DataError, Problem
from annotator.model.name_folding import fold_name
from annotator.model.plurals import plural
from annotator.stats.agreement.coefficients import DisputedUnit, most_disputed_units
from annotator.stats.agreement.label_matrix import (
    CodedColumn,
    LabelMatrix,
    column_of_codes,
    matrix_of_columns,
    repeated_labels,
    sort_names,
)
from annotator.stats.agreement.measurement_levels import (
    LevelAgreement,
    MeasurementLevel,
    level_agreement,
    level_agreement_record,
)
from annotator.stats.agreement.result import Agreement, coefficients_record
from annotator.stats.agreement.table_agreement import agreement
from annotator.storage.input_tables import LabelColumn, LabelTable, read_label_table

# A matrix of more different numbers than these is slow to go through.
MOST_NUMBERS = 2_000
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_BLANKS = re.compile(r"[\s_\u2010-\u2015-]+")
# A table of more cells than these fits in the memory of few machines.
MOST_CELLS = 2**30


@dataclass(frozen=True)
class LabelAgreement:
    """The agreement over a table, and the items that annotators differ on most.

    Attributes:
        agreement: The coefficients.
        disputed: The items by their names.
        level: What the labels' numbers change; None where they are taken for names.
        missing: How many rows have no label, by what stands there.
        alike: Names that differ in case or form alone, by what they are names of.
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
        """All of it for a JSON writer."""
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
    """What is asked for about a table.

    Attributes:
        columns: The names of the columns of the items, the annotators and the labels.
        most: How many of the items that annotators differ on most.
        intervals: Whether intervals are wanted.
        missing: What stands where there is no label; empty for the usual.
        level: What the differences between labels mean.
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
        options: What is asked for.
        advance: Is told, as the file is read, how many of its bytes have been.

    Raises:
        DataError: The file is faulty, an annotator gave an item two labels, or labels are no
            numbers where a level asks for numbers.
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
    """Labels, annotators and items that differ in case or form alone."""
    columns = {"labels": read.labels, "annotators": read.annotators, "items": read.items}
    found = {what: _groups(column.names) for what, column in columns.items()}
    return {what: groups for what, groups in found.items() if groups}


def _groups(names: Iterable[str]) -> list[list[str]]:
    groups: dict[object, list[str]] = {}
    for name in names:
        groups.setdefault(_form(name), []).append(name)
    return sorted(sorted(each) for each in groups.values() if len(each) > 1)


def _form(name: str) -> object:
    """What is left of a name without case, accents' composition, blanks and dashes."""
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
    """The labels as numbers, written the same way where they are the same.

    Raises:
        DataError: A label is no number, or is below 0 on the ratio level, or there are too many.
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
        message = f"has {len(set(numbers)):,} different numbers, and --level takes {MOST_NUMBERS:,}"
        raise DataError(Problem(message, read.file))
    written = [f"{number:.17g}" for number in numbers if number is not None]
    column = LabelColumn()
    for code in read.labels.codes:
        column.add(written[code])
    return column


def _wrong(number: float | None, level: MeasurementLevel) -> str:
    if number is None:
        return (
            f"is not a number; --level {level} needs numbers, and --missing names what is no label"
        )
    if level is MeasurementLevel.RATIO and number < 0:
        return "is below 0; a ratio needs labels from 0 on"
    return ""


def _read(path: Path, options: LabelOptions, advance: Callable[[int], None]) -> LabelTable:
    read = read_label_table(path, options.columns, advance, options.missing)
    if not read.lines:
        missing = plural(sum(read.missing.values()), "row")
        besides = f"; {missing} have none" if read.missing else ""
        raise DataError(Problem(f"has no row with a label{besides}", str(path)))
    return read


def table_of_rows(read: LabelTable) -> LabelMatrix:
    """The table of the rows, annotators and labels in the order of the alphabet.

    Raises:
        DataError: An annotator gave an item two labels, each named with its line; or the table is
            too large.
    """
    items, annotators = _numbered(read.items), sort_names(_numbered(read.annotators))
    again = repeated_labels(items, annotators)
    if again:
        raise DataError(_repeated_labels(read, again))
    cells = len(items.names) * len(annotators.names)
    if cells > MOST_CELLS:
        size = f"{len(items.names):,} items by {len(annotators.names):,} annotators"
        raise DataError(Problem(f"is too large: {size}; take a part of it", read.file))
    return matrix_of_columns(items, annotators, sort_names(_numbered(read.labels), _label_order))


def _label_order(name: str) -> tuple[float, str]:
    """Numbers by their size, and before all names."""
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
        f"“{annotator}” labels “{item}” a second time, after line {read.lines[first]}; "
        "take one of the two out"
    )
    return Problem(message, read.file, read.lines[later])

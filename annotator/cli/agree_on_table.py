"""Agreement over a CSV file that has a row for each label."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from annotator.cli.agreement_tables import (
    band,
    heading,
    print_agreement,
    print_figures,
    print_missing_intervals,
    print_reasons,
)
from annotator.model.faults import Fault, Refused
from annotator.model.names import folded
from annotator.model.words import so_many
from annotator.stats.agreement.agreement import agreement
from annotator.stats.agreement.disagreements import Disputed, most_disputed
from annotator.stats.agreement.levels import Level, OnLevel, on_level
from annotator.stats.agreement.records import level_record, record
from annotator.stats.agreement.result import Agreement
from annotator.stats.agreement.table import (
    Numbered,
    Table,
    assembled,
    in_order,
    numbered_already,
    repeated,
)
from annotator.storage.label_tables import Column, LabelTable, read_label_table
from annotator.text.safe import visible

MOST_ALIKE = 5
MOST_KAPPAS = 20
# A matrix of more different numbers than these is slow to go through.
MOST_NUMBERS = 2_000
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_BLANKS = re.compile(r"[\s_\u2010-\u2015-]+")
# A table of more cells than these fits in the memory of few machines.
MOST_CELLS = 2**30


@dataclass(frozen=True)
class OverTable:
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
    disputed: tuple[tuple[str, Disputed], ...]
    level: OnLevel | None
    missing: Mapping[str, int]
    alike: Mapping[str, Sequence[Sequence[str]]]
    numbers: bool

    @property
    def record(self) -> dict[str, Any]:
        """All of it for a JSON writer."""
        found = record(self.agreement)
        if self.level is not None:
            found |= level_record(self.level, self.agreement)
        return found | {
            "disagreements": [
                {"item": item, "labels": dict(each.labels), "share": each.share}
                for item, each in self.disputed
            ],
            "level": (self.level.level if self.level else Level.NOMINAL).value,
            "missing": {"rows": sum(self.missing.values()), "values": dict(self.missing)},
            "differ_in_case_or_form": {
                what: list(map(list, each)) for what, each in self.alike.items()
            },
        }


@dataclass(frozen=True, slots=True)
class Asked:
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
    level: Level = Level.NOMINAL


def over_table(
    path: Path, asked: Asked, advance: Callable[[int], None] = lambda _: None
) -> OverTable:
    """The agreement of the labels in a CSV file.

    Args:
        path: The file.
        asked: What is asked for.
        advance: Is told, as the file is read, how many of its bytes have been.

    Raises:
        Refused: The file is faulty, an annotator gave an item two labels, or labels are no numbers
            where a level asks for numbers.
    """
    read = _read(path, asked, advance)
    alike = _alike(read)
    numbers = all(_number(name) is not None for name in read.labels.names)
    if asked.level is not Level.NOMINAL:
        read.labels = _as_numbers(read, asked.level)
    table = table_of_rows(read)
    names = read.items.names
    disputed = tuple((names[each.unit], each) for each in most_disputed(table, asked.most))
    found = agreement(table, intervals=asked.intervals)
    level = None
    if asked.level is not Level.NOMINAL:
        level = on_level(table, asked.level, found, intervals=asked.intervals)
    return OverTable(found, disputed, level, read.missing, alike, numbers)


def print_over_table(
    console: Console, found: OverTable, *, ac1: bool = False, bands: bool = False
) -> None:
    """Print everything about a table of labels."""
    for words in notes(found):
        console.print(Text(visible(words), "yellow"))
    print_agreement(console, found.agreement, ac1=ac1, bands=bands and found.level is None)
    if found.level is not None:
        _print_level(console, found.level, found.agreement, bands=bands)
    if found.disputed:
        heading(console, "Most disagreed about")
    for item, each in found.disputed:
        labels = "; ".join(f"{name}: {label}" for name, label in each.labels.items())
        console.print(Text.assemble(visible(item), ("  " + visible(labels), "dim")))


def _print_level(console: Console, found: OnLevel, over: Agreement, *, bands: bool) -> None:
    heading(console, f"With the labels as numbers, {found.level} level")
    pairs = list(zip(over.pairs, found.kappas, strict=True))
    figures = [(f"Krippendorff’s α, {found.level}", found.alpha)]
    figures += [
        (f"weighted κ, {' and '.join(pair.annotators)}", kappa)
        for pair, kappa in pairs[:MOST_KAPPAS]
    ]
    print_figures(console, "coefficient", figures)
    print_reasons(console, figures)
    print_missing_intervals(console, figures)
    if len(pairs) > MOST_KAPPAS:
        console.print(Text(f"--json has the weighted κ of all {len(pairs):,} pairs.", "dim"))
    if bands:
        console.print(Text(visible(band(found.alpha))))


def notes(found: OverTable) -> Iterator[str]:
    """What a reader of the figures has to know about the table, in sentences."""
    if found.missing:
        values = ", ".join(
            f"{_shown(value)} {times:,}" for value, times in sorted(found.missing.items())
        )
        rows = so_many(sum(found.missing.values()), "row")
        yield f"Missing labels: {rows} ({values}). --missing says what stands for a missing label."
    for what, groups in found.alike.items():
        for names in groups[:MOST_ALIKE]:
            listed = " and ".join(map(_shown, names))
            same = what == "labels" and found.level is not None
            counted = "are one number and count as the same" if same else "count as different"
            yield f"The {what} {listed} differ only in case or form. They {counted}."
        if len(groups) > MOST_ALIKE:
            yield f"{so_many(len(groups) - MOST_ALIKE, 'more group')} of such {what} are in --json."
    if found.numbers and found.level is None:
        yield (
            "All labels are numbers and are treated as names, without order or distance. "
            "--level ordinal, interval or ratio computes α for numbers."
        )


def _shown(value: str) -> str:
    return f"“{value}”" if value else "empty"


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
    plain = folded(name)
    return number if number is not None else _BLANKS.sub("", plain) or plain


def _number(name: str) -> float | None:
    """The number that a label is, or None."""
    if _NUMBER.fullmatch(name) is None:
        return None
    number = float(name)
    return number if isfinite(number) else None


def _as_numbers(read: LabelTable, level: Level) -> Column:
    """The labels as numbers, written the same way where they are the same.

    Raises:
        Refused: A label is no number, or is below 0 on the ratio level, or there are too many.
    """
    numbers = [_number(name) for name in read.labels.names]
    faults = [
        Fault(f"“{name}” {wrong}", read.file, read.lines[read.labels.codes.index(at)])
        for at, (name, number) in enumerate(zip(read.labels.names, numbers, strict=True))
        if (wrong := _wrong(number, level))
    ]
    if faults:
        raise Refused(faults)
    if len(set(numbers)) > MOST_NUMBERS:
        message = f"has {len(set(numbers)):,} different numbers, and --level takes {MOST_NUMBERS:,}"
        raise Refused(Fault(message, read.file))
    written = [f"{number:.17g}" for number in numbers if number is not None]
    column = Column()
    for code in read.labels.codes:
        column.add(written[code])
    return column


def _wrong(number: float | None, level: Level) -> str:
    if number is None:
        return (
            f"is not a number; --level {level} needs numbers, and --missing names what is no label"
        )
    if level is Level.RATIO and number < 0:
        return "is below 0; a ratio needs labels from 0 on"
    return ""


def _read(path: Path, asked: Asked, advance: Callable[[int], None]) -> LabelTable:
    read = read_label_table(path, asked.columns, advance, asked.missing)
    if not read.lines:
        missing = so_many(sum(read.missing.values()), "row")
        besides = f"; {missing} have none" if read.missing else ""
        raise Refused(Fault(f"has no row with a label{besides}", str(path)))
    return read


def table_of_rows(read: LabelTable) -> Table:
    """The table of the rows, annotators and labels in the order of the alphabet.

    Raises:
        Refused: An annotator gave an item two labels, each named with its line; or the table is
            too large.
    """
    items, annotators = _numbered(read.items), in_order(_numbered(read.annotators))
    again = repeated(items, annotators)
    if again:
        raise Refused(_twice(read, again))
    cells = len(items.names) * len(annotators.names)
    if cells > MOST_CELLS:
        size = f"{len(items.names):,} items by {len(annotators.names):,} annotators"
        raise Refused(Fault(f"is too large: {size}; take a part of it", read.file))
    return assembled(items, annotators, in_order(_numbered(read.labels), _label_order))


def _label_order(name: str) -> tuple[float, str]:
    """Numbers by their size, and before all names."""
    number = _number(name)
    return (inf if number is None else number), name


def _numbered(column: Column) -> Numbered:
    return numbered_already(column.names, column.codes)


def _twice(read: LabelTable, again: list[tuple[int, int]]) -> list[Fault]:
    return [_fault(read, first, later) for first, later in again]


def _fault(read: LabelTable, first: int, later: int) -> Fault:
    item = read.items.names[read.items.codes[later]]
    annotator = read.annotators.names[read.annotators.codes[later]]
    message = (
        f"“{annotator}” labels “{item}” a second time, after line {read.lines[first]}; "
        "take one of the two out"
    )
    return Fault(message, read.file, read.lines[later])

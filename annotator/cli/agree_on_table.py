"""Agreement over a CSV file that has a row for each label."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from annotator.cli.agreement_tables import heading, print_agreement
from annotator.cli.output import say, talk
from annotator.model.faults import Fault, Refused
from annotator.stats.agreement.agreement import agreement
from annotator.stats.agreement.disagreements import Disputed, most_disputed
from annotator.stats.agreement.records import record
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

MOST_FAULTS = 20
# A table of more cells than these fits in the memory of few machines.
MOST_CELLS = 2**30
# A smaller file is read in about a second.
MANY_BYTES = 2_000_000


@dataclass(frozen=True)
class OverTable:
    """The agreement over a table, and the items that annotators differ on most.

    Attributes:
        agreement: The coefficients.
        disputed: The items by their names.
    """

    agreement: Agreement
    disputed: tuple[tuple[str, Disputed], ...]

    @property
    def record(self) -> dict[str, Any]:
        """All of it for a JSON writer."""
        return record(self.agreement) | {
            "disagreements": [
                {"item": item, "labels": dict(each.labels), "share": each.share}
                for item, each in self.disputed
            ]
        }


def over_table(
    path: Path, columns: tuple[str, str, str], most: int, *, intervals: bool
) -> OverTable:
    """The agreement of the labels in a CSV file, with a progress bar where it is long.

    Args:
        path: The file.
        columns: The names of the columns of the items, the annotators and the labels.
        most: How many of the items that annotators differ on most.
        intervals: Whether intervals are wanted.

    Raises:
        Refused: The file is faulty, or an annotator gave an item two labels.
    """
    quick = not path.is_file() or path.stat().st_size < MANY_BYTES
    with Progress(console=talk(), transient=True, disable=quick) as bar:
        read = _read(path, columns, bar)
    table = table_of_rows(read)
    names = read.items.names
    disputed = tuple((names[each.unit], each) for each in most_disputed(table, most))
    return OverTable(agreement(table, intervals=intervals), disputed)


def print_over_table(
    console: Console, found: OverTable, *, ac1: bool = False, bands: bool = False
) -> None:
    """Print everything about a table of labels."""
    print_agreement(console, found.agreement, ac1=ac1, bands=bands)
    if found.disputed:
        heading(console, "Most disagreed about")
    for item, each in found.disputed:
        labels = "; ".join(f"{name}: {label}" for name, label in each.labels.items())
        console.print(Text.assemble(visible(item), ("  " + visible(labels), "dim")))


def _read(path: Path, columns: tuple[str, str, str], bar: Progress) -> LabelTable:
    task = bar.add_task("Reading", total=path.stat().st_size if path.is_file() else 0)
    read = read_label_table(path, columns, lambda done: bar.update(task, completed=done))
    bar.remove_task(task)
    if read.empty:
        say(f"Rows without a label, which count as absent: {read.empty:,}.")
    if not read.lines:
        raise Refused(Fault("has no row with a label", str(path)))
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
    return assembled(items, annotators, in_order(_numbered(read.labels)))


def _numbered(column: Column) -> Numbered:
    return numbered_already(column.names, column.codes)


def _twice(read: LabelTable, again: list[tuple[int, int]]) -> list[Fault]:
    faults = [_fault(read, first, later) for first, later in again[:MOST_FAULTS]]
    if len(again) > MOST_FAULTS:
        faults.append(Fault(f"and {len(again) - MOST_FAULTS:,} more such rows", read.file))
    return faults


def _fault(read: LabelTable, first: int, later: int) -> Fault:
    item = read.items.names[read.items.codes[later]]
    annotator = read.annotators.names[read.annotators.codes[later]]
    message = (
        f"“{annotator}” labels “{item}” a second time, after line {read.lines[first]}; "
        "take one of the two out"
    )
    return Fault(message, read.file, read.lines[later])

"""Tables as CSV, of which a spreadsheet is not to take a cell for a formula."""

import csv
import re
from collections.abc import Iterable
from io import StringIO
from typing import TypeVar

Cell = TypeVar("Cell")

# What a spreadsheet takes for a formula when a cell begins with it. An apostrophe before such a
# sign gets another one, so that `restored` can tell what was written by `defused`.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_DEFUSED = re.compile(r"'+[=+\-@\t\r\n]")


def defused(cell: Cell) -> Cell | str:
    """The cell, with an apostrophe before a text that a spreadsheet would take for a formula."""
    if isinstance(cell, str) and _FORMULA.match(cell):
        return f"'{cell}"
    return cell


def restored(cell: str) -> str:
    """The text that `defused` made this cell of."""
    return cell[1:] if _DEFUSED.match(cell) else cell


def csv_text(rows: Iterable[Iterable[object]], *, raw: bool = False) -> str:
    """Rows as CSV; unless `raw`, each cell is defused, so that a spreadsheet shows it as it is."""
    text = StringIO()
    # With this ending a carriage return inside a cell is quoted too, and begins no row.
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow(row if raw else [defused(cell) for cell in row])
    return text.getvalue()

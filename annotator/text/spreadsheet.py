"""Cells of a table that a spreadsheet is not to take for formulas."""

import re
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

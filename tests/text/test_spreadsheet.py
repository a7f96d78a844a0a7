import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.spreadsheet import csv_text, defused, restored
from tests.hostile import CORPUS


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["a=1", "", "'tis said", 3, None, 0.5])
def test_every_other_cell_stays_as_it_is(cell: object) -> None:
    assert defused(cell) == cell


@given(
    st.text() | st.from_regex(r"'*[=+@\-]x*", fullmatch=True) | st.sampled_from([*CORPUS.values()])
)
def test_a_defused_text_is_harmless_and_can_be_told_back(text: str) -> None:
    safe = defused(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert restored(safe) == text


def test_a_table_is_defused_cell_by_cell_unless_it_is_to_be_exact() -> None:
    rows = [("name", "points"), ("=1+1", 7.5), ("a, b", None)]
    assert csv_text(rows) == 'name,points\r\n\'=1+1,7.5\r\n"a, b",\r\n'
    assert csv_text(rows, raw=True).splitlines()[1] == "=1+1,7.5"


def test_a_line_break_inside_a_cell_begins_no_row() -> None:
    rows = [["name", "points"], ["Ada\r=1+1", "7"], ["Ben\n=1+1", "8"], ["Cy\r\n=1+1", "9"]]
    assert list(csv.reader(StringIO(csv_text(rows), newline=""))) == rows

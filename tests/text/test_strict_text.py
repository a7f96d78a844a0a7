"""UTF-8 and nothing else."""

import csv
from contextlib import suppress
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.errors import DataError
from annotator.text.strict_text import (
    MAX_CELL_LENGTH,
    csv_rows,
    csv_table,
    csv_text,
    decode_utf8,
    delimiter_of,
    escape_formula,
    unescape_formula,
)
from tests.hostile import CORPUS
from tests.statements import states
from tests.strategies import any_text


@given(any_text)
def test_what_is_utf8_is_read_as_it_is_and_a_byte_order_mark_is_none_of_it(text: str) -> None:
    plain = text.encode("utf-8", "ignore")
    assert decode_utf8(b"\xef\xbb\xbf" + plain, "f") == plain.decode()


def test_text_in_another_encoding_is_refused_with_its_byte_its_line_and_what_to_do() -> None:
    with pytest.raises(DataError) as refused:
        decode_utf8(b"a\nb\xe9", "f", "Save it again.")
    (problem,) = refused.value.problems
    assert (problem.file, problem.line) == ("f", 2)
    assert "3" in problem.message
    assert problem.message.endswith(" Save it again.")


def test_without_a_remedy_the_message_has_only_the_place() -> None:
    with pytest.raises(DataError, match=r"^f:1: [^.]*0[^.]*\.$"):
        decode_utf8(b"\xff", "f")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert escape_formula(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["a=1", "", "'tis said", 3, None, 0.5])
def test_every_other_cell_stays_as_it_is(cell: object) -> None:
    assert escape_formula(cell) == cell


@given(
    st.text() | st.from_regex(r"'*[=+@\-]x*", fullmatch=True) | st.sampled_from([*CORPUS.values()])
)
def test_a_defused_text_is_harmless_and_can_be_told_back(text: str) -> None:
    safe = escape_formula(text)
    # A dash alone is what a gradebook has for no grade; no spreadsheet computes with it.
    assert safe == "-" or not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unescape_formula(safe) == text


def test_a_table_is_defused_cell_by_cell_unless_it_is_to_be_exact() -> None:
    rows = [("name", "points"), ("=1+1", 7.5), ("a, b", None)]
    assert csv_text(rows) == 'name,points\r\n\'=1+1,7.5\r\n"a, b",\r\n'
    assert csv_text(rows, raw=True).splitlines()[1] == "=1+1,7.5"


def test_a_line_break_inside_a_cell_begins_no_row() -> None:
    rows = [["name", "points"], ["Ada\r=1+1", "7"], ["Ben\n=1+1", "8"], ["Cy\r\n=1+1", "9"]]
    assert list(csv.reader(StringIO(csv_text(rows), newline=""))) == rows


@pytest.mark.parametrize("by", [",", ";", "\t"])
def test_a_table_is_read_whatever_separates_its_cells(by: str) -> None:
    text = 'name,points\n"Ada\nB",7\n,\n\nCy,\n'.replace(",", by)
    table = csv_table(b"\xef\xbb\xbf" + text.encode(), "f")
    assert table.columns == ("name", "points")
    assert list(table.rows) == [(2, {"name": "Ada\nB", "points": "7"}), (6, {"name": "Cy"})]


@pytest.mark.parametrize(
    ("head", "by"),
    [("text", ","), ("a;b,c;d", ";"), ("", ","), ("a\r;;;", ","), ("a\tb\n,,", "\t")],
)
def test_cells_are_separated_by_what_stands_most_often_in_the_first_line(
    head: str, by: str
) -> None:
    assert delimiter_of(head) == by


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("", ("f:1:",)),
        (",\na,b\n", ("f:1:",)),
        ("a,b,a\n", ("f:1:", "a")),
        ('a\nb\n"c\n', ("f:3:", "CSV")),
        ('a\n"b"c\n', ("f:2:", "CSV")),
        (f"a\n{'x' * (MAX_CELL_LENGTH + 1)}\n", ("f:2:", "CSV")),
        ("a,b\n1,2\n1,2,3\n", ("f:3:", "3 cells", "2")),
        ("a,b\n1,2\n1", ("f:3:", "1 of 2 cells")),
    ],
)
def test_an_incomplete_table_is_refused_with_its_line(text: str, facts: tuple[str, ...]) -> None:
    with pytest.raises(DataError) as caught:
        list(csv_table(text.encode(), "f").rows)
    assert states(str(caught.value), *facts)


def test_empty_cells_at_the_end_of_a_row_may_be_left_out() -> None:
    assert list(csv_table(b"a,b\n1\n", "f").rows) == [(2, {"a": "1"})]


def test_a_long_cell_is_an_article_and_no_fault() -> None:
    ((_, row),) = csv_table(f"text\n{'x' * 200_000}\n".encode(), "f").rows
    assert len(row["text"]) == 200_000


def test_cells_are_told_back_only_where_they_may_have_been_defused() -> None:
    data = b"text\n'=1\n"
    assert [dict(row) for _, row in csv_table(data, "f").rows] == [{"text": "'=1"}]
    assert [dict(row) for _, row in csv_table(data, "f", raw=False).rows] == [{"text": "=1"}]


def test_rows_of_a_part_of_a_file_have_the_lines_of_the_file() -> None:
    rows = csv_rows(StringIO('"a\nb"\nc\n', newline=""), "f", ",", first=5)
    assert list(rows) == [(5, ["a\nb"]), (7, ["c"])]


@given(st.binary(max_size=60))
def test_no_bytes_at_all_bring_anything_but_a_table_or_a_refusal(data: bytes) -> None:
    with suppress(DataError):
        for line, row in csv_table(b"a,b\n" + data, "f").rows:
            assert line > 1
            assert set(row) <= {"a", "b"}

"""The CSV table that says what is known of articles."""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.errors import DataError
from annotator.storage.articles import Metadata
from annotator.storage.input_tables import (
    LabelTable,
    MetadataTable,
    read_label_table,
    read_metadata,
)
from tests.statements import states


def table(folder: Path, text: str) -> MetadataTable:
    path = folder / "articles.csv"
    path.write_text(text, "utf-8")
    return read_metadata(path)


def test_a_file_is_found_by_its_path_its_name_or_its_stem(tmp_path: Path) -> None:
    found = table(tmp_path, "\ufefffile,title,outlet\na.txt,Dark,Post\nb,Light,\nx/c.txt,Gray,\n")
    assert found.metadata_of(Path("x/a.txt")) == Metadata(title="Dark", outlet="Post")
    assert found.metadata_of(Path("b.md")) == Metadata(title="Light")
    assert found.metadata_of(Path("x/c.txt")).title == "Gray"
    assert found.metadata_of(Path("y/c.txt")) == Metadata()


@pytest.mark.parametrize("by", [";", "\t"])
def test_what_other_spreadsheets_put_between_cells_is_seen_from_the_head(
    tmp_path: Path, by: str
) -> None:
    found = table(tmp_path, "file,title\na.txt,Dark\n , \n".replace(",", by))
    assert found.metadata_of(Path("a.txt")).title == "Dark"


def test_an_unknown_column_is_reported_and_left_out(tmp_path: Path) -> None:
    (said,) = table(tmp_path, "file,words\na.txt,3\n").warnings
    assert "“words”" in said


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("title\nDark\n", ("1:", "“file”")),
        ("file,title\n,Dark\n", ("2:", "file")),
        ("file\na\na\n", ("3:", "“a”")),
        ("file,published\na,yesterday\n", ("2:", "“yesterday”")),
        ('file\n"a"b\n', ("2:", "CSV")),
        ("file,title\na,Dark,Light\n", ("2:", "3 cells", "2")),
        ("file,title,title\na,Dark,Light\n", ("1:", "title")),
        ("", ("1:",)),
    ],
)
def test_a_table_that_is_none_is_refused_with_its_line(
    tmp_path: Path, text: str, facts: tuple[str, ...]
) -> None:
    with pytest.raises(DataError) as caught:
        table(tmp_path, text)
    assert states(str(caught.value), *facts)


def test_bytes_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"file\n\xe9\n")
    with pytest.raises(DataError, match=r"2: .*5.*UTF-8.*“CSV UTF-8”"):
        read_metadata(tmp_path / "a.csv")


COLUMNS = ("unit", "coder", "code")


def read(folder: Path, text: str | bytes, encoding: str = "utf-8") -> LabelTable:
    path = folder / "labels.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return read_label_table(path, COLUMNS)


def cells(table: LabelTable) -> list[tuple[str, str, str]]:
    columns = (table.items, table.annotators, table.labels)
    named = [[column.names[code] for code in column.codes] for column in columns]
    return list(zip(*named, strict=True))


def refusal(folder: Path, text: str | bytes) -> list[tuple[int | None, str]]:
    with pytest.raises(DataError) as refused:
        read(folder, text)
    assert all(problem.file == str(folder / "labels.csv") for problem in refused.value.problems)
    return [(problem.line, problem.message) for problem in refused.value.problems]


@pytest.mark.parametrize("by", [",", ";", "\t"])
def test_rows_are_read_whatever_separates_them_and_whatever_other_columns_there_are(
    tmp_path: Path, by: str
) -> None:
    lines = ["code,note,unit,coder", 'claim,"two\nlines",s1, Ada ', "background,,s1,Bo", "", ""]
    text = "\r\n".join(lines).replace(",", by)
    found = read(tmp_path, text, "utf-8-sig")
    assert cells(found) == [("s1", "Ada", "claim"), ("s1", "Bo", "background")]
    assert list(found.lines) == [2, 4]


def test_a_row_without_a_label_is_absent_and_counted(tmp_path: Path) -> None:
    found = read(tmp_path, "unit,coder,code\ns1,Ada,\ns1,Bo,claim\n")
    assert (cells(found), found.missing) == ([("s1", "Bo", "claim")], {"": 1})


def test_every_faulty_row_is_named_with_its_line(tmp_path: Path) -> None:
    found = refusal(tmp_path, "unit,coder,code\ns1,Ada\n,Ada,claim\ns1,,claim\ns1,Bo,claim\n")
    assert [line for line, _ in found] == [2, 3, 4]
    for (_, message), column in zip(found, ("“code”", "“unit”", "“coder”"), strict=True):
        assert states(message, column)
    assert states(found[0][1], "2 cells")


@pytest.mark.parametrize(
    ("text", "line", "facts"),
    [
        ("unit;coder;label\n", 1, ("“code”", "“unit”", "“coder”", "“label”")),
        ("unit,coder,code,code\n", 1, ("“code”",)),
        ("", 1, ("“unit”",)),
        ('unit,coder,code\ns1,Ada,"claim\n', 2, ("CSV",)),
        (b"unit,coder,code\ns1,Ad\xe4,claim\n", None, ("UTF-8",)),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_one_sentence(
    tmp_path: Path, text: str | bytes, line: int | None, facts: tuple[str, ...]
) -> None:
    ((where, message),) = refusal(tmp_path, text)
    assert where == line
    assert states(message, *facts)


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(DataError):
            read_label_table(path, COLUMNS)


@given(st.binary(max_size=60))
def test_no_bytes_at_all_bring_anything_but_a_table_or_a_refusal(data: bytes) -> None:
    with TemporaryDirectory() as folder, suppress(DataError):
        assert read(Path(folder), b"unit,coder,code\n" + data).file.endswith("labels.csv")


def test_progress_is_told_in_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.storage.input_tables.ROWS_PER_REPORT", 10)
    path = tmp_path / "labels.csv"
    path.write_text("unit,coder,code\n" + "s,Ada,claim\n" * 100, "utf-8")
    told: list[int] = []
    read_label_table(path, COLUMNS, told.append)
    assert len(told) == 10
    assert told[-1] <= path.stat().st_size


def test_of_an_empty_file_it_is_said_that_its_head_names_no_column(tmp_path: Path) -> None:
    ((line, message),) = refusal(tmp_path, "")
    assert line == 1
    assert states(message, "“unit”")


@pytest.mark.parametrize("missing", ["NA", "NaN", "nan", "null", "NULL", "-", ""])
def test_what_tools_write_for_a_missing_label_is_no_label_and_is_counted(
    tmp_path: Path, missing: str
) -> None:
    found = read(tmp_path, f"unit,coder,code\ns1,Ada,{missing}\ns1,Bo,claim\n")
    assert cells(found) == [("s1", "Bo", "claim")]
    assert found.missing == {missing: 1}


def test_what_the_person_names_as_missing_takes_the_place_of_the_usual(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("unit,coder,code\ns1,Ada,NA\ns1,Bo,99\ns1,Cy,\n", "utf-8")
    found = read_label_table(path, COLUMNS, missing=("99",))
    assert cells(found) == [("s1", "Ada", "NA")]
    assert found.missing == {"99": 1, "": 1}
    assert len(cells(read_label_table(path, COLUMNS, missing=("",)))) == 2

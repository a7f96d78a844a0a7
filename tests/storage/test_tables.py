"""The CSV table that says what is known of articles."""

from pathlib import Path

import pytest

from annotator.model.faults import Refused
from annotator.storage.articles import Metadata
from annotator.storage.tables import MetadataTable, read_metadata


def table(folder: Path, text: str) -> MetadataTable:
    path = folder / "articles.csv"
    path.write_text(text, "utf-8")
    return read_metadata(path)


def test_a_file_is_found_by_its_path_its_name_or_its_stem(tmp_path: Path) -> None:
    found = table(tmp_path, "\ufefffile,title,outlet\na.txt,Dark,Post\nb,Light,\nx/c.txt,Grey,\n")
    assert found.of(Path("x/a.txt")) == Metadata(title="Dark", outlet="Post")
    assert found.of(Path("b.md")) == Metadata(title="Light")
    assert found.of(Path("x/c.txt")).title == "Grey"
    assert found.of(Path("y/c.txt")) == Metadata()


@pytest.mark.parametrize("by", [";", "\t"])
def test_what_other_spreadsheets_put_between_cells_is_seen_from_the_head(
    tmp_path: Path, by: str
) -> None:
    found = table(tmp_path, "file,title\na.txt,Dark\n , \n".replace(",", by))
    assert found.of(Path("a.txt")).title == "Dark"


def test_a_column_that_is_none_of_ours_is_said_and_left_out(tmp_path: Path) -> None:
    (said,) = table(tmp_path, "file,words\na.txt,3\n").warnings
    assert "“words” is none of" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title\nDark\n", "1: has no column “file”"),
        ("file,title\n,Dark\n", "2: this row names no file"),
        ("file\na\na\n", "3: “a” has two rows"),
        ("file,published\na,yesterday\n", "2: “yesterday” is no date"),
        ('file\n"a"b\n', "2: cannot be read as CSV from here on"),
        ("file,title\na,Dark,Light\n", "2: the row has 3 cells and the head 2"),
        ("file,title,title\na,Dark,Light\n", "1: two columns are called title"),
        ("", "1: has no head"),
    ],
)
def test_a_table_that_is_none_is_refused_with_its_line(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        table(tmp_path, text)


def test_what_is_no_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"file\n\xe9\n")
    with pytest.raises(Refused, match="2: byte 5 is not UTF-8; save it as “CSV UTF-8”"):
        read_metadata(tmp_path / "a.csv")

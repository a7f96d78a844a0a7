import io
import json
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from pyarrow import parquet

from annotator.formats.exchange_types import AnnotatedArticle
from annotator.formats.parquet import FILE, LABELS, read, write
from annotator.model.errors import DataError
from tests.formats.builders import an_annotated_article
from tests.formats.round_trip import EXPORT_OPTIONS, IMPORT_OPTIONS, in_order_of_use, round_trip
from tests.rounds import rounds
from tests.strategies import annotated_articles


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / FILE
    path.write_bytes(write([an_annotated_article()], EXPORT_OPTIONS)[FILE])
    return path


@settings(max_examples=rounds(8, 40))
@given(annotated_articles())
def test_parquet_carries_an_article_and_all_that_was_decided_about_it(
    annotated: AnnotatedArticle,
) -> None:
    found = round_trip("parquet", annotated)
    assert found.not_imported == ()
    assert found.articles == (in_order_of_use(annotated),)


def test_duckdb_and_pandas_read_the_same_labels(file: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    pandas = pytest.importorskip("pandas")
    query = "select tag, answers[1].claim, checkable from read_parquet(?) order by start"
    assert duckdb.execute(query, [str(file)]).fetchall() == [
        ("claim", None, False),
        ("confirmation", "s1", True),
    ]
    assert pandas.read_parquet(file)["tag"].tolist() == ["claim", "confirmation"]


def test_datasets_reads_the_labels_and_makes_numbers_of_them_in_the_declared_order(
    file: Path, tmp_path: Path
) -> None:
    datasets = pytest.importorskip("datasets")
    order = json.loads(parquet.read_schema(file).field("tag").metadata[LABELS.encode()])
    assert order == ["claim", "confirmation", "non-response", "background"]
    rows = datasets.Dataset.from_parquet(str(file), cache_dir=str(tmp_path / "cache"))
    assert rows["tag"][:] == ["claim", "confirmation"]
    numbered = rows.cast_column("tag", datasets.ClassLabel(names=order))
    assert numbered["tag"][:] == [0, 1]


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" * 20, b"x" * 1000])
def test_a_file_that_is_not_parquet_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(DataError, match=r"p\.parquet: .*Parquet"):
        read({"p.parquet": data}, IMPORT_OPTIONS)


def test_a_parquet_file_that_was_cut_short_is_refused(file: Path) -> None:
    with pytest.raises(DataError):
        read({"p.parquet": file.read_bytes()[:-300]}, IMPORT_OPTIONS)


def test_a_table_of_another_kind_is_refused_with_what_is_missing() -> None:
    sink = io.BytesIO()
    parquet.write_table(pa.table({"annotator": ["Ada"]}), sink)
    with pytest.raises(DataError, match=r"“text”.*annotator"):
        read({"p.parquet": sink.getvalue()}, IMPORT_OPTIONS)


def of_bytes(text: bytes) -> dict[str, bytes]:
    sink = io.BytesIO()
    parquet.write_table(pa.table({"text": [text], "annotator": ["Ada"]}), sink)
    return {"p": sink.getvalue()}


def test_texts_that_a_writer_left_in_bytes_are_read_and_bytes_that_are_none_refused() -> None:
    (found,) = read(of_bytes("Çok iyi.".encode()), IMPORT_OPTIONS).articles
    assert found.article.text == "Çok iyi."
    with pytest.raises(DataError, match=r"p:1: text: .*UTF-8"):
        read(of_bytes(b"\xff"), IMPORT_OPTIONS)

import doctest
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import annotator
from annotator.formats.exchange_types import AnnotatedArticle
from annotator.formats.registry import FORMATS_BY_NAME
from annotator.formats.release import ReleaseOptions, release
from annotator.storage import codebooks
from tests.formats.builders import an_annotated_article
from tests.formats.round_trip import EXPORT_OPTIONS

ROOT = Path(__file__).parents[1]
FRESH = """
import sys, time
start = time.process_time()
import annotator
print(time.process_time() - start)
print(sorted({"numpy", "textual", "msgspec", "yaml", "click", "annotator.api"} & set(sys.modules)))
annotator.read
print(sorted({"numpy", "textual"} & set(sys.modules)))
"""


def test_the_examples_of_the_page_are_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = doctest.testfile(str(ROOT / "docs" / "reference" / "python.md"), module_relative=False)
    assert done.failed == 0
    assert done.attempted > 40
    monkeypatch.chdir(ROOT)
    assert doctest.testmod(annotator).failed == 0


def test_importing_takes_under_30_ms_and_loads_nothing_heavy() -> None:
    lines = [
        subprocess.run([sys.executable, "-c", FRESH], capture_output=True, text=True, check=True)
        .stdout.splitlines()
        for _ in range(3)
    ]  # fmt: skip
    assert min(float(each[0]) for each in lines) < 0.030
    assert {each[1] for each in lines} == {"[]"}
    assert {each[2] for each in lines} == {"[]"}


def test_what_the_package_offers_is_listed_and_there() -> None:
    for name in annotator.__all__:
        assert name in dir(annotator)
        assert getattr(annotator, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        annotator.nothing  # noqa: B018


def test_a_file_of_any_format_is_read_as_what_was_written(tmp_path: Path) -> None:
    annotated = an_annotated_article()
    for name in ("jsonl", "csv", "parquet", "doccano", "prodigy"):
        ((file, data),) = FORMATS_BY_NAME[name].write([annotated], EXPORT_OPTIONS).items()
        (tmp_path / file).write_bytes(data)
        found = annotator.read(tmp_path / file)
        assert [each.annotator for each in found] == ["Ada"]
        assert found.text("harbour") == annotated.article.text
    (tmp_path / "odd.bin").write_bytes(b"")
    with pytest.raises(annotator.DataError, match="is not recognized"):
        annotator.read(tmp_path / "odd.bin")


def test_records_are_made_of_a_collection_of_sets_and_of_what_was_compared() -> None:
    found = annotator.read(ROOT / "annotator" / "samples" / "dam-warning.sample.yaml")
    whole = annotator.to_records(found)
    alone = annotator.to_records(found.sets[0])
    assert [each["text"] for each in whole] == [each["text"] for each in alone]
    compared = annotator.to_records(annotator.agreement(found))
    assert {"variable", "coefficient", "value", "reason"} <= set(compared[0])


@pytest.mark.parametrize("name", ["brat", "label-studio", "inception"])
def test_a_folder_of_any_format_is_read_as_what_was_written(tmp_path: Path, name: str) -> None:
    annotated = an_annotated_article()
    for file, data in FORMATS_BY_NAME[name].write([annotated], EXPORT_OPTIONS).items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_bytes(data)
    for found in (annotator.read(tmp_path, format=name), annotator.read(tmp_path)):
        assert [each.annotator for each in found] == ["Ada"]
        assert found.text("harbour") == annotated.article.text


def test_a_folder_without_anything_to_read_is_refused_in_the_words_of_python(
    tmp_path: Path,
) -> None:
    with pytest.raises(annotator.DataError, match=r"`format`.*jsonl"):
        annotator.read(tmp_path)


def test_agreement_takes_sets_and_the_first_pass_of_each_annotator() -> None:
    (own,) = annotator.read(ROOT / "annotator" / "samples" / "dam-warning.sample.yaml")
    other = replace(own, annotator="other")
    untagged = replace(own, sentences=tuple(replace(s, tag=None) for s in own.sentences))
    compared = annotator.agreement([own, other, untagged])
    assert compared.tag.percent.value == 1.0
    assert compared.tag.annotators == ("other", "sample")


@pytest.mark.parametrize("what", [3, [3], "ada", None])
def test_of_what_is_none_of_ours_no_records_are_made(what: object) -> None:
    with pytest.raises(TypeError, match="to_records"):
        annotator.to_records(what)


def test_a_release_is_read_as_a_whole_with_its_own_codebook(tmp_path: Path) -> None:
    book = codebooks.builtin_bytes().replace(b'version: "2"', b'version: "own"')
    corpus = [replace_id(an_annotated_article(), name) for name in "abcdefgh"]
    plan = ReleaseOptions("T", EXPORT_OPTIONS.codebook, book, (50, 25, 25), 7)
    for name, data in release(corpus, plan).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    found = annotator.read(tmp_path)
    assert found.codebook.version == "own"
    assert sorted(each.id for each in found.documents) == list("abcdefgh")
    assert len(found) == 8


def test_every_part_of_a_release_that_is_damaged_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "SHA256SUMS").touch()
    (tmp_path / "codebook.yaml").write_bytes(codebooks.builtin_bytes())
    for part in ("train", "test"):
        (tmp_path / "data" / f"{part}.jsonl").write_text("{", "utf-8")
    with pytest.raises(annotator.DataError) as refused:
        annotator.read(tmp_path)
    names = [Path(each.file or "").name for each in refused.value.problems]
    assert names == ["train.jsonl", "test.jsonl"]


def replace_id(annotated: AnnotatedArticle, name: str) -> AnnotatedArticle:
    """The same under another id."""
    document = replace(annotated.article.document, id=name)
    work = tuple(
        replace(each, annotations=replace(each.annotations, document=document))
        for each in annotated.sets
    )
    return AnnotatedArticle(annotated.article._replace(document=document), work)

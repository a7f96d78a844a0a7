"""Corpora made in Python are stored and exported as the program's own."""

from pathlib import Path
from typing import Any

import pytest

import annotator
from annotator.cli import run

TEXTS = {"power": "Power failed, the port said. It is so.", "water": "Water is safe."}


@pytest.fixture
def collection() -> annotator.Collection:
    documents = [annotator.segment(text, name=name) for name, text in TEXTS.items()]
    sessions = [annotator.SetSession(annotator.new_set(each, "ada")) for each in documents]
    for session in sessions:
        session.set("s1", tag="claim", source="the port")
    return annotator.Collection.of([each.annotations for each in sessions], documents)


def test_a_collection_is_read_from_a_folder_as_it_was_stored(
    tmp_path: Path, collection: annotator.Collection
) -> None:
    files = annotator.store(collection, tmp_path / "corpus")
    assert {each.name for each in files} == {
        *("power.txt", "power.ada.yaml"),
        *("water.txt", "water.ada.yaml"),
    }
    assert annotator.read(tmp_path / "corpus").sets == collection.sets
    with pytest.raises(annotator.DataError, match="already exists"):
        annotator.store(collection, tmp_path / "corpus")


def test_a_collection_is_stored_in_a_project(
    tmp_path: Path, collection: annotator.Collection
) -> None:
    run(["init", str(tmp_path / "project")])
    annotator.store(collection, tmp_path / "project")
    assert annotator.read(tmp_path / "project").sets == collection.sets
    assert annotator.check(tmp_path / "project") == ()


def test_a_set_needs_its_article_in_a_collection() -> None:
    own = annotator.new_set("It is so.", "ada")
    with pytest.raises(annotator.DataError, match=f"ada.*{own.document.id}"):
        annotator.Collection.of([own], [annotator.segment("It is not so.")])


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv"])
def test_an_export_is_read_as_what_was_exported(
    tmp_path: Path, collection: annotator.Collection, name: str
) -> None:
    assert annotator.export(collection, tmp_path / name) == (tmp_path / name,)
    assert annotator.read(tmp_path / name).sets == collection.sets


def test_an_export_is_what_the_command_line_writes(
    tmp_path: Path, collection: annotator.Collection
) -> None:
    annotator.store(collection, tmp_path / "corpus")
    annotator.export(tmp_path / "corpus", tmp_path / "python", format="brat")
    shell = tmp_path / "shell"
    run(["export", str(tmp_path / "corpus"), "--format", "brat", "-o", str(shell)])
    there = {each.relative_to(shell) for each in shell.rglob("*") if each.is_file()}
    assert there
    assert all((tmp_path / "python" / e).read_bytes() == (shell / e).read_bytes() for e in there)


def test_an_export_replaces_other_content_only_by_force(
    tmp_path: Path, collection: annotator.Collection
) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text("mine", "utf-8")
    with pytest.raises(annotator.DataError, match="`force`"):
        annotator.export(collection, path)
    annotator.export(collection, path, force=True)
    assert len(annotator.read(path)) == 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "`format`"),
        ({"format": "word"}, "no format"),
        ({"which": "x"}, "`which`"),
    ],
)
def test_an_export_that_is_not_clear_is_refused(
    tmp_path: Path, collection: annotator.Collection, options: dict[str, Any], message: str
) -> None:
    name = "out.jsonl" if "which" in options else "out.odd"
    with pytest.raises(annotator.DataError, match=message):
        annotator.export(collection, tmp_path / name, **options)


def test_exporting_gold_that_does_not_exist_is_refused(
    tmp_path: Path, collection: annotator.Collection
) -> None:
    with pytest.raises(annotator.DataError, match="`which`"):
        annotator.export(collection, tmp_path / "out.jsonl", which="gold")


@pytest.mark.parametrize(
    "options", [{"columns": {"txt": "x"}}, {"positions": "words"}, {"labels": {"X": "odd"}}]
)
def test_an_import_option_that_means_nothing_is_refused(
    tmp_path: Path, collection: annotator.Collection, options: dict[str, Any]
) -> None:
    annotator.export(collection, tmp_path / "out.jsonl")
    with pytest.raises(annotator.DataError):
        annotator.read(tmp_path / "out.jsonl", **options)

"""Articles become documents: whole, once, and never one over another."""

from pathlib import Path

import pytest

from annotator.model.project import Project
from annotator.project.documents import AddResult, AddStatus, DocumentAdder
from annotator.project.project_store import create_project
from annotator.storage import documents
from annotator.storage.articles import article_from
from annotator.storage.headers import (
    DocumentIndex,
    document_metadata,
    document_text_hash,
    document_title,
)
from annotator.storage.layout import document_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_project(tmp_path / "project", Project())
    return tmp_path / "project"


def put(folder: Path, name: str, text: str) -> AddResult:
    return DocumentAdder(folder).add(article_from(text.encode(), name).article)


def test_an_article_becomes_a_document_with_its_sentences(folder: Path) -> None:
    text = '---\ntitle: "Dark"\noutlet: "Post"\n---\nIt is dark. Nobody knows why.\n'
    assert put(folder, "Harbour Dark.txt", text) == AddResult(AddStatus.ADDED, "harbour-dark")
    (path,) = document_files(folder)
    segmented = documents.parse(path.read_bytes(), "f")
    assert [each.text for each in segmented.sentences] == ["It is dark.", "Nobody knows why."]
    assert document_metadata(path) == segmented.article.document
    assert document_text_hash(path) == segmented.article.document.sha256


def test_a_text_that_is_there_is_passed_over_whatever_its_name(folder: Path) -> None:
    put(folder, "a.txt", "It is dark.")
    assert put(folder, "b.txt", "It is dark.") == AddResult(AddStatus.DUPLICATE, "a")
    assert len(document_files(folder)) == 1


def test_a_name_that_is_taken_by_another_text_is_not_written_over(folder: Path) -> None:
    put(folder, "a.txt", "It is dark.")
    before = document_files(folder)[0].read_bytes()
    assert put(folder, "A.txt", "It is light.") == AddResult(AddStatus.NAME_CLASH, "a")
    assert document_files(folder)[0].read_bytes() == before


@pytest.mark.parametrize("names", [("port.2", "port"), ("port", "port.2")])
def test_a_name_that_is_another_ones_later_pass_clashes_with_it(names: tuple[str, str]) -> None:
    index = DocumentIndex()
    index.add(names[0], "0" * 64)
    assert index.clashing_document(names[1]) == names[0]
    assert index.clashing_document("harbour") is None


def test_a_document_laid_out_by_hand_is_recognised_too(folder: Path) -> None:
    put(folder, "a.txt", "It is dark.")
    (path,) = document_files(folder)
    hash_before = document_text_hash(path)
    path.write_text(path.read_text("utf-8").replace('sha256: "', 'sha256:  "'), "utf-8")
    assert document_text_hash(path) == hash_before


def test_a_title_is_that_of_the_metadata_or_else_of_the_text(folder: Path) -> None:
    put(folder, "a.txt", '---\ntitle: "Stated"\n---\nHarbour goes dark\n\nIt is dark there.\n')
    put(folder, "b.txt", "Harbour goes dark\n\nIt is dark. Nobody knows why, said the port.\n")
    put(folder, "c.txt", "It is dark here. Nobody said why.\n")
    assert [document_title(path) for path in document_files(folder)] == [
        "Stated",
        "Harbour goes dark",
        None,
    ]

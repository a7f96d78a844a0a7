"""The commands of a project, as a person gives them."""

from pathlib import Path

import pytest

from annotator.cli import run
from annotator.storage.catalogue import document_ids
from annotator.storage.projects import load


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANNOTATOR_CONFIG_DIR", str(tmp_path / "settings"))
    articles = tmp_path / "articles"
    articles.mkdir()
    for name in ("a", "b", "c"):
        (articles / f"{name}.txt").write_text(f"The {name} said so. Nobody knew.\n", "utf-8")
    assert run(["init", str(tmp_path / "project"), "-a", "Ada", "-a", "Ben"]) == 0
    assert run(["add", str(tmp_path / "project"), str(articles)]) == 0
    return tmp_path / "project"


def test_a_folder_of_articles_becomes_documents_and_a_second_time_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert document_ids(folder) == ["a", "b", "c"]
    capsys.readouterr()
    assert run(["add", str(folder), str(folder.parent / "articles")]) == 0
    assert "0 added, 3 there already; the project has 3 documents" in capsys.readouterr().err


def test_what_can_not_be_added_is_named_and_the_rest_is_added(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = folder.parent / "more"
    files.mkdir()
    (files / "a.txt").write_text("Another text.", "utf-8")
    (files / "bad.txt").write_bytes(b"\x00")
    (files / "d.txt").write_text("It is new.", "utf-8")
    assert run(["add", str(folder), str(files)]) == 1
    said = capsys.readouterr().err
    assert "1 added, 2 not taken" in said
    assert "rename the file" in said
    assert document_ids(folder) == ["a", "b", "c", "d"]


def test_an_annotator_named_twice_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    assert run(["init", str(tmp_path / "p"), "-a", "Ada", "-a", "ada"]) == 1
    assert not (tmp_path / "p").exists()


def test_a_codebook_of_its_own_is_copied_in(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    assert run(["codebook", "--copy", str(own)]) == 0
    assert run(["init", str(tmp_path / "p"), "--codebook", str(own)]) == 0
    assert load(tmp_path / "p").codebook == "codebook.yaml"
    assert (tmp_path / "p" / "codebook.yaml").read_bytes() == own.read_bytes()

"""What a merge or a sync tool may leave in a project is found, and what to do is said."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.cli import progress_bars, run
from annotator.model.edits import SetTag
from annotator.model.project import Assignment, Round, RoundAssignments
from annotator.storage.codebooks import builtin
from tests.project_factories import a_project, a_set_in, store_assignments

CLAIM = SetTag(("s1",), "claim")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = a_project(tmp_path / "p", rounds=(Round("main"),))
    a_set_in(folder, "Ada", CLAIM)
    store_assignments(folder, RoundAssignments("main", "", (Assignment("a", ("Ada",)),)))
    return folder


def said(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    code = run(["check", str(folder)])
    out = capsys.readouterr().out
    assert code == bool(out)
    return out


def test_a_project_in_order_has_no_fault(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(folder, capsys) == ""


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def left_markers(folder: Path) -> None:
    edit(folder / "annotations/ada/a.yaml", "  tag: claim\n", "<<<<<<< HEAD\n  tag: claim\n")


def left_a_copy(folder: Path) -> None:
    path = folder / "annotations/ada/a.yaml"
    shutil.copy(path, path.with_name("a (Ada's conflicted copy 2026-03-02).yaml"))


def left_a_copy_of_the_head(folder: Path) -> None:
    shutil.copy(folder / "project.yaml", folder / "project (conflicted copy).yaml")


def left_a_copy_named_for_a_computer(folder: Path) -> None:
    path = folder / "annotations/ada/a.yaml"
    shutil.copy(path, path.with_name("a-DESKTOP-AB12.yaml"))


def left_a_folder_twice(folder: Path) -> None:
    shutil.copytree(folder / "annotations/ada", folder / "annotations/ada (1)")


def left_a_document_named_for_a_computer(folder: Path) -> None:
    path = folder / "documents/b.yaml"
    shutil.copy(path, path.with_name("b-desktop.yaml"))


def changed_a_word_of_the_document(folder: Path) -> None:
    edit(folder / "documents/a.yaml", "Nobody", "nobody")


def edited_the_document(folder: Path) -> None:
    (folder / "documents/a.yaml").unlink()
    other = a_project(folder.parent / "other", "a")
    path = folder / "documents/a.yaml"
    shutil.copy(other / "documents/a.yaml", path)
    sets = folder / "annotations/ada/a.yaml"
    hash_ = sets.read_text("utf-8").split('sha256: "')[1][:64]
    edit(sets, hash_, "0" * 64)


def cut_the_document(folder: Path) -> None:
    edit(folder / "documents/a.yaml", "next_id: 4", "next_id: 9")


def lost_the_document(folder: Path) -> None:
    (folder / "documents/a.yaml").unlink()


def misplaced_a_set(folder: Path) -> None:
    (folder / "annotations/ben").mkdir()
    (folder / "annotations/ada/a.yaml").rename(folder / "annotations/ben/a.yaml")


def lost_an_annotator(folder: Path) -> None:
    edit(folder / "project.yaml", '- "Ada"\n', "")


def lost_the_codebook(folder: Path) -> None:
    edit(folder / "project.yaml", "annotators:", 'codebook: "codebook.yaml"\nannotators:')


def changed_the_codebook(folder: Path) -> None:
    run(["codebook", "--copy", str(folder / "codebook.yaml")])
    edit(folder / "codebook.yaml", f'version: "{builtin().version}"', 'version: "next"')
    lost_the_codebook(folder)


def named_two_alike(folder: Path) -> None:
    path = folder / "documents/b.yaml"
    shutil.copy(path, path.with_name("B.yaml"))


def renamed_a_document(folder: Path) -> None:
    (folder / "documents/b.yaml").rename(folder / "documents/d.yaml")


def lost_a_round(folder: Path) -> None:
    edit(folder / "project.yaml", "id: main", "id: other")


def assigned_what_is_gone(folder: Path) -> None:
    edit(folder / "assignments/main.yaml", "id: a,", "id: gone,")


def interrupted(folder: Path) -> None:
    (folder / ".together").mkdir()
    (folder / ".together/list.json").write_text("[]", "utf-8")


def emptied(folder: Path) -> None:
    (folder / "annotations/ada/a.yaml").write_text("", "utf-8")


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        (left_markers, "git left both versions here when it merged; keep one"),
        (left_a_copy, "left of a.yaml; look at both"),
        (left_a_copy_of_the_head, "left of project.yaml; look at both"),
        (left_a_copy_named_for_a_computer, "belongs in annotations/ada/a.yaml, which is there"),
        (left_a_folder_twice, "belongs in annotations/ada/a.yaml, which is there as well"),
        (left_a_document_named_for_a_computer, "b.yaml is there as well: look at both"),
        (changed_a_word_of_the_document, "its sha256 is another; bring the file back"),
        (edited_the_document, "the text of documents/a.yaml is not the one that was tagged"),
        (cut_the_document, "its sentences are not those of documents/a.yaml"),
        (lost_the_document, "its document, documents/a.yaml, is gone; bring it back"),
        (misplaced_a_set, "move it to annotations/ada"),
        (lost_an_annotator, "“Ada” is none of the annotators in project.yaml; add"),
        (lost_an_annotator, "“Ada”, who has a, is none of the annotators"),
        (lost_the_codebook, "codebook.yaml: cannot be read: there is no such file"),
        (changed_the_codebook, "`annotator migrate"),
        (named_two_alike, "meets B.yaml in one name"),
        (renamed_a_document, "says that it is the document “b”"),
        (lost_a_round, "holds the round “main”, which is none"),
        (assigned_what_is_gone, "the document gone is not there"),
        (interrupted, "--resume"),
        (emptied, "the file is empty"),
    ],
)
def test_what_went_wrong_is_named_with_what_to_do(
    folder: Path,
    what: Callable[[Path], None],
    expected: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    what(folder)
    assert expected in said(folder, capsys)


def test_on_all_cores_the_same_faults_are_found(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    left_a_copy(folder)
    lost_an_annotator(folder)
    changed_a_word_of_the_document(folder)
    alone = said(folder, capsys)
    monkeypatch.setattr(progress_bars, "MANY_FOR_ALL_CORES", 2)
    assert said(folder, capsys) == alone

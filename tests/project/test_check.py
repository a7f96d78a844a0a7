"""What a merge or a sync tool may leave in a project is found, and what to do is said."""

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.cli import output, run
from annotator.model.edits import SetTag
from annotator.model.project import Assignment, Round, RoundAssignments
from annotator.storage.codebooks import builtin
from tests.project_factories import a_project, a_set_in, store_assignments
from tests.statements import cause_of, states

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
    ("what", "facts"),
    [
        (left_markers, ("annotations/ada/a.yaml", "git")),
        (left_a_copy, ("a (Ada's conflicted copy 2026-03-02).yaml", "a.yaml")),
        (left_a_copy_of_the_head, ("project (conflicted copy).yaml", "project.yaml")),
        (left_a_copy_named_for_a_computer, ("a-DESKTOP-AB12.yaml", "annotations/ada/a.yaml")),
        (left_a_folder_twice, ("annotations/ada (1)/a.yaml", "annotations/ada/a.yaml")),
        (left_a_document_named_for_a_computer, ("b-desktop.yaml", "b.yaml")),
        (changed_a_word_of_the_document, ("documents/a.yaml", "sha256")),
        (edited_the_document, ("annotations/ada/a.yaml", "documents/a.yaml")),
        (cut_the_document, ("annotations/ada/a.yaml", "documents/a.yaml")),
        (lost_the_document, ("annotations/ada/a.yaml", "documents/a.yaml")),
        (misplaced_a_set, ("annotations/ben/a.yaml", "annotations/ada")),
        (lost_an_annotator, ("annotations/ada/a.yaml", "“Ada”", "project.yaml")),
        (lost_an_annotator, ("assignments/main.yaml", "“Ada”", "a")),
        (lost_the_codebook, ("codebook.yaml", cause_of(errno.ENOENT))),
        (changed_the_codebook, ("`annotator migrate",)),
        (named_two_alike, ("b.yaml", "B.yaml")),
        (renamed_a_document, ("documents/d.yaml", "“b”")),
        (lost_a_round, ("assignments/main.yaml", "“main”")),
        (assigned_what_is_gone, ("assignments/main.yaml", "gone")),
        (interrupted, ("--resume",)),
        (emptied, ("annotations/ada/a.yaml",)),
    ],
)
def test_what_went_wrong_is_named_with_what_to_do(
    folder: Path,
    what: Callable[[Path], None],
    facts: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    what(folder)
    assert any(states(line, *facts) for line in said(folder, capsys).splitlines())


def test_on_all_cores_the_same_faults_are_found(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    left_a_copy(folder)
    lost_an_annotator(folder)
    changed_a_word_of_the_document(folder)
    alone = said(folder, capsys)
    monkeypatch.setattr(output, "MANY_FOR_ALL_CORES", 2)
    assert said(folder, capsys) == alone

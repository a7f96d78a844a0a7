"""Two clones of a project, two annotators, and a third who assigns: git merges all of it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.storage.layout import document_ids
from tests.project_factories import a_project, set_in_file

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "work")


def tag(folder: Path, annotator: str, document: str, sentence: str, word: str) -> None:
    command = ["set", str(folder), sentence, word, "-d", document, "-a", annotator]
    assert run(command) == 0


@pytest.fixture
def clones(tmp_path: Path) -> tuple[Path, Path, Path]:
    """The project, and a clone of Ada's and one of Ben's."""
    origin = a_project(tmp_path / "origin")
    assert run(["assign", str(origin), "--share", "1"]) == 0
    git(origin, "init", "--quiet", "--initial-branch=main")
    commit(origin)
    for name in ("ada", "ben"):
        git(tmp_path, "clone", "--quiet", "origin", name)
    return origin, tmp_path / "ada", tmp_path / "ben"


def test_interleaved_commits_of_two_clones_merge_without_a_conflict(
    clones: tuple[Path, Path, Path],
) -> None:
    origin, ada, ben = clones
    words = ("claim", "background", "non-response")
    for document in ("a", "b"):
        for sentence, word in zip(("s1", "s2", "s3"), words, strict=True):
            tag(ada, "Ada", document, sentence, word)
            commit(ada)
            tag(ben, "Ben", document, sentence, words[0])
            commit(ben)
    (origin.parent / "new.txt").write_text("A new article.\n\nIt says so.\n", "utf-8")
    assert run(["add", str(origin), str(origin.parent / "new.txt")]) == 0
    assert run(["assign", str(origin)]) == 0
    commit(origin)
    for clone in (ada, ben):
        git(origin, "pull", "--quiet", "--no-rebase", "--no-edit", str(clone), "main")
    assert git(origin, "status", "--porcelain") == ""
    assert document_ids(origin) == ["a", "b", "c", "new"]
    tags = [each.tag for each in set_in_file(origin / "annotations/ada/b.yaml").sentences]
    assert tags == list(words)
    assert set_in_file(origin / "annotations/ben/a.yaml").annotator == "Ben"
    assert run(["check", str(origin)]) == 0


def test_two_who_take_in_different_rounds_and_documents_merge_too(
    clones: tuple[Path, Path, Path],
) -> None:
    origin, ada, ben = clones
    for clone, name in ((ada, "d"), (ben, "z")):
        article = clone.parent / f"{name}.txt"
        article.write_text(f"The {name} is new.\n\nIt says so.\n", "utf-8")
        assert run(["add", str(clone), str(article)]) == 0
        commit(clone)
        git(origin, "pull", "--quiet", "--no-rebase", "--no-edit", str(clone), "main")
    assert document_ids(origin) == ["a", "b", "c", "d", "z"]
    assert run(["assign", str(origin)]) == 0
    assert run(["check", str(origin)]) == 0


def test_nothing_of_an_open_window_comes_into_git(clones: tuple[Path, Path, Path]) -> None:
    _, ada, _ = clones
    for name in (".a.yaml.lock", ".a.yaml.holder", ".a.yaml.0123abcd.tmp"):
        (ada / "documents" / name).write_text("x", "utf-8")
    assert git(ada, "status", "--porcelain") == ""

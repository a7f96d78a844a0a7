import shutil
import subprocess
from pathlib import Path

import pytest

from annotator.cli import run

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANNOTATOR_CONFIG_DIR", str(tmp_path / "settings"))
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "article.txt").write_text("The port said so.\n\nNobody else did.\n", "utf-8")
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder)
    return folder


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "work")


def tag(folder: Path, annotator: str, sentence: str, word: str) -> None:
    article = str(folder / "article.txt")
    assert run(["set", article, sentence, word, "--annotator", annotator]) == 0


def test_two_annotators_interleaved_commits_merge_without_a_conflict(repository: Path) -> None:
    git(repository, "branch", "bob")
    for sentence, word in (("s1", "claim"), ("s2", "background")):
        tag(repository, "ada", sentence, word)
        commit(repository)
    git(repository, "checkout", "--quiet", "bob")
    for sentence, word in (("s1", "background"), ("s2", "claim")):
        tag(repository, "bob", sentence, word)
        commit(repository)
    git(repository, "merge", "--quiet", "main", "--message", "both")
    assert run(["check", str(repository)]) == 0
    names = {path.name for path in repository.glob("*.yaml")}
    assert names == {"article.ada.yaml", "article.bob.yaml"}


def test_one_changed_decision_is_a_diff_of_at_most_three_lines(repository: Path) -> None:
    tag(repository, "ada", "s1", "claim")
    tag(repository, "ada", "s2", "claim")
    commit(repository)
    tag(repository, "ada", "s1", "background")
    added, removed, _ = git(repository, "diff", "--numstat").split("\t")
    assert int(added) <= 3
    assert int(removed) <= 3


def test_what_a_merge_left_in_a_file_is_said_as_what_it_is(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tag(repository, "ada", "s1", "claim")
    path = repository / "article.ada.yaml"
    path.write_text("<<<<<<< ours\n" + path.read_text("utf-8"), "utf-8")
    capsys.readouterr()
    assert run(["check", str(repository)]) == 1
    assert "merge" in capsys.readouterr().out

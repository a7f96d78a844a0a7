import io
from pathlib import Path

import pytest

from annotator.cli import run
from tests.hostile import CORPUS, forbidden_bytes
from tests.project_factories import a_graded_class, a_graded_set, a_grading_key, store_set


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return a_graded_class(tmp_path / "project", {"Ada": [None] * 6})


def practice(project: Path, typed: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    return run(["practice", str(project), "--document", "harbour", "--plain"])


def test_each_answer_is_judged_at_once_and_summed_up_at_the_end(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert practice(project, "b\nconfirmation\nF\nn\n4\n", monkeypatch) == 0
    lines = capsys.readouterr().out.splitlines()
    first = lines.index("Sentence 1 of 5: The port is closed.")
    assert lines[first + 1 : first + 3] == [
        "The key says claim and also accepts background.",
        "The outlet says so.",
    ]
    assert "The key says claim, not confirmation." in lines
    assert lines[lines.index("4 of 5 answers agreed with the key.") :] == [
        "4 of 5 answers agreed with the key.",
        "claim: 1 of 2. You chose confirmation (1) instead.",
        "confirmation: 1 of 1.",
        "non-response: 1 of 1.",
        "background: 1 of 1.",
    ]


@pytest.mark.parametrize("typed", ["c\nq\n", "c\nquit\n", "c\n"])
def test_whoever_leaves_early_gets_the_summary_so_far(
    project: Path, typed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert practice(project, typed, monkeypatch) == 0
    printed = capsys.readouterr().out
    assert "1 of 1 answer agreed with the key." in printed
    assert "4 of 5 sentences were not answered." in printed


def test_a_sentence_can_be_skipped_and_an_unknown_answer_is_asked_again(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert practice(project, "s\nrumour\nc\n", monkeypatch) == 0
    printed = capsys.readouterr().out
    assert printed.count("Type c claim") == 2
    assert "claim: 1 of 1." in printed


def test_practice_changes_no_file_and_makes_none(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def state() -> dict[Path, tuple[bytes, int]]:
        files = (path for path in project.rglob("*") if path.is_file())
        return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}

    before = state()
    practice(project, "c\nc\nc\nc\nc\n", monkeypatch)
    assert state() == before


def test_without_a_key_or_a_tag_in_it_there_is_nothing_to_practice_on(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = project / "keys" / "harbour.yaml"
    store_set(path, a_graded_set("Ms Rivera", [None] * 6, a_grading_key().form))
    assert practice(project, "", monkeypatch) == 2
    assert capsys.readouterr().err
    path.unlink()
    assert practice(project, "", monkeypatch) == 1
    assert "annotator key" in capsys.readouterr().err


def test_nothing_hostile_that_is_typed_reaches_the_terminal(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = "\n".join(text.replace("\n", " ") for text in CORPUS.values() if "\ud800" not in text)
    assert practice(project, typed, monkeypatch) == 0
    captured = capsys.readouterr()
    assert forbidden_bytes((captured.out + captured.err).encode()) == []

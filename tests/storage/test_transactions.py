"""Several files changed together: all or none, whenever it ends."""

import json
from contextlib import suppress
from pathlib import Path

import pytest

from annotator.model.errors import DataError, Problem
from annotator.storage import transactions
from annotator.storage.files import Fingerprint, SaveError, replace_file
from annotator.storage.transactions import (
    FileWrite,
    apply_writes,
    finish_interrupted_writes,
    has_interrupted_writes,
    refuse_interrupted_writes,
)

NAMES = ("a", "b", "c")


class Killed(BaseException):
    """The program ends here, whatever it was about to do."""


@pytest.fixture
def writes(tmp_path: Path) -> list[FileWrite]:
    for name in NAMES[:2]:
        (tmp_path / name).write_bytes(b"old")
    return [
        FileWrite(tmp_path / "a", b"old", b"new"),
        FileWrite(tmp_path / "b", b"old", b"new"),
        FileWrite(tmp_path / "c", None, b"new"),
    ]


def held(folder: Path) -> list[bytes | None]:
    paths = (folder / name for name in NAMES)
    return [path.read_bytes() if path.exists() else None for path in paths]


def exchange_until(
    killed: int, folder: Path, writes: list[FileWrite], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Change the files; the program is killed before it writes the file of this number."""
    calls = iter(range(100))

    def until(path: Path, data: bytes, expected: Fingerprint | None) -> Fingerprint:
        if next(calls) == killed:
            raise Killed
        return replace_file(path, data, expected)

    with monkeypatch.context() as patch:
        patch.setattr(transactions, "replace_file", until)
        apply_writes(folder, writes)


def interrupt(folder: Path, writes: list[FileWrite], monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the change decided (each file put aside, and the list), and none of it carried out."""
    with pytest.raises(Killed):
        exchange_until(len(writes) + 1, folder, writes, monkeypatch)
    assert held(folder) == [b"old", b"old", None]
    assert has_interrupted_writes(folder)


def test_all_of_them_are_changed_and_nothing_is_left_aside(
    tmp_path: Path, writes: list[FileWrite]
) -> None:
    apply_writes(tmp_path, writes)
    assert held(tmp_path) == [b"new"] * 3
    assert sorted(path.name for path in tmp_path.iterdir()) == list(NAMES)


@pytest.mark.parametrize("failing", range(7))
def test_where_one_can_not_be_written_none_is(
    tmp_path: Path, writes: list[FileWrite], failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = iter(range(100))

    def sometimes(path: Path, data: bytes, expected: Fingerprint | None) -> Fingerprint:
        if next(calls) == failing:
            raise SaveError(Problem("the disk is full"))
        return replace_file(path, data, expected)

    monkeypatch.setattr(transactions, "replace_file", sometimes)
    with pytest.raises(DataError, match="the disk is full"):
        apply_writes(tmp_path, writes)
    assert held(tmp_path) == [b"old", b"old", None]
    assert not has_interrupted_writes(tmp_path)


@pytest.mark.parametrize("killed", range(8))
def test_killed_at_any_moment_it_is_all_or_none_once_it_was_finished(
    tmp_path: Path, writes: list[FileWrite], killed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with suppress(Killed):
        exchange_until(killed, tmp_path, writes, monkeypatch)
    assert finish_interrupted_writes(tmp_path) in {0, 3}
    assert held(tmp_path) in ([b"old", b"old", None], [b"new"] * 3)
    assert not has_interrupted_writes(tmp_path)


def test_a_file_that_was_changed_meanwhile_is_left_and_so_are_the_others(
    tmp_path: Path, writes: list[FileWrite]
) -> None:
    (tmp_path / "b").write_bytes(b"other")
    with pytest.raises(DataError, match="changed meanwhile"):
        apply_writes(tmp_path, writes)
    assert held(tmp_path) == [b"old", b"other", None]


def test_what_waits_to_be_finished_is_said(
    tmp_path: Path, writes: list[FileWrite], monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt(tmp_path, writes, monkeypatch)
    with pytest.raises(DataError, match="same command"):
        refuse_interrupted_writes(tmp_path)
    (tmp_path / "project.yaml").touch()
    with pytest.raises(DataError, match="--resume"):
        refuse_interrupted_writes(tmp_path)
    finish_interrupted_writes(tmp_path)
    refuse_interrupted_writes(tmp_path)


@pytest.mark.parametrize("place", ["../x", "/etc/x", "a/../../x", ".x", "a\\b", "C:x", ""])
def test_nothing_outside_the_project_is_ever_written(tmp_path: Path, place: str) -> None:
    aside = tmp_path / "project" / transactions.STAGING_FOLDER
    aside.mkdir(parents=True)
    (aside / "0").write_bytes(b"hostile")
    (aside / "list.json").write_text(json.dumps([[place, None, None, False]]), "utf-8")
    with pytest.raises(DataError, match="damaged"):
        finish_interrupted_writes(tmp_path / "project")
    assert not (tmp_path / "x").exists()


def test_a_fault_names_the_file_that_was_to_be_written(
    tmp_path: Path, writes: list[FileWrite], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes, expected: Fingerprint | None) -> Fingerprint:
        raise SaveError(Problem("the disk is full", str(path)))

    monkeypatch.setattr(transactions, "replace_file", full)
    with pytest.raises(DataError) as refusal:
        apply_writes(tmp_path, writes)
    assert [problem.file for problem in refusal.value.problems] == [str(tmp_path / "a")]


def test_what_a_kill_left_half_written_goes_when_the_change_is_carried_out(
    tmp_path: Path, writes: list[FileWrite], monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt(tmp_path, writes, monkeypatch)
    (tmp_path / ".a.0123abcd.tmp").write_bytes(b"ne")
    finish_interrupted_writes(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == list(NAMES)

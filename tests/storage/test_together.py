"""Several files changed together: all or none, whenever it ends."""

import json
from contextlib import suppress
from pathlib import Path

import pytest

from annotator.model.faults import Fault, Refused
from annotator.storage import together
from annotator.storage.files import Fingerprint, SaveProblem, replace
from annotator.storage.together import Exchange, exchange, finish, refuse_waiting, waiting

NAMES = ("a", "b", "c")


class Killed(BaseException):
    """The program ends here, whatever it was about to do."""


@pytest.fixture
def exchanges(tmp_path: Path) -> list[Exchange]:
    for name in NAMES[:2]:
        (tmp_path / name).write_bytes(b"old")
    return [
        Exchange(tmp_path / "a", b"old", b"new"),
        Exchange(tmp_path / "b", b"old", b"new"),
        Exchange(tmp_path / "c", None, b"new"),
    ]


def held(folder: Path) -> list[bytes | None]:
    paths = (folder / name for name in NAMES)
    return [path.read_bytes() if path.exists() else None for path in paths]


def exchange_until(
    killed: int, folder: Path, exchanges: list[Exchange], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Change the files; the program is killed before it writes the file of this number."""
    calls = iter(range(100))

    def until(path: Path, data: bytes, expected: Fingerprint | None) -> Fingerprint:
        if next(calls) == killed:
            raise Killed
        return replace(path, data, expected)

    with monkeypatch.context() as patch:
        patch.setattr(together, "replace", until)
        exchange(folder, exchanges)


def interrupt(folder: Path, exchanges: list[Exchange], monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the change decided (each file put aside, and the list), and none of it carried out."""
    with pytest.raises(Killed):
        exchange_until(len(exchanges) + 1, folder, exchanges, monkeypatch)
    assert held(folder) == [b"old", b"old", None]
    assert waiting(folder)


def test_all_of_them_are_changed_and_nothing_is_left_aside(
    tmp_path: Path, exchanges: list[Exchange]
) -> None:
    exchange(tmp_path, exchanges)
    assert held(tmp_path) == [b"new"] * 3
    assert sorted(path.name for path in tmp_path.iterdir()) == list(NAMES)


@pytest.mark.parametrize("failing", range(7))
def test_where_one_can_not_be_written_none_is(
    tmp_path: Path, exchanges: list[Exchange], failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = iter(range(100))

    def sometimes(path: Path, data: bytes, expected: Fingerprint | None) -> Fingerprint:
        if next(calls) == failing:
            raise SaveProblem(Fault("the disk is full"))
        return replace(path, data, expected)

    monkeypatch.setattr(together, "replace", sometimes)
    with pytest.raises(Refused, match="the disk is full"):
        exchange(tmp_path, exchanges)
    assert held(tmp_path) == [b"old", b"old", None]
    assert not waiting(tmp_path)


@pytest.mark.parametrize("killed", range(8))
def test_killed_at_any_moment_it_is_all_or_none_once_it_was_finished(
    tmp_path: Path, exchanges: list[Exchange], killed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with suppress(Killed):
        exchange_until(killed, tmp_path, exchanges, monkeypatch)
    assert finish(tmp_path) in {0, 3}
    assert held(tmp_path) in ([b"old", b"old", None], [b"new"] * 3)
    assert not waiting(tmp_path)


def test_a_file_that_was_changed_meanwhile_is_left_and_so_are_the_others(
    tmp_path: Path, exchanges: list[Exchange]
) -> None:
    (tmp_path / "b").write_bytes(b"other")
    with pytest.raises(Refused, match="changed meanwhile"):
        exchange(tmp_path, exchanges)
    assert held(tmp_path) == [b"old", b"other", None]


def test_what_waits_to_be_finished_is_said(
    tmp_path: Path, exchanges: list[Exchange], monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt(tmp_path, exchanges, monkeypatch)
    with pytest.raises(Refused, match="the same command carries it out"):
        refuse_waiting(tmp_path)
    (tmp_path / "project.yaml").touch()
    with pytest.raises(Refused, match="--finish"):
        refuse_waiting(tmp_path)
    finish(tmp_path)
    refuse_waiting(tmp_path)


@pytest.mark.parametrize("place", ["../x", "/etc/x", "a/../../x", ".x", "a\\b", "C:x", ""])
def test_nothing_outside_the_project_is_ever_written(tmp_path: Path, place: str) -> None:
    aside = tmp_path / "project" / together.ASIDE
    aside.mkdir(parents=True)
    (aside / "0").write_bytes(b"hostile")
    (aside / "list.json").write_text(json.dumps([[place, None, None, False]]), "utf-8")
    with pytest.raises(Refused, match="damaged"):
        finish(tmp_path / "project")
    assert not (tmp_path / "x").exists()


def test_a_fault_names_the_file_that_was_to_be_written(
    tmp_path: Path, exchanges: list[Exchange], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes, expected: Fingerprint | None) -> Fingerprint:
        raise SaveProblem(Fault("the disk is full", str(path)))

    monkeypatch.setattr(together, "replace", full)
    with pytest.raises(Refused) as refusal:
        exchange(tmp_path, exchanges)
    assert [fault.file for fault in refusal.value.faults] == [str(tmp_path / "a")]


def test_what_a_kill_left_half_written_goes_when_the_change_is_carried_out(
    tmp_path: Path, exchanges: list[Exchange], monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt(tmp_path, exchanges, monkeypatch)
    (tmp_path / ".a.0123abcd.tmp").write_bytes(b"ne")
    finish(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == list(NAMES)

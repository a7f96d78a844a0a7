import errno
import json
import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import filelock
import pytest

from annotator.model.errors import DataError
from annotator.storage import files
from annotator.storage.locks import LockHolder, lock_file, try_lock
from tests.drivers.lock_holder import holder
from tests.statements import cause_of
from tests.storage.failing_system import names


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "article.ada.yaml"
    path.write_text("old")
    return path


FORKING = """
import os, sys
from pathlib import Path
from annotator.storage.locks import try_lock
held = try_lock(Path(sys.argv[1]), "Ada")
if os.fork() == 0:
    held.release()
    os._exit(0)
os.wait()
if os.fork() == 0:
    print(type(try_lock(Path(sys.argv[1]), "Bob")).__name__, flush=True)
    os._exit(0)
os.wait()
"""


def test_a_second_process_sees_who_holds_the_file_and_gets_it_afterward(path: Path) -> None:
    with holder(path) as process:
        other = try_lock(path, "Bob")
        assert isinstance(other, LockHolder)
        assert str(other).startswith("Ada since ")
        assert other.host in str(other)
        assert str(other).endswith(f"(process {process.pid})")
        process.communicate("")
    assert names(path.parent) == [path.name]
    lock_file(path, "Bob").release()


def test_a_killed_holder_holds_nothing_and_its_traces_go_with_the_next(path: Path) -> None:
    with holder(path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert ".article.ada.yaml.holder" in names(path.parent)
    (path.parent / ".article.ada.yaml.01234567.tmp").touch()
    with lock_file(path, "Bob"):
        with pytest.raises(DataError, match="Bob"):
            lock_file(path, "Ada")
        note = json.loads((path.parent / ".article.ada.yaml.holder").read_text())
        assert note["who"] == "Bob"
    assert names(path.parent) == [path.name]


def test_a_second_window_of_this_process_is_told_too(path: Path) -> None:
    with lock_file(path, "Ada"):
        assert isinstance(try_lock(path, "Ada"), LockHolder)
    assert names(path.parent) == [path.name]


def test_two_names_of_one_file_have_one_lock(path: Path) -> None:
    link = path.parent / "link.yaml"
    link.symlink_to(path.name)
    with lock_file(link, "Ada"):
        assert isinstance(try_lock(path, "Bob"), LockHolder)


def test_a_file_that_is_not_there_yet_can_be_held(tmp_path: Path) -> None:
    lock_file(tmp_path / "new.yaml", "Ada").release()
    assert names(tmp_path) == []


def test_a_hold_may_be_released_by_another_thread_and_twice(path: Path) -> None:
    lock = lock_file(path, "Ada")
    thread = threading.Thread(target=lock.release)
    thread.start()
    thread.join()
    lock.release()
    lock_file(path, "Ada").release()


def test_a_forked_child_does_not_give_its_parents_lock_away(path: Path) -> None:
    command = [sys.executable, "-c", FORKING, str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    assert said.stdout == "LockHolder\n"


@pytest.mark.parametrize(
    "note", ["", "{", "[]", '{"who": "Ada"}', "[" * 100_000, '{"process": "x"}']
)
def test_a_note_that_can_not_be_read_is_no_obstacle(path: Path, note: str) -> None:
    with lock_file(path, "Ada"):
        (path.parent / ".article.ada.yaml.holder").write_text(note)
        assert str(try_lock(path, "Bob")) == "another window or program"


def test_a_note_from_another_day_says_the_day() -> None:
    assert "since 2026-03-0" in str(LockHolder("Ada", "desk", 7, "2026-03-02T10:32:00+00:00"))
    assert (
        str(LockHolder("Ada", "desk", 7, "soon"))
        == "Ada since an unknown time on host desk (process 7)"
    )


def test_a_name_of_bytes_that_are_no_text_is_noted_as_far_as_it_is_text(path: Path) -> None:
    with lock_file(path, "Ad\udcff"):
        assert str(try_lock(path, "Bob")).startswith("Ad? ")


def test_a_lock_file_removed_by_the_holder_before_is_not_taken_for_a_lock(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = path.parent / ".article.ada.yaml.lock"
    acquire_really = filelock.FileLock.acquire
    removed: list[Path] = []

    def acquire_late(self: filelock.BaseFileLock, blocking: bool) -> object:
        result = acquire_really(self, blocking=blocking)
        if not removed:
            removed.append(lock)
            lock.unlink()
            lock.touch()
        return result

    monkeypatch.setattr(filelock.FileLock, "acquire", acquire_late)
    with lock_file(path, "Ada"):
        assert removed
        assert isinstance(try_lock(path, "Bob"), LockHolder)


def test_a_disk_without_locks_is_said_and_does_not_stop_the_work(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(filelock.FileLock, "acquire", refuse)
    with lock_file(path, "Ada") as lock:
        assert lock.warning is not None
        assert "second window" in lock.warning


def test_a_folder_that_can_not_be_written_to_is_refused_in_words(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(DataError, match=re.escape(cause_of(errno.EACCES))):
        try_lock(path, "Ada")


def test_a_folder_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=re.escape(cause_of(errno.ENOENT))):
        try_lock(tmp_path / "no" / "x.yaml", "Ada")


def test_another_users_stale_lock_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path.parent / ".article.ada.yaml.lock").touch()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(filelock.FileLock, "acquire", refuse)
    with pytest.raises(DataError, match=r"\.article\.ada\.yaml\.lock"):
        try_lock(path, "Ada")


def test_the_note_is_no_part_of_the_lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise DataError("the disk is full")

    monkeypatch.setattr(files, "overwrite", full)
    with lock_file(path, "Ada"):
        assert str(try_lock(path, "Bob")) == "another window or program"


def test_the_note_that_says_who_holds_a_file_waits_for_no_disk(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(_: int) -> None:
        raise OSError("nobody waits for this disk")

    monkeypatch.setattr(os, "fsync", slow)
    with lock_file(path, "Ada"):
        other = try_lock(path, "Ben")
    assert isinstance(other, LockHolder)
    assert other.who == "Ada"

"""The hidden files next to a file."""

import errno
import os
import re
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.model.errors import DataError
from annotator.storage import files
from annotator.storage.files import (
    ChangedElsewhereError,
    Fingerprint,
    SaveError,
    UncertainSaveError,
    hidden_path,
    remove_leftovers,
    temporary_path,
)
from annotator.storage.system import System
from tests.statements import cause_of
from tests.storage.failing_system import CALLS, ERRORS, failing, names, short_writes


def test_one_folder_is_found_by_its_name_without_a_list_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "annotations" / "ada"
    own.mkdir(parents=True)
    for name in ("b.yaml", "a.yaml", "a.txt"):
        (own / name).touch()
    listed: list[Path] = []
    list_names = os.listdir

    def list_and_note(path: Path) -> list[str]:
        listed.append(path)
        return list_names(path)

    monkeypatch.setattr(os, "listdir", list_and_note)
    found = files.matching_paths(tmp_path, "annotations/ada/*.yaml")
    assert found == [own / "a.yaml", own / "b.yaml"]
    assert files.matching_paths(tmp_path, "annotations/zoe/*.yaml") == []
    assert listed == [own]


def test_what_a_killed_save_left_is_swept_away_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "article.ada.yaml"
    left = temporary_path(path).name
    for name in (path.name, ".article.ada.yaml.0a1b2c3d.tmp", left, ".other.yaml.0a1b2c3d.tmp"):
        (tmp_path / name).touch()
    (tmp_path / ".my.tmp").touch()
    remove_leftovers(path)
    there = sorted(each.name for each in tmp_path.iterdir())
    assert there == [".my.tmp", ".other.yaml.0a1b2c3d.tmp", path.name]


def test_what_stands_beside_a_file_of_any_name_has_a_name_that_the_disk_takes(
    tmp_path: Path,
) -> None:
    for name in ("x" * 250 + ".yaml", "字" * 83 + ".yaml"):
        for each in (hidden_path(tmp_path / name, ".holder"), temporary_path(tmp_path / name)):
            assert each.parent == tmp_path
            assert len(os.fsencode(each.name)) <= 255
            each.touch()


OLD, NEW = b"old: version\n", b"new: version\n" * 99


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "article.ada.yaml"
    path.write_bytes(OLD)
    return path


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("call", CALLS)
def test_any_call_that_fails_leaves_the_old_file_and_no_other(
    path: Path, call: str, error: str
) -> None:
    with pytest.raises(SaveError) as caught:
        files.replace_file(path, NEW, Fingerprint.from_bytes(OLD), failing(call, error))
    assert path.read_bytes() == OLD
    assert names(path.parent) == [path.name]
    said = str(caught.value)
    assert said.startswith(f"{path}: ")
    assert "\n" not in said
    assert "Errno" not in said
    files.replace_file(path, NEW, Fingerprint.from_bytes(OLD))
    assert path.read_bytes() == NEW


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("call", ["create", "write", "sync", "close", "place"])
def test_any_call_that_fails_leaves_no_new_file(tmp_path: Path, call: str, error: str) -> None:
    with pytest.raises(SaveError):
        files.replace_file(tmp_path / "new.yaml", NEW, None, failing(call, error))
    assert names(tmp_path) == []


@pytest.mark.parametrize("error", ["ENOSPC", "EIO", "EROFS", "EACCES", "EMFILE"])
def test_a_folder_that_fails_to_sync_is_reported_and_the_new_version_is_whole(
    path: Path, error: str
) -> None:
    with pytest.raises(UncertainSaveError, match=re.escape(str(path))) as caught:
        files.replace_file(path, NEW, Fingerprint.from_bytes(OLD), failing("sync_folder", error))
    assert path.read_bytes() == NEW
    assert names(path.parent) == [path.name]
    assert files.replace_file(path, OLD, caught.value.fingerprint) == Fingerprint.from_bytes(OLD)


@pytest.mark.parametrize("error", ["EINVAL", "ENOTSUP"])
def test_a_file_system_that_can_not_sync_folders_is_no_failure(path: Path, error: str) -> None:
    files.replace_file(path, NEW, Fingerprint.from_bytes(OLD), failing("sync_folder", error))
    assert path.read_bytes() == NEW


SAID_ERRORS = ("ENOSPC", "EROFS", "EACCES", "EMFILE", "EIO", "ENOTEMPTY")


@pytest.mark.parametrize("error", SAID_ERRORS)
def test_a_failure_is_reported_with_its_cause_and_what_to_do(path: Path, error: str) -> None:
    with pytest.raises(SaveError, match=re.escape(cause_of(getattr(errno, error)))):
        files.replace_file(path, NEW, Fingerprint.from_bytes(OLD), failing("create", error))


def test_each_cause_has_its_own_message() -> None:
    assert len({cause_of(getattr(errno, error)) for error in SAID_ERRORS}) == len(SAID_ERRORS)


def test_short_writes_are_gone_on_with(path: Path) -> None:
    files.replace_file(path, NEW, Fingerprint.from_bytes(OLD), short_writes(7))
    assert path.read_bytes() == NEW


def test_a_disk_that_takes_no_byte_is_a_failure(path: Path) -> None:
    with pytest.raises(SaveError):
        files.replace_file(path, NEW, Fingerprint.from_bytes(OLD), short_writes(0))
    assert path.read_bytes() == OLD


def test_the_file_is_synced_before_it_takes_the_name_and_the_folder_after(path: Path) -> None:
    made: list[str] = []

    class Watched(System):
        def sync(self, descriptor: int) -> None:
            made.append("sync")

        def replace(self, source: Path, target: Path) -> None:
            made.append("replace")
            super().replace(source, target)

        def sync_folder(self, descriptor: int) -> None:
            made.append("sync folder")

    files.replace_file(path, NEW, Fingerprint.from_bytes(OLD), Watched())
    assert made == ["sync", "replace", "sync folder"]


def test_a_failed_sync_is_never_repeated_on_the_same_file(path: Path) -> None:
    synced: list[int] = []

    class Failing(System):
        def sync(self, descriptor: int) -> None:
            synced.append(os.fstat(descriptor).st_ino)
            raise OSError(errno.EIO, "")

    for _ in range(3):
        with pytest.raises(SaveError):
            files.replace_file(path, NEW, Fingerprint.from_bytes(OLD), Failing())
    assert len(synced) == 3


def test_no_descriptor_is_left_open_by_any_failure(path: Path) -> None:
    before = len(os.listdir("/dev/fd"))
    for call in (*CALLS, "set_mode", "sync_folder"):
        with pytest.raises(SaveError):
            files.replace_file(
                path, NEW, Fingerprint.from_bytes(path.read_bytes()), failing(call, "EIO")
            )
    assert len(os.listdir("/dev/fd")) == before


@pytest.mark.parametrize("theirs", [b"new: versiom\n", b"", OLD + b"more"])
def test_an_edit_made_elsewhere_is_never_overwritten(path: Path, theirs: bytes) -> None:
    status = path.stat()
    path.write_bytes(theirs)
    # The same time as before: a fast editor, or one that keeps it.
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(ChangedElsewhereError, match="changed"):
        files.replace_file(path, NEW, Fingerprint.from_bytes(OLD))
    assert path.read_bytes() == theirs
    assert names(path.parent) == [path.name]


def test_a_file_that_was_only_touched_is_still_the_same(path: Path) -> None:
    os.utime(path, (0, 0))
    files.replace_file(path, NEW, Fingerprint.from_bytes(OLD))
    assert path.read_bytes() == NEW


def test_a_file_that_is_gone_is_not_made_again(path: Path) -> None:
    path.unlink()
    with pytest.raises(ChangedElsewhereError, match="removed or renamed"):
        files.replace_file(path, NEW, Fingerprint.from_bytes(OLD))
    assert names(path.parent) == []


def test_a_file_that_appeared_is_an_edit_made_elsewhere(path: Path) -> None:
    with pytest.raises(ChangedElsewhereError, match="created"):
        files.replace_file(path, NEW, None)
    assert path.read_bytes() == OLD


def test_a_file_that_appears_at_the_last_instant_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"

    class Late(System):
        def place(self, source: Path, target: Path) -> None:
            target.write_bytes(OLD)
            super().place(source, target)

    with pytest.raises(ChangedElsewhereError):
        files.replace_file(path, NEW, None, Late())
    assert path.read_bytes() == OLD
    assert names(tmp_path) == ["new.yaml"]


def test_a_disk_without_hard_links_takes_new_files(tmp_path: Path) -> None:
    files.replace_file(tmp_path / "new.yaml", NEW, None, failing("place", "EPERM"))
    assert (tmp_path / "new.yaml").read_bytes() == NEW
    assert names(tmp_path) == ["new.yaml"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_permission_bits_stay(path: Path, mode: int) -> None:
    path.chmod(mode)
    files.replace_file(path, NEW, Fingerprint.from_bytes(OLD))
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_if_the_mode_cannot_be_set_no_other_user_may_read(path: Path) -> None:
    path.chmod(0o644)
    files.replace_file(path, NEW, Fingerprint.from_bytes(OLD), failing("set_mode", "EPERM"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_new_file_has_the_permissions_that_the_person_gives_new_files(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    files.replace_file(tmp_path / "new.yaml", NEW, None)
    plain, new = (tmp_path / "plain").stat(), (tmp_path / "new.yaml").stat()
    assert new.st_mode == plain.st_mode


def test_a_write_protected_file_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(SaveError, match="no permission"):
        files.replace_file(path, NEW, Fingerprint.from_bytes(OLD))
    assert path.read_bytes() == OLD


def test_a_link_is_followed_and_stays_a_link(path: Path) -> None:
    folder = path.parent / "elsewhere"
    folder.mkdir()
    link = folder / "link.yaml"
    link.symlink_to(Path("..") / path.name)
    files.replace_file(link, NEW, Fingerprint.from_bytes(OLD))
    assert link.is_symlink()
    assert path.read_bytes() == NEW


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    with pytest.raises(SaveError, match=re.escape(cause_of(errno.ELOOP))):
        files.replace_file(tmp_path / "one", NEW, None)


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    with pytest.raises(SaveError, match=re.escape(cause_of(errno.ENOENT))):
        files.replace_file(tmp_path / "no" / "new.yaml", NEW, None)


@pytest.mark.parametrize("kind", ["folder", "pipe", "device"])
def test_a_path_that_is_not_an_ordinary_file_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    path = Path("/dev/zero") if kind == "device" else tmp_path / "thing"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    for use in (lambda: files.read_limited(path, 100), lambda: files.replace_file(path, NEW, None)):
        with pytest.raises(SaveError, match=re.escape(str(path))):
            use()


def test_a_pipe_that_takes_a_files_place_while_it_is_opened_does_not_hold_us_up(
    path: Path,
) -> None:
    class Swapped(System):
        def status(self, path: Path) -> os.stat_result:
            status = super().status(path)
            path.unlink()
            os.mkfifo(path)
            return status

    with pytest.raises(DataError, match="pipe"):
        files.read_limited(path, 100, system=Swapped())


def test_a_file_up_to_the_limit_is_read_and_a_larger_one_refused(path: Path) -> None:
    assert files.read_limited(path, len(OLD)) == OLD
    with pytest.raises(DataError, match=r"12 bytes.*cut it"):
        files.read_limited(path, len(OLD) - 1, "cut it")


def test_a_file_that_grows_while_it_is_read_is_refused(path: Path) -> None:
    class Growing(System):
        def open(self, path: Path) -> int:
            path.write_bytes(OLD * 2)
            return super().open(path)

    with pytest.raises(DataError, match="larger than"):
        files.read_limited(path, len(OLD), system=Growing())


def test_an_unreadable_file_is_reported(path: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=re.escape(cause_of(errno.ENOENT))):
        files.read_limited(tmp_path / "none", 100)
    with pytest.raises(DataError, match=re.escape(cause_of(errno.EMFILE))):
        files.read_limited(path, 100, system=failing("open", "EMFILE"))


def test_reading_changes_neither_bytes_nor_time(path: Path) -> None:
    before = path.stat()
    assert files.read_limited(path, 100) == OLD
    assert files.has_fingerprint(path, Fingerprint.from_bytes(OLD))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert names(path.parent) == [path.name]


def test_conflict_copies_take_the_next_free_number(path: Path) -> None:
    first = files.save_copy(path, b"1")
    second = files.save_copy(path, b"2")
    third = files.save_copy(second, b"3")
    assert [each.name for each in (first, second, third)] == [
        "article.ada.conflict-1.yaml",
        "article.ada.conflict-2.yaml",
        "article.ada.conflict-3.yaml",
    ]
    assert [each.read_bytes() for each in (first, second, third)] == [b"1", b"2", b"3"]


def test_a_conflict_copy_that_may_not_last_is_not_left_behind(path: Path) -> None:
    with pytest.raises(SaveError, match="power failure"):
        files.save_copy(path, NEW, failing("sync_folder", "EIO"))
    assert names(path.parent) == [path.name]


def test_overwriting_takes_what_there_is(path: Path, tmp_path: Path) -> None:
    files.overwrite(path, NEW)
    files.overwrite(tmp_path / "new.yaml", NEW)
    assert path.read_bytes() == (tmp_path / "new.yaml").read_bytes() == NEW
    with pytest.raises(SaveError):
        files.overwrite(path, NEW, failing("status", "EIO"))


def test_names_of_full_length_can_be_saved(tmp_path: Path) -> None:
    for name in ("x" * 250 + ".yaml", "字" * 83 + ".yaml"):
        files.replace_file(tmp_path / name, OLD, None)
        files.replace_file(tmp_path / name, NEW, Fingerprint.from_bytes(OLD))
    assert len(names(tmp_path)) == 2


READER = """
import sys
path, seen = sys.argv[1], 0
print("ready", flush=True)
while True:
    with open(path, "rb") as stream:
        data = stream.read()
    number = int(data[:8])
    if data != b"%08d\\n" % number * 2000 or number < seen:
        sys.exit(f"torn: {len(data)} bytes, {data[:20]!r}")
    seen = number
    if number == 500:
        sys.exit(0)
"""


def test_a_reader_sees_only_whole_versions_during_500_saves(path: Path) -> None:
    data = [b"%08d\n" % number * 2000 for number in range(501)]
    path.write_bytes(data[0])
    known = Fingerprint.from_bytes(data[0])
    command = [sys.executable, "-S", "-c", READER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        for version in data[1:]:
            known = files.replace_file(path, version, known, Unsynced())
            time.sleep(0)
        said = reader.communicate(timeout=10)[1]
    assert reader.returncode == 0, said


class Unsynced(System):
    """What another process sees does not depend on the disk, and so need not wait for it."""

    def sync(self, descriptor: int) -> None:
        """Do nothing."""

    def sync_folder(self, descriptor: int) -> None:
        """Do nothing."""

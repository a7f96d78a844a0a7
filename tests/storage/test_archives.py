import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.errors import DataError
from annotator.storage import archives
from annotator.storage.archives import archive_bytes, read_archive, write_archive


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_what_is_written_is_read_again_in_the_order_of_names(tmp_path: Path) -> None:
    files = {"b/ä.yaml": b"1", "a.txt": b"22"}
    write_archive(tmp_path / "x.zip", files)
    assert {each.name: each.data for each in read_archive(tmp_path / "x.zip")} == files
    assert archive_bytes(files) == archive_bytes(dict(files))


def test_hidden_files_folders_and_leftovers_of_a_mac_are_not_read(tmp_path: Path) -> None:
    names = ["a.yaml", ".hidden", "x/.DS_Store", "__MACOSX/._a.yaml", "folder/"]
    path = packed(tmp_path / "x.zip", dict.fromkeys(names, b""))
    assert [each.name for each in read_archive(path)] == ["a.yaml"]


def test_a_path_that_leaves_the_folder_is_only_a_name(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", {"../../etc/a.yaml": b"x", "/abs.yaml": b"y"})
    assert len(read_archive(path)) == 2
    assert [each.name for each in tmp_path.iterdir()] == ["x.zip"]


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_ARCHIVE_FILES", 2)
    path = packed(tmp_path / "x.zip", dict.fromkeys("abc", b""))
    with pytest.raises(DataError, match="3 files"):
        read_archive(path)


def test_a_file_that_unpacks_to_too_much_is_not_read_in_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MAX_FILE_BYTES", 1000)
    path = packed(tmp_path / "x.zip", {"bomb.yaml": bytes(10_000_000), "a.yaml": b"a"})
    assert {each.name: each.data for each in read_archive(path)} == {
        "a.yaml": b"a",
        "bomb.yaml": None,
    }


def test_many_files_that_unpack_to_too_much_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MAX_ARCHIVE_BYTES", 5000)
    path = packed(tmp_path / "x.zip", dict.fromkeys("abcdef", bytes(1000)))
    with pytest.raises(DataError, match="unpacks to more"):
        read_archive(path)


def test_a_stated_size_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_FILE_BYTES", 1000)
    path = packed(tmp_path / "x.zip", {"bomb.yaml": bytes(1_000_000)})
    data = bytearray(path.read_bytes())
    for at, offset in ((data.find(b"PK\1\2"), 24), (data.find(b"PK\3\4"), 22)):
        struct.pack_into("<I", data, at + offset, 10)
    path.write_bytes(data)
    # The module stops at the stated size and sees that the sum of the data is wrong.
    with pytest.raises(DataError):
        read_archive(path)


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", {"a.yaml": b"a"})
    data = bytearray(path.read_bytes())
    for at, offset in ((data.find(b"PK\1\2"), 8), (data.find(b"PK\3\4"), 6)):
        data[at + offset] |= 1
    path.write_bytes(data)
    with pytest.raises(DataError, match="encrypted"):
        read_archive(path)


@given(st.data())
def test_damage_gives_no_other_error(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = bytearray(archive_bytes({"a.yaml": b"abc" * 50, "b/c.yaml": b"x"}))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged.zip"
    path.write_bytes(whole)
    with suppress(DataError):
        read_archive(path)

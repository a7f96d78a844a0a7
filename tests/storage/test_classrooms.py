import stat
from pathlib import Path

import pytest

from annotator.model.classroom import ClassPhase, Classroom, KeyShown, Student, VoteEnd
from annotator.model.errors import DataError
from annotator.storage import classrooms
from annotator.storage.layout import class_files, class_path

WHOLE = Classroom(
    "harbour",
    "ACDEFH",
    "secret",
    phase=ClassPhase.ENDED,
    vote=3,
    asked=("s2",),
    revealed=("s2", "s3"),
    students=(Student("ada", "Ada", "0" * 64), Student("zoe-1", "Zoë", "1" * 64, 2)),
    ends=(VoteEnd(1, 1.5, 2.5, ("s2",)), VoteEnd(3, 7.0)),
    keys_shown=(KeyShown("s2", 8.25),),
)


def test_a_class_comes_back_as_it_was(tmp_path: Path) -> None:
    classrooms.make_private_folders(tmp_path)
    path = class_path(tmp_path, "harbour")
    classrooms.save(path, WHOLE)
    assert classrooms.load(path) == WHOLE
    assert class_files(tmp_path) == [path]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        classrooms.render(WHOLE)[:-20],
        classrooms.render(WHOLE).replace(b'"vote": 3', b'"vote": 0'),
        classrooms.render(WHOLE).replace(b'"ada"', b'"../ada"'),
        classrooms.render(WHOLE).replace(b'"phase"', b'"phases"'),
    ],
)
def test_a_damaged_class_is_refused_and_left_as_it_is(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "class.json"
    path.write_bytes(data)
    with pytest.raises(DataError, match=r"class\.json: "):
        classrooms.load(path)
    assert path.read_bytes() == data


def test_a_newer_class_is_refused() -> None:
    newer = classrooms.render(WHOLE).replace(b"attribution-class/1", b"attribution-class/2")
    with pytest.raises(DataError, match=r"attribution-class/2.*attribution-class/1"):
        classrooms.parse(newer, "class.json")


def test_a_class_is_for_its_owners_eyes_and_not_for_git(tmp_path: Path) -> None:
    classrooms.make_private_folders(tmp_path)
    classrooms.make_private_folders(tmp_path)
    inside = tmp_path / "class"
    assert mode(inside) == 0o700
    assert (inside / ".gitignore").read_bytes() == b"*\n"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("there", [False, True])
def test_the_work_of_a_class_is_for_its_owners_eyes(tmp_path: Path, *, there: bool) -> None:
    if there:
        (tmp_path / "annotations").mkdir(mode=0o755)
    classrooms.make_private_folders(tmp_path)
    assert mode(tmp_path / "annotations") == 0o700


def test_a_file_of_a_class_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "class.json"
    path.write_bytes(b" " * (classrooms.MAX_CLASS_BYTES + 1))
    with pytest.raises(DataError, match="4,194,304 bytes"):
        classrooms.load(path)


def test_a_students_file_without_a_vote_is_of_the_first() -> None:
    data = classrooms.render(WHOLE).replace(b',\n   "joined": 1', b"")
    assert data != classrooms.render(WHOLE)
    assert classrooms.parse(data, "class.json") == WHOLE

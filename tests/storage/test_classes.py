import stat
from pathlib import Path

import pytest

from annotator.model.classroom import Classroom, KeyShown, Phase, Student, VoteEnd
from annotator.model.faults import Refused
from annotator.storage import classes

WHOLE = Classroom(
    "harbour",
    "ACDEFH",
    "secret",
    phase=Phase.ENDED,
    vote=3,
    asked=("s2",),
    revealed=("s2", "s3"),
    students=(Student("ada", "Ada", "0" * 64), Student("zoe-1", "Zoë", "1" * 64, 2)),
    ends=(VoteEnd(1, 1.5, 2.5, ("s2",)), VoteEnd(3, 7.0)),
    keys_shown=(KeyShown("s2", 8.25),),
)


def test_a_class_comes_back_as_it_was(tmp_path: Path) -> None:
    classes.make_folder(tmp_path)
    path = classes.class_path(tmp_path, "harbour")
    classes.save(path, WHOLE)
    assert classes.load(path) == WHOLE
    assert classes.class_files(tmp_path) == [path]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        classes.render(WHOLE)[:-20],
        classes.render(WHOLE).replace(b'"vote": 3', b'"vote": 0'),
        classes.render(WHOLE).replace(b'"ada"', b'"../ada"'),
        classes.render(WHOLE).replace(b'"phase"', b'"phases"'),
    ],
)
def test_a_damaged_class_is_refused_and_left_as_it_is(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "class.json"
    path.write_bytes(data)
    with pytest.raises(Refused, match=r"class\.json: is no class that can be read"):
        classes.load(path)
    assert path.read_bytes() == data


def test_a_newer_class_is_refused() -> None:
    newer = classes.render(WHOLE).replace(b"attribution-class/1", b"attribution-class/2")
    with pytest.raises(Refused, match="this version reads"):
        classes.parse(newer, "class.json")


def test_a_class_is_for_its_owners_eyes_and_not_for_git(tmp_path: Path) -> None:
    classes.make_folder(tmp_path)
    classes.make_folder(tmp_path)
    inside = tmp_path / "class"
    assert mode(inside) == 0o700
    assert (inside / ".gitignore").read_bytes() == b"*\n"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("there", [False, True])
def test_the_work_of_a_class_is_for_its_owners_eyes(tmp_path: Path, *, there: bool) -> None:
    if there:
        (tmp_path / "annotations").mkdir(mode=0o755)
    classes.make_folder(tmp_path)
    assert mode(tmp_path / "annotations") == 0o700


def test_a_file_of_a_class_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "class.json"
    path.write_bytes(b" " * (classes.MOST_BYTES + 1))
    with pytest.raises(Refused, match="more than 4,194,304 bytes"):
        classes.load(path)


def test_a_students_file_without_a_vote_is_of_the_first() -> None:
    data = classes.render(WHOLE).replace(b',\n   "joined": 1', b"")
    assert data != classes.render(WHOLE)
    assert classes.parse(data, "class.json") == WHOLE

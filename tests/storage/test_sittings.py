import stat
from pathlib import Path

import pytest

from annotator.model.errors import DataError
from annotator.model.sitting import ArticleState, ClassPhase, KeyShown, Sitting, Student, VoteEnd
from annotator.storage import sittings
from annotator.storage.layout import class_files, class_path

WHOLE = Sitting(
    "2026-11-30-media-101",
    "ACDEFH",
    "secret",
    ("harbour", "bridge"),
    "bridge",
    "MEDIA-101",
    "2026-11-30",
    deal=True,
    closes=9.5,
    phase=ClassPhase.ENDED,
    students=(
        Student("ada", "Ada", "0" * 64, 1, "harbour"),
        Student("zoe-1", "Zoë", "1" * 64, 2, "bridge", "17"),
    ),
    articles=(
        ArticleState(
            "harbour",
            3,
            ("s2",),
            ("s2", "s3"),
            (VoteEnd(1, 1.5, 2.5, ("s2",)), VoteEnd(3, 7.0)),
            (KeyShown("s2", 8.25),),
        ),
        ArticleState("bridge"),
    ),
    shut=True,
    limit=40,
)
FORMER = b"""{
 "format": "attribution-class/1",
 "document": "harbour",
 "code": "ACDEFH",
 "secret": "secret",
 "phase": "ended",
 "vote": 3,
 "asked": ["s2"],
 "revealed": ["s2"],
 "students": [{"id": "ada", "name": "Ada", "token": "%b", "joined": 2}],
 "ends": [{"vote": 3, "closed": 7.0}],
 "keys_shown": [{"sentence": "s2", "since": 8.25}]
}""" % (b"0" * 64)


def test_a_class_comes_back_as_it_was(tmp_path: Path) -> None:
    sittings.make_private_folders(tmp_path)
    path = class_path(tmp_path, WHOLE.id)
    sittings.save(path, WHOLE)
    assert sittings.load(path) == WHOLE
    assert class_files(tmp_path) == [path]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        sittings.render(WHOLE)[:-20],
        sittings.render(WHOLE).replace(b'"vote": 3', b'"vote": 0'),
        sittings.render(WHOLE).replace(b'"ada"', b'"../ada"'),
        sittings.render(WHOLE).replace(b'"phase"', b'"phases"'),
        sittings.render(WHOLE).replace(b'"document": "bridge"', b'"document": "hall"', 1),
        FORMER.replace(b'"vote": 3', b'"vote": 0'),
    ],
)
def test_a_damaged_class_is_refused_and_left_as_it_is(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "class.json"
    path.write_bytes(data)
    with pytest.raises(DataError, match=r"class\.json: "):
        sittings.load(path)
    assert path.read_bytes() == data


def test_a_newer_class_is_refused() -> None:
    newer = sittings.render(WHOLE).replace(b"attribution-class/2", b"attribution-class/3")
    with pytest.raises(DataError, match=r"attribution-class/3.*attribution-class/2"):
        sittings.parse(newer, "class.json")


def test_a_class_is_for_its_owners_eyes_and_not_for_git(tmp_path: Path) -> None:
    sittings.make_private_folders(tmp_path)
    sittings.make_private_folders(tmp_path)
    inside = tmp_path / "class"
    assert mode(inside) == 0o700
    assert (inside / ".gitignore").read_bytes() == b"*\n"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("there", [False, True])
def test_the_work_of_a_class_is_for_its_owners_eyes(tmp_path: Path, *, there: bool) -> None:
    if there:
        (tmp_path / "annotations").mkdir(mode=0o755)
    sittings.make_private_folders(tmp_path)
    assert mode(tmp_path / "annotations") == 0o700


def test_a_file_of_a_class_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "class.json"
    path.write_bytes(b" " * (sittings.MAX_CLASS_BYTES + 1))
    with pytest.raises(DataError, match="4,194,304 bytes"):
        sittings.load(path)


def test_a_class_of_an_earlier_version_is_a_sitting_on_its_document() -> None:
    read = sittings.parse(FORMER, "class.json")
    assert (read.id, read.documents, read.section, read.date) == ("harbour", ("harbour",), None, "")
    assert read.students == (Student("ada", "Ada", "0" * 64, 2),)
    assert read.article == ArticleState(
        "harbour", 3, ("s2",), ("s2",), (VoteEnd(3, 7.0),), (KeyShown("s2", 8.25),)
    )
    assert sittings.parse(sittings.render(read), "class.json") == read

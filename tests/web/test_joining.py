"""Many students who join at once: together on the disk, and each with an answer of its own."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from annotator.model.errors import DataError
from annotator.model.sitting import Sitting
from annotator.storage import sittings
from annotator.storage.layout import class_path
from annotator.web.joining import JoinRequest, join
from annotator.web.sitting import LiveSitting
from annotator.web.sittings import LiveSittings
from tests.drivers.class_page import begun
from tests.project_factories import CLASS_DOCUMENT, a_class

MANY = 40


@pytest.fixture
def live(tmp_path: Path) -> Iterator[LiveSitting]:
    held = LiveSittings(a_class(tmp_path / "class"))
    yield begun(held, CLASS_DOCUMENT)
    held.close()


async def _join_at_once(live: LiveSitting, names: Sequence[str]) -> list[str | BaseException]:
    joins = (join(live, JoinRequest(each)) for each in names)
    return await asyncio.gather(*joins, return_exceptions=True)


def _join_all(live: LiveSitting, names: Sequence[str]) -> list[str | BaseException]:
    return asyncio.run(_join_at_once(live, names))


@pytest.fixture
def saves(monkeypatch: pytest.MonkeyPatch) -> list[Sitting]:
    """Every state of a sitting that is saved."""
    made: list[Sitting] = []
    save = sittings.save

    def save_and_note(path: Path, sitting: Sitting) -> None:
        made.append(sitting)
        save(path, sitting)

    monkeypatch.setattr(sittings, "save", save_and_note)
    return made


def test_students_who_join_at_once_are_saved_together_and_all_are_on_the_disk(
    live: LiveSitting, saves: list[Sitting]
) -> None:
    tokens = _join_all(live, [f"Student {number}" for number in range(MANY)])
    saved = sittings.load(class_path(live.folder, live.sitting.id))
    assert len(saved.students) == MANY == len(set(tokens))
    assert len(saves) < MANY / 2
    for token in tokens:
        assert isinstance(token, str)
        assert live.student_by_token(token) is not None


def test_of_students_who_join_at_once_only_the_one_with_a_taken_name_is_refused(
    live: LiveSitting,
) -> None:
    found = _join_all(live, ["Ada", "Bo", "ADA", "Cem"])
    assert [isinstance(each, DataError) for each in found] == [False, False, True, False]
    assert [each.name for each in live.sitting.students] == ["Ada", "Bo", "Cem"]


def test_if_the_disk_is_full_each_of_those_who_join_at_once_is_told_and_none_has_joined(
    live: LiveSitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise DataError("The disk is full.")

    monkeypatch.setattr(sittings, "save", fail)
    names = ["Ada", "Bo", "Cem"]

    async def twice() -> None:
        assert all(isinstance(each, DataError) for each in await _join_at_once(live, names))
        assert live.sitting.students == ()
        monkeypatch.undo()
        assert all(isinstance(each, str) for each in await _join_at_once(live, names))

    asyncio.run(twice())

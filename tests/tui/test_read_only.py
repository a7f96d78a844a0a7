"""A set that cannot be edited: each command that would edit it says so before it asks anything."""

import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from annotator.storage.sets import read_set
from annotator.storage.system import SYSTEM
from annotator.tui.commands import COMMANDS
from annotator.tui.widgets.header_footer import HeaderBar
from tests.drivers.editor import EditorDriver, open_editor
from tests.drivers.lock_holder import holder

EDITING = [each.id for each in COMMANDS if each.edits]
VIEWING = ["down", "read", "next_untagged", "measures", "theme"]


async def a_tagged_set(folder: Path, *more: str) -> None:
    async with open_editor(folder) as driver:
        await driver.press("c", "c", *more)


@asynccontextmanager
async def opened_finished(folder: Path) -> AsyncIterator[EditorDriver]:
    await a_tagged_set(folder, "F", "y")
    async with open_editor(folder) as driver:
        yield driver


async def assert_that_it_only_says_so(driver: EditorDriver, asks: str) -> None:
    before = driver.screen.session.annotations
    driver.screen.show_message("")
    driver.screen.carry_out(asks)
    await driver.pilot.pause()
    assert driver.app.screen is driver.screen
    assert "read-only" in driver.said.lower()
    assert driver.screen.session.annotations is before


def header_state(driver: EditorDriver) -> str:
    view = driver.screen.query_one(HeaderBar).view
    return view.saved if view else ""


async def test_in_a_finished_pass_every_editing_command_says_what_to_do(tmp_path: Path) -> None:
    async with opened_finished(tmp_path) as driver:
        for asks in [*EDITING, "tag:claim"]:
            if asks != "finish":
                await assert_that_it_only_says_so(driver, asks)
                assert "Press F " in driver.said


async def test_the_key_for_the_next_pass_still_asks_in_a_finished_pass(tmp_path: Path) -> None:
    async with opened_finished(tmp_path) as driver:
        await driver.press("F", "n", "f")
        driver.app.work.close()
    second = read_set(tmp_path / "article.ada.2.yaml")[0]
    assert "confirmation" in {each.tag for each in second.sentences}


async def test_a_pass_that_was_just_finished_says_so_before_it_asks(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("c", "F", "y")
        for asks in ("note", "furniture", "split", "tag:claim", "sources"):
            await assert_that_it_only_says_so(driver, asks)
        await driver.press("u")
        assert driver.status() is None


async def test_a_click_on_a_mark_asks_nothing_in_a_finished_pass(tmp_path: Path) -> None:
    async with opened_finished(tmp_path) as driver:
        assert not driver.screen.permits("tag:")
        assert "Press F " in driver.said


async def test_a_set_in_a_folder_that_cannot_be_written_opens_to_look_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_tagged_set(tmp_path)
    before = (tmp_path / "article.ada.yaml").read_bytes()

    def refuse(path: Path) -> None:
        raise PermissionError(errno.EACCES, "no", str(path))

    monkeypatch.setattr(SYSTEM, "touch", refuse)
    async with open_editor(tmp_path) as driver:
        assert header_state(driver) == "read-only"
        for asks in [*EDITING, "tag:claim"]:
            await assert_that_it_only_says_so(driver, asks)
        assert all(driver.screen.permits(asks) for asks in VIEWING)
    assert (tmp_path / "article.ada.yaml").read_bytes() == before


async def test_a_write_protected_file_opens_to_look_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_tagged_set(tmp_path)
    monkeypatch.setattr("os.access", lambda *_: False)
    async with open_editor(tmp_path) as driver:
        await assert_that_it_only_says_so(driver, "note")
        assert not list(tmp_path.glob(".*"))


async def test_a_second_process_with_the_file_open_makes_it_read_only(tmp_path: Path) -> None:
    await a_tagged_set(tmp_path)
    with holder(tmp_path / "article.ada.yaml") as other:
        async with open_editor(tmp_path) as driver:
            assert header_state(driver) == "read-only"
            for asks in [*EDITING, "tag:claim"]:
                await assert_that_it_only_says_so(driver, asks)
        other.communicate()

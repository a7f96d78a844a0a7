"""Work that the disk does not take: what the screen shows, and that nothing is lost."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import OptionList, Static

from annotator.model.errors import Problem
from annotator.storage import files
from annotator.storage.files import SaveError
from annotator.storage.sets import read_set
from annotator.storage.settings import FOLDER_VARIABLE
from annotator.tui.screens.dialogs import ChoiceDialog
from tests.drivers.editor import ARTICLE, EditorDriver, open_editor
from tests.drivers.terminal import Terminal
from tests.hostile import forbidden_bytes

REASON = "cannot be saved: the disk is full; free some space"


@pytest.fixture
def refusing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders whose disk refuses every file; a test takes them out, and puts others in."""
    refusing = [tmp_path / "work"]
    refusing[0].mkdir()
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "settings"))
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    taken: Callable[..., object] = files.replace_file

    def replace(path: Path, *rest: object) -> object:
        if path.parent in refusing:
            raise SaveError(Problem(REASON, str(path)))
        return taken(path, *rest)

    monkeypatch.setattr(files, "replace_file", replace)
    return refusing


async def failed(driver: EditorDriver) -> None:
    """Wait until the screen says that it could not save."""
    for _ in range(200):
        if REASON in driver.said:
            return
        await driver.pilot.pause(0.02)
    raise AssertionError(driver.said)


def tags(path: Path) -> list[str]:
    return [each.tag for each in read_set(path)[0].sentences if each.tag]


async def test_what_was_said_of_a_failed_save_goes_once_it_is_saved(
    tmp_path: Path, refusing: list[Path]
) -> None:
    async with open_editor(refusing[0]) as driver:
        await driver.press("c")
        await failed(driver)
        refusing.clear()
        await driver.press("ctrl+s")
        await driver.until_saved()
        await driver.pilot.pause()
        assert "cannot" not in driver.said
        assert str(driver.path) in driver.said


async def test_what_was_said_after_a_failed_save_stays_once_it_is_saved(
    tmp_path: Path, refusing: list[Path]
) -> None:
    async with open_editor(refusing[0]) as driver:
        await driver.press("c")
        await failed(driver)
        refusing.clear()
        await driver.press("a")
        said = driver.said
        await driver.press("ctrl+s")
        await driver.until_saved()
        assert driver.said == said


async def test_the_box_for_unsaved_work_uses_leave_for_nothing_and_no_key_twice(
    refusing: list[Path],
) -> None:
    async with open_editor(refusing[0]) as driver:
        await driver.press("c")
        await failed(driver)
        await driver.press("q")
        box = driver.app.screen
        assert isinstance(box, ChoiceDialog)
        options = [str(each.prompt) for each in box.query_one(OptionList).options]
        shown = [*options, *(str(each.render()) for each in box.query(Static))]
        assert not [each for each in shown if "leave" in each.lower()]
        keys = [each.split()[0] for each in options]
        assert len(set(keys)) == len(keys)
        await driver.press("escape")
        assert driver.app.screen is driver.screen


async def test_leaving_offers_a_rescue_file_where_the_disk_refuses(
    tmp_path: Path, refusing: list[Path]
) -> None:
    async with open_editor(refusing[0]) as driver:
        await driver.press("c", "f")
        await failed(driver)
        await driver.press("q", "k")
        await driver.pilot.pause(0.2)
        rescued = driver.app.work.rescue_file
    assert rescued is not None
    assert rescued.parent == tmp_path / "settings" / "rescued"
    assert tags(rescued) == ["claim", "confirmation"]


async def test_a_rescue_file_goes_to_the_next_folder_where_one_refuses_too(
    tmp_path: Path, refusing: list[Path]
) -> None:
    refusing.append(tmp_path / "settings" / "rescued")
    async with open_editor(refusing[0]) as driver:
        await driver.press("c")
        await failed(driver)
        first = driver.app.work.rescue()
        assert first is not None
        assert driver.app.work.rescue() == first
    assert first.parent == tmp_path / "home"
    assert tags(first) == ["claim"]


async def test_nothing_is_rescued_that_the_person_gave_up_or_that_is_saved(
    tmp_path: Path, refusing: list[Path]
) -> None:
    async with open_editor(refusing[0]) as driver:
        await driver.press("c")
        await failed(driver)
        await driver.press("q", "d")
        await driver.pilot.pause(0.2)
        assert driver.app.work.rescue() is None
    (refusing.pop() / "article.txt").unlink()
    async with open_editor(tmp_path) as driver:
        await driver.press("c")
        await driver.until_saved()
        assert driver.app.work.rescue() is None
    assert not (tmp_path / "settings" / "rescued").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_writes_a_rescue_file_where_the_disk_refuses(
    tmp_path: Path, number: int
) -> None:
    folder, settings = tmp_path / "work", tmp_path / "settings"
    folder.mkdir()
    (folder / "a.txt").write_text(ARTICLE, "utf-8")
    with Terminal([str(folder / "a.txt"), "--annotator", "ada"], settings) as terminal:
        terminal.wait_for(lambda text: "0 of 6" in text)
        folder.rename(tmp_path / "gone")
        folder.write_text("no folder any more", "utf-8")
        terminal.type("cf")
        terminal.wait_for(lambda text: "NOT SAVED" in text and "2 of 6" in text)
        terminal.kill(number)
        assert terminal.wait_for_end() == 1
    (rescued,) = (settings / "rescued").iterdir()
    assert tags(rescued) == ["claim", "confirmation"]


FAULTY = """
import sys
from annotator.cli import run
from annotator.tui.actions import actions

def flag(desk):
    raise IndexError("\\x1b]0;HOSTILE\\x07 a fault of ours")

actions = actions()
actions["flag"] = flag
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.parametrize("taken", [True, False], ids=["disk takes it", "disk refuses"])
def test_a_fault_in_the_program_ends_with_1_and_says_what_is_on_the_disk(
    tmp_path: Path, taken: bool
) -> None:
    folder, settings = tmp_path / "work", tmp_path / "settings"
    folder.mkdir()
    (folder / "a.txt").write_text(ARTICLE, "utf-8")
    command = (sys.executable, "-c", FAULTY)
    arguments = [str(folder / "a.txt"), "--annotator", "ada"]
    with Terminal(arguments, settings, command) as terminal:
        terminal.wait_for(lambda text: "0 of 6" in text)
        if not taken:
            folder.rename(tmp_path / "gone")
            folder.write_text("no folder any more", "utf-8")
        terminal.type("c")
        terminal.wait_for(lambda text: " saved" in text if taken else "NOT SAVED" in text)
        terminal.type("x")
        assert terminal.wait_for_end() == 1
        said = terminal.text.replace("\n", "")
        assert "a fault of ours" in said
        assert "locals" not in said
        assert not forbidden_bytes(terminal.output)
    kept = folder / "a.ada.yaml" if taken else next((settings / "rescued").iterdir())
    assert str(kept) in "".join(said.split())
    assert tags(kept) == ["claim"]

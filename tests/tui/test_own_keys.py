"""Keys that a person changed, in prompts and dialogs, and what the screen remembers."""

import errno
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from annotator.model.prompt_level import PromptLevel, PromptSettings
from annotator.project.locate import Target
from annotator.project.open_set import open_for_tagging
from annotator.storage.settings import Settings, read_settings
from annotator.storage.system import System
from annotator.tui.app import AnnotatorApp
from annotator.tui.commands import KeyBindings
from annotator.tui.file_session import FileSession
from annotator.tui.screens.dialogs import NoteDialog
from annotator.tui.settings_memory import SettingsMemory
from tests.drivers.editor import ARTICLE, EditorDriver, drawn_lines
from tests.statements import states

KEYS = {
    "prompt.accept": ("ctrl+y", "enter"),
    "prompt.cancel": ("f4",),
    "prompt.type": ("ctrl+t",),
    "prompt.details": ("z",),
    "prompt.next": ("down",),
    "dialog.accept": ("ctrl+d",),
    "dialog.cancel": ("f3", "escape"),
}


class ReadOnlySystem(System):
    def create(self, path: Path, mode: int) -> int:
        raise PermissionError(errno.EACCES, "no", str(path))


@asynccontextmanager
async def open_with(
    folder: Path, keys: Mapping[str, tuple[str, ...]], memory: SettingsMemory | None = None
) -> AsyncIterator[EditorDriver]:
    article = folder / "article.txt"
    article.write_text(ARTICLE, "utf-8")
    session = FileSession(open_for_tagging(Target(str(article), annotator="ada")))
    prompts = PromptSettings(PromptLevel.LINKS)
    app = AnnotatorApp(session, KeyBindings(keys), prompts=prompts, memory=memory)
    try:
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            yield EditorDriver(app, pilot, folder / "article.ada.yaml")
    finally:
        app.work.close()


def sources(driver: EditorDriver) -> list[str]:
    return [each.name for each in driver.screen.session.annotations.sources]


def asks(driver: EditorDriver) -> bool:
    return driver.screen._prompting.prompt is not None


def has_note_dialog(driver: EditorDriver) -> bool:
    return isinstance(driver.app.screen, NoteDialog)


async def test_a_changed_key_of_a_prompt_works_and_is_shown_and_the_former_one_does_nothing(
    tmp_path: Path,
) -> None:
    async with open_with(tmp_path, KEYS) as driver:
        await driver.press("j", "j", "c")
        shown = "\n".join(drawn_lines(driver.app))
        assert "ctrl+y take" in shown
        assert "ctrl+t type" in shown
        assert "f4 leave" in shown
        await driver.press("/", "escape", "s")
        assert asks(driver)
        assert driver.app.screen is driver.screen
        await driver.press("ctrl+t", *"Jo", "space", *"zed", "ctrl+y")
        assert sources(driver) == ["Jo zed"]
        await driver.press("f4")
        assert not asks(driver)


async def test_a_letter_that_is_a_changed_key_is_text_while_a_name_is_typed(tmp_path: Path) -> None:
    async with open_with(tmp_path, {"prompt.type": ("z",), "prompt.cue": ("w",)}) as driver:
        await driver.press("j", "c", "z", *"zwe", "enter")
        assert sources(driver) == ["zwe"]


async def test_a_source_has_no_key_that_a_prompt_has(tmp_path: Path) -> None:
    keys = {"prompt.cue": ("w",), "prompt.type": ("a",)}
    async with open_with(tmp_path, keys) as driver:
        await driver.press("c", "a", *"Jo Bo", "enter", "escape")
        assert not {"w", "a", "e"} & set(driver.screen.source_keys.by_source.values())


async def test_a_changed_key_of_a_dialog_works_and_is_shown(tmp_path: Path) -> None:
    async with open_with(tmp_path, KEYS) as driver:
        await driver.press("m", *"a note")
        assert has_note_dialog(driver)
        assert "ctrl+d: save" in "\n".join(drawn_lines(driver.app))
        await driver.press("enter", "ctrl+d")
        assert driver.app.screen is driver.screen
        assert driver.screen.session.annotations.sentences[driver.cursor - 1].note == "a note"
        await driver.press("m", *"more", "f3")
        assert driver.app.screen is driver.screen
        assert driver.screen.session.annotations.sentences[driver.cursor - 1].note == "a note"


async def test_two_keys_of_a_command_both_work(tmp_path: Path) -> None:
    async with open_with(tmp_path, {"flag": ("x", "f2")}) as driver:
        await driver.press("f2")
        assert driver.screen.session.annotations.sentences[driver.cursor - 1].flag
        await driver.press("x")
        assert not driver.screen.session.annotations.sentences[driver.cursor - 1].flag


async def test_a_command_without_a_key_is_still_in_the_palette(tmp_path: Path) -> None:
    none = dict.fromkeys(("undo", "measures_further", "save", "save_as", "finish", "flag"), ())
    async with open_with(tmp_path, none) as driver:
        await driver.press("x")
        assert not driver.screen.session.annotations.sentences[driver.cursor - 1].flag
        driver.screen.carry_out("flag")
        driver.screen.carry_out("measures")
        assert driver.screen.session.annotations.sentences[driver.cursor - 1].flag


async def test_theme_questions_and_moving_on_are_remembered(tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.yaml"
    memory = SettingsMemory(path)
    async with open_with(tmp_path, {}, memory) as driver:
        await driver.press("T", "A", "a")
        theme, level = driver.app.theme, driver.screen.prompt_settings.level
        memory.close()
    wanted = Settings(theme=theme, prompt_level=str(level), advance=False)
    assert read_settings(path) == (wanted, ())


async def test_where_the_settings_cannot_be_written_it_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = SettingsMemory(tmp_path / "settings.yaml", ReadOnlySystem())
    async with open_with(tmp_path, {}, memory) as driver:
        theme = driver.app.theme
        await driver.press("T")
        for _ in range(100):
            if "not remembered" in driver.said:
                break
            await driver.pilot.pause(0.02)
        assert "not remembered" in driver.said
        assert driver.app.theme != theme
        await driver.press("T")
        await driver.pilot.pause(0.2)
        assert "not remembered" not in driver.said


async def test_a_faulty_file_is_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "settings.yaml"
    path.write_text("them: nord\n")
    memory = SettingsMemory(path)
    async with open_with(tmp_path, {}, memory) as driver:
        await driver.press("T")
        await driver.pilot.pause(0.2)
    assert path.read_text() == "them: nord\n"


async def test_a_key_without_effect_in_a_prompt_names_your_own_key_that_leaves_it(
    tmp_path: Path,
) -> None:
    async with open_with(tmp_path, {"prompt.cancel": ("f4",)}) as driver:
        await driver.press("s", "F")
        assert states(driver.said, "f4", "leave")
        await driver.press("tab", "]")
        assert states(driver.said, "f4", "back to the list")

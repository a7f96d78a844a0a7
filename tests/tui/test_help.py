"""The help: the codebook, and every key there is."""

from pathlib import Path

from textual.widgets import Static

from annotator.model.prompt_level import PromptLevel, PromptSettings
from annotator.tui.commands import COMMANDS
from annotator.tui.prompts import answers, cue, source
from tests.drivers.editor import EditorDriver, open_editor


def page(driver: EditorDriver) -> str:
    return "\n".join(str(each.content) for each in driver.app.screen.query(Static))


async def test_every_key_stands_in_the_help_those_of_the_prompts_too(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("question_mark")
        text = page(driver)
        for does in (each.help for each in COMMANDS):
            assert does in text
        for keys in (source.KEYS, cue.KEYS, answers.KEYS):
            assert keys.heading in text
            assert all(key.help and key.help in text for key in keys.keys)


async def test_tab_goes_to_the_keys(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("question_mark", "tab")
        heading = next(each for each in driver.app.screen.query(".keys"))
        assert 0 <= heading.region.y < 8


async def test_the_palette_stays_open_where_nothing_fits_whatever_key_is_pressed(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("ctrl+p", *"qqq", "pagedown", "down", "pageup", "end", "enter", "escape")
        await driver.press("c")
        assert driver.tags[0] == "claim"


async def test_the_help_can_be_read_while_something_is_asked(tmp_path: Path) -> None:
    async with open_editor(tmp_path, prompts=PromptSettings(PromptLevel.LINKS)) as driver:
        await driver.press("c", "enter", "f", "enter", "question_mark")
        assert answers.KEYS.heading in page(driver)
        await driver.press("escape", "2", "enter")
        assert driver.screen.session.annotations.sentences[2].answers[0].claim == "s2"

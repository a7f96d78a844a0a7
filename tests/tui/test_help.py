"""The help: the codebook, and every key there is."""

from pathlib import Path

import pytest
from textual.content import Content
from textual.widgets import Static

from annotator.model.prompt_level import PromptLevel, PromptSettings
from annotator.tui.commands import COMMANDS
from annotator.tui.prompts import answers, cue, second_look, source
from annotator.tui.widgets.hanging_text import HangingText, hang
from tests.drivers.editor import EditorDriver, drawn_lines, open_editor


def page(driver: EditorDriver) -> str:
    return "\n".join(str(each.content) for each in driver.app.screen.query(Static))


async def test_every_key_stands_in_the_help_those_of_the_prompts_too(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("question_mark")
        text = page(driver)
        for does in (each.help for each in COMMANDS):
            assert does in text
        for keys in (source.KEYS, cue.KEYS, answers.KEYS, second_look.KEYS):
            assert keys.heading in text
            assert all(key.help and key.help in text for key in keys.keys)


async def test_tab_goes_to_the_keys(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("question_mark", "tab")
        heading = next(each for each in driver.app.screen.query(".keys"))
        page = driver.app.screen.query_one(".page")
        assert page.region.y <= heading.region.y <= page.region.y + 2


async def test_the_palette_stays_open_where_nothing_fits_whatever_key_is_pressed(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("ctrl+p", *"qqq", "pagedown", "down", "pageup", "end", "enter", "escape")
        await driver.press("c")
        assert driver.tags[0] == "claim"


async def test_the_palette_shows_keys_and_runs_what_is_found_by_typing(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("ctrl+p")
        drawn = "\n".join(drawn_lines(driver.app))
        assert all(f"{tag.key}  " in drawn for tag in driver.screen.session.codebook.tags[:2])
        await driver.press(*"flag", "enter")
        assert driver.screen.session.annotations.sentences[1].flag
        await driver.press("ctrl+p", *"tag: back", "enter")
        assert driver.tags[0] == "background"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_typing_finds_words_in_the_help(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_editor(tmp_path, size=size) as driver:
        await driver.press("question_mark", *"previous source")
        shown = [str(each.content) for each in driver.app.screen.query(HangingText) if each.display]
        assert any("Use the source of the previous sentence." in each for each in shown)
        assert len(shown) < 30
        await driver.press("escape", "c")
        assert driver.tags[0] == "claim"


def test_lines_of_the_help_hang_below_their_first_word() -> None:
    body, label = Content("one two three four five six"), Content("key")
    lines = hang(label, body, 6, 16).plain.split("\n")
    assert lines[0].startswith("key   one")
    assert all(line.startswith("      ") and len(line) <= 16 for line in lines[1:])
    assert " ".join(" ".join(lines).split()) == f"key {body.plain}"


async def test_the_help_can_be_read_while_something_is_asked(tmp_path: Path) -> None:
    async with open_editor(tmp_path, prompts=PromptSettings(PromptLevel.LINKS)) as driver:
        await driver.press("c", "enter", "f", "enter", "question_mark")
        assert answers.KEYS.heading in page(driver)
        await driver.press("escape", "2", "enter")
        assert driver.screen.session.annotations.sentences[2].answers[0].claim == "s2"


@pytest.mark.parametrize("opens", ["question_mark", "ctrl+p"])
async def test_a_search_that_finds_nothing_says_so_with_its_words(
    tmp_path: Path, opens: str
) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press(opens, "slash", *"zzz")
        drawn = "\n".join(drawn_lines(driver.app))
        assert "“/zzz”" in drawn
        await driver.press("backspace", "backspace", "backspace", "backspace")
        assert "“" not in "\n".join(drawn_lines(driver.app)[:9])


async def test_while_words_are_typed_it_is_said_that_the_article_has_none(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("slash", *"zzz")
        assert "“zzz”" in "\n".join(drawn_lines(driver.app))
        await driver.press("backspace", "backspace", "backspace", *"port")
        assert "“" not in "\n".join(drawn_lines(driver.app)[-5:])

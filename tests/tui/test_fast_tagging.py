"""The keys of a fast hand: repeat, marks, jumps, blocks and counts."""

from pathlib import Path

from annotator.model.annotation import Sentence
from annotator.model.prompt_level import PromptLevel, PromptSettings
from tests.drivers.editor import EditorDriver, open_editor
from tests.statements import states

C, F, N, B = "claim", "confirmation", "non-response", "background"
TALK = """Talks fail

The deal is dead, Ann Lee said. Prices will rise, Lee said. Nobody can stop it.

"It is over," Ann Lee said. The mayor said nothing.
"""
LINKS = PromptSettings(PromptLevel.LINKS)


def sentence(driver: EditorDriver, number: int) -> Sentence:
    return driver.screen.session.annotations.sentences[number - 1]


def source(driver: EditorDriver, number: int) -> str | None:
    found = driver.screen.session.annotations.source_of(sentence(driver, number))
    return found.name if found else None


def cue(driver: EditorDriver, number: int) -> str | None:
    found = sentence(driver, number).cue
    return found.text if found else None


# Repeat


async def test_repeating_gives_tag_source_and_the_cue_found_here_as_one_edit(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path, TALK, prompts=LINKS) as driver:
        await driver.press("c", "enter")
        edits = driver.screen.session.edit_count
        await driver.press(";")
        assert driver.screen.session.edit_count == edits + 1
        assert (sentence(driver, 3).tag, source(driver, 3)) == (C, "Ann Lee")
        assert cue(driver, 3) == cue(driver, 2) == "said"
        assert driver.cursor == 4
        await driver.press("u")
        assert (sentence(driver, 3).tag, source(driver, 3), cue(driver, 3)) == (None, None, None)
        assert source(driver, 2) == "Ann Lee"


async def test_repeating_goes_on_like_a_tag_and_asks_for_claims_alone(tmp_path: Path) -> None:
    async with open_editor(tmp_path, TALK, prompts=LINKS) as driver:
        await driver.press("c", "enter", "f", "enter", "enter", ";")
        assert driver.cursor == 4
        await driver.press("2", "enter")
        assert [each.claim for each in sentence(driver, 4).answers] == ["s2"]
        assert driver.cursor == 5
        await driver.press(";", "backspace")
        assert sentence(driver, 5).tag is None


async def test_a_tag_without_a_source_is_repeated_without_a_question(tmp_path: Path) -> None:
    async with open_editor(tmp_path, TALK, prompts=LINKS) as driver:
        await driver.press("c", "0", ";")
        assert (sentence(driver, 3).tag, source(driver, 3)) == (C, None)
        assert driver.cursor == 4


async def test_where_nothing_was_tagged_there_is_nothing_to_repeat(tmp_path: Path) -> None:
    async with open_editor(tmp_path, TALK) as driver:
        await driver.press(";")
        assert states(driver.said, "no tag", "repeat")
        assert driver.tags == [None] * 5

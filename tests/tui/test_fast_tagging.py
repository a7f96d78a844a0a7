"""The keys of a fast hand: repeat, marks, jumps, blocks and counts."""

from pathlib import Path

import pytest

from annotator.model.annotation import Sentence
from annotator.model.prompt_level import PromptLevel, PromptSettings
from annotator.storage.codebooks import builtin_bytes
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


async def test_in_a_set_opened_again_the_tag_above_is_repeated(tmp_path: Path) -> None:
    async with open_editor(tmp_path, TALK, prompts=LINKS) as driver:
        await driver.press("c", "enter")
    async with open_editor(tmp_path, TALK, prompts=LINKS) as driver:
        assert driver.cursor == 3
        await driver.press(";")
        assert (sentence(driver, 3).tag, source(driver, 3), cue(driver, 3)) == (
            C,
            "Ann Lee",
            "said",
        )
        assert driver.cursor == 4


async def test_a_tag_that_was_undone_is_repeated_with_its_source(tmp_path: Path) -> None:
    async with open_editor(tmp_path, TALK, prompts=LINKS) as driver:
        await driver.press("c", "enter", "u", "u", "j", ";")
        assert (sentence(driver, 2).tag, source(driver, 2)) == (None, None)
        assert (sentence(driver, 3).tag, source(driver, 3), cue(driver, 3)) == (
            C,
            "Ann Lee",
            "said",
        )
        await driver.press("u", ";")
        assert (sentence(driver, 3).tag, source(driver, 3)) == (C, "Ann Lee")


async def test_a_tag_whose_source_was_undone_is_repeated_without_it(tmp_path: Path) -> None:
    async with open_editor(tmp_path, TALK, prompts=LINKS) as driver:
        await driver.press("c", "enter", "u", "j", ";")
        assert (sentence(driver, 3).tag, source(driver, 3)) == (C, None)


async def test_where_nothing_was_tagged_there_is_nothing_to_repeat(tmp_path: Path) -> None:
    async with open_editor(tmp_path, TALK) as driver:
        await driver.press(";")
        assert states(driver.said, "no tag", "repeat")
        assert driver.tags == [None] * 5


# Marks and jumps


async def test_a_mark_is_gone_back_to_and_moves_with_its_sentence(tmp_path: Path) -> None:
    async with open_editor(tmp_path, TALK) as driver:
        await driver.press("3", "G", "M", "a", "G", "'", "a")
        assert driver.cursor == 3
        await driver.press("g", "j", "|", "enter", "G", "'", "A")
        assert driver.cursor != 4
        await driver.press("'", "a")
        assert driver.cursor == 4


async def test_an_unknown_mark_says_which_there_are_and_moves_nothing(tmp_path: Path) -> None:
    async with open_editor(tmp_path, TALK) as driver:
        await driver.press("'")
        assert states(driver.said, "mark")
        await driver.press("M", "b", "j", "'", "q")
        assert states(driver.said, "q", "b")
        assert driver.cursor == 3
        await driver.press("M", "escape", "'", "escape", "c")
        assert driver.tags[1] == C


@pytest.mark.parametrize(
    "jump",
    [
        ("G",),
        ("g",),
        ("5", "G"),
        (":", "5", "enter"),
        ("/", *"mayor", "enter"),
        ("'", "a"),
        ("X",),
        ("o",),
    ],
    ids="".join,
)
async def test_every_jump_is_gone_back_from_and_forward_again(
    tmp_path: Path, jump: tuple[str, ...]
) -> None:
    async with open_editor(tmp_path, TALK) as driver:
        await driver.press("G", "M", "a", "x", "3", "G", *jump)
        there = driver.cursor
        assert there != 3
        await driver.press("ctrl+o")
        assert driver.cursor == 3
        await driver.press("tab")
        assert driver.cursor == there
        await driver.press("tab")
        assert driver.said
        assert driver.cursor == there


async def test_a_step_and_a_tag_are_no_jumps(tmp_path: Path) -> None:
    async with open_editor(tmp_path, TALK) as driver:
        await driver.press("j", "k", "c", "b", "ctrl+o")
        assert driver.cursor == 4
        assert driver.said


# Blocks


@pytest.mark.parametrize("motion", [("j", "j"), ("2", "j"), ("4", "G"), (":", "4", "enter")])
async def test_any_motion_extends_a_block_and_a_tag_applies_to_it_and_moves_past_it(
    tmp_path: Path, motion: tuple[str, ...]
) -> None:
    async with open_editor(tmp_path, TALK) as driver:
        await driver.press("V", *motion, "b")
        assert driver.tags == [B, B, B, None, None]
        assert driver.cursor == 5
        await driver.press("k")
        assert len(driver.screen.article.selected) == 1
        await driver.press("u")
        assert driver.tags == [None] * 5


async def test_a_source_applies_to_a_block_and_escape_leaves_it(tmp_path: Path) -> None:
    async with open_editor(tmp_path, TALK, prompts=LINKS) as driver:
        await driver.press("V", "j", "c", "enter")
        assert source(driver, 2) == source(driver, 3) == "Ann Lee"
        assert driver.cursor == 4
        await driver.press("V", "j", "escape", "k", "x")
        flagged = [each.flag for each in driver.screen.session.annotations.sentences]
        assert flagged == [False, False, False, True, False, False]


async def test_a_block_upward_keeps_its_end_where_it_began(tmp_path: Path) -> None:
    async with open_editor(tmp_path, TALK) as driver:
        await driver.press("G", "V", "k", "k", "k", "j", "b")
        assert driver.tags == [None, None, B, B, B]


async def test_a_block_that_reaches_into_furniture_tags_and_asks_for_the_rest(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path, TALK, prompts=LINKS) as driver:
        before = driver.screen.session.annotations.sentences[0]
        assert not before.body
        await driver.press("V", "k", "k", "c")
        assert states(driver.said, "2")
        assert not states(driver.said, "1")
        await driver.press("enter")
        assert source(driver, 2) == "Ann Lee"
        assert driver.screen.session.annotations.sentences[0] == before
        assert driver.cursor == 3


# Counts


@pytest.mark.parametrize(
    ("keys", "cursor"),
    [
        (("3", "j"), 5),
        (("1", "0", "j"), 6),
        (("G", "2", "k"), 4),
        (("5", "G"), 5),
        (("4", "g"), 4),
        (("9", "9", "G"), 6),
        (("2", "space"), 4),
        (("3", "escape", "j"), 3),
        (("2", "j", "j"), 5),
        (("0", "j"), 3),
    ],
    ids=str,
)
async def test_a_count_is_for_the_next_motion_alone(
    tmp_path: Path, keys: tuple[str, ...], cursor: int
) -> None:
    async with open_editor(tmp_path, TALK) as driver:
        await driver.press(*keys)
        assert driver.cursor == cursor
        assert driver.tags == [None] * 5


async def test_a_digit_that_counts_says_so_and_names_the_tags_key(tmp_path: Path) -> None:
    async with open_editor(tmp_path, TALK) as driver:
        await driver.press("2")
        assert states(driver.said, "2", "confirmation", "f")
        await driver.press("c")
        assert driver.tags == [C, None, None, None, None]
        assert driver.cursor == 3


async def test_a_digit_tags_where_its_tag_has_no_key_of_its_own(tmp_path: Path) -> None:
    text = builtin_bytes().decode().replace('  key: "f"\n', "", 1)
    book = tmp_path / "codebook.yaml"
    book.write_text(text, "utf-8")
    async with open_editor(tmp_path, TALK, codebook=book) as driver:
        await driver.press("2", "1", "2", "k")
        assert driver.tags == [F, None, None, None, None]
        assert driver.cursor == 1


# Other documents


async def test_outside_a_project_there_is_no_other_document(tmp_path: Path) -> None:
    async with open_editor(tmp_path, TALK) as driver:
        await driver.press("]")
        assert states(driver.said, "not in a project")
        await driver.press("V", "G", "b", "Z")
        assert driver.status() == "finished"
        assert states(driver.said, "not in a project")

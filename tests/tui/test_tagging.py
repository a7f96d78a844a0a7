from pathlib import Path

import pytest

from annotator.model.prompt_level import PromptLevel, PromptSettings
from annotator.storage.sets import read_set
from annotator.tui.widgets.detail import Detail
from tests.drivers.editor import ARTICLE, open_editor
from tests.statements import states

C, F, N, B = "claim", "confirmation", "non-response", "background"


async def test_a_key_tags_and_moves_to_the_next_sentence_past_furniture(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        assert driver.cursor == 2
        await driver.press("c", "f", "n")
        assert driver.tags == [C, F, N, None, None, None]
        assert driver.cursor == 5


async def test_what_is_called_saved_is_in_the_file(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("c", "c", "b")
        await driver.until_saved()
        assert read_set(driver.path)[0] == driver.screen.session.annotations


async def test_looking_writes_nothing(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("j", "k", "G", "g", "v", "escape", "question_mark", "escape", "a")
    assert not driver.path.exists()


async def test_going_on_can_be_turned_off(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("a", "c", "f")
        assert driver.tags[0] == F
        assert driver.cursor == 2


async def test_several_sentences_are_tagged_at_once_and_undone_at_once(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("shift+down", "shift+down", "b")
        assert driver.tags == [B, B, B, None, None, None]
        await driver.press("u")
        assert driver.tags == [None] * 6
        await driver.press("ctrl+r")
        assert driver.tags == [B, B, B, None, None, None]


async def test_a_split_is_undone_with_the_cursor_on_the_sentence_that_goes(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("G", "|", "enter", "G", "shift+up", "shift+down")
        assert driver.cursor == 8
        await driver.press("u")
        assert driver.cursor == 7
        await driver.press("b")
        assert driver.tags[-1] == B


async def test_untagging_takes_the_tag_alone(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("a", "c", "m", *"why", "enter", "backspace")
        sentence = driver.screen.session.annotations.sentences[1]
        assert (sentence.tag, sentence.note) == (None, "why")


async def test_the_next_untagged_and_the_next_flagged_are_found(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("c", "j", "x", "c", "g", "space")
        assert driver.cursor == 3
        await driver.press("g", "X")
        assert driver.cursor == 4


async def test_search_goes_from_place_to_place_and_round(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("g", "slash", *"harbour", "enter")
        assert driver.cursor == 2
        await driver.press("ctrl+n")
        assert driver.cursor == 6
        await driver.press("ctrl+n")
        assert driver.cursor == 1
        assert driver.said == "“harbour”: 1 of 3"


@pytest.mark.parametrize(("number", "cursor"), [("5", 5), ("99", 2), ("x", 2)])
async def test_a_number_is_gone_to_where_there_is_one(
    tmp_path: Path, number: str, cursor: int
) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("colon", *number, "enter")
        assert driver.cursor == cursor


async def test_furniture_is_made_body_and_body_furniture(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("g", "p")
        assert (driver.part(1), driver.cursor) == (None, 1)
        await driver.press("p", "c")
        assert driver.part(1) == "caption"
        await driver.press("g", "b")
        assert "furniture" in driver.said


async def test_after_furniture_the_cursor_moves_on_as_after_a_tag(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("p", "o")
        assert (driver.part(2), driver.cursor) == ("other", 3)
        await driver.press("u")
        assert (driver.part(2), driver.cursor) == (None, 2)
        await driver.press("a", "p", "o")
        assert (driver.part(2), driver.cursor) == ("other", 2)


async def test_a_sentence_is_split_where_the_cut_stands_and_joined_again(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("colon", "4", "enter", "vertical_line", "enter")
        texts = [sentence.text for sentence in driver.screen.session.annotations.sentences]
        assert texts[3:5] == ["The port confirmed the outage;", "it named no cause."]
        await driver.press("J")
        joined = driver.screen.session.annotations.sentences[3]
        assert joined.text == "The port confirmed the outage; it named no cause."
        assert joined.id == "s4"


async def test_joining_across_a_paragraphs_end_is_asked_and_not_done_by_the_way(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("colon", "3", "enter", "J", "J", "J", "n")
        assert driver.screen.session.revision == 0
        await driver.press("J", "y")
        sentence = driver.screen.session.annotations.sentences[2]
        assert ARTICLE[slice(*sentence.span)] == sentence.text
        assert "\n\n" in sentence.text


async def test_joining_says_what_it_did_what_it_dropped_and_how_to_take_it_back(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("c", "f", "n", "colon", "2", "enter", "shift+down", "J")
        assert states(driver.said, "2-3", "3", "dropped", "u")
        await driver.press("u", "shift+down", "shift+down", "J", "y")
        assert states(driver.said, "2-4", "3-4", "dropped")
        await driver.press("u")
        assert driver.tags[:3] == [C, F, N]


@pytest.mark.parametrize(
    "key", ["c", "C", "j", "J", "u", "F", "x", "X", "A", "T", "S", "B", "с", "%"]
)
async def test_no_key_changes_tags_or_sentences_or_does_nothing_without_a_word(
    tmp_path: Path, key: str
) -> None:
    async with open_editor(tmp_path) as driver:
        # The third sentence ends its paragraph, so that J would reach across.
        await driver.press("colon", "3", "enter")
        before = driver.screen.session.annotations.sentences
        await driver.press(key)
        said = driver.said or driver.app.screen is not driver.screen or driver.cursor != 3
        assert said
        if key not in {"c", "x"}:
            assert driver.screen.session.annotations.sentences == before


async def test_caps_lock_is_named_where_the_small_letter_would_mean_something(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("C")
        assert states(driver.said, "C", "c")
        await driver.press("с")
        assert states(driver.said, "с")


async def test_a_dialog_and_a_question_take_a_capital_for_its_small_letter(tmp_path: Path) -> None:
    async with open_editor(tmp_path, prompts=PromptSettings(PromptLevel.LINKS)) as driver:
        await driver.press("F", "Y")
        assert driver.status() == "finished"
        await driver.press("F", "O", "c", "slash", "N", "e", "w", "enter")
        assert driver.screen.session.annotations.sources[0].name == "New"


async def test_an_unusable_article_is_made_usable_only_once_it_is_agreed(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("U", *"not news", "enter", "U", "n")
        assert driver.status() == "unusable"
        await driver.press("U", "y")
        assert driver.status() is None


async def test_a_finished_pass_takes_no_tag_until_it_is_open_again(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("c", "F", "y")
        assert driver.status() == "finished"
        await driver.press("c")
        assert "finished" in driver.said
        await driver.press("F", "o", "c")
        assert driver.tags[:2] == [C, C]


async def test_a_further_pass_is_a_file_of_its_own_and_the_first_stays(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("c", "F", "y")
        driver.app.work.close()
    before = driver.path.read_bytes()
    async with open_editor(tmp_path) as driver:
        await driver.press("f")
        assert "finished" in driver.said
        await driver.press("F", "n", "b")
        driver.app.work.close()
    assert driver.path.read_bytes() == before
    second = read_set(tmp_path / "article.ada.2.yaml")[0]
    assert [each.tag for each in second.sentences if each.tag] == [C, B]


async def test_an_article_is_unusable_only_with_a_reason(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("U", "enter")
        assert driver.status() is None
        await driver.press("U", *"not news", "enter")
        assert driver.status() == "unusable"
        assert driver.screen.session.annotations.reason == "not news"


async def test_a_second_window_is_told_who_has_the_file_and_can_only_look(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as first:
        await first.press("c")
        async with open_editor(tmp_path) as second:
            assert "ada since" in second.said
            await second.press("b")
            assert second.tags[0] in {None, C}
            assert "open elsewhere" in second.said.lower()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (40, 12)])
async def test_the_cursor_stays_in_view_at_every_size(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with open_editor(tmp_path, ARTICLE * 20) as driver:
        await driver.press("G")
        await driver.pilot.resize_terminal(*size)
        await driver.pilot.pause()
        assert driver.cursor_in_view
        assert driver.screen.query_one(Detail).display is (size[0] >= 100)


async def test_a_click_puts_the_cursor_there_and_a_click_on_a_hint_does_it(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.pilot.click("ArticleView", offset=(20, 5))
        await driver.pilot.pause()
        assert driver.cursor == 4
        await driver.pilot.click("KeyBar", offset=(2, 0))
        await driver.pilot.pause()
        assert driver.tags[2] == C


async def test_an_edit_made_elsewhere_is_kept_and_ours_goes_to_a_copy_that_is_named(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("c")
        await driver.until_saved()
        elsewhere = driver.path.read_bytes().replace(b"tag: claim", b"tag: background")
        driver.path.write_bytes(elsewhere)
        await driver.press("f", "n")
        await driver.until_saved(" in article.ada.conflict-1.yaml")
        driver.app.work.close()
    assert driver.path.read_bytes() == elsewhere
    copy = read_set(tmp_path / "article.ada.conflict-1.yaml")[0]
    assert [each.tag for each in copy.sentences if each.tag] == [C, F, N]


async def test_work_goes_on_in_another_file_where_the_person_says_so(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("c", "W", *str(tmp_path / "other.yaml"), "enter", "b")
        await driver.until_saved(" in other.yaml")
        driver.app.work.close()
    assert [each.tag for each in read_set(tmp_path / "other.yaml")[0].sentences if each.tag] == [
        C,
        B,
    ]

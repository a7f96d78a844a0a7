"""What is asked for after a tag, on the whole screen."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from annotator.model.annotation import Sentence
from annotator.model.prompt_level import PromptLevel, PromptSettings
from annotator.tui.widgets.detail import Detail, field_values
from annotator.tui.widgets.header_footer import KeyBar
from annotator.tui.widgets.prompt_panel import PromptPanel
from tests.drivers.editor import EditorDriver, drawn_lines, open_editor
from tests.statements import states

ARTICLE = """---
outlet: Bay News
---
The ferry hit the pier at noon, the port master, Ana Roe, said.

"We saw it turn too late," Roe said. "It came in fast. It did not stop."

Bay Lines Ltd. denied that the ferry had been fast. The company did not respond to a question.

The ferry was built in 1911.
"""
LINKS = PromptSettings(PromptLevel.LINKS)
SOURCES = PromptSettings(PromptLevel.SOURCES)


def sentence(driver: EditorDriver, number: int) -> Sentence:
    return driver.screen.session.annotations.sentences[number - 1]


def source(driver: EditorDriver, number: int) -> str | None:
    found = driver.screen.session.annotations.source_of(sentence(driver, number))
    return found.name if found else None


@pytest.fixture
async def driver(tmp_path: Path) -> AsyncIterator[EditorDriver]:
    async with open_editor(tmp_path, ARTICLE, prompts=LINKS) as driver:
        yield driver


async def test_where_tags_alone_are_asked_for_a_tag_goes_on_at_once(tmp_path: Path) -> None:
    async with open_editor(tmp_path, ARTICLE) as driver:
        await driver.press("c", "c")
        assert driver.tags[:2] == ["claim", "claim"]
        assert source(driver, 1) is None


def cue(driver: EditorDriver, number: int) -> str | None:
    found = sentence(driver, number).cue
    return found.text if found else None


async def test_enter_takes_the_likeliest_source_with_its_cue_as_one_edit(
    driver: EditorDriver,
) -> None:
    await driver.press("c")
    assert driver.cursor == 1
    await driver.press("enter")
    assert (source(driver, 1), cue(driver, 1), driver.cursor) == ("Ana Roe", "said", 2)
    assert driver.tags[:2] == ["claim", None]
    await driver.press("u")
    assert (driver.tags[0], source(driver, 1), cue(driver, 1)) == ("claim", None, None)


async def test_a_key_of_a_tag_tags_again_while_the_source_is_asked_for(
    driver: EditorDriver,
) -> None:
    await driver.press("c", "n")
    assert (driver.tags[0], driver.cursor) == ("non-response", 1)
    await driver.press("backspace")
    assert driver.tags[0] == "claim"
    await driver.press("backspace")
    assert driver.tags[0] is None


@pytest.mark.parametrize("key", ["9", "."])
async def test_a_key_that_changes_nothing_in_the_question_says_so(
    driver: EditorDriver, key: str
) -> None:
    await driver.press("c", key)
    assert states(driver.said, "nothing", "esc")
    await driver.press("down")
    assert not states(driver.said, "nothing")


async def test_a_source_keeps_its_key_in_the_whole_article(driver: EditorDriver) -> None:
    await driver.press("c", "1", "c", "/", *"Zed", "enter", "down", "down")
    await driver.press("f", "2", "escape")
    assert source(driver, 5) == "Zed"
    await driver.press("colon", "2", "enter", "s", "1", "colon", "5", "enter", "s", "1")
    assert (source(driver, 2), source(driver, 5)) == ("Ana Roe", "Ana Roe")
    await driver.press("s", "/", *"zed", "enter", "k", "s", "2")
    assert source(driver, 4) == "zed"


async def test_a_new_source_keeps_the_key_that_it_was_taken_with(driver: EditorDriver) -> None:
    await driver.press("c", "2", "s")
    assert driver.screen.source_keys.by_source == {
        driver.screen.session.annotations.sources[0].id: "2"
    }


async def test_a_name_is_picked_from_a_sentence_before(driver: EditorDriver) -> None:
    await driver.press("j", "c", "tab", "up")
    assert driver.screen.article.highlights == {}
    await driver.press("right", "shift+right", "enter")
    assert source(driver, 2) == "ferry hit"


async def test_a_cue_is_corrected_before_its_source_is_taken(driver: EditorDriver) -> None:
    await driver.press("c", "e", "left", "enter")
    assert (source(driver, 1), cue(driver, 1)) == ("Ana Roe", "Roe")
    await driver.press("k", "s", "e", "backspace", "1")
    assert (source(driver, 1), cue(driver, 1)) == ("Ana Roe", None)


async def test_the_form_has_the_other_fields_and_the_questions_go_on_after_it(
    driver: EditorDriver,
) -> None:
    await driver.press("c", "1", "colon", "5", "enter")
    await driver.press("f", "s", *"Bay Post", "tab", "tab", *"Sea", "enter", "1", "enter")
    found = driver.screen.session.annotations.source_of(sentence(driver, 5))
    assert found is not None
    assert (found.name, found.affiliation) == ("Bay Post", "Sea")
    assert [each.claim for each in sentence(driver, 5).answers] == ["s1"]


async def test_while_something_is_asked_the_foot_names_only_keys_that_mean_the_same(
    driver: EditorDriver,
) -> None:
    def foot() -> list[str]:
        return [hint.word for hint in driver.screen.query_one(KeyBar).hints]

    before = foot()
    await driver.press("c")
    assert foot() == ["note", "flag", "help"]
    await driver.press("escape", "l")
    assert foot() == before
    await driver.press("f", "escape", "l")
    assert foot() == ["note", "flag", "help"]


async def test_background_moves_to_the_next_sentence_at_once(driver: EditorDriver) -> None:
    await driver.press("b", "b")
    assert driver.cursor == 3


async def test_zero_sets_no_source_and_with_it_no_cue(driver: EditorDriver) -> None:
    await driver.press("c", "0")
    assert (source(driver, 1), cue(driver, 1), driver.cursor) == (None, None, 2)


async def test_escape_stays_and_asks_no_more(driver: EditorDriver) -> None:
    await driver.press("c", "escape")
    assert driver.cursor == 1
    await driver.press("f")
    assert driver.tags[0] == "confirmation"


async def test_sources_are_asked_for_without_links_where_the_project_says_so(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path, ARTICLE, prompts=SOURCES) as driver:
        await driver.press("f", "1")
        assert driver.cursor == 2


async def test_cues_are_not_asked_for_where_they_are_not_wanted(tmp_path: Path) -> None:
    async with open_editor(
        tmp_path, ARTICLE, prompts=PromptSettings(PromptLevel.SOURCES, cues=False)
    ) as driver:
        await driver.press("c", "1")
        assert driver.cursor == 2


async def test_an_open_quotation_carries_its_source_on_in_one_edit(driver: EditorDriver) -> None:
    await driver.press("c", "1", "c", "1", "c", "c")
    assert source(driver, 4) == "Ana Roe"
    assert states(driver.said, "4", "claim", "Ana Roe")
    assert driver.cursor == 5
    await driver.press("u")
    assert (sentence(driver, 4).tag, source(driver, 4)) == (None, None)


async def test_a_step_back_from_the_answers_asks_for_the_source_again(
    driver: EditorDriver,
) -> None:
    await driver.press("f", "1", "backspace")
    assert (driver.tags[0], source(driver, 1), driver.cursor) == ("confirmation", None, 1)
    await driver.press("0", "backspace")
    assert (driver.tags[0], source(driver, 1), driver.cursor) == ("confirmation", None, 1)
    await driver.press("1", "enter")
    assert (source(driver, 1), driver.cursor) == ("Ana Roe", 2)


async def test_a_step_back_undoes_what_was_changed_within_the_question_first(
    driver: EditorDriver,
) -> None:
    await driver.press("c", "h", "backspace")
    assert (driver.tags[0], sentence(driver, 1).checkable) == ("claim", True)
    await driver.press("backspace")
    assert driver.tags[0] is None


async def test_a_step_back_from_the_source_takes_the_tag_off(driver: EditorDriver) -> None:
    await driver.press("c", "backspace")
    assert (driver.tags[0], driver.cursor) == (None, 1)


async def test_what_is_there_already_is_not_asked_for_again(driver: EditorDriver) -> None:
    await driver.press("c", "1", "k", "f")
    assert driver.screen.session.annotations.sentences[0].answers == ()
    await driver.press("escape")
    assert (driver.tags[0], source(driver, 1)) == ("confirmation", "Ana Roe")


async def test_while_the_source_is_asked_for_a_claim_can_be_called_not_checkable(
    driver: EditorDriver,
) -> None:
    await driver.press("c", "h", "1")
    assert not sentence(driver, 1).checkable
    assert driver.cursor == 2


async def test_links_light_up_both_ways_and_a_missing_one_has_a_mark_and_a_reason(
    driver: EditorDriver,
) -> None:
    await driver.press("c", "1", "down", "down", "down")
    await driver.press("f", "2", "1", "c", "enter")
    assert [each.claim for each in sentence(driver, 5).answers] == ["s1"]
    await driver.press("n", "2", "0", "g")
    assert driver.screen.article.highlights.keys() == {4}
    assert ("answered", "by 5 contradicts") in facts_here(driver)
    await driver.press("colon", "5", "enter")
    assert driver.screen.article.highlights.keys() == {0}
    await driver.press("j")
    assert ("?", "answers no claim") in facts_here(driver)


def facts_here(driver: EditorDriver) -> list[tuple[str, str]]:
    view = driver.screen.query_one(Detail).view
    assert view is not None
    return field_values(view)


async def test_a_claim_that_is_none_any_more_is_marked_where_it_is_answered(
    driver: EditorDriver,
) -> None:
    await driver.press("c", "1", "colon", "5", "enter")
    await driver.press("f", "2", "1", "enter", "g", "b", "colon", "5", "enter")
    assert "answers 1" in dict(facts_here(driver))["?"]


async def test_several_sentences_get_one_source(driver: EditorDriver) -> None:
    await driver.press("shift+down", "c", "1")
    assert (source(driver, 1), source(driver, 2)) == ("Ana Roe", "Ana Roe")


async def test_o_goes_to_what_is_missing_and_then_to_the_outlets_own_claims(
    driver: EditorDriver,
) -> None:
    await driver.press("c", "0", "b", "b", "b", "f", "escape", "j", "b", "b")
    await driver.press("o")
    assert driver.cursor == 5
    await driver.press("b", "o")
    assert driver.cursor == 1
    assert states(driver.said, "claim", "source")


async def test_the_keys_of_sources_cues_and_links_work_without_being_asked(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path, ARTICLE) as driver:
        await driver.press("a", "c", "s", "1")
        await driver.press("j", "full_stop", "n", "l", "1", "enter")
        assert source(driver, 2) == "Ana Roe"
        assert [each.claim for each in sentence(driver, 2).answers] == ["s1"]
        await driver.press("g", "e", "left", "enter")
        cue = sentence(driver, 1).cue
        assert cue is not None
        assert cue.text == "Roe"
        await driver.press("l")
        assert states(driver.said, "confirmation", "non-response")


async def test_pasted_text_goes_into_the_strip(driver: EditorDriver) -> None:
    await driver.press("c")
    await driver.paste("The harbour\nmaster")
    await driver.press("enter")
    assert source(driver, 1) == "The harbour master"


async def test_a_click_picks_a_claim_and_closes_another_question(driver: EditorDriver) -> None:
    await driver.press("c", "1", "colon", "5", "enter", "f", "2")
    article = driver.screen.article
    article.post_message(article.Clicked(0, on_mark=False))
    await driver.press("enter")
    assert [each.claim for each in sentence(driver, 5).answers] == ["s1"]
    await driver.press("c")
    article.post_message(article.Clicked(0, on_mark=False))
    await driver.press("x")
    assert sentence(driver, 1).flag


async def test_a_click_on_a_field_asks_for_it(tmp_path: Path) -> None:
    async with open_editor(tmp_path, ARTICLE, size=(120, 40), prompts=LINKS) as driver:
        await driver.press("c", "1", "k")
        await driver.pilot.click(Detail, offset=(5, 2))
        await driver.press("left", "enter")
        cue = sentence(driver, 1).cue
        assert cue is not None
        assert cue.text == "Roe"


async def test_a_click_on_a_proposal_chooses_it(driver: EditorDriver) -> None:
    await driver.press("c")
    await driver.click_on("1 Ana Roe")
    assert source(driver, 1) == "Ana Roe"


async def test_what_is_asked_for_can_be_changed_on_the_way(tmp_path: Path) -> None:
    async with open_editor(tmp_path, ARTICLE) as driver:
        await driver.press("A", "c")
        assert driver.cursor == 1
        await driver.press("escape", "A", "A", "c")
        assert driver.cursor == 2


@pytest.mark.parametrize("height", [9, 12, 24])
async def test_the_question_is_in_view_on_a_low_screen(tmp_path: Path, height: int) -> None:
    async with open_editor(tmp_path, ARTICLE, size=(60, height), prompts=LINKS) as driver:
        await driver.press("colon", "5", "enter", "f")
        article = driver.screen.article
        _, end = article.cursor_lines
        assert article.scroll_offset.y < end <= article.scroll_offset.y + article.size.height


def underlined(driver: EditorDriver) -> str:
    """The underlined words of the article, as they are drawn."""
    article = driver.screen.article
    lines = (article.render_line(y) for y in range(article.size.height))
    drawn = (each for line in lines for each in line if each.style and each.style.underline)
    return " ".join(each.text for each in drawn)


async def test_the_cue_that_enter_takes_is_underlined_and_what_is_picked_also_above(
    driver: EditorDriver,
) -> None:
    await driver.press("c")
    assert underlined(driver) == "said"
    await driver.press("down")
    assert driver.cursor == 1
    await driver.press("escape", "j", "f", "tab", "up", "p")
    assert underlined(driver) == "pier said"
    await driver.press("escape", "e", "t")
    assert underlined(driver) == "turn"
    await driver.press("escape", "escape")
    assert underlined(driver) == ""


async def test_the_claims_that_can_be_answered_light_up_with_their_stance(
    driver: EditorDriver,
) -> None:
    await driver.press("c", "1", "b", "c", "escape", "j", "j", "f", "0")
    signs = driver.screen.article.highlights
    assert signs.keys() == {0, 2}
    await driver.press("1", "p")
    assert driver.screen.article.highlights[0] == "½"
    await driver.press("enter")
    assert [each.stance for each in sentence(driver, 5).answers] == ["partial"]


async def test_one_key_changes_the_source_of_what_was_tagged_last_and_comes_back(
    driver: EditorDriver,
) -> None:
    await driver.press("c", "1", "c", "1", "c", "c")
    assert states(driver.said, ",")
    assert driver.cursor == 5
    await driver.press("comma", "0")
    assert (source(driver, 3), source(driver, 4), driver.cursor) == ("Ana Roe", None, 5)
    await driver.press("comma", "escape")
    assert driver.cursor == 5
    await driver.press("u")
    assert (source(driver, 4), driver.tags[3]) == ("Ana Roe", "claim")


async def test_the_last_source_is_that_of_a_whole_block(driver: EditorDriver) -> None:
    await driver.press("shift+down", "c", "1", "comma", "0")
    assert (source(driver, 1), source(driver, 2), driver.cursor) == (None, None, 3)


async def test_without_a_tag_there_is_no_last_source(driver: EditorDriver) -> None:
    await driver.press("comma")
    assert driver.screen.query_one(PromptPanel).rows == 0
    assert driver.said


async def test_a_tag_that_uses_no_source_says_that_it_is_kept(driver: EditorDriver) -> None:
    await driver.press("c", "1", "k", "b")
    assert source(driver, 1) == "Ana Roe"
    assert states(driver.said, "1", "background", "source", "cue")
    await driver.press("b")
    assert not states(driver.said, "source")


@pytest.mark.parametrize("keys", [("tab",), ("e",)])
async def test_h_works_while_words_are_marked(driver: EditorDriver, keys: tuple[str, ...]) -> None:
    await driver.press("c", *keys, "h")
    assert not sentence(driver, 1).checkable
    assert driver.screen.query_one(PromptPanel).rows > 0
    await driver.press("h")
    assert sentence(driver, 1).checkable
    await driver.press("escape", "escape", "e", "h")
    assert not sentence(driver, 1).checkable


async def test_a_message_is_left_out_where_the_summary_shows_the_same(
    driver: EditorDriver,
) -> None:
    await driver.press("c")
    lines = drawn_lines(driver.app)
    assert sum(states(line, "1", "claim") for line in lines[-4:]) == 1
    await driver.press("escape", "h")
    assert any(states(line, "checkable") for line in drawn_lines(driver.app)[-3:])

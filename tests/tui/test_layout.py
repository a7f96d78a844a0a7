"""Where things are on the screen, and what never moves."""

from pathlib import Path

import pytest
from textual.geometry import Region

from annotator.model.prompt_level import PromptLevel, PromptSettings
from annotator.tui.widgets.detail import Summary
from annotator.tui.widgets.header_footer import HeaderBar, Hint, StatusLine, hint_rows
from annotator.tui.widgets.prompt_panel import PromptPanel
from annotator.tui.widgets.side_lists import ClaimList, SourceList
from tests.drivers.editor import ARTICLE, EditorDriver, drawn_lines, open_editor

LINKS = PromptSettings(PromptLevel.LINKS)
LONG = ARTICLE * 12
TALL = f"Harbour\n\nOne.\n\n{'The harbour was dark, ' * 90}and it was cold.\n\nTwo.\n"
SIZES = [(80, 24), (100, 30), (120, 40), (200, 50)]


def article_rows(driver: EditorDriver) -> list[str]:
    """The rows of the article that no prompt covers."""
    article, panel = driver.screen.article, driver.screen.query_one(PromptPanel)
    region: Region = article.region
    bottom = min(region.bottom, panel.region.y) if panel.region.width > 60 else region.bottom
    lines = drawn_lines(driver.app)[region.y : bottom]
    # The sign for a finding disappears while a prompt is open. The last column is the scroll bar.
    return [line[: region.width - 1].replace("?", " ").rstrip() for line in lines]


def row(driver: EditorDriver) -> int:
    """The row of the current sentence within the article."""
    article = driver.screen.article
    return article.cursor_lines.start - round(article.scroll_offset.y)


@pytest.mark.parametrize("size", SIZES)
async def test_the_current_sentence_stays_in_the_upper_third(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with open_editor(tmp_path, LONG, size=size) as driver:
        for keys in (("j",) * 12, ("k",) * 5, ("G",), ("g",), ("colon", "4", "0", "enter")):
            await driver.press(*keys)
            assert row(driver) <= driver.screen.article.size.height // 3
            assert driver.cursor_in_view


@pytest.mark.parametrize("size", SIZES)
async def test_a_prompt_moves_no_text(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_editor(tmp_path, LONG, size=size, prompts=LINKS) as driver:
        await driver.press("colon", "1", "5", "enter", "b", "k")
        before = article_rows(driver)
        await driver.press("c")
        opened = article_rows(driver)
        marks = [line.replace(" B ", " C ") for line in before[: len(opened)]]
        assert opened == marks
        assert driver.screen.query_one(PromptPanel).region.area
        await driver.press("escape")
        assert not driver.screen.query_one(PromptPanel).display


async def test_words_picked_above_the_view_are_scrolled_to_and_back(tmp_path: Path) -> None:
    async with open_editor(tmp_path, LONG, prompts=LINKS) as driver:
        await driver.press("colon", "4", "0", "enter", "c")
        before = article_rows(driver)
        await driver.press("tab", *["up"] * 12)
        prompt = driver.screen._prompting.prompt
        assert prompt is not None
        (marked,) = prompt.marked
        number = driver.screen.session.annotations.positions[marked] + 1
        assert any(line[1:].split()[:1] == [str(number)] for line in article_rows(driver))
        await driver.press("escape")
        assert article_rows(driver) == before


@pytest.mark.parametrize("width", range(40, 90, 7))
async def test_the_summary_is_cut_between_words(tmp_path: Path, width: int) -> None:
    note = "the harbour was dark and the cranes stood still until the evening of the next day"
    async with open_editor(tmp_path, size=(width, 24)) as driver:
        await driver.press("m", *("space" if each == " " else each for each in note), "enter")
        *words, last = drawn_lines(driver.app)[driver.screen.query_one(Summary).region.y].split()
        assert last == "…"
        assert words[-1] in note.split()


async def test_the_summary_has_room_for_every_answer_with_its_stance(tmp_path: Path) -> None:
    async with open_editor(tmp_path, prompts=LINKS) as driver:
        await driver.press("c", "enter", *("f", "0", "enter") * 4, "g", "j")
        line = drawn_lines(driver.app)[driver.screen.query_one(Summary).region.y]
        answering = driver.screen.session.answer_index["s2"]
        assert len(answering) > 2
        positions = driver.screen.session.annotations.positions
        assert all(f"{positions[each] + 1} ✓" in line for each in answering)


async def test_the_margin_of_the_settings_is_kept(tmp_path: Path) -> None:
    async with open_editor(tmp_path, LONG, scroll_margin=3) as driver:
        await driver.press(*["j"] * 30)
        height = driver.screen.article.size.height
        assert row(driver) > height // 3
        assert row(driver) + 3 < height


@pytest.mark.parametrize("size", [(40, 12), (40, 15), (60, 20), (80, 24)])
async def test_the_article_keeps_half_of_a_small_screen(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with open_editor(tmp_path, LONG, size=size, prompts=LINKS) as driver:
        assert len(article_rows(driver)) >= size[1] / 2
        await driver.press("c")
        assert len(article_rows(driver)) >= driver.screen.query_one("#middle").size.height // 2


@pytest.mark.parametrize("columns", [100, 120, 160, 200, 260])
async def test_the_measures_wrap_no_text_of_a_wide_screen(tmp_path: Path, columns: int) -> None:
    async with open_editor(tmp_path, LONG, size=(columns, 40)) as driver:
        before, width = article_rows(driver), driver.screen.article.size.width
        await driver.press("i")
        assert (article_rows(driver), driver.screen.article.size.width) == (before, width)
        await driver.press("i")
        assert (article_rows(driver), driver.screen.article.size.width) == (before, width)


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_the_measures_below_the_article_move_no_text(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with open_editor(tmp_path, LONG, size=size) as driver:
        await driver.press("colon", "1", "5", "enter")
        before = article_rows(driver)
        await driver.press("i")
        assert article_rows(driver) == before[: driver.screen.article.size.height]
        await driver.press("i")
        assert article_rows(driver) == before
        await driver.press("i", "j", "j", "j")
        assert row(driver) > 0


async def test_a_claim_beside_the_article_shows_more_than_a_line(tmp_path: Path) -> None:
    words = [f"word{number}" for number in range(60)]
    async with open_editor(tmp_path, f"Title\n\n{' '.join(words)}.\n", size=(200, 30)) as driver:
        await driver.press("c")
        claims = driver.screen.query_one(ClaimList).region
        drawn = [line[claims.x :] for line in drawn_lines(driver.app)]
        shown = [word for word in words[:14] if any(f" {word} " in line for line in drawn)]
        assert shown == words[:14]


@pytest.mark.parametrize(("down", "up"), [("j", "k"), ("pagedown", "pageup")])
async def test_a_sentence_taller_than_the_screen_is_scrolled_through_before_it_is_left(
    tmp_path: Path, down: str, up: str
) -> None:
    words = [f"word{number}" for number in range(400)]
    text = f"Harbour\n\nOne.\n\n{' '.join(words)} cold.\n\nTwo.\n"
    async with open_editor(tmp_path, text) as driver:
        await driver.press("colon", "3", "enter")
        seen: set[str] = set()
        while driver.cursor == 3:
            seen |= {word for line in article_rows(driver) for word in line.split()}
            await driver.press(down)
        assert driver.cursor == 4
        assert {*words, "cold."} <= seen
        await driver.press(up)
        assert any("cold." in line for line in article_rows(driver))


async def test_a_tall_sentence_shows_where_it_is_split(tmp_path: Path) -> None:
    async with open_editor(tmp_path, TALL) as driver:
        await driver.press("colon", "3", "enter", "vertical_line")
        for key in ("left", "end", "home"):
            await driver.press(key)
            assert any("✂" in line for line in drawn_lines(driver.app))


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
@pytest.mark.parametrize(
    "keys",
    [
        ("question_mark",),
        ("ctrl+p",),
        ("m",),
        ("slash",),
        ("colon",),
        ("p",),
        ("F",),
        ("U",),
        ("s", "s"),
        ("vertical_line",),
        ("S",),
    ],
)
async def test_the_current_sentence_is_in_view_beside_every_dialog(
    tmp_path: Path, keys: tuple[str, ...], size: tuple[int, int]
) -> None:
    async with open_editor(tmp_path, LONG, size=size) as driver:
        await driver.press("colon", "1", "2", "enter", "c", "k")
        at = driver.cursor - 1
        words = driver.screen.session.annotations.sentences[at].text
        await driver.press(*keys)
        assert len(driver.app.screen_stack) == 2
        assert any(f"▌{at + 1} C" in line for line in drawn_lines(driver.app)), words


async def test_the_article_follows_a_search_while_it_is_typed(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("slash", *"1911")
        assert driver.cursor == 6
        await driver.press("escape")
        assert driver.cursor == 2
        await driver.press("slash", *"harbour", "enter")
        found = [driver.cursor]
        for key in ("n", "n", "N"):
            await driver.press(key)
            found.append(driver.cursor)
        assert found == [6, 1, 2, 1]
        await driver.press("escape", "j", "n")
        assert driver.tags[0] == "non-response"


async def test_the_article_follows_a_number_while_it_is_typed(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("colon", "5")
        assert driver.cursor == 5
        await driver.press("escape")
        assert driver.cursor == 2


async def test_a_note_has_several_lines(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("m", *"one", "ctrl+j", *"two", "enter")
        assert driver.screen.session.annotations.sentences[1].note == "one\ntwo"
        await driver.press("m", "enter")
        assert driver.screen.session.annotations.sentences[1].note == "one\ntwo"


@pytest.mark.parametrize("width", [40, 80, 120])
async def test_a_message_is_never_cut(tmp_path: Path, width: int) -> None:
    words = " ".join(f"word{number}" for number in range(18))
    async with open_editor(tmp_path, size=(width, 24)) as driver:
        await driver.press("c")
        before = article_rows(driver)
        driver.screen.show_message(words)
        await driver.pilot.pause()
        region = driver.screen.query_one(StatusLine).region
        lines = drawn_lines(driver.app)[region.y : region.bottom]
        assert " ".join(" ".join(lines).split()) == words
        assert article_rows(driver) == before[: len(article_rows(driver))]


async def test_a_header_that_changes_and_changes_back_shows_the_last_state(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        header = driver.screen.query_one(HeaderBar)
        view = header.view
        assert view is not None
        before = drawn_lines(driver.app)[0]
        header.view = view._replace(saved="saving…")
        header.view = view
        await driver.pilot.pause()
        assert drawn_lines(driver.app)[0] == before


def test_every_tag_is_in_the_footer_and_other_hints_take_no_more_rows() -> None:
    tags = tuple(Hint(str(n), f"a tag {n}", f"tag:{n}", keep=True) for n in range(12))
    others = tuple(Hint(each, f"other {each}", each) for each in "abcdef")
    rows = hint_rows((*tags, *others), 60)
    shown = [hint for each in rows for hint in each]
    assert shown[: len(tags)] == list(tags)
    assert len(rows) == len(hint_rows(tags, 60))
    assert all(sum(hint.width for hint in each) - 2 <= 60 for each in rows)


@pytest.mark.parametrize("size", SIZES)
async def test_one_can_tag_in_the_reading_view(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_editor(tmp_path, LONG, size=size) as driver:
        await driver.press("v", "j", "j", "c", "n")
        assert driver.tags[2:4] == ["claim", "non-response"]
        drawn = "\n".join(drawn_lines(driver.app))
        assert all(mark in drawn for mark in ("4C", "5N"))
        article = driver.screen.article
        assert not article.show_horizontal_scrollbar
        await driver.press("G")
        assert driver.cursor_in_view
        await driver.press("v", "b")
        assert driver.tags[-1] == "background"
        assert not article.reading


async def test_the_tags_are_in_the_footer_from_the_start(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        tags = driver.screen.session.codebook.tags
        footer = drawn_lines(driver.app)[-1]
        assert all(f"{tag.key} {tag.name}" in footer for tag in tags)


@pytest.mark.parametrize(("columns", "lists"), [(80, 0), (100, 1), (120, 1), (160, 2), (200, 2)])
async def test_a_wide_screen_shows_the_sources_and_a_very_wide_one_the_claims(
    tmp_path: Path, columns: int, lists: int
) -> None:
    async with open_editor(tmp_path, size=(columns, 40)) as driver:
        await driver.press("c", "k", "s", "/", *"The Night Owls", "enter", "j")
        drawn = "\n".join(drawn_lines(driver.app))
        assert ("1 The Night Owls" in drawn) is (lists > 0)
        assert ("The Night Owls: Power failed" in drawn) is (lists > 1)
        await driver.pilot.resize_terminal(80, 24)
        await driver.pilot.pause()
        assert "1 The Night Owls" not in "\n".join(drawn_lines(driver.app))


async def test_the_sources_stay_in_view_while_a_prompt_is_open(tmp_path: Path) -> None:
    async with open_editor(tmp_path, size=(100, 30), prompts=LINKS) as driver:
        await driver.press("c", "escape", "k", "s", "/", *"Ana Roe", "enter", "j", "c")
        assert driver.screen.query_one(PromptPanel).region.area
        assert any(line.endswith("1 Ana Roe  person") for line in drawn_lines(driver.app))


async def test_a_prompt_that_follows_a_new_source_ends_above_the_list_of_sources(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path, size=(120, 40), prompts=LINKS) as driver:
        panel, sources = driver.screen.query_one(PromptPanel), driver.screen.query_one(SourceList)
        await driver.press("c", "/", *"Ana Roe", "enter", "f", "/", *"Bo Derek", "enter")
        assert panel.display
        assert panel.region.bottom == sources.region.y


@pytest.mark.parametrize("columns", [100, 120, 200])
async def test_the_list_of_sources_cuts_no_name_for_the_kind_after_it(
    tmp_path: Path, columns: int
) -> None:
    name = "World Health Organization, Geneva"
    async with open_editor(tmp_path, size=(columns, 40), prompts=LINKS) as driver:
        await driver.press("c", "/", *name, "enter")
        region = driver.screen.query_one(SourceList).region
        rows = drawn_lines(driver.app)[region.y : region.bottom]
        assert any(f"1 {name}" in line for line in rows)


@pytest.mark.parametrize("columns", [80, 120])
async def test_when_all_is_tagged_the_footer_says_how_to_finish_until_it_is_finished(
    tmp_path: Path, columns: int
) -> None:
    async with open_editor(tmp_path, size=(columns, 30)) as driver:

        def footer() -> str:
            return drawn_lines(driver.app)[-1]

        untagged = driver.screen.session.tag_counts.untagged
        await driver.press(*["b"] * (untagged - 1))
        assert "F finish" not in footer()
        rows = driver.screen.article.region.height
        await driver.press("b")
        assert "F finish" in footer()
        assert ("? help" in footer()) is (columns > 80)
        assert driver.screen.article.region.height == rows
        await driver.press("F", "y")
        assert "F finish" not in footer()

"""The pane with the measures so far."""

import subprocess
import sys
from pathlib import Path

import pytest

from annotator.stats.measures import KEY_MEASURES, MEASURES
from annotator.tui.widgets import measures
from annotator.tui.widgets.detail import Detail
from annotator.tui.widgets.measures import MeasureRow, Measures, MeasuresView
from tests.drivers.editor import EditorDriver, open_editor
from tests.hostile import CORPUS, forbidden_bytes
from tests.statements import states

NARROW, WIDE = (80, 24), (120, 40)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "PAUSE", 0.001)


async def pane(driver: EditorDriver) -> Measures:
    """The pane, once it has computed what the last key made."""
    measures = driver.screen.query_one(Measures)
    await driver.pilot.pause(0.01)
    await driver.app.workers.wait_for_complete(list(measures.workers))
    await driver.pilot.pause()
    return measures


def figures(measures: Measures) -> dict[str, str]:
    assert measures.view is not None
    return {row.label.strip(): row.figure for row in measures.view.rows if not row.heading}


def text(measures: Measures) -> str:
    return str(measures.render())


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_figures_change_as_one_tags(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_editor(tmp_path, size=size) as driver:
        await driver.press("c", "i")
        assert figures(await pane(driver))["claim"] == "1/1 (100%)"
        await driver.press("f")
        assert figures(await pane(driver))["claim"] == "1/2 (50%)"
        await driver.press("u")
        assert figures(await pane(driver))["claim"] == "1/1 (100%)"


async def test_the_claims_come_first_and_then_the_key_figures_with_bars(tmp_path: Path) -> None:
    async with open_editor(tmp_path, size=WIDE) as driver:
        await driver.press("c", "k", "s", "/", *"Ada", "enter", "i")
        measures = await pane(driver)
        assert measures.view is not None
        heading, claim, *rows = measures.view.rows
        assert heading.heading
        assert states(claim.label, "2", "Ada")
        assert [each.label for each in rows[1:2]] == [KEY_MEASURES[0].label]
        assert (rows[2].figure, rows[2].share) == ("1/1 (100%)", 1.0)
        assert measures.view.opening.startswith("Provisional")
        labels = {each.label for each in rows}
        assert {measure.label for measure in MEASURES} <= labels


async def test_a_set_with_only_tags_shows_their_shares_and_what_to_add(tmp_path: Path) -> None:
    async with open_editor(tmp_path, size=WIDE) as driver:
        await driver.press("c", "c", "f", "i")
        measures = await pane(driver)
        assert measures.view is not None
        assert figures(measures)["claim"] == "2/3 (67%)"
        assert states(text(measures), "six", "source", "link")
        assert KEY_MEASURES[0].label not in figures(measures)


async def test_the_name_of_a_figure_is_in_the_same_column_as_its_bar(tmp_path: Path) -> None:
    async with open_editor(tmp_path, size=NARROW) as driver:
        await driver.press("i")
        measures = await pane(driver)
        height = measures.size.height - 1
        for before in range(height):
            rows = [MeasureRow(f"row {number}") for number in range(before)]
            measures.view = MeasuresView(
                "", (*rows, MeasureRow("name"), MeasureRow("", "1/2", share=0.5))
            )
            lines = text(measures).splitlines()
            name = next(at for at, line in enumerate(lines) if "name" in line)
            assert "1/2" in lines[name + 1]


async def test_it_takes_no_key_from_tagging(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("i", "c", "f", "j", "n")
        assert driver.tags == ["claim", "confirmation", None, "non-response", None, None]


async def test_the_same_key_puts_it_away(tmp_path: Path) -> None:
    async with open_editor(tmp_path, size=WIDE) as driver:
        await driver.press("i")
        assert not driver.screen.query_one(Detail).display
        await driver.press("i")
        assert not driver.screen.query(Measures)
        assert driver.screen.query_one(Detail).display


async def test_it_stands_beside_a_wide_article_and_below_a_narrow_one(tmp_path: Path) -> None:
    async with open_editor(tmp_path, size=WIDE) as driver:
        await driver.press("i")
        assert driver.screen.query_one(Measures).region.x > driver.screen.article.region.x
        await driver.pilot.resize_terminal(*NARROW)
        await driver.pilot.pause()
        assert driver.screen.query_one(Measures).region.y >= driver.screen.article.region.bottom
        assert driver.screen.article.size.height >= 8


async def test_the_cursor_stays_in_view_when_it_opens(tmp_path: Path) -> None:
    async with open_editor(tmp_path, "Long. " * 40) as driver:
        await driver.press("G", "i")
        await pane(driver)
        article = driver.screen.article
        lines = [article.render_line(y).text for y in range(article.size.height)]
        assert any(line.startswith("▌") for line in lines)


async def test_what_there_is_no_room_for_is_shown_further_and_then_the_first_again(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("c", "k", "s", "/", *"Ada", "enter", "i")
        measures = await pane(driver)
        first = text(measures)
        await driver.press("I")
        assert text(measures) != first
        for _ in range(5):
            if text(measures) == first:
                break
            await driver.press("I")
        assert text(measures) == first


async def test_the_first_page_is_shown_if_the_current_one_no_longer_exists(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("i")
        measures = await pane(driver)
        measures.view = MeasuresView("", tuple(MeasureRow(f"row {number}") for number in range(40)))
        await driver.press("I")
        measures.view = MeasuresView("", (MeasureRow("only row"),))
        assert "only row" in text(measures)


async def test_nothing_happens_where_it_is_asked_for_further_and_not_open(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        await driver.press("I", "c")
        assert driver.tags[0] == "claim"


async def test_no_name_of_a_source_drives_the_terminal(tmp_path: Path) -> None:
    async with open_editor(tmp_path, size=WIDE) as driver:
        await driver.press("i")
        measures = await pane(driver)
        for name in CORPUS.values():
            measures.view = MeasuresView(
                name, (MeasureRow(name, heading=True), MeasureRow(name, name))
            )
            drawn = text(measures).encode("utf-8", "surrogatepass")
            assert forbidden_bytes(drawn) == []


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_neither_a_long_name_nor_its_figure_is_cut(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with open_editor(tmp_path, size=size) as driver:
        await driver.press("i")
        measures = await pane(driver)
        measures.view = MeasuresView("", (MeasureRow("  1 " + "long name " * 6, "not addressed"),))
        lines = text(measures).splitlines()[1:]
        assert " ".join(" ".join(lines).split()) == f"1 {'long name ' * 6}not addressed"
        assert all(len(line) <= measures.size.width for line in lines)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_no_name_of_a_measure_is_cut(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_editor(tmp_path, size=size) as driver:
        await driver.press("c", "k", "s", "/", *"Ada", "enter", "i")
        measures = await pane(driver)
        assert measures.view is not None
        shown = ""
        for _ in range(9):
            assert "…" not in text(measures)
            shown += text(measures)
            await driver.press("I")
        assert all(word in shown for each in MEASURES for word in each.label.split())


async def test_two_columns_go_down_one_after_the_other(tmp_path: Path) -> None:
    async with open_editor(tmp_path, size=NARROW) as driver:
        await driver.press("i")
        measures = await pane(driver)
        measures.view = MeasuresView("", tuple(MeasureRow(f"row {number}") for number in range(40)))
        first = text(measures).splitlines()[1]
        assert first.split() == ["row", "0", "row", str(measures.size.height - 1)]


def test_no_statistic_is_loaded_before_it_is_asked_for() -> None:
    code = (
        "import sys; from annotator.tui.actions import actions; actions(); "
        "import annotator.tui.app; "
        "print([name for name in sys.modules if name.startswith('annotator.stats')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"

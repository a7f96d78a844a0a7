"""The pane with the measures so far."""

import subprocess
import sys
from pathlib import Path

import pytest

from annotator.tui.widgets import measures
from annotator.tui.widgets.detail import Detail
from annotator.tui.widgets.measures import MeasureRow, Measures, MeasuresView
from tests.drivers.editor import EditorDriver, open_editor
from tests.hostile import CORPUS, forbidden_bytes

NARROW, WIDE = (80, 24), (120, 40)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "PAUSE", 0.001)


async def pane(driver: EditorDriver) -> Measures:
    """The pane, once it has reckoned what the last key made."""
    measures = driver.screen.query_one(Measures)
    await driver.pilot.pause(0.01)
    await driver.app.workers.wait_for_complete(list(measures.workers))
    await driver.pilot.pause()
    return measures


def figures(measures: Measures) -> dict[str, str]:
    assert measures.view is not None
    return {row.label: row.figure for row in measures.view.rows if not row.heading}


def text(measures: Measures) -> str:
    return str(measures.render())


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_figures_change_as_one_tags(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_editor(tmp_path, size=size) as driver:
        await driver.press("c", "i")
        assert figures(await pane(driver))["coverage"] == "1/6 (17%)"
        await driver.press("f")
        assert figures(await pane(driver))["coverage"] == "2/6 (33%)"
        await driver.press("u")
        assert figures(await pane(driver))["coverage"] == "1/6 (17%)"


async def test_what_became_of_each_claim_stands_first(tmp_path: Path) -> None:
    async with open_editor(tmp_path, size=WIDE) as driver:
        await driver.press("c", "c", "i")
        measures = await pane(driver)
        assert measures.view is not None
        assert measures.view.rows[:3] == (
            MeasureRow("The claims", heading=True),
            MeasureRow("  2 the outlet itself", "nobody spoke"),
            MeasureRow("  3 the outlet itself", "nobody spoke"),
        )
        assert measures.view.opening.startswith("Provisional")
        assert "coverage" in text(measures)


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
        await driver.press("i")
        measures = await pane(driver)
        first = text(measures)
        await driver.press("I")
        assert text(measures) != first
        for _ in range(5):
            if text(measures) == first:
                break
            await driver.press("I")
        assert text(measures) == first


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


async def test_a_name_too_long_for_the_pane_is_cut_and_what_became_of_it_is_not(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path, size=WIDE) as driver:
        await driver.press("i")
        measures = await pane(driver)
        measures.view = MeasuresView("", (MeasureRow("  1 " + "long name " * 9, "nobody spoke"),))
        line = text(measures).splitlines()[1]
        assert line.endswith("… nobody spoke")
        assert len(line) <= measures.size.width


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

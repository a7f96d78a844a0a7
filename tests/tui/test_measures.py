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


async def pane(desk: EditorDriver) -> Measures:
    """The pane, once it has reckoned what the last key made."""
    shown = desk.screen.query_one(Measures)
    await desk.pilot.pause(0.01)
    await desk.app.workers.wait_for_complete(list(shown.workers))
    await desk.pilot.pause()
    return shown


def figures(shown: Measures) -> dict[str, str]:
    assert shown.view is not None
    return {row.label: row.figure for row in shown.view.rows if not row.heading}


def text(shown: Measures) -> str:
    return str(shown.render())


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_figures_change_as_one_tags(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_editor(tmp_path, size=size) as desk:
        await desk.press("c", "i")
        assert figures(await pane(desk))["coverage"] == "1/6 (17%)"
        await desk.press("f")
        assert figures(await pane(desk))["coverage"] == "2/6 (33%)"
        await desk.press("u")
        assert figures(await pane(desk))["coverage"] == "1/6 (17%)"


async def test_what_became_of_each_claim_stands_first(tmp_path: Path) -> None:
    async with open_editor(tmp_path, size=WIDE) as desk:
        await desk.press("c", "c", "i")
        shown = await pane(desk)
        assert shown.view is not None
        assert shown.view.rows[:3] == (
            MeasureRow("The claims", heading=True),
            MeasureRow("  2 the outlet itself", "nobody spoke"),
            MeasureRow("  3 the outlet itself", "nobody spoke"),
        )
        assert shown.view.opening.startswith("Provisional")
        assert "coverage" in text(shown)


async def test_it_takes_no_key_from_tagging(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as desk:
        await desk.press("i", "c", "f", "j", "n")
        assert desk.tags == ["claim", "confirmation", None, "non-response", None, None]


async def test_the_same_key_puts_it_away(tmp_path: Path) -> None:
    async with open_editor(tmp_path, size=WIDE) as desk:
        await desk.press("i")
        assert not desk.screen.query_one(Detail).display
        await desk.press("i")
        assert not desk.screen.query(Measures)
        assert desk.screen.query_one(Detail).display


async def test_it_stands_beside_a_wide_article_and_below_a_narrow_one(tmp_path: Path) -> None:
    async with open_editor(tmp_path, size=WIDE) as desk:
        await desk.press("i")
        assert desk.screen.query_one(Measures).region.x > desk.screen.article.region.x
        await desk.pilot.resize_terminal(*NARROW)
        await desk.pilot.pause()
        assert desk.screen.query_one(Measures).region.y >= desk.screen.article.region.bottom
        assert desk.screen.article.size.height >= 8


async def test_the_cursor_stays_in_view_when_it_opens(tmp_path: Path) -> None:
    async with open_editor(tmp_path, "Long. " * 40) as desk:
        await desk.press("G", "i")
        await pane(desk)
        article = desk.screen.article
        lines = [article.render_line(y).text for y in range(article.size.height)]
        assert any(line.startswith("▌") for line in lines)


async def test_what_there_is_no_room_for_is_shown_further_and_then_the_first_again(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path) as desk:
        await desk.press("i")
        shown = await pane(desk)
        first = text(shown)
        await desk.press("I")
        assert text(shown) != first
        for _ in range(5):
            if text(shown) == first:
                break
            await desk.press("I")
        assert text(shown) == first


async def test_nothing_happens_where_it_is_asked_for_further_and_not_open(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as desk:
        await desk.press("I", "c")
        assert desk.tags[0] == "claim"


async def test_no_name_of_a_source_drives_the_terminal(tmp_path: Path) -> None:
    async with open_editor(tmp_path, size=WIDE) as desk:
        await desk.press("i")
        shown = await pane(desk)
        for name in CORPUS.values():
            shown.view = MeasuresView(
                name, (MeasureRow(name, heading=True), MeasureRow(name, name))
            )
            drawn = text(shown).encode("utf-8", "surrogatepass")
            assert forbidden_bytes(drawn) == []


async def test_a_name_too_long_for_the_pane_is_cut_and_what_became_of_it_is_not(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path, size=WIDE) as desk:
        await desk.press("i")
        shown = await pane(desk)
        shown.view = MeasuresView("", (MeasureRow("  1 " + "long name " * 9, "nobody spoke"),))
        line = text(shown).splitlines()[1]
        assert line.endswith("… nobody spoke")
        assert len(line) <= shown.size.width


async def test_two_columns_go_down_one_after_the_other(tmp_path: Path) -> None:
    async with open_editor(tmp_path, size=NARROW) as desk:
        await desk.press("i")
        shown = await pane(desk)
        shown.view = MeasuresView("", tuple(MeasureRow(f"row {number}") for number in range(40)))
        first = text(shown).splitlines()[1]
        assert first.split() == ["row", "0", "row", str(shown.size.height - 1)]


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

"""A few screens as plain text; `UPDATE_GOLDEN=1` writes them again."""

import os
from pathlib import Path

import pytest

from tests.drivers.editor import EditorDriver, drawn_lines, open_editor

GOLDEN = Path(__file__).parent / "golden"
TAGGED = ("c", "c", "f", "n", "b", "x")
SCREENS = {
    "tagging-80x24": ((80, 24), TAGGED),
    "tagging-120x40": ((120, 40), TAGGED),
    "reading-80x24": ((80, 24), (*TAGGED, "v")),
    "split-80x24": ((80, 24), ("c", "c", "vertical_line")),
    "furniture-80x24": ((80, 24), ("p",)),
    "source-80x24": ((80, 24), ("A", "c", "0", "c")),
    "answers-80x24": ((80, 24), ("A", "A", "c", "0", "c", "1", "f", "1", "3", "p")),
    "source-dialog-80x24": ((80, 24), ("c", "s", "s")),
}
"""Each screen with its size in cells and the keys that lead to it."""


async def settled(driver: EditorDriver) -> str:
    """The screen, once nothing of it is drawn any more."""
    text, before = "", None
    for _ in range(100):
        if text == before and "saving…" not in text:
            break
        await driver.pilot.pause(0.1)
        text, before = "".join(f"{line}\n" for line in drawn_lines(driver.app)), text
    return text


@pytest.mark.parametrize("name", SCREENS)
async def test_the_screen_looks_as_it_is_meant_to(tmp_path: Path, name: str) -> None:
    size, keys = SCREENS[name]
    async with open_editor(tmp_path, size=size) as driver:
        await driver.press(*keys)
        await driver.until_saved()
        # The panes are painted after the sentence, and later still on a busy machine.
        text = await settled(driver)
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")

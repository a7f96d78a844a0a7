"""Takes the pictures of the documentation from the real program: `make docs`."""

import asyncio
import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from annotator.storage.opening import open_to_tag
from annotator.storage.targets import Target
from annotator.tui.app import AnnotatorApp
from annotator.tui.work import Work

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
KEYS = ("b", "c", "c", "n", "f", "n", "c")
SHOTS = {
    "tagging-80x24": ((80, 24), KEYS),
    "tagging-120x40": ((120, 40), KEYS),
    "codebook-80x24": ((80, 24), ("question_mark",)),
}
"""Each picture with its size in cells and the keys that lead to it."""


async def take(name: str, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    """Take one picture, of a fresh copy of a sample."""
    with tempfile.TemporaryDirectory() as folder:
        article = Path(shutil.copy(ROOT / "samples" / "school-lunch.txt", folder))
        work = Work(open_to_tag(replace(Target(str(article)), annotator="Ada")))
        app = AnnotatorApp(work)
        async with app.run_test(size=size) as pilot:
            await pilot.press(*keys)
            await pilot.pause(0.5)
            app.save_screenshot(f"{name}.svg", str(PICTURES))
        work.close()


def main() -> None:
    """Take every picture."""
    os.environ.pop("NO_COLOR", None)
    PICTURES.mkdir(exist_ok=True)
    for name, (size, keys) in SHOTS.items():
        asyncio.run(take(name, size, keys))


if __name__ == "__main__":
    main()

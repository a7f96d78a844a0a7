"""Takes the pictures of the documentation from the real program: `make docs`.

A sample is tagged step by step as in `docs/tutorials/first-article.md`.
"""

import asyncio
import os
import shutil
import tempfile
from pathlib import Path

from annotator.model.prompt_level import PromptLevel, PromptSettings
from annotator.model.suggestion_settings import SuggestionMode, SuggestionSettings, modes_of
from annotator.project.locate import Target
from annotator.project.open_set import open_for_tagging
from annotator.tui.app import AnnotatorApp
from annotator.tui.file_session import FileSession
from tests.drivers.editor import KEYS as WALK

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
BEFORE_13 = tuple(key for number, keys in WALK.items() if number < 13 for key in keys)
SHOTS = {
    "tagging-100x30": ((100, 30), (*BEFORE_13, *WALK[13][:-1])),
    "tagging-120x40": ((120, 40), (*BEFORE_13, *WALK[13], "k", "i")),
    "codebook-80x24": ((80, 24), ("question_mark",)),
}
"""Each picture with its size in cells and the keys that lead to it."""


async def take(name: str, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    """Take one picture, of a fresh copy of a sample."""
    with tempfile.TemporaryDirectory() as folder:
        article = Path(shutil.copy(ROOT / "annotator" / "samples" / "harbour-blackout.txt", folder))
        opened = open_for_tagging(Target(str(article), annotator="Ada"))
        listed = SuggestionSettings(show=modes_of(SuggestionMode.LIST))
        work = FileSession(opened._replace(suggestion_settings=listed))
        app = AnnotatorApp(work, prompts=PromptSettings(PromptLevel.LINKS))
        async with app.run_test(size=size) as pilot:
            await pilot.press(*keys)
            await pilot.pause(0.5)
            app.save_screenshot(f"{name}.svg", str(PICTURES))
        work.close()


def main() -> None:
    """Take every picture."""
    os.environ.pop("NO_COLOR", None)
    os.environ["COLORTERM"] = "truecolor"
    PICTURES.mkdir(exist_ok=True)
    for name, (size, keys) in SHOTS.items():
        asyncio.run(take(name, size, keys))


if __name__ == "__main__":
    main()

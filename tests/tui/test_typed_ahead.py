"""Keys that come before the screen has been laid out."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.geometry import Size
from textual.pilot import Pilot

from annotator.model.answer_key import Practice
from annotator.model.prompt_level import PromptLevel, PromptSettings
from annotator.project.locate import Target
from annotator.project.open_set import open_for_tagging
from annotator.storage.codebooks import builtin
from annotator.tui.app import AnnotatorApp
from annotator.tui.commands import COMMANDS
from annotator.tui.file_session import FileSession
from annotator.tui.screens.adjudication import (
    AdjudicationQueueScreen,
    AdjudicationScreen,
    AdjudicationSession,
)
from annotator.tui.screens.tagging import TaggingScreen
from annotator.tui.screens.task_list import TaskList
from tests.drivers.editor import ARTICLE
from tests.project_factories import a_grading_key, a_project_to_adjudicate, the_queue

if TYPE_CHECKING:
    from annotator.tui.app import StartContent

EVERY_KEY = sorted(
    {key for command in COMMANDS for key in command.keys[:1]} - {"q"} | {"c", "f", "n", "b", "1"}
)


class Eager(AnnotatorApp):
    """An app whose person types before anything is shown.

    Each key finds the size of the article at the moment that the screen takes it in `sizes`.
    """

    typed: tuple[str, ...] = ()

    def on_mount(self) -> None:
        super().on_mount()
        for key in self.typed:
            self.post_message(events.Key(key, key if len(key) == 1 else None))


async def drained(app: AnnotatorApp, pilot: Pilot[None]) -> None:
    """Wait until every key was taken, and what it opened is shown."""
    for _ in range(500):
        await pilot.pause(0.01)
        if not app.keys_waiting:
            break
    reading = [each for each in app.workers if each.group == "reading"]
    await app.workers.wait_for_complete(reading)
    await pilot.pause()


async def begun(folder: Path, keys: tuple[str, ...], ask: PromptLevel) -> AnnotatorApp:
    (folder / "article.txt").write_text(ARTICLE, "utf-8")
    session = FileSession(open_for_tagging(Target(str(folder / "article.txt"), annotator="ada")))
    app = Eager(session, prompts=PromptSettings(ask))
    app.typed = keys
    try:
        async with app.run_test() as pilot:
            await drained(app, pilot)
    finally:
        session.close()
    return app


@pytest.mark.parametrize("key", EVERY_KEY)
async def test_every_key_may_be_pressed_before_the_screen_is_laid_out(
    tmp_path: Path, key: str
) -> None:
    app = await begun(tmp_path, (key, "escape"), PromptLevel.LINKS)
    assert app.return_code in {None, 0}


@pytest.mark.parametrize("key", ["c", "D", "slash", "question_mark", "enter", "R", "="])
async def test_the_other_screens_may_be_typed_at_before_they_are_laid_out_too(
    tmp_path: Path, key: str
) -> None:
    queue = the_queue(a_project_to_adjudicate(tmp_path))
    begins: tuple[StartContent, ...] = (
        Practice(a_grading_key(), builtin()),
        TaskList.for_annotator(queue.folder, "Ada", {}),
        lambda keys, asking: AdjudicationQueueScreen(queue, keys, asking),
        lambda keys, asking: AdjudicationScreen(AdjudicationSession.of(queue, "a"), keys, asking),
    )
    for begin in begins:
        app = Eager(begin, prompts=PromptSettings(PromptLevel.LINKS))
        app.typed = (key, "escape")
        async with app.run_test() as pilot:
            await drained(app, pilot)
        app.close()
        assert app.return_code in {None, 0}


async def test_no_key_reaches_a_screen_that_has_not_been_laid_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[Size] = []
    taken = TaggingScreen.on_key

    def on_key(screen: TaggingScreen, event: events.Key) -> None:
        sizes.append(screen.article.virtual_size)
        taken(screen, event)

    monkeypatch.setattr(TaggingScreen, "on_key", on_key)
    await begun(tmp_path, ("c",), PromptLevel.SOURCES)
    assert sizes
    assert all(size.height for size in sizes)

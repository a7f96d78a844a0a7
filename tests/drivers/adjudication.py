"""The app on a project under adjudication, for tests of the screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from textual.pilot import Pilot

from annotator.model.annotation import Provenance
from annotator.model.prompt_level import PromptSettings
from annotator.project.adjudication import AdjudicationQueue
from annotator.tui.app import AnnotatorApp
from annotator.tui.screens.adjudication import (
    AdjudicationQueueScreen,
    AdjudicationScreen,
    AdjudicationSession,
)
from annotator.tui.widgets.decisions import Decisions
from annotator.tui.widgets.header_footer import HeaderBar, StatusLine
from tests.project_factories import gold_bases, the_gold


class AdjudicationDriver:
    """The app on a case or a docket, and what a test asks of it."""

    def __init__(self, app: AnnotatorApp, pilot: Pilot[None], folder: Path) -> None:
        self.app, self.pilot, self.folder = app, pilot, folder

    @property
    def screen(self) -> AdjudicationScreen:
        stack = self.app.screen_stack
        return next(screen for screen in stack if isinstance(screen, AdjudicationScreen))

    @property
    def listing(self) -> AdjudicationQueueScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, AdjudicationQueueScreen)
        return screen

    @property
    def cursor(self) -> int:
        return self.screen.article.cursor + 1

    @property
    def said(self) -> str:
        return self.app.screen.query_one(StatusLine).words

    @property
    def shown(self) -> str:
        """What the panel of decisions shows."""
        return str(self.screen.query_one(Decisions).query_one("#decisions").render())

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def saved(self) -> list[str]:
        """How the sentences of document a were decided, read from its file once all is saved."""
        for _ in range(200):
            view = self.screen.query_one(HeaderBar).view
            if view is not None and view.saved == "saved":
                return gold_bases(the_gold(self.folder))
            await self.pilot.pause(0.02)
        raise AssertionError(view)

    def provenance(self, number: int) -> Provenance:
        found = self.screen.session.annotations.sentences[number - 1].provenance
        assert found is not None
        return found

    async def back(self) -> None:
        """Press q, and wait until the list is there again."""
        await self.pilot.press("q")
        for _ in range(200):
            await self.pilot.pause(0.01)
            if self.app.screen is self.listing and self.listing.work is None:
                return
        raise AssertionError(self.app.screen_stack)


@asynccontextmanager
async def open_adjudication(
    queue: AdjudicationQueue,
    document: str | None = "a",
    size: tuple[int, int] = (80, 24),
    prompts: PromptSettings | None = None,
) -> AsyncIterator[AdjudicationDriver]:
    begin = (
        partial(AdjudicationQueueScreen, queue)
        if document is None
        else partial(AdjudicationScreen, AdjudicationSession.of(queue, document))
    )
    app = AnnotatorApp(begin, prompts=prompts)
    try:
        async with app.run_test(size=size) as pilot:
            reading = [each for each in app.workers if each.group == "reading"]
            await app.workers.wait_for_complete(reading)
            await pilot.pause()
            yield AdjudicationDriver(app, pilot, queue.folder)
    finally:
        app.close()

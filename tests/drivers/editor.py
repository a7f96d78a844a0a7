"""The app on a small article, and the key presses that a whole article takes."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from rich.cells import cell_len
from textual import events
from textual.pilot import Pilot

from annotator.model.prompt_level import PromptSettings
from annotator.model.suggestion_settings import SuggestionMode, SuggestionSettings, modes_of
from annotator.model.suggestions import DocumentSuggestions, FieldSuggestions, Suggester
from annotator.project.locate import Target
from annotator.project.open_set import open_for_tagging
from annotator.tui.app import AnnotatorApp
from annotator.tui.commands import KeyBindings
from annotator.tui.file_session import FileSession
from annotator.tui.screens.tagging import TaggingScreen
from annotator.tui.widgets.header_footer import HeaderBar, StatusLine

ARTICLE = """Harbour goes dark

Power failed at the harbour on Monday. The Night Owls said they had done it.

The port confirmed the outage; it named no cause. Brenn Grid did not respond.

The harbour was built in 1911. It closed once before.
"""


LISTED = SuggestionSettings(show=modes_of(SuggestionMode.LIST))
"""A list for every field that has one."""


class EditorDriver:
    """An app under test, and what a test asks of it."""

    def __init__(self, app: AnnotatorApp, pilot: Pilot[None], path: Path) -> None:
        self.app, self.pilot, self.path = app, pilot, path

    @property
    def screen(self) -> TaggingScreen:
        stack = self.app.screen_stack
        return next(screen for screen in stack if isinstance(screen, TaggingScreen))

    @property
    def tags(self) -> list[str | None]:
        sentences = self.screen.session.annotations.sentences
        return [sentence.tag for sentence in sentences if sentence.body]

    def status(self) -> str | None:
        return self.screen.session.annotations.status

    def part(self, number: int) -> str | None:
        return self.screen.session.annotations.sentences[number - 1].part

    @property
    def cursor(self) -> int:
        return self.screen.article.cursor + 1

    @property
    def said(self) -> str:
        return self.screen.query_one(StatusLine).words

    async def until_saved(self, where: str = "") -> None:
        """Wait until the header says that everything is saved, and where if it says so."""
        for _ in range(200):
            view = self.screen.query_one(HeaderBar).view
            if view is not None and view.saved == f"saved{where}":
                return
            await self.pilot.pause(0.02)
        raise AssertionError(view)

    @property
    def cursor_in_view(self) -> bool:
        """Whether all of the sentence at the cursor, and its prompt, is within the window."""
        article = self.screen.article
        start, end = article.cursor_lines
        top = round(article.scroll_offset.y)
        return top <= start and end <= top + article.size.height

    async def paste(self, text: str) -> None:
        self.app.post_message(events.Paste(text))
        await self.pilot.pause()

    async def click_on(self, words: str) -> None:
        """Click on the first character of these words, as they are drawn."""
        lines = drawn_lines(self.app)
        line = next(number for number, each in enumerate(lines) if words in each)
        await self.pilot.click(offset=(cell_len(lines[line].partition(words)[0]), line))

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()


def drawn_lines(app: AnnotatorApp) -> list[str]:
    """The lines of the whole screen as they are drawn, without the blanks at their ends."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


@asynccontextmanager
async def open_editor(
    folder: Path,
    text: str = ARTICLE,
    size: tuple[int, int] = (80, 24),
    prompts: PromptSettings | None = None,
    theme: str | None = None,
    scroll_margin: int | None = None,
    codebook: Path | None = None,
    *,
    suggestions: SuggestionSettings = LISTED,
    by: Mapping[str, FieldSuggestions] | None = None,
) -> AsyncIterator[EditorDriver]:
    article = folder / "article.txt"
    if not article.exists():
        article.write_text(text, "utf-8")
    target, book = Target(str(article), annotator="ada"), str(codebook) if codebook else None
    opened = open_for_tagging(target, book, KeyBindings().reserved)
    found = None
    if by is not None:
        annotations = opened.annotations
        found = DocumentSuggestions(
            Suggester("oracle", "1", "0" * 64),
            annotations.document.key,
            annotations.codebook,
            by,
        )
    tags = frozenset(opened.codebook.by_id) if by is not None else frozenset()
    session = FileSession(
        opened._replace(suggestion_settings=suggestions, suggestions=found, suggested_tags=tags)
    )
    app = AnnotatorApp(session, theme=theme, prompts=prompts, scroll_margin=scroll_margin)
    try:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield EditorDriver(app, pilot, folder / "article.ada.yaml")
    finally:
        app.work.close()


# What a person presses at each sentence: the tag; enter for the likeliest source with its cue, or
# the key of another one; enter for the likeliest claim, or the numbers of claims, each with the
# letter of its stance where it is not "supports".
KEYS = {
    3: ("c", "enter"),
    4: ("c", "enter"),
    5: ("c", "enter"),
    6: ("h", "c"),
    7: ("n", "enter", "4", "5", "enter"),
    8: ("f", "enter", "3", "4", "p", "enter"),
    9: ("n", "enter", "enter"),
    10: ("c", "enter"),
    11: ("f", "enter", "enter"),
    12: ("c", "h", "enter"),
    13: ("f", "enter", "c", "enter"),
    14: ("c", "enter"),
    15: ("c", "h", "enter"),
    16: ("b",),
    17: ("b",),
    18: ("b",),
    19: ("b",),
}
"""The keys by the sentence's number on the screen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from annotator.model.answer_key import Practice, verdict
from annotator.storage.codebooks import builtin
from annotator.tui.app import AnnotatorApp
from annotator.tui.prompts.prompt import PromptExit
from annotator.tui.screens.practice import PracticeScreen, SummaryScreen, VerdictPrompt
from annotator.tui.widgets.header_footer import HeaderBar, KeyBar, StatusLine
from tests.hostile import CORPUS
from tests.project_factories import a_grading_key
from tests.statements import states

TAGS = tuple(tag.id for tag in builtin().tags)


class Practicing:
    def __init__(self, app: AnnotatorApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def screen(self) -> PracticeScreen:
        stack = self.app.screen_stack
        return next(screen for screen in stack if isinstance(screen, PracticeScreen))

    @property
    def said(self) -> str:
        return self.screen.query_one(StatusLine).words

    @property
    def cursor(self) -> int:
        return self.screen.article.cursor + 1

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()


@asynccontextmanager
async def practicing() -> AsyncIterator[Practicing]:
    app = AnnotatorApp(Practice(a_grading_key(), builtin()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        yield Practicing(app, pilot)


async def test_a_tag_is_judged_at_once_and_enter_goes_on_to_the_next() -> None:
    async with practicing() as driver:
        assert driver.cursor == 2
        await driver.press("f")
        assert states(driver.said, "claim", "not confirmation")
        assert driver.cursor == 2
        await driver.press("enter")
        assert driver.cursor == 3


async def test_a_sentence_can_be_tried_again_and_the_first_answer_counts() -> None:
    async with practicing() as driver:
        await driver.press("f", "c")
        assert states(driver.said, "claim")
        assert not states(driver.said, "confirmation")
        assert driver.screen.practice.first_tags == {"s2": "confirmation"}


async def test_after_the_last_sentence_stands_the_summary_and_then_the_end() -> None:
    async with practicing() as driver:
        for key in ("c", "f", "f", "n", "b"):
            await driver.press(key, "enter")
        assert isinstance(driver.app.screen, SummaryScreen)
        title = driver.app.screen.query(Static).first()
        assert states(str(title.render()), "4 of 5")
        await driver.press("enter")
        assert not driver.app.is_running


async def test_whoever_leaves_without_an_answer_leaves_at_once() -> None:
    async with practicing() as driver:
        await driver.press("q")
        assert not driver.app.is_running


async def test_what_belongs_to_kept_work_means_nothing_in_practice() -> None:
    async with practicing() as driver:
        before = driver.screen.session.annotations
        for key in ("u", "x", "m", "s", "p", "J", "F", "ctrl+s", "backspace", "A", "+"):
            driver.screen.show_message("")
            await driver.press(key)
            assert states(driver.said.lower(), "practice"), key
        assert driver.screen.session.annotations is before


async def test_the_screen_says_that_nothing_is_kept_and_hints_at_nothing_else() -> None:
    async with practicing() as driver:
        view = driver.screen.query_one(HeaderBar).view
        assert view is not None
        assert states(view.saved, "not")
        asks = {hint.command for hint in driver.screen.query_one(KeyBar).hints}
        assert "undo" not in asks
        assert {"tag:claim", "leave"} <= asks


async def test_a_sentence_that_the_key_leaves_open_has_no_verdict() -> None:
    sentences = (*a_grading_key().sentences[:-1], replace(a_grading_key().sentences[-1], tag=None))
    app = AnnotatorApp(Practice(replace(a_grading_key(), sentences=sentences), builtin()))
    async with app.run_test(size=(80, 24)) as pilot:
        driver = Practicing(app, pilot)
        await driver.press("G", "c")
        assert states(driver.said, "no answer")


def a_prompt(explanation: str = "The outlet says so.") -> VerdictPrompt:
    sentence = replace(a_grading_key().sentences[1], explanation=explanation)
    return VerdictPrompt(verdict(sentence, "confirmation", builtin()), TAGS)


@pytest.mark.parametrize(
    ("key", "way"),
    [
        ("enter", PromptExit.SKIP),
        ("space", PromptExit.SKIP),
        ("escape", PromptExit.STOP),
        ("x", None),
    ],
)
def test_a_verdict_is_left_by_enter_or_escape_and_by_nothing_else(
    key: str, way: PromptExit | None
) -> None:
    assert a_prompt().press(key) is way


@pytest.mark.parametrize("width", [20, 71])
def test_a_verdict_is_wrapped_safe_and_says_in_words_what_its_sign_says(width: int) -> None:
    lines = a_prompt("".join(CORPUS.values())).lines(width)
    text = ["".join(piece.text for piece in line) for line in lines]
    assert text[0].startswith("✕ The key says")
    assert not any("\x1b" in line or "\u202e" in line for line in text)

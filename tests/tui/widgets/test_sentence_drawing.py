"""Lines are painted once for what they show, and again for anything else."""

from functools import partial
from pathlib import Path

from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from annotator.model.prompt_level import PromptLevel, PromptSettings
from annotator.tui.prompts.prompt import STANCE_SIGNS
from annotator.tui.widgets.article import ArticleView
from annotator.tui.widgets.sentence_drawing import Painter, component_style, links
from tests.drivers.editor import open_editor


def test_a_line_is_painted_once_for_an_object_and_once_for_the_next_in_its_place() -> None:
    painter = Painter(lambda _: Style())
    painted: list[str] = []

    def line(of: list[str]) -> Strip:
        painted.extend(of)
        return Strip([])

    before, after = ["before"], ["after"]
    for shown in (before, before, after, after, after, before):
        painter.cached_line((0, 0), shown, partial(line, shown))
    assert painted == ["before", "after"]


async def test_what_is_half_transparent_is_mixed_with_the_ground(tmp_path: Path) -> None:
    async with open_editor(tmp_path) as driver:
        article = driver.screen.query_one(ArticleView)
        text, lit = (component_style(article, f"article--{name}") for name in ("text", "lit"))
        assert text.bgcolor
        assert lit.bgcolor
        act = driver.app.theme_variables["act"]
        mixed = Color.from_rich_color(text.bgcolor) + Color.parse(act).with_alpha(0.08)
        assert Color.from_rich_color(lit.bgcolor) == mixed


async def test_a_link_shows_its_stance_in_the_article(tmp_path: Path) -> None:
    async with open_editor(tmp_path, prompts=PromptSettings(PromptLevel.LINKS)) as driver:
        await driver.press("c", "0", "c", "0", "f", "0", "2", "c", "3", "p", "enter")
        answering = driver.screen.session.annotations.sentences[3]
        shown = links(driver.screen.session.annotations, answering)
        for answer in answering.answers:
            assert f"{answer.claim.removeprefix('s')}{STANCE_SIGNS[answer.stance or '']}" in shown
        assert [each.stance for each in answering.answers] == ["contradicts", "partial"]

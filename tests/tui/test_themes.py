"""The screen has the colors of the table in its own themes, and tag colors in any."""

from pathlib import Path

import pytest
from rich.style import Style
from textual.color import Color
from textual.theme import Theme

from annotator.model.palette import COLORS, DARK, LIGHT, Palette
from annotator.tui.themes import DARK_THEME, LIGHT_THEME, THEMES
from annotator.tui.widgets.article import ArticleView
from annotator.tui.widgets.sentence_drawing import component_style
from tests.color_vision import contrast
from tests.drivers.editor import open_editor

OWN = {DARK_THEME: DARK, LIGHT_THEME: LIGHT}
GROUNDS = ("cursor", "lit", "selected")
QUIET = ("suffix", "number", "furniture")


def ratio(style: Style) -> float:
    """The contrast between a style's letters and its ground."""
    assert style.color
    assert style.bgcolor
    one, other = (
        Color.from_rich_color(each).hex[:7].lower() for each in (style.color, style.bgcolor)
    )
    return contrast(one, other)


@pytest.mark.parametrize(("theme", "palette"), OWN.items(), ids=OWN)
async def test_the_screen_starts_in_the_theme_asked_for(
    tmp_path: Path, theme: str, palette: Palette
) -> None:
    async with open_editor(tmp_path, theme=theme) as driver:
        article = driver.screen.query_one(ArticleView)
        assert driver.app.theme == theme
        assert article.background_colors[1] == Color.parse(palette.ground)
        for name, tag in palette.tags.items():
            found = component_style(article, f"article--{name}").color
            assert found
            assert Color.from_rich_color(found) == Color.parse(tag.ink)


async def test_an_unknown_theme_is_the_dark_one(tmp_path: Path) -> None:
    async with open_editor(tmp_path, theme="no such theme") as driver:
        assert driver.app.theme == DARK_THEME


def contrasts(article: ArticleView, names: tuple[str, ...]) -> dict[tuple[str, str], float]:
    """The contrast of each style's letters on each ground, by ground and style."""
    styles = {
        name: component_style(article, f"article--{name}") for name in (*names, *GROUNDS, "text")
    }
    return {
        (ground, name): ratio(styles["text"] + styles[ground] + Style(color=styles[name].color))
        for ground in ("text", *GROUNDS)
        for name in names
    }


@pytest.mark.parametrize("theme", OWN)
async def test_our_themes_are_legible_on_every_ground(tmp_path: Path, theme: str) -> None:
    async with open_editor(tmp_path, theme=theme) as driver:
        article = driver.screen.query_one(ArticleView)
        found = contrasts(article, (*COLORS, "text", *QUIET, "key"))
        assert {where: each for where, each in found.items() if each < 4.5} == {}
        text = component_style(article, "article--text")
        for name in ("match", "marked"):
            assert ratio(text + component_style(article, f"article--{name}")) >= 4.5


@pytest.mark.parametrize("theme", [each for each in THEMES if each not in OWN])
async def test_the_themes_of_others_show_our_tags_on_every_ground(
    tmp_path: Path, theme: str
) -> None:
    async with open_editor(tmp_path, theme=theme) as driver:
        article = driver.screen.query_one(ArticleView)
        found = contrasts(article, (*COLORS, "key"))
        assert {where: each for where, each in found.items() if each < 3} == {}


async def test_a_theme_of_another_maker_keeps_our_tag_colors_unless_it_has_its_own(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path) as driver:
        driver.app.register_theme(Theme("other", "#9cc3ff", variables={"tag-green": "#abcdef"}))
        driver.app.theme = "other"
        variables = driver.app.get_css_variables()
    assert variables["tag-green"] == "#abcdef"
    assert variables["tag-yellow"] == DARK.tags["yellow"].ink

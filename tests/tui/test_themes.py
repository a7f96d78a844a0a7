"""The screen has the colors of the table in its own themes, and tag colors in any."""

import re
from pathlib import Path

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

import annotator.tui
from annotator.model.palette import DARK, LIGHT, Palette
from annotator.tui.themes import (
    DARK_THEME,
    GROUNDS,
    LETTERS,
    LIGHT_THEME,
    QUIET,
    THEMES,
    default_variables,
    displayed,
    legible_variables,
    own_themes,
)
from annotator.tui.widgets.article import ArticleView
from annotator.tui.widgets.sentence_drawing import component_style
from tests.color_vision import contrast
from tests.drivers.editor import open_editor

OWN = {DARK_THEME: DARK, LIGHT_THEME: LIGHT}
TUI = Path(annotator.tui.__file__).parent


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


def variables_of(name: str, system: str | None) -> dict[str, str]:
    """The variables of a theme on a terminal with these colors."""
    theme = {each.name: each for each in own_themes()}.get(name) or BUILTIN_THEMES[name]
    generated = theme.to_color_system().generate()
    every = default_variables(theme) | generated | theme.variables
    return legible_variables(every, dark=theme.dark, system=system)


def shown(variables: dict[str, str], name: str, system: str | None) -> str:
    return displayed(Color.parse(variables[name]), system).hex[:7].lower()


@pytest.mark.parametrize("system", [None, "truecolor", "256", "standard"])
@pytest.mark.parametrize("theme", THEMES)
def test_all_text_is_legible_in_every_theme_and_number_of_colors(
    theme: str, system: str | None
) -> None:
    variables = variables_of(theme, system)
    found = {
        (letter, ground): contrast(
            shown(variables, letter, system), shown(variables, ground, system)
        )
        for letter in (*LETTERS, *QUIET, "foreground", "text-primary", "text-accent")
        for ground in GROUNDS
    }
    found["on-act", "act"] = contrast(
        shown(variables, "on-act", system), shown(variables, "act", system)
    )
    assert {where: each for where, each in found.items() if each < 4.5} == {}


@pytest.mark.parametrize("system", ["truecolor", "256", "standard"])
@pytest.mark.parametrize("theme", THEMES)
def test_muted_text_is_muted_in_every_theme(theme: str, system: str) -> None:
    variables = variables_of(theme, system)
    ground = shown(variables, "background", system)
    text = contrast(shown(variables, "foreground", system), ground)
    quiet = {contrast(shown(variables, each, system), ground) for each in QUIET}
    assert len(quiet) == 1
    assert quiet.pop() < 0.8 * text


@pytest.mark.parametrize(("theme", "palette"), OWN.items(), ids=OWN)
def test_our_themes_need_no_change_to_be_legible(theme: str, palette: Palette) -> None:
    variables = variables_of(theme, "truecolor")
    own = {"foreground": palette.text, "quiet": palette.quiet, "act": palette.act}
    own |= {f"tag-{name}": tag.ink for name, tag in palette.tags.items()}
    assert {name: variables[name].lower() for name in own} == own


def test_the_style_sheet_and_the_widgets_write_in_these_colors_alone() -> None:
    sheet = "".join(path.read_text("utf-8") for path in TUI.glob("*.tcss"))
    letters = {*LETTERS, *QUIET, "foreground", "on-act"}
    assert set(re.findall(r"[{;] color: \$([\w-]+)", sheet)) <= letters
    assert set(re.findall(r"background: \$([\w-]+)", sheet)) <= {*GROUNDS, "act"}
    widgets = "".join(path.read_text("utf-8") for path in TUI.rglob("*.py"))
    assert set(re.findall(r"\"(?:\w+ )*\$([\w-]+)\"", widgets)) <= letters


async def test_a_theme_of_another_maker_keeps_our_tag_colors_unless_it_has_its_own(
    tmp_path: Path,
) -> None:
    async with open_editor(tmp_path) as driver:
        driver.app.register_theme(Theme("other", "#9cc3ff", variables={"tag-green": "#abcdef"}))
        driver.app.theme = "other"
        variables = driver.app.get_css_variables()
    assert Color.parse(variables["tag-green"]) == Color.parse("#abcdef")
    assert Color.parse(variables["tag-yellow"]) == Color.parse(DARK.tags["yellow"].ink)

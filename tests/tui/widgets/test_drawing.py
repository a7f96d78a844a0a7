"""Lines are painted once for what they show, and anew for anything else."""

from functools import partial
from pathlib import Path

import pytest
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from annotator.tui.widgets.article import ArticleView
from annotator.tui.widgets.drawing import Painter, component_style
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


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
async def test_what_is_half_transparent_is_mixed_with_the_ground_and_stays_legible(
    tmp_path: Path, theme: str
) -> None:
    async with open_editor(tmp_path) as desk:
        desk.app.theme = theme
        await desk.pilot.pause()
        article = desk.screen.query_one(ArticleView)
        text = component_style(article, "article--text")
        for ground in ("article--cursor", "article--lit", "article--selected"):
            both = text + component_style(article, ground)
            assert both.bgcolor != text.bgcolor
            for name in ("article--suffix", "article--yellow", "article--number"):
                assert contrast(both + component_style(article, name)) >= 3
        furniture = text + component_style(article, "article--furniture")
        assert 4.5 <= contrast(furniture) < contrast(text)


def contrast(style: Style) -> float:
    """The contrast ratio of WCAG 2 between a style's letters and its ground."""
    assert style.color
    assert style.bgcolor
    brightness = [
        sum(
            weight * (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
            for weight, part in zip(
                (0.2126, 0.7152, 0.0722), Color.from_rich_color(each).normalized, strict=True
            )
        )
        for each in (style.color, style.bgcolor)
    ]
    return (max(brightness) + 0.05) / (min(brightness) + 0.05)

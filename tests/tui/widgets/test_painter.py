"""Lines are painted once for what they show, and anew for anything else."""

from functools import partial

from rich.style import Style
from textual.strip import Strip

from annotator.tui.widgets.painter import Painter


def test_a_line_is_painted_once_for_an_object_and_once_for_the_next_in_its_place() -> None:
    painter = Painter(lambda _: Style())
    painted: list[str] = []

    def line(of: list[str]) -> Strip:
        painted.extend(of)
        return Strip([])

    before, after = ["before"], ["after"]
    for shown in (before, before, after, after, after, before):
        painter.kept((0, 0), shown, partial(line, shown))
    assert painted == ["before", "after"]

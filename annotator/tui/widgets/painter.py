"""Pieces of text made into lines of the screen; lines once made are kept."""

from collections.abc import Callable, Hashable, Iterable

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from annotator.tui.widgets.drawing import Piece

LINES_KEPT = 1_000


def component_style(widget: Widget, name: str) -> Style:
    """A component's own style; what is half transparent is mixed with the widget's ground.

    Textual gives such colours in full, so that a hint of orange would hide orange letters.
    """
    style = widget.get_component_rich_style(name, partial=True)
    styles, ground = widget.get_component_styles(name), widget.background_colors[1]
    if ground.ansi is not None:
        return style
    return style + Style(
        color=_mixed(ground, styles.color), bgcolor=_mixed(ground, styles.background)
    )


def _mixed(ground: Color, colour: Color) -> RichColor | None:
    return (ground + colour).rich_color if 0 < colour.a < 1 else None


class Painter:
    """The styles of a widget by their names, and the lines that were painted with them.

    Args:
        style: The widget's style of a name.
    """

    def __init__(self, style: Callable[[str], Style]) -> None:
        self._style = style
        self._styles: dict[tuple[str, ...], Style] = {}
        self._kept: LRUCache[Hashable, tuple[object, Strip]] = LRUCache(LINES_KEPT)

    def forget(self, *, styles: bool = False) -> None:
        """Forget every line, and the styles too where they are others now."""
        self._kept.clear()
        if styles:
            self._styles.clear()

    def kept(self, key: Hashable, of: object, paint: Callable[[], Strip]) -> Strip:
        """The line kept under a key for this very object; else the one that `paint` makes."""
        # The cache keeps what it was first given under a key, so the object is a part of the key;
        # it is kept with its line, so that no other can come to have its identity.
        whole = (id(of), key)
        found = self._kept.get(whole)
        if found is None:
            found = self._kept[whole] = (of, paint())
        return found[1]

    def strip(self, pieces: Iterable[Piece], ground: tuple[str, ...], width: int) -> Strip:
        """A line of `width` cells: each piece in its own styles on those of the ground."""
        segments = [Segment(text, self._combined(*ground, *names)) for text, names in pieces]
        return Strip(segments).adjust_cell_length(width, self._combined(*ground))

    def _combined(self, *names: str) -> Style:
        if names not in self._styles:
            self._styles[names] = Style.combine([self._style(name) for name in names])
        return self._styles[names]

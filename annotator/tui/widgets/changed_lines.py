"""Widgets that draw only the lines that changed."""

from abc import abstractmethod
from collections.abc import Sequence
from itertools import zip_longest
from typing import Generic, TypeVar

from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.widget import Widget

View = TypeVar("View")


class ChangedLinesWidget(Widget):
    """A widget with lines of text. A new value draws only the lines that differ."""

    _redraws = False
    _drawn: Sequence[Content] = ()
    _next: tuple[Size, Content] | None = None

    @abstractmethod
    def content(self) -> Content:
        """What the widget shows now."""

    def render(self) -> Content:
        """The content, which is kept to find the lines that differ next time."""
        following, self._next = self._next, None
        fits = following is not None and following[0] == self.size
        content = following[1] if following is not None and fits else self.content()
        self._drawn = _lines(content)
        return content

    def redraw_later(self) -> None:
        """Draw the lines that differ after the next paint: the row of a key comes first."""
        if not self._redraws:
            self._redraws = self.call_after_refresh(self._redraw)

    def _redraw(self) -> None:
        self._redraws = False
        self.redraw()

    def redraw(self) -> None:
        """Draw the lines that differ."""
        if not self.size:
            return
        content = self.content()
        lines, width = _lines(content), self.size.width
        changed = [
            Region(0, row, width, 1)
            for row, (new, old) in enumerate(zip_longest(lines, self._drawn))
            if new is None or old is None or not new.is_same(old)
        ]
        # If it became again what is drawn, the content that was to be painted is out of date.
        self._next = (self.size, content) if changed else None
        if changed:
            whole = any(line.cell_length > width for line in (*lines, *self._drawn))
            self.refresh(*(() if whole else changed))


class ViewWidget(ChangedLinesWidget, Generic[View]):
    """A widget that draws a value, its view. Without one it is empty."""

    view: reactive[View | None] = reactive(None, repaint=False)

    def watch_view(self) -> None:
        """Draw a new value."""
        self.redraw()

    @abstractmethod
    def draw(self, view: View) -> Content:
        """What the widget shows of a value."""

    def content(self) -> Content:
        """What the widget shows now."""
        return Content("") if self.view is None else self.draw(self.view)


def _lines(content: Content) -> Sequence[Content]:
    return content.split("\n", allow_blank=True)

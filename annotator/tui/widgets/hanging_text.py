"""Text after a label. Its further lines begin below its first word, and not below the label."""

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from annotator.text.cell_layout import wrap


def hang(label: Content, body: Content, indent: int, width: int) -> Content:
    """The text wrapped to `width` cells, with every line after the first indented.

    Args:
        label: What is before the text. It is filled up to `indent` cells.
        body: One line of safe text.
        indent: The cells before the text.
        width: The width of all of it in cells.
    """
    space = max(width - indent, 8)
    lines = [body[line.start : line.end] for line in wrap(body.plain, space)] or [Content("")]
    first = Content.assemble(label, " " * max(indent - label.cell_length, 0), lines[0])
    return Content("\n" + " " * indent).join([first, *lines[1:]])


class HangingText(Static):
    """A widget with such a text.

    Args:
        label: What is before the text.
        body: One line of safe text.
        indent: The cells before the text.
        classes: The classes in the style sheet.
    """

    def __init__(self, label: Content, body: Content, indent: int = 0, classes: str = "") -> None:
        super().__init__(Content.assemble(label, body), classes=classes)
        self._label, self._body, self._indent = label, body, indent

    def _hung(self, width: int) -> Content:
        return hang(self._label, self._body, self._indent, width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The number of lines in this width."""
        return self._hung(width).plain.count("\n") + 1

    def render(self) -> Content:
        """The lines."""
        return self._hung(self.size.width)

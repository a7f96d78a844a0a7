"""The panel of a prompt, in fixed rows at the bottom or in the side pane. No text moves for it."""

from dataclasses import dataclass
from typing import Any

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.style import Style
from textual.widget import Widget

from annotator.tui.prompts.prompt import Prompt, PromptLine
from annotator.tui.widgets.header_footer import fit_height

STYLES = {
    "": "",
    "key": "bold $act",
    "strong": "bold",
    "muted": "$quiet",
    "good": "bold $text-success",
    "bad": "bold $text-error",
}
"""The style of a piece of a prompt, by its name."""
_LEAST_ROWS, _MOST_ROWS = 4, 9


def prompt_content(line: PromptLine) -> Content:
    """One line of a prompt. A click on a piece gives the key that it presses as `press`."""
    return Content("").join(
        Content.styled(piece.text, STYLES.get(piece.style, "")).stylize(
            Style.from_meta({"press": piece.press})
        )
        for piece in line
    )


def reserved_rows(height: int) -> int:
    """The rows of the panel at the bottom of an area of `height` rows."""
    return max(min(_MOST_ROWS, height * 9 // 20), min(_LEAST_ROWS, height - 1), 0)


class PromptPanel(Widget):
    """A prompt over the bottom rows of the article, or in the side pane of a wide screen.

    At the bottom it has a fixed number of rows. A longer prompt gets the rows it needs, and
    keeps them until it closes. A list of choices gets half of all rows at most.
    """

    @dataclass
    class Chosen(Message):
        """A part of the prompt was clicked. It presses this key."""

        key: str

    def __init__(self) -> None:
        super().__init__()
        self._prompt: Prompt[Any] | None = None
        self._rows = 0
        self._needed = 0

    def show(self, prompt: Prompt[Any] | None, *, area: Size, rows: int, wide: bool) -> None:
        """Show a prompt, or close with None.

        Args:
            prompt: The prompt.
            area: What the panel may cover.
            rows: Its fixed number of rows.
            wide: Whether the panel is in the side pane.
        """
        opened = (self._prompt is None) is not (prompt is None)
        self._prompt = prompt
        self._needed = 0 if opened else self._needed
        if prompt is not None:
            width = max(area.width - (4 if wide else 2), 8)
            self._needed = max(self._needed, len(prompt.lines(width)) + (not wide))
            half = max(area.height // 2, rows)
            most = half if prompt.shortens and not wide else area.height - (not wide)
            self._rows = min(max(rows, self._needed), max(most, 1))
            fit_height(self, self._rows)
        else:
            self._rows = 0
        if opened:
            self.set_class(prompt is not None, "-open")
        self.refresh()

    def render(self) -> Content:
        """The lines of the prompt."""
        if self._prompt is None or not self.size.width:
            return Content("")
        lines = self._prompt.lines(self.size.width, self.size.height)
        return Content("\n").join([prompt_content(line) for line in lines])

    @property
    def rows(self) -> int:
        """The rows that the panel takes. 0 if it is closed."""
        return self._rows

    def on_click(self, event: events.Click) -> None:
        """A click on a part of the prompt presses its key."""
        event.stop()
        if key := event.style.meta.get("press"):
            self.post_message(self.Chosen(key))

"""The foot of the screen: which key does what, as many as there is room for."""

from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len as cells
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from annotator.tui.widgets.text import safe


class Hint(NamedTuple):
    """A key, the word beside it, and what is asked for when it is clicked."""

    key: str
    word: str
    asks: str
    keep: bool = False

    @property
    def width(self) -> int:
        """How many cells it takes, the two behind it included."""
        return cells(self.key) + 1 + cells(self.word) + 2


def fitting(hints: tuple[Hint, ...], width: int) -> list[Hint]:
    """The hints that fit into `width` cells: those to keep first, then the others in order."""
    room = width + 2 - sum(hint.width for hint in hints if hint.keep)
    chosen = []
    for hint in hints:
        if hint.keep:
            chosen.append(hint)
        elif hint.width <= room:
            room -= hint.width
            chosen.append(hint)
    return chosen


class KeyBar(Widget):
    """One line of hints; a click on one asks for it."""

    @dataclass
    class Pressed(Message):
        """A hint was clicked."""

        asks: str

    hints: reactive[tuple[Hint, ...]] = reactive(())

    def render(self) -> Content:
        """The hints that fit."""
        return Content("  ").join(
            [
                Content.assemble(safe(hint.key, "bold $text-accent"), " ", safe(hint.word))
                for hint in fitting(self.hints, self.size.width)
            ]
        )

    def on_click(self, event: events.Click) -> None:
        """Ask for what was clicked."""
        left = 0
        for hint in fitting(self.hints, self.size.width):
            if left <= event.x < left + hint.width - 2:
                event.stop()
                self.post_message(self.Pressed(hint.asks))
                return
            left += hint.width


class StatusLine(Widget):
    """The last thing that happened, in words."""

    words: reactive[str] = reactive("")
    alarm: reactive[bool] = reactive(False)

    def render(self) -> Content:
        """The words, in the colour of an alarm where they are one."""
        return safe(self.words, "bold $text-error" if self.alarm else "$text-muted")

    def say(self, words: str, *, alarm: bool = False) -> None:
        """Show these words until the next ones."""
        self.alarm, self.words = alarm, words

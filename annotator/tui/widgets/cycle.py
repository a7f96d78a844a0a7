"""One of a few values, changed by the arrows: a field of a form."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from annotator.tui.widgets.text import safe


class Cycle(Widget, can_focus=True):
    """A value between two arrows; left, right, space or a click go from one to the next.

    Args:
        choices: The values with their names for people, in order.
        value: The one that it begins with.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False),
        Binding("right,space", "turn(1)", show=False),
    ]

    @dataclass
    class Turned(Message):
        """The person chose another value."""

        cycle: "Cycle"

    value: reactive[str | None] = reactive(None)

    def __init__(
        self, choices: tuple[tuple[str | None, str], ...], value: str | None, name: str
    ) -> None:
        super().__init__(id=name)
        self._choices = choices
        self.set_reactive(Cycle.value, value)

    def render(self) -> Content:
        """The value's name between its arrows."""
        name = dict(self._choices).get(self.value, self.value or "not given")
        return Content.assemble(("‹ ", "$text-muted"), safe(name), (" ›", "$text-muted"))

    def action_turn(self, step: int) -> None:
        """To the next value or the one before, round and round."""
        values = [value for value, _ in self._choices]
        at = values.index(self.value) + step if self.value in values else 0
        self.value = values[at % len(values)]
        self.post_message(self.Turned(self))

    def on_click(self, event: events.Click) -> None:
        """To the next value."""
        event.stop()
        self.action_turn(1)

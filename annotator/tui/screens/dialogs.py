"""Small dialogs: each asks one thing and answers with a value, or with None where it is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from annotator.text.safe import visible
from annotator.tui.widgets.text import safe

Answer = TypeVar("Answer")

LEAVE: list[BindingType] = [Binding("escape,ctrl+c", "leave", "Leave", show=False, priority=True)]


class Dialog(ModalScreen[Answer | None]):
    """What every dialog has: a title, and escape to leave it without an answer."""

    BINDINGS: ClassVar[list[BindingType]] = LEAVE

    def __init__(self, title: str, hint: str = "enter: keep   escape: cancel") -> None:
        super().__init__()
        self._title, self._hint = title, hint

    def compose(self) -> ComposeResult:
        """A box with the title, what `body` gives, and the hint."""
        with Vertical(classes="dialog"):
            yield Static(safe(self._title), classes="dialog-title")
            yield from self.body()
            yield Static(safe(self._hint), classes="dialog-hint")

    def body(self) -> ComposeResult:
        """What stands between title and hint."""
        yield from ()

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)


class AskText(Dialog[str]):
    """One line of text; enter answers with it.

    What is in `value` and cannot be shown as it is stands there in its visible form; a text
    that was not changed is answered as it was.
    """

    def __init__(self, title: str, value: str = "", placeholder: str = "") -> None:
        super().__init__(title)
        self._value, self._placeholder = value, placeholder

    def body(self) -> ComposeResult:
        """The input."""
        yield Input(visible(self._value), placeholder=visible(self._placeholder))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with what was typed."""
        unchanged = event.value == visible(self._value)
        self.dismiss(self._value if unchanged else event.value)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several: its key, what it says, and what it answers with."""

    key: str
    label: str
    value: str


class Choose(Dialog[str]):
    """One of several, by its key, by arrows and enter, or by the mouse."""

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        hint: str = "a key, or arrows and enter   escape: cancel",
    ) -> None:
        super().__init__(title, hint)
        self._choices = tuple(choices)

    def body(self) -> ComposeResult:
        """The choices."""
        yield OptionList(
            *(
                Option(
                    Content.assemble(safe(each.key, "bold $text-accent"), "  ", safe(each.label)),
                    id=each.value,
                )
                for each in self._choices
            ),
            markup=False,
        )

    def on_key(self, event: events.Key) -> None:
        """A choice's key answers at once, also as a capital: caps lock may be on."""
        pressed = (event.character if event.is_printable else event.key) or ""
        exact = [each for each in self._choices if each.key == pressed]
        small = [each for each in self._choices if each.key == pressed.lower()]
        for each in (exact or small)[:1]:
            event.stop()
            self.dismiss(each.value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click answers too."""
        event.stop()
        self.dismiss(event.option.id)


def yes_or_no(title: str, yes: str) -> Choose:
    """A question that is answered with "y" or "n"."""
    return Choose(title, [Choice("y", yes, "y"), Choice("n", "no, keep it as it is", "n")])

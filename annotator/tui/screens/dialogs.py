"""Dialogs: each asks one thing and returns a value, or None when you cancel."""

import re
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

from annotator.model.annotation import Sentence
from annotator.text.safe import safe_text
from annotator.tui.widgets.safe_content import safe_content

Answer = TypeVar("Answer")

LEAVE_BINDINGS: list[BindingType] = [
    Binding("escape,ctrl+c", "leave", "Leave", show=False, priority=True)
]


class Dialog(ModalScreen[Answer | None]):
    """The base of every dialog: a title, and escape to cancel."""

    BINDINGS: ClassVar[list[BindingType]] = LEAVE_BINDINGS

    def __init__(self, title: str, hint: str = "enter: save   escape: cancel") -> None:
        super().__init__()
        self._title, self._hint = title, hint

    def compose(self) -> ComposeResult:
        """A box with the title, what `body` gives, and the hint."""
        with Vertical(classes="dialog"):
            yield Static(safe_content(self._title), classes="dialog-title")
            yield from self.body()
            yield Static(safe_content(self._hint), classes="dialog-hint")

    def body(self) -> ComposeResult:
        """The widgets between title and hint."""
        yield from ()

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)


class TextDialog(Dialog[str]):
    """One line of text. Enter returns it.

    Unsafe characters in `value` appear in a visible form. If the text is not changed, the dialog
    returns `value` as it was.
    """

    def __init__(self, title: str, value: str = "", placeholder: str = "") -> None:
        super().__init__(title)
        self._value, self._placeholder = value, placeholder

    def body(self) -> ComposeResult:
        """The input."""
        yield Input(safe_text(self._value), placeholder=safe_text(self._placeholder))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the typed text."""
        unchanged = event.value == safe_text(self._value)
        self.dismiss(self._value if unchanged else event.value)


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: its key, its label, and the value that it returns."""

    key: str
    label: str
    value: str


class ChoiceDialog(Dialog[str]):
    """Asks for one of several choices: by key, by arrows and enter, or by mouse."""

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        hint: str = "press a key, or ↑ ↓ and enter   escape: cancel",
    ) -> None:
        super().__init__(title, hint)
        self._choices = tuple(choices)

    def body(self) -> ComposeResult:
        """The choices."""
        yield OptionList(
            *(
                Option(
                    Content.assemble(
                        safe_content(each.key, "bold $text-accent"), "  ", safe_content(each.label)
                    ),
                    id=each.value,
                )
                for each in self._choices
            ),
            markup=False,
        )

    def on_key(self, event: events.Key) -> None:
        """A choice's key answers at once, also as a capital, because Caps Lock may be on."""
        pressed = (event.character if event.is_printable else event.key) or ""
        exact = [each for each in self._choices if each.key == pressed]
        small = [each for each in self._choices if each.key == pressed.lower()]
        for each in (exact or small)[:1]:
            event.stop()
            self.dismiss(each.value)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click also answers."""
        event.stop()
        self.dismiss(event.option.id)


def yes_no_dialog(title: str, yes: str) -> ChoiceDialog:
    """A question with the answers "y" and "n"."""
    return ChoiceDialog(title, [Choice("y", yes, "y"), Choice("n", "no, change nothing", "n")])


def split_positions(text: str) -> list[int]:
    """Where a sentence may be split: the starts of its words except the first, in code points."""
    return [match.end() for match in re.finditer(r"(?<=\S)\s+(?=\S)", text)]


def likeliest_split(text: str, at: list[int]) -> int:
    """The index in `at` of the most likely sentence end: after . ! ? ; : or a comma."""
    for ends in (r"[.!?…][\"'”’)\]]*\s+$", r"[;:—–]\s+$", r",[\"'”’]*\s+$"):
        found = [index for index, place in enumerate(at) if re.search(ends, text[:place])]
        if found:
            return min(found, key=lambda index: abs(at[index] - len(text) // 2))
    return len(at) // 2


class SplitDialog(Dialog[int]):
    """The sentence with a mark where it will be split. Returns the offset in the document."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__("Split the sentence", "← → home end: move   enter: split   escape: cancel")
        self._sentence = sentence
        self._places = split_positions(sentence.text)
        self._at = likeliest_split(sentence.text, self._places)

    def body(self) -> ComposeResult:
        """The sentence."""
        yield Static(self._drawn(), id="split")

    def _drawn(self) -> Content:
        text, place = self._sentence.text, self._places[self._at]
        return Content.assemble(
            safe_text(text[:place].rstrip()),
            ("  ✂  ", "bold $text-accent"),
            safe_text(text[place:]),
        )

    def on_key(self, event: events.Key) -> None:
        """Move the split mark, or answer."""
        last = len(self._places) - 1
        moves = {"left": self._at - 1, "right": self._at + 1, "home": 0, "end": last}
        if event.key == "enter":
            event.stop()
            self.dismiss(self._sentence.span[0] + self._places[self._at])
        elif event.key in moves:
            event.stop()
            self._at = max(0, min(moves[event.key], last))
            self.query_one("#split", Static).update(self._drawn())

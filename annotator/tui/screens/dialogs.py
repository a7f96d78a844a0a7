"""Dialogs: each asks one thing and returns a value, or None when you cancel."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol, TypeVar, runtime_checkable

import click
from textual import events
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from annotator.model.annotation import Sentence
from annotator.text.cell_layout import around, wrap
from annotator.text.safe import display_text, safe_slice, safe_text
from annotator.tui.prompts.prompt_keys import PersonalKeys
from annotator.tui.stylesheet import SHEET_STYLES
from annotator.tui.widgets.safe_content import safe_content

Answer = TypeVar("Answer")

LEAVE_BINDINGS: list[BindingType] = [
    Binding("escape,ctrl+c", "leave", "Leave", show=False, priority=True)
]


SAVE_HINT = "enter: save   escape: cancel"


@runtime_checkable
class AppWithKeys(Protocol):
    """An app that knows which keys a person has for dialogs. It passes on the first ones."""

    dialog_keys: PersonalKeys


class Dialog(ModalScreen[Answer | None]):
    """The base of every dialog: a sheet at the bottom, below the article. Escape cancels."""

    CSS_PATH = SHEET_STYLES
    BINDINGS: ClassVar[list[BindingType]] = LEAVE_BINDINGS
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]  # noqa: RUF012 (like its base class)

    def __init__(self, title: str, hint: str = SAVE_HINT) -> None:
        super().__init__()
        self._title, self._hint = title, hint

    def compose(self) -> ComposeResult:
        """A sheet with the title, what `body` gives, and the hint."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(safe_content(self._title), classes="dialog-title")
            yield from self.body()
            yield Static(safe_content(self._hint_with_own_keys()), classes="dialog-hint")

    def _hint_with_own_keys(self) -> str:
        app = self.app
        return app.dialog_keys.hint(self._hint) if isinstance(app, AppWithKeys) else self._hint

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

    Args:
        title: The question.
        value: The text before.
        placeholder: Shown while there is no text.
        hint: The text about the keys.
        changed: Called with the text each time it changes. Gives a message about it, or None.
    """

    def __init__(
        self,
        title: str,
        value: str = "",
        placeholder: str = "",
        hint: str = SAVE_HINT,
        changed: Callable[[str], str | None] | None = None,
    ) -> None:
        super().__init__(title, hint)
        self._value, self._placeholder, self._changed = value, placeholder, changed

    def body(self) -> ComposeResult:
        """The input."""
        yield Input(safe_text(self._value), placeholder=safe_text(self._placeholder), compact=True)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Report the typed text."""
        if self._changed is not None and event.value != safe_text(self._value):
            message = self._changed(event.value)
            title = f"{self._title}   {message}" if message else self._title
            self.query_one(".dialog-title", Static).update(safe_content(title))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the typed text."""
        unchanged = event.value == safe_text(self._value)
        self.dismiss(self._value if unchanged else event.value)


class NoteArea(TextArea):
    """Several lines of text. Enter submits them, as everywhere."""

    class Submitted(Message):
        """Enter was pressed."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Submitted())
        elif event.key in {"ctrl+j", "shift+enter", "alt+enter"}:
            event.stop()
            event.prevent_default()
            self.insert("\n")
        else:
            await super()._on_key(event)


class NoteDialog(Dialog[str]):
    """Several lines of text. Ctrl+e opens them in the editor that `$EDITOR` names.

    An unchanged text is returned as it was.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+e", "edit", "Editor", show=False, priority=True)
    ]

    def __init__(self, title: str, value: str) -> None:
        super().__init__(
            title, "enter: save   ctrl+j: new line   ctrl+e: your editor   escape: cancel"
        )
        self._value = value

    def body(self) -> ComposeResult:
        """The text."""
        area = NoteArea(self._shown, compact=True, show_line_numbers=False)
        area.move_cursor(area.document.end)
        yield area

    @property
    def _shown(self) -> str:
        return safe_text(self._value, newlines=True)

    def on_note_area_submitted(self) -> None:
        """Return the text."""
        text = self.query_one(NoteArea).text
        self.dismiss(self._value if text == self._shown else text)

    def action_edit(self) -> None:
        """Edit the text in another program, while the screen waits."""
        area, hint = self.query_one(NoteArea), self.query_one(".dialog-hint", Static)
        try:
            with self.app.suspend():
                edited = click.edit(area.text, extension=".txt", require_save=False)
        except SuspendNotSupported:
            hint.update("This terminal cannot open another program.")
        except click.ClickException as refusal:
            hint.update(safe_content(f"{refusal.format_message()}. Set $EDITOR to your editor."))
        else:
            area.text = safe_text((edited or "").strip(), newlines=True)
            area.move_cursor(area.document.end)


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
                        safe_content(each.key, "bold $act"), "  ", safe_content(each.label)
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


_CUT = "  ✂  "


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
        """The lines around the mark, as many as fit, so that the mark is always among them."""
        text, place = self._sentence.text, self._places[self._at]
        before, after = display_text(text[:place].rstrip()).text, display_text(text[place:]).text
        shown = safe_text(f"{before}{_CUT}{after}")
        lines = wrap(shown, max(self.app.size.width - 4, 8))
        cut = next(at for at, line in enumerate(lines) if line.end > len(before) + len(_CUT) // 2)
        most = max(self.app.size.height // 2 - 4, 1)
        near = around(lines, cut, most)
        drawn = [Content(safe_slice(shown, line.start, line.end)) for line in near]
        return Content("\n").join(each.highlight_regex("✂", style="bold $act") for each in drawn)

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

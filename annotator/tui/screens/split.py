"""Where to cut a sentence in two."""

import re

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from annotator.model.annotation import Sentence
from annotator.text.safe import visible
from annotator.tui.screens.dialogs import Dialog


def places(text: str) -> list[int]:
    """Where a sentence may be cut: the beginnings of its words but the first, in code points."""
    return [found.end() for found in re.finditer(r"(?<=\S)\s+(?=\S)", text)]


def likeliest(text: str, at: list[int]) -> int:
    """The index in `at` of the place that looks most like an end: after . ! ? ; : or a comma."""
    for ends in (r"[.!?…][\"'”’)\]]*\s+$", r"[;:—–]\s+$", r",[\"'”’]*\s+$"):
        found = [index for index, place in enumerate(at) if re.search(ends, text[:place])]
        if found:
            return min(found, key=lambda index: abs(at[index] - len(text) // 2))
    return len(at) // 2


class SplitAt(Dialog[int]):
    """The sentence with a mark where it will be cut; answers with the place in the document."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(
            "Split the sentence", "← → home end: move the cut   enter: cut   escape: cancel"
        )
        self._sentence = sentence
        self._places = places(sentence.text)
        self._at = likeliest(sentence.text, self._places)

    def body(self) -> ComposeResult:
        """The sentence."""
        yield Static(self._drawn(), id="split")

    def _drawn(self) -> Content:
        text, place = self._sentence.text, self._places[self._at]
        return Content.assemble(
            visible(text[:place].rstrip()), ("  ✂  ", "bold $text-accent"), visible(text[place:])
        )

    def on_key(self, event: events.Key) -> None:
        """Move the cut, or answer."""
        last = len(self._places) - 1
        moves = {"left": self._at - 1, "right": self._at + 1, "home": 0, "end": last}
        if event.key == "enter":
            event.stop()
            self.dismiss(self._sentence.span[0] + self._places[self._at])
        elif event.key in moves:
            event.stop()
            self._at = max(0, min(moves[event.key], last))
            self.query_one("#split", Static).update(self._drawn())

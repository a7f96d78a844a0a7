"""What every prompt has: a key leads to the next prompt, or to what the person decided."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from enum import Enum, auto
from typing import Generic, NamedTuple, TypeVar

from rich.cells import cell_len as cells

from annotator.model.annotation import Span
from annotator.text.cell_layout import clip
from annotator.text.safe import Safe, safe_text

Value = TypeVar("Value")


class PromptPiece(NamedTuple):
    """A stretch of one line of a prompt, safe to show.

    Attributes:
        text: What stands there.
        style: The name of its style: "", "key", "strong" or "muted".
        press: The key that a click on it stands for; empty where a click does nothing.
    """

    text: Safe
    style: str = ""
    press: str = ""


PromptLine = tuple[PromptPiece, ...]


class PromptAnswer(NamedTuple, Generic[Value]):
    """The answer to a prompt."""

    value: Value


class PromptExit(Enum):
    """How a prompt is left without an answer."""

    SKIP = auto()
    """Nothing is decided here; what comes after it goes on."""
    STOP = auto()
    """Nothing more is asked of this sentence."""
    BACK = auto()
    """The step before is taken back."""


class Prompt(ABC, Generic[Value]):
    """A question about one sentence; a value that never changes."""

    @abstractmethod
    def press(self, key: str) -> "Prompt[Value] | PromptAnswer[Value] | PromptExit | None":
        """What a key leads to; None where it means nothing here.

        Args:
            key: The character typed, or the name of a key that types none ("enter", "space").
        """

    @abstractmethod
    def lines(self, width: int) -> tuple[PromptLine, ...]:
        """What stands under the sentence, in lines of at most `width` cells."""

    def paste(self, text: str) -> "Prompt[Value]":
        """The prompt after a text was pasted."""
        return self

    def click(self, sentence: str) -> "Prompt[Value] | None":
        """The prompt after a sentence was clicked; None where that means nothing here."""
        return None

    @property
    def allowed_commands(self) -> frozenset[str]:
        """The commands whose keys mean the same as ever while the prompt is there."""
        return frozenset()

    @property
    def marked(self) -> Span | None:
        """The words to be marked in the sentence, in code points of its own text."""
        return None

    @property
    def highlights(self) -> tuple[str, ...]:
        """The ids of the sentences to be lit up."""
        return ()


def safe_piece(text: str, style: str = "", press: str = "") -> PromptPiece:
    """A piece of any text, made safe to show on one line."""
    return PromptPiece(safe_text(" ".join(text.split("\n"))), style, press)


class PromptKey(NamedTuple):
    """A key of a prompt.

    Attributes:
        shown: The key as it is printed.
        word: What it does, in the prompt.
        press: The key that a click on it stands for; empty where a click does nothing.
        help: What it does, in one sentence of the help; empty where the word says it.
    """

    shown: str
    word: str
    press: str = ""
    help: str = ""


class PromptKeys(NamedTuple):
    """All keys of one prompt, as the help shows them."""

    heading: str
    keys: tuple[PromptKey, ...]


def key_lines(keys: Iterable[PromptKey], width: int) -> tuple[PromptLine, ...]:
    """The keys that mean something, as many on a line as fit."""
    items = (
        (safe_piece(key.shown, "key", key.press), safe_piece(f" {key.word}   ", "muted", key.press))
        for key in keys
    )
    return wrap_items(items, width)


def clip_line(line: Iterable[PromptPiece], width: int) -> PromptLine:
    """A line cut to `width` cells with an ellipsis."""
    pieces, space = [], width
    for piece in line:
        if space <= 0:
            break
        text = clip(piece.text, space) if cells(piece.text) > space else piece.text
        pieces.append(PromptPiece(text, piece.style, piece.press))
        space -= cells(text) if text == piece.text else space
    return tuple(pieces)


def wrap_items(items: Iterable[PromptLine], width: int) -> tuple[PromptLine, ...]:
    """Items one after another, as many on a line as fit; none is broken."""
    lines: list[list[PromptPiece]] = [[]]
    space = width
    for item in items:
        wide = sum(cells(piece.text) for piece in item)
        if wide > space and lines[-1]:
            lines.append([])
            space = width
        lines[-1] += item
        space -= wide
    return tuple(clip_line(line, width) for line in lines if line)

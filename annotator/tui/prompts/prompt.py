"""The base of every prompt: a key leads to the next prompt or to the person's decision."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, auto
from typing import Generic, NamedTuple, TypeVar

from rich.cells import cell_len as cells

from annotator.model.annotation import Span
from annotator.model.codebook import CONTRADICTS, PARTIAL, SUPPORTS
from annotator.text.cell_layout import around, clip
from annotator.text.safe import Safe, safe_text
from annotator.tui.prompts.prompt_keys import DEFAULT_PROMPT_KEYS, PersonalKeys

Value = TypeVar("Value")


class PromptPiece(NamedTuple):
    """A part of one line of a prompt, safe to show.

    Attributes:
        text: The text.
        style: The name of its style: "", "key", "strong", "muted", "good" or "bad".
        press: The key that a click on it presses. Empty if a click does nothing.
    """

    text: Safe
    style: str = ""
    press: str = ""


PromptLine = tuple[PromptPiece, ...]


class PromptAnswer(NamedTuple, Generic[Value]):
    """The answer to a prompt."""

    value: Value


class PromptExit(Enum):
    """The ways to close a prompt without an answer."""

    SKIP = auto()
    """Nothing is decided, and the next question follows."""
    STOP = auto()
    """No further question about this sentence follows."""
    BACK = auto()
    """The previous step is undone."""


class Prompt(ABC, Generic[Value]):
    """A question about one sentence. It is a value that never changes."""

    @abstractmethod
    def press(self, key: str) -> "Prompt[Value] | PromptAnswer[Value] | PromptExit | None":
        """The result of a key, or None if the key does nothing here.

        Args:
            key: The typed character, or the name of a key without one ("enter", "space").
        """

    @abstractmethod
    def body(self, width: int, rows: int) -> tuple[PromptLine, ...]:
        """The question and what there is to choose from, each line at most `width` cells wide.

        Args:
            width: The cells of a line.
            rows: The rows that there are for the whole prompt. A list may be as long as that.
        """

    @property
    @abstractmethod
    def shown_keys(self) -> "tuple[PromptKey, ...]":
        """The keys to show, the most important ones first."""

    @property
    def shortens(self) -> bool:
        """Whether it can be shown in fewer rows than it has, around its highlighted row."""
        return True

    def lines(self, width: int, rows: int = 0) -> tuple[PromptLine, ...]:
        """The lines of the prompt, at most `width` cells wide.

        Args:
            width: The cells of a line.
            rows: The rows that there are. If they are too few, the question, the highlighted row
                and the first keys are kept. 0 for as many as it needs.
        """
        body, keys = self.body(width, rows), key_lines(self.shown_keys, width, self.keys)
        if not rows or len(body) + len(keys) <= rows:
            return (*body, *keys)
        kept = keys[: max(rows - len(body), 1)] if rows > 1 else ()
        return (*_fitted_body(body, rows - len(kept)), *kept)

    @property
    def keys(self) -> PersonalKeys:
        """The keys as the person has them."""
        return DEFAULT_PROMPT_KEYS

    def paste(self, text: str) -> "Prompt[Value]":
        """The prompt after a text was pasted."""
        return self

    def click(self, sentence: str) -> "Prompt[Value] | None":
        """The prompt after a sentence was clicked, or None if a click does nothing here."""
        return None

    @property
    def allowed_commands(self) -> frozenset[str]:
        """The commands whose keys still work while the prompt is open."""
        return frozenset()

    def is_text(self, key: str) -> bool:
        """Whether a key is text or moves a mark now, and so is no command."""
        return False

    @property
    def fixed_keys(self) -> frozenset[str]:
        """The keys with a meaning of their own, which are no commands of the table."""
        return frozenset()

    @property
    def marked(self) -> Mapping[str, Span]:
        """The words to mark, in code points of each sentence's own text, by the sentence's ID."""
        return {}

    @property
    def underlined(self) -> Mapping[str, Span | None]:
        """The cue to underline instead of the one that is set, or None, by the sentence's ID.

        In code points of the sentence's own text.
        """
        return {}

    @property
    def highlights(self) -> Mapping[str, str]:
        """The sentences to highlight by ID, each with a sign of one cell."""
        return {}


HIGHLIGHT = "┆"
"""The sign of a highlighted sentence that has no sign of its own."""
POINTER = "▸"
STANCE_SIGNS = {SUPPORTS: "✓", PARTIAL: "½", CONTRADICTS: "✕"}
"""The sign of each stance, one cell."""
STEPS = {"up": -1, "k": -1, "down": 1, "j": 1}
"""The keys that move the pointer of a list, and how far."""


def safe_piece(text: str, style: str = "", press: str = "") -> PromptPiece:
    """A piece of any text, made safe to show on one line."""
    return PromptPiece(safe_text(" ".join(text.split("\n"))), style, press)


class PromptKey(NamedTuple):
    """A key of a prompt.

    Attributes:
        shown: The key as it is shown.
        word: What it does, in the prompt.
        press: The key that a click on it presses. Empty if a click does nothing.
        help: One sentence for the help. Empty if the help does not list the key.
    """

    shown: str
    word: str
    press: str = ""
    help: str = ""


class PromptKeys(NamedTuple):
    """All keys of one prompt, as the help shows them."""

    heading: str
    keys: tuple[PromptKey, ...]


def key_lines(
    keys: Iterable[PromptKey], width: int, own: PersonalKeys = DEFAULT_PROMPT_KEYS
) -> tuple[PromptLine, ...]:
    """The available keys as the person has them, as many on a line as fit."""
    items = (
        (
            safe_piece(own.shown(key.shown), "key", key.press),
            safe_piece(f" {key.word}   ", "muted", key.press),
        )
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


def visible_lines(lines: Sequence[PromptLine], most: int) -> tuple[PromptLine, ...]:
    """At most this many of the lines, so that the one with the pointer is among them."""
    pointed = (at for at, line in enumerate(lines) if any(map(_is_pointer, line)))
    return tuple(around(lines, next(pointed, 0), most))


def _fitted_body(lines: Sequence[PromptLine], rows: int) -> tuple[PromptLine, ...]:
    """The question with the lines around the pointer, or those lines alone in very few rows."""
    if rows < 2 or len(lines) <= rows:
        return visible_lines(lines, rows)
    return (lines[0], *visible_lines(lines[1:], rows - 1))


def more_item(*, above: bool, below: bool) -> PromptLine:
    """The note that a list continues. Empty if it does not."""
    arrows = ("↑" if above else "") + ("↓" if below else "")
    return (safe_piece(f"   {arrows} more", "muted", "down"),) if arrows else ()


def _is_pointer(piece: PromptPiece) -> bool:
    return piece.style == "key" and piece.text.startswith(POINTER)


def wrap_items(items: Iterable[PromptLine], width: int) -> tuple[PromptLine, ...]:
    """Items one after another, as many on a line as fit. Items are not broken."""
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

"""The prompt for a second look: the annotator's own value, the suggested one, and its reason."""

from dataclasses import dataclass, replace
from enum import Enum, auto

from annotator.text.cell_layout import wrap
from annotator.text.safe import safe_slice, safe_text
from annotator.tui.prompts.prompt import (
    Prompt,
    PromptAnswer,
    PromptExit,
    PromptKey,
    PromptKeys,
    PromptLine,
    PromptPiece,
    safe_piece,
)
from annotator.tui.prompts.prompt_keys import DEFAULT_PROMPT_KEYS, PersonalKeys


class SecondLook(Enum):
    """What an annotator does after a second look."""

    KEEP = auto()
    TAKE = auto()


@dataclass(frozen=True, slots=True)
class SecondLookPrompt(Prompt[SecondLook]):
    """A decision that differs from a suggestion.

    Attributes:
        field: The name of the field.
        own: The annotator's own value, in words.
        suggested: The suggested value, in words.
        by: The name of the suggester.
        reason: The reason for the suggestion. Empty if it has none.
        shows_reason: Whether the reason is shown.
        keys: The keys of prompts, to show them.
    """

    field: str
    own: str
    suggested: str
    by: str
    reason: str = ""
    shows_reason: bool = False
    keys: PersonalKeys = DEFAULT_PROMPT_KEYS

    def press(self, key: str) -> "SecondLookPrompt | PromptAnswer[SecondLook] | PromptExit | None":
        """Enter keeps the own value, `t` takes the suggested one, `r` shows the reason."""
        match key:
            case "enter":
                return PromptAnswer(SecondLook.KEEP)
            case "t":
                return PromptAnswer(SecondLook.TAKE)
            case "r":
                return replace(self, shows_reason=not self.shows_reason)
            case "space":
                return PromptExit.SKIP
            case "escape":
                return PromptExit.STOP
        return None

    @property
    def fixed_keys(self) -> frozenset[str]:
        """The letters, which mean the same whatever the person's keys are."""
        return frozenset("tr")

    @property
    def allowed_commands(self) -> frozenset[str]:
        """The commands that stay available."""
        return frozenset({"flag", "note", "help"})

    @property
    def shown_keys(self) -> tuple[PromptKey, ...]:
        """Keep, take, and the reason."""
        return (_KEEP, _TAKE, _LESS if self.shows_reason else _REASON, _NEXT, _LEAVE)

    def body(self, width: int, rows: int) -> tuple[PromptLine, ...]:
        """Both values, and the reason if it is asked for."""
        lines = [*_labelled("yours", self.own, width), *_labelled("other", self.suggested, width)]
        if self.shows_reason:
            reason = self.reason or "The suggester gives no reason."
            lines += _labelled("why", f"{reason} ({self.by})", width)
        question = safe_piece(f"A suggestion differs from your {self.field}.", "muted")
        return ((question,), *lines)


_LABEL = 7


def _labelled(label: str, text: str, width: int) -> list[PromptLine]:
    """A text after its label, in as many lines as it needs."""
    shown = safe_text(" ".join(text.split()))
    lines = wrap(shown, max(width - _LABEL, 1))
    return [
        (
            safe_piece(f"{label if not at else '':<{_LABEL}}", "muted"),
            PromptPiece(
                safe_slice(shown, line.start, line.end), "" if label == "why" else "strong"
            ),
        )
        for at, line in enumerate(lines)
    ]


_KEEP = PromptKey("enter", "keep yours", "enter", "Keep your own decision.")
_TAKE = PromptKey(
    "t", "take the other", "t", "Take the suggestion. Your first decision stays in the file."
)
_REASON = PromptKey("r", "why?", "r", "Show the reason for the suggestion, or hide it.")
_LESS = PromptKey("r", "hide why", "r")
_NEXT = PromptKey("space", "next", "space", "Go to the next difference, and decide this one later.")
_LEAVE = PromptKey("esc", "leave", "escape", "Decide later.")
KEYS = PromptKeys("when you take a second look", (_KEEP, _TAKE, _REASON, _NEXT, _LEAVE))

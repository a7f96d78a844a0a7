"""What the key says of an answer, under the sentence that was answered."""

from dataclasses import dataclass

from annotator.model.practice import Verdict
from annotator.text.layout import wrap
from annotator.text.safe import part, visible
from annotator.tui.prompts.prompt import Given, Key, Line, Piece, Prompt, Way, hints

_ON = frozenset({"enter", "space", "down", "j"})


@dataclass(frozen=True, slots=True)
class VerdictPrompt(Prompt[None]):
    """A verdict to be read; another tag may be tried while it stands there.

    Attributes:
        verdict: What the key says.
        tags: The tags that may be tried, by their ids.
        last: Whether nothing is left to answer after it.
    """

    verdict: Verdict
    tags: tuple[str, ...]
    last: bool = False

    def press(self, key: str) -> "VerdictPrompt | Given[None] | Way | None":
        """Enter goes on; escape stays."""
        if key in _ON:
            return Way.SKIPPED
        return Way.LEFT if key == "escape" else None

    @property
    def passes(self) -> frozenset[str]:
        """Every tag, because a sentence may be tried again; and the codebook."""
        return frozenset({"help", *(f"tag:{tag}" for tag in self.tags)})

    def lines(self, width: int) -> tuple[Line, ...]:
        """The verdict's sentences, wrapped, and the keys."""
        first, *rest = self.verdict.lines
        sign = "✓ " if self.verdict.outcome.counts else "✗ "
        keys = (
            Key("enter", "the summary" if self.last else "go on", "enter"),
            Key("a tag's key", "try again"),
            Key("esc", "stay", "escape"),
        )
        return (
            *_wrapped(sign + first, width, "strong"),
            *(line for text in rest for line in _wrapped(text, width, "")),
            *hints(keys, width),
        )


def _wrapped(text: str, width: int, style: str) -> list[Line]:
    shown = visible(text)
    return [(Piece(part(shown, line.start, line.end), style),) for line in wrap(shown, width)]

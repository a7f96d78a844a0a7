"""What is suggested on the screen: a ghost before the own decision, or a difference after it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.model.annotation import Sentence, Span, SuggestedField, SuggestedValue

if TYPE_CHECKING:
    from annotator.text.proposals import SourceProposal


@dataclass(frozen=True, slots=True)
class Ghost:
    """A suggestion that is shown dimly at a sentence before it has a tag. One key takes all of it.

    Attributes:
        sentence: The ID of the sentence.
        tag: The suggested tag, or None.
        source: The suggested source, or None.
        cue: The suggested cue, `[start, end)` in code points of the sentence's own text, or None.
        nobody: Whether it is suggested, with a tag, that the sentence has no source.
    """

    sentence: str
    tag: str | None = None
    source: "SourceProposal | None" = None
    cue: Span | None = None
    nobody: bool = False

    def __bool__(self) -> bool:
        return bool(self.tag or self.source or self.cue)

    def values(self, sentence: Sentence) -> dict[SuggestedField, SuggestedValue]:
        """The values that are shown, as they are recorded."""
        values: dict[SuggestedField, SuggestedValue] = {}
        if self.tag is not None:
            values[SuggestedField.TAG] = self.tag
        if self.source is not None:
            values[SuggestedField.SOURCE] = self.source.name
            if self.source.source is None and self.source.kind:
                values[SuggestedField.KIND] = self.source.kind
        elif self.nobody:
            values[SuggestedField.SOURCE] = ""
        if self.cue is not None:
            begin = sentence.span[0]
            values[SuggestedField.CUE] = (begin + self.cue[0], begin + self.cue[1])
        return values

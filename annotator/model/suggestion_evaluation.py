"""How well a suggester did, and which of its tags may be shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from annotator.model.annotation import SuggestedField
from annotator.model.codebook import CodebookReference
from annotator.model.suggestions import FieldSuggestions, Suggester

LEAST_PRECISION: Final = 0.6
"""The precision from which suggestions of a tag are shown."""
LEAST_CASES: Final = 30
"""The number of suggestions of a tag from which its precision counts."""
GOLD: Final = "gold"
"""What a suggester is compared with if it is not a person."""


@dataclass(frozen=True, slots=True)
class TagPrecision:
    """How often the suggestion of a tag is right.

    Attributes:
        tag: The tag's ID.
        right: The number of suggestions that are right.
        cases: The number of suggestions.
    """

    tag: str
    right: int
    cases: int

    @property
    def precision(self) -> float | None:
        """The share of suggestions that are right; None if there are none."""
        return self.right / self.cases if self.cases else None

    @property
    def is_shown(self) -> bool:
        """Whether suggestions of this tag are shown."""
        return self.cases >= LEAST_CASES and self.right >= LEAST_PRECISION * self.cases


@dataclass(frozen=True, slots=True)
class SuggesterEvaluation:
    """What a project keeps of a comparison of a suggester with a person or with gold.

    Attributes:
        suggester: The suggester.
        codebook: The codebook of the tags.
        against: An annotator's name, or `GOLD`.
        documents: The number of documents.
        sentences: The number of sentences.
        inflated: Whether the decisions were made with this suggester's help.
        out_of_fold: Whether each document was suggested by a model that had not seen it.
        tags: The precision of each tag.
    """

    suggester: Suggester
    codebook: CodebookReference
    against: str
    documents: int
    sentences: int
    inflated: bool = False
    out_of_fold: bool = False
    tags: tuple[TagPrecision, ...] = ()

    def shown_tags(self, suggester: Suggester, codebook: CodebookReference) -> frozenset[str]:
        """The tags of which a suggester's suggestions are shown.

        There are none if another version was evaluated, another codebook, or with its own help.
        """
        same = self.suggester == suggester and self.codebook == codebook
        if self.inflated or not same:
            return frozenset()
        return frozenset(each.tag for each in self.tags if each.is_shown)


def without_unproven_tags(fields: FieldSuggestions, shown: Iterable[str]) -> FieldSuggestions:
    """The suggestions for a sentence, without tags that may not be shown.

    Args:
        fields: The suggestions.
        shown: The tags that may be shown.
    """
    allowed = set(shown)
    tags = fields.get(SuggestedField.TAG, ())
    kept = tuple(each for each in tags if each.value in allowed)
    # If the best tag may not be shown, the next one is not what the suggester says.
    proven = kept if kept and kept[0] == tags[0] else ()
    found = {
        field: proven if field is SuggestedField.TAG else each for field, each in fields.items()
    }
    return {field: each for field, each in found.items() if each}

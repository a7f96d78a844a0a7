"""The suggesters by name."""

from collections.abc import Mapping
from typing import Protocol

from annotator.model.annotation import SegmentedDocument
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError
from annotator.model.suggestion_settings import RULES
from annotator.model.suggestions import FieldSuggestions


class DocumentSuggester(Protocol):
    """What makes suggestions for documents."""

    def suggest(
        self, document: SegmentedDocument, codebook: Codebook
    ) -> Mapping[str, FieldSuggestions]:
        """The suggestions for each sentence, by its id; sentences without any are left out."""
        ...


class RulesSuggester:
    """The suggester that is built in."""

    def suggest(
        self, document: SegmentedDocument, codebook: Codebook
    ) -> Mapping[str, FieldSuggestions]:
        """What the rules suggest."""
        from annotator.text.rules_suggester import suggest  # noqa: PLC0415 (other suggesters need none of it)

        return suggest(document, codebook)


def find_suggester(name: str) -> DocumentSuggester:
    """The suggester with this name.

    Raises:
        DataError: There is none.
    """
    if name != RULES:
        raise DataError(f"There is no suggester “{name}”. The built-in one is “{RULES}”.")
    return RulesSuggester()

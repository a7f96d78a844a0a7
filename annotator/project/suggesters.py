"""The suggesters by name, and the suggestions that they make for documents."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final, Protocol

from annotator.model.annotation import SegmentedDocument
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError
from annotator.model.suggestion_settings import RULES
from annotator.model.suggestions import DocumentSuggestions, FieldSuggestions, Suggester
from annotator.text import rules_version


class DocumentSuggester(Protocol):
    """What makes suggestions for documents."""

    @property
    def suggester(self) -> Suggester:
        """Its name and version."""
        ...

    def suggest(
        self, document: SegmentedDocument, codebook: Codebook
    ) -> Mapping[str, FieldSuggestions]:
        """The suggestions for each sentence, by its id; sentences without any are left out.

        Raises:
            DataError: It has none for this document, because it failed.
        """
        ...


RULES_SUGGESTER: Final = Suggester(RULES, rules_version.VERSION, rules_version.SHA256)
"""The name and the version of the suggester that is built in."""


class RulesSuggester:
    """The suggester that is built in."""

    suggester: Final = RULES_SUGGESTER

    def suggest(
        self, document: SegmentedDocument, codebook: Codebook
    ) -> Mapping[str, FieldSuggestions]:
        """What the rules suggest for each sentence."""
        # Other suggesters do not need the rules, which are slow to load.
        from annotator.text.rules_suggester import suggest  # noqa: PLC0415

        return suggest(document, codebook)


Opened = AbstractContextManager[DocumentSuggester]
"""A suggester until the end of a block, in which it ends what it has started."""

_SUGGESTERS: Mapping[str, Callable[[Path | None], Opened]] = {
    RULES: lambda _: nullcontext(RulesSuggester())
}
"""How to open each suggester, given the project's folder or None."""


def open_suggester(name: str, folder: Path | None = None) -> Opened:
    """The suggester with this name, ready to make suggestions until the end of the block.

    Args:
        name: Its name.
        folder: The project's folder; None outside a project.

    Raises:
        DataError: There is none with this name.
    """
    opened = _SUGGESTERS.get(name)
    if opened is None:
        raise DataError(f"There is no suggester “{name}”. “{RULES}” is built in.")
    return opened(folder)


def suggestions_for(
    suggester: DocumentSuggester, document: SegmentedDocument, codebook: Codebook
) -> DocumentSuggestions:
    """The suggestions for a document, as a file has them.

    Raises:
        DataError: The suggester failed.
    """
    metadata = document.article.document
    return DocumentSuggestions(
        suggester.suggester,
        (metadata.id, metadata.sha256),
        codebook.reference,
        suggester.suggest(document, codebook),
    )

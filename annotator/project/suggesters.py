"""The suggesters by name, and the suggestions that they make for documents."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol

from annotator.model.annotation import SegmentedDocument
from annotator.model.codebook import Codebook
from annotator.model.errors import DataError, Problem
from annotator.model.suggestion_settings import LEARNED, RULES
from annotator.model.suggestions import DocumentSuggestions, FieldSuggestions, Suggester
from annotator.storage import layout
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


class LearnedSuggester:
    """The suggester that learned from a project's own decisions.

    Args:
        folder: The project's folder.

    Raises:
        DataError: There is no model, it cannot be used, or it does not beat the rules.
    """

    def __init__(self, folder: Path | None) -> None:
        # Other suggesters do not need the reader of models.
        from annotator.storage.learned_models import read_model  # noqa: PLC0415

        if folder is None:
            words = (
                f"“{LEARNED}” belongs to a project. Name the project's folder, or an article in it."
            )
            raise DataError(words)
        path = layout.model_path(folder, LEARNED)
        if not path.exists():
            words = f"Nothing is learned yet. Run: annotator learn {folder} --from NAME"
            raise DataError(Problem(words, str(path)))
        self._model = read_model(path)
        self._refuse_unfit(path)
        self.suggester: Final = Suggester(LEARNED, self._model.version, self._model.sha256)

    def _refuse_unfit(self, path: Path) -> None:
        if self._model.rules != rules_version.SHA256:
            words = (
                "The rules have changed since this model was learned, so its figures are of the "
                "past. Run `annotator learn` again."
            )
            raise DataError(Problem(words, str(path)))
        if not self._model.fields:
            words = (
                f"“{LEARNED}” suggests nothing yet, because it does not beat “{RULES}” on "
                "documents that it had not seen. Tag more, then run `annotator learn` again."
            )
            raise DataError(Problem(words, str(path)))

    def suggest(
        self, document: SegmentedDocument, codebook: Codebook
    ) -> Mapping[str, FieldSuggestions]:
        """What the model suggests for each sentence, in the fields in which it beats the rules."""
        from annotator.text.learned_suggester import suggest  # noqa: PLC0415

        return suggest(document, codebook, self._model.models, self._model.fields)

    def suggest_out_of_fold(
        self, document: SegmentedDocument, codebook: Codebook
    ) -> Mapping[str, FieldSuggestions]:
        """Nothing: only `annotator learn` has models that have not seen the document.

        Raises:
            DataError: Always.
        """
        raise DataError(
            f"`annotator learn` evaluates “{LEARNED}” itself, on documents that it had not seen, "
            "and keeps the figures. Run it again to see them, with --dry-run to change nothing."
        )


Opened = AbstractContextManager[DocumentSuggester]
"""A suggester until the end of a block, in which it ends what it has started."""

_SUGGESTERS: Mapping[str, Callable[[Path | None], Opened]] = {
    RULES: lambda _: nullcontext(RulesSuggester()),
    LEARNED: lambda folder: nullcontext(LearnedSuggester(folder)),
}
"""How to open each suggester, given the project's folder or None."""


NONE_OUTSIDE: Mapping[str, Callable[[Path | None], Opened]] = MappingProxyType({})


def is_built_in(name: str) -> bool:
    """Whether a suggester is the same on every computer."""
    return name in _SUGGESTERS


def open_suggester(
    name: str,
    folder: Path | None = None,
    outside: Mapping[str, Callable[[Path | None], Opened]] = NONE_OUTSIDE,
) -> Opened:
    """The suggester with this name, ready to make suggestions until the end of the block.

    Args:
        name: Its name.
        folder: The project's folder; None outside a project.
        outside: How to open each suggester of the person's settings. A name that is built in
            never stands for one of them.

    Raises:
        DataError: There is none with this name.
    """
    opened = _SUGGESTERS.get(name) or outside.get(name)
    if opened is None:
        raise DataError(_unknown(name, [*_SUGGESTERS, *outside]))
    return opened(folder)


def _unknown(name: str, known: list[str]) -> str:
    return (
        f"There is no suggester “{name}” on this computer. Known: {', '.join(known)}. If a project "
        "names it, your own settings must say what it stands for."
    )


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

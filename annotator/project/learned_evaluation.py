"""The learned suggester for evaluation: each document is suggested by a model that never saw it."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from annotator.model.annotation import SegmentedDocument
from annotator.model.codebook import Codebook
from annotator.model.suggestion_settings import LEARNED
from annotator.model.suggestions import FieldSuggestions, Suggester
from annotator.project.learning import TrainingDecisions, draw_folds, gather_decisions
from annotator.project.model_fitting import examples_in, fit, require_libraries
from annotator.storage import layout
from annotator.storage.learned_models import read_model
from annotator.text.learned_suggester import LearnedModels, suggest


class LearnedOutOfFold:
    """The learned suggester, with a model for each part of the documents that it learned from.

    The parts are drawn as `annotator learn` draws them, and each model learns from the others.
    A document from which it did not learn is suggested by the stored model itself.

    Args:
        folder: The project's folder.

    Raises:
        DataError: There is no model, or a library to fit models is not installed.
    """

    def __init__(self, folder: Path) -> None:
        require_libraries()
        self._folder = folder
        self._model = read_model(layout.model_path(folder, LEARNED))
        self.suggester = Suggester(LEARNED, self._model.version, self._model.sha256)

    def suggest(
        self, document: SegmentedDocument, codebook: Codebook
    ) -> Mapping[str, FieldSuggestions]:
        """What the stored model suggests."""
        return suggest(document, codebook, self._model.models, self._model.fields)

    def suggest_out_of_fold(
        self, document: SegmentedDocument, codebook: Codebook
    ) -> Mapping[str, FieldSuggestions]:
        """What a model suggests that was trained without this document."""
        models = self._models.get(document.article.document.id)
        if models is None:
            return self.suggest(document, codebook)
        return suggest(document, codebook, models, self._model.fields)

    @cached_property
    def _models(self) -> Mapping[str, LearnedModels]:
        """The models by the IDs of the documents that each has not seen."""
        learned_from = self._model.learned_from
        # Whether decisions were made with its help is judged by the evaluation itself.
        decisions = gather_decisions(self._folder, learned_from.by, assisted=True)
        folds = draw_folds([each.document.id for each in decisions.sets], learned_from.seed)
        return {
            document: models
            for fold in folds
            for models in [_fitted_without(decisions, fold)]
            for document in fold
        }


def _fitted_without(decisions: TrainingDecisions, fold: frozenset[str]) -> LearnedModels:
    return fit(
        [
            example
            for each in sorted(decisions.sets, key=lambda one: one.document.id)
            if each.document.id not in fold
            for example in examples_in(each)
        ]
    )

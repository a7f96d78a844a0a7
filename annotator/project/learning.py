"""`learned`: a model of a project's own decisions, and how it does next to the rules."""

import hashlib
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from annotator.model.annotation import (
    AnnotationSet,
    Article,
    Exposure,
    SegmentedDocument,
    Sentence,
    SuggestedField,
    SuggestedValue,
)
from annotator.model.codebook import Codebook, CodebookReference
from annotator.model.errors import DataError, Problem
from annotator.model.name_folding import file_name, fold_name
from annotator.model.plurals import plural
from annotator.model.suggestion_evaluation import SuggesterEvaluation, TagPrecision
from annotator.model.suggestion_settings import LEARNED
from annotator.model.suggestions import FieldSuggestions, Suggester, own_value
from annotator.project.model_fitting import (
    Example,
    FitModels,
    calibrated,
    calibration,
    examples_in,
    fit,
)
from annotator.project.pass_selection import PassRule, select_passes
from annotator.project.project_sets import (
    FileMapper,
    read_project_gold,
    read_project_sets,
    with_registered_names,
)
from annotator.stats import MINIMUM_CASES
from annotator.stats.suggestion_scores import PairedCounts, ScoreCounts, f1_difference, macro_f1
from annotator.storage import layout, suggestion_evaluations
from annotator.storage.codebooks import project_codebooks
from annotator.storage.files import overwrite
from annotator.storage.learned_models import (
    LearnedFieldScore,
    LearnedFrom,
    LearnedModel,
    render,
)
from annotator.storage.system import make_folder
from annotator.text import rules_version
from annotator.text.learned_suggester import LEARNED_FIELDS, LearnedModels, suggest

GOLD: Final = "gold"
"""The word for the project's gold in place of an annotator's name."""
FOLDS: Final = 5
"""The maximum number of parts of the documents; the figures of each come from the others."""
LEAST_DOCUMENTS, LEAST_SENTENCES = MINIMUM_CASES["documents"], 50
_DIGITS = 4

Item = TypeVar("Item")


class Progress(Protocol):
    """Gives items one by one, and shows how far they are."""

    def __call__(self, items: Sequence[Item], /) -> Iterable[Item]:
        """The same items."""
        ...


@dataclass(frozen=True, slots=True)
class TrainingDecisions:
    """The decisions that a model learns from.

    Attributes:
        by: The annotator, or the word `gold`.
        codebook: The codebook of the decisions.
        sets: A set for each document.
        assisted: The number of decisions that were made with suggestions of `learned`.
    """

    by: str
    codebook: Codebook
    sets: tuple[AnnotationSet, ...]
    assisted: int

    @property
    def sentences(self) -> int:
        """The number of decided sentences."""
        return sum(1 for each in self.sets for _ in decided(each))


def decided(annotations: AnnotationSet) -> Iterator[Sentence]:
    """The decided sentences of a set: those of the body with a tag."""
    return (each for each in annotations.sentences if each.body and each.tag is not None)


# The decisions


def gather_decisions(
    folder: Path, by: str, *, assisted: bool = False, each: FileMapper = map
) -> TrainingDecisions:
    """The decisions of an annotator, or the gold, in a project.

    Of an annotator's passes over a document, the first finished one counts, or else the one in
    progress.

    Args:
        folder: The project's folder.
        by: The annotator's name, or `gold`.
        assisted: Whether decisions count that were made with suggestions of `learned`.
        each: How the files are read: one after another, or on all cores.

    Raises:
        DataError: There are too few decisions, they have different codebooks, they were assisted,
            or a file has errors.
    """
    by, sets, makers = _sets(folder, by, each)
    usable = tuple(one for one in sets if any(decided(one)))
    book = _codebook(folder, usable)
    count = sum(_count_assisted(one, makers) for one in usable)
    found = TrainingDecisions(by, book, usable, count)
    _refuse_few(found)
    if count and not assisted:
        raise DataError(
            f"{plural(count, 'decision')} of “{by}” {'was' if count == 1 else 'were'} made with "
            f"suggestions of “{LEARNED}”. A model that learns from them repeats its own errors, "
            "and its figures are inflated. To use them anyway, add --assisted."
        )
    return found


def _sets(
    folder: Path, by: str, each: FileMapper
) -> tuple[str, list[AnnotationSet], list[AnnotationSet]]:
    """The name as the project writes it, the sets with its decisions, and all sets behind gold."""
    project = layout.load_project(folder)
    read = read_project_sets(folder, each)
    passes = list(with_registered_names(read.sets, project))
    if by == GOLD:
        gold = read_project_gold(folder, each)
        problems = (*read.problems, *gold.problems)
        if problems:
            raise DataError(problems)
        return GOLD, [one.annotations for one in gold.sets], [one.annotations for one in passes]
    if read.problems:
        raise DataError(read.problems)
    own = [one for one in passes if file_name(one.annotator) == file_name(by)]
    if not own:
        names = ", ".join(dict.fromkeys(one.annotator for one in passes)) or "none"
        raise DataError(Problem(f"“{by}” has no sets. Annotators with sets: {names}.", str(folder)))
    chosen = select_passes(own, PassRule(unfinished=True)).passes
    return own[0].annotator, [one.annotations for one in chosen], []


def _codebook(folder: Path, sets: Collection[AnnotationSet]) -> Codebook:
    """The codebook of all these sets, or the project's own if there are none."""
    books = project_codebooks(folder, layout.load_project(folder))
    references = {each.codebook for each in sets}
    if len(references) > 1:
        words = "The decisions have different codebooks. Run `annotator migrate` first."
        raise DataError(Problem(words, str(folder)))
    reference = next(iter(references), next(iter(books)))
    if reference not in books:
        words = f"The project lacks the codebook of these decisions: {reference.name}."
        raise DataError(Problem(words, str(folder)))
    return books[reference]


def _count_assisted(annotations: AnnotationSet, makers: Iterable[AnnotationSet]) -> int:
    """The decisions of a set, or of those behind a gold, with suggestions of a learned model."""
    behind = [each for each in makers if each.document.key == annotations.document.key]
    seen = {
        sentence.span
        for each in (annotations, *behind)
        for sentence in each.sentences
        for shown in sentence.shown
        if shown.by == LEARNED and shown.exposure is not Exposure.NEVER
    }
    return sum(each.span in seen for each in decided(annotations))


def _refuse_few(found: TrainingDecisions) -> None:
    if len(found.sets) < LEAST_DOCUMENTS or found.sentences < LEAST_SENTENCES:
        raise DataError(
            f"Learning needs at least {LEAST_SENTENCES} tagged sentences in {LEAST_DOCUMENTS} "
            f"documents. “{found.by}” has {plural(found.sentences, 'tagged sentence')} in "
            f"{plural(len(found.sets), 'document')}."
        )


# Learning


class LearningResult(NamedTuple):
    """A learned model, and how right its tags are.

    Attributes:
        model: The model.
        tags: How often each suggested tag was right on documents that the model had not seen.
    """

    model: LearnedModel
    tags: tuple[TagPrecision, ...]

    def evaluation(self, codebook: CodebookReference) -> SuggesterEvaluation:
        """What the project keeps, and by which tags that are often wrong are not shown."""
        origin = self.model.learned_from
        return SuggesterEvaluation(
            Suggester(LEARNED, self.model.version, self.model.sha256),
            codebook,
            origin.by,
            origin.documents,
            origin.sentences,
            inflated=origin.assisted > 0,
            out_of_fold=True,
            tags=self.tags,
        )


def learn(
    decisions: TrainingDecisions,
    seed: int,
    progress: Progress = iter,
    fitted: FitModels = fit,
) -> LearningResult:
    """A model of decisions, with figures from documents that the model behind each had not seen.

    Args:
        decisions: The decisions.
        seed: The seed of the draw of the parts.
        progress: Shows progress over the parts.
        fitted: Gives models that fit decisions.
    """
    examples = {each.document.id: list(examples_in(each)) for each in decisions.sets}
    folds = draw_folds([each.document.id for each in decisions.sets], seed)
    suggested: dict[str, Mapping[str, FieldSuggestions]] = {}
    judged: list[tuple[Mapping[str, float], str]] = []
    for fold in progress(folds):
        models = fitted(_examples(examples, set(examples) - fold))
        for each in decisions.sets:
            if each.document.id in fold:
                suggested[each.document.id] = suggest(untagged(each), decisions.codebook, models)
                judged += _judged(models, examples[each.document.id])
    models = _with_calibration(fitted(_examples(examples, set(examples))), judged)
    model = LearnedModel(
        models,
        LearnedFrom(
            decisions.by,
            decisions.codebook.reference,
            len(decisions.sets),
            decisions.sentences,
            len(folds),
            seed,
            decisions.assisted,
        ),
        compare_with_rules(decisions, suggested),
        rules_version.SHA256,
    )
    return LearningResult(model, tuple(_tag_precisions(decisions, suggested)))


def _tag_precisions(
    decisions: TrainingDecisions, suggested: Mapping[str, Mapping[str, FieldSuggestions]]
) -> Iterator[TagPrecision]:
    counts = [
        count_right(each, suggested[each.document.id], SuggestedField.TAG)
        for each in decisions.sets
    ]
    for tag in decisions.codebook.tags:
        yield TagPrecision(
            tag.id,
            sum(each.right[tag.id] for each in counts),
            sum(each.suggested[tag.id] for each in counts),
        )


def draw_folds(documents: Collection[str], seed: int) -> list[frozenset[str]]:
    """The documents in `FOLDS` parts of about the same size, or fewer if there are fewer documents.

    Args:
        documents: Their ids.
        seed: The seed of the draw. It alone decides, and not the order of the documents.
    """

    def drawn(document: str) -> bytes:
        return hashlib.sha256(f"{seed}\0{document}".encode("utf-8", "surrogatepass")).digest()

    ordered = sorted(documents, key=drawn)
    count = min(FOLDS, len(ordered))
    return [frozenset(ordered[at::count]) for at in range(count)]


def _examples(
    examples: Mapping[str, Sequence[Example]], documents: Collection[str]
) -> list[Example]:
    return [one for name in sorted(documents) for one in examples[name]]


def untagged(annotations: AnnotationSet) -> SegmentedDocument:
    """The document of a set, cut as in the set, without decisions. Its text is in its sentences."""
    sentences = tuple(each.without_decisions for each in annotations.sentences)
    return SegmentedDocument(Article(annotations.document, ""), sentences, annotations.next_id)


def _judged(
    models: LearnedModels, examples: Iterable[Example]
) -> Iterator[tuple[Mapping[str, float], str]]:
    if models.tags is not None:
        for each in examples:
            yield models.tags.probabilities(each.features), each.tag


def _with_calibration(
    models: LearnedModels, judged: Sequence[tuple[Mapping[str, float], str]]
) -> LearnedModels:
    if models.tags is None or not judged:
        return models
    factor = calibration([each for each, _ in judged], [tag for _, tag in judged])
    return LearnedModels(calibrated(models.tags, factor), models.attributed, models.words)


# Figures


def compare_with_rules(
    decisions: TrainingDecisions, suggested: Mapping[str, Mapping[str, FieldSuggestions]]
) -> Mapping[SuggestedField, LearnedFieldScore]:
    """How suggestions do next to those of the rules, by field.

    Args:
        decisions: The decisions.
        suggested: The suggestions for each document, by its id, of models that had not seen it.
    """
    from annotator.text import rules_suggester  # noqa: PLC0415 (only to learn)

    rules = {
        each.document.id: rules_suggester.suggest(untagged(each), decisions.codebook)
        for each in decisions.sets
    }
    return {
        field: _field_score(
            [
                PairedCounts(
                    count_right(each, suggested[each.document.id], field),
                    count_right(each, rules[each.document.id], field),
                )
                for each in decisions.sets
            ]
        )
        for field in LEARNED_FIELDS
    }


def count_right(
    annotations: AnnotationSet,
    suggestions: Mapping[str, FieldSuggestions],
    field: SuggestedField,
) -> ScoreCounts:
    """How often the first suggestion is the annotator's own value, over decided sentences."""
    counts = ScoreCounts()
    for sentence in decided(annotations):
        listed = suggestions.get(sentence.id, {}).get(field, ())
        first = listed[0].value if listed else ""
        own = own_value(field, sentence, annotations.source_of(sentence))
        counts.add(_compared(own), _compared(first), classes=field is SuggestedField.TAG)
    return counts


def _compared(value: SuggestedValue) -> Hashable:
    """A value as it is compared; None for no value."""
    if isinstance(value, str):
        return fold_name(value) or None
    return value or None


def _field_score(documents: Sequence[PairedCounts]) -> LearnedFieldScore:
    # numpy is slow to load, and nothing else here needs it.
    from annotator.stats.intervals import DIFFERENCE_LIMITS, interval_of  # noqa: PLC0415

    cases = sum(sum(each.first.own.values()) for each in documents)
    learned = macro_f1(each.first for each in documents)
    if isnan(learned):
        return LearnedFieldScore(cases, None, None, None, reason="no sentence has a value")
    rules = macro_f1(each.second for each in documents)
    interval, reason = interval_of(f1_difference, documents, DIFFERENCE_LIMITS, "documents")
    ends = interval and (round(interval[0], _DIGITS), round(interval[1], _DIGITS))
    return LearnedFieldScore(
        cases,
        round(learned, _DIGITS),
        round(rules, _DIGITS),
        round(learned - rules, _DIGITS),
        ends,
        reason,
        interval[0] > 0 if interval else _is_always_better(documents),
    )


def _is_always_better(documents: Sequence[PairedCounts]) -> bool:
    """Whether a model without an interval is better in each of enough documents with values."""
    own = [each for each in documents if each.first.own]
    return len(own) >= LEAST_DOCUMENTS and all(f1_difference([each]) > 0 for each in own)


# The file


def store_model(folder: Path, result: LearningResult) -> Path:
    """Write a model and its evaluation; lock the project with `project_store.lock_project`.

    Returns:
        Its file.

    Raises:
        DataError: It cannot be written.
    """
    data = render(result.model)
    evaluation = result.evaluation(result.model.learned_from.codebook)
    path = layout.model_path(folder, LEARNED)
    make_folder(path.parent)
    # If only the first file gets written, no tag of the new model is shown: it has another version.
    overwrite(path, data)
    overwrite(layout.evaluation_path(folder, LEARNED), suggestion_evaluations.render(evaluation))
    return path


def learning_record(model: LearnedModel) -> dict[str, Any]:
    """What `annotator learn --json` prints."""
    return {
        "by": model.learned_from.by,
        "documents": model.learned_from.documents,
        "sentences": model.learned_from.sentences,
        "assisted": model.learned_from.assisted,
        "folds": model.learned_from.folds,
        "seed": model.learned_from.seed,
        "version": model.version,
        "fields": {
            field.value: {
                "cases": each.cases,
                "learned": each.learned,
                "rules": each.rules,
                "difference": each.difference,
                "interval": each.interval,
                "reason": each.reason or None,
                "suggests": each.better,
            }
            for field, each in model.scores.items()
        },
    }

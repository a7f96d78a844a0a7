"""Compare a suggester with a person or with gold, and keep which of its tags may be shown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from annotator.model.annotation import (
    AnnotationSet,
    Exposure,
    SegmentedDocument,
    Sentence,
    SetForm,
    Span,
)
from annotator.model.codebook import Codebook
from annotator.model.decisions import ASSISTED, folded_aliases
from annotator.model.errors import DataError, Problem
from annotator.model.name_folding import file_name
from annotator.model.plurals import count_of_total, verb_of_total
from annotator.model.resegmentation import same_sentences
from annotator.model.suggestion_evaluation import GOLD, SuggesterEvaluation, TagPrecision
from annotator.model.suggestion_settings import LEARNED
from annotator.model.suggestions import FieldSuggestions, Suggester
from annotator.project.pass_selection import PassRule, select_passes
from annotator.project.project_sets import (
    ProjectSet,
    read_project_gold,
    read_project_sets,
    with_registered_names,
)
from annotator.project.suggesters import DocumentSuggester
from annotator.project.suggestion_files import current_suggestions, write_suggestions
from annotator.stats.agreement.pairing import ComparableSet
from annotator.stats.agreement.suggester_scores import (
    SuggestedDocument,
    SuggesterScores,
    suggester_scores,
)
from annotator.storage import documents, layout
from annotator.storage.files import overwrite
from annotator.storage.suggestion_evaluations import render
from annotator.storage.system import make_folder

ProgressWrapper = Callable[[Sequence[AnnotationSet]], Iterable[AnnotationSet]]
"""Iterates over sets, for example with a progress bar."""


class AssistedUse(StrEnum):
    """What to do with decisions that were made with the suggester's own help."""

    REFUSE = "refuse"
    LEAVE_OUT = "leave-out"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class EvaluationOptions:
    """What a suggester is compared with.

    Attributes:
        against: An annotator's name, or `GOLD`; None for gold.
        assisted: What to do with decisions that were made with the suggester's own help.
        unfinished: Whether sets that are not finished count.
    """

    against: str | None = None
    assisted: AssistedUse = AssistedUse.REFUSE
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """A comparison of a suggester with a person or with gold.

    Attributes:
        evaluation: What the project keeps.
        scores: All figures.
        assisted: The number of sentences that were decided with the suggester's own help.
        other_codebook: The number of sets left out, because they have another codebook.
    """

    evaluation: SuggesterEvaluation
    scores: SuggesterScores
    assisted: int
    other_codebook: int


@runtime_checkable
class OutOfFold(Protocol):
    """A suggester that was trained on documents of the project, and can leave each of them out."""

    def suggest_out_of_fold(
        self, document: SegmentedDocument, codebook: Codebook
    ) -> Mapping[str, FieldSuggestions]:
        """The suggestions of a model that was trained without this document."""
        ...


def evaluate_suggester(
    folder: Path,
    suggester: DocumentSuggester,
    codebook: Codebook,
    options: EvaluationOptions,
    watch: ProgressWrapper = iter,
) -> EvaluationResult:
    """Compare a suggester with a person or with gold, and keep the result in the project.

    Args:
        folder: The project's folder; lock it with `project_store.lock_project`.
        suggester: The suggester.
        codebook: The project's codebook.
        options: What it is compared with.
        watch: Iterates over the sets.

    Raises:
        DataError: There is nothing to compare with, it was made with this suggester's help, or a
            file has errors.
    """
    suggester = _unseen(folder, suggester)
    sets = _project_sets(folder, options)
    found = _references(folder, sets, options)
    references = [each for each in found if each.codebook == codebook.reference]
    if not references:
        raise DataError(Problem(_nothing(options), str(folder)))
    name = suggester.suggester.name
    helped = {each.document.key: _assisted(each, sets, name) for each in references}
    count = sum(map(len, helped.values()))
    _refuse_assisted(count, references, suggester.suggester, options)
    compared = [
        SuggestedDocument(
            ComparableSet(each, codebook),
            _suggestions(folder, each, suggester, codebook),
            helped[each.document.key] if options.assisted is AssistedUse.LEAVE_OUT else frozenset(),
        )
        for each in watch(references)
    ]
    people = [ComparableSet(each.annotations, codebook) for each in sets]
    aliases = folded_aliases(layout.load_project(folder).aliases)
    scores = suggester_scores(compared, codebook, aliases, people)
    evaluation = _kept(suggester, codebook, options, scores, count)
    path = layout.evaluation_path(folder, name)
    make_folder(path.parent)
    overwrite(path, render(evaluation))
    return EvaluationResult(evaluation, scores, count, len(found) - len(references))


def _unseen(folder: Path, suggester: DocumentSuggester) -> DocumentSuggester:
    """A suggester that has not seen the document that it suggests for, if it is a learned one."""
    if suggester.suggester.name != LEARNED:
        return suggester
    from annotator.project.learned_evaluation import LearnedOutOfFold  # noqa: PLC0415 (fits models)

    return LearnedOutOfFold(folder)


def _kept(
    suggester: DocumentSuggester,
    codebook: Codebook,
    options: EvaluationOptions,
    scores: SuggesterScores,
    assisted: int,
) -> SuggesterEvaluation:
    return SuggesterEvaluation(
        suggester.suggester,
        codebook.reference,
        options.against or GOLD,
        scores.documents,
        scores.sentences,
        inflated=assisted > 0 and options.assisted is AssistedUse.COUNT,
        out_of_fold=isinstance(suggester, OutOfFold),
        tags=tuple(
            TagPrecision(each.id, each.precision.numerator, each.precision.denominator)
            for each in scores.tags
        ),
    )


# What the suggester is compared with


def _project_sets(folder: Path, options: EvaluationOptions) -> list[ProjectSet]:
    """The sets of all annotators that count."""
    project = layout.load_project(folder)
    found = read_project_sets(folder)
    if found.problems:
        raise DataError(found.problems)
    rule = PassRule(unfinished=options.unfinished, excluded=project.excluded_folders)
    return list(select_passes(with_registered_names(found.sets, project), rule).passes)


def _references(
    folder: Path, sets: Iterable[ProjectSet], options: EvaluationOptions
) -> list[AnnotationSet]:
    if options.against in (None, GOLD):
        gold = read_project_gold(folder)
        if gold.problems:
            raise DataError(gold.problems)
        found = [each.annotations for each in gold.sets]
    else:
        name = file_name(str(options.against))
        found = [each.annotations for each in sets if file_name(each.annotator) == name]
    return [each for each in found if any(one.body and one.tag for one in each.sentences)]


def _nothing(options: EvaluationOptions) -> str:
    if options.against in (None, GOLD):
        return (
            "has no gold to compare with. Make it with `annotator adjudicate`, or compare with an "
            "annotator: --against NAME."
        )
    more = "" if options.unfinished else " To use sets that are not finished, add --unfinished."
    return f"has no sets of “{options.against}” to compare with.{more}"


def _assisted(
    reference: AnnotationSet, sets: Iterable[ProjectSet], suggester: str
) -> frozenset[str]:
    """The IDs of the sentences that were decided with this suggester's help."""
    if reference.form is not SetForm.GOLD:
        return frozenset(each.id for each in reference.sentences if _is_helped(each, suggester))
    same = [each.annotations for each in sets if each.document == reference.document.id]
    helped = {
        sentence.span
        for each in same
        for sentence in each.sentences
        if _is_helped(sentence, suggester)
    }
    known = {sentence.span for each in same for sentence in each.sentences if sentence.shown}
    return frozenset(
        each.id for each in reference.sentences if _is_helped_gold(each, helped, known)
    )


def _is_helped(sentence: Sentence, suggester: str) -> bool:
    return any(
        each.by == suggester and (each.exposure is Exposure.BEFORE or each.was is not None)
        for each in sentence.shown
    )


def _is_helped_gold(sentence: Sentence, helped: set[Span], known: set[Span]) -> bool:
    """Whether gold rests on decisions with help; if the sets do not say whose, it counts as so."""
    provenance = sentence.provenance
    assisted = provenance is not None and any(
        ASSISTED in each for each in provenance.decisions.values()
    )
    return assisted and (sentence.span in helped or sentence.span not in known)


def _refuse_assisted(
    assisted: int,
    references: Sequence[AnnotationSet],
    suggester: Suggester,
    options: EvaluationOptions,
) -> None:
    if not assisted or options.assisted is not AssistedUse.REFUSE:
        return
    total = sum(each.body and each.tag is not None for one in references for each in one.sentences)
    helped = count_of_total(assisted, total, "sentence")
    raise DataError(
        f"{helped} {verb_of_total(assisted, total, 'was', 'were')} decided with the help of "
        f"“{suggester.name}”, so the figures would be too good. Compare with an annotator who "
        "worked without it, leave these sentences out with --assisted leave-out, or count them "
        "with --assisted count."
    )


# What it suggests


def _suggestions(
    folder: Path, reference: AnnotationSet, suggester: DocumentSuggester, codebook: Codebook
) -> Mapping[str, FieldSuggestions]:
    """The suggestions for the document of a set: those in its file, which is written if needed."""
    path = layout.find_document(folder, reference.document.id)
    document = documents.load(path)
    if document.article.document.key != reference.document.key or not same_sentences(
        reference, document
    ):
        words = "has another text, or other sentences, than the set. Run `annotator check`."
        raise DataError(Problem(words, str(path)))
    if isinstance(suggester, OutOfFold):
        return suggester.suggest_out_of_fold(document, codebook)
    write_suggestions(folder, path, suggester, codebook, force=False)
    found = current_suggestions(folder, suggester.suggester.name, reference.document.key)
    return found.sentences if found is not None else {}

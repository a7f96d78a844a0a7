"""Comparing a suggester with a person or with gold, and what a project keeps of it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.cli import run
from annotator.model.annotation import (
    Exposure,
    SegmentedDocument,
    Shown,
    Status,
    SuggestedField,
)
from annotator.model.codebook import Codebook
from annotator.model.edits import SetTag
from annotator.model.errors import DataError
from annotator.model.suggestions import FieldSuggestions, Suggester, Suggestion
from annotator.project.project_store import lock_project
from annotator.project.suggester_evaluation import (
    AssistedUse,
    EvaluationOptions,
    EvaluationResult,
    evaluate_suggester,
)
from annotator.project.suggesters import RULES_SUGGESTER, RulesSuggester
from annotator.project.suggestion_files import shown_suggestions, shown_tags
from annotator.storage import layout
from annotator.storage.codebooks import builtin
from annotator.storage.suggestion_evaluations import read_evaluation
from tests.project_factories import a_project, a_set_in, set_in_file, store_set, the_document

AGAINST_ADA = EvaluationOptions("Ada")


class _SaysClaim:
    """A suggester that says “claim” of everything."""

    suggester = Suggester("parrot", "1", "a" * 64)

    def suggest(
        self, document: SegmentedDocument, codebook: Codebook
    ) -> Mapping[str, FieldSuggestions]:
        said = {SuggestedField.TAG: (Suggestion("claim", 0.9),)}
        return {each.id: said for each in document.sentences}


class _LeavesOut(_SaysClaim):
    """The same, trained on the project."""

    def suggest_out_of_fold(
        self, document: SegmentedDocument, codebook: Codebook
    ) -> Mapping[str, FieldSuggestions]:
        return {}


def _tagged(folder: Path, tag: str = "claim", *names: str) -> None:
    for name in names or ("a", "b", "c"):
        body = (each.id for each in the_document(folder, name).sentences if each.body)
        a_set_in(folder, "Ada", SetTag(tuple(body), tag), document=name, status=Status.FINISHED)


def _help(folder: Path, document: str, exposure: Exposure, by: str = "parrot") -> None:
    """Record that the first sentence of a set was decided with a suggestion."""
    path = layout.annotations_path(folder, "Ada", document)
    annotations = set_in_file(path)
    shown = Shown(SuggestedField.TAG, by, "1", "claim", exposure)
    first = replace(annotations.sentences[0], shown=(shown,))
    store_set(path, replace(annotations, sentences=(first, *annotations.sentences[1:])))


def _evaluate(
    folder: Path,
    options: EvaluationOptions = AGAINST_ADA,
    suggester: _SaysClaim | RulesSuggester | None = None,
) -> EvaluationResult:
    with lock_project(folder):
        return evaluate_suggester(folder, suggester or _SaysClaim(), builtin(), options)


def test_the_project_keeps_the_precision_of_each_tag(tmp_path: Path) -> None:
    folder = a_project(tmp_path / "p")
    _tagged(folder)
    result = _evaluate(folder)
    assert read_evaluation(layout.evaluation_path(folder, "parrot")) == result.evaluation
    claim = next(each for each in result.evaluation.tags if each.tag == "claim")
    assert claim.right == claim.cases == result.evaluation.sentences
    assert result.scores.kappa.value is None or result.scores.kappa.value == 0


def test_decisions_with_its_own_help_are_refused_and_nothing_is_kept(tmp_path: Path) -> None:
    folder = a_project(tmp_path / "p")
    _tagged(folder)
    _help(folder, "a", Exposure.BEFORE)
    with pytest.raises(DataError):
        _evaluate(folder)
    assert not layout.evaluation_path(folder, "parrot").exists()


@pytest.mark.parametrize(
    ("exposure", "by"), [(Exposure.NEVER, "parrot"), (Exposure.AFTER, "parrot"),
                         (Exposure.BEFORE, "rules")]
)  # fmt: skip
def test_what_was_withheld_or_seen_too_late_or_from_another_is_no_help(
    tmp_path: Path, exposure: Exposure, by: str
) -> None:
    folder = a_project(tmp_path / "p")
    _tagged(folder)
    _help(folder, "a", exposure, by)
    assert _evaluate(folder).assisted == 0


def test_decisions_with_help_can_be_left_out(tmp_path: Path) -> None:
    folder = a_project(tmp_path / "p")
    _tagged(folder)
    whole = _evaluate(folder).evaluation.sentences
    _help(folder, "a", Exposure.BEFORE)
    result = _evaluate(folder, replace(AGAINST_ADA, assisted=AssistedUse.LEAVE_OUT))
    assert result.evaluation.sentences == whole - 1
    assert not result.evaluation.inflated


def test_figures_with_its_own_help_are_inflated_and_show_no_tag(tmp_path: Path) -> None:
    names = [f"d{number}" for number in range(15)]
    folder = a_project(tmp_path / "p", *names)
    _tagged(folder, "claim", *names)
    _evaluate(folder)
    assert shown_tags(folder, _SaysClaim.suggester, builtin().reference) == {"claim"}
    _help(folder, "d0", Exposure.BEFORE)
    result = _evaluate(folder, replace(AGAINST_ADA, assisted=AssistedUse.COUNT))
    assert result.evaluation.inflated
    assert shown_tags(folder, _SaysClaim.suggester, builtin().reference) == frozenset()


def test_a_tag_is_shown_only_after_it_was_evaluated(tmp_path: Path) -> None:
    names = [f"d{number}" for number in range(15)]
    folder = a_project(tmp_path / "p", *names)
    _tagged(folder, "background", *names)
    result = _evaluate(folder)
    key = the_document(folder, "d0").article.document.key
    found = shown_suggestions(folder, "parrot", key)
    assert found is not None
    assert not any(SuggestedField.TAG in fields for fields in found.sentences.values())
    assert all(each.right == 0 for each in result.evaluation.tags)


def test_a_learned_suggester_is_evaluated_out_of_fold(tmp_path: Path) -> None:
    folder = a_project(tmp_path / "p")
    _tagged(folder)
    result = _evaluate(folder, suggester=_LeavesOut())
    assert result.evaluation.out_of_fold
    assert all(each.cases == 0 for each in result.evaluation.tags)


def test_the_rules_are_compared_like_any_other(tmp_path: Path) -> None:
    folder = a_project(tmp_path / "p")
    _tagged(folder)
    result = _evaluate(folder, suggester=RulesSuggester())
    assert result.evaluation.suggester == RULES_SUGGESTER


@pytest.mark.parametrize("against", [None, "gold", "Nobody", "Ben"])
def test_without_anything_to_compare_with_it_says_so(tmp_path: Path, against: str | None) -> None:
    folder = a_project(tmp_path / "p")
    _tagged(folder)
    with pytest.raises(DataError):
        _evaluate(folder, EvaluationOptions(against))


@pytest.mark.parametrize(("by", "assisted"), [("parrot", 3), ("rules", 0)])
def test_gold_from_votes_with_its_own_help_is_refused(
    tmp_path: Path, by: str, assisted: int
) -> None:
    folder = a_project(tmp_path / "p")
    for name in ("a", "b", "c"):
        body = tuple(each.id for each in the_document(folder, name).sentences if each.body)
        for annotator in ("Ada", "Ben"):
            edit = SetTag(body, "claim")
            a_set_in(folder, annotator, edit, document=name, status=Status.FINISHED)
        _help(folder, name, Exposure.BEFORE, by)
    assert run(["adjudicate", str(folder), "--apply-rules", "--curator", "Grace"]) == 0
    if assisted:
        with pytest.raises(DataError):
            _evaluate(folder, EvaluationOptions())
    use = replace(EvaluationOptions(), assisted=AssistedUse.LEAVE_OUT)
    result = _evaluate(folder, use)
    assert (result.assisted, result.evaluation.against) == (assisted, "gold")

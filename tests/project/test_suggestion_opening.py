"""Which suggestions a set is opened with: those of its round, of the project, or of a file."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.model.annotation import SuggestedField
from annotator.model.project import Round, RoundPurpose
from annotator.model.suggestion_evaluation import SuggesterEvaluation, TagPrecision
from annotator.model.suggestion_settings import (
    NOTHING_SHOWN,
    SOURCES_IN_LIST,
    SuggestionMode,
    SuggestionSettings,
    modes_of,
)
from annotator.model.suggestions import DocumentSuggestions, Suggester, Suggestion
from annotator.project.locate import Target
from annotator.project.open_set import OpenSet, open_for_tagging
from annotator.storage import layout
from annotator.storage.codebooks import builtin
from annotator.storage.suggestion_evaluations import render as render_evaluation
from annotator.storage.suggestions import render
from tests.project_factories import a_project, a_project_to_adjudicate, the_document, the_queue

GHOST = SuggestionSettings("oracle", modes_of(SuggestionMode.GHOST))
SHORT = {SuggestedField.TAG: (Suggestion("claim"),)}


def opened(folder: Path, **fields: Any) -> OpenSet:
    a_project(folder, "a", **fields)
    return _open(folder)


def _open(folder: Path) -> OpenSet:
    found = open_for_tagging(Target(str(folder), "a", "Ada"))
    if found.write_lock is not None:
        found.write_lock.release()
    return found


def shown(open_set: OpenSet) -> Mapping[SuggestedField, SuggestionMode]:
    return open_set.suggestion_settings.show


def put(folder: Path, sha256: str | None = None) -> None:
    """The suggestions of `oracle` for a document, perhaps for another text of it."""
    document = the_document(folder).article.document
    key = replace(document, sha256=sha256 or document.sha256).key
    suggestions = DocumentSuggestions(
        Suggester("oracle", "1", "0" * 64), key, builtin().reference, {"s1": SHORT}
    )
    path = layout.suggestions_path(folder, "oracle", "a")
    path.parent.mkdir(parents=True)
    path.write_bytes(render(suggestions))


def test_an_article_alone_has_a_list_for_source_kind_and_cue(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("The port said so.\n", "utf-8")
    assert shown(open_for_tagging(Target(str(article), annotator="ada"))) == SOURCES_IN_LIST


def test_in_a_blind_project_nothing_is_suggested(tmp_path: Path) -> None:
    assert shown(opened(tmp_path / "p")) == NOTHING_SHOWN


def test_where_annotators_see_each_other_sources_are_in_a_list(tmp_path: Path) -> None:
    assert shown(opened(tmp_path / "p", blind=False)) == SOURCES_IN_LIST


@pytest.mark.parametrize("purpose", [RoundPurpose.PILOT, RoundPurpose.RETEST])
def test_a_pilot_or_a_retest_has_only_its_own_suggestions(
    tmp_path: Path, purpose: RoundPurpose
) -> None:
    round_ = Round("one", purpose, documents=("a",))
    found = opened(tmp_path / "p", blind=False, suggestions=GHOST, rounds=(round_,))
    assert shown(found) == NOTHING_SHOWN
    own = replace(round_, suggestions=GHOST)
    assert shown(opened(tmp_path / "q", rounds=(own,))) == GHOST.show


def test_a_file_of_suggestions_for_this_text_is_used(tmp_path: Path) -> None:
    a_project(tmp_path / "p", "a", suggestions=GHOST)
    put(tmp_path / "p")
    suggestions = _open(tmp_path / "p").suggestions
    assert suggestions is not None
    assert suggestions.sentences == {"s1": SHORT}


def test_a_file_of_suggestions_for_another_text_is_named_and_not_used(tmp_path: Path) -> None:
    a_project(tmp_path / "p", "a", suggestions=GHOST)
    put(tmp_path / "p", "f" * 64)
    found = _open(tmp_path / "p")
    assert found.suggestions is None
    assert any("oracle" in each for each in found.notices)


def test_a_damaged_file_of_suggestions_is_named_and_the_set_opens(tmp_path: Path) -> None:
    a_project(tmp_path / "p", "a", suggestions=GHOST)
    put(tmp_path / "p")
    layout.suggestions_path(tmp_path / "p", "oracle", "a").write_text("format: x\n", "utf-8")
    found = _open(tmp_path / "p")
    assert found.suggestions is None
    assert found.read_only_reason is None
    assert found.notices


def test_suggestions_that_are_not_there_are_asked_for(tmp_path: Path) -> None:
    found = opened(tmp_path / "p", suggestions=GHOST)
    assert any("annotator suggest" in each for each in found.notices)


def test_in_adjudication_nothing_is_suggested(tmp_path: Path) -> None:
    queue = the_queue(a_project_to_adjudicate(tmp_path))
    found = queue.open(queue.load("a"))
    assert shown(found) == NOTHING_SHOWN
    assert found.write_lock is not None
    found.write_lock.release()


def test_only_tags_that_the_suggester_has_proven_in_the_project_may_be_shown(
    tmp_path: Path,
) -> None:
    a_project(tmp_path / "p", "a", suggestions=GHOST)
    put(tmp_path / "p")
    assert _open(tmp_path / "p").suggested_tags == frozenset()
    precise = (TagPrecision("claim", 18, 30), TagPrecision("background", 17, 30))
    few = TagPrecision("confirmation", 29, 29)
    evaluation = SuggesterEvaluation(
        Suggester("oracle", "1", "0" * 64), builtin().reference, "Ben", 2, 90, tags=(*precise, few)
    )
    path = layout.evaluation_path(tmp_path / "p", "oracle")
    path.write_bytes(render_evaluation(evaluation))
    assert _open(tmp_path / "p").suggested_tags == {"claim"}

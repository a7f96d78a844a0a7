"""The documents that nobody has begun, in an order of work."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import SegmentedDocument, SuggestedField
from annotator.model.codebook import Codebook
from annotator.model.edits import SetTag
from annotator.model.errors import DataError
from annotator.model.suggestions import FieldSuggestions, Suggester, Suggestion
from annotator.project.work_order import OrderedDocument, OrderOptions, mix, order_work
from annotator.storage.codebooks import builtin
from tests.project_factories import a_project, a_set_in

NO_DRAW = OrderOptions()
NAMES = [f"d{number}" for number in range(10)]


class _IsSure:
    """A suggester whose score of “claim” is given for each document."""

    def __init__(self, name: str, scores: Mapping[str, float], tag: str = "claim") -> None:
        self.suggester = Suggester(name, "1", "a" * 64)
        self.scores, self.tag = scores, tag

    def suggest(
        self, document: SegmentedDocument, codebook: Codebook
    ) -> Mapping[str, FieldSuggestions]:
        score = self.scores.get(document.article.document.id)
        if score is None:
            return {}
        said = {SuggestedField.TAG: (Suggestion(self.tag, score),)}
        return {each.id: said for each in document.sentences}


def _order(
    folder: Path, *suggesters: _IsSure, options: OrderOptions = NO_DRAW
) -> list[OrderedDocument]:
    return order_work(folder, suggesters, builtin(), options)


def test_the_least_certain_documents_come_first(tmp_path: Path) -> None:
    folder = a_project(tmp_path / "p")
    found = _order(folder, _IsSure("one", {"a": 0.9, "b": 0.6}))
    assert [each.document for each in found] == ["c", "b", "a"]
    assert [each.value for each in found] == pytest.approx([1, 0.4, 0.1])


def test_documents_about_which_two_suggesters_disagree_come_first(tmp_path: Path) -> None:
    folder = a_project(tmp_path / "p")
    one = _IsSure("one", dict.fromkeys("abc", 0.9))
    other = _IsSure("other", {"b": 0.9}, "background")
    assert [each.value for each in _order(folder, one, other)] == [1, 1, 1]
    alike = _IsSure("alike", {"a": 0.5, "c": 0.5})
    assert [each.document for each in _order(folder, one, alike)] == ["b", "a", "c"]


def test_a_document_that_somebody_has_begun_is_left_out(tmp_path: Path) -> None:
    folder = a_project(tmp_path / "p")
    a_set_in(folder, "Ada", SetTag(("s1",), "claim"), document="b")
    assert [each.document for each in _order(folder, _IsSure("one", {}))] == ["a", "c"]


def test_without_a_document_left_it_says_so(tmp_path: Path) -> None:
    folder = a_project(tmp_path / "p", "a")
    a_set_in(folder, "Ada", SetTag(("s1",), "claim"), document="a")
    with pytest.raises(DataError):
        _order(folder, _IsSure("one", {}))


def test_the_draw_does_not_depend_on_the_suggester_and_stays_while_work_goes_on(
    tmp_path: Path,
) -> None:
    folder = a_project(tmp_path / "p", *NAMES)
    options = OrderOptions(0.3, "seed")
    drawn = {each.document for each in _order(folder, _IsSure("one", {}), options=options)
             if each.random}  # fmt: skip
    assert len(drawn) == 3
    sure = _IsSure("two", dict.fromkeys(NAMES, 0.9))
    begun = min(set(NAMES) - drawn)
    a_set_in(folder, "Ada", SetTag(("s1",), "claim"), document=begun)
    again = {each.document for each in _order(folder, sure, options=options) if each.random}
    assert again == drawn


@given(st.integers(0, 20), st.integers(0, 20))
def test_the_first_documents_have_the_same_share_of_drawn_ones(drawn: int, chosen: int) -> None:
    mixed = mix(
        [OrderedDocument(f"r{at}", 1, 0, random=True) for at in range(drawn)],
        [OrderedDocument(f"c{at}", 1, 0, random=False) for at in range(chosen)],
    )
    for place in range(1, drawn + chosen + 1):
        expected = drawn * place / (drawn + chosen)
        assert abs(sum(each.random for each in mixed[:place]) - expected) <= 1
    for wanted in (True, False):
        names = [int(each.document[1:]) for each in mixed if each.random is wanted]
        assert names == sorted(names)

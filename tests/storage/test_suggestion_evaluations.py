"""Files of evaluations: what is written is read again, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.codebook import CodebookReference
from annotator.model.errors import DataError
from annotator.model.suggestion_evaluation import SuggesterEvaluation, TagPrecision
from annotator.model.suggestions import Suggester
from annotator.storage.suggestion_evaluations import parse, render

RULES = Suggester("rules", "1", "a" * 64)
BOOK = CodebookReference("attribution", "2", "c" * 64)
counts = st.integers(0, 300)


@st.composite
def tag_precisions(draw: st.DrawFn, tag: str) -> TagPrecision:
    cases = draw(counts)
    return TagPrecision(tag, draw(st.integers(0, cases)), cases)


evaluations = st.builds(
    SuggesterEvaluation,
    st.just(RULES),
    st.just(BOOK),
    st.sampled_from(["gold", "Ada Ærø", "yes", "12"]),
    counts,
    counts,
    st.booleans(),
    st.booleans(),
    st.tuples(*map(tag_precisions, ("claim", "background"))),
)


@given(evaluations)
def test_an_evaluation_is_read_as_it_was_written(evaluation: SuggesterEvaluation) -> None:
    assert parse(render(evaluation), "evaluation.yaml") == evaluation


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("right: 1", "right: 5"),
        ("- {tag: claim", "- {tag: claim, right: 0, cases: 1}\n- {tag: claim"),
        ("documents", "mood"),
    ],
)
def test_what_cannot_be_is_an_error(old: str, new: str) -> None:
    tags = (TagPrecision("claim", 1, 2),)
    text = render(SuggesterEvaluation(RULES, BOOK, "gold", 1, 2, tags=tags)).decode()
    with pytest.raises(DataError):
        parse(text.replace(old, new, 1).encode(), "evaluation.yaml")

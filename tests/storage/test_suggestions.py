"""Files of suggestions are read strictly, and hold whatever a suggester says."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Answer, SuggestedField, SuggestedValue
from annotator.model.codebook import STANCES
from annotator.model.errors import DataError
from annotator.model.suggestions import DocumentSuggestions, Suggester, Suggestion
from annotator.storage import layout
from annotator.storage.suggestions import parse, render
from tests.strategies import any_text, documents, hashes, identifiers, references

VALUES: dict[SuggestedField, st.SearchStrategy[SuggestedValue]] = {
    SuggestedField.TAG: identifiers | st.just(""),
    SuggestedField.SOURCE: any_text,
    SuggestedField.KIND: identifiers | st.just(""),
    SuggestedField.CUE: st.tuples(st.integers(0, 99), st.integers(0, 99)) | st.just(()),
    SuggestedField.ANSWERS: st.lists(
        st.builds(Answer, identifiers, st.none() | st.sampled_from(STANCES)), max_size=2
    ).map(tuple),
}


def suggestions_for(field: SuggestedField) -> st.SearchStrategy[tuple[Suggestion, ...]]:
    suggestion = st.builds(
        Suggestion,
        VALUES[field],
        st.none() | st.floats(0, 1),
        st.text(max_size=200),
        st.none(),
    )
    return st.lists(suggestion, min_size=1, max_size=2).map(tuple)


FIELDS = st.fixed_dictionaries(
    {}, optional={each: suggestions_for(each) for each in SuggestedField}
)
FILES = st.builds(
    DocumentSuggestions,
    st.builds(Suggester, identifiers, any_text, hashes),
    documents.map(lambda each: each.key),
    references,
    st.dictionaries(identifiers, FIELDS, max_size=3),
)


@given(FILES)
def test_what_is_written_is_read_again(suggestions: DocumentSuggestions) -> None:
    assert parse(render(suggestions), "f") == suggestions


HASH = "0" * 64
HEAD = f"""format: attribution-suggestions/1
suggester: {{name: rules, version: "1", sha256: "{HASH}"}}
document: {{id: a, sha256: "{HASH}"}}
codebook: {{name: attribution, version: "2", sha256: "{HASH}"}}
sentences:
"""


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        ("- id: s1\n  tag: [{value: claim, score: 1.5}]\n", "sentences[0].tag[0].score"),
        ("- id: s1\n  mood: [{value: claim}]\n", "mood"),
        ("- id: s1\n  cue: [{value: [1, 2, 3]}]\n", "sentences[0].cue[0].value"),
        (f"- id: s1\n  tag: [{{value: a, reason: {'x' * 201}}}]\n", "sentences[0].tag[0].reason"),
        ("- id: s1\n- id: s1\n", "sentences[1].id"),
    ],
)
def test_what_a_suggester_may_not_say_is_refused_with_its_place(lines: str, path: str) -> None:
    with pytest.raises(DataError) as refusal:
        parse((HEAD + lines).encode(), "f")
    assert any(path in str(each) for each in refusal.value.problems)


def test_no_document_has_the_place_of_the_evaluation(tmp_path: Path) -> None:
    taken = layout.evaluation_path(tmp_path, "rules")
    assert layout.suggestions_path(tmp_path, "rules", "evaluation") != taken

import json
import re

import cassis
import pytest
from hypothesis import given, settings

from annotator.formats.exchange_types import AnnotatedArticle
from annotator.formats.inception import RELATION_TYPE, SPAN_TYPE, read, write
from annotator.model.errors import DataError
from tests.formats.builders import an_annotated_article
from tests.formats.round_trip import EXPORT_OPTIONS, IMPORT_OPTIONS, in_order_of_use, round_trip
from tests.rounds import rounds
from tests.strategies import annotated_articles


@settings(max_examples=rounds(4, 16))
@given(annotated_articles())
def test_a_cas_carries_an_article_and_all_that_was_decided_about_it(
    annotated: AnnotatedArticle,
) -> None:
    found = round_trip("inception", annotated)
    assert found.not_imported == ()
    assert found.articles == (in_order_of_use(annotated),)


def test_cassis_finds_spans_and_links_where_they_stand() -> None:
    ((name, data),) = write([an_annotated_article()], EXPORT_OPTIONS).items()
    assert name == "annotators/ada/harbour.json"
    cas = cassis.load_cas_from_json(data.decode())
    spans = {each.label: each.get_covered_text() for each in cas.select(SPAN_TYPE)}
    assert spans == {
        "claim": "🙂 The port said so.",
        "cue": "said",
        "confirmation": "Nobody knows.",
    }
    links = [(each.label, each.Dependent.label) for each in cas.select(RELATION_TYPE)]
    assert ("answers", "claim") in links


def test_the_file_itself_counts_utf_16_units() -> None:
    ((_, data),) = write([an_annotated_article()], EXPORT_OPTIONS).items()
    said = json.loads(data)["%FEATURE_STRUCTURES"]
    (cue,) = [each for each in said if each.get("label") == "cue" and each["%TYPE"] == SPAN_TYPE]
    assert (cue["begin"], cue["end"]) == (12, 16)


@pytest.mark.parametrize("name", ["x=print()", "x y", "class", "a.b-c", "__import__('os')", ""])
def test_no_name_of_a_type_or_feature_becomes_source_code(name: str) -> None:
    cases: list[object] = [{name: {}}, {"custom.T": {name: {"%RANGE": "x"}}}]
    for types in cases:
        with pytest.raises(DataError, match=re.escape(f"“{name}”")):
            read({"c.json": json.dumps({"%TYPES": types}).encode()}, IMPORT_OPTIONS)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"{}", b"3", b'{"%TYPES": 3}', b'{"%FEATURE_STRUCTURES": [3]}', b"[" * 9999],
)
def test_a_file_that_is_not_a_cas_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(DataError) as caught:
        read({"c.json": data}, IMPORT_OPTIONS)
    assert len(caught.value.problems) == 1


def test_a_span_that_overlaps_another_is_named_with_its_line() -> None:
    ((name, data),) = write([an_annotated_article()], EXPORT_OPTIONS).items()
    value = json.loads(data)
    last = next(
        each for each in value["%FEATURE_STRUCTURES"] if each.get("label") == "confirmation"
    )
    last["begin"] = 5
    text = json.dumps(value, indent=1)
    with pytest.raises(DataError, match="overlaps claim") as caught:
        read({name: text.encode()}, IMPORT_OPTIONS)
    (problem,) = caught.value.problems
    assert problem.line is not None
    assert f'"%ID": {last["%ID"]},' in text.split("\n")[problem.line]

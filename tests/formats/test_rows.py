import json
from dataclasses import replace

import pytest
from hypothesis import given

from annotator.formats.exchange_types import AnnotatedArticle
from annotator.formats.registry import FORMATS_BY_NAME
from annotator.model.errors import DataError
from tests.formats.round_trip import IMPORT_OPTIONS, in_order_of_use, round_trip
from tests.strategies import annotated_articles


@pytest.mark.parametrize("name", ["jsonl", "csv"])
@given(annotated_articles())
def test_rows_carry_an_article_and_all_that_was_decided_about_it(
    name: str, annotated: AnnotatedArticle
) -> None:
    found = round_trip(name, annotated)
    assert found.articles == (in_order_of_use(annotated),)
    assert found.not_imported == ()


BY_ADA = replace(IMPORT_OPTIONS, annotator="Ada")
ROWS = {
    "text,tag\nOne.,claim\nTwo": "f:3: .*1 of 2 cells",
    "Sentence,Label\nOne.,claim\n": "f:2: .*“text”.*Sentence, Label",
    "text,tag\nO\0ne.,claim\n": "f: f: .*NUL",
}


@pytest.mark.parametrize("text", ROWS)
def test_a_table_that_is_cut_off_or_no_text_is_refused(text: str) -> None:
    with pytest.raises(DataError, match=ROWS[text]):
        FORMATS_BY_NAME["csv"].read({"f": text.encode()}, BY_ADA)


def test_empty_cells_at_the_end_of_a_row_may_be_left_out() -> None:
    found = FORMATS_BY_NAME["csv"].read({"f": b"text,tag\nOne.,claim\nTwo.\n"}, BY_ADA)
    ((numbered_set,),) = (each.sets for each in found.articles)
    assert [each.tag for each in numbered_set.annotations.sentences] == ["claim", None]


@pytest.mark.parametrize("column", ["title", "language", "document", "annotator"])
def test_a_list_where_a_text_should_be_is_refused(column: str) -> None:
    row = {"text": "One.", "tag": "claim", column: [1]}
    with pytest.raises(DataError, match="text"):
        FORMATS_BY_NAME["jsonl"].read({"f": json.dumps(row).encode()}, BY_ADA)


def test_a_hash_that_is_none_is_no_hash_of_the_text() -> None:
    row = {"text": "One.", "annotator": "Ada", "sha256": [1]}
    found = FORMATS_BY_NAME["jsonl"].read({"f": json.dumps(row).encode()}, IMPORT_OPTIONS)
    (said,) = found.not_imported
    assert said.startswith("f: f: ")
    assert "sha256" not in said


def test_a_column_that_was_named_is_taken_and_only_the_others_are_not() -> None:
    columns = {"text": "Sentence", "tag": "Label"}
    data = b"Sentence,Label,Extra,tag\nOne.,claim,x,background\n"
    found = FORMATS_BY_NAME["csv"].read({"f": data}, replace(BY_ADA, columns=columns))
    assert found.not_imported == ("f: the columns Extra",)
    assert found.articles[0].sets[0].annotations.sentences[0].tag == "claim"


def test_an_annotator_who_has_a_document_twice_is_refused_with_the_line_of_the_second() -> None:
    lines = [{"text": "One.", "document": "x", "entities": []}] * 2
    data = "\n".join(map(json.dumps, lines)).encode()
    with pytest.raises(DataError, match=r"f:2: x: .*two sets by Ada, pass 1"):
        FORMATS_BY_NAME["doccano"].read({"f": data}, BY_ADA)

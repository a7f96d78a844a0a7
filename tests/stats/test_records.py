"""The measures as JSON and as rows."""

import csv
import io
import json

from annotator.stats.corpus import Measured, articles
from annotator.stats.intervals import corpus_intervals
from annotator.stats.measures import BY_ID, measure
from annotator.stats.records import COLUMNS, record, records, rows
from tests.stats.build import FOUR, annotations, sentence, worked_example


def measured(name: str = "Ada") -> Measured:
    article = worked_example()
    return Measured(article.document, name, measure(article, FOUR))


def test_a_document_has_its_id_its_annotator_and_every_measure() -> None:
    found = record(measured())
    assert (found["id"], found["annotator"]) == ("harbour", "Ada")
    assert list(found["measures"]) == list(BY_ID)
    assert found["measures"]["attribution_rate"] == {
        "value": 8 / 9,
        "numerator": 8,
        "denominator": 9,
    }


def test_a_figure_that_is_no_share_has_neither_numerator_nor_denominator() -> None:
    found = record(measured())["measures"]
    assert found["named_band"] == {"value": "2-3", "numerator": None, "denominator": None}
    assert found["single_source"]["value"] is False


def test_an_undefined_measure_is_null_with_its_reason() -> None:
    article = annotations(sentence(1, "background"))
    found = record(Measured(article.document, "Ada", measure(article, FOUR)))["measures"]
    assert found["dependence"] == {
        "value": None,
        "numerator": 0,
        "denominator": 0,
        "reason": "no claim or confirmation has a source",
    }


def test_the_corpus_has_micro_macro_interval_and_the_number_of_articles() -> None:
    sets = [measured("Ada"), measured("Bo")]
    found = records(sets, corpus_intervals(articles(sets)))
    assert list(found) == ["documents", "corpus"]
    assert [each["annotator"] for each in found["documents"]] == ["Ada", "Bo"]
    corpus = found["corpus"]
    assert list(corpus) == ["micro", "macro", "interval", "articles"]
    assert corpus["articles"] == 1
    assert corpus["micro"]["attribution_rate"] == {
        "value": 8 / 9,
        "numerator": 8,
        "denominator": 9,
    }
    assert corpus["macro"]["attribution_rate"] == {"value": 8 / 9, "articles": 1}
    assert corpus["macro"]["named_band"]["distribution"] == {"0": 0, "1": 0, "2-3": 1, "4+": 0}
    assert corpus["interval"]["coverage"]["macro"] is None


def test_everything_is_plain_json_even_of_nothing() -> None:
    for sets in ([], [measured()]):
        found = records(sets, corpus_intervals(articles(sets)))
        assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_rows_have_a_cell_for_every_column_and_flags_in_small_letters() -> None:
    written = io.StringIO()
    csv.writer(written).writerows([COLUMNS, *rows([measured()])])
    read = list(csv.DictReader(io.StringIO(written.getvalue())))
    assert len(read) == len(BY_ID)
    by_name = {each["measure"]: each for each in read}
    assert by_name["single_source"]["value"] == "false"
    assert by_name["dependence"]["numerator"] == "4"
    assert by_name["named_band"]["denominator"] == ""

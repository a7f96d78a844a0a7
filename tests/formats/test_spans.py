import pytest
from hypothesis import given

from annotator.formats.exchange_types import AnnotatedArticle
from tests.formats.round_trip import in_order_of_use, round_trip
from tests.strategies import annotated_articles


@pytest.mark.parametrize("name", ["brat", "label-studio", "doccano", "prodigy"])
@given(annotated_articles())
def test_regions_carry_an_article_and_all_that_was_decided_about_it(
    name: str, annotated: AnnotatedArticle
) -> None:
    found = round_trip(name, annotated)
    assert found.not_imported == ()
    assert found.articles == (in_order_of_use(annotated),)

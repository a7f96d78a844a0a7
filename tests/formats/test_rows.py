import pytest
from hypothesis import given

from annotator.formats.values import Annotated
from tests.formats.faithful import in_order_of_use, there_and_back
from tests.formats.strategies import annotated


@pytest.mark.parametrize("name", ["jsonl", "csv"])
@given(annotated())
def test_rows_carry_an_article_and_all_that_was_decided_about_it(
    name: str, work: Annotated
) -> None:
    found = there_and_back(name, work)
    assert found.articles == (in_order_of_use(work),)
    assert found.not_taken == ()

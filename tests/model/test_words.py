"""Numbers in words."""

import pytest

from annotator.model.words import so_many


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 sets"), (1, "1 set"), (2, "2 sets"), (1_000, "1,000 sets")]
)
def test_one_is_one_and_everything_else_is_many(number: int, said: str) -> None:
    assert so_many(number, "set") == said

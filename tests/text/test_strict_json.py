import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text import strict_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
    max_leaves=10,
)


@given(VALUES)
def test_what_json_writes_is_read(value: object) -> None:
    assert strict_json.loads(json.dumps(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 1}',
        '{"a": 1, "b": 2, "a": 3}',
        '{"a": 1, "\\u0061": 2}',
        '[{"b": {"a": 1, "a": 2}}]',
    ],
)
def test_a_name_that_is_given_twice_in_one_object_is_refused(text: str) -> None:
    with pytest.raises(strict_json.GivenTwice, match="given twice"):
        strict_json.loads(text)

"""JSON with indents."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.storage import strict_json
from annotator.storage.strict_json import indented_json

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
    with pytest.raises(strict_json.DuplicateNameError, match="“a”"):
        strict_json.loads(text)


PYTHON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@pytest.mark.parametrize("ascii_only", [True, False])
@given(value=PYTHON_VALUES)
def test_it_is_what_json_writes(ascii_only: bool, value: object) -> None:
    expected = json.dumps(value, ensure_ascii=ascii_only, indent=2)
    assert indented_json(value, ascii_only=ascii_only) == expected


def test_a_lone_surrogate_is_written_as_json_writes_it() -> None:
    assert indented_json(["\ud800"], ascii_only=False) == '[\n  "\ud800"\n]'

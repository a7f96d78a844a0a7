"""JSON with indents."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.storage.json_text import indented_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@pytest.mark.parametrize("ascii_only", [True, False])
@given(value=VALUES)
def test_it_is_what_json_writes(ascii_only: bool, value: object) -> None:
    expected = json.dumps(value, ensure_ascii=ascii_only, indent=2)
    assert indented_json(value, ascii_only=ascii_only) == expected


def test_a_lone_surrogate_is_written_as_json_writes_it() -> None:
    assert indented_json(["\ud800"], ascii_only=False) == '[\n  "\ud800"\n]'

"""UTF-8 and nothing else."""

import pytest
from hypothesis import given

from annotator.model.errors import DataError
from annotator.text.utf8 import decode_utf8
from tests.strategies import any_text


@given(any_text)
def test_what_is_utf8_is_read_as_it_is_and_a_byte_order_mark_is_none_of_it(text: str) -> None:
    plain = text.encode("utf-8", "ignore")
    assert decode_utf8(b"\xef\xbb\xbf" + plain, "f") == plain.decode()


def test_what_is_not_is_refused_with_its_byte_its_line_and_what_to_do() -> None:
    with pytest.raises(DataError) as refused:
        decode_utf8(b"a\nb\xe9", "f", "save it anew")
    assert str(refused.value) == "f:2: byte 3 is not UTF-8; save it anew"


def test_nothing_is_advised_where_nothing_is_known() -> None:
    with pytest.raises(DataError, match=r"^f:1: byte 0 is not UTF-8$"):
        decode_utf8(b"\xff", "f")

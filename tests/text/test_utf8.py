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


def test_text_in_another_encoding_is_refused_with_its_byte_its_line_and_what_to_do() -> None:
    with pytest.raises(DataError) as refused:
        decode_utf8(b"a\nb\xe9", "f", "Save it again.")
    (problem,) = refused.value.problems
    assert (problem.file, problem.line) == ("f", 2)
    assert "3" in problem.message
    assert problem.message.endswith(" Save it again.")


def test_without_a_remedy_the_message_has_only_the_place() -> None:
    with pytest.raises(DataError, match=r"^f:1: [^.]*0[^.]*\.$"):
        decode_utf8(b"\xff", "f")

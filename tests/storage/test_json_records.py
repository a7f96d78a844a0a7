"""Small JSON files: what is written can be read, and damage gives one sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.errors import DataError
from annotator.storage.json_records import read_record, record_bytes
from annotator.storage.pins import PinRecord, PinsRecord

WHAT, REMEDY = "The file of PINs", "Make new PINs."
HEX = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(st.lists(st.tuples(st.text("abc", min_size=1), HEX)))
def test_what_is_written_can_be_read(pins: list[tuple[str, str]]) -> None:
    record = PinsRecord(pins=[PinRecord(person, hash_[:32], hash_) for person, hash_ in pins])
    assert read_record(record_bytes(record), PinsRecord, "pins.json", WHAT, REMEDY) == record


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"a": 1, "a": 2}', b"[" * 100_000, b"\xff"])
def test_damage_gives_one_sentence_with_the_file_and_what_to_do(data: bytes) -> None:
    with pytest.raises(DataError) as error:
        read_record(data, PinsRecord, "pins.json", WHAT, REMEDY)
    (problem,) = error.value.problems
    assert problem.file == "pins.json"
    assert REMEDY in problem.message

import pytest
from hypothesis import given
from hypothesis import strategies as some

from annotator.storage.annotations import parse, render
from annotator.web.counted import EDITS_KEPT, PAGES_KEPT, Counted, NumberTaken, read
from tests.builders import a_set

PAGES = some.integers(0, 15).map(lambda number: f"{number:016x}")
DIGESTS = some.text("0123456789abcdef", min_size=8, max_size=8)
STEPS = some.lists(some.tuples(PAGES, some.integers(1, 10**9 - 1), DIGESTS), max_size=30)


@given(STEPS)
def test_the_line_says_the_same_after_it_was_written_and_read(
    steps: list[tuple[str, int, str]],
) -> None:
    counted = Counted()
    for page, number, digest in steps:
        counted = counted.after(page, number, digest, "s1")
    assert read(render(a_set()) + counted.line) == counted
    assert len(counted.edits) <= PAGES_KEPT
    assert all(len(edits) <= EDITS_KEPT for edits in counted.edits.values())
    if steps:
        assert counted.has(*steps[-1])


def test_a_set_with_the_line_is_the_set_without_it() -> None:
    line = Counted("s1", {"0" * 16: {7: "0" * 8}}).line
    assert parse(render(a_set()) + line, "set.yaml") == a_set()


def test_a_note_that_looks_like_the_line_is_none() -> None:
    fake = Counted("s1", {"0" * 16: {7: "0" * 8}}).line.decode()
    assert read(render(a_set(annotator=f"Eve\n{fake}"))) == Counted()


def test_what_another_program_wrote_says_nothing_of_edits() -> None:
    assert read(render(a_set())) == Counted()


def test_a_number_is_of_one_edit_alone_and_none_comes_after_a_later_one() -> None:
    page = "0" * 16
    counted = Counted().after(page, 1, "a" * 8, None).after(page, 3, "b" * 8, None)
    assert counted.has(page, 3, "b" * 8)
    assert not counted.has(page, 4, "b" * 8)
    for number, digest in ((3, "c" * 8), (2, "d" * 8)):
        with pytest.raises(NumberTaken):
            counted.has(page, number, digest)


def test_a_line_of_an_earlier_version_is_read_and_answers_for_no_edit() -> None:
    line = b"\n# class page: at s1; counted 00000000000000a1:7\n"
    assert read(line).at == "s1"
    with pytest.raises(NumberTaken):
        read(line).has("00000000000000a1", 7, "a" * 8)

from hypothesis import given
from hypothesis import strategies as some

from annotator.storage.annotations import parse, render
from annotator.web.counted import PAGES_KEPT, Counted, read
from tests.builders import a_set

PAGES = some.integers(0, 15).map(lambda number: f"{number:016x}")
STEPS = some.lists(some.tuples(PAGES, some.integers(1, 10**9 - 1)), max_size=30)


@given(STEPS)
def test_the_line_says_the_same_after_it_was_written_and_read(
    steps: list[tuple[str, int]],
) -> None:
    counted = Counted()
    for page, number in steps:
        counted = counted.after(page, number, "s1")
    assert read(render(a_set()) + counted.line) == counted
    assert len(counted.numbers) <= PAGES_KEPT
    if steps:
        assert counted.has(*steps[-1])


def test_a_set_with_the_line_is_the_set_without_it() -> None:
    line = Counted("s1", {"0" * 16: 7}).line
    assert parse(render(a_set()) + line, "set.yaml") == a_set()


def test_a_note_that_looks_like_the_line_is_none() -> None:
    fake = Counted("s1", {"0" * 16: 7}).line.decode()
    assert read(render(a_set(annotator=f"Eve\n{fake}"))) == Counted()


def test_what_another_program_wrote_says_nothing_of_edits() -> None:
    assert read(render(a_set())) == Counted()

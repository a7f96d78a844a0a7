"""What every prompt shows of itself where there is little room."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.text.proposals import SourceProposal
from annotator.tui.prompts.source import SourceChoices, SourceLine, SourcePrompt


def prompt_on(total: int, at: int) -> SourcePrompt:
    rows = (SourceLine("", SourceProposal(f"Source {each}", "person")) for each in range(total))
    return SourcePrompt(SourceChoices(tuple(rows), (), lambda _: None), at)


def shown(prompt: SourcePrompt, width: int, rows: int) -> list[str]:
    lines = prompt.lines(width, rows)
    return ["".join(piece.text for piece in line) for line in lines]


@given(st.integers(1, 60), st.data(), st.integers(20, 90), st.integers(1, 40))
def test_the_highlighted_row_and_the_first_keys_are_shown_in_any_number_of_rows(
    total: int, data: st.DataObject, width: int, rows: int
) -> None:
    at = data.draw(st.integers(0, total - 1))
    lines = shown(prompt_on(total, at), width, rows)
    assert len(lines) <= rows
    assert any(f"▸Source {at} " in f"{line} " for line in lines)
    assert rows == 1 or any("enter" in line for line in lines)


def test_a_list_uses_the_room_that_there_is() -> None:
    prompt = prompt_on(20, 0)
    assert len(shown(prompt, 40, 36)) > len(shown(prompt, 40, 0))

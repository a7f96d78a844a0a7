"""The strip of sources: who says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from annotator.storage.codebooks import builtin
from annotator.text.source_proposals import SourceProposal
from annotator.tui.prompts.prompt import Prompt, PromptAnswer, PromptExit
from annotator.tui.prompts.source import SourceChoices, SourcePrompt
from tests.drivers.prompts import press, text
from tests.factories import a_source
from tests.hostile import CORPUS

OWLS = SourceProposal("Night Owls", "organization", a_source())
PORT = SourceProposal("Port Authority", "organization", likely=True)
VARGA = SourceProposal("Ilse Varga", "person", a_source("Ilse Varga", kind="person"))


def guessed(name: str) -> str:
    return "organization"


def a_prompt(*proposals: SourceProposal, before: SourceProposal | None = OWLS) -> SourcePrompt:
    kinds = builtin().kinds
    proposals = proposals or (OWLS, PORT)
    return SourcePrompt(SourceChoices(proposals, kinds, guessed, (VARGA,), before))


def test_a_digit_chooses_and_closes() -> None:
    assert press(a_prompt(), "2") == PromptAnswer(PORT)


def test_a_digit_without_a_source_changes_nothing() -> None:
    assert press(a_prompt(), "7", "0") == a_prompt()


def test_space_chooses_the_likeliest_and_a_dot_the_source_before() -> None:
    assert press(a_prompt(), "space") == PromptAnswer(PORT)
    assert press(a_prompt(), ".") == PromptAnswer(OWLS)
    assert press(a_prompt(before=None), ".") == a_prompt(before=None)


@pytest.mark.parametrize(
    ("key", "way"),
    [("enter", PromptExit.SKIP), ("escape", PromptExit.STOP), ("backspace", PromptExit.BACK)],
)
def test_with_nothing_typed_it_is_left_without_a_source(key: str, way: PromptExit) -> None:
    assert press(a_prompt(), key) is way


def test_a_name_typed_is_a_new_source_of_the_kind_that_it_looks_like() -> None:
    assert press(a_prompt(), *"Brenn", "enter") == PromptAnswer(
        SourceProposal("Brenn", "organization")
    )


def test_once_something_is_typed_digits_and_blanks_are_typed_too() -> None:
    result = press(a_prompt(), *"Channel", "space", "4", "enter")
    assert result == PromptAnswer(SourceProposal("Channel 4", "organization"))


@pytest.mark.parametrize("typed", ["night owls", "NIGHT  OWLS", " Night Owls"])
def test_a_name_that_folds_to_a_known_one_is_that_one(typed: str) -> None:
    prompt = a_prompt().paste(typed)
    assert "new" not in text(prompt)
    assert press(prompt, "enter") == PromptAnswer(OWLS)


def test_tab_completes_to_a_source_that_has_no_digit() -> None:
    assert press(a_prompt(), *"var", "tab") == PromptAnswer(VARGA)


@pytest.mark.parametrize("word", ["it", "They", "she"])
def test_a_pronoun_is_never_a_source(word: str) -> None:
    result = press(a_prompt(), *word, "enter")
    assert isinstance(result, Prompt)
    assert f"“{word}”" in text(result)


def test_the_kind_of_a_new_source_is_corrected_by_arrows_and_of_a_known_one_it_is_not() -> None:
    result = press(a_prompt(), "down", "down", "right", "enter")
    assert result == PromptAnswer(SourceProposal("Port Authority", "unnamed", likely=True))
    assert press(a_prompt(), "down", "right", "enter") == PromptAnswer(OWLS)
    typed = press(a_prompt(), "X", "left", "enter")
    assert typed == PromptAnswer(SourceProposal("X", "person"))


def test_escape_clears_what_is_typed_and_then_leaves() -> None:
    assert press(a_prompt(), "a", "b", "escape") == a_prompt()
    assert press(a_prompt(), "a", "escape", "escape") is PromptExit.STOP


def test_a_key_without_a_character_means_nothing() -> None:
    assert a_prompt().press("ctrl+r") is None


@given(st.integers(8, 120), st.text(max_size=30))
def test_no_line_is_wider_than_there_is_room(width: int, typed: str) -> None:
    long = SourceProposal(
        "The Department of Ports, Harbours and Very Long Names " * 3, "organization"
    )
    for prompt in (a_prompt(OWLS, PORT, long), a_prompt(long).paste(typed)):
        for line in prompt.lines(width):
            assert cell_len("".join(piece.text for piece in line)) <= width


def test_nothing_hostile_in_a_name_is_shown_as_it_is() -> None:
    for hostile in CORPUS.values():
        shown = text(a_prompt(SourceProposal(hostile, "person"))) + text(a_prompt().paste(hostile))
        assert not {"\x1b", "\x9b", "\u202e", "\x00"} & set(shown)


def test_a_kind_goes_with_the_name_that_it_was_chosen_for() -> None:
    corrected = press(a_prompt(), *"Bo", "right")
    assert isinstance(corrected, SourcePrompt)
    assert corrected.kind not in {None, "organization"}
    longer = press(corrected, "b", "enter")
    assert longer == PromptAnswer(SourceProposal("Bob", corrected.kind))
    other = press(corrected, "backspace", "backspace", *"Al", "enter")
    assert other == PromptAnswer(SourceProposal("Al", "organization"))
    after_an_arrow = press(a_prompt(), "down", "down", "right", *"Al", "enter")
    assert after_an_arrow == PromptAnswer(SourceProposal("Al", "organization"))

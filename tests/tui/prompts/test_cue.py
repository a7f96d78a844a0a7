"""The prompt for a cue."""

import pytest

from annotator.text.cues import word_spans
from annotator.tui.prompts.cue import CuePrompt
from annotator.tui.prompts.prompt import PromptAnswer, PromptExit
from tests.drivers.prompts import press, text

TEXT = "The port did not say so, he said."


def a_prompt(cue: str = "said", **fields: bool) -> CuePrompt:
    start = TEXT.index(cue)
    return CuePrompt.from_span(TEXT, word_spans(TEXT), (start, start + len(cue)), **fields)


def taken(*keys: str) -> str | None:
    """The cue that these keys lead to."""
    result = press(a_prompt(), *keys)
    assert isinstance(result, PromptAnswer)
    return TEXT[slice(*result.value)] if result.value else None


def test_e_takes_the_words_proposed_and_enter_leaves_them_out() -> None:
    assert taken("e") == "said"
    assert press(a_prompt(), "enter") is PromptExit.SKIP


@pytest.mark.parametrize(
    ("keys", "cue"),
    [
        (("left",), "he"),
        (("left", "left"), "so"),
        (("shift+up",), "he said"),
        (("home",), "The"),
        (("home", "right", "shift+right"), "port did"),
        (("home", "shift+right", "shift+left"), "The"),
        (("home", "left"), "The"),
        (("home", "shift+left"), "The"),
        (("end", "right"), "said"),
    ],
)
def test_arrows_move_it_word_by_word_and_shift_grows_it(keys: tuple[str, ...], cue: str) -> None:
    assert taken(*keys, "e") == cue


def test_enter_keeps_what_was_moved() -> None:
    assert taken("left", "enter") == "he"


def test_backspace_says_that_there_is_no_cue() -> None:
    assert taken("backspace") is None


def test_the_words_are_marked_and_named() -> None:
    prompt = a_prompt("did not say")
    assert prompt.cue == "did not say"
    assert "“did not say”" in text(prompt)


def test_where_no_cue_is_likely_nothing_is_marked_and_enter_goes_on() -> None:
    prompt = CuePrompt.from_span(TEXT, word_spans(TEXT), None)
    assert prompt.marked is None
    assert prompt.cue == ""
    assert press(prompt, "enter") is PromptExit.SKIP
    assert prompt.press("e") is None


@pytest.mark.parametrize(
    ("key", "cue"), [("right", "The"), ("shift+right", "The"), ("end", "said")]
)
def test_where_nothing_is_marked_an_arrow_begins_at_an_end_of_the_sentence(
    key: str, cue: str
) -> None:
    result = press(CuePrompt.from_span(TEXT, word_spans(TEXT), None), key, "enter")
    assert isinstance(result, PromptAnswer)
    assert TEXT[slice(*result.value)] == cue


def test_whether_it_is_checkable_is_asked_of_a_claim_alone() -> None:
    assert "checkable" in text(a_prompt(claim=True))
    assert "checkable" not in text(a_prompt())


def test_other_ways_out() -> None:
    assert press(a_prompt(), "escape") is PromptExit.STOP
    assert press(a_prompt(), "u") is PromptExit.BACK
    assert a_prompt().press("c") is None

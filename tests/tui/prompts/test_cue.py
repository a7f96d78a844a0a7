"""The prompt for a cue."""

import pytest

from annotator.tui.prompts.cue import CuePrompt
from annotator.tui.prompts.prompt import PromptAnswer, PromptExit
from annotator.tui.prompts.word_mark import WordMark
from tests.drivers.prompts import press, text

TEXT = "The port did not say so, he said."


def a_prompt(cue: str = "said") -> CuePrompt:
    start = TEXT.index(cue)
    return CuePrompt("s1", WordMark.on(TEXT, (start, start + len(cue))))


def no_cue() -> CuePrompt:
    return CuePrompt("s1", WordMark.on(TEXT, None))


def taken(*keys: str) -> str | None:
    """The cue that these keys lead to."""
    result = press(a_prompt(), *keys)
    assert isinstance(result, PromptAnswer)
    return TEXT[slice(*result.value)] if result.value else None


@pytest.mark.parametrize(
    ("keys", "cue"),
    [
        ((), "said"),
        (("left",), "he"),
        (("left", "left"), "so"),
        (("shift+up",), "he said"),
        (("home",), "The"),
        (("home", "right", "shift+right"), "port did"),
        (("home", "shift+right", "shift+left"), "The"),
        (("home", "left"), "The"),
        (("home", "shift+left"), "The"),
        (("end", "right"), "said"),
        (("p",), "port"),
        (("s",), "say"),
        (("s", "s"), "so"),
        (("p", "D"), "port did"),
        (("x", "X"), "said"),
    ],
)
def test_enter_takes_the_mark_that_arrows_move_word_by_word_and_shift_grows(
    keys: tuple[str, ...], cue: str
) -> None:
    assert taken(*keys, "enter") == cue


def test_backspace_says_that_there_is_no_cue() -> None:
    assert taken("backspace") is None


def test_the_words_are_marked_and_named_and_no_other_cue_is_underlined() -> None:
    prompt = a_prompt("did not say")
    assert prompt.marked == {"s1": (9, 20)}
    assert prompt.underlined == {"s1": None}
    assert "“did not say”" in text(prompt)


def test_where_no_cue_is_likely_nothing_is_marked() -> None:
    assert no_cue().marked == {}
    assert press(no_cue(), "enter") == PromptAnswer(None)


@pytest.mark.parametrize(
    ("key", "cue"), [("right", "The"), ("shift+right", "The"), ("end", "said")]
)
def test_where_nothing_is_marked_an_arrow_begins_at_an_end_of_the_sentence(
    key: str, cue: str
) -> None:
    result = press(no_cue(), key, "enter")
    assert isinstance(result, PromptAnswer)
    assert TEXT[slice(*result.value)] == cue


def test_other_ways_out() -> None:
    assert press(a_prompt(), "escape") is PromptExit.STOP
    assert a_prompt().press("f1") is None

"""The prompt for the letter of a mark."""

import pytest

from annotator.tui.prompts.mark import MarkPrompt
from annotator.tui.prompts.prompt import Prompt, PromptAnswer
from tests.drivers.prompts import press, text
from tests.statements import states


@pytest.mark.parametrize("refused", ["5", "ü", "?"])
def test_a_character_that_cannot_be_a_mark_is_refused_with_what_can(refused: str) -> None:
    prompt = press(MarkPrompt("Mark it"), refused)
    assert isinstance(prompt, Prompt)
    assert refused in text(prompt)
    assert states(text(prompt), "a", "z", "A", "Z")
    assert press(prompt, "m") == PromptAnswer("m")
    assert len(prompt.lines(70)) == len(MarkPrompt("Mark it").lines(70))

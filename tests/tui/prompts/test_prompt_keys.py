"""The keys of prompts: each key that a prompt understands is shown, or is in the help."""

from typing import Any

import pytest

from annotator.tui.prompts import answers, cue, source
from annotator.tui.prompts.cue import CuePrompt
from annotator.tui.prompts.prompt import Prompt
from annotator.tui.prompts.prompt_keys import PROMPT_COMMANDS, shown_commands
from annotator.tui.prompts.word_mark import WordMark
from tests.drivers.prompts import press
from tests.tui.prompts import test_answers, test_source

SENTENCE = "Ana Roe, the mayor, said the Port Authority lied."
PARTS: dict[str, tuple[Prompt[Any], tuple[str, ...]]] = {
    "sources": (test_source.a_prompt(), ()),
    "a name being typed": (test_source.a_prompt(), ("/", "o")),
    "a name being picked": (test_source.a_prompt(), ("tab",)),
    "a cue being corrected": (test_source.a_prompt(), ("e",)),
    "a cue": (CuePrompt("s2", WordMark.on(SENTENCE, (20, 24))), ()),
    "claims": (test_answers.likeliest(), ()),
    "a claim to be made": (test_answers.a_prompt(), ("2",)),
}
HELP = [key.shown for keys in (source.KEYS, cue.KEYS, answers.KEYS) for key in keys.keys]


@pytest.mark.parametrize("part", PARTS)
def test_every_key_that_a_prompt_understands_is_shown_or_in_the_help(part: str) -> None:
    prompt = press(PARTS[part][0], *PARTS[part][1])
    assert isinstance(prompt, Prompt)
    shown = [*(key.shown for key in prompt.shown_keys), *HELP]
    known = {each for label in shown for each in shown_commands(label)}
    for command in PROMPT_COMMANDS:
        key = command.keys[0]
        understood = not prompt.is_text(key) and prompt.press(key) not in (None, prompt)
        assert not understood or command.id in known, command.id


@pytest.mark.parametrize("part", ["a name being picked", "a cue being corrected", "a cue"])
def test_the_key_for_checkable_is_no_letter_to_mark_a_word_by(part: str) -> None:
    prompt = press(PARTS[part][0], *PARTS[part][1])
    assert isinstance(prompt, Prompt)
    assert prompt.press("h") is None
    assert not prompt.is_text("h")
    assert "checkable" in prompt.allowed_commands
    assert prompt.is_text("w")


def test_every_letter_is_text_while_a_name_is_typed() -> None:
    prompt = press(test_source.a_prompt(), "/")
    assert isinstance(prompt, Prompt)
    assert all(prompt.is_text(each) for each in "hmx?")
    assert not prompt.allowed_commands

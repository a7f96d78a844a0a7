"""Keys pressed at a prompt, for tests."""

from typing import TypeVar

from annotator.tui.prompts.prompt import Prompt, PromptAnswer, PromptExit

Value = TypeVar("Value")


def press(prompt: Prompt[Value], *keys: str) -> Prompt[Value] | PromptAnswer[Value] | PromptExit:
    """What the keys lead to, one after another; one that means nothing changes nothing."""
    result: Prompt[Value] | PromptAnswer[Value] | PromptExit = prompt
    for key in keys:
        assert isinstance(result, Prompt), key
        result = result.press(key) or result
    return result


def text(prompt: Prompt[Value], width: int = 70) -> str:
    """What stands under the sentence."""
    return "\n".join("".join(piece.text for piece in line) for line in prompt.lines(width))
